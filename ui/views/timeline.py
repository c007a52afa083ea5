"""The feelings of a recording along its length, as a strip that plays along with the sound."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from core.types import Segment
from language import number, t
from ui.charts.bars import percent
from ui.safe_html import Html, join, table, tag
from ui.tokens import feeling_colour, ink_on

_LEAST_SHARE = 0.09
# A stretch whose likeliest feeling is less likely than this is not called by it.
_UNSURE_BELOW = 0.4


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
    name, colour = _called(segment)
    said = t(
        "{start} to {end} s: {name}, {percent}",
        start=number(start, 1),
        end=number(end, 1),
        name=t(segment.label).capitalize(),
        percent=percent(segment.confidence),
    )
    style = (
        f"left:{100 * start / max(duration_s, 1e-9):.2f}%;width:{100 * share:.2f}%;"
        f"background:{colour};color:{ink_on(colour)}"
    )
    return tag("div", name if share >= _LEAST_SHARE else "", "at-piece", title=said, style=style)


def legend(segments: Sequence[Segment]) -> Html:
    """Names of the feelings on the strip, each with its colour."""
    items = [
        tag("li", join(tag("span", "", "at-swatch", style=f"background:{colour}"), tag("span", name)))
        for name, colour in dict.fromkeys(map(_called, segments))
    ]
    return tag("ul", items, "at-legend")


def _called(segment: Segment) -> tuple[str, str]:
    """What a stretch is called on the strip, and in which colour."""
    if segment.confidence < _UNSURE_BELOW:
        return t("Not clear"), feeling_colour("not clear")
    return t(segment.label).capitalize(), feeling_colour(segment.label)


def spoken(segments: Sequence[Segment]) -> str:
    """The strip as a sentence."""
    parts = [
        t(
            "{feeling} from {start} to {end} s",
            feeling=_called(s)[0],
            start=number(s.start),
            end=number(s.end),
        )
        for s in segments[:12]
    ]
    return f"{t('Feelings along the recording')}: {', '.join(parts)}"


def as_table(segments: Sequence[Segment]) -> Html:
    """The strip as a table."""
    rows = [
        (
            t("{start} to {end} s", start=number(s.start, 1), end=number(s.end, 1)),
            t(s.label).capitalize(),
            percent(s.confidence),
            t("{score} of 100", score=number(100 * s.distress)),
        )
        for s in segments
    ]
    return table(
        (t("When"), t("Feeling"), t("Probability"), t("Distress signal")), rows, t("Feelings along the recording")
    )
