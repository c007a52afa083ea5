"""A long text may begin in one way and go on in another: it is judged stretch by stretch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import fmean

from text_model.language import Familiarity, familiarity
from text_model.normalise import Normalised
from text_model.windows import Window, tokens_per_word

_LONGEST = 4000
_MOST = 50
_ODD_SHARE = 0.25
_PARTLY = "That is so of a part of the text, not of all of it."


def judged(written: str, normal: Normalised, windows: Sequence[Window]) -> Familiarity:
    """How familiar a text is to the model that reads it in `windows`; `written` is what became `normal`."""
    return overall([_judged(written, normal, windows, *ends) for ends in stretches(len(normal.text))])


def _judged(written: str, normal: Normalised, windows: Sequence[Window], start: int, stop: int) -> Familiarity:
    pieces = tokens_per_word(normal.text, windows, start, stop)
    return familiarity(normal.text[start:stop], pieces, written[slice(*normal.span(start, stop))])


def stretches(length: int) -> Iterator[tuple[int, int]]:
    """Ends of stretches of like size, at most 4,000 characters each; of a very long text 50, spread evenly."""
    count = min(_MOST, max(1, -(-length // _LONGEST)))
    size = min(_LONGEST, -(-length // count))
    return ((i * length // count, min(length, i * length // count + size)) for i in range(count))


def overall(parts: Sequence[Familiarity]) -> Familiarity:
    """What is so of the stretches of a text together; a note where a quarter of them or more are odd.

    Whether the person writes English is said by the first one.
    """
    if len(parts) == 1:
        return parts[0]
    notes = Counter(part.note for part in parts if part.note)
    note = notes.most_common(1)[0][0] if notes.total() >= _ODD_SHARE * len(parts) else None
    if note and notes.total() < len(parts):
        note = f"{note} {_PARTLY}"
    return replace(parts[0], certainty=fmean(part.certainty for part in parts), note=note)
