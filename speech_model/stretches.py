"""Where a recording holds speech, gathered window by window; what lies between two stretches is a pause."""

from __future__ import annotations

import heapq
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from speech_model.frames import runs
from speech_model.spectrum import FRAMES_PER_S

MOST = 1_000
# As in the mask of a window, where shorter gaps count as speech.
_LEAST_PAUSE_S = 0.07
Span = tuple[float, float]


class Stretches:
    """Adds up stretches of speech, (start, end) in seconds."""

    def __init__(self) -> None:
        self._spans: list[Span] = []

    def add(self, start_s: float, speech: NDArray[np.bool_]) -> None:
        """Add the frames from `start_s` on; none lies before what was added last."""
        for first, end in zip(*runs(speech), strict=True):
            start = start_s + float(first) / FRAMES_PER_S
            if self._spans and start - self._spans[-1][1] < _LEAST_PAUSE_S:
                start = self._spans.pop()[0]
            self._spans.append((start, start_s + float(end) / FRAMES_PER_S))

    def spans(self) -> tuple[Span, ...]:
        """In order, to a hundredth of a second; at most MOST, between which the longest pauses lie."""
        if not self._spans:
            return ()
        pauses = [(after[0] - before[1], place) for place, (before, after) in enumerate(pairwise(self._spans))]
        kept = sorted(place for _, place in heapq.nlargest(MOST - 1, pauses))
        starts = [self._spans[place][0] for place in (0, *(place + 1 for place in kept))]
        ends = [self._spans[place][1] for place in (*kept, -1)]
        return tuple((round(start, 2), round(end, 2)) for start, end in zip(starts, ends, strict=True))
