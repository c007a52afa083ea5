"""What is measured every 10 ms: log-mel, energy, pitch, voicing, and which frames hold speech."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from speech_model import pitch
from speech_model.spectrum import Array, decibels, log_mel, percentiles, power_spectrum

SPEECH_RANGE_DB = 30.0
DYNAMIC_RANGE_DB = 55.0
BOTTOM_PERCENTILE, TOP_PERCENTILE = 5, 95
_LONG_GAP, _SHORTEST_RUN = 7, 4


@dataclass(frozen=True)
class Frames:
    """Per-frame measures of a stretch of audio at 100 frames a second.

    `mel_db` (frames, 64) and `energy_db` (frames,) are as recorded, not normalised; `pitch_hz` means something
    only where `voicing` (0 to 1) is high.
    """

    mel_db: Array
    energy_db: Array
    pitch_hz: Array
    voicing: Array

    def __len__(self) -> int:
        return len(self.energy_db)

    def cut(self, start: int, end: int) -> Frames:
        """The frames from `start` up to `end`; all of them are this object, with what it has worked out already."""
        if start <= 0 and end >= len(self):
            return self
        return Frames(*(part[start:end] for part in (self.mel_db, self.energy_db, self.pitch_hz, self.voicing)))

    @cached_property
    def _extremes_db(self) -> Array:
        return percentiles(self.energy_db, (BOTTOM_PERCENTILE, TOP_PERCENTILE))

    def level_db(self) -> float:
        """How loud the loud frames are, the reference for everything relative."""
        return float(self._extremes_db[1])

    def noise_db(self) -> float:
        """How loud the quiet frames are."""
        return float(self._extremes_db[0])

    def speech_mask(self) -> NDArray[np.bool_]:
        """Frames well above the quiet ones and not far below the loud ones; short gaps filled, clicks dropped."""
        return self._speech

    @cached_property
    def _speech(self) -> NDArray[np.bool_]:
        level, noise = self.level_db(), self.noise_db()
        threshold = level - min(SPEECH_RANGE_DB, 0.7 * max(level - noise, 6.0))
        mask = self.energy_db > threshold
        return mask if len(mask) < 12 else without_short_runs(mask)

    def trimmed(self, margin: int = 8) -> Frames:
        """Without the silence before the first and after the last speech frame."""
        speech = np.flatnonzero(self.speech_mask())
        if not len(speech):
            return self
        return self.cut(max(0, int(speech[0]) - margin), int(speech[-1]) + margin + 1)


def runs(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the stretches of True begin, and the first place after each."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.view(np.int8), [0]))))
    return edges[::2], edges[1::2]


def without_short_runs(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Gaps shorter than _LONG_GAP filled, then stretches shorter than _SHORTEST_RUN dropped."""
    starts, stops = runs(mask)
    if not len(starts):
        return mask
    apart = starts[1:] - stops[:-1] >= _LONG_GAP
    starts, stops = starts[np.r_[True, apart]], stops[np.r_[apart, True]]
    kept = stops - starts >= _SHORTEST_RUN
    edges = np.zeros(len(mask) + 1, np.int8)
    edges[starts[kept]], edges[stops[kept]] = 1, -1
    return edges[:-1].cumsum().astype(bool)


def measure(samples: Array) -> Frames:
    """Frames of mono float32 samples at 16 kHz."""
    samples = np.asarray(samples, np.float32)
    power = power_spectrum(samples)
    energy = decibels(power[:, 2:].sum(1) / power.shape[1])
    hz, voicing = pitch.track(samples, len(power))
    return Frames(log_mel(power), energy, hz, voicing)


def join(parts: Sequence[Frames]) -> Frames:
    """Several stretches, one after the other."""
    if len(parts) == 1:
        return parts[0]
    return Frames(
        np.concatenate([p.mel_db for p in parts]),
        np.concatenate([p.energy_db for p in parts]),
        np.concatenate([p.pitch_hz for p in parts]),
        np.concatenate([p.voicing for p in parts]),
    )


def normalised_mel(frames: Frames) -> Array:
    """Log-mel in dB below the level of the loud frames, floored so that a quiet room and a studio look alike."""
    return np.maximum(frames.mel_db - np.float32(frames.level_db()), np.float32(-DYNAMIC_RANGE_DB))
