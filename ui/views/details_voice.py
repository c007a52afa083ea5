"""What was heard in the voice: the sound with its pauses, feelings along it, quality, and what stood out."""

from __future__ import annotations

import streamlit as st

from core.types import Plain, Prediction
from ui.put import put, put_script
from ui.safe_html import Html, tag
from ui.state import Clip, visit
from ui.views import sound, timeline
from ui.views.details_text import tasks

_FACTS = {
    "duration_s": ("Length", "{:.1f} s"),
    "speech_s": ("Speech in it", "{:.1f} s"),
    "snr_db": ("Voice above noise", "{:.0f} dB"),
    "level_dbfs": ("Loudness", "{:.0f} dB"),
    "bandwidth_hz": ("Highest tones", "{:,.0f} Hz"),
    "baseline_pieces": ("Calm stretches to compare", "{:.0f}"),
}


def show(prediction: Prediction, clip: Clip | None) -> None:
    """Sound, pictures, strip, quality, cues, probabilities."""
    duration_s = _number(prediction.quality.get("duration_s")) or max((s.end for s in prediction.segments), default=0.0)
    if clip is not None:
        with st.container(key="voice_sound"):
            st.audio(clip.data)
    if prediction.segments and duration_s:
        put(tag("h4", "Feelings along the recording", "at-h"))
        put(timeline.timeline(prediction.segments, duration_s))
        put_script("play_along", visit().count)
    if clip is not None:
        sound.pictures(clip)
    left, right = st.columns(2, gap="large")
    with left:
        tasks(prediction.tasks, "voice", columns=1)
    with right:
        _quality(prediction)
        _cues(prediction)
    if prediction.segments:
        with st.expander("Show the feelings along the recording as a table", type="compact"):
            put(timeline.as_table(prediction.segments))


def _number(value: Plain) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _quality(prediction: Prediction) -> None:
    found: list[Html] = []
    for key, (name, form) in _FACTS.items():
        value = prediction.quality.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            found.append(tag("div", [tag("dt", name), tag("dd", form.format(value))]))
    if found:
        put(tag("h4", "How well it could be heard", "at-h"))
        put(tag("dl", found, "at-facts"))


def _cues(prediction: Prediction) -> None:
    if not prediction.evidence:
        return
    compared = "your calm voice" if _number(prediction.quality.get("baseline_pieces")) else "typical speech"
    put(tag("h4", f"What stood out against {compared}", "at-h"))
    cues = [
        tag("li", f"{cue.text[:1].upper()}{cue.text[1:]} ({'raised' if cue.weight > 0 else 'lowered'} the signal)")
        for cue in sorted(prediction.evidence, key=lambda c: -abs(c.weight))
    ]
    put(tag("ul", cues, "at-list"))
