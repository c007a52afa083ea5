"""Check-in, the start page: what you give on the left, what Attune makes of it on the right."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.types import Failure, Report
from ui.engine import analyse
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
        _result(outcome, above)
    if outcome is not None and isinstance(outcome.result, Report):
        details(outcome.result, outcome)
    if pressed:
        put_script("reveal", visit().count)


def _inputs() -> bool:
    put(tag("h1", "How are you doing?", "at-title"))
    put(tag("p", "Write a little, or speak. Attune tells you what it notices and what may help.", "at-lead"))
    write.write()
    write.examples()
    voice.voice()
    if visit().offer_form:
        form.form()
    else:
        visit().answers = {}
    with st.container(key="analyse_bar", horizontal=True, gap="small", vertical_alignment="center"):
        pressed = st.button("Analyse", type="primary", key="analyse", width="stretch", shortcut="Ctrl+Enter")
        st.button("Start over", type="tertiary", key="start_over", on_click=_start_over)
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
        begun.append(name)
        with place:
            put(_stage_list(begun))

    return on_stage


def _stage_list(begun: list[str]) -> Html:
    done = [tag("li", name) for name in begun[:-1]]
    return tag("ul", [*done, tag("li", begun[-1], "at-now")], "at-stages", role="status")


def _result(outcome: Outcome | None, above: DeltaGenerator) -> None:
    report = outcome.result if outcome else None
    if isinstance(report, Report):
        with above:
            crisis(report)
    with st.container(key="result_card", border=True):
        risk_view.dial(report.risk if isinstance(report, Report) else None)
        if isinstance(report, Report):
            risk_view.level(report.risk)
            risk_view.why(report)
        elif isinstance(report, Failure):
            put(join(tag("h2", "Nothing to read yet", "at-level"), tag("p", report.message, "at-sure", role="status")))
        else:
            risk_view.empty()
    if isinstance(report, Report) and outcome:
        suggestions(report)
        keep(report, outcome)
