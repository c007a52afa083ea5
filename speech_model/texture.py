"""How the parts of the spectrum move together: the logarithm of the covariance of MFCCs and their slopes."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from speech_model.picture import ENERGY, in_decibels
from speech_model.spectrum import MEL_BANDS, Array, cepstra

CEPSTRA = 13
SLOPE_WEIGHT = 3.0
FLOOR_DB2 = 1.0
_QUIET_DB = -30.0
_FEWEST = 12


def texture(seen: Array) -> Array:
    """Upper triangle of log(covariance + 1 dB^2) over the speech of a picture, shape (351,).

    The logarithm makes differences of covariances comparable with ordinary distances (Arsigny et al. 2006), and the
    covariance does not know the mean spectrum, that is, neither the microphone nor the vocal tract.
    """
    shape = cepstra(in_decibels(seen[:, :MEL_BANDS]), CEPSTRA)
    slopes = np.gradient(shape, axis=0)
    speech = in_decibels(seen[:, ENERGY]) > _QUIET_DB
    if speech.sum() < _FEWEST:
        speech[:] = True
    moving = np.hstack([shape[speech], SLOPE_WEIGHT * slopes[speech]]).astype(np.float64)
    moving -= moving.mean(0)
    covariance = moving.T @ moving / (len(moving) - 1)
    values, directions = np.linalg.eigh(covariance + FLOOR_DB2 * np.eye(moving.shape[1]))
    logarithm = (directions * np.log(np.maximum(values, 1e-3))) @ directions.T
    return logarithm[_upper_triangle()].astype(np.float32)


def texture_names() -> tuple[str, ...]:
    """Names of the numbers that `texture` gives."""
    return tuple(f"texture{i}_{j}" for i, j in zip(*_upper_triangle(), strict=True))


@cache
def _upper_triangle() -> tuple[NDArray[np.intp], ...]:
    return np.triu_indices(2 * CEPSTRA)
