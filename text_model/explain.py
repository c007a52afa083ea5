"""Which phrases moved the reading: many versions of the text, each without some of them, are read in one batch.

A linear model of the distress on what was left in says what each phrase adds, in company and alone: sampled Shapley
values with the kernel of Lundberg and Lee (2017). Leaving out one word at a time names small words where several
phrases say the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.types import Cue
from text_model.names import READ_AS

# A function from texts to an array of shape (texts, answers): log-odds of distress, of a label, ...
Score = Callable[[Sequence[str]], np.ndarray]
Span = tuple[int, int]

MOST_PIECES = 16
MOST_VARIANTS = 40
MOST_CUES = 8
_VARIANTS_PER_PIECE = 4
# How far a cue may be below the strongest one, and below what the eye would see.
_LEAST_SHARE, _LEAST_WEIGHT = 0.1, 0.05
_RIDGE = 0.3
# Begins where a run without spaces begins: tried from each of its signs, a long run would take its length squared.
_WORD = re.compile(r"(?<!\S)[^\s\w]*\w\S*")
_MARKS = ".,!?;:\"'()"
# Words that a phrase is shown without when it begins with them.
_JOINS = re.compile(
    r"(?:(?:and|but|or|so|because|then|that|which|it|it's|is|was|were|are|the|an?|of|to|in|on|at|for|with|by|as)\s+)+",
    re.I,
)
# Words that belong to the next one: "my chest", "can't sleep", "and I keep".
_SMALL = frozenset((Path(__file__).parent / "small_words.txt").read_text(encoding="utf8").split())


def word_spans(text: str) -> list[Span]:
    """Places of the words of `text`."""
    return [match.span() for match in _WORD.finditer(text)]


def pieces(text: str, most: int = MOST_PIECES) -> list[Span]:
    """`text` in at most `most` phrases: telling words, each with the small ones before it; no word is left over."""
    found: list[Span] = []
    start: int | None = None
    end = 0
    for first, end in word_spans(text):
        start = first if start is None else start
        if not _is_small(text[first:end]) or text[end - 1] in ".!?,;:":
            found.append((start, end))
            start = None
    if start is not None:
        found.append((start, end))
    while len(found) > most:
        costs = [_join_cost(text, found[i], found[i + 1]) for i in range(len(found) - 1)]
        i = int(np.argmin(costs))
        found[i : i + 2] = [(found[i][0], found[i + 1][1])]
    return found


@dataclass(frozen=True)
class Attributions:
    """The phrases of a text and what each adds to each score: `added` has the shape (phrases, answers)."""

    text: str
    spans: list[Span]
    added: np.ndarray


def attributions(text: str, score: Score) -> Attributions:
    """What each phrase of `text` adds; nothing is said of a single phrase."""
    spans = pieces(text)
    if len(spans) < 2:
        return Attributions(text, [], np.zeros((0, 1)))
    kept = _coalitions(len(spans))
    values = score([text, *(" ".join(text[a:b] for (a, b), on in zip(spans, row, strict=True) if on) for row in kept)])
    return Attributions(text, spans, _added(kept, values))


def cues(
    found: Attributions, answer: int, place: Callable[[int, int], Span], task: str | None = None, most: int = MOST_CUES
) -> tuple[Cue, ...]:
    """The phrases that tell most of one answer, strongest first, with their places in what the person wrote.

    Names tell nothing.
    """
    text, weights = found.text, map(float, found.added[:, answer])
    told = [(span, weight) for span, weight in zip(found.spans, weights, strict=True) if _tells(text[slice(*span)])]
    least = max([_LEAST_WEIGHT, *(abs(weight) * _LEAST_SHARE for _, weight in told)])
    out = []
    for (start, end), weight in sorted(told, key=lambda pair: -abs(pair[1]))[:most]:
        if abs(weight) >= least:
            joined = _JOINS.match(text, start, end)
            told_from = joined.end() if joined else start
            first, last = place(told_from, end)
            out.append(Cue(text[told_from:end].strip(_MARKS), round(weight, 4), first, last, task))
    return tuple(out)


def _is_small(word: str) -> bool:
    return word.lower().strip(_MARKS) in _SMALL


def _tells(phrase: str) -> bool:
    return any(READ_AS not in word and not _is_small(word) for word in phrase.split())


def _join_cost(text: str, one: Span, other: Span) -> int:
    """Short neighbours are joined first, and over the end of a sentence only at last."""
    return other[1] - one[0] + (1000 if text[one[1] - 1] in ".!?" else 0)


def _coalitions(count: int) -> np.ndarray:
    """Which of `count` phrases stay, shape (variants, count): pairs of opposites, their sizes by the Shapley kernel."""
    random = np.random.default_rng(0)
    sizes = np.arange(1, count)
    chance = 1.0 / (sizes * (count - sizes))
    variants = min(MOST_VARIANTS, _VARIANTS_PER_PIECE * count)
    rows = np.zeros((variants, count), bool)
    for pair, size in enumerate(random.choice(sizes, variants // 2, p=chance / chance.sum())):
        rows[2 * pair, random.permutation(count)[:size]] = True
        rows[2 * pair + 1] = ~rows[2 * pair]
    return rows


def _added(kept: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Ridge regression of the scores on what was kept; `values` begins with those of the whole text."""
    inputs, mean = kept - kept.mean(0), values[1:].mean(0)
    whole = 1 - kept.mean(0)
    gram = inputs.T @ inputs + np.outer(whole, whole) + _RIDGE * np.eye(kept.shape[1])
    return np.linalg.solve(gram, inputs.T @ (values[1:] - mean) + np.outer(whole, values[0] - mean))
