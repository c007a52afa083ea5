"""Fundamental frequency and voicing by normalised autocorrelation, all frames at once."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy.fft import irfft, rfft
from scipy.ndimage import median_filter
from scipy.signal import firwin

from speech_model.spectrum import HOP, SAMPLE_RATE_HZ, Array, framed, hann

LOW_HZ = 65.0
HIGH_HZ = 500.0
VOICED_ABOVE = 0.5
_DECIMATION = 2
_RATE = SAMPLE_RATE_HZ // _DECIMATION
_FRAME = 400
_FFT = 540  # a frame and the longest lag fit into it, so nothing wraps around
_OCTAVE_COST = 0.06
_TAPS = 33
# A voice seldom leaves this range around its usual pitch at once; what does is mostly a harmonic or a formant.
_FREE_OCTAVES, _JUMP_COST = 0.5, 0.3
_NEARBY = 41
_STRONG = 0.6
_SILENT = 1e-7 * _FRAME
_BLOCK = 128  # what a second-level cache holds; more costs fresh memory each time


def track(samples: Array, frames: int) -> tuple[Array, Array]:
    """Pitch in Hz and strength of voicing (0 to 1) of each frame; pitch is a guess where voicing is weak.

    Boersma (1993): the autocorrelation of a windowed frame, divided by that of the window, has its highest peak
    at the period. A small cost per octave of lag prefers the shorter of two equally good periods; a cost for being
    far from the usual pitch nearby settles what noise or a telephone, which has no fundamental, left open.
    """
    windows = framed(halved(samples), _FRAME, HOP // _DECIMATION)[:frames]
    parts = [_correlation(windows[i : i + _BLOCK]) for i in range(0, len(windows), _BLOCK)]
    found = [(ratio, power, *_best_peak(ratio, _lags()[1])) for ratio, power in parts]
    ratio, power, hz, strength = (np.concatenate(part) for part in zip(*found, strict=True))
    strength[power < _SILENT] = 0
    usual = _usual_octave(hz, strength)
    far = np.flatnonzero((np.abs(np.log2(hz) - usual) > _FREE_OCTAVES) & (strength > 0))
    hz[far], strength[far] = _best_peak(ratio[far], _cost_of_jumps(usual[far]))
    return _smooth(hz, strength), strength


def halved(samples: Array) -> Array:
    """Every second sample after a low-pass of _TAPS taps, as one product of matrices: a block of samples a row."""
    blocks = len(samples) // _BLOCK + 1
    reach = _TAPS - 1
    before, after = np.zeros(reach // 2, np.float32), np.zeros(blocks * _BLOCK + reach // 2 - len(samples), np.float32)
    padded = np.concatenate([before, samples, after])
    rows = np.lib.stride_tricks.sliding_window_view(padded, _BLOCK + reach)[::_BLOCK]
    return (rows @ _low_pass()).ravel()[: (len(samples) + reach // 2) // _DECIMATION + 1]


@cache
def _low_pass() -> Array:
    """What a block and its surroundings are multiplied with, shape (_BLOCK + _TAPS - 1, _BLOCK // _DECIMATION)."""
    taps, out = firwin(_TAPS, 0.45), np.zeros((_BLOCK + _TAPS - 1, _BLOCK // _DECIMATION))
    for column in range(out.shape[1]):
        out[column * _DECIMATION : column * _DECIMATION + _TAPS, column] = taps
    return out.astype(np.float32)


@cache
def _window_correlation() -> Array:
    spectrum = np.abs(rfft(hann(_FRAME), _FFT)) ** 2
    lags = irfft(spectrum, _FFT)
    return (lags / lags[0]).astype(np.float32)


def _correlation(windows: Array) -> tuple[Array, Array]:
    """Correlation at each lag and one more at either end, shape (frames, lags + 2), and the power of each frame."""
    centred = (windows - windows.mean(1, keepdims=True)) * hann(_FRAME)
    spectrum = rfft(centred, _FFT, axis=1)
    correlation = (spectrum.real**2 + spectrum.imag**2) @ _back_to_lags()
    power = correlation[:, 0]
    return correlation[:, 1:] / np.maximum(power, 1e-9)[:, None], power


@cache
def _back_to_lags() -> Array:
    """What a power spectrum is multiplied with for its correlation at lag 0 and, divided by the window's, at each lag.

    An inverse transform, shape (bins, lags + 3): so few lags are wanted that a product is faster than the transform.
    """
    lags, _, scale = _lags()
    first = int(lags[0])
    back = irfft(np.eye(_FFT // 2 + 1), _FFT, axis=1)
    return np.column_stack([back[:, 0], back[:, first - 1 : first + len(lags) + 1] * scale]).astype(np.float32)


def _best_peak(ratio: Array, cost: Array) -> tuple[Array, Array]:
    """Hz and height of the peak that is highest after its cost, shape (lags,) or (frames, lags)."""
    lags = _lags()[0]
    inner = ratio[:, 1:-1]
    is_peak = (inner >= ratio[:, :-2]) & (inner > ratio[:, 2:])
    best = np.where(is_peak, inner - cost, -1).argmax(1)
    rows = np.arange(len(best))
    left, mid, right = (ratio[rows, best + k] for k in (0, 1, 2))
    bend = left - 2 * mid + right
    shift = np.where(np.abs(bend) > 1e-6, 0.5 * (left - right) / np.where(np.abs(bend) > 1e-6, bend, 1), 0)
    hz = _RATE / (lags[best] + np.clip(shift, -0.5, 0.5))
    strength = np.where(is_peak[rows, best], np.clip(mid, 0, 1), 0)
    return hz.astype(np.float32), strength.astype(np.float32)


def _usual_octave(hz: Array, strength: Array) -> Array:
    """Median log2 of the pitch around each frame; a weak one counts as the middle of all that are strong."""
    octaves, strong = np.log2(hz), strength > _STRONG
    middle = np.median(octaves[strong] if strong.any() else octaves)
    return median_filter(np.where(strong, octaves, middle), _NEARBY, mode="nearest")


def _cost_of_jumps(usual: Array) -> Array:
    """What each lag costs in frames with these usual octaves, shape (frames, lags)."""
    lags, cost, _ = _lags()
    away = np.abs(np.log2(_RATE / lags) - usual[:, None]) - _FREE_OCTAVES
    return cost + np.float32(_JUMP_COST) * np.maximum(away, 0)


@cache
def _lags() -> tuple[Array, Array, Array]:
    """Lags looked for, what each costs, and 1 / the window's correlation from one lag before to one after."""
    first, last = int(_RATE / HIGH_HZ), int(_RATE / LOW_HZ) + 2
    lags = np.arange(first, last, dtype=np.float32)
    cost = (_OCTAVE_COST * np.log2(lags / first)).astype(np.float32)
    return lags, cost, 1 / np.maximum(_window_correlation()[first - 1 : last + 1], np.float32(0.05))


def _smooth(hz: Array, strength: Array) -> Array:
    """Median over five frames of the log pitch, which removes single octave errors."""
    return np.exp(median_filter(np.log(hz), 5, mode="nearest")) if len(hz) >= 5 and strength.any() else hz
