"""The moods of a history: how they went over the weeks, their average of late, and one that stands out."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from feedback.checkin import CheckIn
from feedback.moods import by_week, mean_strength, stands_out
from language import t
from ui.charts import CONFIG, probability_bars
from ui.charts.bars import percent
from ui.charts.moods import mood_lines
from ui.put import put
from ui.safe_html import table, tag
from ui.shell import colours

_OF_LAST = 28
_LEAST_WEEKS = 3


def show(checkins: Sequence[CheckIn]) -> None:
    """Lines once there are weeks to join, else the average alone."""
    recent = mean_strength(checkins[-_OF_LAST:])
    if not recent:
        return
    put(tag("h2", t("Moods"), "at-h"))
    if mood := stands_out(checkins):
        put(
            tag(
                "p",
                t("{mood} was stronger than usual for you in your last check-in.", mood=t(mood).capitalize()),
                "at-p",
            )
        )
    weeks = by_week(checkins)
    if len(next(iter(weeks.values()))) >= _LEAST_WEEKS:
        alt = t("How strong your moods were, week by week. The table below has the average.")
        st.plotly_chart(mood_lines(weeks, colours()), key="mood_lines", theme=None, config=CONFIG, alt=alt)
        with st.expander(t("The average of late"), type="compact"):
            _average(recent)
    else:
        _average(recent)


def _average(recent: dict[str, float]) -> None:
    alt = ", ".join(f"{t(name)} {percent(share)}" for name, share in list(recent.items())[:5])
    chart = probability_bars(recent, colours(), feelings=True, top=6)
    st.plotly_chart(chart, key="moods", theme=None, config=CONFIG, alt=alt)
    rows = [(t(name).capitalize(), percent(share)) for name, share in recent.items()]
    put(table((t("Mood"), t("Strength")), rows, t("Average of your last {count} check-ins at most", count=_OF_LAST)))
