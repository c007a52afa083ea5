"""Fit everything that is decided after training, on held-out rows: probabilities, thresholds, the distress model."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize

from text_model.batches import targets_of
from text_model.calibration import DISTRESS_LABELS, aggregate, distress_logit, features, probabilities
from text_model.data import Row
from text_model.metrics import area_under_roc, macro_f1, sigmoid, softmax
from text_model.runtime import Runtime

log = logging.getLogger(__name__)
# Fewer rows say too little about how often an answer is right.
_FEWEST = 30
# The alarm forces a high risk, the doubt a moderate one: shares of safe texts, and of sad but safe ones, that may pass.
_ALARM_SAFE, _ALARM_SAD = 0.004, 0.03
_DOUBT_SAFE, _DOUBT_SAD = 0.02, 0.1
# In a short text one sentence is most of what there is: a lower alarm, somewhat more often false.
_SHORT_WORDS, _SHORT_ALARM_SAFE, _SHORT_ALARM_SAD = 60, 0.006, 0.0325
# Held-out macro-F1 is flat below .3, where only the false alarms on sad texts grow.
_LABEL_RANGE = np.linspace(0.3, 0.6, 31)
_FEWEST_MET = 4
_CORRECTIONS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5)
# Labels with fewer examples in the held-out rows take part of their threshold from all labels together, and every
# curve of F1 is a mean over .15: on halves of the GoEmotions validation rows, fitted on one and scored on the other,
# that is .010 macro-F1 above 25 examples and .07, the same from 100 examples to 400.
_ENOUGH, _SMOOTHED = 200.0, 15
# Words from which on a text belongs to the next class of lengths.
_LENGTHS = (16, 61)
# What own check-ins weigh among the texts of like length.
_CHECK_INS = 0.5
# For state the corpus that has all four labels; for the others not our own texts, which are easier.
_CALIBRATED_ON = {
    "state": "mental_state",
    "moods": "moods",
    "severity": "severity",
    "emotions": "goemotions",
    "polarity": "polarity",
}
# How much of the bias of `state` is taken over: it stands for how many held-out posts have each label, and more than
# half are neutral. Among people who check in they may not be, and a calm answer to a sad text is the worse mistake.
_BELIEVED = 0.5


@dataclass(frozen=True)
class HeldOut:
    """Held-out rows with the logits of their windows, as the exported model gives them."""

    rows: Sequence[Row]
    logits: Sequence[Mapping[str, np.ndarray]]
    fresh: Sequence[np.ndarray]


def observe(runtime: Runtime, rows: Sequence[Row]) -> HeldOut:
    """Read `rows` with the exported model."""
    windows = runtime.windows([row.text for row in rows])
    flat = runtime.logits([w for own in windows for w in own])
    logits, start = [], 0
    for own in windows:
        logits.append({task: values[start : start + len(own)] for task, values in flat.items()})
        start += len(own)
    return HeldOut(rows, logits, [np.array([w.fresh for w in own]) for own in windows])


def calibrated(tasks: Mapping[str, Mapping[str, Any]], held: HeldOut) -> dict[str, dict[str, Any]]:
    """The facts of each task with scale, bias, prior and thresholds; "not calibrated" says how few rows there were."""
    out: dict[str, dict[str, Any]] = {}
    for task, wanted, weight in targets_of(held.rows, {name: facts["labels"] for name, facts in tasks.items()}):
        facts = dict(tasks[task])
        counted = np.flatnonzero(_counts(task, held.rows, weight))
        if len(counted) < _FEWEST:
            log.warning("%s is not calibrated: %d held-out rows, at least %d are needed", task, len(counted), _FEWEST)
            out[task] = facts | {"not calibrated": len(counted)}
            continue
        truth, importance = wanted[counted], _importance(task, held.rows, counted)
        if task == "crisis":
            facts["length_correction"] = _length_correction(facts, held, counted, truth)
            facts["windows_met"] = _windows_met(held)
        whole = np.stack([aggregate(task, facts, held.logits[i][task], held.fresh[i]) for i in counted])
        facts |= fit_probabilities(facts, whole, truth, importance)
        if task == "state":
            facts["bias"] = _rounded(_BELIEVED * np.array(facts["bias"]))
        facts["prior"] = _rounded(np.average(truth, axis=0, weights=importance))
        chances = probabilities(facts, whole)
        if facts["multi_label"]:
            facts["thresholds"] = thresholds(_crossed(facts, whole, truth, importance), truth > 0)
        if task == "crisis":
            sad = np.array([_looks_sad(held.rows[i]) for i in counted])
            facts |= crisis_thresholds(chances[:, 1], truth[:, 1] > 0, sad, importance == importance.max())
            short = np.array([len(held.rows[i].text.split()) <= _SHORT_WORDS for i in counted])
            facts["short"] = short_alarm(chances[short, 1], truth[short, 1] > 0, sad[short])
        out[task] = facts
    return out


def _crossed(facts: Mapping[str, Any], logits: np.ndarray, truth: np.ndarray, importance: np.ndarray) -> np.ndarray:
    """Chances of either half of the texts, calibrated on the other half, shape (texts, labels)."""
    half = np.random.default_rng(0).random(len(truth)) < 0.5
    chances = np.zeros(logits.shape)
    for part in (half, ~half):
        fitted = fit_probabilities(facts, logits[part], truth[part], importance[part])
        chances[~part] = probabilities({**facts, **fitted}, logits[~part])
    return chances


def fit_distress(tasks: Mapping[str, Mapping[str, Any]], held: HeldOut) -> tuple[dict[str, Any] | None, float]:
    """A logistic model of "in distress" on the tasks' log-odds, and its cross-fitted area under the ROC curve.

    In distress: the state is not neutral, or the text is a crisis. Both halves of the target weigh the same among texts
    of like length, hence the base rate of one half, and so that a short text is not calm for being short. Weights are
    bounded below by 0 so that no task's alarm can lower the distress.
    """
    names = [name for name in DISTRESS_LABELS if name in tasks and _knows(tasks[name], DISTRESS_LABELS[name])]
    picked = [(i, y) for i, row in enumerate(held.rows) if (y := _in_distress(row)) is not None]
    if not names or len(picked) < 50 or len({y for _, y in picked}) < 2:
        return None, 0.0
    index, truth = [i for i, _ in picked], np.array([y for _, y in picked], float)
    balance = _balance(truth, [held.rows[i] for i in index])
    chances = {
        name: np.stack(
            [
                probabilities(tasks[name], aggregate(name, tasks[name], held.logits[i][name], held.fresh[i]))
                for i in index
            ]
        )
        for name in names
    }
    seen = features(tasks, chances, names)
    half = np.random.default_rng(0).random(len(truth)) < 0.5
    crossed = np.zeros(len(truth))
    for part in (half, ~half):
        crossed[~part] = distress_logit(_logistic(seen[part], truth[part], balance[part]), seen[~part])
    model = {"features": names, **_logistic(seen, truth, balance), "base_rate": 0.5, "length_correction": 1.0}
    return model | {"windows_met": _windows_met(held)}, area_under_roc(truth > 0, crossed)


def thresholds(chances: np.ndarray, truth: np.ndarray) -> list[float]:
    """For each label the threshold of the best F1, drawn to that of all labels together where examples are few."""
    grid = np.linspace(0.05, 0.8, 76)
    curves = np.stack([[_f1(truth[:, k], chances[:, k] >= t) for t in grid] for k in range(truth.shape[1])])
    window = np.ones(_SMOOTHED) / _SMOOTHED
    smooth = np.stack([np.convolve(np.pad(c, _SMOOTHED // 2, mode="edge"), window, mode="valid") for c in curves])
    share = np.minimum(1.0, truth.sum(0) / _ENOUGH)[:, None]
    mixed = share * smooth + (1 - share) * smooth.mean(0)
    return [round(float(grid[i]), 3) for i in mixed.argmax(1)]


def fit_probabilities(
    facts: Mapping[str, Any], logits: np.ndarray, truth: np.ndarray, importance: np.ndarray
) -> dict[str, Any]:
    """Scale and bias that make the `logits` of whole texts, shape (texts, labels), into honest probabilities."""
    fit = _fit_multi if facts["multi_label"] else _fit_single
    return fit(logits, truth, importance)


def _fit_single(logits: np.ndarray, truth: np.ndarray, importance: np.ndarray) -> dict[str, Any]:
    def loss(x: np.ndarray) -> float:
        p = softmax(logits * np.exp(x[0]) + x[1:])
        fit = -np.average(np.log((p * truth).sum(1) + 1e-9), weights=importance)
        return float(fit + 5 / len(truth) * np.sum(x[1:] ** 2))

    best = minimize(loss, np.zeros(1 + truth.shape[1]), method="L-BFGS-B").x
    return {"scale": round(float(np.exp(best[0])), 4), "bias": _rounded(best[1:] - best[1:].mean())}


def _fit_multi(logits: np.ndarray, truth: np.ndarray, importance: np.ndarray) -> dict[str, Any]:
    """Per label; few examples are held near the scale and bias of no change by a penalty."""
    scales, biases = [], []
    for k in range(truth.shape[1]):

        def loss(x: np.ndarray, k: int = k) -> float:
            p = np.clip(sigmoid(logits[:, k] * np.exp(x[0]) + x[1]), 1e-7, 1 - 1e-7)
            y = truth[:, k]
            return float(-np.sum(importance * (y * np.log(p) + (1 - y) * np.log(1 - p))) + 2 * np.sum(x**2))

        best = minimize(loss, np.zeros(2), method="L-BFGS-B").x
        scales.append(np.exp(best[0]))
        biases.append(best[1])
    return {"scale": _rounded(np.array(scales)), "bias": _rounded(np.array(biases))}


def _length_correction(facts: Mapping[str, Any], held: HeldOut, counted: np.ndarray, truth: np.ndarray) -> float:
    long = [j for j, i in enumerate(counted) if len(held.fresh[i]) > 1]
    if len(long) < 30:
        return 0.5

    def loss(correction: float) -> float:
        tried = {**facts, "length_correction": correction}
        z = np.stack(
            [aggregate("crisis", tried, held.logits[counted[j]]["crisis"], held.fresh[counted[j]]) for j in long]
        )
        return -area_under_roc(truth[long, 1] > 0, z[:, 1] - z[:, 0])

    return min(_CORRECTIONS, key=loss)


def _windows_met(held: HeldOut) -> int:
    """How many windows all but one in a hundred of the long texts have at most; at least _FEWEST_MET."""
    long = [len(fresh) for fresh in held.fresh if len(fresh) > 1]
    return max(_FEWEST_MET, int(np.percentile(long, 99))) if long else _FEWEST_MET


def crisis_thresholds(chance: np.ndarray, truth: np.ndarray, sad: np.ndarray, own: np.ndarray) -> dict[str, float]:
    """Chances from which on a text is called a crisis, raises a doubt, raises an alarm.

    The label's threshold is that of the best macro-F1 on the rows of the `own` corpus; the others are the chances that
    only small shares of the safe texts, and of the `sad` ones among them, reach.
    """

    curve = np.array([macro_f1(truth[own], chance[own] >= t) for t in _LABEL_RANGE])
    label = _LABEL_RANGE[np.convolve(np.pad(curve, 5, mode="edge"), np.ones(11) / 11, mode="valid").argmax()]
    alarm = max(_reached_by(chance[~truth], sad[~truth], _ALARM_SAFE, _ALARM_SAD), 0.6)
    doubt = min(_reached_by(chance[~truth], sad[~truth], _DOUBT_SAFE, _DOUBT_SAD), alarm)
    return {"threshold": round(float(label), 4), "grey": round(doubt, 4), "alarm": round(alarm, 4)}


def short_alarm(chance: np.ndarray, truth: np.ndarray, sad: np.ndarray) -> dict[str, float]:
    """Up to how many words a text is short, and the chance that raises an alarm there; never below one half."""
    alarm = max(_reached_by(chance[~truth], sad[~truth], _SHORT_ALARM_SAFE, _SHORT_ALARM_SAD), 0.5)
    return {"words": _SHORT_WORDS, "alarm": round(alarm, 4)}


def _looks_sad(row: Row) -> bool:
    """Sad, or a trap of our own that is made to look like a crisis."""
    return row.targets.get("state", 0) != 0 or row.source == "own crisis corpus"


def _reached_by(chance: np.ndarray, sad: np.ndarray, safe_share: float, sad_share: float) -> float:
    """The chance that only `safe_share` of the safe texts and `sad_share` of the sad ones among them reach."""
    parts = ((chance[~sad], safe_share), (chance[sad], sad_share))
    return max((float(np.quantile(part, 1 - share)) for part, share in parts if len(part)), default=1.0)


def _counts(task: str, rows: Sequence[Row], weight: np.ndarray) -> np.ndarray:
    """Rows whose answer is a real one; where _CALIBRATED_ON names a corpus, those of it only."""
    counted = weight >= 0.5
    given = np.array([row.source.startswith(_CALIBRATED_ON.get(task, "")) for row in rows])
    return counted & given if given.any() else counted


def _importance(task: str, rows: Sequence[Row], counted: np.ndarray) -> np.ndarray:
    """For crisis the corpus that asks the question counts most; the others are there to keep it calm."""
    if task != "crisis":
        return np.ones(len(counted))
    return np.array([1.0 if rows[i].source.startswith("crisis") else 0.25 for i in counted])


def _in_distress(row: Row) -> int | None:
    crisis, state = row.targets.get("crisis"), row.targets.get("state")
    if crisis == 1:
        return 1
    if state is None or row.weights.get("state", 1.0) < 0.3:
        return None
    return int(state != 0)


def _knows(facts: Mapping[str, Any], labels: Sequence[str]) -> bool:
    return bool(set(facts["labels"]) & set(labels))


def _balance(truth: np.ndarray, rows: Sequence[Row]) -> np.ndarray:
    """A weight for each row such that both answers weigh the same in each class of lengths.

    Within it, check-ins weigh as much as posts: they are few, but what people will write.
    """
    weights = np.zeros(len(truth))
    classes = np.digitize([len(row.text.split()) for row in rows], _LENGTHS)
    own = np.array([row.source == "own check-ins" for row in rows])
    for place in np.unique(classes):
        for answer in (0, 1):
            chosen = (classes == place) & (truth == answer)
            shares = {True: _CHECK_INS, False: 1 - _CHECK_INS} if {True, False} <= set(own[chosen]) else {}
            for kind in (True, False):
                part = chosen & (own == kind)
                weights[part] = shares.get(kind, 1.0) * np.mean(classes == place) / max(1, part.sum())
    return weights


def _logistic(seen: np.ndarray, truth: np.ndarray, balance: np.ndarray) -> dict[str, Any]:
    def loss(x: np.ndarray) -> float:
        z = seen @ x[:-1] + x[-1]
        return float(np.average(np.logaddexp(0, z) - truth * z, weights=balance) + 0.001 * np.sum(x[:-1] ** 2))

    bounds = [(0.0, None)] * seen.shape[1] + [(None, None)]
    best = minimize(loss, np.full(seen.shape[1] + 1, 0.1), method="L-BFGS-B", bounds=bounds).x
    return {"weights": _rounded(best[:-1]), "bias": round(float(best[-1]), 4)}


def _f1(truth: np.ndarray, chosen: np.ndarray) -> float:
    return float(2 * np.sum(truth & chosen) / max(1, truth.sum() + chosen.sum()))


def _rounded(values: np.ndarray) -> list[float]:
    return [round(float(v), 4) for v in values]
