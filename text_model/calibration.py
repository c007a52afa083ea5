"""Turn logits into honest probabilities, and several windows into one answer, with numbers from the manifest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from core.types import TaskResult
from text_model.metrics import sigmoid, softmax

Facts = Mapping[str, Any]

# Which labels speak of distress: the log-odds of these together are the features of the distress model.
DISTRESS_LABELS: dict[str, tuple[str, ...]] = {
    "state": ("stress", "anxiety", "depression"),
    "crisis": ("crisis",),
    "severity": ("very negative", "negative"),
    "emotions": ("sadness", "fear", "nervousness", "grief", "remorse", "disappointment", "anger", "disgust"),
    "moods": ("anxious", "sad", "tired", "overwhelmed", "frustrated"),
}
_CLIP = 6.0


def aggregate(task: str, facts: Facts, logits: np.ndarray, fresh: np.ndarray) -> np.ndarray:
    """Logits of a whole text from those of its windows, shape (windows, labels) -> (labels,).

    For crisis the worst window speaks, less `length_correction`. For the other tasks it is the mean, weighted by fresh
    tokens.
    """
    if task == "crisis" and len(logits) > 1:
        worst = logits[np.argmax(logits[:, 1] - logits[:, 0])].copy()
        worst[1] -= length_correction(facts, len(logits))
        return worst
    mean: np.ndarray = np.average(logits, axis=0, weights=fresh)
    return mean


def length_correction(facts: Facts, windows: int) -> float:
    """What the worst of so many windows loses: the more there are, the likelier a false peak among them.

    It grows with the log of their number, up to as many as texts had when it was fitted: of longer ones nothing is
    known but that one dark passage must not drown in them.
    """
    return float(facts.get("length_correction", 0.5) * np.log(min(windows, facts.get("windows_met", windows))))


def probabilities(facts: Facts, logits: np.ndarray) -> np.ndarray:
    """Calibrated probabilities, shape (..., labels), from the scale and bias of the manifest."""
    shifted = logits * np.asarray(facts.get("scale", 1.0)) + np.asarray(facts.get("bias", 0.0))
    return sigmoid(shifted) if facts["multi_label"] else softmax(shifted)


def task_result(facts: Facts, chances: np.ndarray) -> TaskResult:
    """Name the answer: labels above their thresholds, or the likeliest (for crisis: above its threshold)."""
    labels: Sequence[str] = facts["labels"]
    scores = {label: round(float(p), 5) for label, p in zip(labels, chances, strict=True)}
    if facts["multi_label"]:
        above = chances >= np.asarray(facts.get("thresholds", 0.5))
        # Where nothing passes, the label nearest to its threshold is the answer.
        margin = chances / np.asarray(facts.get("thresholds", np.full(len(labels), 0.5)))
        chosen = np.flatnonzero(above) if above.any() else np.array([int(np.argmax(margin))])
        return TaskResult(scores, selected=tuple(labels[i] for i in chosen[np.argsort(-chances[chosen])]))
    if "threshold" in facts and len(labels) == 2:
        return TaskResult(scores, label=labels[int(chances[1] >= facts["threshold"])])
    return TaskResult(scores, label=labels[int(np.argmax(chances))])


def features(tasks: Mapping[str, Facts], chances: Mapping[str, np.ndarray], names: Sequence[str]) -> np.ndarray:
    """Log-odds of distress that each task named sees, clipped to +-6, shape (..., names)."""
    return np.stack([_log_odds(tasks[name], chances[name], DISTRESS_LABELS[name]) for name in names], axis=-1)


def distress_logit(distress: Facts, seen: np.ndarray) -> np.ndarray:
    """Log-odds of distress from `features`; every weight is at least 0, so no task's alarm can lower it."""
    out: np.ndarray = seen @ np.asarray(distress["weights"]) + distress["bias"]
    return out


def _log_odds(facts: Facts, chances: np.ndarray, wanted: Sequence[str]) -> np.ndarray:
    index = [i for i, label in enumerate(facts["labels"]) if label in wanted]
    part = chances[..., index]
    p = 1 - np.prod(1 - part, axis=-1) if facts["multi_label"] else part.sum(-1)
    p = np.clip(p, 1e-6, 1 - 1e-6)
    out: np.ndarray = np.clip(np.log(p / (1 - p)), -_CLIP, _CLIP)
    return out
