"""Makes scores mean what they say: a temperature for the emotions, a logistic for the distress."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar

Matrix = NDArray[np.floating]
_TINY = 1e-6


def softmax(logits: Matrix) -> Matrix:
    """Probabilities along the last axis."""
    shifted = np.exp(logits - logits.max(-1, keepdims=True))
    return shifted / shifted.sum(-1, keepdims=True)


def tempered(probabilities: Matrix, temperature: float) -> Matrix:
    """Softened (above 1) or sharpened (below 1) probabilities."""
    return softmax(np.log(np.maximum(probabilities, _TINY)) / temperature)


def fit_temperature(probabilities: Matrix, labels: NDArray[np.integer], weights: Matrix) -> float:
    """Temperature of the least weighted log loss (Guo et al. 2017)."""
    rows = np.arange(len(labels))

    def loss(log_t: float) -> float:
        picked = tempered(probabilities, float(np.exp(log_t)))[rows, labels]
        return float(-(weights * np.log(np.maximum(picked, _TINY))).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-1.5, 1.5), method="bounded").x))


@dataclass(frozen=True)
class Distress:
    """P(distress) = sigmoid(slope * logit(expected distress of the labels) + intercept).

    `base_rate` is the mean distress of the clips it was fitted on, every emotion counted alike.
    """

    slope: float
    intercept: float
    base_rate: float

    def of(self, probabilities: Matrix, per_label: Matrix) -> Matrix:
        """Calibrated distress, shape (rows,)."""
        return 1 / (1 + np.exp(-(self.slope * _logit(probabilities @ per_label) + self.intercept)))


def fit_distress(probabilities: Matrix, target: Matrix, per_label: Matrix, weights: Matrix) -> Distress:
    """Logistic regression on soft targets: how much distress the true label stands for (Platt 1999)."""
    x = _logit(probabilities @ per_label)

    def loss(theta: Matrix) -> float:
        z = theta[0] * x + theta[1]
        return float((weights * (np.logaddexp(0, z) - target * z)).mean())

    slope, intercept = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return Distress(float(slope), float(intercept), float((weights * target).sum() / weights.sum()))


def per_label(labels: Sequence[str], distress_of: Mapping[str, float]) -> Matrix:
    """Distress of each label in order; a label that nobody rated counts as undecided."""
    return np.array([distress_of.get(label, 0.5) for label in labels])


def _logit(p: Matrix) -> Matrix:
    p = np.clip(p, _TINY, 1 - _TINY)
    return np.log(p / (1 - p))
