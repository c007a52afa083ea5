"""What was heard in the voice: the sound with its pauses, feelings along it, quality, and what stood out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import streamlit as st

from core.types import Cue, Plain, Prediction, Segment
from language import number, t
from speech_model import MODALITY
from ui.charts import CONFIG
from ui.charts.bars import percent
from ui.charts.voice import distress_along
from ui.put import put, put_script
from ui.safe_html import tag
from ui.shell import colours
from ui.state import Clip, visit
from ui.views import sound, timeline
from ui.views.details_text import tasks

# What is told of the recording: name, unit, decimals.
_FACTS = {
    "duration_s": ("Length", "s", 1),
    "speech_s": ("Speech in it", "s", 1),
    "snr_db": ("Voice above noise", "dB", 0),
    "level_dbfs": ("Loudness", "dB", 0),
    "bandwidth_hz": ("Highest tones", "Hz", 0),
}
VERDICTS = {"good": "Heard well", "fair": "Heard fairly well", "poor": "Heard poorly"}


def show(prediction: Prediction, clip: Clip | None) -> None:
    """Sound, pictures, strip, quality, cues, probabilities."""
    duration_s = _number(prediction.quality.get("duration_s")) or max((s.end for s in prediction.segments), default=0.0)
    if clip is not None:
        with st.container(key="voice_sound"):
            st.audio(clip.data)
    if prediction.segments and duration_s:
        put(tag("h4", t("Feelings along the recording"), "at-h"))
        labels = len(prediction.tasks[MODALITY.main_task].scores)
        put(timeline.timeline(prediction.segments, duration_s, labels))
        put_script("play_along", visit().count)
        _distress(prediction.segments, duration_s)
    if clip is not None:
        sound.pictures(clip)
    left, right = st.columns(2, gap="large")
    with left:
        tasks(prediction.tasks, columns=1)
    with right:
        _quality(prediction)
        _cues(prediction)
    if prediction.segments:
        with st.expander(t("Show the feelings along the recording as a table"), type="compact"):
            put(timeline.as_table(prediction.segments))


def _distress(segments: Sequence[Segment], duration_s: float) -> None:
    """One stretch alone has no course."""
    if len(segments) < 2:
        return
    said = timeline.distress(segments)
    spans = [(start, end, segment.distress) for segment, start, end in timeline.stretches(segments, duration_s)]
    put(tag("p", said, "at-small"))
    st.plotly_chart(
        distress_along(spans, duration_s, colours()), theme=None, config=CONFIG, key="distress_along", alt=said
    )


def _number(value: Plain) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _quality(prediction: Prediction) -> None:
    found = [tag("div", [tag("dt", name), tag("dd", said)]) for name, said in facts(prediction.quality)]
    if found:
        put(tag("h4", t("How well it could be heard"), "at-h"))
        put(tag("dl", found, "at-facts"))


def facts(quality: Mapping[str, Plain]) -> Iterator[tuple[str, str]]:
    """What is told of the recording, each with its name: the verdict first."""
    if verdict := VERDICTS.get(str(quality.get("verdict"))):
        yield t("All in all"), t(verdict)
    for key, (name, unit, digits) in _FACTS.items():
        value = quality.get(key)
        if isinstance(value, int | float):
            yield t(name), f"{number(value, digits)} {unit}"
    if clipped := _number(quality.get("clipped_share")):
        yield t("Distorted by loudness"), percent(clipped)
    if calm := _number(quality.get("baseline_pieces")):
        yield t("Calm stretches to compare"), number(calm)


def _cues(prediction: Prediction) -> None:
    if not prediction.evidence:
        return
    own = _number(prediction.quality.get("baseline_pieces")) > 0
    title = t("What stood out against your calm voice") if own else t("What stood out against typical speech")
    put(tag("h4", title, "at-h"))
    cues = sorted(prediction.evidence, key=lambda c: -abs(c.weight))
    put(tag("ul", [tag("li", _cue(cue)) for cue in cues], "at-list"))


def _cue(cue: Cue) -> str:
    said = f"{cue.text[:1].upper()}{cue.text[1:]}"
    if not cue.weight:
        return said
    return f"{said} ({t('raised the signal') if cue.weight > 0 else t('lowered the signal')})"
