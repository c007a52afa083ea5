"""What a page draws of a recording: where speech is, and how the wave and its tones look."""

import tracemalloc

import numpy as np
import pytest

from speech_model.audio import encode_wav
from speech_model.display import draw, measured
from speech_model.frames import measure


def test_speech_stands_between_its_pauses_in_seconds(voice):
    hush = 2e-4 * np.random.default_rng(0).standard_normal(16_000).astype(np.float32)
    found = draw(encode_wav(np.concatenate([hush, voice(0.9), hush, voice(0.9), hush])))
    assert found.duration_s == pytest.approx(4.8)
    assert all(1 <= start < end <= 1.95 or 2.85 <= start < end <= 3.85 for start, end in found.speech)
    assert {start > 2.5 for start, _ in found.speech} == {False, True}
    assert all(type(second) is float for span in found.speech for second in span)


def test_a_picture_is_as_wide_as_asked_for_at_most(voice):
    found = draw(encode_wav(voice(9.0)), columns=100)
    assert len(found.low) == len(found.high) == len(found.time_s) == 100
    assert found.mel_db.shape == (64, len(found.mel_time_s))
    assert len(found.mel_time_s) <= 100


@pytest.mark.parametrize("seconds", [0.6, 59.99, 60.005, 70.0])
def test_a_picture_is_measured_in_pieces_without_seams(voice, seconds):
    samples = voice(seconds)
    found, whole = measured(samples), measure(samples)
    assert len(found) == len(whole)
    assert np.allclose(found.mel_db, whole.mel_db, atol=1e-3)
    assert np.allclose(found.pitch_hz[whole.voicing > 0.5], whole.pitch_hz[whole.voicing > 0.5], rtol=1e-3)


def test_minutes_are_drawn_in_little_memory(voice):
    data = encode_wav(np.tile(voice(60.0), 4))
    tracemalloc.start()
    assert draw(data).duration_s == 240
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 70e6
