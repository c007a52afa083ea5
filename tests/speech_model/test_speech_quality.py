"""The gate says in words how well a voice can be heard, and refuses what holds none."""

from dataclasses import replace

import numpy as np
import pytest

from core.errors import InputError
from speech_model.audio import ClippingCounter, encode_wav, read
from speech_model.augment import band, noise
from speech_model.frames import measure
from speech_model.music import is_music
from speech_model.quality import MIN_VOICED_S, Quality, SoundCounter, VoiceCounter, judge, verdict
from speech_model.windows import Window, windows
from tests.speech_model.sounds import make_tune, make_voice


def judged(samples: np.ndarray) -> Quality:
    sound, voice = SoundCounter(), VoiceCounter()
    for start in range(0, len(samples), 5000):
        sound.add(samples[start : start + 5000])
    for window in windows([samples]):
        if window.voiced_s >= MIN_VOICED_S:
            voice.add(window)
    clipping = ClippingCounter(16_000)
    clipping.add(samples[:, None])
    return judge(voice, sound, clipping.share)


def test_a_clear_voice_is_good(voice):
    found = judged(voice(6.0))
    assert verdict(found.certainty) == "good"
    assert found.notes == ()
    assert 2.0 < found.speech_s < 6.0


def test_silence_is_refused_in_words():
    with pytest.raises(InputError, match="silent"):
        judged(np.zeros(48_000, np.float32))


def test_noise_without_a_voice_is_refused():
    rng = np.random.default_rng(0)
    with pytest.raises(InputError, match="No speech"):
        judged((0.1 * rng.standard_normal(48_000)).astype(np.float32))


def test_a_steady_tone_is_refused():
    t = np.arange(48_000) / 16_000
    with pytest.raises(InputError, match="steady tone"):
        judged((0.2 * np.sin(2 * np.pi * 220 * t) + 0.1 * np.sin(2 * np.pi * 440 * t)).astype(np.float32))


@pytest.mark.parametrize("drums", [False, True])
def test_music_is_told_and_gives_little_certainty(drums):
    found = judged(make_tune(drums=drums))
    assert any("sounds like music" in note for note in found.notes)
    assert found.certainty < 0.5 < judged(make_voice(10.0)).certainty
    assert verdict(found.certainty) == "poor"


@pytest.mark.parametrize("pitch_hz", [95, 140, 230])
def test_a_voice_is_no_music_however_it_is_recorded(pitch_hz):
    rng, voice = np.random.default_rng(0), make_voice(10.0, pitch_hz)
    for samples in (voice, noise(voice, 5, 1, rng), band(voice, 300, 3_000), np.clip(30 * voice, -1, 1)):
        assert not judged(samples).is_music


def test_one_long_vowel_is_no_music():
    assert not is_music(1.0, 1.5)
    assert is_music(1.0, 3.0)


def test_more_noise_means_less_certainty_and_a_note(voice):
    rng = np.random.default_rng(0)
    found = [judged(noise(voice(5.0), snr, 1, rng)) for snr in (40, 20, 10, 3)]
    certainties = [q.certainty for q in found]
    assert certainties == sorted(certainties, reverse=True)
    assert certainties[0] > certainties[-1] + 0.2
    assert any("noisy" in note for note in found[-1].notes)
    assert found[0].snr_db > found[1].snr_db > found[2].snr_db


def test_digital_silence_between_words_hides_no_noise(voice):
    noisy = noise(voice(8.0), 3, 1, np.random.default_rng(0))
    gated = np.concatenate([np.append(noisy[i : i + 16_000], np.zeros(8_000)) for i in range(0, len(noisy), 16_000)])
    found = judged(gated.astype(np.float32))
    assert found.snr_db == pytest.approx(judged(noisy).snr_db, abs=4)
    assert any("noisy" in note for note in found.notes)


def test_digital_silence_around_every_syllable_is_no_noise(voice):
    clean = voice(6.0)
    loud = np.convolve(np.abs(clean), np.ones(800) / 800, "same") > 0.01
    assert not any("noisy" in note for note in judged(np.where(loud, clean, 0)).notes)


def test_clipping_is_seen_and_lowers_the_certainty(voice):
    loud = np.clip(voice(5.0) * 30, -1, 1)
    found = judged(loud)
    assert found.clipped_share > 0.01
    assert any("too loud" in note for note in found.notes)
    assert found.certainty < judged(voice(5.0)).certainty


def test_a_clean_peak_is_no_clipping(voice):
    assert judged(voice(5.0) / np.abs(voice(5.0)).max()).clipped_share < 1e-4


def test_a_telephone_is_recognised_by_its_bandwidth(voice):
    rng = np.random.default_rng(0)
    wide = noise(voice(5.0), 25, 0, rng)
    assert judged(wide).bandwidth_hz > 6_000
    assert judged(band(wide, 300, 3_000)).bandwidth_hz < 4_500


def test_8000_samples_a_second_are_as_narrow_as_a_telephone(voice):
    wide = noise(voice(5.0, rate_hz=8_000), 25, 0, np.random.default_rng(0))
    narrow = judged(read(encode_wav(wide, 8_000)).samples)
    assert any("telephone" in note for note in narrow.notes)


def test_a_short_answer_asks_for_more(voice):
    assert any("little speech" in note for note in judged(voice(1.2)).notes)


def test_seconds_that_windows_share_are_counted_once(voice):
    counter = VoiceCounter()
    for window in windows([voice(20.0)]):
        counter.add(window)
    assert counter.speech_s == pytest.approx(measure(voice(20.0)).speech_mask().sum() / 100, rel=0.05)


def test_windows_from_all_over_a_long_recording_are_kept(voice):
    counter, samples = VoiceCounter(), voice(4.0)
    frames = measure(samples)
    for place in range(900):
        louder = replace(frames, energy_db=frames.energy_db + np.float32(place))
        counter.add(Window(4.0 * place, 4.0 * place + 4, louder, samples, 1.0))
    places = [round(float(kept.energy_db[0] - frames.energy_db[0])) for kept in counter.kept]
    assert places == list(range(0, 900, 32))


def test_the_plain_form_has_units_in_its_names(voice):
    assert {"duration_s", "snr_db", "level_dbfs", "bandwidth_hz", "verdict"} <= set(judged(voice(3.0)).plain(1.0))
