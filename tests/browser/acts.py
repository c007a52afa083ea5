"""What a person does on the page, and what they then see."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Download, Locator, Page, expect

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}
_TRIES = 10

# What still moves may slip from under the pointer between press and release, and the click is lost. Spinners go on.
_STILL = """() => document.getAnimations().every((one) =>
    one.playState !== "running" || one.effect.getComputedTiming().endTime === Infinity)"""
_DRAWN = """() => !document.querySelector("[data-testid=stSkeleton]") &&
    [...document.querySelectorAll("[data-testid=stPlotlyChart]")].every((chart) =>
        chart.querySelector(".scatterlayer path, .barlayer path, .heatmaplayer image, .waterfalllayer path"))"""


def write(page: Page, words: str) -> None:
    """Type into the field."""
    page.get_by_label("What is on your mind?").fill(words)


def analyse(page: Page) -> None:
    """Press the button and wait for the suggestions, which come last."""
    page.get_by_role("button", name="Analyse").click()
    expect(page.get_by_role("heading", name="What you could do now")).to_be_visible()
    settle(page)


def settle(page: Page) -> None:
    """Wait until the script has ended, every chart is drawn and nothing moves."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.wait_for_function(_DRAWN)
    page.wait_for_function(_STILL)


def go(page: Page, name: str) -> None:
    """Open a page by its link in the header, which keeps the visit."""
    page.locator(".st-key-header_pages").get_by_role("link", name=name, exact=True).click()


def download(page: Page, label: str) -> Download:
    """Press a download button and get the file, once the page is at rest: until then it draws its buttons anew."""
    settle(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label).click()
    return waiting.value


def gauge(page: Page) -> Locator:
    """The drawn gauge."""
    return page.locator(".at-gauge")


def level(page: Page) -> str:
    """The result in words."""
    return page.locator(".at-level").inner_text()


def sideways(page: Page) -> int:
    """Pixels by which the page is wider than the window."""
    return int(
        page.evaluate(
            "document.querySelector('[data-testid=stMain]').scrollWidth - document.documentElement.clientWidth"
        )
    )


def serious(page: Page) -> list[str]:
    """What axe calls serious or critical on the page, frames included, and still does when the page has come to rest.

    A control is drawn before its label, and the ink turns dark a moment after the paper.
    """
    settle(page)
    found = _violations(page)
    for _ in range(_TRIES):
        if not found:
            break
        page.wait_for_timeout(1000)
        found = _violations(page)
    return found


def _violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{v['id']}: {node['target']} {node['failureSummary']}"
        for v in found
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"]
    ]
