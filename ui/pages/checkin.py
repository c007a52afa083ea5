"""Check-in, the start page: what you give on the left, what Attune makes of it on the right."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.types import Failure, Report
from language import t, told
from language.report import spoken
from ui.engine import analyse, for_country
from ui.put import put, put_script
from ui.safe_html import Html, join, tag
from ui.state import Outcome, Visit, visit
from ui.views import risk as risk_view
from ui.views.crisis import crisis
from ui.views.details import details
from ui.views.keep import keep
from ui.views.suggestions import suggestions
from ui.widgets import form, voice, write


def show() -> None:
    """Draw the page; when something was asked for, analyse it while the inputs stay where they are."""
    left, right = st.columns([5, 7], gap="large")
    with left, st.container(key="inputs"):
        pressed = _inputs()
    with right, st.container(key="result"):
        # Progress and crisis card have a place of their own, so that coming and going they do not rebuild what follows.
        above = st.container(key="result_above")
        with above:
            outcome = _fresh(visit()) if pressed else visit().outcome
        report = _told(outcome)
        _result(report, above)
        if outcome is not None and isinstance(report, Report):
            suggestions(report)
            keep(outcome)
    if outcome is not None and isinstance(report, Report):
        details(report, outcome)
    if pressed:
        put_script("reveal", visit().count)


def _inputs() -> bool:
    put(tag("h1", t("How are you doing?"), "at-title"))
    put(tag("p", t("Write a little, or speak. Attune tells you what it notices and what may help."), "at-lead"))
    write.write()
    write.examples()
    voice.voice()
    if visit().offer_form:
        form.form()
    else:
        visit().answers = {}
    with st.container(key="analyse_bar", horizontal=True, gap="small", vertical_alignment="center"):
        pressed = st.button(t("Analyse"), type="primary", key="analyse", width="stretch", shortcut="Ctrl+Enter")
        st.button(t("Start over"), type="tertiary", key="start_over", on_click=_start_over)
    waiting, visit().waiting = visit().waiting, False
    return pressed or waiting


def _start_over() -> None:
    write.clear()
    voice.forget()
    form.clear()
    visit().outcome = None


def _fresh(now: Visit) -> Outcome:
    """Analyse, telling each stage as it begins."""
    place = st.empty()
    now.outcome = analyse(now, _stages(place))
    now.count += 1
    place.empty()
    return now.outcome


def _stages(place: DeltaGenerator) -> Callable[[str], None]:
    begun: list[str] = []

    def on_stage(name: str) -> None:
        begun.append(told(name))
        with place:
            put(_stage_list(begun))

    return on_stage


def _stage_list(begun: list[str]) -> Html:
    done = [tag("li", name) for name in begun[:-1]]
    return tag("ul", [*done, tag("li", begun[-1], "at-now")], "at-stages", role="status")


def _told(outcome: Outcome | None) -> Report | Failure | None:
    """The result in the language of the page, with the lines of the country that is chosen now."""
    result = for_country(outcome, visit().country) if outcome else None
    return spoken(result) if isinstance(result, Report) else result


def _result(report: Report | Failure | None, above: DeltaGenerator) -> None:
    if isinstance(report, Report):
        with above:
            crisis(report)
    with st.container(key="result_card", border=True):
        risk_view.dial(report.risk if isinstance(report, Report) else None)
        if isinstance(report, Report):
            risk_view.level(report.risk)
            risk_view.why(report)
        elif isinstance(report, Failure):
            put(
                join(
                    tag("h2", t("Nothing to read yet"), "at-level"),
                    tag("p", told(report.message), "at-sure", role="status"),
                )
            )
        else:
            risk_view.empty()
