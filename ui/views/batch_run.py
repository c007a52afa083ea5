"""A batch at work: a few rows at a time, with the time that is left and a way to stop."""

from __future__ import annotations

import time
from itertools import islice

import streamlit as st

from language import t
from ui.batch_work import Work
from ui.engine import engine
from ui.put import put
from ui.safe_html import tag

_AT_ONCE = 16


def run(work: Work) -> None:
    """Work until done. "Stop" starts the page anew, which ends this run between two steps and keeps the results."""
    put(tag("p", t("Reading {name}.", name=work.name), "at-p"))
    bar = st.progress(0.0)
    st.button(t("Stop"), on_click=work.stop)
    while work.running and work.left:
        started = time.perf_counter()
        done = len(work.results)
        chunk = list(islice(work.rows, done, done + _AT_ONCE))
        found = list(engine().analyse_many(chunk, batch=_AT_ONCE))
        work.add(done, found, time.perf_counter() - started)
        bar.progress(len(work.results) / len(work.rows), text=_told(work))
    work.stop()
    st.rerun()


def _told(work: Work) -> str:
    per_row = work.spent_s / max(1, len(work.results))
    left_s = per_row * work.left
    about = t("less than a minute") if left_s < 60 else t("about {count} minutes", count=round(left_s / 60))
    return t("{count} of {rows} read, {about} to go", count=len(work.results), rows=len(work.rows), about=about)
