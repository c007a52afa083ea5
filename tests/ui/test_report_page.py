"""Report, driven without a browser: what is offered, what goes in, what stays out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import ui.engine
from core.errors import ModelNotAvailable
from feedback.checkin import CheckIn
from feedback.history import History
from tests.ui.reports import WORDS, FakeEngine, crisis_signal, report, speech_prediction, text_prediction
from ui.state import Outcome, Visit

PAGE = "from ui.pages.report import show\nshow()"
NOW = dt.datetime.now(dt.UTC)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ATTUNE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(ui.engine, "engine", lambda variant=None: _Engine())
    yield


class _Model:
    def describe(self) -> dict[str, object]:
        return {"version": "v1", "files": {"labels.json": "cd" * 32, "model.onnx": "ab" * 32}}


class _Engine(FakeEngine):
    """An engine with a text model and no speech model."""

    def predictor(self, name: str) -> _Model:
        if name != "text":
            raise ModelNotAvailable("There is no such model. Train one.")
        return _Model()


def _kept(days_ago: float, score: float = 0.3, note: str = "") -> CheckIn:
    level = "low" if score < 0.4 else "high"
    at = NOW - dt.timedelta(days=days_ago)
    return CheckIn(at, score, level, (0.0, 1.0), labels={"text": "anxiety"}, models={"text": "v1"}, note=note)


def _outcome(words: str = WORDS, *, crisis: bool = False) -> Outcome:
    signals = (crisis_signal(),) if crisis else ()
    result = report(text_prediction(signals=signals), speech_prediction())
    return Outcome(result, words, None, 0, 0.1, NOW)


def _open(outcome: Outcome | None = None) -> AppTest:
    page = AppTest.from_string(PAGE, default_timeout=30)
    page.session_state["attune_visit"] = Visit(outcome=outcome)
    return page.run()


def _preview(page: AppTest) -> str:
    return str(page.get("iframe")[0].proto.srcdoc)


def _html(page: AppTest) -> str:
    return "\n".join(e.proto.body for e in page.get("html"))


def test_without_a_result_or_a_history_it_says_where_to_start() -> None:
    page = _open()
    assert not page.exception
    assert "nothing to report yet" in _html(page)
    assert not page.get("download_button")


def test_a_result_becomes_a_page_with_two_files() -> None:
    page = _open(_outcome())
    assert not page.exception
    assert [b.proto.label for b in page.get("download_button")] == ["Download PDF", "Download HTML"]
    assert "Check-in report" in _preview(page)
    assert f'v1</td><td class="mono">{"ab" * 12}' in _preview(page)


def test_the_words_go_in_only_when_ticked() -> None:
    page = _open(_outcome())
    assert "brother" not in _preview(page)
    assert "worrying" not in _preview(page)
    page.checkbox[0].check().run()
    assert "My brother cooked for us" in _preview(page)


def test_a_name_and_a_note_go_in_as_words() -> None:
    page = _open(_outcome())
    note, name = page.text_input
    name.set_value("<b>M. K.</b>").run()
    note.set_value("slept four hours").run()
    assert "&lt;b&gt;M. K.&lt;/b&gt;" in _preview(page)
    assert "slept four hours" in _preview(page)


def test_a_crisis_puts_help_on_top_of_the_report() -> None:
    shown = _preview(_open(_outcome(crisis=True)))
    assert "Call or text 988." in shown
    assert shown.index("Call or text 988.") < shown.index("What was read")


def test_letters_that_the_pdf_lacks_are_told_before_the_download() -> None:
    page = _open(_outcome("今日 was long"))
    assert "cannot be written in the PDF" not in _html(page)
    page.checkbox[0].check().run()
    assert "2 of your letters cannot be written in the PDF" in _html(page)


def test_a_history_offers_a_period_and_its_notes_only_when_ticked() -> None:
    history = History.create()
    for days_ago in range(10):
        history.add(_kept(days_ago, note="long walk" if days_ago == 3 else ""))
    history.add(_kept(60))
    page = _open()
    assert "10 check-ins on 10 days" in _preview(page)
    assert "long walk" not in _preview(page)
    page.checkbox[0].check().run()
    assert "long walk" in _preview(page)
    page.get("button_group")[-1].set_value("All of it").run()
    assert "11 check-ins on 11 days" in _preview(page)


def test_a_locked_history_stays_locked_here() -> None:
    History.create("four grey geese fly").add(_kept(1))
    page = _open()
    assert not page.exception
    assert "open your history" in _html(page)


def test_no_check_in_in_that_time_is_said() -> None:
    History.create().add(_kept(60))
    page = _open()
    assert not page.exception
    assert "no check-in in that time" in _html(page)


def test_a_damaged_history_does_not_take_the_page_down(tmp_path: Path) -> None:
    History.create()
    (tmp_path / "data" / "history.db").write_bytes(b"broken " * 999)
    page = _open(_outcome())
    assert not page.exception
    assert "Check-in report" in _preview(page)
