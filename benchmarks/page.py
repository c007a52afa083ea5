"""The page as a person meets it: start to first paint, click to result, memory. python -m benchmarks.page"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.memory import of_server_mb
from tests.browser import tools

WORDS = ["I", "have", "not", "slept", "well", "this", "week", "and", "the", "days", "feel", "long", "and", "grey"]
SENTENCE = "The days feel long and grey, and I miss my friends a great deal. I hope that next week is kinder."


def main() -> None:
    """Start the real server, drive it with a real browser, print one line per figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="analyses after the first (default 20)")
    rounds = parser.parse_args().rounds
    if lack := tools.missing():
        raise SystemExit(lack)
    with tempfile.TemporaryDirectory() as folder:
        voice = tools.speak(Path(folder) / "voice.wav", SENTENCE)
        with _browser_page(voice) as page:
            began = time.perf_counter()
            with tools.server() as address:
                page.goto(address)
                page.get_by_text("How are you doing?").wait_for()
                print(f"start of the server to first paint      {time.perf_counter() - began:6.2f} s", flush=True)
                _analyses(page, rounds, voice)
                resident, peak = of_server_mb()
                print(f"memory of the server, models loaded     {resident:6.0f} MB, at its peak {peak:.0f} MB")


def _analyses(page: Page, rounds: int, voice: Path) -> None:
    print(f"first click to result, text             {_click_to_result(page, 0):6.2f} s", flush=True)
    page.get_by_text("Use my voice").click()
    page.get_by_text("Upload a recording instead").click()
    page.locator("input[type=file]").set_input_files(str(voice))
    page.get_by_text("voice.wav").first.wait_for()
    print(f"first click to result, text and voice   {_click_to_result(page, 1):6.2f} s", flush=True)
    spent = sorted(_click_to_result(page, n + 2) for n in range(rounds))
    p95 = spent[min(len(spent) - 1, round(0.95 * len(spent)))]
    print(f"later clicks, text and 6 s of voice     {statistics.median(spent):6.2f} s median, {p95:.2f} s p95")


def _click_to_result(page: Page, turn: int) -> float:
    """Seconds until the foot of the page names what was read, which is drawn after everything else.

    Each turn reads one word more than the one before, so that an old result cannot be taken for the new one.
    """
    words = [*WORDS, *(["day"] * (turn + 1))]
    page.get_by_label("What is on your mind?").fill(" ".join(words))
    began = time.perf_counter()
    page.get_by_role("button", name="Analyse").click()
    page.get_by_text(f"{len(words)} words").wait_for()
    return time.perf_counter() - began


@contextmanager
def _browser_page(voice: Path) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=tools.chromium(), args=tools.flags(voice))
        yield browser.new_page()
        browser.close()


if __name__ == "__main__":
    main()
