"""The parts of the crisis corpus: those that were learned from lie with the text model, those unread lie here."""

from __future__ import annotations

from pathlib import Path

from text_model.sentences import CRISIS_PARTS, Case, cases

__all__ = [
    "FIFTH_AUTHOR",
    "FOURTH_AUTHOR",
    "HELD_OUT",
    "ONCE_UNSEEN",
    "SECOND_AUTHOR",
    "SEEN",
    "SIXTH_AUTHOR",
    "THIRD_AUTHOR",
    "UNREAD",
    "Case",
    "cases",
]
HERE = Path(__file__).parent
SEEN, ONCE_UNSEEN, SECOND_AUTHOR, *_ = CRISIS_PARTS
HELD_OUT = HERE / "crisis_heldout.yaml"
THIRD_AUTHOR = HERE / "crisis_third_author.yaml"
FOURTH_AUTHOR = HERE / "crisis_fourth_author.yaml"
FIFTH_AUTHOR = HERE / "crisis_fifth_author.yaml"
SIXTH_AUTHOR = HERE / "crisis_sixth_author.yaml"
UNREAD = (HELD_OUT, THIRD_AUTHOR, FOURTH_AUTHOR, FIFTH_AUTHOR, SIXTH_AUTHOR)
