"""Scores of emotion predictions: UA with its interval, calibration error, area under the curve. numpy only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.integer[Any]]
Matrix = NDArray[np.floating[Any]]
_BOOTSTRAPS = 500


def unweighted_recall(truth: Labels, found: Labels) -> float:
    """UA: mean over the labels in `truth` of the share that was found, in [0, 1]."""
    return float(np.mean([(found[truth == label] == label).mean() for label in np.unique(truth)]))


def interval(truth: Labels, found: Labels, speakers: NDArray[np.str_]) -> tuple[float, float]:
    """95 % bootstrap interval of UA over speakers, or over clips where there are fewer than five speakers."""
    rng = np.random.default_rng(0)
    names = np.unique(speakers)
    groups = (
        [np.flatnonzero(speakers == name) for name in names] if len(names) >= 5 else [*np.arange(len(truth))[:, None]]
    )
    scores = []
    for _ in range(_BOOTSTRAPS):
        rows = np.concatenate([groups[i] for i in rng.integers(0, len(groups), len(groups))])
        scores.append(unweighted_recall(truth[rows], found[rows]))
    low, high = np.percentile(scores, (2.5, 97.5))
    return float(low), float(high)


def rounded_interval(truth: Labels, found: Labels, speakers: NDArray[np.str_]) -> list[float]:
    """`interval` as plain JSON."""
    return [round(edge, 3) for edge in interval(truth, found, speakers)]


def calibration_error(probabilities: Matrix, truth: Labels, bins: int = 15) -> float:
    """Expected calibration error of the chosen label's probability, in [0, 1]."""
    return _calibration_error(probabilities.max(1), probabilities.argmax(1) == truth, bins)


def calibration_error_by_chance(probabilities: Matrix, bins: int = 15, rounds: int = 100) -> float:
    """Mean calibration error of as many answers that are right exactly as often as they say; large for few clips."""
    confidence, rng = probabilities.max(1), np.random.default_rng(0)
    drawn = (rng.random(len(confidence)) < confidence for _ in range(rounds))
    return float(np.mean([_calibration_error(confidence, right, bins) for right in drawn]))


def _calibration_error(confidence: Matrix, right: NDArray[np.bool_], bins: int) -> float:
    place = np.clip((confidence * bins).astype(int), 0, bins - 1)
    parts = [place == b for b in np.unique(place)]
    return float(sum(abs(right[p].mean() - confidence[p].mean()) * p.mean() for p in parts))


def area_under_curve(scores: Matrix, positive: NDArray[np.bool_]) -> float:
    """Chance that a positive scores above a negative; 0.5 when there is only one kind."""
    if positive.all() or not positive.any():
        return 0.5
    ranks = scores.argsort().argsort() + 1.0
    count = positive.sum()
    return float((ranks[positive].sum() - count * (count + 1) / 2) / (count * (~positive).sum()))


def summary(
    probabilities: Matrix, truth: Labels, speakers: NDArray[np.str_], groups: Mapping[str, NDArray[np.str_]]
) -> dict[str, Any]:
    """UA, WA, ECE, and UA of each kind of group, as plain JSON; an interval stands beside each UA, ending in _95.

    `groups` says of each kind in which group a clip is, "" for none.
    """
    found = probabilities.argmax(1)
    scores = {
        "clips": len(truth),
        "speakers": len(np.unique(speakers)),
        "UA": round(unweighted_recall(truth, found), 3),
        "UA_95": rounded_interval(truth, found, speakers),
        "WA": round(float((found == truth).mean()), 3),
        "ECE": round(calibration_error(probabilities, truth), 3),
        "ECE_by_chance": round(calibration_error_by_chance(probabilities), 3),
    }
    for kind, of_clip in groups.items():
        parts = {str(group): of_clip == group for group in np.unique(of_clip) if group}
        scores[kind] = {g: round(unweighted_recall(truth[p], found[p]), 3) for g, p in parts.items()}
        scores[f"{kind}_95"] = {g: rounded_interval(truth[p], found[p], speakers[p]) for g, p in parts.items()}
    return scores
