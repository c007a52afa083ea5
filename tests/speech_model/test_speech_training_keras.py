"""The Keras network, trained on a few recordings, published, and trained further."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest

import train_speech
from speech_model.audio import encode_wav
from speech_model.network import build
from speech_model.predictor import load
from tests.speech_model.sounds import make_voice

keras = pytest.importorskip("keras")
pytest.importorskip("tf2onnx")


def _run(recordings: Path, output: Path, *more: str) -> int:
    arguments = ["--data", str(recordings), "--only", "keras", "--versions", "2", "--epochs", "1"]
    return train_speech.main([*arguments, "--output", str(output), *more])


def _checkpoint(output: Path) -> list[np.ndarray]:
    network = build(2, training_heads=True)
    network.load_weights(output / "keras" / "keras.weights.h5")
    return network.get_weights()


@pytest.fixture(scope="module")
def trained(recordings: Path, trained_and_published: Callable[..., Path]) -> Path:
    """A run of one pass over fewer clips than a batch holds."""
    return trained_and_published(partial(_run, recordings), "mine")


def test_a_network_of_a_few_recordings_answers(trained):
    found = load(trained / "artifacts" / "speech" / "mine").predict([{"audio": encode_wav(make_voice(2.0))}])[0]
    assert found.tasks["emotion"].scores.keys() == {"low", "high"}
    assert (trained / "keras" / "keras.h5").is_file()


def test_a_network_that_never_heard_a_baseline_answers_without_one_and_says_so(trained):
    item, calm = {"audio": encode_wav(make_voice(2.0))}, {"voice_baseline": [encode_wav(make_voice(3.0, seed=1))]}
    alone, compared = load(trained / "artifacts" / "speech" / "mine").predict([item, item | calm])
    assert alone.tasks == compared.tasks
    assert any("cannot use other recordings of the person" in note for note in compared.notes)
    assert compared.quality["baseline_pieces"] == 0
    assert "calm recordings are not used" in (trained / "model" / "README.md").read_text(encoding="utf8")


def test_training_further_gives_the_mean_of_both_networks(trained, recordings, tmp_path):
    assert _run(recordings, tmp_path, "--from", str(trained / "keras" / "keras.weights.h5")) == 0
    mean = keras.saving.load_model(tmp_path / "keras" / "keras.keras").get_weights()
    begun, ended = _checkpoint(trained), _checkpoint(tmp_path)
    assert any(np.abs(a - b).max() > 1e-6 for a, b in zip(begun, ended, strict=True))
    for a, b, between in zip(begun, ended, mean, strict=True):
        np.testing.assert_allclose(between, (a + b) / 2, atol=1e-6)


def test_what_it_cannot_go_on_from_is_said(recordings, tmp_path, capsys):
    other = tmp_path / "other.weights.h5"
    keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)]).save_weights(other)
    for start in (other, tmp_path / "gone.weights.h5"):
        assert _run(recordings, tmp_path, "--from", str(start)) == 1
        assert repr(start.name) in capsys.readouterr().err
