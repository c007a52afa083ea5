"""What a page draws of a recording: waveform, spectrogram, stretches of speech. Plain arrays, no plots."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from speech_model.audio import Source, read
from speech_model.frames import DYNAMIC_RANGE_DB, Frames, join, measure, runs
from speech_model.spectrum import FRAMES_PER_S, HOP, SAMPLE_RATE_HZ, Array, mel_centres_hz

MOST_SECONDS = 600
# Frames that are measured at once, and those beside them that they are measured from.
_BLOCK, _BESIDE = 6_000, 10


@dataclass(frozen=True)
class Picture:
    """`time_s` and `low`/`high` draw the waveform; `mel_db` (bands, columns) over `mel_time_s` and `mel_hz` the sound.

    `speech` are (start, end) in seconds; what lies between them are pauses. Pitch is NaN where no voice is.
    """

    duration_s: float
    time_s: Array
    low: Array
    high: Array
    mel_time_s: Array
    mel_hz: Array
    mel_db: Array
    pitch_hz: Array
    speech: tuple[tuple[float, float], ...]


def draw(source: Source, columns: int = 600) -> Picture:
    """Everything a page draws, at most `columns` wide, of the first ten minutes.

    Raises InputError for what is not a recording.
    """
    samples = read(source, MOST_SECONDS).samples
    frames = measured(samples)
    low, high = envelope(samples, columns)
    mel = np.maximum(frames.mel_db - frames.level_db(), -DYNAMIC_RANGE_DB)
    step = max(1, -(-len(mel) // columns))
    pitch = np.where(frames.voicing > 0.5, frames.pitch_hz, np.nan)
    duration = len(samples) / SAMPLE_RATE_HZ
    spoken = runs(frames.speech_mask())
    return Picture(
        duration_s=duration,
        time_s=np.linspace(0, duration, len(low), dtype=np.float32),
        low=low,
        high=high,
        mel_time_s=np.arange(0, len(mel), step, dtype=np.float32) / np.float32(FRAMES_PER_S),
        mel_hz=mel_centres_hz().astype(np.float32),
        mel_db=np.maximum.reduceat(mel, np.arange(0, len(mel), step), axis=0).T,
        pitch_hz=pitch[::step].astype(np.float32),
        speech=tuple((float(a) / FRAMES_PER_S, float(b) / FRAMES_PER_S) for a, b in zip(*spoken, strict=True)),
    )


def measured(samples: Array) -> Frames:
    """As `measure` has it, from a minute at a time, so that the memory of a spectrum stays small."""
    parts = []
    for first in range(0, len(samples) // HOP + 1, _BLOCK):
        start = max(0, first - _BESIDE)
        frames = measure(samples[start * HOP : (first + _BLOCK + _BESIDE) * HOP])
        parts.append(frames.cut(first - start, first - start + _BLOCK))
    return join(parts)


def envelope(samples: Array, columns: int) -> tuple[Array, Array]:
    """Lowest and highest sample of each of at most `columns` stretches."""
    starts = np.unique(np.linspace(0, len(samples), min(columns, len(samples)), endpoint=False).astype(int))
    return np.minimum.reduceat(samples, starts), np.maximum.reduceat(samples, starts)
