"""Labelled items for the fit: what was predicted, the floor that signals set, and the true level."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from core.types import LEVELS, Prediction, RiskLevel, SafetySignal, TaskResult
from fusion.crisis import detect, unite
from fusion.late import SAFETY, danger_evidence
from fusion.pool import evidence, logit, pool, reconciled, weight
from fusion.thresholds import Thresholds


@dataclass(frozen=True)
class Record:
    """One labelled item. `halves` are the log-odds of distress of the odd and the even passages of a long one."""

    level: RiskLevel
    source: str
    predictions: tuple[Prediction, ...]
    floor: RiskLevel
    halves: tuple[float, float] | None = None

    def score(self, limits: Thresholds) -> float:
        """Pooled score, before signals raise it."""
        evidences = {p.modality: limits.sharpness * evidence(p) for p in self.predictions}
        joined = reconciled(evidences, {p.modality: weight(p) for p in self.predictions})
        return pool(limits.prior, {**joined, SAFETY: danger_evidence(self.predictions, limits)})


def records(items: Path, results: Path, levels: Mapping[str, RiskLevel]) -> Iterator[Record]:
    """Pair items ("gold", "text") with predictions; items whose gold is not in `levels` are left out.

    Predictions are those of the models alone, as `python -m benchmarks.levels` keeps them: the crisis rule is united
    with them here, so that it can change without asking the models again.
    """
    known = {i["id"]: i for i in _lines(items)}
    for result in _lines(results):
        item = known[result["id"]]
        level = levels.get(str(item["gold"]))
        if level and "predictions" in result:
            yield _record(result["predictions"], str(item.get("text") or ""), level, items.stem)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def _record(raw: Mapping[str, Any], text: str, level: RiskLevel, source: str) -> Record:
    predictions = tuple(unite(text, _prediction(name, p)) for name, p in raw.items())
    signals = [*detect(text), *(s for p in predictions for s in p.signals)]
    floor = max((LEVELS.index(s.floor) for s in signals), default=0)
    passages = [logit(s["distress"]) for p in raw.values() for s in p.get("segments", ())]
    halves = (fmean(passages[::2]), fmean(passages[1::2])) if len(passages) >= 4 else None
    return Record(level, source, predictions, LEVELS[floor], halves)


def _prediction(name: str, raw: Mapping[str, Any]) -> Prediction:
    signals = raw.get("signals", ())
    return Prediction(
        modality=name,
        label=str(raw["label"]),
        confidence=0.0,
        distress=float(raw["distress"]),
        tasks={task: TaskResult(found["scores"], "") for task, found in raw.get("tasks", {}).items()},
        signals=tuple(SafetySignal(s["kind"], s["floor"], "", s["source"], s["certainty"]) for s in signals),
        base_rate=float(raw["base_rate"]),
        reliability=float(raw["reliability"]),
        certainty=float(raw["certainty"]),
    )


def counts(found: Sequence[Record]) -> dict[str, int]:
    """How many records there are of each source and level."""
    names = [f"{r.source} {r.level}" for r in found]
    return {name: names.count(name) for name in sorted(set(names))}
