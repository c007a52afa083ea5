"""Charts of a batch: how many rows of each level, and how the signal spreads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from core.types import LEVELS
from language import t
from ui.charts.template import figure, hidden_axis, quiet_axis
from ui.tokens import Palette


def level_counts(counts: Mapping[str, int], palette: Palette) -> go.Figure:
    """A bar for each level, and one for those that nobody can tell."""
    keys = [*LEVELS, "undecided"]
    names = [t("Low"), t("Moderate"), t("High"), t("Can't tell")]
    fig = figure(
        palette,
        160,
        bargap=0.4,
        xaxis=hidden_axis(range=[0, 1.15 * max(1, *(counts.get(k, 0) for k in keys))]),
        yaxis=quiet_axis(
            palette, autorange="reversed", automargin=True, showline=False, ticklabelstandoff=8,
            tickfont={"size": 14, "color": palette.ink},
        ),
    )  # fmt: skip
    fig.add_bar(
        x=[counts.get(k, 0) for k in keys],
        y=names,
        orientation="h",
        marker={"color": [palette.low, palette.moderate, palette.high, palette.soft], "cornerradius": 4},
        text=[str(counts.get(k, 0)) for k in keys],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y}: %{x}<extra></extra>",
    )
    return fig


def score_spread(scores: Sequence[float], palette: Palette) -> go.Figure:
    """How many rows fall into each tenth of the signal."""
    bins = [0] * 10
    for score in scores:
        bins[min(9, int(10 * score))] += 1
    fig = figure(
        palette,
        160,
        bargap=0.12,
        margin={"l": 0, "r": 0, "t": 16, "b": 0},
        xaxis=quiet_axis(
            palette, automargin=True, tickvals=[0, 2.5, 5, 7.5, 10], ticktext=["0", "25", "50", "75", "100"]
        ),
        yaxis=hidden_axis(),
    )
    fig.add_bar(
        x=[i + 0.5 for i in range(10)],
        y=bins,
        marker={"color": palette.primary, "cornerradius": 4},
        text=[str(n) if n else "" for n in bins],
        textposition="outside",
        cliponaxis=False,
        customdata=[t("{low} to {high}", low=10 * i, high=10 * i + 10) for i in range(10)],
        hovertemplate="%{customdata}: %{y}<extra></extra>",
    )
    return fig
