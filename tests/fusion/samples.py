"""Strings that a pattern of the crisis rule matches, drawn at random: it must be tried on them."""

from __future__ import annotations

from random import Random
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_MOST_REPEATS = 2


def drawn(source: str, rng: Random) -> str:
    """One string for the pattern, lookarounds left aside; a word that may be anything is "xx"."""
    return _sequence(parser.parse(source), rng)


def _sequence(nodes: Any, rng: Random) -> str:
    return "".join(_node(str(kind), value, rng) for kind, value in nodes)


def _node(kind: str, value: Any, rng: Random) -> str:
    if kind == "LITERAL":
        return chr(value)
    if kind == "BRANCH":
        return _sequence(rng.choice(value[1]), rng)
    if kind == "SUBPATTERN":
        return _sequence(value[3], rng)
    if kind in ("MAX_REPEAT", "MIN_REPEAT"):
        low, high, inner = value
        return "".join(_sequence(inner, rng) for _ in range(rng.randint(low, min(int(high), low + _MOST_REPEATS))))
    if kind == "IN":
        return _member(value)
    return ""


def _member(choices: Any) -> str:
    kind, value = choices[0]
    return {"LITERAL": lambda: chr(value), "RANGE": lambda: chr(value[0])}.get(str(kind), lambda: "x")()
