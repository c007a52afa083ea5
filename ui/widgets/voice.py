"""Voice: off until it is switched on, then record or upload; nothing is asked of the microphone before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from language import t
from ui.navigation import page
from ui.put import put
from ui.safe_html import tag
from ui.state import Clip, Visit, visit
from ui.widgets import calm

NOTICE = (
    "From the sound of your voice, Attune guesses feelings such as calm, sad or tense. "
    "It does not learn who you are, and the sound is not kept."
)
TYPES = ("wav", "mp3", "ogg", "opus", "flac", "m4a", "webm")


def voice() -> None:
    """The switch with its notice; recorder and upload once it is on."""
    now = visit()
    if not now.offer_voice:
        now.voice_on = False
        _dropped(now)
        return
    now.voice_on = st.toggle(t("Use my voice too"), value=now.voice_on, key="voice_switch", on_change=_switched)
    if not now.voice_on:
        if now.clip is not None:
            _kept(now.clip)
        return
    put(tag("p", t(NOTICE), "at-small"))
    calm.recall()
    generation = st.session_state.setdefault("voice_generation", 0)
    recorder, upload = f"recorder_{generation}", f"upload_{generation}"
    st.audio_input(t("Record your voice"), key=recorder, on_change=_took, args=(recorder, "recorded"))
    with st.expander(t("Upload a recording instead")):
        st.file_uploader(t("Sound file"), list(TYPES), key=upload, on_change=_took, args=(upload, "uploaded"))
    if not now.baseline:
        st.page_link(page("your_voice"), label=t("Fit this to your voice: read five calm sentences"))
    if now.clip is not None and not (st.session_state.get(recorder) or st.session_state.get(upload)):
        _kept(now.clip)


def _dropped(now: Visit) -> None:
    """Without voice on offer only the example's clip may stay."""
    if now.clip is not None and now.clip.origin != "example":
        forget()


def forget() -> None:
    """Drop every recording that the check-in holds and empty both widgets."""
    now = visit()
    heard = now.outcome.clip if now.outcome else None
    gone = [clip for clip in (*now.held.values(), now.clip, heard) if clip is not None]
    empty()
    _delete(now, gone)


def empty() -> None:
    """Empty both widgets for what comes in place of a recording."""
    now = visit()
    now.held.clear()
    now.clip = None
    st.session_state["voice_generation"] = st.session_state.get("voice_generation", 0) + 1


def _delete(now: Visit, gone: Sequence[Clip]) -> None:
    """Neither the result plays these any more, nor are they compared with later ones."""
    sounds = [clip.data for clip in gone]
    now.earlier = [data for data in now.earlier if data not in sounds]
    now.voice_memory.clear()
    if now.outcome and now.outcome.clip and now.outcome.clip.data in sounds:
        now.outcome = replace(now.outcome, clip=None)


def _switched() -> None:
    if not st.session_state["voice_switch"]:
        forget()


def _took(key: str, origin: str) -> None:
    """The latest counts; one that is taken back is deleted, and what the other widget holds counts again."""
    now, given = visit(), st.session_state.get(key)
    before = now.held.pop(origin, None)
    if given is not None:
        now.held[origin] = Clip(given.name, given.getvalue(), origin)
    elif before is not None:
        _delete(now, [before])
    now.clip = next(reversed(now.held.values()), None)


def _kept(clip: Clip) -> None:
    said = t("The example voice was made by a computer.") if clip.origin == "example" else t("Your recording is ready.")
    put(tag("p", said, "at-small"))
    st.audio(clip.data)
    st.button(t("Remove the recording"), type="tertiary", key="forget_voice", on_click=forget)
