"""Fit the numbers of thresholds.json from results of run_predict.py on labelled items that nothing was trained on."""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

from core.types import LEVELS, Prediction, RiskLevel, TaskResult
from fusion.conformal import lower_bound, upper_bound
from fusion.doubt import conflict_p_value
from fusion.pool import evidence, logit, pool
from fusion.thresholds import FILE, Thresholds, read

# What a wrong level costs, as judged by us: to miss High is worst, to alarm without cause is bad but can be undone.
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
ALPHA, DELTA = 0.05, 0.1


@dataclass(frozen=True)
class Record:
    """One labelled item: what was predicted, the floor that signals set, and the true level."""

    level: RiskLevel
    source: str
    predictions: tuple[Prediction, ...]
    floor: RiskLevel
    halves: tuple[float, float] | None = None

    def score(self, prior: float) -> float:
        """Pooled score, before signals raise it."""
        return pool(prior, {p.modality: evidence(p) for p in self.predictions})


def records(items: Path, results: Path, levels: Mapping[str, RiskLevel]) -> Iterator[Record]:
    """Pair items ("gold") with results; items whose gold is not in `levels` are left out."""
    gold = {i["id"]: str(i["gold"]) for i in _lines(items)}
    for result in _lines(results):
        level = levels.get(gold[result["id"]])
        if level and "predictions" in result:
            yield _record(result, level, items.stem)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def _record(result: Mapping[str, Any], level: RiskLevel, source: str) -> Record:
    predictions = tuple(_prediction(name, p) for name, p in result["predictions"].items())
    floors = [LEVELS.index(s["floor"]) for s in result["risk"].get("signals", ())]
    segments = [logit(s["distress"]) for p in result["predictions"].values() for s in p.get("segments", ())]
    halves = (fmean(segments[::2]), fmean(segments[1::2])) if len(segments) >= 4 else None
    return Record(level, source, predictions, LEVELS[max(floors, default=0)], halves)


def _prediction(name: str, raw: Mapping[str, Any]) -> Prediction:
    blank = Prediction(name, str(raw["label"]), 0.0, 0.0, {"": TaskResult({"": 1.0}, "")})
    return replace(
        blank,
        distress=float(raw["distress"]),
        base_rate=float(raw["base_rate"]),
        reliability=float(raw["reliability"]),
        certainty=float(raw["certainty"]),
    )


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


def cheapest(found: Sequence[Record], scores: Sequence[float]) -> tuple[float, float]:
    """The two thresholds of least cost, to a hundredth."""
    grid = [i / 100 for i in range(5, 99)]
    pairs = ((m, h) for m in grid for h in grid if h >= m + 0.05)
    return min(pairs, key=lambda pair: cost(found, scores, *pair))


def possible(found: Sequence[Record], scores: Sequence[float]) -> dict[str, tuple[float, float]]:
    """For each level the scores at which it cannot be ruled out (class-conditional split conformal)."""
    by_level: dict[str, list[float]] = {level: [] for level in LEVELS}
    for r, score in zip(found, scores, strict=True):
        by_level[r.level].append(1.0 if r.floor == "high" else score)
    half = ALPHA / 2
    middle = by_level["moderate"]
    return {
        "low": (0.0, upper_bound(by_level["low"], ALPHA, DELTA)),
        "moderate": (lower_bound(middle, half, DELTA), upper_bound(middle, half, DELTA)),
        "high": (lower_bound(by_level["high"], ALPHA, DELTA), 1.0),
    }


def pseudo_counts(found: Sequence[Record], limits: Thresholds) -> float:
    """Largest power of the conflict test with which pairs of the same state are called a conflict in 5 % at most."""
    pairs = [r.predictions for r in found if len(r.predictions) >= 2]
    if not pairs:
        return limits.pseudo_counts
    grid = [0.25 * 1.15**i for i in range(40)]
    fine = [k for k in grid if _conflicts(pairs, replace(limits, pseudo_counts=k)) <= limits.conflict_p]
    return max(fine, default=grid[0])


def _conflicts(pairs: Sequence[tuple[Prediction, ...]], limits: Thresholds) -> float:
    return fmean(conflict_p_value(p, limits) < limits.conflict_p for p in pairs)


def fit(found: Sequence[Record], start: Thresholds) -> Thresholds:
    """All numbers; `start` gives the prior and what the data cannot say."""
    single = [r for r in found if len(r.predictions) == 1]
    scores = [r.score(start.prior) for r in single]
    moderate, high = cheapest(single, scores)
    each = [logit(p.distress) - logit(p.base_rate) for r in single for p in r.predictions]
    halves = [(a - b) / 2 for r in found if r.halves for a, b in [r.halves]]
    fitted = replace(
        start,
        moderate=moderate,
        high=high,
        possible=possible(single, scores),
        evidence_sd=round(stdev(each), 3),
        noise_sd=round(stdev(halves), 3) if len(halves) >= 30 else start.noise_sd,
    )
    return replace(fitted, pseudo_counts=round(pseudo_counts(found, fitted), 3))


def coverage(found: Sequence[Record], prior: float, rounds: int = 200, seed: int = 0) -> dict[str, list[float]]:
    """How often the true level stays possible on the half that was not fitted: 5th, 50th, 95th percentile."""
    rng = random.Random(seed)  # noqa: S311 - splits of data, nothing secret
    shares: dict[str, list[float]] = {level: [] for level in LEVELS}
    for _ in range(rounds):
        order = rng.sample(list(found), len(found))
        half = len(order) // 2
        bounds = possible(order[:half], [r.score(prior) for r in order[:half]])
        for level in LEVELS:
            inside = [_inside(r, r.score(prior), bounds[level]) for r in order[half:] if r.level == level]
            shares[level].append(fmean(inside))
    return {
        level: [round(sorted(v)[int(q * (rounds - 1))], 3) for q in (0.05, 0.5, 0.95)] for level, v in shares.items()
    }


def _inside(r: Record, score: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= (1.0 if r.floor == "high" else score) <= bounds[1]


def main(arguments: Sequence[str] | None = None) -> None:
    """Read items and results, print what was found, write thresholds.json."""
    parser = argparse.ArgumentParser(prog="python -m fusion.fit", description=__doc__)
    parser.add_argument(
        "--data",
        nargs=3,
        action="append",
        required=True,
        metavar=("ITEMS", "RESULTS", "LEVELS"),
        help='items with "gold", results of run_predict.py on them, and e.g. neutral=low,stress=moderate',
    )
    parser.add_argument("--output", type=Path, default=FILE)
    options = parser.parse_args(arguments)
    found = [r for items, results, levels in options.data for r in records(Path(items), Path(results), _levels(levels))]
    fitted = fit(found, read())
    fitted = replace(fitted, provenance=_provenance(found, fitted))
    options.output.write_text(json.dumps(asdict(fitted), indent=1) + "\n", encoding="utf8")
    print(json.dumps(asdict(fitted), indent=1))


def _levels(text: str) -> dict[str, RiskLevel]:
    named = dict(pair.split("=") for pair in text.split(","))
    return {gold: next(level for level in LEVELS if level == said) for gold, said in named.items()}


def _provenance(found: Sequence[Record], fitted: Thresholds) -> dict[str, Any]:
    single = [r for r in found if len(r.predictions) == 1]
    counts = {
        f"{s} {v}": sum(r.source == s and r.level == v for r in found)
        for s in sorted({r.source for r in found})
        for v in LEVELS
    }
    return {
        "made_by": "python -m fusion.fit",
        "records": {name: n for name, n in counts.items() if n},
        "costs": {f"{true} called {said}": c for (true, said), c in COSTS.items()},
        "shares": dict(SHARES),
        "confidence": 1.0 - DELTA,
        "mean_cost": round(cost(single, [r.score(fitted.prior) for r in single], fitted.moderate, fitted.high), 4),
        "coverage_on_the_other_half": coverage(single, fitted.prior),
    }


if __name__ == "__main__":
    main()
