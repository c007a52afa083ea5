"""How far an answer can be trusted, in words: what is known of the speaker, what it brings, what is left open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.types import Plain
from speech_model.baseline import Person

UNSURE_BELOW = 0.4


def known_of(person: Person | None, facts: Mapping[str, Any]) -> dict[str, Plain]:
    """Calm and earlier stretches of the speaker, and how often the label is right on new voices with and without."""
    known: dict[str, Plain] = {"baseline_pieces": 0 if person is None else person.calm.pieces}
    if person is not None and person.earlier.pieces:
        known["earlier_pieces"] = person.earlier.pieces
    return known | dict(facts.get("right_of_100", {}))


def gain(person: Person | None, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """How much surer the answer is with the person's calm recordings, as it was measured."""
    right = facts.get("right_of_100", {})
    if person is None or not person.calm.pieces or not right:
        return ()
    return (
        f"On new voices Attune named {right['right_with_baseline']} of 100 feelings with calm recordings to compare, "
        f"and {right['right_alone']} without them.",
    )


def doubts(best: float, certainty: float, strange: float) -> tuple[str, ...]:
    """Why the answer may be wrong; `strange` above 1 is unlike anything learned."""
    notes = []
    if strange > 1:
        notes.append("This does not sound like the voices that the model learned from; it may be music or a filter.")
    if best < UNSURE_BELOW or certainty < UNSURE_BELOW:
        notes.append("Attune cannot tell from this voice alone; treat the result as open.")
    return tuple(notes)
