"""A report as the page says it: reasons, notes and suggestions in its language; labels, numbers and the words
that a person wrote stay as they are."""

from __future__ import annotations

import re
from dataclasses import replace

from core.types import Cue, Prediction, Recommendation, Report
from language.choice import ENGLISH, current
from language.forms import country_named
from language.words import told


def spoken(report: Report) -> Report:
    """`report` with every sentence of ours told anew. It is for showing: what is kept or downloaded stays English."""
    if current() == ENGLISH:
        return report
    return replace(
        report,
        predictions={name: _prediction(p) for name, p in report.predictions.items()},
        risk=replace(report.risk, reasons=tuple(map(told, report.risk.reasons))),
        recommendations=tuple(map(spoken_suggestion, report.recommendations)),
        problems={name: told(why) for name, why in report.problems.items()},
    )


def spoken_suggestion(one: Recommendation) -> Recommendation:
    """A suggestion or a line to call; the names of books, sites and services stay."""
    return replace(
        one,
        title=_title(one.title),
        text=told(one.text),
        steps=tuple(map(told, one.steps)),
        caution=told(one.caution or "") or None,
        source=told(one.source),
    )


def _prediction(prediction: Prediction) -> Prediction:
    evidence = tuple(map(_cue, prediction.evidence))
    return replace(prediction, notes=tuple(map(told, prediction.notes)), evidence=evidence)


def _cue(cue: Cue) -> Cue:
    """A cue with a place is a piece of what the person wrote."""
    return cue if cue.start is not None else replace(cue, text=told(cue.text))


def _title(title: str) -> str:
    """A line that stands beside those of other countries has its country behind its name."""
    with_country = re.fullmatch(r"(.+) \((.+)\)", title)
    if with_country and (place := country_named(with_country[2])):
        return f"{told(with_country[1])} ({place})"
    return told(title)
