"""Calm recordings beyond a visit: in the person's sealed history, only if they agree, until they take it back."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from core.errors import AttuneError
from language import t, told
from ui.put import put
from ui.safe_html import tag
from ui.state import visit
from ui.views.keep import open_history

_BOX = "keep_calm"
_PROBLEM = "keep_calm_problem"


def recall() -> None:
    """Bring what the history keeps into this visit, once for each history that is opened."""
    now, history = visit(), open_history()
    if history is now.recalled:
        return
    now.recalled, now.calm_kept = history, False
    if history is not None:
        with suppress(AttuneError):  # what cannot be read is recorded anew
            found = history.calm()
            now.baseline, now.calm_kept = found | now.baseline, bool(found)


def keep(agreed: bool) -> None:
    """Have the history hold what this visit holds or, without consent, none of it."""
    now = visit()
    if now.history is None:
        return
    try:
        now.history.keep_calm(now.baseline if agreed else {})
        now.calm_kept = agreed
    except AttuneError as error:
        st.session_state[_PROBLEM] = str(error)


def consent() -> None:
    """The box, where a history is open; else a line on how long the recordings last."""
    if visit().history is None:
        put(tag("p", t("They are kept in this visit only and are gone when you reload the page."), "at-small"))
        return
    st.session_state[_BOX] = visit().calm_kept
    st.checkbox(t("Keep them in my history for my next visits"), key=_BOX, on_change=_decided)
    put(
        tag("p", t("Without this they are gone when you reload the page. You can delete them at any time."), "at-small")
    )


def problem() -> None:
    """Why the history could not do what was asked for, once."""
    if why := st.session_state.pop(_PROBLEM, None):
        put(tag("p", told(why), "at-note", role="alert"))


def _decided() -> None:
    keep(st.session_state[_BOX])
