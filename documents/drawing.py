"""A chart as plain shapes, so that HTML and PDF draw the very same one. Points, y grows downwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import cos, sin, tau
from typing import Literal

# The light theme of the page (ui/tokens.py): paper is always light.
SURFACE, LINE, INK, MUTED, SOFT = "#FFFFFF", "#E4DFD7", "#22302E", "#5E6B69", "#B9C6C2"
PRIMARY, ACCENT = "#2F6F6B", "#B8623F"
LEVEL_COLOURS = {"low": "#3E8E7E", "moderate": "#D79A2B", "high": "#B6493F"}

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Shape:
    """A filled outline, or an open line when it has no fill. `opacity` is that of fill and line."""

    points: tuple[Point, ...]
    fill: str | None = None
    stroke: str | None = None
    width: float = 1.0
    opacity: float = 1.0
    dashed: bool = False


@dataclass(frozen=True)
class Label:
    """Words at a point, on their baseline."""

    at: Point
    words: str
    size: float = 9.0
    colour: str = INK
    anchor: Anchor = "start"
    strong: bool = False


@dataclass
class Drawing:
    """Shapes and labels in the order in which they are drawn. `says` is the chart for someone who cannot see it."""

    width: float
    height: float
    says: str
    parts: list[Shape | Label] = field(default_factory=list)

    def add(self, *parts: Shape | Label) -> None:
        """Draw on top of what is there."""
        self.parts.extend(parts)


def box(at: Point, size: Point, fill: str, opacity: float = 1.0) -> Shape:
    """A filled rectangle from its upper left corner; a negative size grows the other way."""
    (x, y), (width, height) = at, size
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    return Shape(corners, fill=fill, opacity=opacity)


def rule(a: Point, b: Point, colour: str = LINE, width: float = 1.0, *, dashed: bool = False) -> Shape:
    """A straight line."""
    return Shape((a, b), stroke=colour, width=width, dashed=dashed)


def marker(level: str, at: Point, size: float = 3.6) -> Shape:
    """A mark whose shape tells the level without its colour: disc, diamond, triangle."""
    x, y = at
    colour = LEVEL_COLOURS[level]
    if level == "moderate":
        return Shape(((x, y - 1.3 * size), (x + 1.3 * size, y), (x, y + 1.3 * size), (x - 1.3 * size, y)), fill=colour)
    if level == "high":
        return Shape(((x, y - 1.4 * size), (x + 1.3 * size, y + size), (x - 1.3 * size, y + size)), fill=colour)
    return Shape(ring(at, size, 24), fill=colour)


def ring(centre: Point, radius: float, count: int) -> tuple[Point, ...]:
    """Points on a circle."""
    x, y = centre
    return tuple((x + radius * cos(tau * i / count), y + radius * sin(tau * i / count)) for i in range(count))
