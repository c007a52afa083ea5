"""What the network says about one text: windows put together, calibrated, pulled to the prior where it is unsure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.types import SafetySignal, Segment, TaskResult
from text_model.calibration import (
    Facts,
    aggregate,
    distress_logit,
    features,
    length_correction,
    probabilities,
    task_result,
)
from text_model.metrics import sigmoid
from text_model.normalise import Normalised
from text_model.windows import Window

MOST_SEGMENTS = 40
_SURE_FROM = 0.5


@dataclass(frozen=True)
class Reading:
    """Answers about one text. `weights`, shape (windows,), rank the passages: that of the largest one told the most."""

    chances: Mapping[str, np.ndarray]
    window_chances: Mapping[str, np.ndarray]
    window_distress: np.ndarray
    distress: float
    weights: np.ndarray

    @property
    def worst(self) -> int:
        """Number of the window that told the most."""
        return int(np.argmax(self.weights))


def read(
    tasks: Mapping[str, Facts], distress: Facts | None, logits: Mapping[str, np.ndarray], fresh: np.ndarray
) -> Reading:
    """Put the windows of one text together.

    Distress is the mean over the windows or, where one passage stands out, that passage less a correction for the
    number of windows: a dark passage in a long text must not drown, and a long text must not become dark by length.
    A model without distress ranks the passages by the chance that they give to the answer of its main task.
    """
    by_window = {name: probabilities(facts, logits[name]) for name, facts in tasks.items()}
    if len(fresh) == 1:
        chances = {name: own[0] for name, own in by_window.items()}
    else:
        whole = {name: aggregate(name, facts, logits[name], fresh) for name, facts in tasks.items()}
        chances = {name: probabilities(facts, whole[name]) for name, facts in tasks.items()}
    if distress is None:
        main = main_task(tasks)
        answer = tasks[main]["labels"].index(named(task_result(tasks[main], chances[main])))
        return Reading(chances, by_window, np.full(len(fresh), 0.5), 0.5, by_window[main][:, answer])
    each = distress_logit(distress, features(tasks, by_window, distress["features"]))
    mean = float(np.average(each, weights=fresh))
    if len(each) > 1:
        mean = max(mean, float(each.max()) - length_correction(distress, len(each)))
    return Reading(chances, by_window, sigmoid(each), float(sigmoid(np.array(mean))), each)


def main_task(tasks: Mapping[str, object]) -> str:
    """The task whose answer names the text: the state, or the first one of a model that does not know states."""
    return "state" if "state" in tasks else next(iter(tasks))


def named(answer: TaskResult) -> str:
    """The label, or the likeliest of several."""
    return answer.label or (answer.selected or ("",))[0]


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
    """The passages of a text of several windows, in order; of many those that told the most."""
    if len(windows) < 2:
        return ()
    main = main_task(tasks)
    chosen = sorted(np.argsort(-reading.weights, kind="stable")[:MOST_SEGMENTS])
    out = []
    for i in chosen:
        start, end = text.span(windows[i].start, windows[i].end)
        scores = reading.window_chances[main][i]
        best = int(np.argmax(scores))
        label = tasks[main]["labels"][best]
        out.append(Segment(start, end, label, float(scores[best]), float(reading.window_distress[i])))
    return tuple(out)


def signals(
    tasks: Mapping[str, Any],
    reading: Reading,
    windows: Sequence[Window],
    text: Normalised,
    is_english: Callable[[Window], bool],
) -> tuple[SafetySignal, ...]:
    """A floor under the risk where the crisis task is sure (high) or in doubt (moderate), in English only.

    The model hears danger in harmless Russian; in bad spelling, between lines of code or in odd word order it is right.
    """
    facts = tasks.get("crisis")
    # A model that was calibrated on too few rows has no alarm.
    if facts is None or "alarm" not in facts:
        return ()
    chance = float(reading.chances["crisis"][1])
    if chance < facts["grey"]:
        return ()
    each = reading.window_chances["crisis"][:, 1]
    surest_first = (windows[i] for i in np.argsort(-each, kind="stable") if each[i] >= facts["grey"])
    window = next(filter(is_english, surest_first), None)
    if window is None:
        return ()
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
