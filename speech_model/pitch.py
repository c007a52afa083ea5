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
_BLOCK = 128  # what a second-level cache holds; more costs fresh memory each time


def track(samples: Array, frames: int) -> tuple[Array, Array]:
    """Pitch in Hz and strength of voicing (0 to 1) of each frame; pitch is a guess where voicing is weak.

    Boersma (1993): the autocorrelation of a windowed frame, divided by that of the window, has its highest peak
    at the period. A small cost per octave of lag prefers the shorter of two equally good periods.
    """
    windows = framed(halved(samples), _FRAME, HOP // _DECIMATION)[:frames]
    parts = [_frame_pitch(windows[i : i + _BLOCK]) for i in range(0, len(windows), _BLOCK)]
    hz, strength = (np.concatenate([p[i] for p in parts]) for i in (0, 1))
    missing = frames - len(hz)
    hz, strength = np.pad(hz, (0, missing), mode="edge"), np.pad(strength, (0, missing))
    return _smooth(hz, strength), strength


def halved(samples: Array) -> Array:
    """Every second sample after a low-pass of _TAPS taps, as one product of matrices: a block of samples a row."""
    blocks = len(samples) // _BLOCK + 1
    reach = _TAPS - 1
    padded = np.pad(samples, (reach // 2, blocks * _BLOCK + reach // 2 - len(samples)))
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


def _frame_pitch(windows: Array) -> tuple[Array, Array]:
    centred = (windows - windows.mean(1, keepdims=True)) * hann(_FRAME)
    spectrum = rfft(centred, _FFT, axis=1)
    correlation = irfft(spectrum.real**2 + spectrum.imag**2, _FFT, axis=1)
    lags, cost, scale = _lags()
    first = int(lags[0])
    power = np.maximum(correlation[:, :1], 1e-9)
    ratio = correlation[:, first - 1 : first + len(lags) + 1] / power * scale
    inner = ratio[:, 1:-1]
    is_peak = (inner >= ratio[:, :-2]) & (inner > ratio[:, 2:])
    score = np.where(is_peak, inner - cost, -1)
    best = score.argmax(1)
    rows = np.arange(len(best))
    left, mid, right = (ratio[rows, best + k] for k in (0, 1, 2))
    bend = left - 2 * mid + right
    shift = np.where(np.abs(bend) > 1e-6, 0.5 * (left - right) / np.where(np.abs(bend) > 1e-6, bend, 1), 0)
    hz = _RATE / (lags[best] + np.clip(shift, -0.5, 0.5))
    loud = correlation[:, 0] > 1e-7 * _FRAME
    strength = np.where(is_peak[rows, best] & loud, np.clip(mid, 0, 1), 0)
    return hz.astype(np.float32), strength.astype(np.float32)


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
