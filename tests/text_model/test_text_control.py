"""The simple model beside ours learns from what can teach, and stands back from what cannot."""

import pytest

from text_model.card import score_table
from text_model.control import control_scores
from text_model.data import Row

LABELS = ("bad", "good")


def _rows(*pairs: tuple[str, int]) -> list[Row]:
    return [Row(text, "mine", {"taste": answer}) for text, answer in pairs]


def test_it_learns_words() -> None:
    rows = _rows(*(("sour milk", 0), ("sweet milk", 1)) * 5)
    assert control_scores("taste", LABELS, rows, [], rows)["macro_f1"] == 1.0


@pytest.mark.parametrize(
    "train",
    [
        _rows(("sour milk", 0), ("sour fish", 0)),
        _rows(*((f"{chr(0x4E00 + i)}天", i % 2) for i in range(20))),
        [],
    ],
    ids=["one answer", "no word twice", "no rows"],
)
def test_where_nothing_can_be_learned_the_table_has_a_dash(train: list[Row]) -> None:
    control = control_scores("taste", LABELS, train, [], _rows(("sweet milk", 1)))
    assert control == {}
    scores = {"n": 1, "macro_f1": 0.5, "interval": [0.4, 0.6], "accuracy": 0.5}
    (line,) = (
        x for x in score_table({"tasks": {"taste": scores}, "control": {"taste": control}}).splitlines() if "taste" in x
    )
    assert line.endswith("| - | - |")
