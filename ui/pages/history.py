"""History: off until someone starts one; then how the weeks went, on this computer only."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.errors import AttuneError
from feedback.cipher import LEAST_LENGTH
from feedback.history import Contents, History, has_passphrase, is_on
from language import t, told
from ui.put import put
from ui.safe_html import join, tag
from ui.state import visit
from ui.views import history_care, history_corrections, history_list, history_trend


def show() -> None:
    """Start, open, or look."""
    put(tag("h1", t("History"), "at-title"))
    if said := st.session_state.pop("history_told", None):
        put(tag("p", said, "at-note", role="status"))
    history = opened()
    if history is None:
        return
    try:
        contents = history.read()
    except AttuneError as error:
        visit().history = None
        put(tag("p", told(str(error)), "at-note", role="alert"))
        return
    _look(history, contents)


def opened() -> History | None:
    """The history of this computer, when it is on and open in this visit; else what it takes to get there is shown."""
    if not is_on():
        visit().history = None
        _start()
    elif visit().history is None:
        _open()
    return visit().history


def _look(history: History, contents: Contents) -> None:
    if not contents.checkins:
        put(tag("p", t("Your history is on and empty. After a check-in, press Save to history."), "at-lead"))
    else:
        history_trend.show(contents.checkins)
        history_list.show(history, contents.checkins)
    if contents.corrections:
        history_corrections.show(history, contents.corrections)
    history_care.show(history, contents)


def _start() -> None:
    with st.container(key="history_page"):
        put(tag("p", t("History is off. Attune keeps nothing between visits."), "at-lead"))
        put(
            join(
                tag("p", t("If you start one, you choose for each check-in whether to save it. Saved are:"), "at-p"),
                tag(
                    "ul",
                    [
                        tag("li", t("the result, the time, and a note if you write one")),
                        tag("li", t("your words or your recording only if you tick them, each time anew")),
                    ],
                    "at-list",
                ),
                tag(
                    "p",
                    t("It lies in one file on this computer. You can take it with you or delete it at any time."),
                    "at-p",
                ),
            )
        )
        with st.form("start_history", border=True):
            word = st.text_input(t("Passphrase, if you want one"), type="password", autocomplete="new-password")
            said = t(
                "At least {count} characters. If you forget it, nobody can open your history again. "
                "Without one, anyone who uses this page on this computer can read it.",
                count=LEAST_LENGTH,
            )
            put(tag("p", said, "at-small"))
            if st.form_submit_button(t("Start a history"), type="primary"):
                _try(lambda: History.create(word))


def _open() -> None:
    try:
        locked = has_passphrase()
    except AttuneError as error:
        put(tag("p", told(str(error)), "at-note", role="alert"))
        return
    if not locked:
        _try(History.open)
        return
    with st.container(key="history_page"), st.form("open_history", border=True):
        word = st.text_input(t("Your passphrase"), type="password", autocomplete="current-password")
        if st.form_submit_button(t("Open your history"), type="primary"):
            _try(lambda: History.open(word))


def _try(make: Callable[[], History]) -> None:
    try:
        visit().history = make()
    except AttuneError as error:
        put(tag("p", told(str(error)), "at-note", role="alert"))
    else:
        st.rerun()
