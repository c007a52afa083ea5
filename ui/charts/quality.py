"""How good a model is: scores with their doubt beside a control, what is taken for what, and calibration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from language import number, t
from ui.charts.template import faded, figure, hidden_axis, quiet_axis
from ui.tokens import Palette


@dataclass(frozen=True)
class Score:
    """One measured score in [0, 1] with its interval, and that of the simple control, if there is one."""

    name: str
    value: float
    low: float
    high: float
    control: float | None = None


def scores_with_intervals(scores: Sequence[Score], palette: Palette) -> go.Figure:
    """A dot with its interval for each score; a small ring where the control stands."""
    names = quiet_axis(palette, autorange="reversed", automargin=True, showline=False, ticklabelstandoff=8)
    fig = figure(
        palette,
        38 * len(scores) + 56,
        margin={"l": 0, "r": 40, "t": 20, "b": 0},
        xaxis=quiet_axis(palette, range=[0, 1.02], showgrid=True, tickvals=[0, 0.25, 0.5, 0.75, 1], automargin=True),
        yaxis=names | {"tickfont": {"size": 14, "color": palette.ink}},
    )
    _controls(fig, [s for s in scores if s.control is not None], palette)
    fig.add_scatter(
        x=[s.value for s in scores],
        y=[s.name for s in scores],
        mode="markers+text",
        marker={"size": 11, "color": palette.primary},
        error_x=_whiskers(scores, palette),
        text=[number(s.value, 2) for s in scores],
        textposition="top center",
        textfont={"size": 13, "color": palette.ink},
        cliponaxis=False,
        customdata=[number(s.value, 3) for s in scores],
        hovertemplate="%{y}: %{customdata}<extra></extra>",
    )
    return fig


def _controls(fig: go.Figure, scores: Sequence[Score], palette: Palette) -> None:
    fig.add_scatter(
        x=[s.control for s in scores],
        y=[s.name for s in scores],
        mode="markers",
        marker={"symbol": "circle-open", "size": 11, "color": palette.muted, "line": {"width": 2}},
        customdata=[number(s.control or 0.0, 2) for s in scores],
        hovertemplate=t("Simple control") + ": %{customdata}<extra></extra>",
    )


def _whiskers(scores: Sequence[Score], palette: Palette) -> dict[str, object]:
    above, below = [s.high - s.value for s in scores], [s.value - s.low for s in scores]
    ends = {"type": "data", "symmetric": False, "array": above, "arrayminus": below}
    return ends | {"color": palette.primary, "thickness": 2, "width": 0}


def confusion(labels: Sequence[str], counts: Sequence[Sequence[int]], palette: Palette) -> go.Figure:
    """Rows are what was true, columns what was said; shares of each row, written in the squares."""
    shares = [[n / max(1, sum(row)) for n in row] for row in counts]
    names = [t(label).capitalize() for label in labels]
    fig = figure(
        palette,
        46 * len(labels) + 60,
        margin={"l": 0, "r": 0, "t": 4, "b": 0},
        xaxis=quiet_axis(palette, side="bottom", showline=False, automargin=True, title=t("Said")),
        yaxis=quiet_axis(palette, autorange="reversed", showline=False, automargin=True, title=t("True")),
    )
    fig.add_heatmap(
        x=names,
        y=names,
        z=shares,
        zmin=0,
        zmax=1,
        showscale=False,
        xgap=3,
        ygap=3,
        colorscale=[[0, faded(palette.primary, 0.05)], [1, faded(palette.primary, 0.75)]],
        text=[[f"{100 * share:.0f}" for share in row] for row in shares],
        texttemplate="%{text}",
        textfont={"size": 13, "color": palette.ink},
        customdata=counts,
        hovertemplate=f"{t('True')}: %{{y}}<br>{t('Said')}: %{{x}}<br>%{{text}} % (%{{customdata}})<extra></extra>",
    )
    return fig


def reliability(bins: Sequence[tuple[float, float, int]], palette: Palette) -> go.Figure:
    """Confidence against the share that was right; on the line, the model means what it says."""
    fig = figure(
        palette,
        260,
        margin={"l": 0, "r": 8, "t": 8, "b": 0},
        xaxis=quiet_axis(palette, range=[0, 1.02], automargin=True, title=t("Confidence")),
        yaxis=quiet_axis(palette, range=[0, 1.05], automargin=True, showgrid=True, title=t("Share right")),
    )
    fig.add_scatter(
        x=[0, 1], y=[0, 1], mode="lines", line={"color": palette.soft, "dash": "dot", "width": 1.5}, hoverinfo="skip"
    )
    most = max((n for _, _, n in bins), default=1)
    fig.add_scatter(
        x=[c for c, _, _ in bins],
        y=[r for _, r, _ in bins],
        mode="lines+markers",
        line={"color": palette.primary, "width": 2},
        marker={"size": [6 + 12 * (n / most) ** 0.5 for _, _, n in bins], "color": palette.primary},
        customdata=[(number(c, 2), number(r, 2), n) for c, r, n in bins],
        hovertemplate=f"{t('Confidence')} %{{customdata[0]}}<br>{t('Share right')} %{{customdata[1]}} "
        "(%{customdata[2]})<extra></extra>",
    )
    return fig


def side_by_side(labels: Sequence[str], columns: dict[str, Sequence[float]], palette: Palette) -> go.Figure:
    """The same labels as two models see them."""
    shades = [palette.primary, palette.accent, palette.muted]
    fig = figure(
        palette,
        62 * len(labels) + 40,
        bargap=0.35,
        xaxis=hidden_axis(range=[0, 1.15]),
        yaxis=quiet_axis(palette, autorange="reversed", automargin=True, showline=False, ticklabelstandoff=8),
        showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
    )
    for (name, values), shade in zip(columns.items(), shades, strict=False):
        fig.add_bar(
            x=list(values),
            y=[t(label).capitalize() for label in labels],
            name=name,
            orientation="h",
            marker={"color": shade, "cornerradius": 4},
            text=[f"{100 * v:.0f} %" for v in values],
            textposition="outside",
            textfont={"size": 12, "color": palette.ink},
            constraintext="none",
            cliponaxis=False,
            hovertemplate=f"{name}: %{{y}} %{{text}}<extra></extra>",
        )
    return fig
