"""Your voice: three calm sentences, once, so that your voice is compared with itself and not with strangers."""

from __future__ import annotations

import streamlit as st

from language import t
from ui.navigation import page
from ui.put import put
from ui.safe_html import join, tag
from ui.state import visit

SENTENCES = (
    "The kettle is on, and there is bread on the table.",
    "In the morning I walk past the green house by the river.",
    "There are seven days in a week, and today is one of them.",
)


def show() -> None:
    """Read, record, done; each recording can be taken back."""
    with st.container(key="voice_page"):
        put(
            join(
                tag("h1", t("Your voice"), "at-title"),
                tag(
                    "p",
                    t("Every voice is different. Read three sentences the way you speak when you feel calm."),
                    "at-lead",
                ),
            )
        )
        put(tag("p", t("Attune then listens for what has changed in your voice, and is right more often."), "at-p"))
        for place, sentence in enumerate(SENTENCES):
            _sentence(place, sentence)
        _status()
        _learning()


def _sentence(place: int, sentence: str) -> None:
    key = f"baseline_{place}_{st.session_state.get('baseline_round', 0)}"
    with st.container(key=f"sentence_{place}", border=True):
        put(tag("p", t(sentence), "at-say"))
        st.audio_input(t("Record sentence {place}", place=place + 1), key=key, on_change=_keep, args=(place, key))
        if place in visit().baseline and st.session_state.get(key) is None:
            put(tag("p", t("Recorded before in this visit."), "at-small"))
            st.audio(visit().baseline[place])


def _keep(place: int, key: str) -> None:
    given = st.session_state.get(key)
    if given is None:
        visit().baseline.pop(place, None)
    else:
        visit().baseline[place] = given.getvalue()


def _status() -> None:
    count = len(visit().baseline)
    if not count:
        put(tag("p", t("Nothing recorded yet. It takes all three: one sentence alone changes little."), "at-small"))
        return
    said = t(
        "{count} of {all} recorded. Attune uses them for every check-in of this visit.",
        count=count,
        all=len(SENTENCES),
    )
    put(tag("p", said, "at-p", role="status"))
    put(tag("p", t("They are kept in this visit only and are gone when you reload the page."), "at-small"))
    with st.container(key="voice_acts", horizontal=True, vertical_alignment="center"):
        st.page_link(page("checkin"), label=t("Go to the check-in"))
        st.button(t("Delete these recordings"), type="tertiary", key="forget_baseline", on_click=_forget)


def _learning() -> None:
    """Off until the person agrees; what was learned goes when they change their mind."""
    now = visit()
    agreed = st.toggle(t("Get to know my voice as I go"), value=now.learn_voice, key="learn_voice")
    if not agreed:
        now.earlier.clear()
    now.learn_voice = agreed
    said = t("Attune then compares a recording with your earlier ones too. They stay in this visit and are not saved.")
    put(tag("p", said, "at-small"))


def _forget() -> None:
    visit().baseline.clear()
    visit().earlier.clear()
    st.session_state["baseline_round"] = st.session_state.get("baseline_round", 0) + 1
