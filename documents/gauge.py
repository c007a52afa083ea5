"""The risk gauge, on paper and on the page: three named bands, a needle, and the doubt as a soft arc."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import cos, pi, sin

from core.types import LEVELS, RiskAssessment, RiskLevel
from documents.drawing import INK, LEVEL_COLOURS, MUTED, SURFACE, Anchor, Drawing, Label, Point, Shape, ring
from documents.words import say

WIDTH, HEIGHT = 190.0, 122.0
_CENTRE: Point = (95.0, 106.0)
_OUTER, _INNER = 88.0, 70.0
_DOUBT = (60.0, 66.0)
_LEAST_DOUBT = 0.005


@dataclass(frozen=True)
class Look:
    """Colours of the gauge. Paper is always light; the page has a dark theme too. Without `names` only the picture."""

    ink: str = INK
    surface: str = SURFACE
    levels: Mapping[str, str] = field(default_factory=lambda: LEVEL_COLOURS)
    names: bool = True


def place(score: float, thresholds: tuple[float, float]) -> float:
    """Where a score lies on the arc, 0 to 1; each band takes a third, whatever its share of the score."""
    edges = (0.0, *thresholds, 1.0)
    band = sum(score > edge for edge in thresholds)
    start, end = edges[band], edges[band + 1]
    return (band + (score - start) / (end - start)) / 3 if end > start else band / 3


def gauge(risk: RiskAssessment | None, thresholds: tuple[float, float], says: str, look: Look | None = None) -> Drawing:
    """Draw `risk`; without one the gauge is empty, and one that is undecided has no needle."""
    look = look or Look()
    drawing = Drawing(WIDTH, HEIGHT, says)
    for index, level in enumerate(LEVELS):
        here = risk is not None and level == risk.level and not risk.undecided
        drawing.add(_band(index, look.levels[level], _opacity(risk, here=here)))
        if look.names:
            drawing.add(_name(index, level, here=here))
    if risk is not None:
        low, high = (place(v, thresholds) for v in risk.interval)
        drawing.add(Shape(_arc(low, max(high, low + _LEAST_DOUBT), *_DOUBT), fill=look.ink, opacity=0.33))
        if not risk.undecided:
            drawing.add(*_needle(place(risk.score, thresholds), look))
    return drawing


def _opacity(risk: RiskAssessment | None, *, here: bool) -> float:
    if risk is None:
        return 0.22
    if risk.undecided:
        return 0.45
    return 1.0 if here else 0.28


def _at(where: float, radius: float) -> Point:
    angle = pi * (1 - where)
    return _CENTRE[0] + radius * cos(angle), _CENTRE[1] - radius * sin(angle)


def _arc(start: float, end: float, inner: float, outer: float) -> tuple[Point, ...]:
    steps = [start + (end - start) * i / 40 for i in range(41)]
    return (*(_at(s, outer) for s in steps), *(_at(s, inner) for s in reversed(steps)))


def _band(index: int, colour: str, opacity: float) -> Shape:
    start, end = index / 3 + (0.006 if index else 0), (index + 1) / 3 - (0.006 if index < 2 else 0)
    return Shape(_arc(start, end, _INNER, _OUTER), fill=colour, opacity=opacity)


def _name(index: int, level: RiskLevel, *, here: bool) -> Label:
    """Under the feet of the arc and on its top."""
    places: tuple[tuple[Point, Anchor], ...] = (
        ((7.0, _CENTRE[1] + 13), "start"),
        ((_CENTRE[0], 13.0), "middle"),
        ((WIDTH - 7.0, _CENTRE[1] + 13), "end"),
    )
    at, anchor = places[index]
    return Label(at, say(f"level_{level}"), 10, INK if here else MUTED, anchor, here)


def _needle(where: float, look: Look) -> tuple[Shape, Shape]:
    angle = pi * (1 - where)
    side = (2.6 * sin(angle), 2.6 * cos(angle))
    x, y = _CENTRE
    tip = _at(where, _OUTER - 4)
    outline = ((x - side[0], y - side[1]), tip, (x + side[0], y + side[1]))
    needle = Shape(outline, fill=look.ink, stroke=look.surface, width=0.8)
    return needle, Shape(ring(_CENTRE, 5.5, 36), fill=look.ink, stroke=look.surface, width=0.8)
