"""What was heard in the voice: the sound with its pauses, feelings along it, quality, and what stood out."""

from __future__ import annotations

import streamlit as st

from core.types import Cue, Plain, Prediction
from language import number, t
from ui.put import put, put_script
from ui.safe_html import Html, tag
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
    "baseline_pieces": ("Calm stretches to compare", "", 0),
}


def show(prediction: Prediction, clip: Clip | None) -> None:
    """Sound, pictures, strip, quality, cues, probabilities."""
    duration_s = _number(prediction.quality.get("duration_s")) or max((s.end for s in prediction.segments), default=0.0)
    if clip is not None:
        with st.container(key="voice_sound"):
            st.audio(clip.data)
    if prediction.segments and duration_s:
        put(tag("h4", t("Feelings along the recording"), "at-h"))
        put(timeline.timeline(prediction.segments, duration_s))
        put_script("play_along", visit().count)
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


def _number(value: Plain) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _quality(prediction: Prediction) -> None:
    found: list[Html] = []
    for key, (name, unit, digits) in _FACTS.items():
        value = prediction.quality.get(key)
        if value and isinstance(value, int | float):
            found.append(tag("div", [tag("dt", t(name)), tag("dd", f"{number(value, digits)} {unit}".strip())]))
    if found:
        put(tag("h4", t("How well it could be heard"), "at-h"))
        put(tag("dl", found, "at-facts"))


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
    return f"{said} ({t('raised the signal') if cue.weight > 0 else t('lowered the signal')})"
