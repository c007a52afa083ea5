"""Orders suggestions by how well they fit what the predictions say, and keeps the list varied; no chance involved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.types import Prediction
from recommend.suggestion import Suggestion

STATE_WEIGHT = 2.0
FEELING_WEIGHT = 1.5
SITUATION_WEIGHT = 2.5
# More for what was written for this situation than for what also serves it.
OWN_SITUATION_BONUS = 1.0
SIGNAL_WEIGHT = 5.0
# What was made for one state helps it more than what helps with everything.
FOCUS_WEIGHT = 0.3
EVIDENCE_BONUS: Mapping[str, float] = {"guideline": 0.2, "trials": 0.2, "practice": 0.0}
# Between equals, the shorter thing is the likelier to be done by someone who feels low.
MINUTE_COST = 0.005
# First aid for a strong feeling is not what a person with a low level looks for.
FIRST_AID_COST = 0.5
# A second breathing exercise must fit clearly better than the first of another kind.
SAME_KIND_COST = 0.8
SEEN_COST = 10.0


@dataclass(frozen=True)
class Need:
    """What a suggestion is measured against: how strong each label is, situation, signals, what was seen before."""

    labels: Mapping[str, float]
    feelings: Mapping[str, tuple[str, ...]]
    situation: str | None = None
    seen: frozenset[str] = frozenset()
    signals: frozenset[str] = frozenset()
    first_aid: bool = True

    def feeling(self, name: str) -> float:
        """How strong a group of labels is: its strongest member."""
        return max((self.labels.get(label, 0.0) for label in self.feelings.get(name, ())), default=0.0)


def label_strengths(predictions: Mapping[str, Prediction]) -> dict[str, float]:
    """How strongly each label is present, in [0, 1], over all tasks of all modalities.

    In a task that chooses several labels only the chosen ones count. A modality that is unsure or was measured to be
    unreliable says less.
    """
    strengths: dict[str, float] = {}
    for prediction in predictions.values():
        say = prediction.reliability * prediction.certainty
        for task in prediction.tasks.values():
            chosen = task.scores if task.selected is None else task.selected
            for label in chosen:
                strengths[label] = max(strengths.get(label, 0.0), say * task.scores.get(label, 0.0))
    return strengths


def fit(one: Suggestion, need: Need) -> float:
    """How well one suggestion fits; higher is better."""
    wanted = (
        STATE_WEIGHT * _match(need.labels.get(label, 0.0) for label in one.states)
        + FEELING_WEIGHT * _match(need.feeling(name) for name in one.feelings)
        + SITUATION_WEIGHT * (need.situation in one.situations)
        + OWN_SITUATION_BONUS * (need.situation in one.situations[:1])
        + SIGNAL_WEIGHT * bool(need.signals.intersection(one.signals))
        + EVIDENCE_BONUS[one.evidence]
    )
    cost = (
        MINUTE_COST * one.minutes
        + SEEN_COST * (one.id in need.seen)
        + FIRST_AID_COST * (one.immediate and not need.first_aid)
    )
    return wanted - cost


def _match(strengths: Iterable[float]) -> float:
    """The strongest of what a suggestion is for, and a little more the fewer other things it is for."""
    found = list(strengths)
    return max(found) * (1.0 + FOCUS_WEIGHT / len(found)) if found else 0.0


def pick(offered: Iterable[Suggestion], need: Need, count: int) -> list[Suggestion]:
    """The best `count`, one after another; each further one of a kind must fit clearly better. Ties: by id."""
    left = {one.id: (fit(one, need), one) for one in offered}
    kinds: dict[str, int] = {}
    chosen: list[Suggestion] = []
    while left and len(chosen) < count:
        worth = {key: value - SAME_KIND_COST * kinds.get(one.kind, 0) for key, (value, one) in left.items()}
        best = min(left, key=lambda key: (-worth[key], key))
        _, one = left.pop(best)
        kinds[one.kind] = kinds.get(one.kind, 0) + 1
        chosen.append(one)
    return chosen
