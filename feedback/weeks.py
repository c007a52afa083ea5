"""The trend over weeks: a median for each, and whether they rise or fall by more than chance."""

from __future__ import annotations

import datetime as dt
import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from feedback.checkin import CheckIn

LEAST_WEEKS = 4
WINDOW_WEEKS = 12
_Z_ONE_IN_TEN = 1.645

Direction = Literal["rising", "falling", "steady", "unknown"]


@dataclass(frozen=True)
class Week:
    """One week, from its Monday: the median score of its check-ins and their number."""

    monday: dt.date
    median: float
    count: int


@dataclass(frozen=True)
class Trend:
    """`per_week` is the Theil-Sen slope in score per week; `direction` is Mann-Kendall's at one chance in ten."""

    direction: Direction
    per_week: float
    weeks: tuple[Week, ...]


def by_day(checkins: Sequence[CheckIn]) -> dict[dt.date, float]:
    """Median score of each day that has a check-in, by the person's own clock, oldest first."""
    return {day: statistics.median(scores) for day, scores in sorted(_grouped(checkins).items())}


def weekly(checkins: Sequence[CheckIn]) -> Trend:
    """Trend over the last twelve weeks that have a check-in; unknown with fewer than four."""
    groups: dict[dt.date, list[float]] = {}
    for day, scores in _grouped(checkins).items():
        groups.setdefault(day - dt.timedelta(days=day.weekday()), []).extend(scores)
    weeks = tuple(Week(monday, statistics.median(s), len(s)) for monday, s in sorted(groups.items()))[-WINDOW_WEEKS:]
    if len(weeks) < LEAST_WEEKS:
        return Trend("unknown", 0.0, weeks)
    slope = _slope(weeks)
    return Trend(_direction(weeks), slope, weeks)


def _grouped(checkins: Sequence[CheckIn]) -> dict[dt.date, list[float]]:
    days: dict[dt.date, list[float]] = {}
    for checkin in checkins:
        days.setdefault(checkin.at.date(), []).append(checkin.score)
    return days


def _slope(weeks: Sequence[Week]) -> float:
    pairs = combinations(weeks, 2)
    return statistics.median((b.median - a.median) / ((b.monday - a.monday).days / 7) for a, b in pairs)


def _direction(weeks: Sequence[Week]) -> Direction:
    """Mann-Kendall test with its continuity correction (Kendall 1975); ties do not count."""
    n = len(weeks)
    s = sum((b.median > a.median) - (b.median < a.median) for a, b in combinations(weeks, 2))
    sd = math.sqrt(n * (n - 1) * (2 * n + 5) / 18)
    z = (abs(s) - 1) / sd if s else 0.0
    if z < _Z_ONE_IN_TEN:
        return "steady"
    return "rising" if s > 0 else "falling"
