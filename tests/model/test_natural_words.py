"""Severity, moods, polarity and emotions of texts that nobody who tunes the model has read, in natural words."""

from pathlib import Path

import numpy as np
import pytest

from core.types import Prediction
from tests.model.blind import answers_to
from text_model.labels import TASKS
from text_model.metrics import macro_f1

pytestmark = pytest.mark.model
HERE = Path(__file__).parent
EACH = {"severity": 30, "moods": 15, "polarity": 80, "emotions": 6}
FILES = [HERE / f"{task}.yaml" for task in EACH]


@pytest.fixture(scope="module")
def answers() -> dict[str, dict[str, list[Prediction]]]:
    return {task: answers_to(HERE / f"{task}.yaml", each) for task, each in EACH.items()}


@pytest.mark.parametrize(("task", "least"), [("severity", 0.88), ("moods", 0.9), ("polarity", 0.9)])
def test_natural_words_are_answered_right(
    answers: dict[str, dict[str, list[Prediction]]], task: str, least: float
) -> None:
    labels = TASKS[task]
    truth = [labels.index(label) for label, own in answers[task].items() for _ in own]
    named = [labels.index(str(a.tasks[task].label)) for own in answers[task].values() for a in own]
    assert macro_f1(np.array(truth), np.array(named)) >= least


def test_the_clearest_emotion_is_among_those_selected(answers: dict[str, dict[str, list[Prediction]]]) -> None:
    met = [label in (a.tasks["emotions"].selected or ()) for label, own in answers["emotions"].items() for a in own]
    assert np.mean(met) >= 0.7


def test_despair_is_hardly_ever_taken_for_good_news(answers: dict[str, dict[str, list[Prediction]]]) -> None:
    taken = [answer.tasks["severity"].label == "positive" for answer in answers["severity"]["very negative"]]
    assert np.mean(taken) <= 0.1


def test_grief_illness_and_moods_raise_no_alarm(answers: dict[str, dict[str, list[Prediction]]]) -> None:
    read = [answer for own in answers.values() for part in own.values() for answer in part]
    assert np.mean([any(s.floor == "high" for s in answer.signals) for answer in read]) <= 0.02
