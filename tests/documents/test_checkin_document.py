"""What the document of one check-in says, and what it keeps to itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.types import Prediction, SafetySignal, TaskResult
from documents.blocks import Block, Bullets, Document, Figure, Heading, Help, Paragraph, Table
from documents.checkin import checkin_document
from documents.html import to_html
from documents.subject import OneCheckIn
from tests.documents.subjects import LINE, NOW, SECRET, SETTING, high, one, report


def words(document: Document) -> str:
    """Everything that the document says."""
    return to_html(document)


def kinds(document: Document) -> list[type[Block]]:
    return [type(block) for block in document.blocks]


def headings(document: Document) -> list[str]:
    return [block.words for block in document.blocks if isinstance(block, Heading)]


def test_it_says_what_was_measured_how_sure_and_by_which_models() -> None:
    said = words(checkin_document(one(), SETTING))
    for part in (
        "20 November 2026, 21:14", "Moderate", "The score is 55 of 100. It may lie between 35 and 70.",
        "fairly certain", "142 words",
        "31 seconds of speech", "signs of worry", "81 %", "The room was noisy.", "starts from 30 of 100",
        "A ten minute walk", "Limits", "v7", ("ab" * 32)[:24], "not a diagnosis", "Attune 0.1.0", "Nothing answered.",
    ):  # fmt: skip
        assert part in said


def test_the_persons_words_are_absent_unless_they_choose() -> None:
    assert SECRET not in words(checkin_document(one(), SETTING))
    said = words(checkin_document(one(text=f"I saw {SECRET} today", note="slept badly"), SETTING))
    assert f"I saw {SECRET} today" in said
    assert "slept badly" in said
    assert "most of all" in said


def test_help_comes_first_when_the_level_is_high() -> None:
    document = checkin_document(OneCheckIn(high(), NOW), SETTING)
    assert document.blocks[0] == Help("Help that can be reached now", document.blocks[0].words, (LINE,))  # type: ignore[union-attr]
    said = words(document)
    assert said.index("Call 000.") < said.index("Result")
    assert "Words about safety raised the level." in said


def test_help_is_not_pressed_on_someone_who_is_well() -> None:
    document = checkin_document(one(report=report("low", 0.25, contributions={"text": -0.05})), SETTING)
    assert Help not in kinds(document)
    assert "Call 000." not in words(document)


def test_an_undecided_result_names_no_level_and_no_score() -> None:
    doubtful = report(undecided=True, possible_levels=("low", "moderate", "high"))
    said = words(checkin_document(one(report=doubtful), SETTING))
    assert "Can&#39;t tell yet" in said
    assert "The score is 55" not in said
    assert "anywhere between 35 and 70" in said


@pytest.mark.parametrize(
    ("possible", "says"),
    [(("moderate",), "fairly certain"), (("low", "moderate"), "also be low"), (("moderate", "high"), "also be high")],
)
def test_doubt_is_said_in_words(possible: tuple[str, ...], says: str) -> None:
    assert says in words(checkin_document(one(report=report(possible_levels=possible)), SETTING))


def test_a_conflict_is_named() -> None:
    assert "do not agree" in words(checkin_document(one(report=report(conflict=True)), SETTING))
    assert "do not agree" not in words(checkin_document(one(), SETTING))


def test_a_very_long_text_is_cut_and_the_cut_is_said() -> None:
    document = checkin_document(one(text="word " * 20_000), SETTING)
    own = next(b for b in document.blocks if isinstance(b, Paragraph) and b.tone == "own")
    assert len(own.words) == 6_000
    assert "93,999 more are left out" in words(document)


def test_every_chart_has_words_that_say_the_same() -> None:
    document = checkin_document(one(), SETTING)
    figure = next(b for b in document.blocks if isinstance(b, Figure))
    assert figure.drawing.says == "Bars that show how far each reading moved the score. Writing +20, Voice +5."
    assert any(isinstance(b, Table) for b in document.blocks)


def test_a_report_of_signals_alone_still_makes_a_document() -> None:
    bare = high()
    bare = type(bare)("x", {}, bare.risk, (), {})
    document = checkin_document(OneCheckIn(bare, NOW), SETTING)
    assert "What was read" not in headings(document)
    assert "Result" in headings(document)
    assert any(isinstance(b, Bullets) for b in document.blocks)


def test_a_sign_below_high_brings_its_lines_too() -> None:
    past = SafetySignal("past_attempt", "moderate", "You wrote about an earlier time.", "rule")
    assert Help in kinds(checkin_document(one(report=report(signals=(past,))), SETTING))


def test_totals_of_questionnaires_are_printed_for_whoever_compares_them() -> None:
    facts = {"phq9_total": 14, "phq9_highest": 27, "phq9_band": "moderate", "phq9_answered": 9, "gad7_total": 3}
    bands = TaskResult({"moderate": 0.9, "mild": 0.1}, "moderate")
    answers = Prediction(
        "questionnaire", "moderate", 0.9, 0.5, {"overall": bands}, quality=facts | {"gad7_highest": 21}
    )
    asked = replace(report(), predictions={"questionnaire": answers})
    said = words(checkin_document(one(report=asked), SETTING))
    assert "moderate, PHQ-9 total 14 of 27, GAD-7 total 3 of 21" in said
    assert "9 answers" in said
