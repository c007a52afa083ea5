"""The crisis card: a person's words first, then ways to reach someone; works without a network."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from core.types import Recommendation, Report
from language import country, day, language_name, t, told
from recommend.crisis import card
from recommend.crisis_lines import INTERNATIONAL, CrisisLine, country_name, lines
from recommend.replies import Reply, reply
from ui.put import put
from ui.safe_html import Html, join, message, tag, telephone, text, website, whatsapp
from ui.state import visit
from ui.widgets.country import country as country_choice

KIND = "crisis"
# The catalog holds numbers as they are dialled at home; a WhatsApp link needs the country's code (ITU E.164).
CALLING_CODES = {"CO": "57", "IT": "39", "SG": "65"}
EMERGENCY = "emergency"
_FIRST = 4
# High with no sign of danger: enough to reach someone, and the result stays in sight.
_FIRST_WITHOUT_SIGNS = 2


def crisis(report: Report) -> None:
    """Show the card when the engine put crisis resources first; otherwise nothing."""
    found, chosen = reply(report.risk), visit().country
    shown = lines_of((r for r in report.recommendations if r.kind == KIND), chosen)
    if found is None or not shown:
        return
    with st.container(key="crisis_card"):
        put(opening(found))
        country_choice(t("Your country"), key="crisis_country")
        first = _FIRST if report.risk.signals else _FIRST_WITHOUT_SIGNS
        if report.risk.signals:
            put(emergency(shown, chosen))
            shown = [line for line in shown if line.kind != EMERGENCY]
        put(join(*(entry(line, chosen) for line in shown[:first])))
        if len(shown) > first:
            with st.expander(t("More ways to get help")):
                put(join(*(entry(line, chosen) for line in shown[first:])))


def lines_card(recommendations: Iterable[Recommendation], chosen: str | None) -> None:
    """Lines without the words of a crisis, for whoever may want them later."""
    put(tag("div", [entry(line, chosen) for line in lines_of(recommendations, chosen)], "at-lines"))


def lines_of(recommendations: Iterable[Recommendation], chosen: str | None) -> list[CrisisLine]:
    """The lines behind the crisis recommendations, in the order that the engine chose."""
    known = {card(line, chosen).id: line for line in lines(chosen)}
    return [known[r.id] for r in recommendations if r.id in known]


def opening(words: Reply) -> Html:
    """The prepared words."""
    return join(
        tag("h2", told(words.title), "at-crisis-title"),
        tag("p", told(words.text), "at-p"),
        tag("p", told(words.next_step), "at-crisis-step"),
    )


def emergency(offered: Iterable[CrisisLine], chosen: str | None) -> Html:
    """Emergency numbers as links, with their country when none was chosen."""
    calls = [
        telephone(line.phone, t("Call {phone}", phone=line.phone) + _country(line, chosen))
        for line in offered
        if line.kind == EMERGENCY and line.phone
    ]
    return tag("div", calls, "at-ways at-ways-first")


def entry(line: CrisisLine, chosen: str | None) -> Html:
    """One line: its name, links that call or write, when it is open, when we checked it."""
    name = told(line.name) + _country(line, chosen)
    head = tag("div", [tag("span", name, "at-line-name"), tag("div", list(_ways(line)), "at-ways")], "at-line-head")
    note = [tag("p", told(line.note), "at-small")] if line.note else []
    hours = told(line.hours)
    languages = ", ".join(told(language_name(one)) for one in line.languages)
    when = f"{hours[:1].upper()}{hours[1:]}. {languages[:1].upper()}{languages[1:]}. "
    checked = t("Checked on {day}.", day=day(line.checked))
    small = tag("p", [text(when), *_fallback(line), text(checked)], "at-small")
    return tag("div", [head, *note, small], "at-line")


def _country(line: CrisisLine, chosen: str | None) -> str:
    """The country of a line, where lines of more than one stand together."""
    named = chosen is None and line.country != INTERNATIONAL
    return f" ({country(line.country, country_name(line.country))})" if named else ""


def _fallback(line: CrisisLine) -> Iterable[Html]:
    if line.fallback:
        yield text(t("If {phone} does not connect, call", phone=line.phone) + " ")
        yield telephone(line.fallback, line.fallback, "")
        yield text(". ")


def _ways(line: CrisisLine) -> Iterable[Html]:
    if line.phone:
        yield telephone(line.phone, t("Call {phone}", phone=line.phone))
    if line.text:
        word = t("Text {word} to {number}", word=line.text_word, number=line.text)
        yield message(line.text, line.text_word, word if line.text_word else t("Text {number}", number=line.text))
    if line.whatsapp and line.country in CALLING_CODES:
        yield whatsapp(f"{CALLING_CODES[line.country]} {line.whatsapp}", t("WhatsApp {number}", number=line.whatsapp))
    if line.chat or line.web:
        yield website(line.chat or line.web or "", t("Chat online") if line.chat else t("Open the site"))
