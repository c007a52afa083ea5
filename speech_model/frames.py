"""What is measured every 10 ms: log-mel, energy, pitch, voicing, and which frames hold speech."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_closing, binary_opening

from speech_model import pitch
from speech_model.spectrum import Array, decibels, log_mel, percentiles, power_spectrum

SPEECH_RANGE_DB = 30.0
DYNAMIC_RANGE_DB = 55.0
BOTTOM_PERCENTILE, TOP_PERCENTILE = 5, 95


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
        if len(mask) < 12:
            return mask
        joined = binary_closing(np.pad(mask, 8), np.ones(7))[8:-8]
        return binary_opening(joined, np.ones(4)) if joined.any() else mask

    def trimmed(self, margin: int = 8) -> Frames:
        """Without the silence before the first and after the last speech frame."""
        speech = np.flatnonzero(self.speech_mask())
        if not len(speech):
            return self
        return self.cut(max(0, int(speech[0]) - margin), int(speech[-1]) + margin + 1)


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
