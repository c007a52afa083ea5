"""A voice that the tests make themselves, and a tiny model folder."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from speech_model.predictor import SpeechPredictor, load
from speech_model.tiny import make_tiny
from tests.speech_model.sounds import make_voice

Voice = Callable[..., np.ndarray]


@pytest.fixture
def voice() -> Voice:
    """Makes a voice: voice(seconds, pitch_hz, rate_hz, seed)."""
    return make_voice


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder with the right shapes and no knowledge."""
    return make_tiny(tmp_path_factory.mktemp("tiny") / "model")


@pytest.fixture
def predictor(tiny_folder: Path) -> SpeechPredictor:
    """The tiny model, opened."""
    return load(tiny_folder)
