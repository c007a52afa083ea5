"""Help now: people to reach, in one click from every page; no model, no network, no condition."""

from __future__ import annotations

import streamlit as st

from language import t
from recommend.crisis import ORDER
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
                tag("h1", t("Help now"), "at-title"),
                tag(
                    "p",
                    t("You can talk to someone right now. You do not need to be sure that it is serious enough."),
                    "at-lead",
                ),
            )
        )
        country(t("Your country"), key="help_country")
        chosen = visit().country
        offered = lines(chosen)
        first = [line for kind in _LISTENING for line in offered if line.kind == kind]
        rest = [line for line in offered if line not in first and line.kind != EMERGENCY]
        with st.container(key="crisis_card"):
            words = t("If a life is in danger now, call the emergency number.")
            put(join(tag("p", words, "at-crisis-step"), emergency(offered, chosen)))
            put(join(*(entry(line, chosen) for line in first)))
        if rest:
            put(tag("h2", t("For special situations"), "at-h at-h-top"))
            put(tag("div", [entry(line, chosen) for line in rest], "at-lines"))
        put(
            tag(
                "p",
                t("Nothing about this visit is sent to anyone. Calling and texting use your own phone."),
                "at-small",
            )
        )
