"""The files of a report: made when they are asked for, in memory, never on disk."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.types import Report
from documents.blocks import Document
from documents.checkin import checkin_document
from documents.fonts import writable
from documents.html import to_html
from documents.pdf import to_pdf
from documents.period import period_document
from documents.subject import OneCheckIn, Period, Setting
from feedback.checkin import CheckIn
from feedback.usual import change
from feedback.weeks import by_day, weekly
from language import t
from ui.put import put
from ui.safe_html import tag
from ui.state import Outcome

_PREVIEW_PX = 760


def one(report: Report, outcome: Outcome, setting: Setting, text: str | None, note: str) -> Document:
    """The document of this visit's check-in."""
    return checkin_document(OneCheckIn(report, outcome.at, len(outcome.text.split()), text, note.strip()), setting)


def period(everything: Sequence[CheckIn], inside: Sequence[CheckIn], setting: Setting, notes: bool) -> Document:
    """The document of a period; what is usual for the person is taken from all that was kept."""
    held = change([c.score for c in everything])
    usual, place = (held.usual, held.place) if held else (None, None)
    return period_document(Period(inside, by_day(inside), weekly(inside), usual, place, notes), setting)


def download(document: Document, own: str) -> None:
    """Both files, each made at the click. `own` is what the person wrote in them, to check its letters."""
    with st.container(key="report_files", horizontal=True, gap="small"):
        st.download_button(
            t("Download as PDF"),
            lambda: to_pdf(document).data,
            f"{document.slug}.pdf",
            "application/pdf",
            type="primary",
            on_click="ignore",
        )
        st.download_button(
            t("Download as a web page"),
            lambda: to_html(document).encode(),
            f"{document.slug}.html",
            "text/html",
            on_click="ignore",
        )
    put(tag("p", t("The files are not locked. Once you print or send one, others can read it."), "at-small"))
    if missing := writable(own)[1]:
        said = (
            t("One of your letters cannot be written in the PDF. The web page shows them all.")
            if missing == 1
            else t("{count} of your letters cannot be written in the PDF. The web page shows them all.", count=missing)
        )
        put(tag("p", said, "at-note"))


def preview(document: Document) -> None:
    """The page as it will look. It holds no script, and its own policy forbids it to load anything."""
    st.iframe(to_html(document), height=_PREVIEW_PX, alt=t("{title}, as it will look", title=document.title))
