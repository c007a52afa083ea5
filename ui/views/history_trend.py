"""How the weeks went: against the person's own usual range, day by day, and by mood."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from feedback.checkin import CheckIn
from feedback.usual import LEAST, change
from feedback.weeks import by_day, weekly
from language import day, moment, number, t
from ui import words
from ui.charts import CONFIG, Point, day_map, signal_over_time
from ui.clock import local_now
from ui.put import put
from ui.safe_html import table, tag
from ui.shell import colours
from ui.views import history_moods

_PLACES = {
    "below": "Your last check-in is lower than usual for you.",
    "usual": "Your last check-in is within your usual range.",
    "above": "Your last check-in is higher than usual for you. See what helped before, or try one small step.",
}
_DIRECTIONS = {
    "rising": "Over the last weeks the signal went up. Consider telling someone how things are.",
    "falling": "Over the last weeks the signal went down.",
    "steady": "Over the last weeks the signal stayed much the same.",
    "unknown": "",
}
_SHAPES = "A disc is a low signal, a diamond a moderate one, a triangle a high one. Grey: Attune could not tell."
_BAND = "The band is where about nine of ten of your check-ins lie while nothing changes."


def show(checkins: Sequence[CheckIn]) -> None:
    """Sentence, line, days, moods; each picture with its table."""
    put(tag("p", _in_short(checkins), "at-lead"))
    held = change([c.score for c in checkins])
    points = [Point(c.at, c.score, c.level, c.undecided) for c in checkins]
    limits = (held.usual.low, held.usual.high) if held else None
    st.plotly_chart(
        signal_over_time(points, limits, colours()), key="over_time", theme=None, config=CONFIG, alt=_in_short(checkins)
    )
    put(tag("p", f"{t(_SHAPES)} {t(_BAND)}" if held else t(_SHAPES), "at-small"))
    left, right = st.columns([7, 5], gap="large")
    with left:
        _days(checkins)
    with right:
        history_moods.show(checkins)


def _in_short(checkins: Sequence[CheckIn]) -> str:
    scores = [c.score for c in checkins]
    place = change(scores)
    if place is None:
        more = LEAST + 1 - len(scores)
        kept = t("1 check-in so far.") if len(scores) == 1 else t("{count} check-ins so far.", count=len(scores))
        return f"{kept} {t('After {count} more, Attune can say what is usual for you.', count=more)}"
    return f"{t(_PLACES[place.place])} {t(_DIRECTIONS[weekly(checkins).direction])}".strip()


def _days(checkins: Sequence[CheckIn]) -> None:
    put(tag("h2", t("Day by day"), "at-h"))
    days = by_day(checkins)
    alt = t("{count} days with a check-in. The table below lists them.", count=len(days))
    st.plotly_chart(day_map(days, local_now().date(), colours()), key="days", theme=None, config=CONFIG, alt=alt)
    with st.expander(t("Show as a table"), type="compact"):
        rows = [(day(date), t("{score} of 100", score=number(100 * score))) for date, score in reversed(days.items())]
        put(table((t("Day"), t("Signal")), rows, t("Middle of each day's check-ins")))


def line(checkin: CheckIn) -> str:
    """One check-in in a line."""
    level = t("Could not tell") if checkin.undecided else words.level(checkin.level)
    return f"{moment(checkin.at)}: {level}"
