"""Writing: a field that keeps its words when you leave the page, and examples to try."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from language import ENGLISH, current, t
from ui.put import put
from ui.safe_html import tag
from ui.state import Clip, visit
from ui.widgets import voice

_KEY = "written"
# Shown in every language but English.
ENGLISH_ONLY = (
    "Attune reads English only so far. Please write in English if you can. "
    "In your language it knows only plain words of danger, and it can miss them."
)
_VOICE = Path(__file__).parent.parent / "examples" / "voice.ogg"


@dataclass(frozen=True)
class Example:
    """A made-up check-in; `voice` adds the synthesised recording."""

    name: str
    text: str
    voice: bool = False


# The models read English, so the examples are English on every page.
EXAMPLES = (
    Example(
        "A full week",
        text="There is so much going on at work and at home. I feel overwhelmed, and I worry that I will let everyone "
        "down. My sister called, and that helped.",
    ),
    Example(
        "A good day",
        text="Went for a long walk with an old friend this morning and we laughed a lot. I cooked soup, the flat is "
        "warm, and I feel settled for the first time this month.",
    ),
    Example(
        "Low, with a voice",
        text="I feel sad and empty most days, and I have no energy for the things I used to love.",
        voice=True,
    ),
)


def write() -> None:
    """The field. What is typed lives in the visit, not only in the widget, so that no page change loses it."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = visit().draft
    visit().draft = st.text_area(
        t("What is on your mind?"),
        key=_KEY,
        height=170,
        placeholder=t("A few plain sentences about your day are enough."),
    )
    if current() != ENGLISH:
        put(tag("p", t(ENGLISH_ONLY), "at-note"))


def examples() -> None:
    """One click fills the page with a made-up check-in and reads it."""
    with st.container(key="examples", horizontal=True, gap="small", vertical_alignment="center"):
        put(tag("p", t("Or try an example:"), "at-small"), width="content")
        for example in EXAMPLES:
            st.button(t(example.name), key=f"example_{example.name}", type="tertiary", on_click=_use, args=(example,))


def _use(example: Example) -> None:
    now = visit()
    st.session_state[_KEY] = now.draft = example.text
    voice.empty()
    now.clip = Clip("example voice", _VOICE.read_bytes(), "example") if example.voice else None
    now.answers = {}
    now.waiting = True


def clear() -> None:
    """Empty the field."""
    st.session_state[_KEY] = visit().draft = ""
