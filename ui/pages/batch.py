"""Batch: many texts or recordings at once, with the same engine as the command line."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.errors import InputError
from language import t, told
from ui import batch_files
from ui.batch_files import Row
from ui.batch_work import Work
from ui.put import put
from ui.safe_html import join, tag
from ui.state import visit
from ui.views import batch_result, batch_run

_EXAMPLE = "id,text\n1,I slept well and the sun is out.\n2,I cannot stop worrying about the exam.\n"


def show() -> None:
    """Choose a file, run it, look at what came out."""
    put(
        join(
            tag("h1", t("Batch"), "at-title"),
            tag("p", t("Read many texts or recordings at once, for research or for your own old notes."), "at-lead"),
        )
    )
    work = visit().batch
    if work is not None and work.running:
        batch_run.run(work)
        return
    _choose()
    if work is not None and work.results:
        batch_result.show(work)


def _choose() -> None:
    with st.container(key="batch_page"):
        limits = t(
            "Up to {rows} rows and {size} MB.",
            rows=batch_files.MOST_ROWS,
            size=batch_files.MOST_BYTES // 1000000,
        )
        put(
            tag(
                "p", t("CSV with a column of text, JSON lines, or a zip of recordings. {limits}", limits=limits), "at-p"
            )
        )
        put(
            tag(
                "p",
                t("Only use words and voices of people who said yes. It is not for hiring, school or work."),
                "at-small",
            )
        )
        given = st.file_uploader(t("File"), ["csv", "jsonl", "ndjson", "zip"], key="batch_file")
        if given is None:
            st.download_button(
                t("Download an example file"), _EXAMPLE, "example.csv", "text/csv", type="tertiary", on_click="ignore"
            )
            return
        try:
            read = _reader(given)
        except InputError as error:
            put(tag("p", told(str(error)), "at-note", role="alert"))
            return
        if read is not None and st.button(t("Analyse the file"), type="primary"):
            _start(read, given.name)


def _reader(given: UploadedFile) -> Callable[[], list[Row]] | None:
    data = given.getvalue()
    ending = given.name.lower().rsplit(".", 1)[-1]
    if ending == "zip":
        return lambda: batch_files.from_zip(data)
    if ending != "csv":
        return lambda: batch_files.from_json_lines(data)
    names = batch_files.columns(data)
    if not names:
        raise InputError("This file has no heading row. Put a name such as text above the column of texts.")
    guess = next((i for i, name in enumerate(names) if name.strip().lower() in ("text", "words", "entry")), 0)
    text = st.selectbox(t("Which column holds the texts?"), names, index=guess, key="batch_text")
    identity = next((name for name in names if name.strip().lower() == "id" and name != text), None)
    return lambda: batch_files.from_csv(data, text, identity)


def _start(read: Callable[[], list[Row]], name: str) -> None:
    try:
        rows = read()
    except InputError as error:
        put(tag("p", told(str(error)), "at-note", role="alert"))
        return
    if not rows:
        put(tag("p", t("There is no row in this file."), "at-note", role="alert"))
        return
    visit().batch = Work(name, rows)
    st.rerun()
