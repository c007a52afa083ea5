"""The fit of thresholds, on made results whose answer is known."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from core.types import LEVELS, RiskLevel
from fusion.bounds import ALPHA, coverage, kept, percentiles, possible
from fusion.costs import cheapest
from fusion.fit import main, pseudo_counts
from fusion.late import assess
from fusion.records import Record
from fusion.thresholds import Thresholds, read, shipped
from tests.fusion.made import said

CENTRE = {"low": 0.1, "moderate": 0.5, "high": 0.9}


def _made(n: int = 200, seed: int = 1) -> list[Record]:
    rng = random.Random(seed)
    made = []
    for level in LEVELS:
        for _ in range(n):
            distress = min(0.99, max(0.01, rng.gauss(CENTRE[level], 0.08)))
            made.append(Record(level, "made", (said(distress, reliability=1.0),), "low"))
    return made


def test_thresholds_fall_between_the_levels(limits: Thresholds) -> None:
    made = _made()
    moderate, high = cheapest(made, [r.score(limits) for r in made], prior=0.1)
    assert 0.2 < moderate < 0.4 < 0.6 < high < 0.8


def test_moderate_begins_above_the_prior_so_that_nothing_known_reads_as_low(limits: Thresholds) -> None:
    made = _made()
    assert cheapest(made, [r.score(limits) for r in made], limits.prior)[0] > limits.prior
    assert assess([]).level == "low"


def test_a_floor_is_counted_as_what_is_said() -> None:
    safe = [Record("high", "made", (said(0.1),), "high")]
    assert possible(safe * 100, [0.1] * 100)["high"][0] == 1.0


def test_the_true_level_stays_possible_on_data_that_was_not_fitted(limits: Thresholds) -> None:
    shares = coverage(_made(), limits, rounds=200)
    assert all(percentiles(shares[level])[1] >= 1.0 - ALPHA[level] for level in LEVELS)
    assert all(kept(level, shares[level]) >= 0.85 for level in LEVELS)


def test_pairs_of_the_same_state_are_hardly_ever_a_conflict(limits: Thresholds) -> None:
    rng = random.Random(2)
    pairs = [
        Record("low", "pairs", (said(d, "text"), said(min(0.99, max(0.01, d + rng.gauss(0, 0.2))), "speech")), "low")
        for d in (rng.uniform(0.1, 0.9) for _ in range(200))
    ]
    fitted = pseudo_counts(pairs, limits)
    assert 0.5 < fitted < 60


def test_the_command_reads_results_and_writes_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    items, results, output = (tmp_path / name for name in ("items.jsonl", "results.jsonl", "thresholds.json"))
    with items.open("w") as i, results.open("w") as r:
        for n, record in enumerate(_made(60)):
            p = record.predictions[0]
            numbers = {k: getattr(p, k) for k in ("distress", "base_rate", "reliability", "certainty", "label")}
            i.write(json.dumps({"id": str(n), "gold": record.level}) + "\n")
            r.write(json.dumps({"id": str(n), "predictions": {"text": numbers}, "risk": {"signals": []}}) + "\n")
    levels = "low=low,moderate=moderate,high=high"
    main(["--data", str(items), str(results), levels, "--output", str(output)])
    assert read(output).provenance["records"] == {f"items {level}": 60 for level in LEVELS}
    assert "made_by" in capsys.readouterr().out


@pytest.mark.parametrize("level", LEVELS)
def test_the_shipped_file_says_where_its_numbers_come_from(level: RiskLevel) -> None:
    limits = shipped()
    assert limits.provenance["made_by"] == "python -m fusion.fit"
    assert limits.possible[level][0] <= limits.possible[level][1]
