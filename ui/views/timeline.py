"""The feelings of a recording along its length, as a strip that plays along with the sound."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from core.types import Segment
from ui.charts.bars import percent
from ui.safe_html import Html, join, table, tag
from ui.tokens import feeling_colour, ink_on

_LEAST_SHARE = 0.09


def timeline(segments: Sequence[Segment], duration_s: float) -> Html:
    """One coloured piece for each segment; a name where there is room for it."""
    pieces = [_piece(s, start, end, duration_s) for s, start, end in _edges(segments, duration_s)]
    mark = tag("div", "", "at-playhead", aria_hidden="true")
    strip = tag("div", [*pieces, mark], "at-timeline", role="img", aria_label=spoken(segments))
    return join(strip, legend(segments))


def _edges(segments: Sequence[Segment], duration_s: float) -> list[tuple[Segment, float, float]]:
    """Windows overlap: each piece ends where the next one's middle begins."""
    middles = [(a.end + b.start) / 2 for a, b in pairwise(segments)]
    starts = [segments[0].start, *middles] if segments else []
    ends = [*middles, min(duration_s, segments[-1].end)] if segments else []
    return list(zip(segments, starts, ends, strict=True))


def _piece(segment: Segment, start: float, end: float, duration_s: float) -> Html:
    share = (end - start) / duration_s if duration_s else 0.0
    colour = feeling_colour(segment.label)
    name = segment.label.capitalize()
    told = f"{start:.1f} to {end:.1f} s: {name}, {percent(segment.confidence)}"
    style = (
        f"left:{100 * start / max(duration_s, 1e-9):.2f}%;width:{100 * share:.2f}%;"
        f"background:{colour};color:{ink_on(colour)}"
    )
    return tag("div", name if share >= _LEAST_SHARE else "", "at-piece", title=told, style=style)


def legend(segments: Sequence[Segment]) -> Html:
    """Names of the feelings on the strip, each with its colour."""
    labels = list(dict.fromkeys(s.label for s in segments))
    items = [
        tag("li", join(tag("span", "", "at-swatch", style=f"background:{feeling_colour(label)}"), _name(label)))
        for label in labels
    ]
    return tag("ul", items, "at-legend")


def _name(label: str) -> Html:
    return tag("span", label.capitalize())


def spoken(segments: Sequence[Segment]) -> str:
    """The strip as a sentence."""
    parts = [f"{s.label.capitalize()} from {s.start:.0f} to {s.end:.0f} s" for s in segments[:12]]
    return "Feelings along the recording: " + ", ".join(parts)


def as_table(segments: Sequence[Segment]) -> Html:
    """The strip as a table."""
    rows = [
        (
            f"{s.start:.1f} to {s.end:.1f} s",
            s.label.capitalize(),
            percent(s.confidence),
            f"{100 * s.distress:.0f} of 100",
        )
        for s in segments
    ]
    return table(("When", "Feeling", "Probability", "Distress signal"), rows, "Feelings along the recording")
