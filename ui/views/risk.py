"""The gauge, its sentence, and why: what the first look at a result answers."""

from __future__ import annotations

import streamlit as st

from core.types import Report, RiskAssessment
from fusion.thresholds import shipped
from language import number, t
from ui import words
from ui.charts import contribution_bars
from ui.charts.gauge import gauge
from ui.put import put
from ui.safe_html import Html, join, table, tag
from ui.shell import colours


def dial(risk: RiskAssessment | None) -> None:
    """The gauge, empty without a result. It keeps its place on the page, so that nothing jumps."""
    limits = shipped()
    with st.container(key="gauge"):
        put(gauge(risk, (limits.moderate, limits.high), colours(), words.spoken_gauge(risk)))


def level(risk: RiskAssessment) -> None:
    """The result in words, under the gauge."""
    put(join(tag("h2", words.headline(risk), "at-level"), tag("p", words.sentence(risk), "at-sure")))


def why(report: Report) -> None:
    """One paragraph of reasons, problems of single inputs, and how much each input moved the result."""
    put(join(tag("h3", t("Why"), "at-h"), tag("p", " ".join(report.risk.reasons), "at-p")))
    problems(report)
    parts = {words.part(name): value for name, value in report.risk.contributions.items()}
    if parts:
        put(tag("p", t("What moved the result, in points of 100"), "at-small"))
        put(contribution_bars(parts, colours()))


def problems(report: Report) -> None:
    """A calm sentence for each input that could not be read while another answered."""
    for name, said in report.problems.items():
        put(tag("p", t("{part} could not be read. {said}", part=words.part(name), said=said), "at-note"))
    for prediction in report.predictions.values():
        for note in prediction.notes:
            put(tag("p", note, "at-note"))


def empty() -> None:
    """What will stand here, said before there is anything."""
    put(
        join(
            tag("h2", t("Your result will appear here"), "at-level"),
            tag(
                "ul",
                [
                    _promise(t("How you may be doing,"), t("from low to high, and how sure that is")),
                    _promise(t("Why Attune thinks so,"), t("in your own words and sounds")),
                    _promise(t("What you could do now,"), t("one small step at a time")),
                ],
                "at-empty",
            ),
        )
    )


def _promise(strong: str, rest: str) -> Html:
    return tag("li", [tag("span", "", "at-dot"), tag("span", [tag("b", strong), tag("span", f" {rest}")])])


def as_table(report: Report) -> Html:
    """The gauge and the bars as a table."""
    risk = report.risk
    low, high = risk.interval
    rows = [
        (t("Level"), words.headline(risk)),
        (
            t("Signal, of 100"),
            t(
                "{score}, may lie between {low} and {high}",
                score=number(100 * risk.score),
                low=number(100 * low),
                high=number(100 * high),
            ),
        ),
        (
            t("Could also be"),
            ", ".join(words.level(x) for x in risk.possible_levels if x != risk.level) or t("nothing else"),
        ),
        (t("Inputs disagree"), t("yes") if risk.conflict else t("no")),
    ]
    return table((t("What"), t("Value")), rows, t("The result in numbers"))
