"""The pictures of a recording: waveform with speech and pauses, and the log-mel spectrogram."""

from __future__ import annotations

import streamlit as st

from core.errors import AttuneError
from language import number, t, told
from ui.charts import CONFIG
from ui.charts.voice import spectrogram, waveform
from ui.put import put
from ui.safe_html import Html, table, tag
from ui.shell import colours
from ui.state import Clip

Span = tuple[float, float]


def pictures(clip: Clip) -> None:
    """Both pictures and the table of pauses; a sentence when the sound cannot be drawn."""
    from speech_model.display import MOST_SECONDS, draw  # noqa: PLC0415 - numpy and codecs are not for every page load

    try:
        found = draw(clip.data)
    except AttuneError as error:
        put(tag("p", told(str(error)), "at-note"))
        return
    put(tag("h4", t("Sound and pauses"), "at-h"))
    alt = heard(found.speech, found.duration_s)
    put(tag("p", alt, "at-small"))
    wave = waveform(found.low.tolist(), found.high.tolist(), found.duration_s, found.speech, colours())
    st.plotly_chart(wave, theme=None, config=CONFIG, key="waveform", alt=alt)
    with st.expander(t("Show as a table"), type="compact"):
        put(pauses(found.speech, found.duration_s))
    put(tag("h4", t("Tones of the voice"), "at-h"))
    put(tag("p", t("Low tones at the bottom, high ones at the top; darker is louder."), "at-small"))
    mel = spectrogram(found.mel_db.tolist(), found.duration_s, found.mel_hz.tolist(), colours())
    alt = t(
        "A picture of the tones, from {low} to {high} Hz.",
        low=number(found.mel_hz[0]),
        high=number(found.mel_hz[-1]),
    )
    st.plotly_chart(mel, theme=None, config=CONFIG, key="spectrogram", alt=alt)
    if found.duration_s >= MOST_SECONDS - 1:
        put(tag("p", t("Only the first ten minutes are drawn."), "at-small"))


def heard(speech: tuple[Span, ...], duration_s: float) -> str:
    """How much was speech, in a sentence."""
    spoken = sum(end - start for start, end in speech)
    return t(
        "{spoken} of {all} s are speech (on the tinted ground), the rest is pause.",
        spoken=number(spoken, 1),
        all=number(duration_s, 1),
    )


def pauses(speech: tuple[Span, ...], duration_s: float) -> Html:
    """Speech and pauses in order."""
    rows: list[tuple[str, str]] = []
    at = 0.0
    for start, end in speech:
        if start - at >= 0.1:
            rows.append((_stretch(at, start), t("Pause")))
        rows.append((_stretch(start, end), t("Speech")))
        at = end
    if duration_s - at >= 0.1:
        rows.append((_stretch(at, duration_s), t("Pause")))
    return table((t("When"), t("What")), rows, t("Speech and pauses"))


def _stretch(start: float, end: float) -> str:
    return t("{start} to {end} s", start=number(start, 1), end=number(end, 1))
