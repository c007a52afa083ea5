"""Short check-ins that nobody who tunes the model has read: is trouble heard, and is calm left in peace?"""

from pathlib import Path

import numpy as np
import pytest

from core.types import Prediction
from tests.model.blind import answers_to
from text_model.metrics import area_under_roc

pytestmark = pytest.mark.model
# The bounds of the first test are the aims; they were met with AUC .965 and .850. States were named in .73 to .97.
FILE = Path(__file__).parent / "check_ins.yaml"


@pytest.fixture(scope="module")
def answers() -> dict[str, list[Prediction]]:
    return answers_to(FILE, 60)


def test_trouble_is_told_from_calm_nearly_always(answers: dict[str, list[Prediction]]) -> None:
    trouble = np.array([state != "neutral" for state, own in answers.items() for _ in own])
    distress = np.array([answer.distress for own in answers.values() for answer in own])
    assert area_under_roc(trouble, distress) >= 0.95
    assert np.mean(distress[trouble] > 0.5) >= 0.85
    assert np.mean(distress[~trouble] > 0.5) <= 0.05


def test_each_state_is_named_in_two_of_three(answers: dict[str, list[Prediction]]) -> None:
    for state, own in answers.items():
        assert np.mean([answer.label == state for answer in own]) >= 0.67, state


def test_no_check_in_raises_a_high_alarm(answers: dict[str, list[Prediction]]) -> None:
    alarms = [any(s.floor == "high" for s in answer.signals) for own in answers.values() for answer in own]
    assert np.mean(alarms) <= 0.02
