"""The input of most models that people bring: the mean MFCCs of librosa.feature.mfcc(sr=16000) with its defaults."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy.fft import dct, rfft

from speech_model.spectrum import SAMPLE_RATE_HZ, Array, framed, hann, triangles

_FRAME, _HOP, _BANDS, _TOP_DB = 2048, 512, 128, 80.0
FEWEST, MOST = 10, 60


def accepts(width: int) -> bool:
    """Is this a likely number of MFCCs?"""
    return FEWEST <= width <= MOST


@cache
def _filters() -> Array:
    return triangles(_BANDS, 0.0, SAMPLE_RATE_HZ / 2, _FRAME)


def mean_mfcc(samples: Array, count: int) -> Array:
    """Mean of `count` coefficients over time, shape (count,); needs at least one frame of 16 kHz samples."""
    spectrum = rfft(framed(np.asarray(samples, np.float32), _FRAME, _HOP) * hann(_FRAME), axis=1)
    mel = (spectrum.real**2 + spectrum.imag**2) @ _filters().T
    decibels = 10 * np.log10(np.maximum(mel, 1e-10))
    decibels = np.maximum(decibels, decibels.max() - _TOP_DB)
    return dct(decibels, type=2, axis=1, norm="ortho")[:, :count].mean(0).astype(np.float32)
