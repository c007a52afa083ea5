"""Check-ins over time on paper: each with its doubt, and the person's own usual range behind them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from documents.drawing import INK, LINE, MUTED, PRIMARY, SOFT, Drawing, Label, Point, Shape, box, marker, rule
from documents.subject import Band, Moment
from documents.words import say
from language import day

_LEFT, _RIGHT, _TOP, _BOTTOM = 28.0, 54.0, 8.0, 24.0
_TICKS = 6
_MOST_MARKS = 120


@dataclass(frozen=True)
class Frame:
    """From time and score to a place on the paper."""

    width: float
    height: float
    start: dt.datetime
    end: dt.datetime

    def x(self, at: dt.datetime) -> float:
        span = (self.end - self.start).total_seconds()
        share = (at - self.start).total_seconds() / span if span else 0.5
        return _LEFT + 8 + share * (self.width - _LEFT - _RIGHT - 16)

    def y(self, score: float) -> float:
        return _TOP + (1 - score) * (self.height - _TOP - _BOTTOM)


def trend_chart(
    moments: Sequence[Moment], usual: Band | None, thresholds: tuple[float, float], size: Point, says: str
) -> Drawing:
    """Scores from 0 to 100 over time; shapes tell the levels, thin lines the doubt, the band what is usual."""
    frame = Frame(*size, moments[0].at, moments[-1].at)
    drawing = Drawing(*size, says)
    right = frame.width - _RIGHT
    if usual is not None:
        top, bottom = frame.y(usual.high), frame.y(usual.low)
        drawing.add(box((_LEFT, top), (right - _LEFT, bottom - top), PRIMARY, 0.13))
        middle = frame.y(usual.median)
        drawing.add(rule((_LEFT, middle), (right, middle), PRIMARY, 0.9, dashed=True))
    _axes(drawing, frame, thresholds)
    sure = [(frame.x(m.at), frame.y(m.score)) for m in moments if not m.undecided]
    if len(sure) > 1:
        drawing.add(Shape(tuple(sure), stroke=SOFT, width=1.1))
    for m in moments:
        _moment(drawing, frame, m, small=len(moments) > _MOST_MARKS)
    return drawing


def _axes(drawing: Drawing, frame: Frame, thresholds: tuple[float, float]) -> None:
    right = frame.width - _RIGHT
    for score in (0.0, 0.5, 1.0):
        drawing.add(Label((_LEFT - 6, frame.y(score) + 3), f"{100 * score:.0f}", 8.5, MUTED, "end"))
    for edge in (0.0, *thresholds, 1.0):
        drawing.add(rule((_LEFT, frame.y(edge)), (right, frame.y(edge)), LINE, 0.8))
    for level, low, high in zip(("low", "moderate", "high"), (0.0, *thresholds), (*thresholds, 1.0), strict=True):
        drawing.add(Label((right + 6, frame.y((low + high) / 2) + 3), say(f"level_{level}"), 8.5, MUTED))
    for at in _ticks(frame.start, frame.end):
        drawing.add(Label((frame.x(at), frame.height - 8), day(at, "short"), 8.5, MUTED, "middle"))


def _ticks(start: dt.datetime, end: dt.datetime) -> list[dt.datetime]:
    days = (end.date() - start.date()).days
    if days == 0:
        return [start]
    count = min(_TICKS, days + 1)
    return [start + (end - start) * i / (count - 1) for i in range(count)]


def _moment(drawing: Drawing, frame: Frame, moment: Moment, *, small: bool) -> None:
    x, y = frame.x(moment.at), frame.y(moment.score)
    low, high = moment.interval
    if not small:
        drawing.add(Shape(((x, frame.y(high)), (x, frame.y(low))), stroke=INK, width=0.8, opacity=0.28))
    if not moment.undecided:
        drawing.add(marker(moment.level, (x, y), 2.0 if small else 3.4))
