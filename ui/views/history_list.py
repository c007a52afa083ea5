"""The saved check-ins one by one: note, words, recording, delete."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.errors import AttuneError
from feedback.checkin import CheckIn
from feedback.history import History
from language import number, t, told
from ui import words
from ui.put import put
from ui.safe_html import table, tag
from ui.views.history_trend import line

_PER_PAGE = 10


def show(history: History, checkins: Sequence[CheckIn]) -> None:
    """Newest first, a few at a time."""
    put(tag("h2", t("Your check-ins"), "at-h at-h-top"))
    newest = list(reversed(checkins))
    shown = st.session_state.setdefault("history_shown", _PER_PAGE)
    for checkin in newest[:shown]:
        with st.expander(line(checkin), key=f"kept_{checkin.id}"):
            _one(history, checkin)
    if len(newest) > shown:
        st.button(t("Show earlier ones"), type="tertiary", on_click=_more)


def _more() -> None:
    st.session_state["history_shown"] += _PER_PAGE


def _one(history: History, checkin: CheckIn) -> None:
    low, high = checkin.interval
    rows = [
        (
            t("Signal"),
            t(
                "{score} of 100, between {low} and {high}",
                score=number(100 * checkin.score),
                low=number(100 * low),
                high=number(100 * high),
            ),
        )
    ]
    rows += [(words.part(name), words.label(label, name)) for name, label in checkin.labels.items()]
    put(table((t("What"), t("Value")), rows, t("What was found")))
    if checkin.text:
        put(tag("p", checkin.text, "at-quote"))
    if checkin.has_audio and (clip := history.audio(checkin.id)):
        st.audio(clip)
    st.text_area(t("Your note"), checkin.note, key=f"note_{checkin.id}", height=80)
    with st.container(key=f"kept_acts_{checkin.id}", horizontal=True, gap="small"):
        st.button(
            t("Save the note"),
            key=f"save_{checkin.id}",
            on_click=_note,
            args=(history, checkin.id, f"note_{checkin.id}"),
        )
        if st.button(t("Delete this check-in"), key=f"ask_{checkin.id}", type="tertiary"):
            _confirm(history, checkin)


def _note(history: History, identity: str, key: str) -> None:
    try:
        history.set_note(identity, st.session_state[key])
    except AttuneError as error:
        st.toast(told(str(error)))
    else:
        st.toast(t("Your note is saved."))


def _confirm(history: History, checkin: CheckIn) -> None:
    """The title is made here and not at import, when nobody speaks any language yet."""
    st.dialog(t("Delete this check-in?"))(_ask)(history, checkin)


def _ask(history: History, checkin: CheckIn) -> None:
    put(tag("p", t("{line}. It cannot be brought back.", line=line(checkin)), "at-p"))
    if st.button(t("Delete it"), type="primary", key=f"sure_{checkin.id}"):
        gone = history.delete(checkin.id)
        st.session_state["history_told"] = (
            t("The check-in is gone. The file was written anew and checked.")
            if gone.checked
            else t("The check-in is deleted, but another program still holds the file. Close it and try again.")
        )
        st.rerun()
