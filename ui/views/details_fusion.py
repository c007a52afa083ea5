"""How the inputs were put together: a waterfall from the starting point to the result, and conflict in words."""

from __future__ import annotations

import streamlit as st

from core.types import Report
from language import number, t
from ui import words
from ui.charts import CONFIG, waterfall
from ui.charts.bars import moved, signed
from ui.put import put
from ui.safe_html import table, tag
from ui.shell import colours
from ui.views.risk import as_table


def show(report: Report) -> None:
    """Waterfall, conflict, and both as tables."""
    risk = report.risk
    parts = {words.part(name): value for name, value in risk.contributions.items()}
    put(
        tag(
            "p",
            t(
                "Attune starts at {prior} of 100, the usual share of check-ins with distress. "
                "Each input then moves the signal up or down.",
                prior=number(100 * risk.prior),
            ),
            "at-p",
        )
    )
    alt = " ".join(f"{name}: {moved(100 * v)}." for name, v in parts.items())
    st.plotly_chart(
        waterfall(risk.prior, parts, risk.score, colours()), theme=None, config=CONFIG, key="waterfall", alt=alt
    )
    if risk.conflict:
        put(tag("p", t("Your inputs point in different directions. You know best which one fits."), "at-note"))
    rows = [(name, signed(100 * value), moved(100 * value)) for name, value in parts.items()]
    with st.expander(t("Show as a table"), type="compact"):
        put(table((t("Input"), t("Points"), t("In words")), rows, t("What each input did")))
        put(as_table(report))
