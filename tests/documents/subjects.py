"""Reports and periods for the tests of this folder."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from core.types import Cue, Prediction, Recommendation, Report, RiskAssessment, SafetySignal, TaskResult
from documents.subject import ModelFacts, OneCheckIn, Period, Setting

NOW = dt.datetime(2026, 11, 20, 21, 14, tzinfo=dt.UTC)
SECRET = "marzipan elephants"
LINE = Recommendation("l", "A line that listens", "Talk.", "crisis", "example.org, checked 2026-11-20", ("Call 000.",))
SETTING = Setting(
    NOW, (0.36, 0.64), "Attune 0.1.0", {"text": ModelFacts("v7", "ab" * 32), "speech": ModelFacts("v8")}, (LINE,)
)


def report(level: str = "moderate", score: float = 0.55, **more: Any) -> Report:
    """What was written and how it sounded, with a reason that quotes."""
    text = Prediction(
        "text", "anxiety", 0.81, 0.74, {"state": TaskResult({"anxiety": 0.81, "neutral": 0.19}, "anxiety")},
        evidence=(Cue(SECRET, 0.4),),
    )  # fmt: skip
    speech = Prediction(
        "speech", "sadness", 0.44, 0.58, {"emotion": TaskResult({"sadness": 0.44, "calm": 0.56}, "sadness")},
        quality={"speech_s": 31.2}, notes=("The room was noisy.",),
    )  # fmt: skip
    values: dict[str, Any] = {
        "level": level,
        "score": score,
        "interval": (score - 0.2, score + 0.15),
        "contributions": {"text": 0.2, "speech": score - 0.5},
        "conflict": False,
        "crisis": False,
        "reasons": (f"What you wrote carries signs of distress, most of all “{SECRET}”.", "It is not clear."),
        "prior": 0.3,
        "possible_levels": (level,),
    }
    advice = Recommendation("w", "A ten minute walk", "Walk.", "movement", "s")
    risk = RiskAssessment(**(values | more))
    return Report("x", {"text": text, "speech": speech}, risk, (LINE, advice), {"questionnaire": "Nothing answered."})


def high() -> Report:
    """A report whose level a safety signal raised."""
    signal = SafetySignal("suicide", "high", "You may be in danger.", "rule")
    return report("high", 0.83, crisis=True, signals=(signal,), contributions={"text": 0.2, "safety": 0.33})


def one(**more: Any) -> OneCheckIn:
    """A check-in of a moderate report."""
    return replace(OneCheckIn(report(), NOW, word_count=142), **more)


@dataclass(frozen=True)
class At:
    """A kept check-in, as history has them."""

    at: dt.datetime
    score: float
    interval: tuple[float, float] = (0.0, 1.0)
    undecided: bool = False
    labels: dict[str, str] = field(default_factory=lambda: {"text": "anxiety"})
    moods: dict[str, float] = field(default_factory=lambda: {"tired": 0.5, "calm": 0.2})
    models: dict[str, str] = field(default_factory=lambda: {"text": "v7"})
    note: str = ""

    @property
    def level(self) -> Any:
        return "low" if self.score < 0.36 else "moderate" if self.score < 0.64 else "high"


@dataclass(frozen=True)
class Band:
    median: float = 0.3
    low: float = 0.1
    high: float = 0.5
    count: int = 28


@dataclass(frozen=True)
class WeekOf:
    monday: dt.date
    median: float
    count: int = 7


@dataclass(frozen=True)
class Direction:
    direction: str = "falling"
    per_week: float = -0.031
    weeks: tuple[WeekOf, ...] = ()


def period(scores: list[float], *, ends: dt.datetime = NOW, **more: Any) -> Period:
    """One check-in a day, the last one at `ends`."""
    count = len(scores)
    moments = [At(ends - dt.timedelta(days=count - 1 - i), s) for i, s in enumerate(scores)]
    days = {m.at.date(): m.score for m in moments}
    weeks = tuple(WeekOf(dt.date(2026, 9, 7) + dt.timedelta(weeks=i), 0.4 - 0.03 * i) for i in range(5))
    return replace(Period(moments, days, Direction(weeks=weeks), Band(), "below"), **more)
