"""What a person does on the page, and what they then see."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


def write(page: Page, words: str) -> None:
    """Type into the field."""
    page.get_by_label("What is on your mind?").fill(words)


def analyse(page: Page) -> None:
    """Press the button and wait for the suggestions, which come last."""
    page.get_by_role("button", name="Analyse").click()
    expect(page.get_by_role("heading", name="What you could do now")).to_be_visible()


def gauge(page: Page) -> Locator:
    """The drawn gauge."""
    return page.locator(".st-key-gauge .js-plotly-plot")


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
