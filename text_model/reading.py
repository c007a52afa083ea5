"""What the network says about one text: windows put together, calibrated, pulled to the prior where it is unsure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.types import SafetySignal, Segment, TaskResult
from text_model.calibration import Facts, aggregate, distress_logit, features, probabilities, task_result
from text_model.metrics import sigmoid
from text_model.normalise import Normalised
from text_model.windows import Window

MOST_SEGMENTS = 40
_SURE_FROM = 0.5
_SIGNAL_CERTAINTY = 0.3


@dataclass(frozen=True)
class Reading:
    """Answers about one text. `worst` is the number of the window with the most distress."""

    chances: Mapping[str, np.ndarray]
    window_chances: Mapping[str, np.ndarray]
    window_distress: np.ndarray
    distress: float
    worst: int


def read(
    tasks: Mapping[str, Facts], distress: Facts | None, logits: Mapping[str, np.ndarray], fresh: np.ndarray
) -> Reading:
    """Put the windows of one text together.

    Distress is the mean over the windows or, where one passage stands out, that passage less a correction for the
    number of windows: a dark passage in a long text must not drown, and a long text must not become dark by length.
    """
    by_window = {name: probabilities(facts, logits[name]) for name, facts in tasks.items()}
    if len(fresh) == 1:
        chances = {name: own[0] for name, own in by_window.items()}
    else:
        whole = {name: aggregate(name, facts, logits[name], fresh) for name, facts in tasks.items()}
        chances = {name: probabilities(facts, whole[name]) for name, facts in tasks.items()}
    if distress is None:
        return Reading(chances, by_window, np.full(len(fresh), 0.5), 0.5, 0)
    each = distress_logit(distress, features(tasks, by_window, distress["features"]))
    worst = int(np.argmax(each))
    mean = float(np.average(each, weights=fresh))
    if len(each) > 1:
        mean = max(mean, float(each[worst]) - distress.get("length_correction", 1.0) * float(np.log(len(each))))
    return Reading(chances, by_window, sigmoid(each), float(sigmoid(np.array(mean))), worst)


def results(tasks: Mapping[str, Facts], reading: Reading, certainty: float) -> dict[str, TaskResult]:
    """Named answers. Below half certainty they are mixed with the prior; the crisis task never is."""
    out = {}
    for name, facts in tasks.items():
        chances = reading.chances[name]
        if certainty < _SURE_FROM and name != "crisis":
            share = certainty / _SURE_FROM
            prior = np.asarray(facts.get("prior", np.full(len(chances), 1 / len(chances))))
            chances = share * chances + (1 - share) * prior
        out[name] = task_result(facts, chances)
    return out


def settle(distress: float, base_rate: float, certainty: float) -> float:
    """Distress, pulled to the base rate in log-odds where certainty is below one half."""
    share = min(1.0, certainty / _SURE_FROM)
    p = np.clip(np.array([distress, base_rate]), 1e-6, 1 - 1e-6)
    own, prior = np.log(p / (1 - p))
    return float(sigmoid(share * own + (1 - share) * prior))


def segments(
    tasks: Mapping[str, Facts], reading: Reading, windows: Sequence[Window], text: Normalised
) -> tuple[Segment, ...]:
    """The passages of a text of several windows, in order; of many the most distressed ones."""
    if len(windows) < 2:
        return ()
    main = "state" if "state" in tasks else next(iter(tasks))
    chosen = sorted(np.argsort(-reading.window_distress, kind="stable")[:MOST_SEGMENTS])
    out = []
    for i in chosen:
        start, end = text.span(windows[i].start, windows[i].end)
        scores = reading.window_chances[main][i]
        best = int(np.argmax(scores))
        label = tasks[main]["labels"][best]
        out.append(Segment(start, end, label, float(scores[best]), float(reading.window_distress[i])))
    return tuple(out)


def signals(
    tasks: Mapping[str, Any], reading: Reading, windows: Sequence[Window], text: Normalised, certainty: float
) -> tuple[SafetySignal, ...]:
    """A floor under the risk where the crisis task is sure (high) or in doubt (moderate)."""
    facts = tasks.get("crisis")
    # A model that was calibrated on too few rows has no alarm.
    if facts is None or "alarm" not in facts or certainty < _SIGNAL_CERTAINTY:
        return ()
    chance = float(reading.chances["crisis"][1])
    if chance < facts["grey"]:
        return ()
    window = windows[int(np.argmax(reading.window_chances["crisis"][:, 1]))]
    span = text.span(window.start, window.end)
    if chance >= alarm_of(facts, len(text.text.split())):
        reason = "Some of what you wrote sounds like thoughts of suicide or of not wanting to live."
        return (SafetySignal("suicide", "high", reason, "model", chance, (span,)),)
    reason = "Some of what you wrote may point to thoughts of not wanting to live."
    return (SafetySignal("suicide", "moderate", reason, "model", chance, (span,)),)


def alarm_of(facts: Facts, words: int) -> float:
    """The chance of crisis that raises an alarm in a text of so many words."""
    short = facts.get("short", {"words": 0, "alarm": 1.0})
    return float(min(facts["alarm"], short["alarm"]) if words <= short["words"] else facts["alarm"])
