"""The risk gauge: a half circle of three named bands, a needle, and the doubt as a soft arc."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from core.types import LEVELS, RiskAssessment, RiskLevel
from language import t
from ui.charts.template import faded, figure, hidden_axis
from ui.tokens import Palette

NAMES: dict[RiskLevel, str] = {"low": "Low", "moderate": "Moderate", "high": "High"}
SIGNALS: dict[RiskLevel, str] = {"low": "Low signal", "moderate": "Moderate signal", "high": "High signal"}
_INNER, _OUTER = 0.80, 1.0
_DOUBT_INNER, _DOUBT_OUTER = 0.69, 0.75


def gauge(risk: RiskAssessment | None, thresholds: tuple[float, float], palette: Palette) -> go.Figure:
    """Draw `risk`; without it, an empty gauge. An undecided risk has no needle.

    `thresholds` are the scores where Moderate and High begin. Each band takes a third of the arc,
    whatever its share of the score, so that every name has room and a place is read as "how far into it".
    """
    fig = figure(
        palette,
        230,
        margin={"l": 2, "r": 2, "t": 0, "b": 0},
        xaxis=hidden_axis(range=[-1.02, 1.02], constrain="domain"),
        yaxis=hidden_axis(range=[-0.17, 1.16], scaleanchor="x", constrain="domain"),
    )
    for index, level in enumerate(LEVELS):
        _band(fig, index, level, _opacity(risk, level), palette)
    if risk is not None:
        low, high = (_place(v, thresholds) for v in risk.interval)
        _doubt(fig, low, high, palette)
        if not risk.undecided:
            _needle(fig, _place(risk.score, thresholds), palette)
    return fig


def _place(score: float, thresholds: tuple[float, float]) -> float:
    """Where a score lies on the arc, 0 (left) to 1 (right)."""
    edges = (0.0, *thresholds, 1.0)
    for band in range(3):
        start, end = edges[band], edges[band + 1]
        if score <= end or band == 2:
            inside = (score - start) / (end - start) if end > start else 0.0
            return (band + min(1.0, max(0.0, inside))) / 3
    raise AssertionError("unreachable")


def _opacity(risk: RiskAssessment | None, level: RiskLevel) -> float:
    if risk is None:
        return 0.22
    if risk.undecided:
        return 0.45
    return 1.0 if risk.level == level else 0.28


def _arc(start: float, end: float, radius: float, points: int = 40) -> list[tuple[float, float]]:
    angles = (math.pi * (1 - (start + (end - start) * i / points)) for i in range(points + 1))
    return [(radius * math.cos(a), radius * math.sin(a)) for a in angles]


def _ring(start: float, end: float, inner: float, outer: float) -> list[tuple[float, float]]:
    return _arc(start, end, outer) + _arc(start, end, inner)[::-1]


def _fill(fig: go.Figure, outline: Sequence[tuple[float, float]], colour: str, hover: str | None, line: str) -> None:
    xs, ys = zip(*outline, strict=True)
    fig.add_scatter(
        x=xs,
        y=ys,
        mode="lines",
        fill="toself",
        fillcolor=colour,
        line={"color": line, "width": 1},
        hoveron="fills",
        hoverinfo="text" if hover else "skip",
        text=hover,
    )


def _band(fig: go.Figure, index: int, level: RiskLevel, opacity: float, palette: Palette) -> None:
    gap = 0.006
    start, end = index / 3 + (gap if index else 0), (index + 1) / 3 - (gap if index < 2 else 0)
    colour = faded(palette.level(level), opacity)
    _fill(fig, _ring(start, end, _INNER, _OUTER), colour, t(SIGNALS[level]), "rgba(0,0,0,0)")
    here = opacity == 1.0
    x, y = ((-(_INNER + _OUTER) / 2, -0.03), (0.0, 1.03), ((_INNER + _OUTER) / 2, -0.03))[index]
    fig.add_annotation(
        x=x,
        y=y,
        text=f"<b>{t(NAMES[level])}</b>" if here else t(NAMES[level]),
        showarrow=False,
        xanchor="center",
        yanchor=("top", "bottom", "top")[index],
        font={"size": 15, "color": palette.ink if here else palette.muted},
    )


def _doubt(fig: go.Figure, low: float, high: float, palette: Palette) -> None:
    high = max(high, low + 0.004)
    hover = t("The result may lie anywhere along this arc")
    _fill(fig, _ring(low, high, _DOUBT_INNER, _DOUBT_OUTER), faded(palette.ink, 0.30), hover, "rgba(0,0,0,0)")


def _needle(fig: go.Figure, place: float, palette: Palette) -> None:
    angle = math.pi * (1 - place)
    across = (math.sin(angle), -math.cos(angle))

    def at(radius: float, half_width: float) -> tuple[float, float]:
        along = (radius * math.cos(angle), radius * math.sin(angle))
        return along[0] + half_width * across[0], along[1] + half_width * across[1]

    outline = [at(0, 0.03), at(0.93, 0.007), at(0.93, -0.007), at(0, -0.03), at(0, 0.03)]
    _fill(fig, outline, palette.ink, None, palette.ink)
    hub = [(0.055 * math.cos(math.tau * i / 36), 0.055 * math.sin(math.tau * i / 36)) for i in range(37)]
    _fill(fig, hub, palette.ink, None, palette.ink)
