"""Chooses what a person sees next: crisis resources first when they matter, then suggestions that fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from core.types import Prediction, Recommendation, RiskAssessment
from recommend.crisis import card, kinds_in, resources
from recommend.crisis_lines import lines
from recommend.rank import Need, label_strengths, pick
from recommend.suggestion import SITUATIONS, Suggestion, feelings, suggestions

GENTLE_STEPS = 3
# How strong a feeling must be to count as there.
PRESENT = 0.25
STRONG = 0.5


@dataclass(frozen=True)
class Context:
    """What the person told us about themselves. Nothing here is guessed, and the country never comes from an address.

    `country` is the ISO code that they chose; `seen` holds ids that were suggested or declined before; `limit` counts
    suggestions, and never cuts crisis resources.
    """

    country: str | None = None
    situation: str | None = None
    seen: frozenset[str] = frozenset()
    limit: int = 5

    def __post_init__(self) -> None:
        if self.situation is not None and self.situation not in SITUATIONS:
            raise ValueError(f"situation must be one of {', '.join(SITUATIONS)}; got {self.situation!r}")
        if self.limit < 1:
            raise ValueError(f"limit must be at least 1, got {self.limit!r}")


def choose(
    risk: RiskAssessment, predictions: Mapping[str, Prediction], context: Context = Context()
) -> tuple[Recommendation, ...]:
    """What to show, in order. The same input gives the same answer, always.

    High: crisis resources, then a few gentle steps. A signal below High: its resources, then suggestions.
    Moderate: suggestions, when to see someone among them, and at the end a line to talk to. Low that may well be High
    counts as Moderate.
    """
    kinds = kinds_in(risk)
    level = "moderate" if risk.level == "low" and "high" in risk.possible_levels else risk.level
    need = Need(
        label_strengths(predictions),
        feelings(),
        context.situation,
        context.seen,
        frozenset(kinds),
        first_aid=level != "low",
    )
    fitting = _allowed(suggestions(), need)
    help_first = resources(kinds, context.country)
    if risk.crisis or level == "high":
        calm = [one for one in fitting if one.immediate and "high" in one.levels]
        return (*help_first, *map(_shown, pick(calm, need, min(GENTLE_STEPS, context.limit))))
    chosen = [one for one in fitting if level in one.levels]
    if level == "low":
        return (*help_first, *map(_shown, pick(chosen, need, context.limit)))
    return (*help_first, *map(_shown, _with_someone(chosen, need, context.limit)), *_in_reserve(help_first, context))


def _allowed(offered: Iterable[Suggestion], need: Need) -> list[Suggestion]:
    """Without those for another situation or signal, and those that this person should not be given."""
    strong = {name for name in need.feelings if need.feeling(name) >= STRONG}
    barred = need.signals | strong | {need.situation}
    return [
        one
        for one in offered
        if (not one.situations or need.situation in one.situations)
        and (not one.signals or need.signals.intersection(one.signals))
        and not barred.intersection(one.not_for)
        and (not one.needs or any(need.feeling(name) >= PRESENT for name in one.needs))
    ]


def _with_someone(offered: list[Suggestion], need: Need, limit: int) -> list[Suggestion]:
    """At Moderate one of the suggestions is always about reaching a person who can help."""
    people = pick((one for one in offered if one.kind == "see someone"), need, 1)
    rest = pick((one for one in offered if one.kind != "see someone"), need, limit - len(people))
    return [*rest, *people]


def _in_reserve(already: tuple[Recommendation, ...], context: Context) -> tuple[Recommendation, ...]:
    """The first line of each country on show, for later, unless lines are there already."""
    if already:
        return ()
    to_talk = [line for line in lines(context.country) if line.kind in ("crisis", "text", "directory")]
    first = {line.country: line for line in reversed(to_talk)}
    ordered = [line for line in to_talk if first[line.country] == line]
    return tuple(replace(card(line, context.country), kind="support") for line in ordered)


def _shown(one: Suggestion) -> Recommendation:
    return Recommendation(
        id=one.id,
        title=one.title,
        text=one.text,
        kind=one.kind,
        source=one.source,
        steps=one.steps,
        minutes=one.minutes,
        url=one.url,
        caution=one.caution,
    )
