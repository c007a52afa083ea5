"""Keeping a check-in: only with a click, and words or voice only if they are ticked, each time."""

from __future__ import annotations

import streamlit as st

from core.errors import AttuneError
from core.types import Report
from feedback.checkin import Extras, from_report
from feedback.history import History, has_passphrase, is_on
from language import t, told
from ui.engine import versions
from ui.navigation import page
from ui.put import put
from ui.safe_html import Html, tag
from ui.state import Outcome, visit


@st.fragment
def keep(outcome: Outcome) -> None:
    """A folded form below the suggestions; one line when there is no history to save to."""
    if not is_on():
        st.page_link(page("history"), label=t("Keep a history of your check-ins"))
        return
    history = open_history()
    if history is None:
        st.page_link(page("history"), label=t("Open your history to save this check-in"))
        return
    if visit().saved == visit().count:
        put(_saved())
        return
    place = st.empty()
    with place.container(), st.expander(t("Save to history"), key="keep"):
        note = st.text_input(t("A note, if you like"), key=f"keep_note_{visit().count}")
        text = bool(outcome.text.strip()) and st.checkbox(t("Keep my words too"), key=f"keep_text_{visit().count}")
        clip = outcome.clip is not None and st.checkbox(t("Keep the recording too"), key=f"keep_clip_{visit().count}")
        pressed = st.button(t("Save"), type="primary", key="save_checkin")
    if pressed:
        audio = outcome.clip.data if clip and outcome.clip else None
        said = _save(history, outcome, Extras(note, outcome.text if text else None, audio))
        with place:
            put(said)


def open_history() -> History | None:
    """The history of this computer, if it is open in this visit or opens without a passphrase."""
    if not is_on():
        return None
    now = visit()
    if now.history is None:
        try:
            if not has_passphrase():
                now.history = History.open()
        except AttuneError:
            return None
    return now.history


def _save(history: History, outcome: Outcome, extras: Extras) -> Html:
    report = outcome.result
    assert isinstance(report, Report)
    record = from_report(report, outcome.at, versions(report.predictions), extras)
    try:
        history.add(record, extras.audio)
    except AttuneError as error:
        return tag("p", told(str(error)), "at-note", role="alert")
    visit().saved = visit().count
    return _saved()


def _saved() -> Html:
    return tag("p", t("This check-in is in your history."), "at-small", role="status")
