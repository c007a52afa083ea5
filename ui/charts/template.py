"""The one look of every chart: transparent, quiet, the page's fonts, no mode bar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from language import day, number
from ui.tokens import Palette

CONFIG: dict[str, Any] = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "responsive": True}
FONT = "Source Sans, sans-serif"


def figure(palette: Palette, height_px: int, **layout: Any) -> go.Figure:
    """An empty figure in the house style; `layout` overrides single values."""
    style: dict[str, Any] = {
        "height": height_px,
        "margin": {"l": 0, "r": 0, "t": 4, "b": 4, "pad": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 14, "color": palette.ink},
        "hoverlabel": {
            "bgcolor": palette.surface,
            "bordercolor": palette.line,
            "font": {"family": FONT, "size": 14, "color": palette.ink},
            "align": "left",
        },
        "showlegend": False,
        "separators": number(1000.5, 1)[5] + number(1000.5, 1)[1],
        "dragmode": False,
        "xaxis": hidden_axis(),
        "yaxis": hidden_axis(),
    }
    return go.Figure(layout=style | layout)


def hidden_axis(**extra: Any) -> dict[str, Any]:
    """An axis that takes no room and cannot be dragged."""
    return {"visible": False, "fixedrange": True, "zeroline": False, "showgrid": False} | extra


def quiet_axis(palette: Palette, title: str = "", **extra: Any) -> dict[str, Any]:
    """An axis with labels and hardly a line."""
    return {
        "fixedrange": True,
        "zeroline": False,
        "showgrid": False,
        "ticks": "",
        "linecolor": palette.line,
        "gridcolor": palette.line,
        "tickfont": {"size": 13, "color": palette.muted},
        "title": {"text": title, "font": {"size": 13, "color": palette.muted}, "standoff": 10},
    } | extra


def dates(days: Sequence[dt.date], most: int) -> dict[str, Any]:
    """Marks of a time axis, at most `most`, in the language of the page: plotly.js has English months only."""
    if not days:
        return {}
    first, span = days[0], max(1, (days[-1] - days[0]).days)
    step = max(1, -(-span // (most - 1)))
    marks = [first + dt.timedelta(days=n) for n in range(0, span + 1, step)]
    return {"tickvals": marks, "ticktext": [day(mark, "short") for mark in marks], "tickangle": 0}


def faded(colour: str, opacity: float) -> str:
    """`colour` (#RRGGBB) as rgba with `opacity` in [0, 1]."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:.2f})"
