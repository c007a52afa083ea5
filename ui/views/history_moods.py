"""The moods of a history: how they went over the weeks, their average of late, and one that stands out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import streamlit as st

from feedback.checkin import CheckIn
from feedback.moods import by_week, mean_strength, stands_out
from language import day, t
from ui.charts import CONFIG, probability_bars
from ui.charts.bars import percent
from ui.charts.moods import mood_lines
from ui.put import put
from ui.safe_html import Html, table, tag
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
        alt = t("How strong your moods were, week by week. The tables below say the same.")
        st.plotly_chart(mood_lines(weeks, colours()), key="mood_lines", theme=None, config=CONFIG, alt=alt)
        with st.expander(t("Show as a table"), type="compact"):
            put(_week_table(weeks))
        with st.expander(t("The average of late"), type="compact"):
            _average(recent)
    else:
        _average(recent)


def _week_table(weeks: Mapping[str, Mapping[dt.date, float]]) -> Html:
    """A row for each week, a column for each mood."""
    mondays = sorted({monday for strengths in weeks.values() for monday in strengths})
    rows = [
        (day(monday, "year"), *(percent(own[monday]) if monday in own else "–" for own in weeks.values()))
        for monday in mondays
    ]
    return table((t("Week from"), *(t(name).capitalize() for name in weeks)), rows, t("Strength of your moods by week"))


def _average(recent: dict[str, float]) -> None:
    put(probability_bars(recent, colours(), feelings=True, top=6))
    rows = [(t(name).capitalize(), percent(share)) for name, share in recent.items()]
    put(table((t("Mood"), t("Strength")), rows, t("Average of your last {count} check-ins at most", count=_OF_LAST)))
