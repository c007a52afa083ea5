"""What training does to clips does what it says, and the corruptions that are measured are among it."""

import numpy as np
import pytest

from speech_model import augment
from speech_model.corruptions import MODERATE
from speech_model.frames import measure


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def _pitch_hz(samples):
    frames = measure(samples)
    return float(np.median(frames.pitch_hz[frames.voicing > 0.5]))


@pytest.mark.parametrize("semitones", [-2.0, 1.0])
def test_another_pitch_lasts_as_long(voice, semitones):
    clip = voice(3.0)
    shifted = augment.pitch(clip, semitones)
    assert len(shifted) == len(clip)
    assert 12 * np.log2(_pitch_hz(shifted) / _pitch_hz(clip)) == pytest.approx(semitones, abs=0.2)


def test_another_speed_is_another_length_and_pitch(voice):
    clip = voice(3.0)
    faster = augment.speed(clip, 1.1)
    assert len(faster) == pytest.approx(len(clip) / 1.1, rel=0.01)
    assert _pitch_hz(faster) / _pitch_hz(clip) == pytest.approx(1.1, rel=0.02)


def test_a_window_is_a_part_as_long_as_those_of_a_recording_and_a_short_clip_stays(voice, rng):
    clip = voice(4.0)
    parts = [augment.window(clip, rng) for _ in range(20)]
    assert {len(part) for part in parts} == {40_000}
    assert len({float(part[0]) for part in parts}) > 10
    assert np.array_equal(augment.window(voice(2.0), rng), voice(2.0))


@pytest.mark.parametrize("snr_db", [0, 15])
def test_noise_is_as_loud_as_asked(voice, rng, snr_db):
    clip = voice(3.0)
    added = augment.noise(clip, snr_db, 0, rng) - clip
    loud = np.abs(clip) > 0.05 * np.abs(clip).max()
    ratio = 10 * np.log10((clip[loud] ** 2).mean() / (added**2).mean())
    assert ratio == pytest.approx(snr_db, abs=0.2)


def test_a_telephone_has_no_sound_outside_its_band(voice):
    power = np.abs(np.fft.rfft(augment.band(voice(3.0), 300, 3400))) ** 2
    hz = np.fft.rfftfreq(48_000, 1 / 16_000)
    assert power[(hz < 150) | (hz > 4000)].sum() < 1e-3 * power.sum()


@pytest.mark.parametrize("name", MODERATE)
def test_every_corruption_leaves_a_voice_that_can_be_measured(voice, rng, name):
    clip = voice(3.0)
    changed = np.asarray(MODERATE[name](clip, rng))
    assert np.isfinite(changed).all()
    assert len(changed) == pytest.approx(len(clip), rel=0.08)
    assert not np.array_equal(changed, clip)


def test_disturbed_clips_differ_from_draw_to_draw_and_not_with_the_same_draw(voice):
    clip = voice(4.0)
    once, again, other = (augment.disturbed(clip, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(once, again)
    assert not np.array_equal(once[:20_000], other[:20_000])
