"""What a document is about. History's own records fit as they are; documents know no other room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from core.types import Recommendation, Report, RiskLevel
from language import ENGLISH


class Moment(Protocol):
    """One kept check-in."""

    @property
    def at(self) -> dt.datetime: ...
    @property
    def score(self) -> float: ...
    @property
    def interval(self) -> tuple[float, float]: ...
    @property
    def level(self) -> RiskLevel: ...
    @property
    def undecided(self) -> bool: ...
    @property
    def labels(self) -> Mapping[str, str]: ...
    @property
    def moods(self) -> Mapping[str, float]: ...
    @property
    def models(self) -> Mapping[str, str]: ...
    @property
    def note(self) -> str: ...


class Band(Protocol):
    """A person's usual range."""

    @property
    def median(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def count(self) -> int: ...


class WeekOf(Protocol):
    """One week's middle."""

    @property
    def monday(self) -> dt.date: ...
    @property
    def median(self) -> float: ...
    @property
    def count(self) -> int: ...


class Direction(Protocol):
    """Where the weeks are going: "rising", "falling", "steady" or "unknown"."""

    @property
    def direction(self) -> str: ...
    @property
    def per_week(self) -> float: ...
    @property
    def weeks(self) -> Sequence[WeekOf]: ...


@dataclass(frozen=True)
class ModelFacts:
    """Which model made a reading; `digest` is that of its main file, "" when unknown."""

    version: str
    digest: str = ""


@dataclass(frozen=True)
class Setting:
    """What both kinds of document need.

    `software` is such as "Attune 0.1.0". `resources` are printed when a level is high; `name` only if given.
    Reasons, notes and suggestions come in the `language` of the document already.
    """

    made_at: dt.datetime
    thresholds: tuple[float, float]
    software: str
    models: Mapping[str, ModelFacts] = field(default_factory=dict)
    resources: tuple[Recommendation, ...] = ()
    name: str = ""
    language: str = ENGLISH


@dataclass(frozen=True)
class OneCheckIn:
    """A report and its moment. `text` and `note` are printed, and cues quoted, only if the person chose so."""

    report: Report
    at: dt.datetime
    word_count: int = 0
    text: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Period:
    """Check-ins, oldest first, and what history makes of them. `place` is that of the latest: above, usual, below."""

    moments: Sequence[Moment]
    days: Mapping[dt.date, float]
    trend: Direction
    usual: Band | None = None
    place: str | None = None
    with_notes: bool = False
