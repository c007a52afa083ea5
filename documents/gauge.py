"""The risk gauge on paper: three named bands, a needle, and the doubt as a soft arc."""

from __future__ import annotations

from math import cos, pi, sin

from core.types import LEVELS, RiskAssessment, RiskLevel
from documents.drawing import INK, LEVEL_COLOURS, MUTED, SURFACE, Drawing, Label, Point, Shape, ring
from documents.words import say

WIDTH, HEIGHT = 250.0, 122.0
_CENTRE: Point = (125.0, 113.0)
_OUTER, _INNER = 88.0, 70.0
_DOUBT = (60.0, 66.0)


def place(score: float, thresholds: tuple[float, float]) -> float:
    """Where a score lies on the arc, 0 to 1; each band takes a third, whatever its share of the score."""
    edges = (0.0, *thresholds, 1.0)
    band = sum(score > edge for edge in thresholds)
    start, end = edges[band], edges[band + 1]
    return (band + (score - start) / (end - start)) / 3 if end > start else band / 3


def gauge(risk: RiskAssessment, thresholds: tuple[float, float], says: str) -> Drawing:
    """Draw `risk`; an undecided one has no needle."""
    drawing = Drawing(WIDTH, HEIGHT, says)
    for index, level in enumerate(LEVELS):
        here = level == risk.level and not risk.undecided
        drawing.add(_band(index, level, 1.0 if here else 0.3), _name(index, level, here))
    low, high = (place(v, thresholds) for v in risk.interval)
    drawing.add(Shape(_arc(low, max(high, low + 0.005), *_DOUBT), fill=INK, opacity=0.35))
    if not risk.undecided:
        drawing.add(*_needle(place(risk.score, thresholds)))
    return drawing


def _at(where: float, radius: float) -> Point:
    angle = pi * (1 - where)
    return _CENTRE[0] + radius * cos(angle), _CENTRE[1] - radius * sin(angle)


def _arc(start: float, end: float, inner: float, outer: float) -> tuple[Point, ...]:
    steps = [start + (end - start) * i / 40 for i in range(41)]
    return (*(_at(s, outer) for s in steps), *(_at(s, inner) for s in reversed(steps)))


def _band(index: int, level: RiskLevel, opacity: float) -> Shape:
    start, end = index / 3 + (0.006 if index else 0), (index + 1) / 3 - (0.006 if index < 2 else 0)
    return Shape(_arc(start, end, _INNER, _OUTER), fill=LEVEL_COLOURS[level], opacity=opacity)


def _name(index: int, level: RiskLevel, here: bool) -> Label:
    x, y = _at((index + 0.5) / 3, _OUTER + 7)
    anchor = ("end", "middle", "start")[index]
    colour = INK if here else MUTED
    return Label((x, y), say(f"level_{level}"), 10, colour, anchor, here)  # type: ignore[arg-type]


def _needle(where: float) -> tuple[Shape, Shape]:
    angle = pi * (1 - where)
    side = (2.6 * sin(angle), 2.6 * cos(angle))
    x, y = _CENTRE
    tip = _at(where, _OUTER - 4)
    needle = Shape(((x - side[0], y - side[1]), tip, (x + side[0], y + side[1])), fill=INK, stroke=SURFACE, width=0.8)
    return needle, Shape(ring(_CENTRE, 5.5, 36), fill=INK, stroke=SURFACE, width=0.8)
