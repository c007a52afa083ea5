"""How the page holds up: phone width, dark, and the rules of accessibility, on every page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import analyse, serious, sideways, write
from tests.browser.conftest import Visit
from ui.navigation import ENTRIES

PATHS = ["", *(e.module.replace("_", "-") for e in ENTRIES[1:])]


def _darken(page: Page) -> None:
    """The computer turns to its dark theme, and the page follows without a reload."""
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    expect(page.locator(".stApp")).to_have_css("background-color", "rgb(20, 25, 26)")


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p or "check-in")
def test_a_page_is_accessible_in_light_and_dark_and_fits_a_phone(visit: Visit, path: str) -> None:
    page = visit(path)
    assert serious(page) == []
    _darken(page)
    assert serious(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.get_by_role("link", name="Help now").first).to_be_in_viewport()
    assert sideways(page) <= 0


@pytest.mark.model
def test_a_result_with_its_crisis_card_is_accessible_in_light_and_dark(visit: Visit) -> None:
    page = visit()
    write(page, "I want to kill myself. I cannot sleep.")
    analyse(page)
    assert serious(page) == []
    _darken(page)
    assert serious(page) == []


@pytest.mark.model
def test_a_result_fits_a_phone_and_analyse_stays_in_reach(visit: Visit) -> None:
    page = visit(width=390, height=844)
    write(page, "I cannot sleep and I keep worrying.")
    analyse(page)
    assert sideways(page) <= 0
    page.get_by_text("Attune is not a diagnosis.").scroll_into_view_if_needed()
    expect(page.get_by_role("button", name="Analyse")).to_be_in_viewport()


def test_fonts_come_from_this_computer(visit: Visit) -> None:
    page = visit()
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px Literata'))")
