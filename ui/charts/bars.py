"""Bars: probabilities of labels, and what each input added to or took from the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from language import t
from ui.charts.template import faded, figure, hidden_axis, quiet_axis
from ui.safe_html import Html, tag
from ui.tokens import Palette, feeling_colour


@dataclass(frozen=True)
class Bar:
    """One bar; `said` is its value in words, written at its end."""

    name: str
    value: float
    said: str
    colour: str


def probability_bars(scores: Mapping[str, float], palette: Palette, *, feelings: bool, top: int = 8) -> Html:
    """The `top` likeliest labels, likeliest first, the percentage at each end.

    `feelings` gives every label its fixed colour; otherwise the first is strong and the others soft.
    """
    ranked = sorted(scores.items(), key=lambda pair: -pair[1])[:top]
    plain = [palette.primary] + [palette.soft] * (len(ranked) - 1)
    colours = [feeling_colour(label) for label, _ in ranked] if feelings else plain
    rows = [
        Bar(t(label).capitalize(), value, percent(value), colour)
        for (label, value), colour in zip(ranked, colours, strict=True)
    ]
    return bars(rows, 0.0, 1.0)


def contribution_bars(parts: Mapping[str, float], palette: Palette) -> Html:
    """How far each input moved the result, in points of 100: right raised it, left lowered it."""
    rows = [
        Bar(name, 100 * value, signed(100 * value), palette.accent if value > 0 else palette.primary)
        for name, value in parts.items()
    ]
    return bars(rows, min(0.0, *(r.value for r in rows)), max(12.0, *(r.value for r in rows)))


def bars(rows: Sequence[Bar], least: float, most: float) -> Html:
    """Bars made of words and boxes of the page itself: they stand at once, where a plotly chart has to be built."""
    zero = 100 * (0.0 - least) / (most - least)
    return tag("ul", [_row(row, zero, 100 / (most - least)) for row in rows], "at-bars")


def _row(row: Bar, zero: float, per_unit: float) -> Html:
    length = abs(row.value) * per_unit
    left = zero if row.value >= 0 else zero - length
    style = f"left:{left:.2f}%;width:{length:.2f}%;background:{row.colour}"
    track = tag("span", tag("span", "", "at-bar", style=style), "at-track", aria_hidden="true")
    return tag("li", [tag("span", row.name, "at-bar-name"), track, tag("span", row.said, "at-bar-said")])


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
