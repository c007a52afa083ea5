"""Fit the numbers of thresholds.json from what the models say of labelled items that they were not trained on.

`python -m benchmarks.levels --fit` makes such items and predictions from the corpora and comes here with them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

from core.types import LEVELS, Prediction, RiskLevel
from fusion.bounds import ALPHA, DELTA, coverage, kept, percentiles, possible
from fusion.costs import COSTS, LEAST_RECALL, SHARES, cheapest, cost
from fusion.doubt import conflict_p_value
from fusion.pool import logit, sigmoid
from fusion.records import Record, counts, records
from fusion.thresholds import FILE, Thresholds, read

HIGH_BEGINS_AT = 0.8  # where evidence is scaled to, so that the three bands can be told apart on a scale
DANGER_WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5)


def fit(found: Sequence[Record], trusted: Sequence[Record], start: Thresholds) -> Thresholds:
    """All numbers; `start` gives the prior and what the data cannot say.

    Thresholds come from `found`, the bounds of possible levels from `trusted`: records whose labels are good
    enough to promise something about them.
    """
    single = [r for r in found if len(r.predictions) == 1]
    danger, moderate, high = _cheapest_ofread_all(single, start)
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


def _cheapest_ofread_all(found: Sequence[Record], start: Thresholds) -> tuple[float, float, float]:
    """Say of the chance of crisis, and the two thresholds, that cost least together."""
    tried = []
    for danger in DANGER_WEIGHTS:
        scores = [r.score(replace(start, danger_weight=danger)) for r in found]
        moderate, high = cheapest(found, scores, start.prior)
        tried.append((cost(found, scores, moderate, high), danger, moderate, high))
    return min(tried)[1:]


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


def main(arguments: Sequence[str] | None = None) -> None:
    """Read items and results, print what was found, write thresholds.json."""
    options = _parser().parse_args(arguments)
    found, trusted = read_all(options.data), read_all(options.bounds or options.data)
    fitted = fit(found, trusted, replace(read(), sharpness=1.0))
    fitted = replace(fitted, provenance=_provenance(found, trusted, fitted))
    options.output.write_text(json.dumps(asdict(fitted), indent=1) + "\n", encoding="utf8")
    print(json.dumps(asdict(fitted), indent=1))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m fusion.fit", description=__doc__)
    names, kind = ("ITEMS", "RESULTS", "LEVELS"), {"nargs": 3, "action": "append"}
    about = 'items with "gold", predictions of the models on them, and e.g. neutral=low,stress=moderate'
    parser.add_argument("--data", required=True, metavar=names, help=about, **kind)  # type: ignore[arg-type]
    about = "as --data, for the bounds of possible levels alone (default: the same as --data)"
    parser.add_argument("--bounds", default=[], metavar=names, help=about, **kind)  # type: ignore[arg-type]
    parser.add_argument("--output", type=Path, default=FILE)
    return parser


def read_all(files: Sequence[Sequence[str]]) -> list[Record]:
    """Records of several sources, each given as items, predictions and levels."""
    return [r for items, results, levels in files for r in records(Path(items), Path(results), _levels(levels))]


def _levels(text: str) -> dict[str, RiskLevel]:
    named = dict(pair.split("=") for pair in text.split(","))
    return {gold: next(level for level in LEVELS if level == said) for gold, said in named.items()}


def _provenance(found: Sequence[Record], trusted: Sequence[Record], fitted: Thresholds) -> dict[str, Any]:
    single = [r for r in found if len(r.predictions) == 1]
    scores = [r.score(fitted) for r in single]
    shares = coverage(trusted, fitted)
    return {
        "made_by": "python -m fusion.fit",
        "records": counts(found),
        "records_of_bounds": counts(trusted),
        "costs": {f"{true} called {said}": c for (true, said), c in COSTS.items()},
        "shares": dict(SHARES),
        "least_recall_of_high": LEAST_RECALL,
        "confidence": 1.0 - DELTA,
        "mean_cost": round(cost(single, scores, fitted.moderate, fitted.high), 4),
        "coverage_on_the_other_half": {level: percentiles(shares[level]) for level in LEVELS},
        "promised_coverage": {level: 1.0 - ALPHA[level] for level in LEVELS},
        "splits_that_kept_the_promise": {level: kept(level, shares[level]) for level in LEVELS},
    }


if __name__ == "__main__":
    main()
