"""A history on a real disk: what is kept, what is locked, what several windows do at once."""

from __future__ import annotations

import logging
import multiprocessing
import sqlite3
import stat
import sys
import threading
import time
from pathlib import Path

import pytest

from core.errors import InputError
from feedback import database
from feedback.checkin import CheckIn, Extras, from_report
from feedback.errors import HistoryDamaged, WrongPassphrase
from feedback.folder import data_folder, history_file, traces
from feedback.history import History, has_passphrase, is_on
from tests.feedback.histories import START, checkin, correction, report

PHRASE = "four grey geese fly"
SECRET = "marzipan elephants"


@pytest.fixture(params=["", PHRASE], ids=["open", "passphrase"])
def history(request: pytest.FixtureRequest, tmp_path: Path) -> History:
    return History.create(request.param, tmp_path)


def raw(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_nothing_exists_until_it_is_switched_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATTUNE_DATA", str(tmp_path / "mine"))
    assert data_folder() == tmp_path / "mine"
    assert not is_on()
    with pytest.raises(InputError, match="not switched on"):
        History.open()
    assert list(tmp_path.iterdir()) == []
    History.create()
    assert is_on()
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["history.db"]


def test_without_a_setting_it_lies_in_the_users_own_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ATTUNE_DATA", raising=False)
    assert data_folder().name == "attune"


@pytest.mark.skipif(sys.platform == "win32", reason="file modes are POSIX")
def test_only_this_person_may_read_the_file(tmp_path: Path) -> None:
    History.create("", tmp_path / "mine")
    assert stat.S_IMODE(history_file(tmp_path / "mine").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "mine").stat().st_mode) == 0o700


def test_switching_on_twice_is_refused_in_words(history: History, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="on already"):
        History.create("", tmp_path)


def test_what_was_added_comes_back_oldest_first(history: History) -> None:
    later, sooner = checkin(0.7, day=3, note="a walk"), checkin(0.2, day=1)
    history.add(later)
    history.add(sooner)
    fix = correction(text="so much to do")
    history.add(fix)
    assert history.read().checkins == (sooner, later)
    assert history.read().corrections == (fix,)


def test_a_recording_is_kept_only_when_given(history: History) -> None:
    with_voice, without = checkin(day=1), checkin(day=2)
    history.add(with_voice, audio=b"RIFF" + SECRET.encode())
    history.add(without)
    assert history.audio(with_voice.id) == b"RIFF" + SECRET.encode()
    assert history.audio(without.id) is None
    assert [c.has_audio for c in history.read().checkins] == [True, False]


def test_a_recording_that_is_too_long_is_refused_in_words(history: History) -> None:
    with pytest.raises(InputError, match="too long"):
        history.add(checkin(), audio=bytes(30_000_001))
    assert history.read().checkins == ()


def test_a_report_leaves_neither_reasons_nor_words_behind() -> None:
    kept = from_report(report(), START, {"text": "v1", "speech": "v2"})
    assert "marzipan" not in str(kept.to_json())
    assert kept.labels == {"text": "anxiety"}
    assert kept.moods == {"tired": 0.7, "calm": 0.28}
    assert kept.models == {"text": "v1"}
    assert kept.text is None
    assert not kept.has_audio


def test_words_are_kept_when_the_person_says_so() -> None:
    kept = from_report(report(), START, {}, Extras(note=" tired ", text=SECRET, audio=b"x"))
    assert (kept.note, kept.text, kept.has_audio) == ("tired", SECRET, True)


def test_without_a_passphrase_the_words_are_readable_on_disk(tmp_path: Path) -> None:
    History.create("", tmp_path).add(checkin(note=SECRET))
    assert SECRET.encode() in raw(tmp_path)  # so that the next test can fail


def test_with_a_passphrase_nothing_readable_lies_on_disk(tmp_path: Path) -> None:
    history = History.create(PHRASE, tmp_path)
    for day in range(40):
        history.add(checkin(day=day, note=SECRET, text=SECRET), audio=SECRET.encode() * 50)
    history.add(correction(text=SECRET))
    on_disk = raw(tmp_path)
    for word in (SECRET, "anxiety", "stress", "moderate", "2026-09", "tired", "text", PHRASE):
        assert word.encode() not in on_disk


def test_a_wrong_passphrase_is_told_in_words_and_changes_nothing(tmp_path: Path) -> None:
    History.create(PHRASE, tmp_path).add(checkin(note=SECRET))
    before = raw(tmp_path)
    with pytest.raises(WrongPassphrase, match="does not open your history") as told:
        History.open("five grey geese fly", tmp_path)
    assert "geese" not in str(told.value)
    with pytest.raises(WrongPassphrase, match="has a passphrase"):
        History.open("", tmp_path)
    assert raw(tmp_path) == before
    assert History.open(PHRASE, tmp_path).read().checkins[0].note == SECRET


def test_accents_typed_on_another_system_open_the_same_history(tmp_path: Path) -> None:
    History.create("café au lait", tmp_path)
    assert History.open("cafe\u0301 au lait", tmp_path).locked


def test_a_short_passphrase_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="at least 8"):
        History.create("geese", tmp_path)
    assert not is_on(tmp_path)


def test_setting_a_passphrase_later_takes_the_plain_words_off_the_disk(tmp_path: Path) -> None:
    history = History.create("", tmp_path)
    kept = checkin(note=SECRET)
    history.add(kept, audio=SECRET.encode())
    assert not has_passphrase(tmp_path)
    history.change_passphrase(PHRASE)
    assert has_passphrase(tmp_path)
    assert SECRET.encode() not in raw(tmp_path)
    again = History.open(PHRASE, tmp_path)
    assert again.read().checkins[0].note == SECRET
    assert again.audio(kept.id) == SECRET.encode()


def test_a_passphrase_can_be_changed_and_taken_away(tmp_path: Path) -> None:
    history = History.create(PHRASE, tmp_path)
    history.add(checkin(note=SECRET))
    history.change_passphrase("three white swans swim")
    with pytest.raises(WrongPassphrase):
        History.open(PHRASE, tmp_path)
    history.change_passphrase("")
    assert History.open("", tmp_path).read().checkins[0].note == SECRET


def test_another_window_is_told_that_the_passphrase_changed(tmp_path: Path) -> None:
    first, second = History.create(PHRASE, tmp_path), History.open(PHRASE, tmp_path)
    first.add(checkin())
    first.change_passphrase("three white swans swim")
    for use in (second.read, lambda: second.add(checkin())):
        with pytest.raises(WrongPassphrase, match="in another window"):
            use()
    assert len(first.read().checkins) == 1


def test_altered_records_are_counted_and_the_others_stay_readable(tmp_path: Path) -> None:
    history = History.create(PHRASE, tmp_path)
    kept, broken, swapped = checkin(day=1), checkin(day=2), checkin(day=3)
    for record in (kept, broken, swapped):
        history.add(record)
    link = sqlite3.connect(history_file(tmp_path))
    link.execute("UPDATE checkin SET body = zeroblob(600) WHERE id = ?", (broken.id,))
    link.execute(
        "UPDATE checkin SET body = (SELECT body FROM checkin WHERE id = ?) WHERE id = ?", (kept.id, swapped.id)
    )
    link.commit()
    link.close()
    assert history.read().checkins == (kept,)
    assert history.read().unreadable == 2
    with pytest.raises(HistoryDamaged, match="altered on disk"):
        history.set_note(broken.id, "x")
    assert history.delete_unreadable().checked
    assert history.read().checkins == (kept,)
    assert history.read().unreadable == 0


def test_a_note_is_replaced_and_the_old_one_leaves_the_disk(tmp_path: Path) -> None:
    history = History.create("", tmp_path)
    kept = checkin(note=SECRET)
    history.add(kept)
    history.set_note(kept.id, " slept well ")
    assert history.read().checkins[0].note == "slept well"
    assert SECRET.encode() not in raw(tmp_path)
    with pytest.raises(InputError, match="not in your history"):
        history.set_note("gone", "x")


def test_a_damaged_file_is_put_aside_and_not_deleted(tmp_path: Path) -> None:
    history = History.create("", tmp_path)
    history.add(checkin(note=SECRET))
    file = history_file(tmp_path)
    file.write_bytes(b"not a database at all " * 400)
    with pytest.raises(HistoryDamaged, match=r"put aside as history-damaged-.*not deleted") as told:
        History.open("", tmp_path)
    assert told.value.kept_as is not None
    assert (tmp_path / told.value.kept_as).read_bytes().startswith(b"not a database")
    assert not is_on(tmp_path)
    assert History.create("", tmp_path).read().checkins == ()


def test_damage_inside_the_file_is_noticed_when_it_opens(tmp_path: Path) -> None:
    history = History.create("", tmp_path)
    for day in range(60):
        history.add(checkin(day=day))
    file = history_file(tmp_path)
    data = bytearray(file.read_bytes())
    data[4096 * 3 : 4096 * 5] = bytes(range(256)) * 32
    file.write_bytes(data)
    with pytest.raises(HistoryDamaged):
        History.open("", tmp_path)
    assert len(traces(file)) == 1


def test_the_file_of_another_program_is_left_alone(tmp_path: Path) -> None:
    file = history_file(tmp_path)
    link = sqlite3.connect(file)
    link.execute("CREATE TABLE theirs (x)")
    link.commit()
    link.close()
    before = file.read_bytes()
    with pytest.raises(InputError, match="not a history of Attune"):
        History.open("", tmp_path)
    assert file.read_bytes() == before


def test_a_history_of_a_newer_attune_is_not_touched(tmp_path: Path) -> None:
    History.create("", tmp_path)
    link = sqlite3.connect(history_file(tmp_path))
    link.execute("PRAGMA user_version = 99")
    link.close()
    with pytest.raises(InputError, match="newer Attune"):
        History.open("", tmp_path)


def test_an_older_history_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    history = History.create("", tmp_path)
    history.add(checkin(note=SECRET))
    monkeypatch.setattr(database, "STEPS", (*database.STEPS, ("CREATE TABLE later (x)",)))
    again = History.open("", tmp_path)
    link = sqlite3.connect(history_file(tmp_path))
    assert link.execute("SELECT count(*) FROM later").fetchone() == (0,)
    assert link.execute("PRAGMA user_version").fetchone() == (2,)
    link.close()
    assert again.read().checkins[0].note == SECRET


def test_a_file_that_is_in_use_for_long_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    history = History.create("", tmp_path)
    monkeypatch.setattr(database, "BUSY_S", 0.05)
    other = sqlite3.connect(history_file(tmp_path), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(InputError, match="Another window"):
        history.add(checkin())
    other.close()
    assert is_on(tmp_path)  # being busy is not damage
    history.add(checkin())


def _add_many(folder: str, passphrase: str, count: int) -> None:
    history = History.open(passphrase, Path(folder))
    for day in range(count):
        history.add(checkin(day=day))


def test_threads_and_processes_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    history = History.create(PHRASE, tmp_path)
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_add_many, args=(str(tmp_path), PHRASE, 25)) for _ in range(2)]
    threads = [threading.Thread(target=lambda: [history.add(checkin(day=d)) for d in range(25)]) for _ in range(4)]
    for worker in (*processes, *threads):
        worker.start()
    for worker in (*processes, *threads):
        worker.join()
    assert [p.exitcode for p in processes] == [0, 0]
    assert len(History.open(PHRASE, tmp_path).read().checkins) == 150


def test_two_windows_that_switch_it_on_at_once_make_one_history(tmp_path: Path) -> None:
    made, refused = [], []

    def switch_on() -> None:
        try:
            made.append(History.create("", tmp_path))
        except InputError:
            refused.append(1)

    threads = [threading.Thread(target=switch_on) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), len(refused)) == (1, 7)
    assert [p.name for p in tmp_path.iterdir()] == ["history.db"]


def test_ten_years_of_daily_check_ins_are_read_at_once(tmp_path: Path) -> None:
    history = History.create(PHRASE, tmp_path)
    history.add_all(checkin(day=day, note="slept well, long walk, saw a friend") for day in range(3650))
    started = time.process_time()
    assert len(history.read().checkins) == 3650
    assert time.process_time() - started < 2.0


def test_nothing_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        history = History.create(PHRASE, tmp_path)
        kept = checkin(note=SECRET)
        history.add(kept)
        history.read()
        history.delete(kept.id)
    assert caplog.text == ""
    assert PHRASE not in repr(vars(history))


@pytest.mark.parametrize(
    "bad", [{"score": 1.2}, {"score": float("nan")}, {"level": "extreme"}, {"interval": (0.9, 1.0)}, {"id": "../x"}]
)
def test_a_check_in_that_cannot_be_is_refused(bad: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"must|none of|outside"):
        checkin(**bad)


def test_a_check_in_survives_json_unchanged() -> None:
    kept = checkin(0.123456789, note="née ü 😊", text="x", undecided=True)
    assert CheckIn.from_json(kept.to_json()) == kept


def test_calm_recordings_are_replaced_and_deleted_for_good(tmp_path: Path) -> None:
    history = History.create("", tmp_path)
    history.add(checkin(), audio=b"RIFF of a check-in")
    history.keep_calm({0: b"RIFF first", 3: b"RIFF upload"})
    assert history.calm() == {0: b"RIFF first", 3: b"RIFF upload"}
    assert history.keep_calm({0: b"RIFF second"}).checked
    assert history.calm() == {0: b"RIFF second"}
    assert b"RIFF first" not in raw(tmp_path)
    assert history.keep_calm({}).checked
    assert history.calm() == {}
    assert b"calm-0" not in raw(tmp_path)
    (kept,) = history.read().checkins
    assert history.audio(kept.id) == b"RIFF of a check-in"


def test_calm_recordings_are_sealed_and_stay_readable_under_a_new_passphrase(tmp_path: Path) -> None:
    history = History.create(PHRASE, tmp_path)
    history.keep_calm({0: SECRET.encode()})
    assert SECRET.encode() not in raw(tmp_path)
    history.change_passphrase("six grey geese fly")
    assert history.calm() == {0: SECRET.encode()}


def test_a_calm_recording_that_is_too_long_is_told_and_changes_nothing(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    history.keep_calm({0: b"RIFF"})
    monkeypatch.setattr("feedback.history.LARGEST_CLIP_BYTES", 8)
    with pytest.raises(InputError, match="too long to keep"):
        history.keep_calm({0: b"RIFF and more"})
    assert history.calm() == {0: b"RIFF"}


def test_deleting_everything_takes_calm_recordings_along(tmp_path: Path) -> None:
    history = History.create("", tmp_path)
    history.keep_calm({0: SECRET.encode()})
    history.delete_all()
    assert list(tmp_path.iterdir()) == []
