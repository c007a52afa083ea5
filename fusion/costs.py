"""What a wrong level costs, and the thresholds that cost least."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

from core.types import LEVELS, RiskLevel
from fusion.records import Record

# As judged by us: to miss High is worst, to alarm without cause is bad but can be undone.
COSTS: Mapping[tuple[RiskLevel, RiskLevel], float] = {
    ("high", "moderate"): 5.0,
    ("high", "low"): 12.0,
    ("moderate", "low"): 3.0,
    ("moderate", "high"): 2.0,
    ("low", "moderate"): 1.0,
    ("low", "high"): 3.0,
}
# Share of each level among the people who check in, as assumed; the fit weighs the items accordingly.
SHARES: Mapping[RiskLevel, float] = {"low": 0.6, "moderate": 0.3, "high": 0.1}
LEAST_RECALL = 0.82  # of High, in every source that has it: a cheap threshold that misses more is not taken
_LEAST_STEP = 0.03  # Moderate begins that far above the prior: nothing known must not read as Moderate
_GRID = (*(i / 100 for i in range(5, 95)), *(i / 200 for i in range(190, 199)))


def weights(found: Sequence[Record]) -> list[float]:
    """Weight of each record, so that levels have their SHARES and, within a level, each source the same say."""
    groups: dict[tuple[str, str], int] = {}
    for r in found:
        groups[r.level, r.source] = groups.get((r.level, r.source), 0) + 1
    sources = {level: sum(key[0] == level for key in groups) for level in LEVELS}
    return [SHARES[r.level] / sources[r.level] / groups[r.level, r.source] for r in found]


def cost(found: Sequence[Record], scores: Sequence[float], moderate: float, high: float) -> float:
    """Mean cost of the levels that two thresholds give, signals included."""
    total = 0.0
    for r, score, weight in zip(found, scores, weights(found), strict=True):
        band = 2 if score >= high else int(score >= moderate)
        said = LEVELS[max(band, LEVELS.index(r.floor))]
        total += weight * COSTS.get((r.level, said), 0.0)
    return total


def cheapest(found: Sequence[Record], scores: Sequence[float], prior: float) -> tuple[float, float]:
    """The two thresholds of least cost, to a hundredth, among those that find enough of High."""
    allowed = [h for h in _GRID if recall(found, scores, h) >= LEAST_RECALL]
    begins = [m for m in _GRID if m >= prior + _LEAST_STEP]
    pairs = ((m, h) for h in allowed for m in begins if h >= m + 0.05)
    return min(pairs, key=lambda pair: cost(found, scores, *pair))


def recall(found: Sequence[Record], scores: Sequence[float], high: float) -> float:
    """Share of High that is called so, in the source where it is smallest."""
    hits: dict[str, list[bool]] = {}
    for r, score in zip(found, scores, strict=True):
        if r.level == "high":
            hits.setdefault(r.source, []).append(score >= high or r.floor == "high")
    return min((fmean(found_here) for found_here in hits.values()), default=1.0)
