"""The files of a report: made when they are asked for, in memory, never on disk."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.types import Report
from documents.blocks import Document
from documents.checkin import checkin_document
from documents.html import to_html
from documents.pdf import to_pdf
from documents.period import period_document
from documents.subject import OneCheckIn, Period, Setting
from feedback.checkin import CheckIn
from feedback.usual import change, usual_range
from feedback.weeks import by_day, weekly
from ui.state import Outcome


def one(report: Report, outcome: Outcome, setting: Setting, text: str | None, note: str) -> Document:
    """The document of this visit's check-in."""
    return checkin_document(OneCheckIn(report, outcome.at, len(outcome.text.split()), text, note.strip()), setting)


def period(everything: Sequence[CheckIn], inside: Sequence[CheckIn], setting: Setting, notes: bool) -> Document:
    """The document of a period; what is usual for the person is taken from all that was kept."""
    scores = [c.score for c in everything]
    place = change(scores)
    return period_document(
        Period(inside, by_day(inside), weekly(inside), usual_range(scores), place.place if place else None, notes),
        setting,
    )


def download(document: Document) -> None:
    """Both files; each is made at the click."""
    with st.container(key="report_files", horizontal=True, gap="small"):
        st.download_button(
            "Download as PDF",
            lambda: to_pdf(document).data,
            f"{document.slug}.pdf",
            "application/pdf",
            type="primary",
            on_click="ignore",
        )
        st.download_button(
            "Download as a web page",
            lambda: to_html(document).encode(),
            f"{document.slug}.html",
            "text/html",
            on_click="ignore",
        )
