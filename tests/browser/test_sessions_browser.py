"""Two people at once in real browsers: nothing of one travels to the other, and a reload keeps nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.browser.acts import go, settle, write
from tests.browser.conftest import Visit

pytestmark = [pytest.mark.model]


class Wire:
    """Everything that the server sends to one page from now on."""

    def __init__(self, page: Page) -> None:
        self._frames: list[bytes] = []
        page.on("websocket", self._listen)
        page.reload()
        settle(page)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self._frames.append(frame if isinstance(frame, bytes) else b""))

    def carried(self, secret: str) -> bool:
        """Whether `secret` was in it."""
        return any(secret.encode() in frame for frame in self._frames)


def _upload_voice(page: Page, voice: Path) -> None:
    page.get_by_text("Use my voice too").click()
    page.get_by_text("Upload a recording instead").click()
    page.locator("input[type=file]").set_input_files(voice)
    expect(page.get_by_role("button", name=f"Remove {voice.name}")).to_be_visible()


def _wait_for_result(page: Page) -> None:
    expect(page.get_by_text("Read just now:")).to_be_visible()
    settle(page)
    page.get_by_role("tab", name="Raw result").click()
    expect(page.get_by_role("button", name="Download the result")).to_be_visible()


def _sound(page: Page) -> str:
    """Name of the recording that the page plays."""
    page.get_by_role("tab", name="Your voice").click()
    source = page.locator(".st-key-voice_sound audio").get_attribute("src")
    assert source
    return source.rsplit("/", 1)[-1]


def _look_around(page: Page) -> None:
    for name in ("History", "Report", "Your voice", "Batch", "Models", "Settings"):
        go(page, name)
        expect(page.get_by_role("heading", name=name, level=1, exact=True)).to_be_visible()
        settle(page)
    go(page, "Check-in")
    expect(page.get_by_label("What is on your mind?")).to_be_visible()


def test_two_people_at_once_get_nothing_of_each_other_and_a_reload_forgets(visit: Visit, voice: Path) -> None:
    one, other = visit(), visit(elsewhere=True)
    ones, others = Wire(one), Wire(other)
    write(one, "My marzipan elephants keep me awake, and I worry about them every night.")
    write(other, "We had a lovely picnic by the turquoise lake today.")
    _upload_voice(one, voice)
    for page in (one, other):
        page.get_by_role("button", name="Analyse").click()
    for page in (one, other):
        _wait_for_result(page)
    sound = _sound(one)
    _look_around(other)
    expect(other.get_by_label("What is on your mind?")).to_have_value(re.compile("turquoise"))

    assert ones.carried("marzipan")
    assert ones.carried(sound)
    assert not ones.carried("turquoise")
    assert others.carried("turquoise")
    assert not others.carried("marzipan")
    assert not others.carried(sound)

    again = Wire(one)
    expect(one.get_by_text("Your result will appear here")).to_be_visible()
    expect(one.get_by_label("What is on your mind?")).to_have_value("")
    assert not again.carried("marzipan")
    assert not again.carried(sound)
