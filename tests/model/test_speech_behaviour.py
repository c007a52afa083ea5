"""How the weights that ship behave on synthetic speech: what must not matter does not, and doubt grows with noise."""

import io
import os
import shutil
import subprocess

import numpy as np
import pytest
import soundfile
import soxr

from core.types import Prediction
from speech_model import MODALITY
from speech_model.audio import encode_wav, read
from speech_model.augment import noise
from speech_model.predictor import SpeechPredictor

pytestmark = pytest.mark.model

SENTENCES = (
    "I went to the market this morning and bought some bread and apples.",
    "It is raining again, and the bus is late, so I am walking home.",
    "Please call me when you have a moment, there is something to tell you.",
)


@pytest.fixture(scope="module")
def predictor() -> SpeechPredictor:
    """The weights that ship, default variant."""
    return MODALITY.load(MODALITY.shipped)


def spoken(sentence: str, *options: str) -> np.ndarray:
    """A sentence by espeak-ng, 16 kHz."""
    if shutil.which("espeak-ng") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("espeak-ng is missing; .ci/run installs it")
        pytest.skip("espeak-ng is not installed")
    command = ["espeak-ng", "--stdout", *options, sentence]
    return read(subprocess.run(command, capture_output=True, check=True).stdout).samples


@pytest.fixture(scope="module")
def sentence() -> np.ndarray:
    """One synthetic sentence."""
    return spoken(SENTENCES[0])


def answer(predictor: SpeechPredictor, audio: bytes, **more: object) -> Prediction:
    found = predictor.predict([{"audio": audio, **more}])[0]
    assert isinstance(found, Prediction), found
    return found


def scores(prediction: Prediction) -> np.ndarray:
    return np.array(list(prediction.tasks["emotion"].scores.values()))


@pytest.mark.parametrize("variant", MODALITY.variants)
def test_every_variant_ships_and_answers_with_probabilities(sentence, variant):
    found = answer(MODALITY.load(MODALITY.shipped, variant), encode_wav(sentence))
    assert scores(found).sum() == pytest.approx(1, abs=1e-4)
    assert 0 < found.distress < 1
    assert 0 < found.reliability < 1
    assert 0.3 < found.base_rate < 0.7


@pytest.mark.parametrize("gain", [0.1, 0.5])
def test_the_gain_of_the_microphone_does_not_matter(predictor, sentence, gain):
    plain, quieter = (answer(predictor, encode_wav(0.9 * sentence * g)) for g in (1, gain))
    assert np.abs(scores(plain) - scores(quieter)).max() < 0.1


def test_silence_before_and_after_hardly_matters(predictor, sentence):
    hush = 1e-4 * np.random.default_rng(0).standard_normal(8000).astype(np.float32)
    plain, padded = (answer(predictor, encode_wav(s)) for s in (sentence, np.concatenate([hush, sentence, hush])))
    assert np.abs(scores(plain) - scores(padded)).max() < 0.15


@pytest.mark.parametrize(("container", "subtype"), [("FLAC", None), ("WAV", "FLOAT"), ("OGG", "VORBIS"), ("MP3", None)])
def test_the_container_hardly_matters(predictor, sentence, container, subtype):
    buffer = io.BytesIO()
    soundfile.write(buffer, sentence, 16_000, format=container, subtype=subtype)
    plain, other = answer(predictor, encode_wav(sentence)), answer(predictor, buffer.getvalue())
    assert np.abs(scores(plain) - scores(other)).max() < 0.15


def test_a_higher_sample_rate_hardly_matters(predictor, sentence):
    buffer = io.BytesIO()
    soundfile.write(buffer, soxr.resample(sentence, 16_000, 48_000), 48_000, format="WAV")
    plain, other = answer(predictor, encode_wav(sentence)), answer(predictor, buffer.getvalue())
    assert np.abs(scores(plain) - scores(other)).max() < 0.1


def test_noise_lowers_the_certainty(predictor, sentence):
    rng = np.random.default_rng(0)
    found = [answer(predictor, encode_wav(noise(sentence, snr, 1, rng))).certainty for snr in (30, 15, 5)]
    assert found == sorted(found, reverse=True)
    assert found[0] > found[-1] + 0.1


def test_the_same_recording_gives_the_same_answer(predictor, sentence):
    assert answer(predictor, encode_wav(sentence)) == answer(predictor, encode_wav(sentence))


def test_a_baseline_of_the_same_voice_says_what_differs(predictor):
    calm = [encode_wav(spoken(s)) for s in SENTENCES]
    found = answer(predictor, encode_wav(spoken(SENTENCES[0], "-p", "95", "-s", "230")), voice_baseline=calm)
    texts = " ".join(cue.text for cue in found.evidence)
    assert "Higher pitch than in your calm recording" in texts
    assert found.quality["baseline_pieces"] >= 3


def test_all_that_ships_stays_within_twelve_megabytes():
    assert sum(p.stat().st_size for p in MODALITY.shipped.iterdir()) < 12e6
