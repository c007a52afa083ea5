"""From held-out answers to the facts of the manifest: temperatures, distress, doubt, and the default variant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from speech_model import MODALITY, cues
from speech_model.calibrate import fit_distress, fit_temperature, per_label, tempered
from speech_model.features import names
from speech_model.job import Answers, Lesson
from speech_model.metrics import area_under_curve, unweighted_recall
from speech_model.models import ALONE, AVERAGE, WITH_BASELINE
from speech_model.references import References
from speech_model.spectrum import Array

USUAL_PERCENTILE = 99


def fit_facts(lesson: Lesson, held: Answers, disturbed: Answers) -> dict[str, Any]:
    """Everything that serving needs besides weights, fitted on speakers that the models never heard.

    The default is the variant that does best on their clips, clean and `disturbed`.
    """
    families = list(held.alone)
    members = {name: {name: 1.0} for name in families}
    if len(families) > 1:
        members = {AVERAGE: dict.fromkeys(families, 1.0)} | members
    calibration: dict[str, dict[str, Any]] = {name: {} for name in members}
    scores: dict[str, list[float]] = {name: [] for name in members}
    for mode, found, keep in (
        (ALONE, held.alone, np.ones(len(held.rows), bool)),
        (WITH_BASELINE, held.baseline, held.unused),
    ):
        rows = held.rows[keep] if keep.any() else held.rows
        kept = {name: p[keep] if keep.any() else p for name, p in found.items()}
        for name in families:
            calibration[name][mode] = {
                "temperature": fit_temperature(kept[name], lesson.truth[rows], np.ones(len(rows)))
            }
        for name, parts in members.items():
            mixed = mix(kept, parts, {n: calibration[n][mode]["temperature"] for n in parts})
            if len(parts) > 1:
                calibration[name][mode] = {
                    "temperature": fit_temperature(mixed, lesson.truth[rows], np.ones(len(rows)))
                }
                mixed = tempered(mixed, calibration[name][mode]["temperature"])
            calibration[name][mode] |= _distress(lesson, rows, mixed)
            scores[name].append(unweighted_recall(lesson.truth[rows], mixed.argmax(1)))
    for name, parts in members.items():
        scores[name] += _disturbed_scores(lesson, disturbed, parts, calibration)
    default = max(members, key=lambda name: float(np.mean(scores[name])))
    return {
        "labels": list(lesson.labels),
        "statistics": len(names()),
        "default": default,
        "members": members,
        "calibration": calibration,
        "learned_with_baseline": any(map(References(lesson.clips).has, lesson.train)),
        "held_out_UA": {name: [round(s, 3) for s in found] for name, found in scores.items()},
        "usual_z": _usual_z(lesson),
        "cue_slopes": _cue_slopes(lesson),
    }


def _disturbed_scores(
    lesson: Lesson, found: Answers, parts: Mapping[str, float], calibration: Mapping[str, Mapping[str, Any]]
) -> list[float]:
    """UA alone and with a baseline on disturbed clips."""
    out = []
    for mode, answered in ((ALONE, found.alone), (WITH_BASELINE, found.baseline)):
        mixed = mix(answered, parts, {n: calibration[n][mode]["temperature"] for n in parts})
        out.append(unweighted_recall(lesson.truth[found.rows], mixed.argmax(1)))
    return out


def mix(found: Mapping[str, Array], members: Mapping[str, float], temperatures: Mapping[str, float]) -> Array:
    """Weighted mean of the tempered probabilities."""
    total = sum(weight * tempered(found[name], temperatures[name]) for name, weight in members.items())
    return np.asarray(total / sum(members.values()))


def pooled(facts: Mapping[str, Any], found: Mapping[str, Array], mode: str, variant: str) -> Array:
    """What serving would answer for a clip: the members' tempered mean, tempered."""
    calibration, members = facts["calibration"], facts["members"][variant]
    mixed = mix(found, members, {n: calibration[n][mode]["temperature"] for n in members})
    return np.asarray(tempered(mixed, calibration[variant][mode]["temperature"]) if len(members) > 1 else mixed)


def _distress(lesson: Lesson, rows: Array, probabilities: Array) -> dict[str, Any]:
    """Fitted so that the mean distress of clips is what their labels stand for, each label counted alike.

    Reliability is 2 AUC - 1 of telling labels that stand for distress from those that do not.
    """
    rated = per_label(lesson.labels, MODALITY.distress_of)
    truth = lesson.truth[rows]
    weights = 1 / np.bincount(truth, minlength=len(lesson.labels))[truth]
    fitted = fit_distress(probabilities, rated[truth], rated, weights / weights.mean())
    area = area_under_curve(fitted.of(probabilities, rated), rated[truth] > 0.5)
    return {
        "distress": {"slope": fitted.slope, "intercept": fitted.intercept, "base_rate": fitted.base_rate},
        "reliability": round(max(0.0, 2 * area - 1), 3),
    }


def _usual_z(lesson: Lesson) -> float:
    """Root mean square z-score that all but one in a hundred training clips, clean or disturbed, stay below."""
    sizes = [np.sqrt((lesson.scaling.scores(v.vectors[lesson.train]) ** 2).mean(1)) for v in lesson.versions]
    return float(np.percentile(np.concatenate(sizes), USUAL_PERCENTILE))


def _cue_slopes(lesson: Lesson) -> dict[str, dict[str, float]]:
    """Correlation of each quality of the voice with the distress of the label, in the training clips."""
    rated = per_label(lesson.labels, MODALITY.distress_of)
    vectors = lesson.versions[0].vectors[lesson.train]
    reference, has = References(lesson.clips).draw(lesson.versions[0].vectors, lesson.train, np.random.default_rng(0))
    target = rated[lesson.truth[lesson.train]]
    out = {}
    for mode, z, keep in (
        (ALONE, lesson.scaling.scores(vectors), np.ones(len(vectors), bool)),
        (WITH_BASELINE, lesson.scaling.differences(vectors, reference), has > 0),
    ):
        out[mode] = {q.feature: _correlation(z[keep, names().index(q.feature)], target[keep]) for q in cues.QUALITIES}
    return out


def _correlation(a: Array, b: Array) -> float:
    if len(a) < 3 or a.std() < 1e-6 or b.std() < 1e-6:
        return 0.0
    return round(float(np.corrcoef(a, b)[0, 1]), 3)
