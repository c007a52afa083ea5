"""Posts of 20 to 170 words that nobody who tunes the model has read: is each kind named, is only danger called one?"""

from pathlib import Path

import numpy as np
import pytest

from core.types import Prediction
from tests.model.blind import answers_to
from text_model.labels import STATE

pytestmark = pytest.mark.model
FILE = Path(__file__).parent / "posts.yaml"


@pytest.fixture(scope="module")
def answers() -> dict[str, list[Prediction]]:
    return answers_to(FILE, 16)


@pytest.mark.parametrize("state", STATE)
def test_the_state_of_a_post_is_named(answers: dict[str, list[Prediction]], state: str) -> None:
    assert np.mean([answer.label == state for answer in answers[state]]) >= 0.75


def test_posts_of_people_in_danger_are_called_a_crisis_and_dark_ones_without_danger_are_not(
    answers: dict[str, list[Prediction]],
) -> None:
    called = {kind: np.mean([a.tasks["crisis"].label == "crisis" for a in own]) for kind, own in answers.items()}
    assert called["crisis"] >= 0.8
    assert all(called[kind] <= 0.07 for kind in STATE)
