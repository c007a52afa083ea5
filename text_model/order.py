"""Do letters and words follow each other as in English? Two small tables of neighbours, counted over many texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np

FILE = Path(__file__).parent / "order.npz"
_CLAUSE_END = re.compile(r"[.!?,;:()\n]+")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
ENDINGS = ("ing", "ed", "ly", "tion", "s", "er", "y", "e")
COMMON = 150
LETTERS = 28  # the edge of a word, a to z, any other
_LONG = 4  # shorter words look like others when their letters are mixed up
MOST = 3.0
SCALE = 40.0  # tables are kept as whole numbers


class Order:
    """Tables of log(P(b after a) / P(b)): above 0 where two letters or two kinds of word go together.

    `jumble`: the weights of jumble.py, which stand in the same file.
    """

    def __init__(
        self, letters: np.ndarray, words: np.ndarray, common: Sequence[str], jumble: Sequence[float] = ()
    ) -> None:
        self._letters = letters / SCALE
        self._words = words / SCALE
        self._place = {word: i for i, word in enumerate(common)}
        self.jumble = tuple(jumble)

    def of_letters(self, words: Sequence[str]) -> float | None:
        """Mean over the letters of the longer words: near .5 in English, below 0 in jumbles; None without any."""
        codes = [codes_of(word) for word in words if len(word) >= _LONG]
        found = [self._letters[a, b] for code in codes for a, b in pairwise(code)]
        return float(np.mean(found)) if found else None

    def of_words(self, clauses: Iterable[Sequence[str]]) -> float | None:
        """Mean over neighbouring words: near .6 in English, below 0 in shuffled words; None without neighbours."""
        kinds = [[kind_of(word, self._place) for word in words] for words in clauses]
        found = [self._words[a, b] for clause in kinds for a, b in pairwise(clause)]
        return float(np.mean(found)) if found else None


@lru_cache(maxsize=1)
def shipped() -> Order:
    """The tables that ship, read once per process."""
    with np.load(FILE, allow_pickle=False) as kept:
        return Order(kept["letters"], kept["words"], [str(word) for word in kept["common"]], kept["jumble"].tolist())


def clauses(text: str) -> list[list[str]]:
    """Words in lower case, between marks of punctuation."""
    return [_WORD.findall(part.lower()) for part in _CLAUSE_END.split(text)]


def codes_of(word: str) -> list[int]:
    """A word as letters, with its edges."""
    inner = [ord(c) - 96 if "a" <= c <= "z" else LETTERS - 1 for c in word if c != "'"]
    return [0, *inner, 0]


def kind_of(word: str, place: Mapping[str, int]) -> int:
    """Number of a common word, or of the ending of any other."""
    if word in place:
        return place[word]
    return COMMON + next((i for i, ending in enumerate(ENDINGS) if word.endswith(ending)), len(ENDINGS))
