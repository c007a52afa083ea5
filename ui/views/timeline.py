"""The feelings of a recording along its length, as a strip that plays along with the sound."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from core.types import Segment
from language import number, t
from speech_model import MODALITY
from speech_model.labels import unsure_below
from ui.charts.bars import percent
from ui.safe_html import Html, join, table, tag
from ui.tokens import feeling_colour, ink_on

_LEAST_SHARE = 0.09
_LABELS = len(MODALITY.distress_of)


def timeline(segments: Sequence[Segment], duration_s: float, labels: int = _LABELS) -> Html:
    """One coloured piece for each segment, with a name where there is room for it; a pause is left empty.

    A stretch is called by the likeliest of `labels` feelings only if it is likely enough.
    """
    unsure = unsure_below(labels)
    found = stretches(segments, duration_s)
    pieces = [_piece(segment, (start, end), duration_s, _called(segment, unsure)) for segment, start, end in found]
    gaps = [(end, start) for (_, _, end), (_, start, _) in pairwise(found) if start > end]
    pauses = [_placed(gap, duration_s, f"{_when(*gap)}: {t('Pause')}", "background:none") for gap in gaps]
    mark = tag("div", "", "at-playhead", aria_hidden="true")
    strip = tag("div", [*pieces, *pauses, mark], "at-timeline", role="img", aria_label=spoken(segments, labels))
    return join(strip, legend(dict.fromkeys(_called(s, unsure) for s in segments)))


def stretches(segments: Sequence[Segment], duration_s: float) -> list[tuple[Segment, float, float]]:
    """Each segment with the seconds that it stands for: windows that overlap meet in the middle, others do not meet."""
    if not segments:
        return []
    seams = [(a.end, b.start) if b.start > a.end else ((a.end + b.start) / 2,) * 2 for a, b in pairwise(segments)]
    starts = [segments[0].start, *(start for _, start in seams)]
    ends = [*(end for end, _ in seams), min(duration_s, segments[-1].end)]
    return list(zip(segments, starts, ends, strict=True))


def _piece(segment: Segment, span: tuple[float, float], duration_s: float, called: tuple[str, str]) -> Html:
    start, end = span
    share = (end - start) / duration_s if duration_s else 0.0
    name, colour = called
    said = t(
        "{start} to {end} s: {name}, {percent}",
        start=number(start, 1),
        end=number(end, 1),
        name=t(segment.label).capitalize(),
        percent=percent(segment.confidence),
    )
    style = f"background:{colour};color:{ink_on(colour)}"
    return _placed(span, duration_s, said, style, name if share >= _LEAST_SHARE else "")


def _placed(span: tuple[float, float], duration_s: float, said: str, style: str, name: str = "") -> Html:
    start, end = span
    whole = max(duration_s, 1e-9)
    place = f"left:{100 * start / whole:.2f}%;width:{100 * (end - start) / whole:.2f}%"
    return tag("div", name, "at-piece", title=said, style=f"{place};{style}")


def legend(names: Iterable[tuple[str, str]]) -> Html:
    """Names of the feelings on the strip, each with its colour."""
    items = [
        tag("li", join(tag("span", "", "at-swatch", style=f"background:{colour}"), tag("span", name)))
        for name, colour in names
    ]
    return tag("ul", items, "at-legend")


def _called(segment: Segment, unsure: float) -> tuple[str, str]:
    """What a stretch is called on the strip, and in which colour."""
    if segment.confidence < unsure:
        return t("Not clear"), feeling_colour("not clear")
    return t(segment.label).capitalize(), feeling_colour(segment.label)


def spoken(segments: Sequence[Segment], labels: int = _LABELS) -> str:
    """The strip as a sentence."""
    parts = [
        t(
            "{feeling} from {start} to {end} s",
            feeling=_called(s, unsure_below(labels))[0],
            start=number(s.start),
            end=number(s.end),
        )
        for s in segments[:12]
    ]
    return f"{t('Feelings along the recording')}: {', '.join(parts)}"


def _when(start: float, end: float) -> str:
    return t("{start} to {end} s", start=number(start, 1), end=number(end, 1))


def distress(segments: Sequence[Segment]) -> str:
    """Between what the distress signal moved, in a sentence."""
    found = [100 * s.distress for s in segments]
    return t(
        "The distress signal along the recording, between {low} and {high}; the full height is 100.",
        low=number(min(found)),
        high=number(max(found)),
    )


def as_table(segments: Sequence[Segment]) -> Html:
    """The strip as a table."""
    rows = [
        (
            _when(s.start, s.end),
            t(s.label).capitalize(),
            percent(s.confidence),
            t("{score} of 100", score=number(100 * s.distress)),
        )
        for s in segments
    ]
    return table(
        (t("When"), t("Feeling"), t("Probability"), t("Distress signal")), rows, t("Feelings along the recording")
    )
