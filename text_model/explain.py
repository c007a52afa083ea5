"""Which words moved the reading: leave each out, read all variants in one batch, and compare the distress."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from core.types import Cue
from text_model.names import READ_AS

# A function from texts to one number each, such as the log-odds of distress.
Score = Callable[[Sequence[str]], np.ndarray]
Span = tuple[int, int]

MOST_VARIANTS = 32
MOST_CUES = 8
_LEAST_WEIGHT = 0.05
_WORD = re.compile(r"\S*\w\S*")
# Words that say little alone are tried only where there is room.
_WEAK = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "to",
        "in",
        "on",
        "at",
        "and",
        "or",
        "it",
        "is",
        "was",
        "be",
        "been",
        "am",
        "are",
        "i",
        "my",
        "me",
        "for",
        "with",
        "that",
        "this",
        "so",
        "but",
        "as",
        "by",
        "if",
    ]
)


def word_spans(text: str) -> list[Span]:
    """Places of the words of `text`."""
    return [match.span() for match in _WORD.finditer(text)]


def pieces(text: str, most: int = MOST_VARIANTS) -> list[Span]:
    """At most `most` pieces of `text` to leave out: words, then only telling words, then runs of words."""
    words = word_spans(text)
    if len(words) > most:
        telling = [s for s in words if text[s[0] : s[1]].lower().strip(".,!?;:\"'") not in _WEAK]
        words = telling if len(telling) <= most else words
    if len(words) <= most:
        return words
    edges = np.linspace(0, len(words), most + 1).round().astype(int)
    return [(words[a][0], words[b - 1][1]) for a, b in pairwise(edges)]


def without(text: str, span: Span) -> str:
    """`text` without one piece."""
    return f"{text[: span[0]]} {text[span[1] :]}".strip()


def attributions(text: str, score: Score) -> list[tuple[Span, float]]:
    """Each piece of `text` with what it adds to the score: the score of the text less that of the text without it."""
    spans = pieces(text)
    if len(spans) < 2:
        return []
    values = score([text, *(without(text, span) for span in spans)])
    return [(span, float(values[0] - value)) for span, value in zip(spans, values[1:], strict=True)]


def cues(
    found: Sequence[tuple[Span, float]], text: str, place: Callable[[int, int], Span], task: str | None = None
) -> tuple[Cue, ...]:
    """The most telling pieces, strongest first, with their places in what the person wrote; names tell nothing."""
    told = [(span, weight) for span, weight in found if READ_AS not in text[slice(*span)]]
    out = []
    for (start, end), weight in sorted(told, key=lambda pair: -abs(pair[1]))[:MOST_CUES]:
        if abs(weight) >= _LEAST_WEIGHT:
            first, last = place(start, end)
            out.append(Cue(text[start:end].strip('.,!?;:"()'), round(weight, 4), first, last, task))
    return tuple(out)
