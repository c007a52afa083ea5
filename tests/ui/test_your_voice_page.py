"""Your voice: calm sentences are kept for the visit, and deleting them leaves nothing that was measured of them."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from feedback.history import History
from speech_model.audio import encode_wav
from speech_model.augment import noise
from tests.speech_model.sounds import make_tune, make_voice
from tests.ui.visits import html, opened, press
from ui import engine
from ui.state import Clip, Visit

CALM, ANEW = (encode_wav(make_voice(3.0, seed=seed)) for seed in (1, 2))
MUTED = encode_wav(0 * make_voice(3.0))


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATTUNE_DATA", str(tmp_path / "data"))


@pytest.fixture
def page() -> AppTest:
    """The page in a fresh visit."""
    return _open()


def _open() -> AppTest:
    return opened("from ui.pages.your_voice import show\nshow()")


def _visit(page: AppTest) -> Visit:
    found = page.session_state["attune_visit"]
    assert isinstance(found, Visit)
    return found


def _record(page: AppTest, place: int, data: bytes | None) -> AppTest:
    page.audio_input[place].set_value(("recording.wav", data, "audio/wav") if data else None)
    return page.run()


def _measured(visit: Visit) -> None:
    """As after a check-in: the voice model noted what it measured of the calm recordings."""
    visit.clip = Clip("voice.wav", b"RIFF now", "recorded")
    engine.item_of(visit).inputs["voice_memory"][b"calm"] = "measured"  # type: ignore[index]
    assert visit.voice_memory


def test_deleting_the_recordings_deletes_what_was_measured_of_them(page: AppTest) -> None:
    _record(page, 0, CALM)
    _measured(_visit(page))
    press(page, "Delete these recordings")
    assert _visit(page).baseline == {}
    assert _visit(page).voice_memory == {}


@pytest.mark.parametrize("data", [None, ANEW])
def test_a_sentence_that_is_taken_back_or_read_again_leaves_nothing_measured(page: AppTest, data: bytes | None) -> None:
    _record(page, 0, CALM)
    _measured(_visit(page))
    _record(page, 0, data)
    assert list(_visit(page).baseline.values()) == ([data] if data else [])
    assert b"calm" not in _visit(page).voice_memory


def test_what_was_learned_goes_when_the_person_changes_their_mind(page: AppTest) -> None:
    page.toggle(key="learn_voice").set_value(True).run()
    _visit(page).earlier.append(b"RIFF earlier")
    _visit(page).baseline[0] = CALM
    _measured(_visit(page))
    page.toggle(key="learn_voice").set_value(False).run()
    assert _visit(page).earlier == []
    assert _visit(page).voice_memory == {}


def test_sentences_are_counted_as_they_come(page: AppTest) -> None:
    _record(_record(page, 0, CALM), 2, ANEW)
    assert "2 of 5 recorded." in html(page)


def test_loudness_and_verdict_stand_below_a_recording(page: AppTest) -> None:
    _record(page, 0, CALM)
    assert '<span class="at-bar-name">Loudness</span>' in html(page)
    assert "Heard well." in html(page)
    assert "noisy" not in html(page)


@pytest.mark.parametrize(
    ("samples", "said"),
    [
        (np.clip(30 * make_voice(3.0), -1, 1), "too loud and distorted"),
        (noise(make_voice(3.0), 2, 1, np.random.default_rng(0)), "The recording is noisy"),
        (make_voice(3.0) / 100, "very quiet"),
    ],
)
def test_a_flaw_is_told_below_the_recording(page: AppTest, samples: np.ndarray, said: str) -> None:
    _record(page, 0, encode_wav(samples))
    assert said in html(page)
    assert "1 of 5 recorded." in html(page)


@pytest.mark.parametrize(
    ("samples", "said"),
    [
        (0.2 * np.sin(2 * np.pi * 220 * np.arange(48_000) / 16_000), "steady tone"),
        (make_tune(), "sounds like music"),
        (0.1 * np.random.default_rng(0).standard_normal(48_000), "o speech could be heard"),
    ],
)
def test_what_is_no_voice_is_no_calm_recording(page: AppTest, samples: np.ndarray, said: str) -> None:
    _record(page, 0, encode_wav(samples))
    assert re.search(f"This recording is not used: .*{said}", html(page))
    assert _visit(page).baseline == {}


def test_an_upload_of_the_time_of_three_sentences_is_still_an_upload() -> None:
    History.create().keep_calm({0: CALM, 3: ANEW})
    found = html(_open())
    assert "Your upload is ready." in found
    assert "1 of 5 recorded." in found


def test_a_muted_microphone_is_told_at_once_and_counts_for_nothing(page: AppTest) -> None:
    _record(page, 0, MUTED)
    assert not page.exception
    assert "This recording is not used: it is silent." in html(page)
    assert _visit(page).baseline == {}
    assert "Nothing recorded yet." in html(page)
    _record(page, 0, CALM)
    assert "is not used" not in html(page)
    assert "1 of 5 recorded." in html(page)


def test_one_upload_of_calm_reading_stands_for_the_sentences(page: AppTest) -> None:
    page.file_uploader[0].set_value(("calm.wav", CALM, "audio/wav")).run()
    assert "Your upload is ready." in html(page)
    assert "of 5 recorded" not in html(page)
    visit = _visit(page)
    visit.clip = Clip("voice.wav", b"RIFF now", "recorded")
    assert engine.item_of(visit).inputs["voice_baseline"] == [CALM]
    press(page, "Delete these recordings")
    assert _visit(page).baseline == {}
    assert page.file_uploader[0].value is None


def test_what_is_no_recording_is_told_at_once(page: AppTest) -> None:
    page.file_uploader[0].set_value(("calm.wav", b"no sound at all", "audio/wav")).run()
    assert not page.exception
    assert "This recording is not used: " in html(page)
    assert _visit(page).baseline == {}


def test_without_a_history_nothing_outlives_the_visit(page: AppTest) -> None:
    _record(page, 0, CALM)
    assert not page.checkbox
    assert "gone when you reload the page" in html(page)


def test_a_history_keeps_no_calm_recording_that_was_not_agreed_to() -> None:
    history = History.create()
    page = _record(_open(), 0, CALM)
    assert not page.checkbox(key="keep_calm").value
    assert history.calm() == {}
    assert _visit(_open()).baseline == {}


def test_calm_recordings_that_were_agreed_to_are_there_in_the_next_visit_until_they_are_deleted() -> None:
    history = History.create()
    page = _record(_open(), 0, CALM)
    page.checkbox(key="keep_calm").check().run()
    _record(page, 2, ANEW)
    assert history.calm() == {0: CALM, 2: ANEW}
    again = _open()
    assert "2 of 5 recorded." in html(again)
    assert "From your history." in html(again)
    assert again.checkbox(key="keep_calm").value
    press(again, "Delete these recordings")
    assert history.calm() == {}
    assert _visit(_open()).baseline == {}


def test_taking_the_consent_back_deletes_them_from_the_history_and_keeps_the_visit() -> None:
    history = History.create()
    page = _record(_open(), 0, CALM)
    page.checkbox(key="keep_calm").check().run()
    page.checkbox(key="keep_calm").uncheck().run()
    assert history.calm() == {}
    assert _visit(page).baseline == {0: CALM}


def test_a_sentence_that_is_taken_back_leaves_the_history_too() -> None:
    history = History.create()
    page = _record(_open(), 0, CALM)
    page.checkbox(key="keep_calm").check().run()
    _record(page, 0, None)
    assert history.calm() == {}


def test_the_check_in_uses_what_the_history_keeps() -> None:
    History.create().keep_calm({0: CALM})
    page = opened("from ui.widgets.voice import voice\nvoice()")
    assert _visit(page).baseline == {}
    page.toggle(key="voice_switch").set_value(True).run()
    assert not page.exception
    assert _visit(page).baseline == {0: CALM}


def test_a_locked_history_gives_nothing_until_it_is_opened() -> None:
    history = History.create("four grey geese fly")
    history.keep_calm({0: CALM})
    page = _open()
    assert _visit(page).baseline == {}
    _visit(page).history = history
    page.run()
    assert _visit(page).baseline == {0: CALM}


def test_a_history_that_cannot_keep_them_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    History.create()
    page = _record(_open(), 0, CALM)
    monkeypatch.setattr("feedback.history.LARGEST_CLIP_BYTES", 8)
    page.checkbox(key="keep_calm").check().run()
    assert "too long to keep" in html(page)
    assert not page.checkbox(key="keep_calm").value
