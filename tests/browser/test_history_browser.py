"""History and report in a real browser: start, save, look, export, bring back, delete; and the files on the disk."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from feedback.history import History
from tests.browser.acts import analyse, download, go, serious, settle, sideways, write
from tests.browser.conftest import Visit
from tests.ui.visits import kept

pytestmark = [pytest.mark.model]
PHRASE = "four grey geese fly"
WORRY = "I keep lying awake and worrying about everything. My chest is tight and I cannot calm down."
NOTE = "marzipan elephants"


@pytest.fixture(autouse=True)
def folder(data: Path) -> Iterator[Path]:
    """Where the history lies, gone after each test, so that no other test meets it."""
    yield data
    shutil.rmtree(data, ignore_errors=True)


def _go(page: Page, name: str) -> None:
    """Open a page and wait until it is at rest: until then it draws its buttons anew, and a press may get lost."""
    go(page, name)
    expect(page.get_by_role("heading", name=name, level=1, exact=True)).to_be_visible()
    settle(page)


def _start(page: Page, passphrase: str = "") -> None:
    if passphrase:
        page.get_by_label("Passphrase, if you want one").fill(passphrase)
    page.get_by_role("button", name="Start a history").click()
    expect(page.get_by_text("on and empty")).to_be_visible()


def _check_in_and_save(page: Page) -> None:
    go(page, "Check-in")
    write(page, WORRY)
    analyse(page)
    page.get_by_text("Save to history", exact=True).click()
    settle(page)
    page.get_by_label("A note, if you like").fill(NOTE)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("This check-in is in your history.")).to_be_visible()


def _on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir()) if folder.is_dir() else b""


def test_history_round_trip_from_first_save_to_nothing_left(visit: Visit, folder: Path, tmp_path: Path) -> None:
    page = visit("history")
    expect(page.get_by_text("History is off.")).to_be_visible()
    assert not folder.exists()
    _start(page)
    _check_in_and_save(page)
    _go(page, "History")
    expect(page.get_by_text("1 check-in so far.")).to_be_visible()
    assert NOTE.encode() in _on_disk(folder)
    assert b"lying awake" not in _on_disk(folder)

    page.get_by_text("Take it with you").click()
    settle(page)
    exported = tmp_path / "export.json"
    download(page, "Download as JSON").save_as(exported)
    assert json.loads(exported.read_text("utf8"))["checkins"][0]["note"] == NOTE
    assert download(page, "Download as a table").suggested_filename.endswith(".csv")

    page.get_by_text("Delete everything", exact=True).first.click()
    settle(page)
    page.get_by_text("I want to delete my whole history").click()
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_text("Your history is gone from this computer.")).to_be_visible()
    assert list(folder.iterdir()) == []

    _start(page, PHRASE)
    page.get_by_text("Bring one in").click()
    settle(page)
    page.locator("input[type=file]").set_input_files(exported)
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_text("1 came in, 0 were already there.")).to_be_visible()
    assert NOTE.encode() not in _on_disk(folder)


def test_a_reload_asks_for_the_passphrase_again(visit: Visit) -> None:
    page = visit("history")
    _start(page, PHRASE)
    page.reload()
    page.get_by_label("Your passphrase").fill("five grey geese fly")
    page.get_by_role("button", name="Open your history").click()
    expect(page.get_by_text("does not open your history")).to_be_visible()
    page.get_by_label("Your passphrase").fill(PHRASE)
    page.get_by_role("button", name="Open your history").click()
    expect(page.get_by_text("on and empty")).to_be_visible()


def test_one_check_in_is_deleted_after_a_question_and_leaves_the_disk(visit: Visit, folder: Path) -> None:
    page = visit("history")
    _start(page)
    _check_in_and_save(page)
    _go(page, "History")
    page.locator("[class*=st-key-kept_] summary").first.click()
    settle(page)
    page.get_by_role("button", name="Delete this check-in").click()
    settle(page)
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_text("The check-in is gone.")).to_be_visible()
    assert NOTE.encode() not in _on_disk(folder)


def test_a_report_of_this_check_in_opens_as_pdf_and_as_a_web_page(visit: Visit, tmp_path: Path) -> None:
    page = visit()
    write(page, WORRY)
    analyse(page)
    _go(page, "Report")
    shown = page.frame_locator(".st-key-report_preview iframe")
    expect(shown.get_by_role("heading", name="Check-in report")).to_be_visible()
    expect(shown.get_by_text("lying awake")).to_have_count(0)
    pdf = tmp_path / "report.pdf"
    download(page, "Download as PDF").save_as(pdf)
    assert pdf.read_bytes().startswith(b"%PDF")
    web = tmp_path / "report.html"
    download(page, "Download as a web page").save_as(web)
    other = page.context.new_page()
    outside: list[str] = []
    other.on("request", lambda request: outside.append(request.url))
    other.goto(web.as_uri())
    expect(other.get_by_role("heading", name="Check-in report")).to_be_visible()
    assert [url for url in outside if not url.startswith(("file:", "data:"))] == []


def test_a_label_is_put_right_and_listed_in_the_history(visit: Visit) -> None:
    page = visit("history")
    _start(page)
    go(page, "Check-in")
    write(page, WORRY)
    analyse(page)
    page.get_by_text("Not right? Say what fits better").click()
    settle(page)
    page.locator("[class*=st-key-said_text] button").first.click()
    expect(page.get_by_text("Your answer is kept.")).to_be_visible()
    _go(page, "History")
    expect(page.get_by_text("Labels you put right (1)")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_full_history_and_its_report_have_no_serious_accessibility_problem(
    visit: Visit, folder: Path, dark: bool
) -> None:
    history = History.create(folder=folder)
    history.add_all(kept(days, 0.2 + 0.3 * (days % 3), note=NOTE) for days in range(30))
    page = visit("history", dark=dark)
    expect(page.get_by_role("heading", name="Day by day")).to_be_visible()
    assert serious(page) == []
    _go(page, "Report")
    expect(page.frame_locator(".st-key-report_preview iframe").get_by_text("Score over time")).to_be_visible()
    assert serious(page) == []


def test_history_and_report_fit_a_phone(visit: Visit, folder: Path) -> None:
    page = visit("history", width=390, height=844)
    _start(page)
    assert sideways(page) <= 0
    History.open(folder=folder).add_all(kept(days, 0.3) for days in range(30))
    page.reload()
    expect(page.get_by_role("heading", name="Day by day")).to_be_visible()
    assert sideways(page) <= 0
    page.goto(page.url.replace("history", "report"))
    expect(page.get_by_role("heading", name="Report", level=1)).to_be_visible()
    assert sideways(page) <= 0
