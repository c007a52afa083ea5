"""The raw result, as the command line and the API give it."""

from __future__ import annotations

import json

import streamlit as st

from core.types import Failure, Report
from language import t
from ui.put import put
from ui.safe_html import tag


def show(report: Report | Failure) -> None:
    """JSON to read and to download."""
    plain = report.to_json()
    put(tag("p", t("The same result that the command line gives, for programs and papers."), "at-small"))
    written = json.dumps(plain, indent=1, ensure_ascii=False)
    st.download_button(t("Download the result"), written, "attune-result.json", "application/json", on_click="ignore")
    st.json(plain, expanded=2)
