"""Report, driven without a browser: what is offered, what goes in, what stays out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import ui.engine
from feedback.history import History
from tests.ui.visits import Engine, html, kept, opened, outcome
from ui.state import Outcome


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ATTUNE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(ui.engine, "engine", lambda variant=None: Engine())
    yield


def _open(found: Outcome | None = None) -> AppTest:
    return opened("from ui.pages.report import show\nshow()", found)


def _preview(page: AppTest) -> str:
    return str(page.get("iframe")[0].proto.srcdoc)


def test_without_a_result_or_a_history_it_says_where_to_start() -> None:
    page = _open()
    assert not page.exception
    assert "nothing to report on yet" in html(page)
    assert not page.get("download_button")


def test_a_result_becomes_a_page_with_two_files() -> None:
    page = _open(outcome())
    assert not page.exception
    assert [b.proto.label for b in page.get("download_button")] == ["Download as PDF", "Download as a web page"]
    assert "Check-in report" in _preview(page)
    assert f'v1</td><td class="mono">{"ab" * 12}' in _preview(page)


def test_the_words_go_in_only_when_ticked() -> None:
    page = _open(outcome())
    assert "brother" not in _preview(page)
    assert "worrying" not in _preview(page)
    page.checkbox[0].check().run()
    assert "My brother cooked for us" in _preview(page)


def test_a_name_and_a_note_go_in_as_words_and_not_as_markup() -> None:
    page = _open(outcome())
    name, note = page.text_input
    name.set_value("<b>M. K.</b>").run()
    note.set_value("slept four hours").run()
    assert "&lt;b&gt;M. K.&lt;/b&gt;" in _preview(page)
    assert "slept four hours" in _preview(page)


def test_a_crisis_puts_help_on_top_of_the_report() -> None:
    shown = _preview(_open(outcome(crisis=True)))
    assert "Call or text 988." in shown
    assert shown.index("Call or text 988.") < shown.index("What was read")


def test_letters_that_the_pdf_lacks_are_told_before_the_download() -> None:
    page = _open(outcome("今日 was long"))
    assert "cannot be written in the PDF" not in html(page)
    page.checkbox[0].check().run()
    assert "2 of your letters cannot be written in the PDF" in html(page)


def test_a_history_offers_a_period_and_its_notes_only_when_ticked() -> None:
    history = History.create()
    history.add_all(kept(days_ago, note="long walk" if days_ago == 3 else "") for days_ago in (*range(10), 60))
    page = _open()
    assert "10 check-ins on 10 days" in _preview(page)
    assert "long walk" not in _preview(page)
    page.checkbox[0].check().run()
    assert "long walk" in _preview(page)
    page.selectbox[0].set_value("Everything").run()
    assert "11 check-ins on 11 days" in _preview(page)


def test_a_locked_history_stays_locked_here() -> None:
    History.create("four grey geese fly").add(kept(1))
    page = _open()
    assert not page.exception
    assert not page.get("iframe")
    assert [link.proto.label for link in page.get("page_link")] == ["Open your history first"]


def test_no_check_in_in_that_time_is_said() -> None:
    History.create().add(kept(60))
    page = _open()
    assert not page.exception
    assert "no check-in in this period" in html(page)


def test_a_damaged_history_does_not_take_the_page_down(tmp_path: Path) -> None:
    History.create()
    (tmp_path / "data" / "history.db").write_bytes(b"broken " * 999)
    page = _open(outcome())
    assert not page.exception
    assert "Check-in report" in _preview(page)
