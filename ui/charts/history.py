"""Charts of a history: the signal over time against a person's own usual range, days, and moods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from core.types import RiskLevel
from language import day, moment, number, t
from ui.charts.template import dates, faded, figure, quiet_axis
from ui.tokens import Palette

_NAMES: dict[RiskLevel, str] = {"low": "Low signal", "moderate": "Moderate signal", "high": "High signal"}
_SHAPES: dict[RiskLevel, str] = {"low": "circle", "moderate": "diamond", "high": "triangle-up"}
_MOST_WEEKS = 26
_SQUARES = {"showscale": False, "xgap": 3, "ygap": 3}


@dataclass(frozen=True)
class Point:
    """One check-in on the time line; `score` in [0, 1]."""

    at: dt.datetime
    score: float
    level: RiskLevel
    undecided: bool = False


def signal_over_time(points: Sequence[Point], usual: tuple[float, float] | None, palette: Palette) -> go.Figure:
    """Points joined by a quiet line; level by colour and shape; the usual range as a band."""
    fig = figure(
        palette,
        300,
        margin={"l": 0, "r": 58 if usual else 8, "t": 8, "b": 0},
        xaxis=quiet_axis(palette, showline=True, automargin=True, **dates([p.at.date() for p in points], 5)),
        yaxis=quiet_axis(palette, range=[0, 102], tickvals=[0, 25, 50, 75, 100], showgrid=True, automargin=True),
    )
    if usual:
        low, high = (100 * v for v in usual)
        fig.add_hrect(y0=low, y1=high, fillcolor=faded(palette.primary, 0.12), line_width=0, layer="below")
        fig.add_annotation(
            x=1, xref="paper", xshift=6, y=(low + high) / 2, text=t("Usual<br>for you"), showarrow=False, align="left",
            xanchor="left", yanchor="middle", font={"size": 13, "color": palette.primary},
        )  # fmt: skip
    times = [p.at.replace(tzinfo=None) for p in points]
    fig.add_scatter(
        x=times,
        y=[100 * p.score for p in points],
        mode="lines+markers",
        line={"color": palette.soft, "width": 1.5},
        marker={
            "size": [13 if p.level == "high" else 10 for p in points],
            "color": [palette.soft if p.undecided else palette.level(p.level) for p in points],
            "symbol": [_SHAPES[p.level] for p in points],
            "line": {"color": palette.surface, "width": 1.5},
        },
        customdata=[(moment(p.at), t("Could not tell") if p.undecided else t(_NAMES[p.level])) for p in points],
        hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    )
    return fig


def day_map(days: Mapping[dt.date, float], today: dt.date, palette: Palette) -> go.Figure:
    """A square for each day of the last weeks, stronger where the signal was higher; empty without a check-in."""
    starts = _mondays(days, today)
    grid = [[start + dt.timedelta(days=row) for start in starts] for row in range(7)]
    fig = figure(palette, 190, margin={"l": 0, "r": 0, "t": 20, "b": 0}, **_week_axes(starts, palette))
    empty = faded(palette.line, 0.5)
    fig.add_heatmap(
        z=[[0 for _ in row] for row in grid], colorscale=[[0, empty], [1, empty]], hoverinfo="skip", **_SQUARES
    )
    fig.add_heatmap(
        z=[[days.get(date) for date in row] for row in grid],
        zmin=0,
        zmax=1,
        hoverongaps=False,
        colorscale=[[0, faded(palette.accent, 0.28)], [1, palette.accent]],
        customdata=[[_day_words(date, days) for date in row] for row in grid],
        hovertemplate="%{customdata}<extra></extra>",
        **_SQUARES,
    )
    return fig


def _mondays(days: Mapping[dt.date, float], today: dt.date) -> list[dt.date]:
    """First days of the weeks to draw, oldest first."""
    monday = today - dt.timedelta(days=today.weekday())
    weeks = min(_MOST_WEEKS, max(8, (monday - min(days, default=today)).days // 7 + 2))
    return [monday - dt.timedelta(weeks=weeks - 1 - i) for i in range(weeks)]


def _week_axes(starts: Sequence[dt.date], palette: Palette) -> dict[str, Any]:
    marked = list(range(0, len(starts), 4))
    square: dict[str, Any] = {"showline": False, "constrain": "domain"}
    dates: dict[str, Any] = {"side": "top", "tickvals": marked, "ticktext": [day(starts[i], "short") for i in marked]}
    names: dict[str, Any] = {
        "tickvals": [0, 2, 4, 6],
        "ticktext": [day(starts[0] + dt.timedelta(days=i), "weekday") for i in (0, 2, 4, 6)],
        "scaleanchor": "x",
    }
    return {
        "xaxis": quiet_axis(palette, constraintoward="left", **dates, **square),
        "yaxis": quiet_axis(palette, autorange="reversed", automargin=True, **names, **square),
    }


def _day_words(date: dt.date, days: Mapping[dt.date, float]) -> str:
    score = days.get(date)
    named = day(date, "full")
    return (
        t("{day}: no check-in", day=named)
        if score is None
        else t("{day}: {score} of 100", day=named, score=number(100 * score))
    )
