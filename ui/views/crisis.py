"""The crisis card: a person's words first, then ways to reach someone; works without a network."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from core.types import Recommendation, Report
from recommend.crisis import card
from recommend.crisis_lines import CrisisLine, lines
from recommend.replies import Reply, reply
from ui.navigation import page
from ui.put import put
from ui.safe_html import Html, join, message, tag, telephone, text, website
from ui.state import visit

KIND = "crisis"
EMERGENCY = "emergency"
_FIRST = 4
# High with no sign of danger: enough to reach someone, and the result stays in sight.
_FIRST_WITHOUT_SIGNS = 2


def crisis(report: Report) -> None:
    """Show the card when the engine put crisis resources first; otherwise nothing."""
    found = reply(report.risk)
    shown = lines_of((r for r in report.recommendations if r.kind == KIND), visit().country)
    if found is None or not shown:
        return
    with st.container(key="crisis_card"):
        put(opening(found))
        first = _FIRST if report.risk.signals else _FIRST_WITHOUT_SIGNS
        if report.risk.signals:
            put(emergency(shown))
            shown = [pair for pair in shown if pair[1].kind != EMERGENCY]
        put(join(*(entry(name, line) for name, line in shown[:first])))
        if len(shown) > first:
            with st.expander("More ways to get help"):
                put(join(*(entry(name, line) for name, line in shown[first:])))
        if visit().country is None:
            st.page_link(page("help_now"), label="Choose your country to see its lines first")


def lines_card(recommendations: Iterable[Recommendation], country: str | None) -> None:
    """Lines without the words of a crisis, for whoever may want them later."""
    put(tag("div", [entry(name, line) for name, line in lines_of(recommendations, country)], "at-lines"))


def lines_of(recommendations: Iterable[Recommendation], country: str | None) -> list[tuple[str, CrisisLine]]:
    """The lines behind the crisis recommendations with their titles, in the order that the engine chose."""
    known = {card(line, country).id: line for line in lines(country)}
    return [(r.title, known[r.id]) for r in recommendations if r.id in known]


def opening(words: Reply) -> Html:
    """The prepared words."""
    return join(
        tag("h2", words.title, "at-crisis-title"),
        tag("p", words.text, "at-p"),
        tag("p", words.next_step, "at-crisis-step"),
    )


def emergency(offered: Iterable[tuple[str, CrisisLine]]) -> Html:
    """Emergency numbers as links, with their country where the title names it."""
    calls = [
        telephone(line.phone, f"Call {line.phone}" + title.removeprefix(line.name))
        for title, line in offered
        if line.kind == EMERGENCY and line.phone
    ]
    return tag("div", calls, "at-ways at-ways-first")


def entry(name: str, line: CrisisLine) -> Html:
    """One line: its name, links that call or write, when it is open, when we checked it."""
    head = tag("div", [tag("span", name, "at-line-name"), tag("div", list(_ways(line)), "at-ways")], "at-line-head")
    note = [tag("p", line.note, "at-small")] if line.note else []
    when = f"{line.hours[:1].upper()}{line.hours[1:]}. {', '.join(line.languages)}. "
    checked = f"Checked on {line.checked.day} {line.checked:%B %Y}."
    small = tag("p", [text(when), *_fallback(line), text(checked)], "at-small")
    return tag("div", [head, *note, small], "at-line")


def _fallback(line: CrisisLine) -> Iterable[Html]:
    if line.fallback:
        digits = "".join(c for c in line.fallback if c.isdigit())
        yield text(f"If {line.phone} does not connect, call ")
        yield tag("a", line.fallback, href=f"tel:{digits}")
        yield text(". ")


def _ways(line: CrisisLine) -> Iterable[Html]:
    if line.phone:
        yield telephone(line.phone, f"Call {line.phone}")
    if line.text:
        label = f"Text {line.text_word} to {line.text}" if line.text_word else f"Text {line.text}"
        yield message(line.text, line.text_word, label)
    if line.chat or line.web:
        yield website(line.chat or line.web or "", "Chat online" if line.chat else "Open the site")
