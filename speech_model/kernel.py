# ruff: noqa: TID253
"""The scikit-learn family: kernel ridge regression on landmarks, one half for voices alone, one with a baseline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from sklearn.base import BaseEstimator, ClassifierMixin

from speech_model.calibrate import softmax
from speech_model.inputs import LIMIT
from speech_model.spectrum import Array

STEPS = 2.0
MIDDLE = 8
FINE_STEPS = 127 / LIMIT
_CHUNK = 4000
_JITTER = 1e-4


@dataclass
class Half:
    """Scores of a row: `coefficients` of its nearness to each landmark, and the `mean` of the targets."""

    coefficients: Array
    mean: Array
    width: float


class KernelMachine(ClassifierMixin, BaseEstimator):
    """Nystrom kernel ridge regression onto soft labels (Williams and Seeger 2001), as a scikit-learn classifier.

    Reads rows of `Scaling.design`. Rows without a baseline are compared with the landmarks by their plain
    statistics, rows with one also by the freed statistics. Landmarks are whole numbers of 1 / STEPS from -MIDDLE to
    MIDDLE - 1, half a byte each: there are so many statistics that the rounding hardly moves a distance.
    """

    def __init__(
        self, landmarks: int = 3000, ridge: float = 0.1, width: float = 0.7, sharpness: float = 6.0, seed: int = 0
    ) -> None:
        self.landmarks, self.ridge, self.width, self.sharpness, self.seed = landmarks, ridge, width, sharpness, seed

    def fit(self, rows: Array, soft: Array, sample_weight: Array, candidates: int | None = None) -> KernelMachine:
        """From design rows and soft labels (rows, labels) whose columns are the classes.

        Landmarks are drawn from the first `candidates` rows, the likelier the more they weigh.
        """
        rng = np.random.default_rng(self.seed)
        self.classes_, self.n_features_in_ = np.arange(soft.shape[1]), rows.shape[1]
        chance = sample_weight[: candidates or len(rows)]
        count = min(self.landmarks, len(chance)) // 2 * 2  # two share a byte
        picked = rng.choice(len(chance), count, replace=False, p=chance / chance.sum())
        self.landmarks_ = in_steps(rows[picked, :-1])
        size = self.landmarks_.shape[1] // 2
        with_baseline = rows[:, -1] > 0
        self.alone_ = self._half(rows[:, :size], soft, sample_weight)
        self.baseline_ = (
            self._half(rows[with_baseline, :-1], soft[with_baseline], sample_weight[with_baseline])
            if with_baseline.any()
            else None
        )
        return self

    def _half(self, rows: Array, soft: Array, weight: Array) -> Half:
        landmarks = (self.landmarks_[:, : rows.shape[1]] / np.float32(STEPS)).astype(np.float32)
        some = landmarks[:: max(1, len(landmarks) // 800)]
        width = self.width * float(np.sqrt(np.median(squared_distances(some, some))))
        mean = ((weight[:, None] * soft).sum(0) / weight.sum()).astype(np.float32)
        gram = np.zeros((len(landmarks), len(landmarks)), np.float32)
        target = np.zeros((len(landmarks), soft.shape[1]), np.float32)
        for i in range(0, len(rows), _CHUNK):
            near = nearness(rows[i : i + _CHUNK], landmarks, width)
            weighted = near * weight[i : i + _CHUNK, None]
            gram += weighted.T @ near
            target += weighted.T @ (soft[i : i + _CHUNK] - mean)
        system = gram.astype(np.float64) + self.ridge * nearness(landmarks, landmarks, width)
        system[np.diag_indices(len(system))] += _JITTER * float(gram.diagonal().mean())
        found = cho_solve(cho_factor(system, lower=True, overwrite_a=True), target.astype(np.float64))
        return Half(found.astype(np.float32), mean, width)

    def scores(self, rows: Array) -> Array:
        """What the labels' soft targets are guessed to be, shape (rows, labels)."""
        rows, landmarks = in_bytes(rows), self.landmarks_ / np.float32(STEPS)
        size = landmarks.shape[1] // 2
        out = self._of(self.alone_, rows[:, :size], landmarks[:, :size])
        has = rows[:, -1] > 0
        if self.baseline_ is not None and has.any():
            out[has] = self._of(self.baseline_, rows[has, :-1], landmarks)
        return out

    def _of(self, half: Half, rows: Array, landmarks: Array) -> Array:
        return nearness(rows, landmarks, half.width) @ half.coefficients + half.mean

    def predict_proba(self, rows: Array) -> Any:
        """Probabilities, shape (rows, labels)."""
        return softmax(self.sharpness * self.scores(rows))

    def predict(self, rows: Array) -> Any:
        """The number of the best label of each row."""
        return self.classes_[self.scores(rows).argmax(1)]


def in_steps(rows: Array) -> np.ndarray:
    """Whole numbers of 1 / STEPS, from -MIDDLE to MIDDLE - 1."""
    return np.clip(np.round(rows * np.float32(STEPS)), -MIDDLE, MIDDLE - 1).astype(np.int8)


def in_bytes(rows: Array) -> Array:
    """Rounded to what fits into a byte, as ONNX does it with what it is given."""
    whole = np.round(np.asarray(rows, np.float32) * np.float32(FINE_STEPS))
    return np.clip(whole, -127, 127) / np.float32(FINE_STEPS)


def squared_distances(a: Array, b: Array) -> Array:
    """Between every row of `a` and every row of `b`."""
    found = -2 * (a @ b.T)
    found += (a**2).sum(1)[:, None]
    found += (b**2).sum(1)[None]
    return np.maximum(found, 0, out=found)


def nearness(a: Array, b: Array, width: float) -> Array:
    """exp(-d^2 / 2 width^2), shape (rows of a, rows of b)."""
    found = squared_distances(a, b)
    found *= np.float32(-1 / (2 * width**2))
    return np.exp(found, out=found)
