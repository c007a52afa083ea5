"""Answers to questionnaires become a Prediction. A rule with the interface of a model: there is nothing to train."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from core.errors import InputError
from core.types import Cue, Plain, Prediction, SafetySignal, TaskResult
from questionnaire.forms import FILE, catalog
from questionnaire.scoring import BASE_RATE, Scored, band_chances, score

# Internal consistency of the long and of the two-item forms, roughly (Kroenke 2001, Spitzer 2006, Kroenke 2003).
_RELIABILITY_LONG = 0.9
_RELIABILITY_SHORT = 0.75
_SAFETY_REASON = (
    "You said that you have had thoughts of being better off dead or of hurting yourself. "
    "You may be in danger, so help comes first."
)
_SAFETY_CERTAINTY = {1: 0.7, 2: 0.85, 3: 0.95}


class Questionnaires:
    """Scores what was answered; each form is optional, and the graver of two forms speaks."""

    def predict(self, batch: Sequence[Mapping[str, object]], *, explain: bool = True) -> list[Prediction | InputError]:
        """Answer each set of answers, in order; a bad one is answered with an InputError in words."""
        return [_answer(inputs.get("questionnaire"), explain) for inputs in batch]

    def describe(self) -> dict[str, object]:
        """Plain facts for a bug report."""
        return {"version": "published scoring rules", "labels": list(catalog().forms), "files": {FILE.name: ""}}


def load(folder: Path, variant: str | None = None) -> Questionnaires:
    """Questionnaires need no weights, so `folder` and `variant` are not used."""
    return Questionnaires()


def _answer(value: object, explain: bool) -> Prediction | InputError:
    try:
        return _prediction(_score_all(value), explain)
    except InputError as error:
        return error


def _score_all(value: object) -> list[Scored]:
    forms = catalog().forms
    if not isinstance(value, Mapping):
        raise InputError(f"A questionnaire is given as names and answers, for example {_example()}.")
    unknown = sorted(str(name) for name in value if name not in forms)
    if unknown:
        raise InputError(f"There is no questionnaire called {unknown[0][:40]!r}; there are {', '.join(forms)}.")
    scored = [score(forms[name], answers) for name, answers in value.items() if answers is not None]
    if not scored:
        raise InputError("No question was answered. Questionnaires can be skipped, or answered in part.")
    long_ones = {s.form.name for s in scored}
    return [s for s in scored if s.form.part_of not in long_ones]


def _example() -> str:
    return '{"phq2": [1, 0]}'


def _prediction(scored: Sequence[Scored], explain: bool) -> Prediction:
    gravest = max(scored, key=lambda s: s.distress)
    chances = band_chances(gravest.form, gravest.total)
    tasks = {s.form.name: TaskResult(band_chances(s.form, s.total), s.band) for s in scored}
    return Prediction(
        modality="questionnaire",
        label=gravest.band,
        confidence=chances[gravest.band],
        distress=gravest.distress,
        tasks={"overall": TaskResult(chances, gravest.band), **tasks},
        evidence=tuple(c for s in scored for c in _cues(s)) if explain else (),
        quality={k: v for s in scored for k, v in _facts(s).items()},
        notes=_notes(scored),
        signals=tuple(signal for s in scored for signal in _signals(s)),
        base_rate=BASE_RATE,
        reliability=_RELIABILITY_SHORT if gravest.form.part_of else _RELIABILITY_LONG,
        certainty=gravest.answered / len(gravest.answers),
    )


def _cues(scored: Scored) -> list[Cue]:
    """What each answer adds: above "several days" it raises, "not at all" lowers."""
    pairs = zip(scored.form.items, scored.answers, strict=True)
    return [Cue(q.about, (a - 0.75) / 3.0, task=scored.form.name) for q, a in pairs if a is not None]


def _facts(scored: Scored) -> dict[str, Plain]:
    name = scored.form.name
    return {
        f"{name}_total": scored.total,
        f"{name}_highest": scored.form.highest_total,
        f"{name}_band": scored.band,
        f"{name}_answered": scored.answered,
    }


def _notes(scored: Sequence[Scored]) -> tuple[str, ...]:
    partly = [s.form.title for s in scored if s.answered < len(s.answers)]
    return tuple(
        f"{title}: questions without an answer were counted like the average of the others." for title in partly
    )


def _signals(scored: Scored) -> list[SafetySignal]:
    """The self-harm item answered with anything but "not at all" is a safety signal, whatever the total."""
    place = scored.form.safety_item
    answer = scored.answers[place - 1] if place else None
    if not answer:
        return []
    return [
        SafetySignal(
            "suicide", "high", _SAFETY_REASON, f"{scored.form.title}, question {place}", _SAFETY_CERTAINTY[answer]
        )
    ]
