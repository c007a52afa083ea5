"""Uploads in a real browser: every kind of recording is heard; one that cannot be is said, and the words answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import recordings
from tests.browser.acts import settle
from tests.browser.conftest import Visit

pytestmark = [pytest.mark.model]
WORRY = "I keep lying awake and worrying about everything. My chest is tight and I cannot calm down"
REFUSED = "How you sounded could not be read."


def _open_upload(page: Page) -> None:
    page.get_by_text("Use my voice too").click()
    page.get_by_text("Upload a recording instead").click()
    expect(page.get_by_test_id("stFileUploaderDropzone")).to_be_visible()


def _read(page: Page, recording: Path, turn: int) -> None:
    """Upload and analyse. Each turn writes one word more, so that an old result cannot be taken for the new one."""
    words = f"{WORRY}{' today' * turn}."
    page.get_by_label("What is on your mind?").fill(words)
    page.locator("input[type=file]").set_input_files(recording)
    expect(page.get_by_role("button", name=f"Remove {recording.name}")).to_be_visible()
    page.get_by_role("button", name="Analyse").click()
    expect(page.get_by_text(f"Read just now: {len(words.split())} words")).to_be_visible()
    settle(page)


def test_every_kind_of_recording_is_heard(visit: Visit, voice: Path, tmp_path: Path) -> None:
    page = visit()
    _open_upload(page)
    made = recordings.every_kind(voice, tmp_path)
    assert len(made) == 7
    for turn, recording in enumerate(made):
        _read(page, recording, turn)
        expect(page.get_by_text("s of voice"), recording.name).to_be_visible()
        expect(page.get_by_role("tab", name="Your voice"), recording.name).to_be_visible()
        expect(page.get_by_text(REFUSED), recording.name).to_have_count(0)


def test_a_recording_that_cannot_be_used_is_said_in_words_and_the_text_still_answers(
    visit: Visit, voice: Path, tmp_path: Path
) -> None:
    page = visit()
    _open_upload(page)
    refused = {
        recordings.no_sound(tmp_path): "not a recording that can be read",
        recordings.silence(tmp_path): "is silent",
        recordings.blink(voice, tmp_path): "only 0.2 seconds long",
    }
    for turn, (recording, said) in enumerate(refused.items()):
        _read(page, recording, turn)
        expect(page.get_by_text(REFUSED), recording.name).to_contain_text(said)
        expect(page.get_by_role("tab", name="Your words"), recording.name).to_be_visible()
        expect(page.get_by_role("tab", name="Your voice"), recording.name).to_have_count(0)
    _read(page, recordings.cut_off(voice, tmp_path), len(refused))
    expect(page.get_by_text("The file ends early")).to_be_visible()
    expect(page.get_by_role("tab", name="Your voice")).to_be_visible()
