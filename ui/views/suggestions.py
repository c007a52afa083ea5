"""Suggestions as cards: steps that open, "Mark as done" and "Not for me"."""

from __future__ import annotations

import streamlit as st

from core.types import Recommendation, Report
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
    put(tag("h2", "What you could do now", "at-h at-h-top"))
    if not offered:
        put(tag("p", "That was everything for now. Analyse again to get other ideas.", "at-p"))
    for one in offered[:_FIRST]:
        _card(one, one.id in now.done)
    if len(offered) > _FIRST:
        with st.expander("Show more ideas", type="compact"):
            for one in offered[_FIRST:]:
                _card(one, one.id in now.done)
    support = [r for r in report.recommendations if r.kind == SUPPORT]
    if support:
        with st.expander("Find someone to talk to", type="compact"):
            lines_card(support, now.country)


def _card(one: Recommendation, done: bool) -> None:
    with st.container(key=f"suggestion_{one.id}", border=True):
        if done:
            put(tag("p", f"{one.title}: done. That was time well spent.", "at-small"))
            return
        chips = [tag("span", one.kind.capitalize(), "at-chip")]
        chips += [tag("span", f"{one.minutes} min", "at-chip")] if one.minutes else []
        head = tag("div", [tag("span", one.title, "at-card-title"), tag("span", chips)], "at-card-head")
        put(join(head, tag("p", one.text, "at-p")))
        if one.steps:
            with st.expander("Show the steps", type="compact"):
                put(tag("ol", [tag("li", step) for step in one.steps], "at-list"))
                source = [text("From "), website(one.url, one.source)] if one.url else [text(f"From {one.source}")]
                put(tag("p", source, "at-small"))
        with st.container(key=f"acts_{one.id}", horizontal=True, gap="medium"):
            st.button("Mark as done", key=f"done_{one.id}", type="tertiary", on_click=visit().done.add, args=(one.id,))
            st.button("Not for me", key=f"no_{one.id}", type="tertiary", on_click=visit().declined.add, args=(one.id,))
