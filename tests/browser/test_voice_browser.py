"""The voice in a real browser: record through the microphone, compare with one's own calm voice, take it all back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.acts import go, settle
from tests.browser.conftest import Visit
from ui.pages.your_voice import SENTENCES

pytestmark = [pytest.mark.model]


def _record(recorder: Locator, seconds: int) -> None:
    """Speak into the microphone for at least `seconds`, then wait until the recording is ready to be played."""
    recorder.get_by_role("button", name="Record", exact=True).click()
    clock = recorder.get_by_test_id("stAudioInputWaveformTimeCode")
    expect(clock).to_have_text(re.compile(rf"00:(0[{seconds}-9]|[1-5]\d)"))
    recorder.get_by_role("button", name="Stop recording").click()
    expect(recorder.get_by_role("button", name="Play")).to_be_visible()


def _record_calm_sentences(page: Page) -> None:
    for number in range(1, len(SENTENCES) + 1):
        _record(page.locator(f".st-key-sentence_{number}").get_by_test_id("stAudioInput"), 2)
        expect(page.get_by_text(f"{number} of {len(SENTENCES)} recorded.")).to_be_visible()
    settle(page)


def _speak_at_the_check_in(page: Page) -> None:
    page.get_by_text("Use my voice too").click()
    _record(page.get_by_test_id("stAudioInput"), 3)
    page.get_by_role("button", name="Analyse").click()
    expect(page.get_by_text(re.compile(r"Read just now: \d+ s of voice"))).to_be_visible()
    page.get_by_role("tab", name="Your voice").click()
    expect(page.get_by_role("heading", name="Feeling in the voice")).to_be_visible()
    settle(page)


def _calm_stretches(page: Page) -> Locator:
    return page.locator(".at-facts div").filter(has_text="Calm stretches to compare").locator("dd")


def test_a_recording_without_words_is_compared_with_calm_sentences_until_they_are_deleted(visit: Visit) -> None:
    page = visit("your-voice")
    expect(page.get_by_text("Nothing recorded yet.")).to_be_visible()
    _record_calm_sentences(page)
    page.get_by_role("link", name="Go to the check-in").click()
    _speak_at_the_check_in(page)
    expect(page.get_by_role("tab", name="Your words")).to_have_count(0)
    expect(_calm_stretches(page)).to_have_text(str(len(SENTENCES)))

    go(page, "Your voice")
    expect(page.get_by_text("Recorded before in this visit.")).to_have_count(len(SENTENCES))
    page.get_by_role("button", name="Delete these recordings").click()
    expect(page.get_by_text("Nothing recorded yet.")).to_be_visible()
    expect(page.get_by_text("Recorded before in this visit.")).to_have_count(0)
    go(page, "Check-in")
    page.get_by_role("button", name="Analyse").click()
    page.get_by_role("tab", name="Your voice").click()
    expect(_calm_stretches(page)).to_have_count(0)
    settle(page)
    expect(page.get_by_role("heading", name="Feeling in the voice")).to_be_visible()
    assert _calm_stretches(page).count() == 0
    page.locator(".at-timeline").click()
    expect(page.locator(".at-playhead")).to_have_attribute("style", re.compile(r"left: [45]\d(\.\d+)?%"))
