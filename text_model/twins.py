"""Texts that are almost others: they begin with the same words, or share many runs of five words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from text_model.data import group_of, words_of

# What another text holds at least, of the runs of five words of its twin.
SHARED = 0.4


class Scored:
    """The texts that something is scored on: what is like one of them must not be learned from."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._groups: set[str] = set()
        self._holders: dict[int, list[int]] = {}
        self._sizes: list[int] = []
        for number, text in enumerate(texts):
            self._groups.add(group_of(text))
            runs = _runs(text)
            self._sizes.append(len(runs))
            for run in runs:
                self._holders.setdefault(run, []).append(number)
        self._groups.discard("")

    def begins_as(self, text: str) -> bool:
        """Whether one of them begins with the same twelve words as `text`."""
        return group_of(text) in self._groups

    def has_twin_of(self, text: str) -> bool:
        """Whether one of them begins as `text` does, or holds `SHARED` of its runs of five words or more."""
        if self.begins_as(text):
            return True
        runs = _runs(text)
        held = self._holders.keys() & runs
        if not held or len(held) < SHARED * len(runs):
            return False
        return max(self._shared(held).values()) >= SHARED * len(runs)

    def held_by(self, text: str) -> set[int]:
        """Numbers of those of whose runs of five words `text` holds `SHARED` or more."""
        shared = self._shared(self._holders.keys() & _runs(text))
        return {number for number, runs in shared.items() if runs >= SHARED * self._sizes[number]}

    def _shared(self, runs: Iterable[int]) -> Counter[int]:
        return Counter(number for run in runs for number in self._holders[run])


def _runs(text: str) -> set[int]:
    words = words_of(text)
    return set(map(hash, zip(words, words[1:], words[2:], words[3:], words[4:], strict=False)))
