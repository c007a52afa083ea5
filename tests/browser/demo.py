"""A short animated demo of the real page, as a GIF made of a few pictures: python -m tests.browser.demo"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser import acts, tools

TARGET = tools.ROOT / "docs" / "images" / "demo.gif"
WORDS = "I feel anxious about my exams and I worry about them all day. Talking to my sister helped a little."
_WIDTH = 800


class Film:
    """Pictures of one page with the time that each stays."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._frames: list[tuple[Image.Image, int]] = []

    def take(self, stay_ms: int, settle_ms: int = 900) -> None:
        """One picture, once the page has settled."""
        self._page.wait_for_timeout(settle_ms)
        acts.settle(self._page)
        shot = Image.open(io.BytesIO(self._page.screenshot())).convert("RGB")
        height = round(shot.height * _WIDTH / shot.width)
        self._frames.append((shot.resize((_WIDTH, height), Image.Resampling.LANCZOS), stay_ms))

    def save(self, path: Path) -> None:
        """A GIF that plays for ever, without dithering: small, and text stays sharp."""
        small = [f.quantize(255, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE) for f, _ in self._frames]
        stays = [stay for _, stay in self._frames]
        small[0].save(path, save_all=True, append_images=small[1:], duration=stays, loop=0, optimize=True)


def main() -> int:
    """Play through a check-in; returns the exit status."""
    if lack := tools.missing():
        print(f"No demo was made: {lack}.", file=sys.stderr)
        return 1
    expect.set_options(timeout=60_000)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, tools.server(data=Path(place)) as address:
        voice = tools.speak(Path(place) / "voice.wav")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=tools.chromium(), args=tools.flags(voice))
            page = browser.new_page(viewport={"width": 1200, "height": 800}, reduced_motion="reduce")
            page.set_default_timeout(60_000)
            page.goto(address)
            acts.gauge(page).wait_for()
            _play(page, Film(page))
            browser.close()
    return 0


def _play(page: Page, film: Film) -> None:
    film.take(1500)
    for end in (35, 70, len(WORDS)):
        acts.write(page, WORDS[:end])
        film.take(350, settle_ms=100)
    acts.analyse(page)
    film.take(2800)
    page.get_by_text("Show the steps").first.click()
    page.get_by_role("heading", name="What you could do now").evaluate("e => e.scrollIntoView({block: 'start'})")
    film.take(2200)
    page.get_by_role("tab", name="Your words").evaluate("e => e.scrollIntoView({block: 'start'})")
    film.take(2200)
    page.get_by_role("button", name="Low, with a voice").click()
    page.get_by_role("tab", name="Your voice").click()
    page.locator(".st-key-spectrogram .js-plotly-plot").wait_for()
    page.get_by_role("tab", name="Your voice").evaluate("e => e.scrollIntoView({block: 'start'})")
    film.take(2600, settle_ms=1500)
    film.save(TARGET)


if __name__ == "__main__":
    sys.exit(main())
