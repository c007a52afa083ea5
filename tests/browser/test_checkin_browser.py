"""Check-in in a real browser, with the real models: write, upload, read the result."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import analyse, gauge, level, settle, write
from tests.browser.conftest import Visit

pytestmark = [pytest.mark.model]
WORRY = "I keep lying awake and worrying about everything. My chest is tight and I cannot calm down."


def _switch_voice_on(page: Page) -> None:
    page.get_by_text("Use my voice too").click()
    expect(page.get_by_test_id("stAudioInput")).to_be_visible()


def _upload(page: Page, recording: Path) -> None:
    page.get_by_text("Upload a recording instead").click()
    page.locator("input[type=file]").set_input_files(recording)
    expect(page.get_by_role("button", name=f"Remove {recording.name}")).to_be_visible()


def test_writing_gives_a_gauge_a_reason_and_suggestions(visit: Visit) -> None:
    page = visit()
    expect(page.get_by_text("Your result will appear here")).to_be_visible()
    write(page, WORRY)
    analyse(page)
    expect(gauge(page)).to_be_visible()
    assert level(page) in ("Moderate signal", "High signal", "Can't tell yet")
    expect(page.get_by_role("heading", name="Why")).to_be_visible()
    assert page.locator(".at-card-title").count() >= 2


def test_uploading_a_recording_adds_the_voice(visit: Visit, voice: Path) -> None:
    page = visit()
    write(page, WORRY)
    _switch_voice_on(page)
    _upload(page, voice)
    analyse(page)
    expect(page.get_by_role("tab", name="Your voice")).to_be_visible()
    page.get_by_role("tab", name="Your voice").click()
    expect(page.get_by_text("Feeling in the voice").first).to_be_visible()


def test_crisis_words_bring_help_before_everything_else(visit: Visit) -> None:
    page = visit(width=390, height=844)
    write(page, "I want to kill myself.")
    analyse(page)
    title = page.locator(".at-crisis-title")
    expect(title).to_be_in_viewport()
    assert level(page) == "High signal"
    assert title.bounding_box()["y"] < gauge(page).bounding_box()["y"]
    expect(page.locator("a[href='tel:988']").first).to_be_visible()


def test_pressing_with_nothing_written_says_what_to_do(visit: Visit) -> None:
    page = visit()
    page.get_by_role("button", name="Analyse").click()
    expect(page.locator(".at-sure")).to_be_visible()
    expect(page.get_by_text("Nothing to read yet")).to_be_visible()


def test_words_survive_a_look_at_another_page_and_not_a_reload(visit: Visit) -> None:
    page = visit()
    write(page, WORRY)
    analyse(page)
    page.get_by_role("link", name="Help now").first.click()
    expect(page.get_by_role("heading", name="Help now")).to_be_visible()
    page.get_by_role("link", name="Check-in").first.click()
    expect(page.get_by_label("What is on your mind?")).to_have_value(WORRY)
    page.reload()
    expect(page.get_by_label("What is on your mind?")).to_have_value("")
    expect(page.get_by_text("Your result will appear here")).to_be_visible()


def test_keyboard_alone_is_enough(visit: Visit) -> None:
    page = visit()
    settle(page)  # a field that is drawn anew while keys are pressed loses them
    page.get_by_label("What is on your mind?").focus()
    page.keyboard.type("I had a calm day and cooked soup.")
    expect(page.get_by_label("What is on your mind?")).to_have_value("I had a calm day and cooked soup.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="What you could do now")).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") in ("BUTTON", "A", "INPUT", "TEXTAREA", "SUMMARY")
