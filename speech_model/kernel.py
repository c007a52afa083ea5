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

STEPS = 3.0
MIDDLE = 8
FINE_STEPS = 127 / LIMIT
SHARPNESS = 6.0
_CHUNK = 4000
_JITTER = 1e-4
_TRIAL_LANDMARKS, _TRIAL_ROWS, _TRIAL_WIDTH = 2500, 8000, 0.7


@dataclass
class Half:
    """Which statistics are read and how much each counts, and how nearness to each landmark adds up to scores.

    `columns` of a row times `relevance` are compared with `landmarks`, whole numbers of 1 / STEPS from -MIDDLE to
    MIDDLE - 1, half a byte each: there are so many statistics that the rounding hardly moves a distance. Scores are
    the nearness to each times its `coefficients`, plus the `mean` of the targets.
    """

    columns: np.ndarray
    relevance: Array
    landmarks: np.ndarray
    coefficients: Array
    mean: Array
    width: float

    def scores(self, rows: Array) -> Array:
        """What the labels' soft targets are guessed to be, shape (rows, labels), from whole rows."""
        read = in_bytes(rows[:, self.columns] * self.relevance)
        return nearness(read, self.landmarks / np.float32(STEPS), self.width) @ self.coefficients + self.mean


class KernelMachine(ClassifierMixin, BaseEstimator):
    """Nystrom kernel ridge regression onto soft labels (Williams and Seeger 2001), as a scikit-learn classifier.

    Reads rows of `Scaling.design`. Rows without a baseline are compared with the landmarks by their plain
    statistics, rows with one also by the freed statistics. How much each statistic counts is learned first: a trial
    machine to which all are alike shows how much each moves the scores, the mean square of the gradient
    (Radhakrishnan et al. 2024, its diagonal); the `statistics` that move them most are kept, twice as many with a
    baseline.
    """

    def __init__(
        self,
        landmarks: int = 3000,
        ridge: float = 0.1,
        width: float = 0.5,
        statistics: int = 400,
        seed: int = 0,
    ) -> None:
        self.landmarks, self.ridge, self.width, self.statistics, self.seed = landmarks, ridge, width, statistics, seed

    def fit(self, rows: Array, soft: Array, sample_weight: Array, candidates: int | None = None) -> KernelMachine:
        """From design rows and soft labels (rows, labels) whose columns are the classes.

        Landmarks are drawn from the first `candidates` rows, the likelier the more they weigh.
        """
        rng = np.random.default_rng(self.seed)
        self.classes_, self.n_features_in_ = np.arange(soft.shape[1]), rows.shape[1]
        chance = sample_weight[: candidates or len(rows)]
        count = min(self.landmarks, len(chance)) // 2 * 2  # two share a byte
        picked = rng.choice(len(chance), count, replace=False, p=chance / chance.sum())
        size = rows.shape[1] // 2
        with_baseline = rows[:, -1] > 0
        self.alone_ = self._half(rows[:, :size], rows[picked, :size], soft, sample_weight, self.statistics)
        self.baseline_ = (
            self._half(
                rows[with_baseline, :-1],
                rows[picked, :-1],
                soft[with_baseline],
                sample_weight[with_baseline],
                2 * self.statistics,
            )
            if with_baseline.any()
            else None
        )
        return self

    def _half(self, rows: Array, landmarks: Array, soft: Array, weight: Array, statistics: int) -> Half:
        relevance = self._relevance(rows, landmarks[:_TRIAL_LANDMARKS], soft, weight)
        columns = np.sort(np.argsort(-relevance, kind="stable")[:statistics])
        relevance = relevance[columns]
        kept = in_steps(landmarks[:, columns] * relevance)
        plain = kept / np.float32(STEPS)
        width = self.width * usual_distance(plain)
        coefficients, mean = self._regression(rows[:, columns] * relevance, plain, soft, weight, width)
        return Half(columns, relevance, kept, coefficients, mean, width)

    def _relevance(self, rows: Array, landmarks: Array, soft: Array, weight: Array) -> Array:
        """How much each column moves the scores of a machine that reads all alike: 1 for the one that does most."""
        width = _TRIAL_WIDTH * usual_distance(landmarks)
        coefficients, _ = self._regression(rows, landmarks, soft, weight, width)
        some = np.random.default_rng(self.seed).permutation(len(rows))[:_TRIAL_ROWS]
        squared = np.zeros(rows.shape[1])
        for i in range(0, len(some), _CHUNK):
            part = some[i : i + _CHUNK]
            near = nearness(rows[part], landmarks, width)
            for column in coefficients.T:
                pull = near * column
                gradient = pull @ landmarks - pull.sum(1, keepdims=True) * rows[part]
                squared += weight[part] @ (gradient * gradient)
        return np.sqrt(squared / squared.max()).astype(np.float32)

    def _regression(
        self, rows: Array, landmarks: Array, soft: Array, weight: Array, width: float
    ) -> tuple[Array, Array]:
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
        return found.astype(np.float32), mean

    def scores(self, rows: Array) -> Array:
        """What the labels' soft targets are guessed to be, shape (rows, labels)."""
        out = self.alone_.scores(rows)
        has = rows[:, -1] > 0
        if self.baseline_ is not None and has.any():
            out[has] = self.baseline_.scores(rows[has])
        return out

    def predict_proba(self, rows: Array) -> Any:
        """Probabilities, shape (rows, labels)."""
        return softmax(SHARPNESS * self.scores(rows))

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


def usual_distance(landmarks: Array) -> float:
    """Median distance between landmarks."""
    some = landmarks[:: max(1, len(landmarks) // 800)]
    return float(np.sqrt(np.median(squared_distances(some, some))))


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
