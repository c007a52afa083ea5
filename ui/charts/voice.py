"""Pictures of a recording: waveform with speech and pauses, log-mel spectrogram, distress signal along it."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from language import number, t
from ui.charts.template import faded, figure, hidden_axis, quiet_axis
from ui.tokens import Palette

Span = tuple[float, float]
# Room for "4,000 Hz"; the same in both pictures, so that their seconds stand above each other.
_LEFT = 58


def waveform(
    low: Sequence[float], high: Sequence[float], duration_s: float, speech: Sequence[Span], palette: Palette
) -> go.Figure:
    """The envelope, `low` to `high` at even steps; stretches of speech stand on a tinted ground."""
    step = duration_s / max(1, len(high))
    times = [(i + 0.5) * step for i in range(len(high))]
    reach = max([1e-3, *high, *(-v for v in low)]) * 1.1
    fig = figure(
        palette,
        150,
        margin={"l": _LEFT, "r": 0, "t": 4, "b": 0},
        xaxis=quiet_axis(palette, range=[0, duration_s], ticksuffix=" s", automargin=True, nticks=8),
        yaxis=hidden_axis(range=[-reach, reach]),
    )
    for start, end in speech:
        fig.add_vrect(x0=start, x1=end, fillcolor=faded(palette.primary, 0.13), line_width=0, layer="below")
    fig.add_scatter(
        x=[*times, *reversed(times)],
        y=[*high, *reversed(low)],
        mode="lines",
        fill="toself",
        fillcolor=faded(palette.primary, 0.75),
        line={"color": palette.primary, "width": 0.5},
        hoverinfo="skip",
    )
    return fig


def spectrogram(
    levels_db: Sequence[Sequence[float]], duration_s: float, centres_hz: Sequence[float], palette: Palette
) -> go.Figure:
    """`levels_db` holds a row for each mel band, lowest first; darker means louder."""
    bands = len(levels_db)
    frames = len(levels_db[0]) if bands else 0
    marks = [hz for hz in (250, 500, 1000, 2000, 4000) if centres_hz and centres_hz[0] <= hz <= centres_hz[-1]]
    places = [min(range(bands), key=lambda i: abs(centres_hz[i] - hz)) for hz in marks]
    fig = figure(
        palette,
        220,
        margin={"l": _LEFT, "r": 0, "t": 4, "b": 0},
        xaxis=quiet_axis(palette, range=[0, duration_s], ticksuffix=" s", automargin=True, nticks=8, showline=False),
        yaxis=quiet_axis(
            palette,
            tickvals=places,
            ticktext=[f"{number(hz)} Hz" for hz in marks],
            showline=False,
            tickfont={"size": 12, "color": palette.muted},
        ),
    )
    fig.add_heatmap(
        x=[(i + 0.5) * duration_s / max(1, frames) for i in range(frames)],
        z=[list(row) for row in levels_db],
        showscale=False,
        colorscale=[
            [0, palette.surface],
            [0.45, faded(palette.primary, 0.35)],
            [0.8, palette.primary],
            [1, palette.ink],
        ],
        hoverinfo="skip",
    )
    return fig


def distress_along(spans: Sequence[tuple[float, float, float]], duration_s: float, palette: Palette) -> go.Figure:
    """A band as high as the signal; `spans` are (start s, end s, distress in [0, 1]), what lies between stays empty.

    It fills the whole width, so that it stands exactly below the strip of feelings; its ground is as high as 100.
    """
    fig = figure(
        palette,
        90,
        margin={"l": 0, "r": 0, "t": 4, "b": 24},
        plot_bgcolor=faded(palette.line, 0.5),
        bargap=0,
        xaxis=quiet_axis(palette, range=[0, duration_s], ticksuffix=" s", nticks=8, ticklabeloverflow="hide past div"),
        yaxis=hidden_axis(range=[0, 100]),
    )
    fig.add_bar(
        x=[(start + end) / 2 for start, end, _ in spans],
        width=[end - start for start, end, _ in spans],
        y=[100 * distress for _, _, distress in spans],
        marker={"color": palette.accent, "line": {"width": 0}},
        customdata=[_in_words(*span) for span in spans],
        hovertemplate="%{customdata}<extra></extra>",
    )
    return fig


def _in_words(start: float, end: float, distress: float) -> str:
    when = t("{start} to {end} s", start=number(start, 1), end=number(end, 1))
    return f"{when}<br>{t('{score} of 100', score=number(100 * distress))}"
