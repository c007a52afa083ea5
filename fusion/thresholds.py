"""The numbers that turn a score into levels: fitted, stored in thresholds.json, checked when they are read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.types import LEVELS, RiskLevel

FILE = Path(__file__).parent / "thresholds.json"


@dataclass(frozen=True)
class Thresholds:
    """What `python -m fusion.fit` found; README.md says how.

    `moderate` and `high` are the scores at which those levels begin. `possible` gives, for each level, the
    scores at which conformal control cannot rule it out. `evidence_sd` is how far the log-odds of people lie
    apart, `noise_sd` how far those of one person do. `pseudo_counts` sets the power of the conflict test.
    `sharpness` scales all evidence: labels are far from the truth and modalities are not independent.
    `danger_weight` is the say of a chance of crisis above `danger_base`, which raises the score and never lowers it.
    """

    prior: float
    moderate: float
    high: float
    possible: Mapping[str, tuple[float, float]]
    alpha: float
    evidence_sd: float
    noise_sd: float
    pseudo_counts: float
    conflict_p: float
    least_weight: float
    sharpness: float = 1.0
    danger_weight: float = 0.0
    danger_base: float = 0.1
    provenance: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0.0 < self.moderate < self.high < 1.0:
            raise ValueError(f"need 0 < moderate < high < 1, got {self.moderate!r} and {self.high!r}")
        if not 0.0 < self.prior < 1.0:
            raise ValueError(f"prior must lie inside (0, 1), got {self.prior!r}")
        if set(self.possible) != set(LEVELS):
            raise ValueError(f"possible needs {LEVELS}, got {sorted(self.possible)}")

    def level(self, score: float) -> RiskLevel:
        """Level whose band holds `score`."""
        if score >= self.high:
            return "high"
        return "moderate" if score >= self.moderate else "low"

    def start(self, level: RiskLevel) -> float:
        """Lowest score of a level's band."""
        return {"low": 0.0, "moderate": self.moderate, "high": self.high}[level]


def read(path: Path = FILE) -> Thresholds:
    """Thresholds from a JSON file as `fusion.fit` writes it."""
    raw = json.loads(path.read_text(encoding="utf8"))
    known = {f.name for f in fields(Thresholds)}
    raw["possible"] = {level: (float(low), float(high)) for level, (low, high) in raw["possible"].items()}
    return Thresholds(**{name: value for name, value in raw.items() if name in known})


@lru_cache(maxsize=1)
def shipped() -> Thresholds:
    """The thresholds that ship, read once per process."""
    return read()
