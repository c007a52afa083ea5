"""One check-in as history keeps it: the figures and labels; the words and the voice only if the person says so."""

from __future__ import annotations

import datetime as dt
import math
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from core.types import LEVELS, Report, RiskLevel

LONGEST_TEXT = 1_000_000
_MOOD_TASKS = ("moods", "emotion")
_LEAST_MOOD = 0.05


def new_id() -> str:
    """A name that says nothing about when or what."""
    return uuid.uuid4().hex


@dataclass(frozen=True)
class CheckIn:
    """What was found at one moment. `at` carries its UTC offset; `score`, `interval`, `distress` lie in [0, 1].

    `parts` are the contributions to the score; `models` names the version that each reading came from.
    """

    at: dt.datetime
    score: float
    level: RiskLevel
    interval: tuple[float, float]
    id: str = field(default_factory=new_id)
    undecided: bool = False
    crisis: bool = False
    distress: Mapping[str, float] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    moods: Mapping[str, float] = field(default_factory=dict)
    parts: Mapping[str, float] = field(default_factory=dict)
    models: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    text: str | None = None
    has_audio: bool = False

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("the time needs its offset from UTC")
        if self.level not in LEVELS:
            raise ValueError("the level is none of low, moderate, high")
        if not (self.id.isalnum() and self.id.isascii() and len(self.id) <= 64):
            raise ValueError("the id must be letters and digits, at most 64")
        low, high = self.interval
        numbers = (self.score, low, high, *self.distress.values(), *self.moods.values())
        if not all(math.isfinite(n) and 0.0 <= n <= 1.0 for n in numbers):
            raise ValueError("score, interval, distress and moods must lie between 0 and 1")
        if not low <= self.score <= high:
            raise ValueError("the score lies outside its interval")
        if not all(math.isfinite(n) and -1.0 <= n <= 1.0 for n in self.parts.values()):
            raise ValueError("the parts must lie between -1 and 1")
        if max(len(self.note), len(self.text or "")) > LONGEST_TEXT:
            raise ValueError(f"a note or text has at most {LONGEST_TEXT:,} characters")

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, the same keys as the fields."""
        named = {f.name: getattr(self, f.name) for f in fields(self)}
        plain = {k: dict(v) if isinstance(v, Mapping) else v for k, v in named.items()}
        return plain | {"at": self.at.isoformat(), "interval": list(self.interval)}

    @classmethod
    def from_json(cls, raw: object) -> CheckIn:
        """Raises ValueError, without quoting, for anything that `to_json` would not write."""
        if not isinstance(raw, Mapping) or not all(isinstance(key, str) for key in raw):
            raise ValueError("a check-in is an object with named values")
        known = {f.name for f in fields(cls)}
        if unknown := set(raw) - known:
            raise ValueError(f"{len(unknown)} of its fields are unknown to this version")
        if missing := {"id", "at", "score", "level", "interval"} - set(raw):
            raise ValueError(f"the field {sorted(missing)[0]!r} is missing")
        return cls(**{name: _read(name, value) for name, value in raw.items()})


_NUMBERS = ("distress", "moods", "parts")
_WORDS = ("labels", "models")


def _read(name: str, value: object) -> Any:
    if name == "at":
        return _time(value)
    if name == "score":
        return _number(name, value)
    if name == "interval":
        if not isinstance(value, list | tuple) or len(value) != 2:
            raise ValueError("the interval is two numbers")
        return _number(name, value[0]), _number(name, value[1])
    if name in (*_NUMBERS, *_WORDS):
        return _mapping(name, value)
    wanted: type | tuple[type, ...] = bool if name in ("undecided", "crisis", "has_audio") else str
    if name == "text" and value is None:
        return None
    if not isinstance(value, wanted):
        raise ValueError(f"the field {name!r} has the wrong type")
    return value


def _time(value: object) -> dt.datetime:
    try:
        found = dt.datetime.fromisoformat(str(value))
    except ValueError:
        raise ValueError("the time is not written like 2026-11-20T08:30:00+00:00") from None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"the field {name!r} needs a number")
    return float(value)


def _mapping(name: str, value: object) -> dict[str, Any]:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise ValueError(f"the field {name!r} needs names and values")
    if name in _NUMBERS:
        return {key: _number(name, number) for key, number in value.items()}
    if not all(isinstance(word, str) for word in value.values()):
        raise ValueError(f"the field {name!r} needs words")
    return dict(value)


@dataclass(frozen=True)
class Extras:
    """What the person wants kept beside the figures. Nothing by default."""

    note: str = ""
    text: str | None = None
    audio: bytes | None = None


def from_report(report: Report, at: dt.datetime, models: Mapping[str, str], extras: Extras = Extras()) -> CheckIn:
    """The check-in of a report. Reasons and cues stay out: they may quote what the person wrote."""
    risk = report.risk
    return CheckIn(
        at=at,
        score=risk.score,
        level=risk.level,
        interval=risk.interval,
        undecided=risk.undecided,
        crisis=risk.crisis,
        distress={name: p.distress for name, p in report.predictions.items()},
        labels={name: p.label for name, p in report.predictions.items()},
        moods=_moods(report),
        parts=dict(risk.contributions),
        models={name: version for name, version in models.items() if name in report.predictions},
        note=extras.note.strip(),
        text=extras.text,
        has_audio=extras.audio is not None,
    )


def _moods(report: Report) -> dict[str, float]:
    """Moods of the first task that speaks of them, weak ones left out."""
    for task in _MOOD_TASKS:
        for prediction in report.predictions.values():
            if task in prediction.tasks:
                scores = prediction.tasks[task].scores
                return {name: round(s, 3) for name, s in scores.items() if s >= _LEAST_MOOD}
    return {}
