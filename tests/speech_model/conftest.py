"""A voice that the tests make themselves, and a tiny model folder."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.settings import Settings
from model_registry import current
from speech_model import MODALITY
from speech_model.audio import encode_wav
from speech_model.predictor import SpeechPredictor, load
from speech_model.tiny import make_tiny
from tests.speech_model.sounds import make_voice

Voice = Callable[..., np.ndarray]
PITCH = {"low": 100, "high": 240}


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


@pytest.fixture(scope="session")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """label/speaker/clip.wav: eight speakers, two easy labels."""
    folder = tmp_path_factory.mktemp("recordings")
    for label, pitch in PITCH.items():
        for speaker in range(8):
            for take in range(2):
                path = folder / label / f"s{speaker}" / f"{take}.wav"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(encode_wav(make_voice(1.5, pitch * 1.02**speaker, seed=10 * speaker + take)))
    return folder


@pytest.fixture(scope="module")
def trained_and_published(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Callable[..., int], str], Path]:
    """Runs a training that publishes under its own working folder; returns that folder."""

    def made(run: Callable[..., int], version: str) -> Path:
        output = tmp_path_factory.mktemp(version)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("ATTUNE_ARTIFACTS", str(output / "artifacts"))
            assert run(output, "--publish", "--version", version) == 0
            assert current(MODALITY, Settings.from_environment()).name == version
        return output

    return made
