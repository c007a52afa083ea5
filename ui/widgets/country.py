"""Choosing a country for crisis lines: always by the person, never by an address."""

from __future__ import annotations

import streamlit as st

from recommend.crisis_lines import countries
from ui.state import visit

ANY = "I'd rather not say"


def country(label: str, key: str) -> None:
    """A list of the countries whose lines were checked; the choice lasts for this visit."""
    named = dict(countries())
    if key not in st.session_state:
        st.session_state[key] = visit().country or ""
    chosen = st.selectbox(label, ["", *named], key=key, format_func=lambda code: named.get(code, ANY))
    visit().country = chosen or None
