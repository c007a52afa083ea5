"""What must stand in a line before a pattern can match it: found from the pattern itself, so that none is forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from re import _parser as parser  # type: ignore[attr-defined]  # the only parser of patterns there is
from typing import Any

Cover = frozenset[str]
_LETTERS = 3


def cover(source: str) -> Cover:
    """Pieces of text of which every match of the pattern holds at least one; empty when there are none.

    Of several such sets the one with the longest pieces is taken: it lets the fewest lines through.
    """
    return _sequence(parser.parse(source)) or frozenset()


def _sequence(nodes: Iterable[tuple[Any, Any]]) -> Cover | None:
    return _best(_covers(nodes))


def _covers(nodes: Iterable[tuple[Any, Any]]) -> Iterator[Cover | None]:
    run = ""
    for kind, value in nodes:
        if kind is parser.LITERAL:
            run += chr(value)
            continue
        if run:
            yield frozenset([run])
        run = ""
        yield _node(kind, value)
    if run:
        yield frozenset([run])


def _node(kind: Any, value: Any) -> Cover | None:
    if kind is parser.SUBPATTERN:
        return _sequence(value[3])
    if kind is parser.BRANCH:
        return _either([_sequence(branch) for branch in value[1]])
    if kind is parser.MAX_REPEAT and value[0] > 0:
        return _sequence(value[2])
    return None


def _either(covers: Sequence[Cover | None]) -> Cover | None:
    found = [c for c in covers if c]
    return frozenset().union(*found) if len(found) == len(covers) else None


def _best(covers: Iterable[Cover | None]) -> Cover | None:
    return max((c for c in covers if c), key=lambda c: (min(map(len, c)), -len(c)), default=None)


class Index:
    """Which of many patterns are worth trying on a line.

    A piece is looked for only where three letters of it stand, so that a line costs its length, not the number
    of pieces.
    """

    def __init__(self, sources: Sequence[str]) -> None:
        pieces: dict[str, list[int]] = {}
        for number, source in enumerate(sources):
            for piece in cover(source) or {""}:
                pieces.setdefault(piece, []).append(number)
        self._numbers: Mapping[str, tuple[int, ...]] = {piece: tuple(found) for piece, found in pieces.items()}
        self._short = tuple(piece for piece in pieces if len(piece) < _LETTERS)
        self._long: dict[str, list[str]] = {}
        for piece in pieces:
            if len(piece) >= _LETTERS:
                rarest = min(_runs(piece), key=lambda run: len(self._long.get(run, ())))
                self._long.setdefault(rarest, []).append(piece)

    def candidates(self, line: str) -> list[int]:
        """Numbers of the patterns that may match, in order."""
        near = [piece for run in _runs(line) & self._long.keys() for piece in self._long[run]]
        found = {number for piece in (*self._short, *near) if piece in line for number in self._numbers[piece]}
        return sorted(found)


def _runs(text: str) -> set[str]:
    return {text[i : i + _LETTERS] for i in range(len(text) - _LETTERS + 1)}


def compiled(source: str) -> re.Pattern[str]:
    """The pattern, which begins and ends with a word."""
    return re.compile(rf"(?<= )(?:{source})(?= )")
