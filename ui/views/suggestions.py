"""Suggestions as cards: steps that open, "Mark as done" and "Not for me"."""

from __future__ import annotations

import streamlit as st

from core.types import Recommendation, Report
from language import t
from ui.put import put
from ui.safe_html import join, tag, text, website
from ui.state import visit
from ui.views.crisis import KIND, lines_card

SUPPORT = "support"
_FIRST = 3


@st.fragment
def suggestions(report: Report) -> None:
    """Cards for everything that is not a line to call; a press redraws only this part."""
    now = visit()
    offered = [r for r in report.recommendations if r.kind not in (KIND, SUPPORT) and r.id not in now.declined]
    put(tag("h2", t("What you could do now"), "at-h at-h-top"))
    if not offered:
        put(tag("p", t("That was everything for now. Analyse again to get other ideas."), "at-p"))
    for one in offered[:_FIRST]:
        _card(one, one.id in now.done)
    if len(offered) > _FIRST:
        with st.expander(t("Show more ideas"), type="compact"):
            for one in offered[_FIRST:]:
                _card(one, one.id in now.done)
    support = [r for r in report.recommendations if r.kind == SUPPORT]
    if support:
        with st.expander(t("Find someone to talk to"), type="compact"):
            lines_card(support, now.country)


def _card(one: Recommendation, done: bool) -> None:
    with st.container(key=f"suggestion_{one.id}", border=True):
        if done:
            put(tag("p", t("{title}: done. That was time well spent.", title=one.title), "at-small"))
            return
        chips = [tag("span", t(one.kind).capitalize(), "at-chip")]
        chips += [tag("span", t("{minutes} min", minutes=one.minutes), "at-chip")] if one.minutes else []
        head = tag("div", [tag("span", one.title, "at-card-title"), tag("span", chips)], "at-card-head")
        caution = [tag("p", one.caution, "at-small")] if one.caution else []
        put(join(head, tag("p", one.text, "at-p"), *caution))
        if one.steps:
            with st.expander(t("Show the steps"), type="compact"):
                put(tag("ol", [tag("li", step) for step in one.steps], "at-list"))
                source = website(one.url, one.source) if one.url else text(one.source)
                put(tag("p", [text(t("From") + " "), source], "at-small"))
        with st.container(key=f"acts_{one.id}", horizontal=True, gap="medium"):
            st.button(
                t("Mark as done"), key=f"done_{one.id}", type="tertiary", on_click=visit().done.add, args=(one.id,)
            )
            st.button(
                t("Not for me"), key=f"no_{one.id}", type="tertiary", on_click=visit().declined.add, args=(one.id,)
            )
