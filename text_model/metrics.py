"""Scores with their doubt: macro-F1, accuracy, calibration error, bootstrap intervals."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

# Where a curve of precision and recall is kept.
RECALLS = np.linspace(0.05, 1, 20)


def macro_f1(truth: np.ndarray, chosen: np.ndarray) -> float:
    """Mean F1 over the labels that occur in `truth`; class numbers, shape (n,)."""
    scores = []
    for label in np.unique(truth):
        hits = np.sum((truth == label) & (chosen == label))
        scores.append(2 * hits / (np.sum(truth == label) + np.sum(chosen == label)))
    return float(np.mean(scores)) if scores else 0.0


def multi_label_f1(truth: np.ndarray, chosen: np.ndarray) -> tuple[float, float]:
    """Macro-F1 and micro-F1 of 0/1 matrices of shape (n, labels)."""
    hits = (truth & chosen).sum(0)
    size = truth.sum(0) + chosen.sum(0)
    return float(np.mean(2 * hits / np.maximum(size, 1))), float(2 * hits.sum() / max(1, size.sum()))


def expected_calibration_error(confidence: np.ndarray, right: np.ndarray, bins: int = 15) -> float:
    """Mean distance between confidence and share of right answers, over equal-width bins."""
    place = np.clip((confidence * bins).astype(int), 0, bins - 1)
    parts = [(place == b) for b in range(bins)]
    return float(sum(abs(right[p].mean() - confidence[p].mean()) * p.mean() for p in parts if p.any()))


def calibration_error_by_chance(confidence: np.ndarray, rounds: int = 100) -> float:
    """What `expected_calibration_error` would be for answers that are right exactly as often as `confidence` says.

    With few rows it is far from 0: a bin of ten rows is off by .15 without anybody being wrong.
    """
    random = np.random.default_rng(0)
    drawn = (random.random(len(confidence)) < confidence for _ in range(rounds))
    return float(np.mean([expected_calibration_error(confidence, right) for right in drawn]))


def bootstrap(measure: Callable[[np.ndarray], float], n: int, rounds: int = 300) -> tuple[float, float]:
    """95 % interval of `measure`, which takes the row numbers of one resample of n rows."""
    random = np.random.default_rng(0)
    values = [measure(random.integers(0, n, n)) for _ in range(rounds)]
    return float(np.percentile(values, 2.5)), float(np.percentile(values, 97.5))


def area_under_roc(truth: np.ndarray, score: np.ndarray) -> float:
    """Chance that a random positive scores above a random negative (ties count half)."""
    order = np.argsort(score, kind="stable")
    ranks = np.empty(len(score))
    _, first, counts = np.unique(score[order], return_index=True, return_counts=True)
    ranks[order] = np.repeat(first + (counts + 1) / 2, counts)
    positives = int(truth.sum())
    negatives = len(truth) - positives
    if not positives or not negatives:
        return 0.5
    return float((ranks[truth.astype(bool)].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def precision_by_recall(truth: np.ndarray, score: np.ndarray) -> tuple[np.ndarray, float]:
    """Best precision that reaches each of `RECALLS`, shape (20,), and the average precision; some `truth` is 1."""
    order = np.argsort(-score, kind="stable")
    last = np.flatnonzero(np.append(np.diff(score[order]) != 0, True))  # equal scores are chosen together
    hits = np.cumsum(truth[order])[last]
    precision, recall = hits / (last + 1), hits / hits[-1]
    best = np.maximum.accumulate(precision[::-1])[::-1]
    reached = best[np.searchsorted(recall, RECALLS - 1e-9)]
    return reached, float(np.sum(np.diff(recall, prepend=0) * precision))


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities along the last axis."""
    shifted = np.exp(logits - logits.max(-1, keepdims=True))
    out: np.ndarray = shifted / shifted.sum(-1, keepdims=True)
    return out


def sigmoid(logits: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-x)) without overflow."""
    out: np.ndarray = 0.5 * (1 + np.tanh(0.5 * logits))
    return out
