"""One server and one browser for all tests; each test gets a visit of its own that is watched for errors."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.browser import tools

pytestmark = [pytest.mark.browser]
Visit = Callable[..., Page]
# A machine that does three other things at once answers late; one that answers at once loses nothing by it.
PATIENCE_MS = 60_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say what is missing and skip; on CI nothing may be missing."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if (lack := tools.missing()) and os.environ.get("CI") != "true":
                item.add_marker(pytest.mark.skip(reason=lack))


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the dashboard keeps a history, which no test has yet made."""
    return tmp_path_factory.mktemp("person") / "data"


@pytest.fixture(scope="session")
def address(data: Path) -> Iterator[str]:
    """The running dashboard, with the real models and a data folder that is not this person's own."""
    if lack := tools.missing():
        pytest.fail(lack)
    with tools.server(data=data) as found:
        yield found


@pytest.fixture(scope="session")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthesised voice."""
    return tools.speak(tmp_path_factory.mktemp("voice") / "voice.wav")


@pytest.fixture(scope="session")
def chromium(voice: Path) -> Iterator[Browser]:
    """A real browser whose microphone hears `voice`."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=tools.chromium(), args=tools.flags(voice))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def household(chromium: Browser) -> Iterator[BrowserContext]:
    """What visits share as they do at home: the files of the page, which come once. Nothing else outlives a visit."""
    context = chromium.new_context(reduced_motion="reduce", permissions=["microphone"])
    yield context
    context.close()


def _is_ours(message: ConsoleMessage) -> bool:
    """Streamlit looks for its server below a page's own address first, and finds it one step up: a 404 by design."""
    return message.type == "error" and "/_stcore/" not in message.location.get("url", "")


@pytest.fixture
def visit(chromium: Browser, household: BrowserContext, address: str) -> Iterator[Visit]:
    """Open a page as a new person would; at the end there must be no console error and no foreign request."""
    problems: list[str] = []
    pages: list[Page] = []

    def watch(request: Request) -> None:
        found = urlparse(request.url)
        if found.scheme not in ("data", "blob") and found.hostname != "localhost":
            problems.append(f"a request left this computer: {found.hostname}")

    def open_page(
        path: str = "",
        *,
        width: int = 1280,
        height: int = 900,
        dark: bool = False,
        elsewhere: bool = False,
        locale: str = "en-US",
    ) -> Page:
        own = elsewhere or locale != "en-US"
        page = (chromium.new_context(reduced_motion="reduce", locale=locale) if own else household).new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", lambda m: problems.append(f"console: {m.text}") if _is_ours(m) else None)
        page.on("pageerror", lambda error: problems.append(f"page error: {error}"))
        page.on("request", watch)
        page.goto(f"{address}/{path}", wait_until="domcontentloaded")
        page.locator(".at-foot-strong").wait_for()
        return page

    yield open_page
    for page in pages:
        page.evaluate("localStorage.clear()")
        if page.context is not household:
            page.context.close()
    for page in household.pages:
        page.close()
    household.clear_cookies()
    assert not problems
