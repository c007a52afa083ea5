"""Questionnaires: standard scoring, bands, the safety item, and errors in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputError
from core.types import Prediction
from fusion.late import assess
from questionnaire import MODALITY
from questionnaire.forms import catalog
from questionnaire.scoring import band, band_chances, distress, score

PREDICTOR = MODALITY.load(MODALITY.shipped)
FORMS = catalog().forms


def _answer(value: object, *, explain: bool = True) -> Prediction | InputError:
    return PREDICTOR.predict([{"questionnaire": value}], explain=explain)[0]


def _read(value: object) -> Prediction:
    answer = _answer(value)
    assert isinstance(answer, Prediction), answer
    return answer


@pytest.mark.parametrize(
    ("form", "total", "expected"),
    [
        ("phq9", 0, "minimal"), ("phq9", 4, "minimal"), ("phq9", 5, "mild"), ("phq9", 9, "mild"),
        ("phq9", 10, "moderate"), ("phq9", 14, "moderate"), ("phq9", 15, "moderately severe"),
        ("phq9", 19, "moderately severe"), ("phq9", 20, "severe"), ("phq9", 27, "severe"),
        ("gad7", 4, "minimal"), ("gad7", 5, "mild"), ("gad7", 10, "moderate"), ("gad7", 15, "severe"),
        ("gad7", 21, "severe"), ("phq2", 2, "minimal"),
        ("phq2", 3, "moderate"), ("gad2", 2, "minimal"), ("gad2", 3, "moderate"),
    ],
)  # fmt: skip
def test_bands_begin_where_the_makers_say(form: str, total: int, expected: str) -> None:
    assert band(FORMS[form], total) == expected


def test_the_forms_have_their_items_and_credit() -> None:
    assert {name: len(form.items) for name, form in FORMS.items()} == {"phq9": 9, "gad7": 7, "phq2": 2, "gad2": 2}
    assert [q.text for q in FORMS["phq2"].items] == [q.text for q in FORMS["phq9"].items[:2]]
    assert [q.text for q in FORMS["gad2"].items] == [q.text for q in FORMS["gad7"].items[:2]]
    assert "Spitzer" in catalog().credit and "No permission required" in catalog().credit
    assert [value for value, _ in catalog().options] == [0, 1, 2, 3]


@given(st.sampled_from(sorted(FORMS)), st.data())
def test_the_total_is_the_sum_and_chances_are_a_distribution(name: str, data: st.DataObject) -> None:
    form = FORMS[name]
    answers = data.draw(st.lists(st.integers(0, 3), min_size=len(form.items), max_size=len(form.items)))
    scored = score(form, answers)
    assert scored.total == sum(answers)
    chances = band_chances(form, scored.total)
    assert sum(chances.values()) == pytest.approx(1.0)
    assert list(chances) == list(form.bands)


@pytest.mark.parametrize("name", sorted(FORMS))
def test_more_points_never_mean_less_distress(name: str) -> None:
    form = FORMS[name]
    course = [distress(form, total) for total in range(form.highest_total + 1)]
    assert course == sorted(course)
    assert 0.0 < course[0] < 0.2 < course[-1] < 1.0


@pytest.mark.parametrize("answer", [1, 2, 3])
def test_any_answer_but_never_to_the_last_item_is_a_safety_signal_whatever_the_total(answer: int) -> None:
    prediction = _read({"phq9": [0] * 8 + [answer]})
    assert prediction.label == "minimal"
    assert [s.kind for s in prediction.signals] == ["suicide"]
    risk = assess([prediction])
    assert risk.level == "high" and risk.crisis


def test_without_it_there_is_no_signal_even_at_a_high_total() -> None:
    prediction = _read({"phq9": [3] * 8 + [0]})
    assert prediction.signals == ()
    assert prediction.label == "severe"


def test_two_skipped_items_are_counted_like_the_others_and_said() -> None:
    prediction = _read({"phq9": [2, 2, None, 2, 2, 2, None, 2, 0]})
    assert prediction.quality["phq9_total"] == 15
    assert prediction.certainty == pytest.approx(7 / 9)
    assert "average" in prediction.notes[0]


def test_one_form_is_enough_and_the_graver_one_speaks() -> None:
    alone, both = _read({"gad7": [3] * 7}), _read({"gad7": [3] * 7, "phq9": [0] * 9})
    assert set(alone.tasks) == {"overall", "gad7"}
    assert both.distress == alone.distress
    assert set(both.tasks) == {"overall", "gad7", "phq9"}


def test_a_short_form_is_left_out_where_the_long_one_was_answered() -> None:
    assert set(_read({"phq2": [3, 3], "phq9": [0] * 9}).tasks) == {"overall", "phq9"}


def test_what_was_answered_gravely_is_named_in_the_explanation() -> None:
    risk = assess([_read({"phq9": [0, 0, 3, 3, 0, 0, 0, 0, 0], "gad7": [2] * 7})])
    assert "your answers" in risk.reasons[0]
    assert _answer({"gad2": [1, 1]}, explain=False).evidence == ()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"phq9": [1] * 8}, "9 questions, got 8"),
        ({"phq9": [1] * 8 + [4]}, "Answer 9 of PHQ-9"),
        ({"phq9": [True] * 9}, "whole number"),
        ({"phq9": ["1"] * 9}, "whole number"),
        ({"gad7": "1111111"}, "list of 7 answers"),
        ({"gad7": [None] * 3 + [1] * 4}, "at most 2"),
        ({"phq2": [1, None]}, "without an answer"),
        ({"cssrs": [1]}, "no questionnaire called"),
        ({}, "No question was answered"),
        ([1, 2], "names and answers"),
        (None, "names and answers"),
    ],
)
def test_a_bad_form_is_refused_in_words(value: object, words: str) -> None:
    answer = _answer(value)
    assert isinstance(answer, InputError)
    assert words in str(answer)


@given(
    st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda s: st.lists(s) | st.dictionaries(st.text(), s))
)
def test_no_input_makes_it_raise(value: object) -> None:
    assert isinstance(_answer(value), Prediction | InputError)


def test_labels_of_the_main_task_have_a_distress() -> None:
    for form in FORMS.values():
        assert set(form.bands) <= set(MODALITY.distress_of)
