"""Standard scoring of one form: answers become a total, a severity band, and a calibrated distress."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.errors import InputError
from questionnaire.forms import HIGHEST_ANSWER, Form

# The share of adults in primary care with a depressive or anxiety disorder, about 1 in 5 (Kroenke et al. 2007).
BASE_RATE = 0.2


@dataclass(frozen=True)
class Scored:
    """A form with its answers. `distress` is the chance of a real problem, for a population with `BASE_RATE`."""

    form: Form
    answers: tuple[int | None, ...]
    total: int
    band: str
    distress: float

    @property
    def answered(self) -> int:
        """Number of items that have an answer."""
        return sum(a is not None for a in self.answers)


def score(form: Form, answers: object) -> Scored:
    """Score `answers`, one number from 0 to 3 (or None, skipped) for each item.

    Raises InputError, in words, for anything else, and when more items are skipped than the form allows.
    """
    given = _checked(form, answers)
    known = [a for a in given if a is not None]
    if len(given) - len(known) > form.skippable:
        allowed = f"at most {form.skippable} may be left out" if form.skippable else "none may be left out"
        raise InputError(f"{form.title} has {len(given) - len(known)} questions without an answer; {allowed}.")
    total = math.floor(sum(known) * len(given) / len(known) + 0.5)
    return Scored(form, given, total, band(form, total), distress(form, total))


def _checked(form: Form, answers: object) -> tuple[int | None, ...]:
    wanted = len(form.items)
    if not isinstance(answers, Sequence) or isinstance(answers, str | bytes):
        raise InputError(f"{form.title} needs a list of {wanted} answers, each from 0 to {HIGHEST_ANSWER}.")
    if len(answers) != wanted:
        raise InputError(f"{form.title} has {wanted} questions, got {len(answers)} answers.")
    for place, answer in enumerate(answers, start=1):
        whole = isinstance(answer, int) and not isinstance(answer, bool)
        if answer is not None and not (whole and 0 <= answer <= HIGHEST_ANSWER):
            raise InputError(f"Answer {place} of {form.title} must be a whole number from 0 to {HIGHEST_ANSWER}.")
    return tuple(answers)


def band(form: Form, total: int) -> str:
    """Severity band of a total."""
    return max((start, name) for name, start in form.bands.items() if start <= total)[1]


def band_chances(form: Form, total: int) -> dict[str, float]:
    """Chance of each band, given that a total is only exact to the form's standard error of measurement."""
    starts = [*form.bands.values(), form.highest_total + 1]
    edges = [-math.inf, *(s - 0.5 for s in starts[1:-1]), math.inf]
    below = [0.5 * (1.0 + math.erf((e - total) / form.error / math.sqrt(2.0))) for e in edges]
    return {name: below[i + 1] - below[i] for i, name in enumerate(form.bands)}


def distress(form: Form, total: int) -> float:
    """Calibrated chance of a real problem: the published likelihood ratios, applied to `BASE_RATE`."""
    centres = [((a + b) / 2.0, math.log(r)) for a, b, r in form.likelihood_ratio]
    log_ratio = _between(centres, float(total))
    return 1.0 / (1.0 + (1.0 - BASE_RATE) / BASE_RATE * math.exp(-log_ratio))


def _between(points: Sequence[tuple[float, float]], x: float) -> float:
    if x <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return points[-1][1]
