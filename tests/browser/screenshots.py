"""Makes the pictures of the README anew from the real page and models: python -m tests.browser.screenshots"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import acts, tools

FOLDER = tools.ROOT / "docs" / "images"
WORDS = (
    "I feel anxious about my exams and I worry about them all day. My stomach is in knots and I can't concentrate. "
    "Talking to my sister helped a little."
)
CRISIS = "I can't do this any more. I want to die."


def main() -> int:
    """Draw every picture; returns the exit status."""
    if lack := tools.missing():
        print(f"No pictures were made: {lack}.", file=sys.stderr)
        return 1
    expect.set_options(timeout=60_000)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, tools.server(data=Path(place)) as address:
        voice = tools.speak(Path(place) / "voice.wav")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=tools.chromium(), args=tools.flags(voice))
            _draw(browser, address)
            browser.close()
    return 0


def _draw(browser: Browser, address: str) -> None:
    page = _open(browser, address)
    _save(page, "checkin-empty")
    acts.write(page, WORDS)
    acts.analyse(page)
    _save(page, "checkin-light")
    dark = _open(browser, address, dark=True)
    acts.write(dark, WORDS)
    acts.analyse(dark)
    _save(dark, "checkin-dark")
    phone = _open(browser, address, width=390, height=844)
    acts.write(phone, WORDS)
    acts.analyse(phone)
    _save(phone, "checkin-phone")
    crisis = _open(browser, address)
    acts.write(crisis, CRISIS)
    acts.analyse(crisis)
    _save(crisis, "crisis")
    spanish = _open(browser, address, locale="es")
    spanish.get_by_role("button", name="Una semana llena").click()
    expect(spanish.get_by_role("heading", name="Qué puedes hacer ahora")).to_be_visible()
    _save(spanish, "checkin-spanish")
    _voice(browser, address)


def _voice(browser: Browser, address: str) -> None:
    page = _open(browser, address, height=1000)
    page.get_by_role("button", name="Low, with a voice").click()
    page.get_by_role("tab", name="Your voice").click()
    page.locator(".st-key-spectrogram .js-plotly-plot").wait_for()
    page.get_by_role("tab", name="Your voice").evaluate("e => e.scrollIntoView({block: 'start'})")
    _save(page, "voice")


def _open(
    browser: Browser, address: str, *, width: int = 1280, height: int = 860, dark: bool = False, locale: str = "en-US"
) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        locale=locale,
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(address)
    acts.gauge(page).wait_for()
    return page


def _save(page: Page, name: str) -> None:
    page.wait_for_timeout(1500)
    acts.settle(page)
    page.wait_for_timeout(500)
    page.screenshot(path=FOLDER / f"{name}.png")
    page.mouse.move(0, 0)


if __name__ == "__main__":
    sys.exit(main())
