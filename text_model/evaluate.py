"""Measure a published model as it is served: scores with intervals, by length, calibration, precision and recall."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from core.types import Prediction, TaskResult
from text_model.data import Row
from text_model.metrics import (
    bootstrap,
    calibration_error_by_chance,
    expected_calibration_error,
    macro_f1,
    multi_label_f1,
    precision_by_recall,
)
from text_model.predictor import TextPredictor

_BATCH = 128
_LENGTH_BINS = ((1, 15), (16, 60), (61, 200), (201, 100_000))


def answers(predictor: TextPredictor, rows: Sequence[Row]) -> list[Prediction]:
    """A prediction for each row; rows are known to be readable."""
    out: list[Prediction] = []
    for start in range(0, len(rows), _BATCH):
        for answer in predictor.predict([{"text": r.text} for r in rows[start : start + _BATCH]], explain=False):
            if not isinstance(answer, Prediction):
                raise answer
            out.append(answer)
    return out


def score_single(
    labels: Sequence[str], truth: np.ndarray, results: Sequence[TaskResult], rows: Sequence[Row]
) -> dict[str, Any]:
    """Scores of a single-label task; `truth` holds label numbers."""
    chosen = np.array([labels.index(result.label or "") for result in results])
    confidence = np.array([max(result.scores.values()) for result in results])
    part = partial(_part, truth, chosen)
    low, high = bootstrap(lambda i: macro_f1(truth[i], chosen[i]), len(truth))
    return {
        "n": len(truth),
        "macro_f1": _round(macro_f1(truth, chosen)),
        "interval": [_round(low), _round(high)],
        "accuracy": _round(np.mean(truth == chosen)),
        "ece": _round(expected_calibration_error(confidence, truth == chosen)),
        "ece_by_chance": _round(calibration_error_by_chance(confidence)),
        "recall": {labels[k]: _round(np.mean(chosen[truth == k] == k)) for k in np.unique(truth)},
        "confusion": [
            [int(np.sum((truth == a) & (chosen == b))) for b in range(len(labels))] for a in range(len(labels))
        ],
        "by_words": _by_length(rows, part),
        "by_source": _by_source(rows, part),
        "reliability": _reliability(confidence, truth == chosen),
        "precision_recall": _precision_recall(labels, truth[:, None] == np.arange(len(labels)), results),
    }


def score_multi(
    labels: Sequence[str], truth: np.ndarray, results: Sequence[TaskResult], rows: Sequence[Row]
) -> dict[str, Any]:
    """Scores of a multi-label task; `truth` is a 0/1 matrix.

    Each label is a chance of its own: "ece" is the mean over them, "reliability" of all chances together.
    """
    chosen = np.array([[label in (result.selected or ()) for label in labels] for result in results])
    wanted = truth > 0
    low, high = bootstrap(lambda i: multi_label_f1(wanted[i], chosen[i])[0], len(wanted))
    macro, micro = multi_label_f1(wanted, chosen)
    each = {label: _round(multi_label_f1(wanted[:, [k]], chosen[:, [k]])[0]) for k, label in enumerate(labels)}
    chances = np.array([[result.scores[label] for label in labels] for result in results])
    errors = [expected_calibration_error(own, right) for own, right in zip(chances.T, wanted.T, strict=True)]
    return {
        "n": len(wanted),
        "macro_f1": _round(macro),
        "interval": [_round(low), _round(high)],
        "micro_f1": _round(micro),
        "ece": _round(np.mean(errors)),
        "ece_by_chance": _round(np.mean([calibration_error_by_chance(own) for own in chances.T])),
        "ece_by_label": dict(zip(labels, map(_round, errors), strict=True)),
        "f1": each,
        "by_words": _by_length(rows, partial(_part_multi, wanted, chosen)),
        "reliability": _reliability(chances.ravel(), wanted.ravel()),
        "precision_recall": _precision_recall(labels, wanted, results),
    }


def score(task: str, labels: Sequence[str], rows: Sequence[Row], results: Sequence[TaskResult]) -> dict[str, Any]:
    """Scores of `task` on rows that all answer it."""
    if isinstance(rows[0].targets[task], tuple):
        truth = np.zeros((len(rows), len(labels)))
        for i, row in enumerate(rows):
            target = row.targets[task]
            truth[i, list(target) if isinstance(target, tuple) else target] = 1
        return score_multi(labels, truth, results, rows)
    return score_single(labels, np.array([row.targets[task] for row in rows]), results, rows)


def same_lengths(rows: Sequence[Row], task: str, seed: int = 0) -> list[int]:
    """Numbers of rows such that in every bin of length the first label and the others are equally many."""
    random = np.random.default_rng(seed)
    words = np.array([len(row.text.split()) for row in rows])
    first = np.array([row.targets[task] == 0 for row in rows])
    place = np.digitize(words, np.quantile(words, np.linspace(0, 1, 21)[1:-1]))
    kept: list[int] = []
    for b in np.unique(place):
        one, other = np.flatnonzero((place == b) & first), np.flatnonzero((place == b) & ~first)
        n = min(len(one), len(other))
        kept += [*random.choice(one, n, replace=False), *random.choice(other, n, replace=False)]
    return sorted(int(i) for i in kept)


def share_of(results: Sequence[Prediction], task: str, label: str) -> float:
    """How many of the predictions say `label`."""
    return _round(np.mean([p.tasks[task].label == label for p in results])) if results else 0.0


def _by_length(rows: Sequence[Row], part: Callable[[np.ndarray], dict[str, Any]]) -> Mapping[str, Any]:
    words = np.array([len(row.text.split()) for row in rows])
    return {f"{a}-{b}" if b < 10_000 else f"{a}+": part((words >= a) & (words <= b)) for a, b in _LENGTH_BINS}


def _by_source(rows: Sequence[Row], part: Callable[[np.ndarray], dict[str, Any]]) -> Mapping[str, Any]:
    sources = np.array([row.source for row in rows])
    return {str(s): part(sources == s) for s in np.unique(sources)}


def _part(truth: np.ndarray, chosen: np.ndarray, picked: np.ndarray) -> dict[str, float | int]:
    if not picked.any():
        return {"n": 0}
    return {
        "n": int(picked.sum()),
        "accuracy": _round(np.mean(truth[picked] == chosen[picked])),
        "macro_f1": _round(macro_f1(truth[picked], chosen[picked])),
    }


def _part_multi(truth: np.ndarray, chosen: np.ndarray, picked: np.ndarray) -> dict[str, float | int]:
    if not picked.any():
        return {"n": 0}
    occurs = truth[picked].any(0)
    return {
        "n": int(picked.sum()),
        "micro_f1": _round(multi_label_f1(truth[picked], chosen[picked])[1]),
        "macro_f1": _round(multi_label_f1(truth[picked][:, occurs], chosen[picked][:, occurs])[0]),
    }


def _precision_recall(labels: Sequence[str], truth: np.ndarray, results: Sequence[TaskResult]) -> dict[str, Any]:
    """For each label that occurs: how often, its average precision, and its precision at each of `RECALLS`."""
    out = {}
    for k, label in enumerate(labels):
        if truth[:, k].any():
            precision, average = precision_by_recall(truth[:, k], np.array([r.scores[label] for r in results]))
            curve = [_round(p) for p in precision]
            out[label] = {"n": int(truth[:, k].sum()), "average_precision": _round(average), "precision": curve}
    return out


def _reliability(confidence: np.ndarray, right: np.ndarray) -> list[list[float]]:
    place = np.clip((confidence * 15).astype(int), 0, 14)
    parts = [place == b for b in range(15)]
    return [[_round(confidence[p].mean()), _round(right[p].mean()), int(p.sum())] for p in parts if p.any()]


def _round(value: float | np.floating[Any]) -> float:
    return round(float(value), 4)
