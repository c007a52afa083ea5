"""Texts of each severity that nobody who tunes the model has read: natural words, of people with cancer and others."""

from pathlib import Path

import numpy as np
import pytest

from core.types import Prediction
from tests.model.blind import answers_to
from text_model.labels import SEVERITY
from text_model.metrics import macro_f1

pytestmark = pytest.mark.model
FILE = Path(__file__).parent / "severity.yaml"


@pytest.fixture(scope="module")
def answers() -> dict[str, list[Prediction]]:
    return answers_to(FILE, 30)


def test_the_severity_is_named_in_natural_words(answers: dict[str, list[Prediction]]) -> None:
    truth = np.array([SEVERITY.index(label) for label, own in answers.items() for _ in own])
    named = np.array([SEVERITY.index(str(a.tasks["severity"].label)) for own in answers.values() for a in own])
    assert macro_f1(truth, named) >= 0.8


def test_despair_is_hardly_ever_taken_for_good_news(answers: dict[str, list[Prediction]]) -> None:
    taken = [answer.tasks["severity"].label == "positive" for answer in answers["very negative"]]
    assert np.mean(taken) <= 0.1


def test_grief_and_illness_raise_no_alarm(answers: dict[str, list[Prediction]]) -> None:
    alarms = [any(s.floor == "high" for s in answer.signals) for own in answers.values() for answer in own]
    assert np.mean(alarms) <= 0.02
