"""Bars: probabilities of labels, and what each input added to or took from the result."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go

from language import t
from ui.charts.template import faded, figure, hidden_axis, quiet_axis
from ui.tokens import Palette, feeling_colour

_ROW_PX = 30


def probability_bars(scores: Mapping[str, float], palette: Palette, *, feelings: bool, top: int = 8) -> go.Figure:
    """Horizontal bars of the `top` likeliest labels, likeliest first, the percentage at each end.

    `feelings` gives every label its fixed colour; otherwise the first is strong and the others soft.
    """
    ranked = sorted(scores.items(), key=lambda pair: -pair[1])[:top]
    labels = [label for label, _ in ranked]
    values = [value for _, value in ranked]
    plain = [palette.primary] + [palette.soft] * (len(ranked) - 1)
    colours = [feeling_colour(label) for label in labels] if feelings else plain
    fig = figure(
        palette,
        _ROW_PX * len(ranked) + 12,
        bargap=0.42,
        xaxis=hidden_axis(range=[0, 1.16]),
        yaxis=_names(palette),
    )
    fig.add_bar(
        x=values,
        y=[t(label).capitalize() for label in labels],
        orientation="h",
        marker={"color": colours, "cornerradius": 4},
        text=[percent(v) for v in values],
        textposition="outside",
        textfont={"color": palette.ink, "size": 13},
        cliponaxis=False,
        customdata=[percent(v) for v in values],
        hovertemplate="%{y}: %{customdata}<extra></extra>",
    )
    return fig


def contribution_bars(parts: Mapping[str, float], palette: Palette) -> go.Figure:
    """How far each input moved the result, in points of 100: right raised it, left lowered it."""
    points = [100 * v for v in parts.values()]
    most, least = max(12.0, *points) * 1.3, min(0.0, *points) * 1.45
    fig = figure(
        palette,
        (_ROW_PX + 6) * len(points) + 12,
        bargap=0.45,
        xaxis=hidden_axis(range=[least, most]),
        yaxis=_names(palette),
    )
    fig.add_vline(x=0, line={"color": palette.soft, "width": 1})
    fig.add_bar(
        x=points,
        y=list(parts),
        orientation="h",
        marker={"color": [palette.accent if p > 0 else palette.primary for p in points], "cornerradius": 4},
        text=[signed(p) for p in points],
        textposition="outside",
        textfont={"color": palette.ink, "size": 13},
        cliponaxis=False,
        customdata=[moved(p) for p in points],
        hovertemplate="%{y} %{customdata}<extra></extra>",
    )
    return fig


def waterfall(prior: float, parts: Mapping[str, float], score: float, palette: Palette) -> go.Figure:
    """From where Attune starts, over what each input added or took away, to the result; points of 100."""
    names = [t("Starting point"), *parts, t("Result")]
    values = [100 * prior, *(100 * v for v in parts.values()), 100 * score]
    fig = figure(
        palette,
        280,
        margin={"l": 0, "r": 0, "t": 24, "b": 0},
        xaxis=quiet_axis(palette, tickfont={"size": 13, "color": palette.ink}),
        yaxis=hidden_axis(range=[0, 112]),
    )
    fig.add_waterfall(
        x=names,
        y=values,
        measure=["absolute", *["relative"] * len(parts), "total"],
        connector={"line": {"color": palette.line, "width": 1}},
        increasing={"marker": {"color": palette.accent}},
        decreasing={"marker": {"color": palette.primary}},
        totals={"marker": {"color": faded(palette.muted, 0.75)}},
        text=[f"{values[0]:.0f}", *(signed(v) for v in values[1:-1]), f"{values[-1]:.0f}"],
        textposition="outside",
        textfont={"color": palette.ink, "size": 14},
        hovertemplate="%{x}: %{text}<extra></extra>",
        width=0.5,
    )
    return fig


def percent(value: float) -> str:
    """A probability in whole percent, without claiming certainty at either end."""
    if 0 < value < 0.005:
        return t("under 1 %")
    return t("over 99 %") if 0.995 < value < 1 else f"{100 * value:.0f} %"


def signed(points: float) -> str:
    """Whole points with their sign; a true minus."""
    rounded = round(points)
    sign = "" if rounded == 0 else "+" if rounded > 0 else "\N{MINUS SIGN}"
    return f"{sign}{abs(rounded)}"


def moved(points: float) -> str:
    """What an input did to the result, in words."""
    size = abs(round(points))
    if size == 0:
        return t("hardly changed the result")
    return (
        t("raised the signal by {size} of 100", size=size)
        if points > 0
        else t("lowered the signal by {size} of 100", size=size)
    )


def _names(palette: Palette) -> dict[str, object]:
    return quiet_axis(
        palette,
        autorange="reversed",
        showline=False,
        automargin=True,
        ticklabelstandoff=8,
        tickfont={"size": 14, "color": palette.ink},
    )
