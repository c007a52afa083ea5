"""Questionnaires: optional, skippable, folded away until someone opens them."""

from __future__ import annotations

import streamlit as st

from language import ENGLISH, current, t
from questionnaire.forms import Form, catalog
from ui.put import put
from ui.safe_html import tag
from ui.state import visit

_SETS = {"Short": ("phq2", "gad2"), "Mood": ("phq9",), "Worry": ("gad7",)}
# Shown in every language but English.
WORDING = (
    "These questions stand in English. They count only in their exact wording, and ours is checked in English only."
)
_NAMES = {"Short": "4 short ones", "Mood": "9 on mood", "Worry": "7 on worry"}


def form() -> None:
    """The questions of the chosen set; what is answered joins the reading, the rest is left out."""
    count = sum(a is not None for answers in visit().answers.values() for a in answers)
    title = (
        t("Answer a few questions ({count} answered)", count=count)
        if count
        else t("Answer a few questions, if you like")
    )
    with st.expander(title, key="questions"):
        chosen = st.segmented_control(
            t("Which questions"),
            list(_SETS),
            default="Short",
            required=True,
            key="form_set",
            format_func=lambda name: t(_NAMES[name]),
        )
        if current() != ENGLISH:
            put(tag("p", t(WORDING), "at-small"))
        put(tag("p", catalog().stem, "at-p"))
        visit().answers = {
            name: a for name in _SETS[chosen or "Short"] if (a := _ask(catalog().forms[name])) is not None
        }
        st.button(t("Clear the answers"), type="tertiary", key="clear_form", on_click=clear)
        put(tag("p", catalog().credit, "at-small"))


def clear() -> None:
    """Forget every answer."""
    visit().answers = {}
    for key in [k for k in st.session_state if str(k).startswith("answer_")]:
        st.session_state[key] = None


def _ask(form_: Form) -> list[int | None] | None:
    """The answers of one form, or None when too few were given to score it."""
    names = dict(catalog().options)
    answers: list[int | None] = []
    for place, question in enumerate(form_.items):
        key = f"answer_{form_.name}_{place}"
        given = st.radio(
            question.text, list(names), index=None, key=key, format_func=names.__getitem__, horizontal=True
        )
        answers.append(given)
    skipped = sum(a is None for a in answers)
    return None if skipped > form_.skippable else answers
