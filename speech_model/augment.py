"""What happens to a voice on its way to us: speed, pitch, microphone, room, noise, telephone, codec, clipping."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import soundfile
import soxr
from scipy.fft import irfft, next_fast_len, rfft, rfftfreq

from speech_model.spectrum import SAMPLE_RATE_HZ, Array
from speech_model.windows import WINDOW_S

Rng = np.random.Generator


def speed(samples: Array, factor: float) -> Array:
    """Play faster (above 1) or slower; pitch moves along."""
    return soxr.resample(samples, SAMPLE_RATE_HZ * factor, SAMPLE_RATE_HZ, "MQ").astype(np.float32)


def pitch(samples: Array, semitones: float) -> Array:
    """Higher (above 0) or lower at the same speed, as another throat would say it."""
    from librosa.effects import pitch_shift

    shifted: Array = pitch_shift(samples, sr=SAMPLE_RATE_HZ, n_steps=semitones, n_fft=1024, res_type="soxr_mq")
    return shifted


def window(samples: Array, rng: Rng) -> Array:
    """A part of a longer clip, as long as the windows in which a recording is read."""
    length = int(WINDOW_S * SAMPLE_RATE_HZ)
    start = int(rng.integers(len(samples) - length)) if len(samples) > length else 0
    return samples[start : start + length]


def _filtered(samples: Array, response: Callable[[Array], Array]) -> Array:
    size = next_fast_len(len(samples), real=True)
    hz = rfftfreq(size, 1 / SAMPLE_RATE_HZ).astype(np.float32)
    return irfft(rfft(samples, size) * response(hz), size)[: len(samples)].astype(np.float32)


def tilt(samples: Array, db_per_octave: float, ripple_db: Array | None = None) -> Array:
    """A microphone: a slope around 1 kHz and up to eight random bumps."""
    knots = np.zeros(8, np.float32) if ripple_db is None else ripple_db

    def response(hz: Array) -> Array:
        octaves = np.log2(np.maximum(hz, 60) / 1000)
        bumps = np.interp(octaves, np.linspace(-4, 3, len(knots)), knots)
        return 10 ** ((db_per_octave * octaves + bumps) / 20)

    return _filtered(samples, response)


def band(samples: Array, low_hz: float, high_hz: float) -> Array:
    """A telephone or a cheap microphone: nothing below and above."""

    def response(hz: Array) -> Array:
        return 1 / np.sqrt(1 + (low_hz / np.maximum(hz, 1)) ** 8) / np.sqrt(1 + (hz / high_hz) ** 24)

    return _filtered(samples, response)


def room(samples: Array, rt60_s: float, direct_to_reverb_db: float, rng: Rng) -> Array:
    """A synthetic room: exponentially decaying noise after the direct sound."""
    length = int(rt60_s * SAMPLE_RATE_HZ)
    t = np.arange(length) / SAMPLE_RATE_HZ
    tail = rng.standard_normal(length) * 10 ** (-3 * t / rt60_s)
    tail[: int(0.003 * SAMPLE_RATE_HZ)] = 0
    tail *= 10 ** (-direct_to_reverb_db / 20) / np.sqrt((tail**2).sum() + 1e-12)
    tail[0] = 1
    size = next_fast_len(len(samples) + length, real=True)
    return irfft(rfft(samples, size) * rfft(tail, size), size)[: len(samples)].astype(np.float32)


def noise(samples: Array, snr_db: float, colour: float, rng: Rng) -> Array:
    """Add noise whose power falls as frequency to the power `colour` (0 white, 1 pink, 2 brown)."""
    white = rng.standard_normal(len(samples)).astype(np.float32)
    coloured = _filtered(white, lambda hz: np.maximum(hz, 40) ** (-colour / 2))
    loud = np.abs(samples) > 0.05 * np.abs(samples).max()
    power = float((samples[loud] ** 2).mean()) if loud.any() else 1e-9
    gain = np.sqrt(power / 10 ** (snr_db / 10) / (float((coloured**2).mean()) + 1e-12))
    return (samples + gain * coloured).astype(np.float32)


def clip(samples: Array, share: float) -> Array:
    """Cut off the loudest `share` of the samples."""
    limit = float(np.quantile(np.abs(samples), 1 - share))
    return np.clip(samples, -limit, limit)


def codec(samples: Array, kind: str) -> Array:
    """Through a lossy codec and back: "OPUS", "MP3" or "ULAW" (8 kHz telephone)."""
    scaled = samples / (np.abs(samples).max() + 1e-9) * 0.9
    if kind == "ULAW":
        narrow = soxr.resample(scaled, SAMPLE_RATE_HZ, 8000)
        coded = np.round(np.sign(narrow) * np.log1p(255 * np.abs(narrow)) / np.log(256) * 127) / 127
        return soxr.resample(np.sign(coded) * np.expm1(np.abs(coded) * np.log(256)) / 255, 8000, SAMPLE_RATE_HZ)
    buffer = io.BytesIO()
    container, subtype = ("OGG", "OPUS") if kind == "OPUS" else ("MP3", "MPEG_LAYER_III")
    soundfile.write(buffer, scaled, SAMPLE_RATE_HZ, format=container, subtype=subtype, compression_level=0.95)
    buffer.seek(0)
    return soundfile.read(buffer, dtype="float32")[0]


def disturbed(samples: Array, rng: Rng) -> Array:
    """Through a random chain of the above, in the order in which they happen to a voice."""
    chance = rng.random
    if chance() < 0.25:
        samples = window(samples, rng)
    if chance() < 0.15:
        samples = pitch(samples, float(rng.uniform(-2, 2)))
    elif chance() < 0.6:
        samples = speed(samples, float(rng.uniform(0.88, 1.13)))
    if chance() < 0.4:
        samples = room(samples, float(rng.uniform(0.1, 0.7)), float(rng.uniform(-2, 12)), rng)
    if chance() < 0.6:
        samples = noise(samples, float(rng.uniform(0, 30)), float(rng.choice([0, 1, 2])), rng)
    if chance() < 0.6:
        samples = tilt(samples, float(rng.uniform(-3, 3)), rng.normal(0, 2.5, 8).astype(np.float32))
    if chance() < 0.15:  # a telephone
        samples = band(samples, float(rng.uniform(200, 350)), float(rng.uniform(3000, 3800)))
    elif chance() < 0.15:
        samples = band(samples, float(rng.uniform(80, 350)), float(rng.uniform(3000, 6500)))
    if chance() < 0.07:
        samples = clip(samples, float(rng.uniform(0.005, 0.05)))
    if chance() < 0.25:
        samples = codec(samples, str(rng.choice(["OPUS", "MP3", "ULAW"])))
    return samples
