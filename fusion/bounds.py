"""The scores at which each level stays possible, and how often the true level is among them on other data."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from statistics import fmean

from core.types import LEVELS, RiskLevel
from fusion.conformal import lower_bound, upper_bound
from fusion.records import Record
from fusion.thresholds import Thresholds

# To leave out High wrongly in one case of twenty at most is promised; to leave out Low wrongly costs little.
ALPHA: Mapping[RiskLevel, float] = {"low": 0.1, "moderate": 0.1, "high": 0.05}
DELTA = 0.1
_Scored = tuple[Record, float]


def possible(found: Sequence[Record], scores: Sequence[float]) -> dict[str, tuple[float, float]]:
    """For each level the scores at which it cannot be ruled out (class-conditional split conformal)."""
    by_level: dict[str, list[float]] = {level: [] for level in LEVELS}
    for r, score in zip(found, scores, strict=True):
        by_level[r.level].append(_raised(r, score))
    half = ALPHA["moderate"] / 2
    middle = by_level["moderate"]
    return {
        "low": (0.0, upper_bound(by_level["low"], ALPHA["low"], DELTA)),
        "moderate": (lower_bound(middle, half, DELTA), upper_bound(middle, half, DELTA)),
        "high": (lower_bound(by_level["high"], ALPHA["high"], DELTA), 1.0),
    }


def coverage(found: Sequence[Record], limits: Thresholds, rounds: int = 200, seed: int = 0) -> dict[str, list[float]]:
    """How often the true level stays possible on the half that was not fitted: one share for each random split.

    Each level is halved by itself, so that a bound meets as many new scores as it was found from.
    """
    rng = random.Random(seed)  # noqa: S311 - splits of data, nothing secret
    scored = [(r, r.score(limits)) for r in found]
    by_level = [[one for one in scored if one[0].level == level] for level in LEVELS]
    shares: dict[str, list[float]] = {level: [] for level in LEVELS}
    for _ in range(rounds):
        halves = [_halved(rng.sample(own, len(own))) for own in by_level]
        fitted = [one for first, _ in halves for one in first]
        bounds = possible([r for r, _ in fitted], [score for _, score in fitted])
        for level, (_, second) in zip(LEVELS, halves, strict=True):
            shares[level].append(fmean(_inside(r, score, bounds[level]) for r, score in second))
    return shares


def percentiles(shares: Sequence[float]) -> list[float]:
    """5th, 50th and 95th."""
    ordered = sorted(shares)
    return [round(ordered[int(q * (len(ordered) - 1))], 3) for q in (0.05, 0.5, 0.95)]


def kept(level: RiskLevel, shares: Sequence[float]) -> float:
    """Share of the splits in which the level was left out no more often than promised: to be 1 - DELTA at least."""
    return round(fmean(share >= 1.0 - ALPHA[level] for share in shares), 3)


def _halved(order: Sequence[_Scored]) -> tuple[Sequence[_Scored], Sequence[_Scored]]:
    return order[: len(order) // 2], order[len(order) // 2 :]


def _raised(r: Record, score: float) -> float:
    return 1.0 if r.floor == "high" else score


def _inside(r: Record, score: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= _raised(r, score) <= bounds[1]
