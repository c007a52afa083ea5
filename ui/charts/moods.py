"""Moods over the weeks: a line for each, named at its end, in the colour that the mood has everywhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from language import day, t
from ui.charts.template import dates, figure, quiet_axis
from ui.tokens import Palette, feeling_colour

_LEAST_GAP = 0.12
_DASHES = ("solid", "dash", "dot")


def mood_lines(moods: Mapping[str, Mapping[dt.date, float]], palette: Palette) -> go.Figure:
    """Strength from 0 to 1 by the Monday of its week; lines differ in dash as well as colour."""
    top = max((v for weeks in moods.values() for v in weeks.values()), default=0.0) or 1.0
    fig = figure(
        palette,
        220,
        margin={"l": 0, "r": 92, "t": 8, "b": 0},
        xaxis=quiet_axis(
            palette, showline=True, automargin=True, **dates(sorted({m for weeks in moods.values() for m in weeks}), 4)
        ),
        yaxis=quiet_axis(palette, range=[0, 115 * top], nticks=4, showgrid=True, automargin=True, ticksuffix=" %"),
    )
    for (name, weeks), dash in zip(moods.items(), _DASHES * len(moods), strict=False):
        fig.add_scatter(
            x=list(weeks),
            y=[100 * v for v in weeks.values()],
            mode="lines+markers",
            line={"color": feeling_colour(name), "width": 2.5, "dash": dash},
            marker={"size": 6},
            name=t(name).capitalize(),
            customdata=[t("Week of {day}", day=day(monday)) for monday in weeks],
            hovertemplate=f"%{{customdata}}<br>{t(name).capitalize()}: %{{y:.0f}} %<extra></extra>",
        )
    ends = {name: list(weeks.values())[-1] for name, weeks in moods.items()}
    for name, y in zip(
        sorted(ends, key=lambda n: ends[n]), apart(sorted(ends.values()), _LEAST_GAP * top), strict=True
    ):
        fig.add_annotation(
            x=1, xref="paper", xshift=8, y=100 * y, text=t(name).capitalize(), showarrow=False, xanchor="left",
            font={"size": 13, "color": palette.ink},
        )  # fmt: skip
    return fig


def apart(heights: Sequence[float], gap: float) -> list[float]:
    """`heights` in rising order, pushed up so that no two labels are closer than `gap`."""
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + gap) if placed else height)
    return placed
