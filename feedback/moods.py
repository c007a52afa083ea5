"""Moods over time: how strong each was week by week, and one that stands out against the person's own usual range."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Iterable, Mapping, Sequence

from feedback.checkin import CheckIn
from feedback.usual import change
from feedback.weeks import WINDOW_WEEKS

# A dozen moods are looked at each time, so one has to stand out more than the score before it is named.
_STANDS_OUT = 3.0


def by_week(checkins: Sequence[CheckIn], most: int = 3) -> dict[str, dict[dt.date, float]]:
    """Mean strength in each of the last twelve weeks, by its Monday, of the moods that were strongest in them."""
    weeks: dict[dt.date, list[Mapping[str, float]]] = {}
    for checkin in checkins:
        day = checkin.at.date()
        if checkin.moods:
            weeks.setdefault(day - dt.timedelta(days=day.weekday()), []).append(checkin.moods)
    recent = dict(sorted(weeks.items())[-WINDOW_WEEKS:])
    total = _sums(moods for group in recent.values() for moods in group)
    strongest = sorted(total, key=lambda name: (-total[name], name))[:most]
    return {name: {monday: _mean(group, name) for monday, group in recent.items()} for name in strongest}


def mean_strength(checkins: Sequence[CheckIn]) -> dict[str, float]:
    """Mean strength of each mood over the check-ins in which moods were read, strongest first."""
    read = [c.moods for c in checkins if c.moods]
    total = _sums(read)
    return {name: total[name] / len(read) for name in sorted(total, key=lambda n: (-total[n], n))}


def stands_out(checkins: Sequence[CheckIn]) -> str | None:
    """The mood of the latest check-in that is stronger than it usually is, if one clearly is."""
    read = [c.moods for c in checkins if c.moods]
    if not read or not checkins[-1].moods:
        return None
    found: list[tuple[float, str]] = []
    for name in read[-1]:
        held = change([moods.get(name, 0.0) for moods in read])
        if held is not None and held.place == "above" and held.z > _STANDS_OUT:
            found.append((held.z, name))
    return max(found)[1] if found else None


def _sums(all_moods: Iterable[Mapping[str, float]]) -> dict[str, float]:
    total: dict[str, float] = {}
    for moods in all_moods:
        for name, value in moods.items():
            total[name] = total.get(name, 0.0) + value
    return total


def _mean(group: Sequence[Mapping[str, float]], name: str) -> float:
    return statistics.fmean(moods.get(name, 0.0) for moods in group)
