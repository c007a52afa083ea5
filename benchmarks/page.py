"""The page as a person meets it: start to first paint, click to result, memory. python -m benchmarks.page"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.memory import of_server_mb
from tests.browser import tools

GREY = "I have not slept well this week and the days feel long and grey"
BRIGHT = "We had a lovely walk in the sun today and I am happy and calm"
SENTENCE = "The days feel long and grey, and I miss my friends a great deal. I hope that next week is kinder."

# Looks at the page from inside, so that the driver's own speed is no part of the figure; a time counts when painted.
_WATCH = """() => {
  const seen = window.attune = {foot: "", before: "", clicked: 0, gauge: 0, end: 0};
  const painted = (name) => requestAnimationFrame(() => requestAnimationFrame(() => seen[name] = performance.now()));
  const picture = () => document.querySelector(".at-gauge img")?.src;
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".st-key-analyse")) return;
    const clicked = performance.now();
    Object.assign(seen, {before: picture(), clicked, gauge: 0, end: 0, gaugeMet: false, endMet: false});
  }, true);
  new MutationObserver(() => {
    if (!seen.clicked) return;
    if (!seen.gaugeMet && picture() && picture() !== seen.before) { seen.gaugeMet = true; painted("gauge"); }
    const foot = document.querySelector(".st-key-footer")?.textContent || "";
    if (!seen.endMet && foot.includes(seen.foot)) { seen.endMet = true; painted("end"); }
  }).observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
}"""


@dataclass(frozen=True)
class Waited:
    """Seconds from the click to the gauge with the new result, and to the foot of the page that names what was read."""

    gauge: float
    end: float

    def __str__(self) -> str:
        return f"{self.gauge:6.2f} s to the gauge, {self.end:.2f} s to the foot of the page"


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
                page.evaluate(_WATCH)
                _analyses(page, rounds, voice)
                resident, peak = of_server_mb()
                print(f"memory of the server, models loaded     {resident:6.0f} MB, at its peak {peak:.0f} MB")


def _analyses(page: Page, rounds: int, voice: Path) -> None:
    print(f"first click, text                       {_click(page, 0)}", flush=True)
    page.get_by_text("Use my voice").click()
    page.get_by_text("Upload a recording instead").click()
    page.locator("input[type=file]").set_input_files(str(voice))
    page.get_by_text("voice.wav").first.wait_for()
    print(f"first click, text and voice             {_click(page, 1)}", flush=True)
    spent = [_click(page, n + 2) for n in range(rounds)]
    for name, seconds in (("gauge", [w.gauge for w in spent]), ("foot of the page", [w.end for w in spent])):
        ranked = sorted(seconds)
        p95 = ranked[min(len(ranked) - 1, round(0.95 * len(ranked)))]
        middle = statistics.median(ranked)
        print(f"later clicks, text and 6 s of voice     {middle:6.2f} s median, {p95:.2f} s p95 to the {name}")


def _click(page: Page, turn: int) -> Waited:
    """Analyse a text that differs from the last one in length and mood: no old result is taken for a new one."""
    words = [*(BRIGHT if turn % 2 else GREY).split(), *(["day"] * (turn + 1))]
    page.get_by_label("What is on your mind?").fill(" ".join(words))
    page.evaluate("foot => window.attune.foot = foot", f"{len(words)} words")
    page.get_by_role("button", name="Analyse").click()
    page.wait_for_function("() => window.attune.gauge && window.attune.end")
    seen = page.evaluate("window.attune")
    return Waited((seen["gauge"] - seen["clicked"]) / 1000, (seen["end"] - seen["clicked"]) / 1000)


@contextmanager
def _browser_page(voice: Path) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=tools.chromium(), args=tools.flags(voice))
        yield browser.new_page()
        browser.close()


if __name__ == "__main__":
    main()
