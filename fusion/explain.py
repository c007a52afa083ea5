"""Why the fused result is what it is: exact Shapley values, and two or three plain sentences."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from core.types import Prediction, RiskLevel, SafetySignal
from fusion import words
from fusion.pool import pool


def shapley(
    evidences: Mapping[str, float], prior: float, floor: float = 0.0, safety: str = "safety"
) -> dict[str, float]:
    """Exact Shapley value of each modality for the fused score; they add up to the score minus the prior.

    The value of a coalition is the score that it alone would give. Safety signals, when they set a `floor`
    above the prior, take part as one more player (Shapley 1953; Lundberg & Lee 2017 for models).
    """
    players = [*evidences, *([safety] if floor > 0.0 else [])]

    def value(coalition: tuple[str, ...]) -> float:
        score = pool(prior, {name: evidences[name] for name in coalition if name != safety})
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
    """Two or three sentences that a tired person understands: what was found, what is unsure, what would help."""
    sentences = [*_safety(findings), *_drivers(findings), *_doubt(findings), *_missing(findings)]
    return tuple(dict.fromkeys(sentences))[:3]


def _safety(findings: Findings) -> list[str]:
    return [findings.signals[0].reason] if findings.signals else []


def _drivers(findings: Findings) -> list[str]:
    if not findings.heard:
        return [words.say("too_little")]
    strongest = max(findings.predictions, key=lambda p: abs(findings.evidences[p.modality]))
    if findings.conflict:
        return [words.conflict(findings.predictions, findings.evidences)]
    return [words.driver(strongest, findings.evidences[strongest.modality])]


def _doubt(findings: Findings) -> list[str]:
    if findings.undecided and findings.heard and not findings.signals:
        return [words.say("undecided")]
    return []


def _missing(findings: Findings) -> list[str]:
    return [words.could_add(name) for name in findings.missing][:1]
