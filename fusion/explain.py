"""Why the fused result is what it is: exact Shapley values, and two or three plain sentences."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from core.types import Prediction, RiskLevel, SafetySignal
from fusion import words
from fusion.pool import pool, reconciled


def shapley(
    evidences: Mapping[str, float],
    weights: Mapping[str, float],
    prior: float,
    floor: float = 0.0,
    safety: str = "safety",
) -> dict[str, float]:
    """Exact Shapley value of each modality for the fused score; they add up to the score minus the prior.

    The value of a coalition is the score that it alone would give; `weights` say who was heard better. Safety
    signals, when they set a `floor` above the prior, take part as one more player (Shapley 1953; Lundberg & Lee 2017
    for models).
    """
    players = [*evidences, *([safety] if floor > 0.0 and safety not in evidences else [])]

    def value(coalition: tuple[str, ...]) -> float:
        score = pool(prior, reconciled({name: evidences.get(name, 0.0) for name in coalition}, weights))
        return max(score, floor) if safety in coalition else score

    return {player: _value_of(player, players, value) for player in players}


def _value_of(player: str, players: Sequence[str], value: Callable[[tuple[str, ...]], float]) -> float:
    others = [name for name in players if name != player]
    n = len(players)
    total = 0.0
    for size in range(n):
        share = math.factorial(size) * math.factorial(n - size - 1) / math.factorial(n)
        total += share * sum(value((*group, player)) - value(group) for group in combinations(others, size))
    return total


@dataclass(frozen=True)
class Findings:
    """What there is to explain."""

    predictions: tuple[Prediction, ...]
    evidences: Mapping[str, float]
    signals: tuple[SafetySignal, ...]
    missing: tuple[str, ...]
    level: RiskLevel
    conflict: bool
    undecided: bool
    heard: bool


def explain(findings: Findings) -> tuple[str, ...]:
    """Two or three sentences that a tired person understands: what was found, what is unsure, what to do next."""
    if not findings.predictions and not findings.signals:
        return (words.say("nothing"),)
    sentences = [*_safety(findings), *_drivers(findings), *_next(findings)]
    return tuple(dict.fromkeys(sentences))[:3]


def _safety(findings: Findings) -> list[str]:
    """The gravest signal, and a second one of another kind."""
    reasons = {s.kind: s.reason for s in reversed(findings.signals)}
    kinds = dict.fromkeys(s.kind for s in findings.signals)
    return [reasons[kind] for kind in kinds][:2]


def _drivers(findings: Findings) -> list[str]:
    if any(s.floor == "high" for s in findings.signals):
        return []  # a calm voice must not seem to take anything back
    if not findings.heard:
        return [] if findings.signals else [words.say("too_little")]
    if findings.conflict:
        return [words.conflict(findings.predictions, findings.evidences)]
    return [words.driver(findings.predictions, findings.evidences)]


def _next(findings: Findings) -> list[str]:
    """What would help now; signals carry their own next step."""
    if findings.signals:
        return [words.say("next_crisis")] if findings.level == "high" else []
    if not findings.heard:
        return []
    open_question = [words.say("undecided", adds=words.could_add(findings.missing))] if findings.undecided else []
    steps = {"high": [words.say("next_high")], "moderate": [words.say("next_moderate")], "low": []}
    return [*open_question, *steps[findings.level]]
