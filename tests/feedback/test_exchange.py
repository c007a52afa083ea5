"""Export and import: everything comes back, and a bad file is told in words."""

from __future__ import annotations

import csv
import io
import json
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputError
from feedback.exchange import from_json, to_json
from feedback.history import Contents, History
from feedback.table import from_csv, to_csv
from feedback.training_rows import write_training_data
from tests.feedback.histories import checkin, checkins, correction

SECRET = "marzipan elephants"
NOTES = ["", "slept well", "=SUM(A1)", "'quoted'", "'=x", "-", 'two\nlines, "quotes"; ü ñ 漢字 😊', "@home"]


def test_json_brings_everything_back(tmp_path: Path) -> None:
    source = History.create("", tmp_path / "a")
    voiced = checkin(day=9)
    source.add(voiced, audio=b"RIFFsound")
    for i, note in enumerate(NOTES):
        source.add(checkin(day=i, note=note, text=note or None))
    source.add(correction(text=SECRET))
    exported = to_json(source.read(), {voiced.id: b"RIFFsound"})
    target = History.create("four grey geese fly", tmp_path / "b")
    found = from_json(exported.encode())
    assert tuple(target.add_all(found.records, found.clips)) == (10, 0)
    assert target.read() == source.read()
    assert target.audio(voiced.id) == b"RIFFsound"
    assert tuple(target.add_all(found.records, found.clips)) == (0, 10)


def test_recordings_leave_only_when_asked(tmp_path: Path) -> None:
    history = History.create("", tmp_path)
    history.add(checkin(), audio=b"RIFFsound")
    found = from_json(to_json(history.read()).encode())
    other = History.create("", tmp_path / "b")
    other.add_all(found.records, found.clips)
    assert not other.read().checkins[0].has_audio


def test_calm_recordings_leave_only_when_asked_and_come_back(tmp_path: Path) -> None:
    history = History.create("", tmp_path)
    history.keep_calm({0: b"RIFFcalm", 3: b"RIFFupload"})
    assert from_json(to_json(history.read()).encode()).calm == {}
    found = from_json(to_json(history.read(), None, history.calm()).encode())
    assert found.calm == {0: b"RIFFcalm", 3: b"RIFFupload"}


def test_a_damaged_calm_recording_is_told(tmp_path: Path) -> None:
    exported = to_json(History.create("", tmp_path).read(), None, {0: b"RIFFcalm"})
    with pytest.raises(InputError, match="damaged"):
        from_json(json.dumps(json.loads(exported) | {"calm": {"0": "no base64"}}).encode())


def test_csv_brings_check_ins_back() -> None:
    kept = [checkin(0.1 * i, day=i, note=note, text=note or None) for i, note in enumerate(NOTES)]
    kept.append(checkin(0.9, undecided=True, crisis=True, moods={}, labels={"speech": "sadness"}, note="ç"))
    assert list(from_csv(to_csv(kept).encode())) == kept
    assert list(from_csv(to_csv(kept).encode("utf-8-sig"))) == kept


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_any_note_survives_csv(note: str) -> None:
    kept = checkin(note=note, text=note or None)
    assert from_csv(to_csv([kept]).encode()) == (kept,)


@given(st.text(string.printable, min_size=1, max_size=20))
def test_no_cell_starts_a_formula_in_a_spreadsheet(words: str) -> None:
    rows = csv.DictReader(io.StringIO(to_csv([checkin(note=words, text=words, labels={"text": words})])))
    for row in rows:
        for column in ("note", "text", "labels:text"):
            assert not row[column].startswith(("=", "+", "-", "@", "\t", "\r"))


def _altered(**more: object) -> bytes:
    return json.dumps({"format": "attune-history", "version": 1, "checkins": [checkin().to_json() | more]}).encode()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xff\xfe\x00 rubbish", "not readable JSON"),
        (b"[" * 100_000, "not readable JSON"),
        (b"{}", "not a history of Attune"),
        (b'{"format": "attune-history", "version": 7}', "another version"),
        (b'{"format": "attune-history", "version": 1, "checkins": 5}', "not a list"),
        (b'{"format": "attune-history", "version": 1, "checkins": [5]}', "Entry 1 .* named values"),
        (_altered(score="high"), "'score' needs a number"),
        (_altered(score=3), "between 0 and 1"),
        (_altered(at=SECRET), "time is not written like"),
        (_altered(level=SECRET), "level is none of"),
        (_altered(moods={"calm": SECRET}), "'moods' needs a number"),
        (_altered(moods=[1]), "names and values"),
        (_altered(note=None), "'note' has the wrong type"),
        (_altered(extra=SECRET), "unknown to this version"),
        (_altered(interval=[0.4]), "two numbers"),
        (_altered(id="../../etc"), "letters and digits"),
    ],
)
def test_bad_json_is_told_in_words_without_quoting(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as told:
        from_json(data)
    assert SECRET not in str(told.value)
    assert told.value.__cause__ is None


GOOD = to_csv([checkin(note=SECRET)])


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"", "no column"),
        (b"a,b\n1,2\n", "no column 'at'"),
        (GOOD.replace("0.4,", "much,", 1).encode(), "Row 1 .*number"),
        (GOOD.replace("2026", "in 2026", 1).encode(), "Row 1 .*time"),
        (GOOD.replace("moderate", SECRET, 1).encode(), "Row 1 .*level"),
        (GOOD.split("\r\n")[0].encode() + b"\nabc\n", "Row 1"),
        (GOOD.encode() + b'"', "not readable CSV"),
    ],
)
def test_bad_csv_is_told_in_words_without_quoting(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as told:
        from_csv(data)
    assert SECRET not in str(told.value)


def test_a_bad_entry_imports_nothing(tmp_path: Path) -> None:
    history = History.create("", tmp_path)
    good, bad = checkin().to_json(), checkin(day=1).to_json() | {"score": 9}
    data = json.dumps({"format": "attune-history", "version": 1, "checkins": [good, bad]}).encode()
    with pytest.raises(InputError, match="Nothing was imported"):
        history.add_all(from_json(data).records)
    assert history.read() == Contents((), ())


def test_corrections_become_training_data_only_with_consent(tmp_path: Path) -> None:
    history = History.create("four grey geese fly", tmp_path / "data")
    history.add(correction(text="so much to do, so little time"))
    history.add(correction())
    spoken = correction(modality="speech", task="emotion", predicted="anger", said="neutral")
    history.add(spoken, audio=b"RIFFsound")
    out = tmp_path / "rows"
    assert write_training_data(history, out) == {"state.csv": 1, "speech": 1}
    with (out / "state.csv").open(encoding="utf8", newline="") as file:
        assert list(csv.DictReader(file)) == [{"text": "so much to do, so little time", "label": "stress"}]
    assert (out / "speech" / "neutral" / f"{spoken.id}.wav").read_bytes() == b"RIFFsound"


def test_a_hostile_label_cannot_leave_the_folder(tmp_path: Path) -> None:
    history = History.create("", tmp_path / "data")
    history.add(correction(modality="..", said="../../x", task="../y", text="hm"), audio=b"RIFF")
    write_training_data(history, tmp_path / "rows")
    inside = {p for p in tmp_path.rglob("*") if p.is_file() and p.name != "history.db"}
    assert inside
    assert all(p.is_relative_to(tmp_path / "rows") for p in inside)


def test_an_empty_history_exports_and_comes_back() -> None:
    assert from_json(to_json(Contents((), ())).encode()).records == ()
    assert from_csv(to_csv([]).encode()) == ()
    assert checkins([]) == []
