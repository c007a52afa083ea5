"""The document of one check-in: result and doubt, what was read, what moved it, limits and method."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.types import LEVELS, Prediction, RiskAssessment
from documents.bars import contribution_bars, signed
from documents.blocks import Beside, Block, Bullets, Document, Figure, Heading, Paragraph, Table
from documents.closing import help_first, limits_and_method, own_words, under_title
from documents.gauge import gauge
from documents.subject import OneCheckIn, Setting
from documents.words import label, part, say
from language import listed, moment, speaking

WIDTH = 482.0
_HELP_KINDS = frozenset({"crisis", "support"})
_FORM = re.compile(r"([A-Z])([0-9])")
_QUOTED = re.compile('[“”„«»"‘]')


def checkin_document(subject: OneCheckIn, setting: Setting) -> Document:
    """Put the document of one check-in together."""
    with speaking(setting.language):
        return _document(subject, setting)


def _document(subject: OneCheckIn, setting: Setting) -> Document:
    report, risk = subject.report, subject.report.risk
    blocks: list[Block] = [
        *help_first(setting, needed=risk.crisis or risk.level == "high" or bool(risk.signals)),
        Heading(say("h_result")),
        _result(risk, setting),
        *_measured(subject),
        *_moved(subject),
        *(own_words(say("h_words"), subject.text) if subject.text else []),
        *(own_words(say("h_note"), subject.note) if subject.note else []),
        *_next_steps(subject),
        *limits_and_method(
            setting, [(n, setting.models[n].version) for n in report.predictions if n in setting.models]
        ),
    ]
    about = f"{say('checked_in', when=moment(subject.at))}. {say('made_at', when=moment(setting.made_at))}."
    slug = f"attune-check-in-{subject.at:%Y-%m-%d}"
    return Document(say("title_checkin"), under_title(setting, about), slug, tuple(blocks), setting.language)


def _result(risk: RiskAssessment, setting: Setting) -> Block:
    name = say("undecided") if risk.undecided else say(f"level_{risk.level}")
    low, high = (round(100 * v) for v in risk.interval)
    about = say("about_undecided") if risk.undecided else say(f"about_{risk.level}")
    interval = say(
        "interval_unsure" if risk.undecided else "interval", score=round(100 * risk.score), low=low, high=high
    )
    words = [Paragraph(name, "lead"), Paragraph(about), Paragraph(f"{interval} {_doubt(risk)}".strip())]
    if risk.conflict:
        words.append(Paragraph(say("conflict")))
    if any(s.floor != "low" for s in risk.signals):
        words.append(Paragraph(say("raised_by_safety")))
    return Beside(gauge(risk, setting.thresholds, say("gauge_says", sentence=f"{about} {interval}")), tuple(words))


def _doubt(risk: RiskAssessment) -> str:
    if risk.undecided:
        return ""
    others = [level for level in LEVELS if level in risk.possible_levels and level != risk.level]
    if not others:
        return say("sure")
    return say("could_be", others=listed([say(f"level_{level}").lower() for level in others], "or"))


def _measured(subject: OneCheckIn) -> Sequence[Block]:
    predictions = subject.report.predictions
    if not predictions:
        return []
    head = tuple(say(f"col_{c}") for c in ("reading", "input", "found", "sure", "distress"))
    rows = tuple(
        (part(n), _input(subject, p), _found(p), f"{100 * p.confidence:.0f} %", f"{100 * p.distress:.0f} %")
        for n, p in predictions.items()
    )
    table = Table(head, rows, (0.2, 0.24, 0.26, 0.15, 0.15))
    notes = tuple(note for p in predictions.values() for note in p.notes if not _QUOTED.search(note))
    problems = tuple(f"{part(n)}: {why}" for n, why in subject.report.problems.items() if not _QUOTED.search(why))
    said = [Bullets((*notes, *problems))] if notes or problems else []
    return [Heading(say("h_measured")), table, *said]


def _found(prediction: Prediction) -> str:
    """The strongest label, and the totals of questionnaires, which others can compare."""
    facts = prediction.quality
    forms = [key.removesuffix("_total") for key in facts if key.endswith("_total")]
    totals = [
        say("total", form=_FORM.sub(r"\1-\2", form.upper()), total=facts[f"{form}_total"], of=facts[f"{form}_highest"])
        for form in forms
        if f"{form}_highest" in facts
    ]
    return ", ".join([label(prediction.label), *totals])


def _input(subject: OneCheckIn, prediction: Prediction) -> str:
    seconds = prediction.quality.get("speech_s", prediction.quality.get("duration_s"))
    if prediction.modality == "text" and subject.word_count:
        return say("words_count", count=subject.word_count)
    if isinstance(seconds, int | float):
        return say("seconds", count=round(seconds))
    answered = [v for k, v in prediction.quality.items() if k.endswith("_answered") and isinstance(v, int)]
    return say("answers", count=sum(answered)) if answered else "–"


def _moved(subject: OneCheckIn) -> Sequence[Block]:
    risk = subject.report.risk
    parts = {part(name): value for name, value in risk.contributions.items()}
    if not parts:
        return []
    spoken = say("moved_says", listed=", ".join(f"{name} {signed(100 * v)}" for name, v in parts.items()))
    starts = say("starts_from", prior=round(100 * risk.prior), score=round(100 * risk.score))
    reasons = [r for r in risk.reasons if subject.text or not _QUOTED.search(r)]
    bars = contribution_bars(parts, WIDTH, spoken)
    said: list[Block] = [Paragraph(say("told")), Bullets(tuple(reasons))] if reasons else []
    return [Heading(say("h_moved")), Figure(bars, starts), *said]


def _next_steps(subject: OneCheckIn) -> Sequence[Block]:
    """Titles only: the page shows the steps, a therapist wants to know which ones were given."""
    given = [r.title for r in subject.report.recommendations if r.kind not in _HELP_KINDS]
    return [Heading(say("h_next")), Bullets(tuple(given))] if given else []
