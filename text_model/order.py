"""Are these words of English, one after the other? A list of words and two tables of neighbours from many texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np

FILE = Path(__file__).parent / "order.npz"
_CLAUSE_END = re.compile(r"[.!?,;:()\n]+")
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
# The small words of English that hardly any sentence of some length does without.
SMALL = frozenset(
    WORD.findall(
        "the be is am are was were been being to of and a an in that have has had it i i'm i've i'd i'll it's "
        "that's don't can't not no for on with he she they we you me my your his her their our this but or if "
        "so at by from as what when who how why do does did just can will would could should about all up out "
        "there then than too very more some any get got go going because like feel feels felt want know think "
        "need really never always every much over only again after before now today day time life people one "
        "back down off still even don didn't won't isn't wasn't them him us its into where here "
        "n u r ur im ive dont cant didnt cnt dnt wont wanna gonna gotta idk kno wat wut wen cuz coz bc tmrw rn tbh"
    )
)
ENDINGS = ("ing", "ed", "ly", "tion", "s", "er", "y", "e")
COMMON = 150
LETTERS = 28  # the edge of a word, a to z, any other
_LONG = 4  # shorter words look like others when their letters are mixed up
MOST = 3.0
ORDERLY = 0.5  # where there are too few letters or words to tell
SCALE = 40.0  # tables are kept as whole numbers


@dataclass(frozen=True)
class Look:
    """How some words look. `words`: how many; `small`: share of the small words of English; others: see Order."""

    words: int
    small: float
    met: float
    mixed: float
    letters: float
    order: float


class Order:
    """Tables of log(P(b after a) / P(b)): above 0 where two letters or two kinds of word go together.

    `jumble`: the weights of jumble.py, which stand in the same file.
    """

    def __init__(
        self,
        letters: np.ndarray,
        words: np.ndarray,
        common: Sequence[str],
        met: Iterable[str] = (),
        jumble: Sequence[float] = (),
    ) -> None:
        self._letters = letters / SCALE
        self._words = words / SCALE
        self._place = {word: i for i, word in enumerate(common)}
        own = frozenset(met) | SMALL
        self._met = own | {word.replace("'", "") for word in own}
        self._letters_of_met = frozenset("".join(sorted(word)) for word in self._met)
        self.jumble = tuple(jumble)

    def look(self, text: str) -> Look:
        """All signs of a text that has at least one word."""
        words = [word.lower() for word in WORD.findall(text)]
        large = [word for word in words if word not in SMALL]
        return Look(
            words=len(words),
            small=(len(words) - len(large)) / len(words),
            met=self.met(words),
            mixed=self.mixed(words),
            letters=self.of_letters(large),
            order=self.of_words(clauses(text)),
        )

    def of_letters(self, words: Sequence[str]) -> float:
        """Mean over the letters of the longer words: near .5 in English, below 0 in jumbles; .5 without any."""
        codes = [codes_of(word) for word in words if len(word) >= _LONG]
        return _mean_of_pairs(self._letters, codes)

    def of_words(self, clauses: Iterable[Sequence[str]]) -> float:
        """Mean over neighbouring words: near .6 in English, below 0 in shuffled words; .5 without neighbours."""
        kinds = [[kind_of(word, self._place) for word in words] for words in clauses]
        return _mean_of_pairs(self._words, kinds)

    def met(self, words: Sequence[str]) -> float:
        """Share of the words that many training texts have: near .95 in English, .7 with many slips, .2 in jumbles."""
        return sum(word in self._met for word in words) / len(words)

    def mixed(self, words: Sequence[str]) -> float:
        """Share of the words that are none of these but have the letters of one, in another order."""
        strange = [word for word in words if word not in self._met]
        return sum("".join(sorted(word)) in self._letters_of_met for word in strange) / len(words)


def _mean_of_pairs(table: np.ndarray, runs: Iterable[Sequence[int]]) -> float:
    """Mean entry of `table` over the neighbours in each run of numbers; ORDERLY where there are none."""
    pairs = [pair for run in runs for pair in pairwise(run)]
    return float(table[tuple(np.array(pairs).T)].mean()) if pairs else ORDERLY


@lru_cache(maxsize=1)
def shipped() -> Order:
    """The tables that ship, read once per process."""
    with np.load(FILE, allow_pickle=False) as kept:
        common, met = kept["common"].tolist(), str(kept["met"]).split()
        return Order(kept["letters"], kept["words"], common, met, kept["jumble"].tolist())


def clauses(text: str) -> list[list[str]]:
    """Words in lower case, between marks of punctuation."""
    return [WORD.findall(part.lower()) for part in _CLAUSE_END.split(text)]


def codes_of(word: str) -> list[int]:
    """A word as letters, with its edges."""
    inner = [ord(c) - 96 if "a" <= c <= "z" else LETTERS - 1 for c in word if c != "'"]
    return [0, *inner, 0]


def kind_of(word: str, place: Mapping[str, int]) -> int:
    """Number of a common word, or of the ending of any other."""
    if word in place:
        return place[word]
    return COMMON + next((i for i, ending in enumerate(ENDINGS) if word.endswith(ending)), len(ENDINGS))
