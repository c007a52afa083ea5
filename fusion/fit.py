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

from core.types import LEVELS, Prediction, RiskLevel, SafetySignal, TaskResult
from fusion.conformal import lower_bound, upper_bound
from fusion.doubt import conflict_p_value
from fusion.late import SAFETY, danger_evidence
from fusion.pool import evidence, logit, pool, sigmoid
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
# To leave out High wrongly in one case of twenty at most is promised; to leave out Low wrongly costs little.
ALPHA: Mapping[RiskLevel, float] = {"low": 0.1, "moderate": 0.1, "high": 0.05}
DELTA = 0.1
HIGH_BEGINS_AT = 0.8  # where evidence is scaled to, so that the three bands can be told apart on a scale
DANGER_WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5)
LEAST_RECALL = 0.82  # of High, in every source that has it: a cheap threshold that misses more is not taken


@dataclass(frozen=True)
class Record:
    """One labelled item: what was predicted, the floor that signals set, and the true level."""

    level: RiskLevel
    source: str
    predictions: tuple[Prediction, ...]
    floor: RiskLevel
    halves: tuple[float, float] | None = None

    def score(self, limits: Thresholds) -> float:
        """Pooled score, before signals raise it."""
        evidences = {p.modality: limits.sharpness * evidence(p) for p in self.predictions}
        return pool(limits.prior, {**evidences, SAFETY: danger_evidence(self.predictions, limits)})


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
    tasks = {name: TaskResult(task["scores"], "") for name, task in raw.get("tasks", {}).items()}
    blank = Prediction(name, str(raw["label"]), 0.0, 0.0, tasks)
    signals = (SafetySignal(g["kind"], g["floor"], "", "", float(g["certainty"])) for g in raw.get("signals", ()))
    return replace(
        blank,
        signals=tuple(signals),
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
    """The two thresholds of least cost, to a hundredth, among those that find enough of High."""
    grid = [*(i / 100 for i in range(5, 95)), *(i / 200 for i in range(190, 199))]
    allowed = [h for h in grid if recall(found, scores, h) >= LEAST_RECALL]
    pairs = ((m, h) for h in allowed for m in grid if h >= m + 0.05)
    return min(pairs, key=lambda pair: cost(found, scores, *pair))


def recall(found: Sequence[Record], scores: Sequence[float], high: float) -> float:
    """Share of High that is called so, in the source where it is smallest."""
    hits: dict[str, list[bool]] = {}
    for r, score in zip(found, scores, strict=True):
        if r.level == "high":
            hits.setdefault(r.source, []).append(score >= high or r.floor == "high")
    return min((fmean(found_here) for found_here in hits.values()), default=1.0)


def possible(found: Sequence[Record], scores: Sequence[float]) -> dict[str, tuple[float, float]]:
    """For each level the scores at which it cannot be ruled out (class-conditional split conformal)."""
    by_level: dict[str, list[float]] = {level: [] for level in LEVELS}
    for r, score in zip(found, scores, strict=True):
        by_level[r.level].append(1.0 if r.floor == "high" else score)
    half = ALPHA["moderate"] / 2
    middle = by_level["moderate"]
    return {
        "low": (0.0, upper_bound(by_level["low"], ALPHA["low"], DELTA)),
        "moderate": (lower_bound(middle, half, DELTA), upper_bound(middle, half, DELTA)),
        "high": (lower_bound(by_level["high"], ALPHA["high"], DELTA), 1.0),
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


def fit(found: Sequence[Record], trusted: Sequence[Record], start: Thresholds) -> Thresholds:
    """All numbers; `start` gives the prior and what the data cannot say.

    Thresholds come from `found`, the bounds of possible levels from `trusted`: records whose labels are good
    enough to promise something about them.
    """
    single = [r for r in found if len(r.predictions) == 1]
    danger, moderate, high = _cheapest_of_all(single, start)
    sharpness = (logit(HIGH_BEGINS_AT) - logit(start.prior)) / (logit(high) - logit(start.prior))
    moderate = round(sigmoid(logit(start.prior) + sharpness * (logit(moderate) - logit(start.prior))), 3)
    start = replace(start, danger_weight=danger, sharpness=sharpness)
    each = [logit(p.distress) - logit(p.base_rate) for r in single for p in r.predictions]
    halves = [(a - b) / 2 for r in found if r.halves for a, b in [r.halves]]
    fitted = replace(
        start,
        moderate=moderate,
        high=HIGH_BEGINS_AT,
        possible=possible(trusted, [r.score(start) for r in trusted]),
        evidence_sd=round(stdev(each), 3),
        noise_sd=round(stdev(halves), 3) if len(halves) >= 30 else start.noise_sd,
    )
    return replace(fitted, pseudo_counts=round(pseudo_counts(found, fitted), 3))


def _cheapest_of_all(found: Sequence[Record], start: Thresholds) -> tuple[float, float, float]:
    """Say of the chance of crisis, and the two thresholds, that cost least together."""
    tried = []
    for danger in DANGER_WEIGHTS:
        scores = [r.score(replace(start, danger_weight=danger)) for r in found]
        moderate, high = cheapest(found, scores)
        tried.append((cost(found, scores, moderate, high), danger, moderate, high))
    return min(tried)[1:]


def coverage(found: Sequence[Record], limits: Thresholds, rounds: int = 200, seed: int = 0) -> dict[str, list[float]]:
    """How often the true level stays possible on the half that was not fitted: 5th, 50th, 95th percentile."""
    rng = random.Random(seed)  # noqa: S311 - splits of data, nothing secret
    shares: dict[str, list[float]] = {level: [] for level in LEVELS}
    for _ in range(rounds):
        order = rng.sample(list(found), len(found))
        half = len(order) // 2
        bounds = possible(order[:half], [r.score(limits) for r in order[:half]])
        for level in LEVELS:
            inside = [_inside(r, r.score(limits), bounds[level]) for r in order[half:] if r.level == level]
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
    parser.add_argument(
        "--bounds",
        nargs=3,
        action="append",
        default=[],
        metavar=("ITEMS", "RESULTS", "LEVELS"),
        help="as --data, for the bounds of possible levels alone (default: the same as --data)",
    )
    parser.add_argument("--output", type=Path, default=FILE)
    options = parser.parse_args(arguments)
    found, trusted = _all(options.data), _all(options.bounds or options.data)
    fitted = fit(found, trusted, replace(read(), sharpness=1.0))
    fitted = replace(fitted, provenance=_provenance(found, trusted, fitted))
    options.output.write_text(json.dumps(asdict(fitted), indent=1) + "\n", encoding="utf8")
    print(json.dumps(asdict(fitted), indent=1))


def _all(files: Sequence[Sequence[str]]) -> list[Record]:
    return [r for items, results, levels in files for r in records(Path(items), Path(results), _levels(levels))]


def _levels(text: str) -> dict[str, RiskLevel]:
    named = dict(pair.split("=") for pair in text.split(","))
    return {gold: next(level for level in LEVELS if level == said) for gold, said in named.items()}


def _provenance(found: Sequence[Record], trusted: Sequence[Record], fitted: Thresholds) -> dict[str, Any]:
    single = [r for r in found if len(r.predictions) == 1]
    scores = [r.score(fitted) for r in single]
    return {
        "made_by": "python -m fusion.fit",
        "records": _counts(found),
        "records_of_bounds": _counts(trusted),
        "costs": {f"{true} called {said}": c for (true, said), c in COSTS.items()},
        "shares": dict(SHARES),
        "least_recall_of_high": LEAST_RECALL,
        "confidence": 1.0 - DELTA,
        "mean_cost": round(cost(single, scores, fitted.moderate, fitted.high), 4),
        "coverage_on_the_other_half": coverage(trusted, fitted),
    }


def _counts(found: Sequence[Record]) -> dict[str, int]:
    names = [f"{r.source} {r.level}" for r in found]
    return {name: names.count(name) for name in sorted(set(names))}


if __name__ == "__main__":
    main()
