"""Taking a history along, bringing one in, its passphrase, and deleting it for good."""

from __future__ import annotations

import streamlit as st

from core.errors import AttuneError
from feedback import exchange
from feedback import table as spreadsheet
from feedback.checkin import CheckIn
from feedback.correction import Correction
from feedback.history import Contents, History
from language import t, told
from ui.clock import local_now
from ui.navigation import page
from ui.put import put
from ui.safe_html import tag
from ui.state import visit


def show(history: History, contents: Contents) -> None:
    """Each under its own heading, folded."""
    if contents.unreadable:
        _unreadable(history, contents.unreadable)
    put(tag("h2", t("Look after your history"), "at-h at-h-top"))
    with st.expander(t("Take it with you")):
        _export(history, contents)
    with st.expander(t("Bring one in")):
        _import(history)
    with st.expander(t("Change the passphrase") if history.locked else t("Set a passphrase")):
        _passphrase(history)
    with st.expander(t("Delete everything")):
        _delete_all(history)


def _unreadable(history: History, count: int) -> None:
    said = (
        t("One entry was changed on disk and cannot be read. The others are fine.")
        if count == 1
        else t("{count} entries were changed on disk and cannot be read. The others are fine.", count=count)
    )
    put(tag("p", said, "at-note"))
    if st.button(t("Delete what cannot be read"), type="tertiary"):
        history.delete_unreadable()
        st.rerun()


def _export(history: History, contents: Contents) -> None:
    st.page_link(page("report"), label=t("Make a report as PDF"))
    put(tag("p", t("These files are not locked. Keep them where only you can read them."), "at-p"))
    day = local_now().date().isoformat()
    clips = st.checkbox(t("With recordings"), key="export_clips")
    with st.container(key="export", horizontal=True, gap="small"):
        st.download_button(
            t("Download as JSON"),
            lambda: _with_clips(history, contents) if clips else exchange.to_json(contents),
            f"attune-history-{day}.json",
            "application/json",
            on_click="ignore",
        )
        st.download_button(
            t("Download as a table"),
            lambda: spreadsheet.to_csv(contents.checkins),
            f"attune-history-{day}.csv",
            "text/csv",
            on_click="ignore",
        )


def _with_clips(history: History, contents: Contents) -> str:
    return exchange.to_json(contents, _clips(history, contents), history.calm())


def _clips(history: History, contents: Contents) -> dict[str, bytes]:
    records: list[CheckIn | Correction] = [*contents.checkins, *contents.corrections]
    kept = [r.id for r in records if r.has_audio]
    return {identity: clip for identity in kept if (clip := history.audio(identity))}


def _import(history: History) -> None:
    given = st.file_uploader(t("A file that Attune exported"), ["json", "csv"], key="import_file")
    if given is None or not st.button(t("Bring it in"), type="primary"):
        return
    try:
        if given.name.lower().endswith(".csv"):
            found = history.add_all(spreadsheet.from_csv(given.getvalue()))
        else:
            read = exchange.from_json(given.getvalue())
            found = history.add_all(read.records, read.clips)
            if read.calm and not history.calm():
                history.keep_calm(read.calm)
                visit().recalled = None
    except AttuneError as error:
        put(tag("p", told(str(error)), "at-note", role="alert"))
        return
    st.session_state["history_told"] = t(
        "{added} came in, {before} were already there.", added=found.added, before=found.already_there
    )
    st.rerun()


def _passphrase(history: History) -> None:
    with st.form("new_passphrase", border=False):
        word = st.text_input(t("New passphrase"), type="password", autocomplete="new-password")
        put(
            tag(
                "p",
                t("Leave it empty to go without one. There is no way back from a forgotten passphrase."),
                "at-small",
            )
        )
        if st.form_submit_button(t("Change it")):
            try:
                history.change_passphrase(word)
            except AttuneError as error:
                put(tag("p", told(str(error)), "at-note", role="alert"))
            else:
                st.session_state["history_told"] = (
                    t("The passphrase is changed.") if word else t("The history has no passphrase now.")
                )
                st.rerun()


def _delete_all(history: History) -> None:
    put(
        tag(
            "p",
            t("Every check-in, note and recording goes, and history is off again. Files you exported stay."),
            "at-p",
        )
    )
    sure = st.checkbox(t("I want to delete my whole history"), key="sure_all")
    if st.button(t("Delete everything"), type="primary", disabled=not sure):
        gone = history.delete_all()
        visit().history = None
        st.session_state["history_told"] = (
            t("Your history is gone from this computer.")
            if gone.checked
            else t("A file could not be removed. Close other programs that use it and try again.")
        )
        st.rerun()
