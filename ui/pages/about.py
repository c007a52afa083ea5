"""About and limits: what Attune does, what it does not, and how sure it can be."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from language import t
from ui.navigation import page
from ui.put import put
from ui.safe_html import Html, join, tag

_PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "What it does",
        (
            "It reads what you write and, if you like, how you sound and what you answer.",
            "Each of these gives its own guess. Attune weighs them by how far each can be trusted.",
            "It shows a level, how sure that is, why, and what may help.",
        ),
    ),
    (
        "What it does not do",
        (
            "It is not a diagnosis, and it cannot replace a doctor, a therapist or a friend.",
            "It does not know your life. It only knows the words and sounds of one moment.",
            "It is not for use at work, in school or in hiring, and not for reading other people without their say.",
        ),
    ),
    (
        "Where it can be wrong",
        (
            "It may miss distress that is hidden well, and it may see distress in a joke, a song or a quote.",
            "It learned from English. In other languages it is much less sure, and says so.",
            "Voices differ. A voice that is low by nature may sound sad to it.",
            "Some groups of people are rare in what it learned from, so it may serve them less well.",
        ),
    ),
    (
        "Your privacy",
        (
            "Everything runs on this computer. Nothing is sent anywhere.",
            "Your words, voice and result are gone when you reload the page, unless you save them to your history.",
            "Voice is off until you switch it on.",
        ),
    ),
)


def show() -> None:
    """Four short lists, and where to go when it matters."""
    with st.container(key="about_page"):
        put(tag("h1", t("About and limits"), "at-title"))
        put(tag("p", t("Attune is a place to start, not the last word. You know yourself best."), "at-lead"))
        put(join(*(_part(t(title), [t(line) for line in lines]) for title, lines in _PARTS)))
        put(tag("p", t("If things feel too hard right now, you do not have to wait for any result."), "at-note"))
        st.page_link(page("help_now"), label=t("See who you can talk to"))


def _part(title: str, lines: Sequence[str]) -> Html:
    return join(tag("h2", title, "at-h at-h-top"), tag("ul", [tag("li", line) for line in lines], "at-list"))
