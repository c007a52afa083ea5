"""Made-up check-ins for the tests of this folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from core.types import Prediction, Report, RiskAssessment, TaskResult
from feedback.checkin import CheckIn
from feedback.correction import Correction

START = dt.datetime(2026, 9, 7, 8, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))


def checkin(score: float = 0.4, day: float = 0, **more: Any) -> CheckIn:
    """A check-in `day` days after a Monday in September."""
    level = "low" if score < 1 / 3 else "moderate" if score < 2 / 3 else "high"
    values: dict[str, Any] = {
        "at": START + dt.timedelta(days=day),
        "score": score,
        "level": level,
        "interval": (score / 2, (1 + score) / 2),
        "distress": {"text": score},
        "labels": {"text": "anxiety"},
        "moods": {"tired": 0.5, "calm": 0.25},
        "parts": {"text": score - 0.3},
        "models": {"text": "2026-11-20a"},
    }
    return CheckIn(**(values | more))


def checkins(scores: Sequence[float], step_days: float = 1) -> list[CheckIn]:
    """One check-in for each score, `step_days` apart."""
    return [checkin(score, day=i * step_days) for i, score in enumerate(scores)]


def correction(**more: Any) -> Correction:
    """A person says that it was stress, not worry."""
    values = {"at": START, "modality": "text", "task": "state", "predicted": "anxiety", "said": "stress"}
    return Correction(**(values | {"confidence": 0.7, "model": "2026-11-20a"} | more))


def report(score: float = 0.4) -> Report:
    """A report from text alone, whose reason quotes the text."""
    tasks = {
        "state": TaskResult({"neutral": 0.2, "anxiety": 0.8}, "anxiety"),
        "moods": TaskResult({"tired": 0.7, "calm": 0.28, "proud": 0.02}, "tired"),
    }
    text = Prediction("text", "anxiety", 0.8, score, tasks)
    risk = RiskAssessment(
        "moderate", score, (0.2, 0.6), {"text": score - 0.3}, False, False, ("You wrote “marzipan”.",), 0.3
    )
    return Report("check-in", {"text": text}, risk, (), {})
