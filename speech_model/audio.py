"""Any recording to mono float32 at 16 kHz, whole or in blocks; what is wrong with it is said in words."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

import numpy as np
import soundfile
import soxr

from core.errors import InputError
from speech_model import containers
from speech_model.spectrum import SAMPLE_RATE_HZ, Array

Source = str | Path | bytes
MIN_SECONDS = 0.5
MAX_HOURS = 4
FULL_SCALE = 0.985
_BLOCK_S = 30
# Values of all channels in a block: 30 s of stereo at 48 kHz fit, of anything larger there are fewer seconds.
_MOST_VALUES = 3_000_000
_HUGE = 1e9


@dataclass(frozen=True)
class Recording:
    """A recording in memory, of which `clipped_share` was cut off: `notes` says what had to be done to read it."""

    samples: Array
    source_rate_hz: int
    channels: int
    clipped_share: float
    notes: tuple[str, ...] = ()

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return len(self.samples) / SAMPLE_RATE_HZ


class ClippingCounter:
    """Adds up, block by block, what was cut off at the top: before mixing and resampling, which round it off."""

    def __init__(self, rate_hz: int) -> None:
        # So many more after the first, three in all at 16 kHz: a wave that was cut, not one that just peaked.
        self._more = max(3, round(3 * rate_hz / SAMPLE_RATE_HZ)) - 1
        self._peak, self._cut, self._samples = 0.0, 0, 0

    def add(self, block: Array) -> None:
        """Count a block as it was decoded, shape (samples, channels)."""
        loudest = reduce(np.maximum, np.abs(block).T)  # ten times as fast as max(axis=1) of so few channels
        peak = max(self._peak, float(loudest.max(initial=0)))
        if self._peak < FULL_SCALE * peak:
            self._cut = 0  # What was counted so far lies below the top of this recording.
        top = np.flatnonzero(loudest >= FULL_SCALE * max(peak, 1e-9))
        self._cut += int(np.count_nonzero(top[self._more :] - top[: -self._more] == self._more))
        self._peak = peak
        self._samples += len(block)

    @property
    def share(self) -> float:
        """Share of samples that were cut off."""
        return self._cut / max(1, self._samples)


class AudioStream:
    """Reads a recording in blocks of 30 s or less, in flat memory. After the last, `notes` and `clipping` are complete.

    >>> AudioStream(b"this is a text")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    core.errors.InputError: This file is not a recording that can be read. ...
    """

    def __init__(self, source: Source) -> None:
        self._reader = _open(source)
        self.source_rate_hz = self._reader.rate_hz
        self.channels = self._reader.channels
        self.clipping = ClippingCounter(self.source_rate_hz)
        self.notes: list[str] = []
        self._bad_samples = 0

    def __iter__(self) -> Iterator[Array]:
        resampler = soxr.ResampleStream(self.source_rate_hz, SAMPLE_RATE_HZ, 1, "float32")
        limit = MAX_HOURS * 3600 * self.source_rate_hz
        seen = 0
        for block in self._reader.blocks(min(_BLOCK_S * self.source_rate_hz, _MOST_VALUES // self.channels)):
            seen += len(block)
            mono = self._clean(block)
            yield mono if self.source_rate_hz == SAMPLE_RATE_HZ else resampler.resample_chunk(mono)
            if seen >= limit:
                self.notes.append(f"Only the first {MAX_HOURS} hours were read.")
                break
        if self.source_rate_hz != SAMPLE_RATE_HZ:
            yield resampler.resample_chunk(np.zeros(0, np.float32), last=True)
        self.notes += self._reader.notes(seen)
        if self._bad_samples:
            self.notes.append("Some samples were not numbers and were read as silence.")
        if seen and self._bad_samples >= 0.5 * seen * self.channels:
            raise InputError("Most of this recording is not numbers (NaN), so it is damaged. Please record it again.")

    def _clean(self, block: Array) -> Array:
        bad = int(block.size - np.isfinite(block).sum())
        if bad:
            self._bad_samples += bad
            block = np.nan_to_num(block, nan=0.0, posinf=0.0, neginf=0.0)
        block = np.clip(block, -_HUGE, _HUGE)
        self.clipping.add(block)
        return mixed_down(block)


def mixed_down(block: Array) -> Array:
    """Mean of the channels, or the loudest one where channels of opposite sign would cancel each other."""
    if block.shape[1] == 1:
        return np.ascontiguousarray(block[:, 0])
    mono = block.mean(axis=1)
    # Variance, as a steady offset is no sound. Of channels that have nothing in common the mean keeps so much of it.
    powers = block.var(axis=0, dtype=np.float64)
    kept = powers.sum() / block.shape[1] ** 2
    if mono.var(dtype=np.float64) < 0.5 * kept:
        return np.ascontiguousarray(block[:, int(powers.argmax())])
    return mono


def read(source: Source, most_s: float | None = None) -> Recording:
    """A whole recording, or the first `most_s` seconds of it; what follows is not decoded.

    Raises InputError for what is not a recording, holds nothing, or is shorter than MIN_SECONDS.
    """
    stream = AudioStream(source)
    most = None if most_s is None else int(most_s * SAMPLE_RATE_HZ)
    blocks: list[Array] = []
    for block in stream:
        blocks.append(block)
        if most is not None and sum(map(len, blocks)) >= most:
            break
    samples = np.concatenate(blocks)[:most] if blocks else np.zeros(0, np.float32)
    check_length(len(samples))
    return Recording(samples, stream.source_rate_hz, stream.channels, stream.clipping.share, tuple(stream.notes))


def check_length(samples: int) -> None:
    """Raise InputError for no or too few samples (at 16 kHz)."""
    seconds = samples / SAMPLE_RATE_HZ
    if not samples:
        raise InputError("This recording is empty: it holds no sound at all. Please record a few seconds of speech.")
    if seconds < MIN_SECONDS:
        raise InputError(
            f"This recording is only {seconds:.1f} seconds long. Please record at least three seconds of speech."
        )


def on_disk(path: Path) -> os.stat_result | None:
    """What the disk knows of a file; None where there is none, or where no file can have such a name."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found if stat.S_ISREG(found.st_mode) else None


def _open(source: Source) -> containers.Reader:
    if isinstance(source, (str, Path)):
        path = Path(source)
        found = on_disk(path)
        if found is None:
            raise InputError(f"There is no recording named {path.name!r}.")
        if not found.st_size:
            raise InputError(f"The recording {path.name!r} is empty (0 bytes). Please record it again.")
    elif isinstance(source, (bytes, bytearray)):
        if not source:
            raise InputError("The recording is empty (0 bytes). Please record it again.")
    else:
        raise InputError(f"Audio is a path or bytes, got {type(source).__name__}.")
    return containers.open_reader(io.BytesIO(source) if isinstance(source, (bytes, bytearray)) else str(source))


def encode_wav(samples: Array, sample_rate_hz: int = SAMPLE_RATE_HZ) -> bytes:
    """16-bit WAV bytes, for players and tests."""
    buffer = io.BytesIO()
    soundfile.write(buffer, np.clip(samples, -1, 1), sample_rate_hz, format="WAV", subtype="PCM_16")
    return buffer.getvalue()
