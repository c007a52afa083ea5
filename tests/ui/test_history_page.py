"""History, driven without a browser: start, save, look, lock, correct, delete."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import ui.engine
from feedback.correction import Correction
from feedback.exchange import to_json
from feedback.history import Contents, History, has_passphrase, is_on
from tests.ui.visits import NOW, Engine, html, kept, opened, outcome, press

PHRASE = "four grey geese fly"
KEEP = """
from ui.views.keep import keep
from ui.state import visit
keep(visit().outcome)
"""
CORRECT = """
from ui.views.correct import correct
from ui.state import visit
correct(visit().outcome.result.predictions["{name}"], visit().outcome)
"""


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ATTUNE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(ui.engine, "engine", lambda variant=None: Engine())
    yield


def _open() -> AppTest:
    return opened("from ui.pages.history import show\nshow()")


def test_history_is_off_and_looking_at_it_makes_nothing(tmp_path: Path) -> None:
    page = _open()
    assert not page.exception
    assert "History is off" in html(page)
    assert list(tmp_path.iterdir()) == []


def test_one_press_starts_a_history_without_a_passphrase() -> None:
    page = press(_open(), "Start a history")
    assert not page.exception
    assert is_on()
    assert not has_passphrase()
    assert "on and empty" in html(page)


def test_a_passphrase_is_asked_for_in_the_next_visit_and_a_wrong_one_is_told() -> None:
    page = _open()
    page.text_input[0].set_value(PHRASE)
    press(page, "Start a history")
    assert has_passphrase()
    again = _open()
    again.text_input[0].set_value("five grey geese fly")
    press(again, "Open your history")
    assert "does not open your history" in html(again)
    again.text_input[0].set_value(PHRASE)
    press(again, "Open your history")
    assert "on and empty" in html(again)


def test_a_short_passphrase_is_told_and_starts_nothing() -> None:
    page = _open()
    page.text_input[0].set_value("geese")
    press(page, "Start a history")
    assert "at least 8" in html(page)
    assert not is_on()


def test_a_check_in_is_saved_by_a_press_without_words_or_voice() -> None:
    History.create()
    page = opened(KEEP, outcome())
    page.text_input[0].set_value("slept badly").run()
    press(page, "Save")
    assert not page.exception
    (saved,) = History.open().read().checkins
    assert (saved.note, saved.text, saved.has_audio) == ("slept badly", None, False)
    assert saved.models == {"text": "v1"}
    assert "is in your history" in html(page)


def test_words_and_voice_are_saved_when_ticked() -> None:
    history = History.create()
    page = opened(KEEP, outcome())
    for box in page.checkbox:
        box.check()
    press(page, "Save")
    (saved,) = history.read().checkins
    assert saved.text is not None
    assert "brother" in saved.text
    assert history.audio(saved.id) == b"RIFFsound"


def test_without_a_history_nothing_can_be_saved() -> None:
    page = opened(KEEP, outcome())
    assert not page.button
    assert [link.proto.label for link in page.get("page_link")] == ["Keep a history of your check-ins"]


def test_trend_and_days_are_drawn_and_told_in_words() -> None:
    history = History.create()
    history.add_all(kept(20 - i, 0.2 + 0.01 * (i % 3)) for i in range(20))
    history.add(kept(0, 0.9))
    page = _open()
    assert not page.exception
    assert len(page.get("plotly_chart")) == 3
    assert "at-bars" in html(page)
    assert "higher than usual for you" in html(page)


def test_a_mood_that_stands_out_is_named_in_words() -> None:
    history = History.create()
    history.add_all(kept(20 - i, moods={"tired": 0.1 + 0.01 * (i % 3)}) for i in range(20))
    assert "stronger than usual" not in html(_open())
    history.add(kept(0, moods={"tired": 0.9}))
    assert "Tired was stronger than usual for you" in html(_open())


def test_records_that_were_changed_on_disk_are_told_and_can_be_deleted(tmp_path: Path) -> None:
    history = History.create()
    history.add_all([kept(2), kept(1)])
    link = sqlite3.connect(tmp_path / "data" / "history.db")
    link.execute("UPDATE checkin SET body = zeroblob(9) WHERE id = (SELECT min(id) FROM checkin)")
    link.commit()
    link.close()
    page = _open()
    assert "One entry was changed on disk" in html(page)
    press(page, "Delete what cannot be read")
    assert history.read().unreadable == 0
    assert len(history.read().checkins) == 1


def test_two_check_ins_say_how_many_are_missing() -> None:
    History.create().add_all([kept(1), kept(0)])
    assert "2 check-ins so far. After 6 more" in html(_open())


def test_a_note_can_be_changed() -> None:
    history = History.create()
    history.add(kept(1, note="old"))
    page = _open()
    page.text_area[0].set_value("new").run()
    press(page, "Save the note")
    assert history.read().checkins[0].note == "new"


def test_everything_is_deleted_after_a_tick_and_history_is_off() -> None:
    History.create().add(kept(1))
    page = _open()
    button = next(b for b in page.button if b.label == "Delete everything")
    assert button.disabled
    next(b for b in page.checkbox if b.label == "I want to delete my whole history").check().run()
    press(page, "Delete everything")
    assert not is_on()
    assert "gone from this computer" in html(page)


def test_a_passphrase_can_be_set_later() -> None:
    History.create().add(kept(1))
    page = _open()
    page.text_input[-1].set_value(PHRASE)
    press(page, "Change it")
    assert has_passphrase()
    assert len(History.open(PHRASE).read().checkins) == 1


def test_an_export_comes_back_and_a_bad_file_is_told() -> None:
    history = History.create()
    page = _open()
    page.get("file_uploader")[0].set_value(("h.json", b"{}", "application/json")).run()
    press(page, "Bring it in")
    assert "not a history of Attune" in html(page)
    good = to_json(Contents((kept(2), kept(1)), ())).encode()
    page.get("file_uploader")[0].set_value(("h.json", good, "application/json")).run()
    press(page, "Bring it in")
    assert "2 came in, 0 were already there" in html(page)
    assert len(history.read().checkins) == 2


def test_calm_recordings_come_back_with_an_export_but_replace_none() -> None:
    history = History.create()
    page = _open()
    for data in (b"RIFF first", b"RIFF second"):
        exported = to_json(Contents((), ()), None, {0: data}).encode()
        page.get("file_uploader")[0].set_value(("h.json", exported, "application/json")).run()
        press(page, "Bring it in")
        assert history.calm() == {0: b"RIFF first"}


def test_a_damaged_file_is_told_and_put_aside(tmp_path: Path) -> None:
    History.create()
    (tmp_path / "data" / "history.db").write_bytes(b"broken " * 999)
    page = _open()
    assert not page.exception
    assert "put aside as history-damaged" in html(page)


def test_two_visits_with_a_passphrase_do_not_open_each_others_history() -> None:
    one = _open()
    one.text_input[0].set_value(PHRASE)
    press(one, "Start a history")
    other = _open()
    assert "Open your history" in [b.label for b in other.button]
    assert "on and empty" not in html(other)


def test_a_label_is_put_right_in_one_click_without_the_words() -> None:
    history = History.create()
    page = press(opened(CORRECT.format(name="text"), outcome()), "Sounds like stress")
    assert not page.exception
    (fix,) = history.read().corrections
    assert (fix.task, fix.predicted, fix.said, fix.text, fix.model) == ("state", "anxiety", "stress", None, "v1")
    assert "Your answer is kept." in html(page)
    assert "With “Sounds like stress”:" in html(page)
    assert not page.button, "one answer for one reading"


def test_words_go_with_a_correction_only_when_ticked() -> None:
    history = History.create()
    page = opened(CORRECT.format(name="text"), outcome())
    page.checkbox[0].check().run()
    press(page, "Sounds like stress")
    assert "brother" in str(history.read().corrections[0].text)


def test_a_voice_label_takes_the_recording_along_when_ticked() -> None:
    history = History.create()
    page = opened(CORRECT.format(name="speech"), outcome())
    page.checkbox[0].check().run()
    press(page, "Calm")
    (fix,) = history.read().corrections
    assert history.audio(fix.id) == b"RIFFsound"


def test_without_a_history_a_correction_is_not_kept() -> None:
    page = press(opened(CORRECT.format(name="text"), outcome()), "Nothing stands out")
    assert not page.exception
    assert "What would this change?" in html(page)
    assert "Your answer is not kept." in html(page)
    assert not is_on()


def test_no_correction_lowers_what_words_about_safety_raised() -> None:
    page = press(opened(CORRECT.format(name="text"), outcome(crisis=True)), "Nothing stands out")
    assert "High signal" in html(page)
    assert "keep the level up" in html(page)


def test_corrections_are_listed_and_can_be_deleted() -> None:
    history = History.create()
    history.add(Correction(NOW, "text", "state", "anxiety", "stress", text="so much to do"))
    page = _open()
    assert "Sounds like stress, not sounds like worry. Your words are kept with it." in html(page)
    assert "Download for training" in [b.proto.label for b in page.get("download_button")]
    press(page, "Delete")
    assert history.read().corrections == ()
