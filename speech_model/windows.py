"""Cuts a recording of any length into overlapping windows, block by block, with flat memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from speech_model.frames import Frames, measure
from speech_model.picture import picture
from speech_model.pitch import VOICED_ABOVE
from speech_model.spectrum import FRAMES_PER_S, HOP, SAMPLE_RATE_HZ, Array

# As long as the clips that the models learned from, 1.5 to 4.5 s. `python -m benchmarks.longer`: CREMA-D .66, and .61
# where windows begin within a clip; with those of before (4 s, up to 6 s whole) .51 and .48. RAVDESS, whose clips last
# 3 to 5 s: .56 and .59 against .61 and .59.
WHOLE_UP_TO_S = 4.5
WINDOW_S = 2.5
HOP_S = 1.25
LONG_AFTER_S = 120.0
LONG_HOP_S = 2.0
_BLOCK_S = 40.0


@dataclass(frozen=True)
class Window:
    """A stretch of a recording. `voiced_s` says how much of a voice is in it, which is its weight."""

    start_s: float
    end_s: float
    frames: Frames
    samples: Array
    voiced_s: float

    @cached_property
    def picture(self) -> Array:
        """What `picture` makes of the frames."""
        return picture(self.frames)


def windows(blocks: Iterable[Array]) -> Iterator[Window]:
    """Windows of a stream of 16 kHz samples; a recording of up to WHOLE_UP_TO_S is one window.

    Minutes of audio are cut with less overlap, so that an hour takes two thirds of the time.
    """
    held = np.zeros(0, np.float32)
    start_s = 0.0
    for block in blocks:
        held = np.concatenate([held, block])
        while len(held) >= (_BLOCK_S + WINDOW_S) * SAMPLE_RATE_HZ:
            hop = HOP_S if start_s < LONG_AFTER_S else LONG_HOP_S
            part = held[: int((_BLOCK_S + WINDOW_S - hop) * SAMPLE_RATE_HZ)]
            yield from _cut(part, start_s, hop, shortest_s=WINDOW_S)
            held = held[int(_BLOCK_S * SAMPLE_RATE_HZ) :]
            start_s += _BLOCK_S
    if len(held) / SAMPLE_RATE_HZ <= WHOLE_UP_TO_S:
        if len(held) > 0.3 * SAMPLE_RATE_HZ:
            frames = measure(held)
            yield _window(held, frames, start_s, (0, len(frames)))
        return
    yield from _cut(held, start_s, HOP_S if start_s < LONG_AFTER_S else LONG_HOP_S, shortest_s=WINDOW_S / 2)


def _cut(samples: Array, start_s: float, hop_s: float, shortest_s: float) -> Iterator[Window]:
    frames = measure(samples)
    length, hop = int(WINDOW_S * FRAMES_PER_S), int(hop_s * FRAMES_PER_S)
    shortest = int(shortest_s * FRAMES_PER_S)
    for first in range(0, max(1, len(frames) - shortest + 1), hop):
        yield _window(samples, frames, start_s, (first, min(first + length, len(frames))))


def _window(samples: Array, frames: Frames, start_s: float, span: tuple[int, int]) -> Window:
    first, last = span
    part = frames.cut(first, last)
    voiced = part.speech_mask() & (part.voicing > VOICED_ABOVE)
    return Window(
        start_s + first / FRAMES_PER_S,
        start_s + last / FRAMES_PER_S,
        part,
        samples[first * HOP : last * HOP],
        float(voiced.sum()) / FRAMES_PER_S,
    )
