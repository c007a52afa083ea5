"""Settings of this visit: country, situation, voice; nothing is written to disk."""

from __future__ import annotations

import streamlit as st

from language import LANGUAGES, current, t
from recommend.suggestion import SITUATIONS
from ui.put import put
from ui.safe_html import Html, join, tag
from ui.state import visit
from ui.widgets.country import country

_SITUATIONS = {
    "cancer_survivor": "I have or had cancer",
    "caregiver": "I care for someone with cancer",
    "carer": "I care for someone who is ill or needs help",
    "student": "I am a student",
    "new_parent": "I became a parent not long ago",
    "grief": "I lost someone",
}


_NOTES = (
    ("Light and dark", "The page follows your computer. To choose by hand, open the menu with three dots at the top."),
    ("What is kept", "Words, recordings and results live in this visit only, unless you save them to your history."),
)


def show() -> None:
    """Each setting with one sentence on what it changes."""
    with st.container(key="settings"):
        put(tag("h1", t("Settings"), "at-title"))
        put(tag("p", t("These last for this visit. Nothing is written to disk."), "at-lead"))
        _language()
        country(t("Country for crisis lines"), key="settings_country")
        put(
            tag(
                "p",
                t("Attune never guesses where you are. Without a choice it shows lines of more than one country."),
                "at-small",
            )
        )
        _situation()
        _inputs()
        put(join(*(piece for title, line in _NOTES for piece in _note(t(title), t(line)))))


def _language() -> None:
    key = "settings_language"
    st.session_state[key] = current()
    st.selectbox(t("Language"), list(LANGUAGES), key=key, format_func=LANGUAGES.__getitem__, on_change=_speak)
    put(tag("p", t("This changes the page. What Attune reads must still be in English."), "at-small"))


def _speak() -> None:
    visit().language = st.session_state["settings_language"]


def _note(title: str, line: str) -> tuple[Html, Html]:
    return tag("h2", title, "at-h at-h-top"), tag("p", line, "at-p")


def _inputs() -> None:
    put(tag("h2", t("What the check-in offers"), "at-h at-h-top"))
    now = visit()
    now.offer_voice = st.toggle(t("Voice"), value=now.offer_voice, key="offer_voice")
    put(tag("p", t("Even when it is offered, voice stays off until you switch it on at the check-in."), "at-small"))
    now.offer_form = st.toggle(t("A few questions"), value=now.offer_form, key="offer_form")


def _situation() -> None:
    key = f"settings_situation_{current()}"
    if key not in st.session_state:
        st.session_state[key] = visit().situation or ""
    names = ["", *(s for s in SITUATIONS if s in _SITUATIONS)]
    chosen = st.selectbox(
        t("Something that shapes your days"),
        names,
        key=key,
        format_func=lambda s: t(_SITUATIONS.get(s, "Nothing to add")),
    )
    visit().situation = chosen or None
    put(tag("p", t("Suggestions can then fit your situation. It does not change the result."), "at-small"))
