"""How sure the fused score is: its interval, the levels that stay possible, and conflict between modalities."""

from __future__ import annotations

import math
from collections.abc import Sequence

from core.types import LEVELS, Prediction, RiskLevel
from fusion.pool import logit, same_population, sigmoid, total_weight, weight
from fusion.thresholds import Thresholds

_Z90 = 1.6449


def interval(predictions: Sequence[Prediction], score: float, thresholds: Thresholds) -> tuple[float, float]:
    """Range of the score that 90 % of doubt leaves open, symmetric in log-odds.

    Three sources add up: what was not heard at all (the spread between people, for the unheard share), the
    noise of each modality, and their disagreement about this person (as between-study variance in a
    random-effects meta-analysis).
    """
    unheard = (1.0 - total_weight(predictions)) * thresholds.evidence_sd**2
    noise = sum(weight(p) ** 2 for p in predictions) * thresholds.noise_sd**2
    spread = _Z90 * thresholds.sharpness * math.sqrt(unheard + noise + _disagreement(predictions))
    middle = logit(score)
    return min(score, sigmoid(middle - spread)), max(score, sigmoid(middle + spread))


def _disagreement(predictions: Sequence[Prediction]) -> float:
    """Weighted variance of the evidence around its mean, in squared log-odds; 0 for a single modality."""
    heard = [(weight(p), logit(p.distress) - logit(p.base_rate)) for p in predictions if weight(p) > 0.0]
    total = sum(w for w, _ in heard)
    if len(heard) < 2:
        return 0.0
    mean = sum(w * e for w, e in heard) / total
    return sum(w * (e - mean) ** 2 for w, e in heard) / total / len(heard)


def possible_levels(
    score: float, heard: float, spread: tuple[float, float], thresholds: Thresholds
) -> tuple[RiskLevel, ...]:
    """Levels that conformal control cannot rule out; all of them when too little was heard to tell.

    That is so when next to nothing was heard, or when the interval `spread` reaches from Low into High. The
    level itself always belongs to the set, and the set has no hole.
    """
    if heard < thresholds.least_weight or (spread[0] < thresholds.moderate and spread[1] >= thresholds.high):
        return LEVELS
    inside = [i for i, level in enumerate(LEVELS) if _within(score, thresholds.possible[level])]
    inside.append(LEVELS.index(thresholds.level(score)))
    return LEVELS[min(inside) : max(inside) + 1]


def _within(score: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= score <= bounds[1]


def conflict_p_value(predictions: Sequence[Prediction], thresholds: Thresholds) -> float:
    """Chance that modalities which see the same state differ this much.

    The weighted Jensen-Shannon divergence of Bernoulli distributions, times twice the number of observations,
    is the G statistic of the test that they are equal, chi-squared with one degree of freedom less than there
    are modalities. A modality counts as `pseudo_counts` observations times its weight, so one that hardly
    heard anything cannot contradict.
    """
    counts = [thresholds.pseudo_counts * weight(p) for p in predictions]
    chances = [same_population(p, thresholds.prior) for p, n in zip(predictions, counts, strict=True) if n > 0.0]
    counts = [n for n in counts if n > 0.0]
    if len(counts) < 2:
        return 1.0
    return chi_squared_tail(2.0 * sum(counts) * jensen_shannon(chances, counts), len(counts) - 1)


def jensen_shannon(chances: Sequence[float], weights: Sequence[float]) -> float:
    """Generalised Jensen-Shannon divergence of Bernoulli distributions, in nats."""
    total = sum(weights)
    mean = sum(w * p for w, p in zip(weights, chances, strict=True)) / total
    within = sum(w * _entropy(p) for w, p in zip(weights, chances, strict=True)) / total
    return max(0.0, _entropy(mean) - within)


def _entropy(p: float) -> float:
    return -sum(q * math.log(q) for q in (p, 1.0 - p) if q > 0.0)


def chi_squared_tail(x: float, df: int) -> float:
    """P(X > x) for a chi-squared X; exact, by the recurrence of the incomplete gamma function."""
    half = x / 2.0
    tail, a = (math.exp(-half), 1.0) if df % 2 == 0 else (math.erfc(math.sqrt(half)), 0.5)
    while a < df / 2.0:
        tail += half**a * math.exp(-half) / math.gamma(a + 1.0)
        a += 1.0
    return min(1.0, tail)
