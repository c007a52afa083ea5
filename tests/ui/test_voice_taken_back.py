"""A recording that is taken back at the check-in is gone from all that Attune holds; driven through the widgets."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from feedback.history import History
from tests.ui.reports import FakeEngine
from tests.ui.visits import opened, press
from ui.state import Visit

CHECK_IN = "from ui.pages.checkin import show\nshow()"


@pytest.fixture
def page(fake: FakeEngine) -> AppTest:
    """The check-in with voice switched on, in a visit that agreed to compare recordings with earlier ones."""
    page = opened(CHECK_IN)
    _visit(page).learn_voice = True
    _visit(page).baseline = {0: b"RIFF calm"}
    return page.toggle(key="voice_switch").set_value(True).run()


def _visit(page: AppTest) -> Visit:
    found = page.session_state["attune_visit"]
    assert isinstance(found, Visit)
    return found


def _record(page: AppTest, data: bytes | None) -> AppTest:
    page.audio_input[0].set_value(("recording.wav", data, "audio/wav") if data else None)
    return page.run()


def _upload(page: AppTest, data: bytes | None) -> AppTest:
    page.file_uploader[0].set_value(("voice.wav", data, "audio/wav") if data else None)
    return page.run()


def _offers_to_keep(page: AppTest) -> bool:
    return any(box.label == "Keep the recording too" for box in page.checkbox)


@pytest.mark.parametrize("give", [_record, _upload])
def test_what_the_widget_removes_is_not_compared_with_later_recordings(page: AppTest, fake: FakeEngine, give) -> None:
    press(give(page, b"RIFF first"), "Analyse")
    assert _visit(page).earlier == [b"RIFF first"]
    give(page, None)
    assert _visit(page).clip is None
    assert _visit(page).earlier == []
    press(give(page, b"RIFF second"), "Analyse")
    assert "voice_earlier" not in fake.items[-1].inputs


def test_what_was_measured_of_earlier_recordings_goes_with_one_that_is_removed(page: AppTest, fake: FakeEngine) -> None:
    press(_record(page, b"RIFF first"), "Analyse")
    press(_record(page, b"RIFF second"), "Analyse")
    fake.items[-1].inputs["voice_memory"][b"first"] = "measured"
    assert _visit(page).voice_memory
    _record(page, None)
    assert _visit(page).voice_memory == {}


@pytest.mark.parametrize("give", [_record, _upload])
def test_what_the_widget_removes_is_not_played_beside_the_result(page: AppTest, give) -> None:
    press(give(page, b"RIFF first"), "Analyse")
    assert page.get("audio")
    give(page, None)
    assert _visit(page).outcome is not None
    assert _visit(page).outcome.clip is None
    assert not page.get("audio")


def test_a_new_recording_takes_the_place_of_an_earlier_one_without_deleting_it(page: AppTest, fake: FakeEngine) -> None:
    press(_record(page, b"RIFF first"), "Analyse")
    press(_record(page, b"RIFF second"), "Analyse")
    assert fake.items[-1].inputs["voice_earlier"] == [b"RIFF first"]


def test_switching_voice_off_leaves_no_recording_to_play_or_to_keep(
    page: AppTest, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATTUNE_DATA", str(tmp_path / "data"))
    History.create()
    press(_record(page, b"RIFF first"), "Analyse")
    assert _offers_to_keep(page)
    page.toggle(key="voice_switch").set_value(False).run()
    assert not page.exception
    assert _visit(page).outcome.clip is None
    assert _visit(page).earlier == []
    assert not _offers_to_keep(page)
    assert not page.get("audio")


def test_remove_the_recording_leaves_none_to_play(page: AppTest) -> None:
    press(_record(page, b"RIFF first"), "Analyse")
    again = opened(CHECK_IN)
    again.session_state["attune_visit"] = _visit(page)
    press(again.run(), "Remove the recording")
    assert _visit(again).outcome.clip is None
    assert _visit(again).earlier == []
    assert not again.get("audio")


def test_taking_back_the_upload_makes_the_recording_count_again(page: AppTest, fake: FakeEngine) -> None:
    _upload(_record(page, b"RIFF recorded"), b"RIFF uploaded")
    press(page, "Analyse")
    assert fake.items[-1].inputs["audio"] == b"RIFF uploaded"
    press(_upload(page, None), "Analyse")
    assert fake.items[-1].inputs["audio"] == b"RIFF recorded"


def test_taking_back_the_recording_behind_an_upload_deletes_that_one_only(page: AppTest, fake: FakeEngine) -> None:
    press(_record(page, b"RIFF recorded"), "Analyse")
    press(_upload(page, b"RIFF uploaded"), "Analyse")
    _record(page, None)
    assert _visit(page).earlier == [b"RIFF uploaded"]
    press(page, "Analyse")
    assert fake.items[-1].inputs["audio"] == b"RIFF uploaded"


def test_an_example_empties_the_recorder_so_that_no_take_is_shown_but_not_heard(page: AppTest) -> None:
    press(_record(page, b"RIFF recorded"), "A good day")
    assert _visit(page).clip is None
    assert page.audio_input[0].value is None
