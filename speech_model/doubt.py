"""How far an answer can be trusted, in words: what is known of the speaker, what it brings, what is left open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.types import Plain
from speech_model.baseline import Person
from speech_model.labels import unsure_below

HARDLY_HEARD_BELOW = 0.4


def right_of_100(scores: Mapping[str, Any]) -> dict[str, int]:
    """Of 100 feelings of new voices, how many were named right, alone and with calm clips; empty if not measured.

    `scores` are those of one variant on the test speakers, by corpus. Corpora whose speakers had calm clips count,
    each by its clips.
    """
    both = [(modes["alone"], modes["3 calm clips"]) for modes in scores.values() if "3 calm clips" in modes]
    if not both:
        return {}
    alone, with_baseline = (
        round(100 * sum(s["UA"] * s["clips"] for s in found) / sum(s["clips"] for s in found))
        for found in zip(*both, strict=True)
    )
    return {"right_alone": alone, "right_with_baseline": with_baseline}


def known_of(person: Person | None, right: Mapping[str, int]) -> dict[str, Plain]:
    """Calm and earlier stretches of the speaker, and how often the label is right on new voices with and without."""
    known: dict[str, Plain] = {"baseline_pieces": 0 if person is None else person.calm.pieces}
    if person is not None and person.earlier.pieces:
        known["earlier_pieces"] = person.earlier.pieces
    return known | dict(right)


def gain(person: Person | None, right: Mapping[str, int]) -> tuple[str, ...]:
    """How much surer the answer is with the person's calm recordings, as `right_of_100` has it."""
    if person is None or not person.calm.pieces or not right:
        return ()
    return (
        f"On new voices Attune named {right['right_with_baseline']} of 100 feelings with calm recordings to compare, "
        f"and {right['right_alone']} without them.",
    )


def doubts(scores: np.ndarray, certainty: float, strange: float) -> tuple[str, ...]:
    """Why the answer may be wrong; `scores` has a probability a label, `strange` above 1 is unlike anything learned."""
    notes = []
    if strange > 1:
        notes.append("This does not sound like the voices that the model learned from; it may be music or a filter.")
    if scores.max() < unsure_below(len(scores)) or certainty < HARDLY_HEARD_BELOW:
        notes.append("Attune cannot tell from this voice alone; treat the result as open.")
    return tuple(notes)
