"""A calendar on paper: a square for each day, the score written in it, a column for each week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from documents.drawing import LEVEL_COLOURS, LINE, MUTED, Drawing, Label, Shape, box
from language import day

MOST_WEEKS = 26
_LEFT, _TOP = 28.0, 16.0
_LARGEST = 17.0


def calendar(days: Mapping[dt.date, float], thresholds: tuple[float, float], width: float, says: str) -> Drawing:
    """The last 26 weeks at most. `days` holds a score from 0 to 1 for each day with a check-in."""
    last = max(days)
    first = max(min(days), last - dt.timedelta(weeks=MOST_WEEKS - 1))
    monday = first - dt.timedelta(days=first.weekday())
    weeks = (last - monday).days // 7 + 1
    cell = min(_LARGEST, (width - _LEFT) / weeks)
    drawing = Drawing(width, _TOP + 7 * cell + 4, says)
    for row in (0, 2, 4, 6):
        drawing.add(Label((0, _TOP + (row + 0.7) * cell), day(monday + dt.timedelta(days=row), "weekday"), 8.5, MUTED))
    for number in range((last - monday).days + 1):
        date = monday + dt.timedelta(days=number)
        week, row = divmod(number, 7)
        x, y = _LEFT + week * cell, _TOP + row * cell
        if date.day == 1 or (number == 0 and date.day < 22):
            drawing.add(Label((x, _TOP - 5), day(date, "month"), 8.5, MUTED))
        drawing.add(*_square(x, y, cell - 2, days.get(date), thresholds))
    return drawing


def _square(
    x: float, y: float, side: float, score: float | None, thresholds: tuple[float, float]
) -> list[Shape | Label]:
    if score is None:
        return [box((x, y), (side, side), LINE, 0.45)]
    level = ("low", "moderate", "high")[sum(score >= edge for edge in thresholds)]
    colour = "#FFFFFF" if level == "high" else "#22302E"
    number = Label((x + side / 2, y + side / 2 + 2.4), f"{100 * score:.0f}", 6.8, colour, "middle")
    return [box((x, y), (side, side), LEVEL_COLOURS[level], 1.0 if level == "high" else 0.7), number]
