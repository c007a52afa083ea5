"""Batch in a real browser: a table, JSON lines and a zip of recordings go in, results and reasons come out."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import recordings
from tests.browser.acts import download, settle
from tests.browser.conftest import Visit

pytestmark = [pytest.mark.model]
MANY = 990
_HEAVY = "I keep lying awake and worrying about everything"
_LIGHT = "A calm evening with soup and friends"


def _choose(page: Page, file: Path) -> None:
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("button", name=f"Remove {file.name}")).to_be_visible()


def _analyse(page: Page, said: str) -> None:
    page.get_by_role("button", name="Analyse the file").click()
    expect(page.get_by_text(said)).to_be_visible()
    settle(page)


def _lines(page: Page, folder: Path) -> list[dict]:
    file = folder / "results.jsonl"
    download(page, "Download JSON lines").save_as(file)
    return [json.loads(line) for line in file.read_text("utf8").splitlines()]


def test_a_table_gives_charts_reasons_for_bad_rows_and_files_to_take_along(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "notes.csv"
    file.write_text(f"id,place,entry\nmonday,home,{_HEAVY}\ntuesday,away,\nwednesday,lake,{_LIGHT}\n", "utf8")
    page = visit("batch")
    _choose(page, file)
    expect(page.get_by_role("combobox", name="Which column holds the texts?")).to_have_value("entry")
    _analyse(page, "2 of 3 rows read")
    expect(page.locator(".st-key-batch_levels .js-plotly-plot")).to_be_visible()
    expect(page.locator(".st-key-batch_spread .js-plotly-plot")).to_be_visible()
    page.get_by_text("Rows that could not be read (1)").click()
    expect(page.get_by_role("row", name="tuesday")).to_contain_text("There is no text to read")
    settle(page)
    page.get_by_text("rows as a table").click()
    expect(page.get_by_role("row", name="monday")).to_be_visible()

    table = tmp_path / "results.csv"
    download(page, "Download a table").save_as(table)
    rows = list(csv.DictReader(table.read_text("utf8").splitlines()))
    assert [row["id"] for row in rows] == ["monday", "tuesday", "wednesday"]
    assert [bool(row["error"]) for row in rows] == [False, True, False]
    assert float(rows[0]["score"]) > float(rows[2]["score"])
    assert [line["id"] for line in _lines(page, tmp_path)] == ["monday", "tuesday", "wednesday"]


def test_json_lines_and_a_zip_of_recordings_are_read_and_each_bad_row_is_named(
    visit: Visit, voice: Path, tmp_path: Path
) -> None:
    lines = tmp_path / "notes.jsonl"
    lines.write_text(f'{{"id": "one", "text": "{_LIGHT}"}}\n{{broken\n{{"id": "three", "audio": "/a.wav"}}\n', "utf8")
    page = visit("batch")
    _choose(page, lines)
    _analyse(page, "1 of 3 rows read")
    assert [line["id"] for line in _lines(page, tmp_path)] == ["one", "2", "three"]
    page.get_by_text("Rows that could not be read (2)").click()
    expect(page.get_by_text("Line 2 is not JSON.")).to_be_visible()

    archive = tmp_path / "voices.zip"
    with zipfile.ZipFile(archive, "w") as out:
        for file in (voice, recordings.cut_off(voice, tmp_path), recordings.no_sound(tmp_path)):
            out.write(file, f"week/{file.name}")
        out.writestr("readme.txt", "Not a recording.")
    page.reload()
    _choose(page, archive)
    _analyse(page, "2 of 3 rows read")
    first, second, third = _lines(page, tmp_path)
    assert [first["id"], second["id"], third["id"]] == ["week/voice.wav", "week/cut_off.mp3", "week/diary.wav"]
    assert set(first["predictions"]) == set(second["predictions"]) == {"speech"}
    assert "not a recording" in third["error"]["message"]


def test_a_long_batch_tells_the_time_left_and_stopping_keeps_what_was_read(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "many.csv"
    file.write_text("text\n" + (f"{_HEAVY}. {_LIGHT}. " * 4 + "\n") * MANY, "utf8")
    page = visit("batch")
    _choose(page, file)
    page.get_by_role("button", name="Analyse the file").click()
    expect(page.get_by_text(re.compile(rf"^\d+ of {MANY} read, .* to go$"))).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    said = page.get_by_text(f"of {MANY} rows read")
    expect(said).to_contain_text(re.compile(r"Stopped with \d+ to go\."))
    settle(page)
    read, left = (int(n) for n in re.findall(r"^\d+|(?<=with )\d+", said.inner_text()))
    assert read > 0
    assert read + left == MANY
    assert len(_lines(page, tmp_path)) == read
