"""Short check-ins that nobody who tunes the model has read: is trouble heard, and is calm left in peace?"""

from pathlib import Path

import numpy as np
import pytest
import yaml

from core.types import Prediction
from model_registry import Artifact
from text_model import MODALITY
from text_model.metrics import area_under_roc
from text_model.predictor import TextPredictor

pytestmark = pytest.mark.model
# The floors guard what was measured when these were first counted: AUC .94, trouble above one half .74, states .55 to
# .98. The aims stand in tests of their own, which are expected to fail and say so as soon as they do not.
not_yet = pytest.mark.xfail(strict=True, reason="an aim; CHANGELOG.md has the figures")
FILE = Path(__file__).parent / "check_ins.yaml"


@pytest.fixture(scope="module")
def answers() -> dict[str, list[Prediction]]:
    predictor = TextPredictor(Artifact.open(MODALITY.shipped, MODALITY.train_command))
    found = {}
    for state, texts in yaml.safe_load(FILE.read_text(encoding="utf8")).items():
        read = predictor.predict([{"text": text} for text in texts], explain=False)
        found[state] = [answer for answer in read if isinstance(answer, Prediction)]
        assert len(found[state]) == len(texts) == 60
    return found


def test_trouble_is_told_from_calm(answers: dict[str, list[Prediction]]) -> None:
    trouble = np.array([state != "neutral" for state, own in answers.items() for _ in own])
    distress = np.array([answer.distress for own in answers.values() for answer in own])
    assert area_under_roc(trouble, distress) >= 0.92
    assert np.mean(distress[trouble] > 0.5) >= 0.75
    assert np.mean(distress[~trouble] > 0.5) <= 0.05


def test_each_state_is_named_in_three_of_five(answers: dict[str, list[Prediction]]) -> None:
    for state, own in answers.items():
        assert np.mean([answer.label == state for answer in own]) >= 0.6, state


def test_no_check_in_raises_a_high_alarm(answers: dict[str, list[Prediction]]) -> None:
    alarms = [any(s.floor == "high" for s in answer.signals) for own in answers.values() for answer in own]
    assert np.mean(alarms) <= 0.02


@not_yet
def test_aim_trouble_is_told_from_calm_nearly_always(answers: dict[str, list[Prediction]]) -> None:
    trouble = np.array([state != "neutral" for state, own in answers.items() for _ in own])
    distress = np.array([answer.distress for own in answers.values() for answer in own])
    assert area_under_roc(trouble, distress) >= 0.95
    assert np.mean(distress[trouble] > 0.5) >= 0.85
