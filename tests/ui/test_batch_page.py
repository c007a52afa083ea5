"""Batch: files become rows, rows become results, and bad ones are told one by one."""

import io
import json
import zipfile

import pytest
from streamlit.testing.v1 import AppTest

import ui.views.batch_run
from core.errors import InputError
from core.types import Failure, Item
from tests.ui.reports import FakeEngine
from ui import batch_files
from ui.batch_work import Work
from ui.state import Visit
from ui.views import batch_result

PAGE = "from ui.pages.batch import show\nshow()"
CSV = b"id,text\na,I cannot sleep and worry\nb,A calm evening\nc,\n"


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    fake = FakeEngine()
    monkeypatch.setattr(ui.views.batch_run, "engine", lambda variant=None: fake)
    return AppTest.from_string(PAGE, default_timeout=30).run()


def _html(page: AppTest) -> str:
    return "\n".join(e.proto.body for e in page.get("html"))


def _upload(page: AppTest, name: str, data: bytes) -> AppTest:
    return page.get("file_uploader")[0].set_value((name, data, "application/octet-stream")).run()


def _press(page: AppTest, label: str) -> AppTest:
    return next(b for b in page.button if b.label == label).click().run()


def test_a_csv_gives_counts_rows_and_two_files(page: AppTest) -> None:
    _upload(page, "notes.csv", CSV)
    _press(page, "Analyse the file")
    assert not page.exception
    assert "2 of 3 rows read" in _html(page)
    assert "1 could not be read" in _html(page)
    assert [b.proto.label for b in page.get("download_button")] == ["Download JSON lines", "Download a table"]
    assert all(chart.proto.alt for chart in page.get("plotly_chart"))


def test_stopping_keeps_what_was_read(page: AppTest) -> None:
    work = Work("notes.csv", [Item("1", {"text": "I worry"}), Item("2", {"text": "I worry"})])
    work.results = list(FakeEngine().analyse_many(work.rows[:1]))
    work.stop()
    page.session_state["attune_visit"] = Visit(batch=work)
    assert "1 of 2 rows read" in _html(page.run())
    assert "Stopped with 1 to go" in _html(page)


def test_rows_that_come_after_a_stop_or_twice_are_left_out() -> None:
    work = Work("notes.csv", [Item(str(n), {"text": "I worry"}) for n in range(4)])
    first, second = list(FakeEngine().analyse_many(work.rows[:2])), list(FakeEngine().analyse_many(work.rows[2:]))
    work.add(0, first, 1.0)
    work.add(0, first, 1.0)
    assert (work.results, work.spent_s) == (first, 1.0)
    work.stop()
    work.add(2, second, 1.0)
    assert (work.results, work.spent_s) == (first, 1.0)


def test_rows_that_speak_of_danger_are_put_first_in_words(page: AppTest) -> None:
    _upload(page, "notes.csv", b"text\nI want to die\nA calm evening\n")
    _press(page, "Analyse the file")
    assert "1 rows speak of danger" in _html(page)


def test_a_file_that_is_not_text_is_said_in_words(page: AppTest) -> None:
    _upload(page, "notes.csv", b"\xff\xfe\x00text")
    assert not page.exception
    assert "not UTF-8 text" in _html(page)


def test_the_text_column_is_guessed_and_the_id_is_kept() -> None:
    rows = batch_files.from_csv(CSV, "text", "id")
    assert [row.id for row in rows] == ["a", "b", "c"]


def test_a_bad_line_is_named_and_the_others_stay() -> None:
    rows = batch_files.from_json_lines(b'{"id": "x", "text": "hi"}\n{oops\n[1]\n\n{"text": "ho"}\n' + b"[" * 100_000)
    assert [type(row) for row in rows] == [Item, Failure, Failure, Item, Failure]
    assert rows[1].message == "Line 2 is not JSON."


def test_an_id_with_half_an_emoji_can_be_shown_and_downloaded() -> None:
    (row,) = batch_files.from_json_lines(b'{"id": "x\\ud83d", "text": "hi"}')
    assert row.id == "x?"


def test_a_path_in_an_uploaded_file_is_never_opened() -> None:
    (row,) = batch_files.from_json_lines(b'{"audio": "/etc/passwd"}')
    assert isinstance(row, Failure)
    (row,) = batch_files.from_json_lines(b'{"text": "hi", "audio": "/etc/passwd"}')
    assert isinstance(row, Item) and dict(row.inputs) == {"text": "hi"}


def _zip(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_zip_gives_its_recordings_and_leaves_the_rest() -> None:
    rows = batch_files.from_zip(_zip({"day/one.wav": b"RIFF", "readme.txt": b"no", "two.MP3": b"ID3"}))
    assert [row.id for row in rows] == ["day/one.wav", "two.MP3"]


@pytest.mark.parametrize("data", [b"not a zip", _zip({"readme.txt": b"no"})])
def test_a_zip_without_recordings_is_said_in_words(data: bytes) -> None:
    with pytest.raises(InputError, match="zip file"):
        batch_files.from_zip(data)


def test_a_zip_that_swells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_files, "MOST_BYTES", 1000)
    with pytest.raises(InputError, match="larger than"):
        batch_files.from_zip(_zip({"bomb.wav": bytes(100_000)}))


def test_downloads_hold_every_row_and_no_formula() -> None:
    work = Work("x", [Item("=1+1", {"text": "I worry"}), Failure("2", "InputError", "No.")])
    work.results = list(FakeEngine().analyse_many(work.rows))
    lines = [json.loads(line) for line in batch_result._json_lines(work).splitlines()]
    assert [line["id"] for line in lines] == ["=1+1", "2"]
    assert batch_result._csv(work).splitlines()[1].startswith("'=1+1,")
