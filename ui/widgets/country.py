"""Choosing a country for crisis lines: always by the person, never by an address."""

from __future__ import annotations

import streamlit as st

from language import country as country_name
from language import current, t
from recommend.crisis_lines import countries
from ui.state import visit

ANY = "I'd rather not say"


def country(label: str, key: str) -> None:
    """A list of the countries whose lines were checked; the choice lasts for this visit."""
    # The browser names a choice by its words, so another language needs a list of its own.
    key = f"{key}_{current()}"
    named = {code: country_name(code, english) for code, english in countries()}
    st.session_state[key] = visit().country or ""
    st.selectbox(
        label,
        ["", *sorted(named, key=lambda code: named[code])],
        key=key,
        format_func=lambda code: named.get(code, t(ANY)),
        on_change=_chose,
        args=(key,),
    )


def _chose(key: str) -> None:
    """Before the page is drawn, so that all of it knows the country."""
    visit().country = st.session_state[key] or None
