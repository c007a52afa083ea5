"""Deleted means gone: the raw bytes of every file are searched for the words."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from feedback import database
from feedback.folder import history_file
from feedback.history import History, is_on
from tests.feedback.histories import checkin, correction

SECRET = "marzipan elephants"
OTHER = "plain porridge"


def raw(folder: Path) -> bytes:
    """Everything in the folder: the file, its journal, its WAL, and whatever else lies there."""
    return b"".join(path.read_bytes() for path in folder.iterdir())


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History.create("", tmp_path)


def test_one_check_in_is_deleted_with_its_words_and_voice(history: History, tmp_path: Path) -> None:
    doomed = checkin(day=1, note=SECRET, text=SECRET * 2000)
    history.add(doomed, audio=SECRET.encode() * 5000)
    history.add(checkin(day=2, note=OTHER))
    assert SECRET.encode() in raw(tmp_path)
    assert history.delete(doomed.id).checked
    left = raw(tmp_path)
    assert SECRET.encode() not in left
    assert doomed.id.encode() not in left
    assert OTHER.encode() in left
    assert [c.note for c in history.read().checkins] == [OTHER]
    assert history.audio(doomed.id) is None


def test_one_correction_is_deleted_with_its_words(history: History, tmp_path: Path) -> None:
    doomed = correction(text=SECRET)
    history.add(doomed)
    assert history.delete(doomed.id).checked
    assert SECRET.encode() not in raw(tmp_path)


def test_delete_all_leaves_no_file_and_switches_history_off(history: History, tmp_path: Path) -> None:
    history.add(checkin(note=SECRET), audio=SECRET.encode())
    assert history.delete_all().checked
    assert list(tmp_path.iterdir()) == []
    assert not is_on(tmp_path)


def test_delete_all_takes_damaged_files_that_were_put_aside(history: History, tmp_path: Path) -> None:
    (tmp_path / "history-damaged-2026-01-01-000000.db").write_bytes(SECRET.encode())
    (tmp_path / "holiday.txt").write_text("not ours")
    assert history.delete_all().checked
    assert [p.name for p in tmp_path.iterdir()] == ["holiday.txt"]


def test_delete_all_works_on_a_damaged_file_too(history: History, tmp_path: Path) -> None:
    history_file(tmp_path).write_bytes(SECRET.encode() * 1000)
    assert history.delete_all().checked
    assert list(tmp_path.iterdir()) == []


def test_words_are_zeroed_even_when_another_window_blocks_the_rewriting(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    doomed = checkin(note=SECRET, text=SECRET * 500)
    history.add(doomed)
    monkeypatch.setattr("feedback.history.shrink", lambda *_: None)
    history.delete(doomed.id)
    assert SECRET.encode() not in raw(tmp_path)


def test_a_file_that_could_not_be_rewritten_is_not_called_checked(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    doomed = checkin(note=SECRET)
    history.add(doomed)
    monkeypatch.setattr(database, "BUSY_S", 0.05)
    reader = sqlite3.connect(history_file(tmp_path), isolation_level=None)
    from feedback.erase import shrink  # noqa: PLC0415 - the real one, beside a reader that holds the file

    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM checkin").fetchone()
    assert not shrink(history_file(tmp_path), doomed.id).checked
    reader.close()
    assert not shrink(history_file(tmp_path), doomed.id).checked  # it is still there, and that is told
    assert history.delete(doomed.id).checked
