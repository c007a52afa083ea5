"""Your voice: five calm sentences or one upload, so that your voice is compared with itself and not with strangers."""

from __future__ import annotations

import streamlit as st

from core.errors import InputError
from language import t
from ui.navigation import page
from ui.put import put
from ui.safe_html import join, tag
from ui.state import visit
from ui.widgets import calm
from ui.widgets.heard import heard, unused
from ui.widgets.voice import TYPES

# Fifteen to twenty seconds of reading, by their place in the baseline.
SENTENCES = {
    0: "The kettle is on, and there is bread on the table.",
    1: "In the morning I walk past the green house by the river.",
    2: "There are seven days in a week, and today is one of them.",
    4: "The bus stops near the market, where the road is wide and straight.",
    5: "A cup, a spoon and two plates are drying next to the sink.",
}
# Where an upload stands there. Histories hold it at this place since the time of three sentences.
UPLOAD = 3
_WHY = "baseline_why"


def show() -> None:
    """Read, record, done; each recording can be taken back."""
    calm.recall()
    with st.container(key="voice_page"):
        put(
            join(
                tag("h1", t("Your voice"), "at-title"),
                tag(
                    "p",
                    t("Every voice is different. Read five sentences the way you speak when you feel calm."),
                    "at-lead",
                ),
            )
        )
        put(tag("p", t("Attune then listens for what has changed in your voice, and is right more often."), "at-p"))
        for number, (place, sentence) in enumerate(SENTENCES.items(), start=1):
            with st.container(key=f"sentence_{number}", border=True):
                put(tag("p", t(sentence), "at-say"))
                _recorder(number, place)
        _upload()
        _status()
        _learning()


def _recorder(number: int, place: int) -> None:
    key = _key(place)
    st.audio_input(t("Record sentence {place}", place=number), key=key, on_change=_keep, args=(place, key))
    _given(place, key)


def _upload() -> None:
    key = _key(UPLOAD)
    with st.expander(t("Upload a recording instead")):
        put(tag("p", t("15 to 20 seconds of you reading calmly are enough, whatever you read."), "at-small"))
        st.file_uploader(t("Sound file"), list(TYPES), key=key, on_change=_keep, args=(UPLOAD, key))
        _given(UPLOAD, key)


def _key(place: int) -> str:
    return f"baseline_{place}_{st.session_state.get('baseline_round', 0)}"


def _given(place: int, key: str) -> None:
    """How well the recording can be heard, or why it is of no use; with an empty widget, the one from before."""
    why = st.session_state.get(_WHY, {}).get(place)
    held = st.session_state.get(key) is not None
    data = visit().baseline.get(place)
    if held and why:
        unused(why)
    if data is None:
        return
    if not held:
        before = t("From your history.") if visit().calm_kept else t("Recorded before in this visit.")
        put(tag("p", before, "at-small"))
        st.audio(data)
    heard(data)


def _keep(place: int, key: str) -> None:
    """Keep what can be used; of the rest only the reason."""
    from speech_model.baseline import measured  # noqa: PLC0415 - numpy and codecs are not for every page load

    now, given = visit(), st.session_state.get(key)
    reasons = st.session_state.setdefault(_WHY, {})
    now.voice_memory.clear()
    now.baseline.pop(place, None)
    reasons.pop(place, None)
    if given is not None:
        try:
            measured(given.getvalue(), now.voice_memory)
            now.baseline[place] = given.getvalue()
        except InputError as error:
            reasons[place] = str(error)
    if now.calm_kept:
        calm.keep(agreed=True)


def _status() -> None:
    ready = visit().baseline
    calm.problem()
    count = len(ready) - (UPLOAD in ready)
    if not ready:
        put(tag("p", t("Nothing recorded yet. Read all five if you can: one alone changes little."), "at-small"))
        return
    if UPLOAD in ready:
        said = t("Your upload is ready. Attune uses it for every check-in of this visit.")
        put(tag("p", said, "at-p", role="status"))
    if count:
        said = t(
            "{count} of {all} recorded. Attune uses them for every check-in of this visit.",
            count=count,
            all=len(SENTENCES),
        )
        put(tag("p", said, "at-p", role="status"))
    calm.consent()
    with st.container(key="voice_acts", horizontal=True, vertical_alignment="center"):
        st.page_link(page("checkin"), label=t("Go to the check-in"))
        st.button(t("Delete these recordings"), type="tertiary", key="forget_baseline", on_click=_forget)


def _learning() -> None:
    """Off until the person agrees; what was learned goes when they change their mind."""
    now = visit()
    agreed = st.toggle(t("Get to know my voice as I go"), value=now.learn_voice, key="learn_voice")
    if now.learn_voice and not agreed:
        now.earlier.clear()
        now.voice_memory.clear()
    now.learn_voice = agreed
    said = t(
        "Once you have read the sentences, Attune also compares a recording with your earlier ones. "
        "They stay in this visit and are not saved."
    )
    put(tag("p", said, "at-small"))


def _forget() -> None:
    if visit().calm_kept:
        calm.keep(agreed=False)
    visit().baseline.clear()
    visit().earlier.clear()
    visit().voice_memory.clear()
    st.session_state.pop(_WHY, None)
    st.session_state["baseline_round"] = st.session_state.get("baseline_round", 0) + 1
