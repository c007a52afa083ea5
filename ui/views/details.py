"""Details of a result in tabs; a tab is drawn when it is opened."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.types import Report
from language import t
from ui.put import put
from ui.safe_html import tag
from ui.state import Outcome
from ui.views import details_fusion, details_raw, details_text, details_voice
from ui.views.correct import correct


@st.fragment
def details(report: Report, outcome: Outcome) -> None:
    """Tabs for what was read, how it was put together, and the raw result."""
    shown: dict[str, Callable[[], None]] = {t("How it adds up"): lambda: details_fusion.show(report)}
    if "speech" in report.predictions:
        shown = {t("Your voice"): lambda: _with_correction("speech", report, outcome)} | shown
    if "text" in report.predictions:
        shown = {t("Your words"): lambda: _with_correction("text", report, outcome)} | shown
    shown[t("Raw result")] = lambda: details_raw.show(outcome.result)
    put(tag("h2", t("Look closer"), "at-h at-h-top"))
    tabs = st.tabs(list(shown), on_change="rerun", key="details")
    for tab, draw in zip(tabs, shown.values(), strict=True):
        if tab.open:
            with tab:
                draw()


def _with_correction(name: str, report: Report, outcome: Outcome) -> None:
    prediction = report.predictions[name]
    if name == "text":
        details_text.show(prediction, outcome.text)
    else:
        details_voice.show(prediction, outcome.clip)
    correct(prediction, outcome)
