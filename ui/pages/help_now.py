"""Help now: people to reach, in one click from every page; no model, no network, no condition."""

from __future__ import annotations

import streamlit as st

from recommend.crisis import ORDER, card
from recommend.crisis_lines import lines
from ui.put import put
from ui.safe_html import join, tag
from ui.state import visit
from ui.views.crisis import EMERGENCY, emergency, entry
from ui.widgets.country import country

_LISTENING = [kind for kind in ORDER["suicide"] if kind != EMERGENCY]


def show() -> None:
    """The lines of the chosen country: those who listen first, then those for special needs."""
    with st.container(key="help_page"):
        put(
            join(
                tag("h1", "Help now", "at-title"),
                tag(
                    "p",
                    "You can talk to someone right now. You do not need to be sure that it is serious enough.",
                    "at-lead",
                ),
            )
        )
        country("Your country", key="help_country")
        chosen = visit().country
        offered = [(card(line, chosen).title, line) for line in lines(chosen)]
        first = [pair for kind in _LISTENING for pair in offered if pair[1].kind == kind]
        rest = [pair for pair in offered if pair not in first and pair[1].kind != EMERGENCY]
        with st.container(key="crisis_card"):
            words = "If a life is in danger now, call the emergency number."
            put(join(tag("p", words, "at-crisis-step"), emergency(offered)))
            put(join(*(entry(name, line) for name, line in first)))
        if rest:
            put(tag("h2", "For special situations", "at-h at-h-top"))
            put(tag("div", [entry(name, line) for name, line in rest], "at-lines"))
        put(tag("p", "Nothing about this visit is sent to anyone. Calling and texting use your own phone.", "at-small"))
