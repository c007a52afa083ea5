"""Report: one check-in, or a period of your history, as a file for someone you trust."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import streamlit as st

from core.errors import AttuneError
from core.types import Report, SignalKind
from documents.blocks import Document
from documents.subject import ModelFacts, Setting
from feedback.checkin import CheckIn
from feedback.history import is_on
from fusion.thresholds import shipped
from language import current, moment, t, told
from language.report import spoken, spoken_suggestion
from recommend.crisis import kinds_in, resources
from ui import words
from ui.clock import local_now
from ui.engine import facts
from ui.navigation import page
from ui.put import put
from ui.safe_html import join, tag
from ui.state import Outcome, visit
from ui.views.keep import open_history
from ui.views.report_file import download, one, period, preview

_SPANS = {"The last 4 weeks": 28, "The last 3 months": 91, "The last year": 365, "Everything": 100_000}


def show() -> None:
    """What to report on and what to put in, on the left; the page as it will look, on the right."""
    left, right = st.columns([5, 7], gap="large")
    with left, st.container(key="report_page"):
        put(
            join(
                tag("h1", t("Report"), "at-title"),
                tag(
                    "p", t("A page or two for a therapist, a doctor, or yourself. You decide what it says."), "at-lead"
                ),
            )
        )
        document = _document()
    if document is not None:
        with right, st.container(key="report_preview"):
            preview(document)


def _document() -> Document | None:
    outcome = visit().outcome
    subjects = _subjects(outcome)
    if not subjects:
        put(tag("p", t("There is nothing to report on yet. Do a check-in first, or start a history."), "at-p"))
        st.page_link(page("checkin"), label=t("Go to the check-in"))
        return None
    chosen = st.radio(t("What should it be about?"), subjects, key="report_subject")
    name = st.text_input(t("Name on the report, if you want one"), key="report_name")
    if outcome is not None and chosen == subjects[0] and isinstance(outcome.result, Report):
        return _single(outcome, outcome.result, name)
    return _period(name)


def _subjects(outcome: Outcome | None) -> list[str]:
    found = (
        [t("This check-in, {moment}", moment=moment(outcome.at))]
        if outcome and isinstance(outcome.result, Report)
        else []
    )
    return [*found, t("A period of my history")] if is_on() else found


def _single(outcome: Outcome, report: Report, name: str) -> Document:
    own = bool(outcome.text) and st.checkbox(t("Print what I wrote"), key="report_words")
    note = st.text_input(t("A note to print, if you like"), key="report_note")
    setting = _setting(report.predictions, kinds_in(report.risk), name)
    document = one(spoken(report), outcome, setting, outcome.text if own else None, note)
    download(document, f"{name}{note}{outcome.text if own else ''}")
    return document


def _period(name: str) -> Document | None:
    history = open_history()
    if history is None:
        st.page_link(page("history"), label=t("Open your history first"))
        return None
    span = st.selectbox(t("Which period?"), list(_SPANS), key="report_span", format_func=t)
    notes = st.checkbox(t("Print my notes"), key="report_notes")
    try:
        everything = history.read().checkins
    except AttuneError as error:
        put(tag("p", told(str(error)), "at-note", role="alert"))
        return None
    since = local_now() - dt.timedelta(days=_SPANS[span])
    inside = [c for c in everything if c.at >= since]
    if not inside:
        put(tag("p", t("There is no check-in in this period. Choose a longer one."), "at-p"))
        return None
    put(tag("p", _counted(inside), "at-small"))
    setting = _setting(dict.fromkeys(n for c in inside for n in c.models), ("suicide",), name)
    document = period(everything, inside, setting, notes)
    download(document, name + "".join(c.note for c in inside if notes))
    return document


def _counted(inside: list[CheckIn]) -> str:
    if len(inside) == 1:
        return t("1 check-in in this period.")
    return t("{count} check-ins in this period.", count=len(inside))


def _setting(names: Iterable[str], kinds: Iterable[SignalKind], name: str) -> Setting:
    limits = shipped()
    found = facts(names)
    return Setting(
        made_at=local_now(),
        thresholds=(limits.moderate, limits.high),
        software=f"Attune {words.VERSION}",
        models={key: ModelFacts(version, digest) for key, (version, digest) in found.items()},
        resources=tuple(map(spoken_suggestion, resources(kinds, visit().country))),
        language=current(),
        name=name.strip(),
    )
