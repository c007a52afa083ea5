"""The measures equal librosa's, ignore the level, and say what was put in."""
# ruff: noqa: TID253

import subprocess
import sys

import librosa
import numpy as np
import pytest
from scipy.ndimage import binary_closing, binary_opening
from scipy.signal import firwin, upfirdn

from speech_model.augment import band, noise
from speech_model.features import describe, names, vector
from speech_model.frames import measure, without_short_runs
from speech_model.mean_mfcc import mean_mfcc
from speech_model.pitch import halved
from speech_model.spectrum import delta, mfcc

AS_LIBROSA = {"n_fft": 512, "hop_length": 160, "n_mels": 64, "fmin": 50.0, "fmax": 7600.0}


@pytest.fixture
def reference_mel(voice):
    mel = librosa.feature.melspectrogram(y=voice(3.0), sr=16_000, **AS_LIBROSA)
    return librosa.power_to_db(mel, top_db=None)


def test_log_mel_equals_librosa(voice, reference_mel):
    ours = measure(voice(3.0)).mel_db
    assert np.allclose(ours, reference_mel.T, rtol=1e-5, atol=1e-4)
    assert np.abs(ours - reference_mel.T).mean() < 1e-4


def test_mfcc_and_deltas_equal_librosa(voice, reference_mel):
    ours = mfcc(measure(voice(3.0)).mel_db)
    theirs = librosa.feature.mfcc(S=reference_mel, n_mfcc=20)
    assert np.abs(ours - theirs.T).max() < 1e-3
    assert np.allclose(ours, theirs.T, rtol=1e-4, atol=1e-3)
    for order in (1, 2):
        assert np.allclose(delta(ours, order), librosa.feature.delta(theirs, order=order).T, atol=1e-4)


def test_the_mean_mfcc_of_tutorials_equals_librosa(voice):
    expected = librosa.feature.mfcc(y=voice(3.0), sr=16_000, n_mfcc=40).mean(axis=1)
    assert np.allclose(mean_mfcc(voice(3.0), 40), expected, atol=1e-3)


@pytest.mark.parametrize("pitch_hz", [80, 120, 220, 400])
def test_pitch_of_a_buzz_is_found_within_a_tenth_of_a_semitone(pitch_hz):
    t = np.arange(32_000) / 16_000
    buzz = sum(np.sin(2 * np.pi * pitch_hz * k * t) / k for k in range(1, 8)) * 0.1
    frames = measure(buzz.astype(np.float32))
    assert abs(12 * np.log2(np.median(frames.pitch_hz) / pitch_hz)) < 0.1
    assert np.median(frames.voicing) > 0.9


@pytest.mark.parametrize("pitch_hz", [90, 140, 230])
def test_the_pitch_of_a_voice_in_noise_makes_no_jumps(voice, pitch_hz):
    clip, t = voice(3.0, pitch_hz=pitch_hz), np.arange(301) / 100
    moves_hz = pitch_hz * 2 ** (0.25 * np.sin(2 * np.pi * 0.7 * t))
    for disturbed in (clip, noise(clip, 5, 1, np.random.default_rng(0)), band(clip, 300, 3400)):
        frames = measure(disturbed)
        voiced = frames.voicing > 0.5
        off = np.abs(12 * np.log2(frames.pitch_hz / moves_hz))[voiced]
        assert voiced.mean() > 0.1
        assert (off > 1.5).mean() < 0.01


def test_noise_has_no_voice():
    hiss = np.random.default_rng(0).standard_normal(32_000).astype(np.float32) * 0.1
    assert (measure(hiss).voicing > 0.5).mean() < 0.05


@pytest.mark.parametrize("gain", [0.05, 0.3, 3.0])
def test_statistics_do_not_know_the_gain(voice, gain):
    louder, plain = vector(measure(voice(3.0) * np.float32(gain))), vector(measure(voice(3.0)))
    assert np.abs(louder[:-1] - plain[:-1]).max() < 0.05
    assert louder[-1] - plain[-1] == pytest.approx(20 * np.log10(gain), abs=0.05)


def test_silence_around_the_speech_changes_little(voice):
    hiss = 2e-4 * np.random.default_rng(1).standard_normal(16_000).astype(np.float32)
    padded = np.concatenate([hiss, voice(3.0), hiss])
    difference = np.abs(vector(measure(padded)) - vector(measure(voice(3.0))))
    assert np.median(difference) < 0.05


def test_a_voice_an_octave_higher_is_twelve_semitones_higher(voice):
    place = names().index("pitch.p50")
    low, high = (vector(measure(voice(3.0, pitch_hz=p)))[place] for p in (110, 220))
    assert high - low == pytest.approx(12, abs=1)


def test_every_number_has_its_name(voice):
    found = dict(zip(names(), vector(measure(voice(3.0))), strict=True))
    shown = describe(measure(voice(3.0)))
    assert found["mfcc5.std"] == pytest.approx(float(shown["mfcc*.std"][5]))
    assert found["tilt.p95"] == pytest.approx(float(shown["tilt.?"][-1]))
    assert found["mel3.swing2"] == pytest.approx(float(shown["mel*.swing2"][3]))


@pytest.mark.parametrize("samples", [np.zeros(8000), np.ones(8000), np.full(3000, 1e-12), np.eye(1, 8000)[0]])
def test_statistics_of_odd_sounds_are_finite(samples):
    assert np.isfinite(vector(measure(samples.astype(np.float32)))).all()


def test_names_are_unique_and_level_is_last():
    assert len(set(names())) == len(names())
    assert names()[-1] == "level_db"


def test_the_serving_path_imports_neither_numba_nor_librosa_nor_training_libraries():
    code = (
        "import sys, speech_model.predictor, speech_model.display;"
        "print([m for m in ('numba','librosa','sklearn','keras','tensorflow','torch','onnx','av') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_short_gaps_are_filled_and_clicks_dropped_as_scipy_does_it():
    rng = np.random.default_rng(0)
    for _ in range(300):
        mask = np.repeat(rng.random(30) < rng.uniform(0.1, 0.9), rng.integers(1, 12, 30))
        joined = binary_closing(np.pad(mask, 8), np.ones(7))[8:-8]
        assert np.array_equal(without_short_runs(mask), binary_opening(joined, np.ones(4)))


@pytest.mark.parametrize("length", [1, 7, 1600, 48_001])
def test_half_the_rate_is_what_scipy_makes_of_it(length):
    samples = np.random.default_rng(0).standard_normal(length).astype(np.float32)
    expected = upfirdn(firwin(33, 0.45), np.pad(samples, (0, 32)), down=2)[8:]
    found = halved(samples)
    assert np.abs(found - expected[: len(found)]).max() < 1e-5
    assert len(found) >= length / 2
