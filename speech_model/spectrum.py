"""One STFT, then log-mel, MFCC and deltas: the numbers of librosa, without librosa and numba."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.fft import dct, rfft
from scipy.signal import savgol_coeffs

Array = NDArray[np.float32]

SAMPLE_RATE_HZ = 16_000
FRAME = 512
HOP = 160
FRAMES_PER_S = SAMPLE_RATE_HZ / HOP
MEL_BANDS = 64
MEL_LOW_HZ = 50.0
MEL_HIGH_HZ = 7_600.0
MFCC_COUNT = 20
DELTA_WIDTH = 9
POWER_FLOOR = 1e-10


@cache
def hann(length: int) -> Array:
    """Periodic Hann window, shape (length,)."""
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(length) / length)).astype(np.float32)


def _hz_to_mel(hz: NDArray[np.float64]) -> NDArray[np.float64]:
    linear = hz * 3 / 200
    return np.where(hz < 1000, linear, 15 + 27 * np.log(np.maximum(hz, 1e-9) / 1000) / np.log(6.4))


def _mel_to_hz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))


def _mel_edges_hz(bands: int, low_hz: float, high_hz: float) -> NDArray[np.float64]:
    ends = _hz_to_mel(np.array([low_hz, high_hz]))
    return _mel_to_hz(np.linspace(ends[0], ends[1], bands + 2))


def mel_centres_hz() -> NDArray[np.float64]:
    """Where each mel band has its peak, shape (MEL_BANDS,)."""
    return _mel_edges_hz(MEL_BANDS, MEL_LOW_HZ, MEL_HIGH_HZ)[1:-1]


def triangles(bands: int, low_hz: float, high_hz: float, frame: int) -> Array:
    """Slaney's triangular filters of unit area, shape (bands, frame // 2 + 1)."""
    centres = _mel_edges_hz(bands, low_hz, high_hz)
    bins = np.linspace(0, SAMPLE_RATE_HZ / 2, frame // 2 + 1)
    ramps = centres[:, None] - bins[None, :]
    width = np.diff(centres)[:, None]
    rising, falling = -ramps[:-2] / width[:-1], ramps[2:] / width[1:]
    filters = np.maximum(0, np.minimum(rising, falling))
    return (filters * (2 / (centres[2:] - centres[:-2]))[:, None]).astype(np.float32)


@cache
def mel_matrix() -> Array:
    """The filters of `log_mel`, shape (MEL_BANDS, FRAME // 2 + 1)."""
    return triangles(MEL_BANDS, MEL_LOW_HZ, MEL_HIGH_HZ, FRAME)


def framed(samples: Array, length: int, hop: int) -> Array:
    """Overlapping frames centred on multiples of `hop` (zeros beyond the ends), shape (1 + n // hop, length)."""
    edge = np.zeros(length // 2, samples.dtype)
    padded = np.concatenate([edge, samples, edge])
    return np.lib.stride_tricks.sliding_window_view(padded, length)[::hop]


def power_spectrum(samples: Array) -> Array:
    """Squared magnitudes, shape (frames, FRAME // 2 + 1)."""
    spectrum = rfft(framed(samples, FRAME, HOP) * hann(FRAME), axis=1)
    return spectrum.real**2 + spectrum.imag**2


def decibels(power: Array) -> Array:
    """10 log10 of a power, floored at POWER_FLOOR (-100 dB)."""
    return 10 * np.log10(np.maximum(power, np.float32(POWER_FLOOR)))


def log_mel(power: Array) -> Array:
    """Mel spectrum in dB, shape (frames, MEL_BANDS)."""
    return decibels(power @ mel_matrix().T)


def mfcc(mel_db: Array) -> Array:
    """First MFCC_COUNT cepstral coefficients, shape (frames, MFCC_COUNT)."""
    return cepstra(mel_db, MFCC_COUNT)


def cepstra(rows: Array, count: int) -> Array:
    """The first `count` coefficients of an orthonormal DCT-II of each row; few are wanted, so a product is fastest."""
    return rows @ _cosines(rows.shape[1], count)


@cache
def _cosines(size: int, count: int) -> Array:
    return dct(np.eye(size), type=2, axis=1, norm="ortho")[:, :count].astype(np.float32)


@cache
def _slope_weights(order: int) -> Array:
    return savgol_coeffs(DELTA_WIDTH, order, deriv=order, use="dot").astype(np.float32)


def delta(values: Array, order: int = 1) -> Array:
    """Local slope (order 1) or bend (order 2) over DELTA_WIDTH frames, same shape; zeros where there are too few.

    As librosa does it: a polynomial of that order through DELTA_WIDTH frames, whose highest derivative is the same
    all over, so that the frames near an end take that of the first or last full stretch.
    """
    if len(values) < DELTA_WIDTH:
        return np.zeros_like(values)
    count = len(values) - DELTA_WIDTH + 1
    inner = sum(weight * values[i : i + count] for i, weight in enumerate(_slope_weights(order)))
    return inner[np.clip(np.arange(len(values)) - DELTA_WIDTH // 2, 0, count - 1)]


def percentiles(values: Array, at: tuple[float, ...]) -> Array:
    """np.percentile along the first axis, shape (len(at), ...), without its overhead on short arrays."""
    ordered = np.sort(values, axis=0)
    places = np.array(at) / 100 * (len(values) - 1)
    low = places.astype(int)
    share = (places - low).astype(np.float32).reshape(-1, *[1] * (values.ndim - 1))
    return ordered[low] * (1 - share) + ordered[np.minimum(low + 1, len(values) - 1)] * share
