"""How the page holds up: phone width, dark, and the rules of accessibility, on every page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.acts import analyse, serious, sideways, write
from tests.browser.conftest import Visit
from ui.navigation import ENTRIES

PATHS = ["", *(e.module.replace("_", "-") for e in ENTRIES[1:])]


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p or "check-in")
def test_a_page_fits_a_phone_and_offers_help_now(visit: Visit, path: str) -> None:
    page = visit(path, width=390, height=844)
    assert sideways(page) <= 0
    expect(page.get_by_role("link", name="Help now").first).to_be_in_viewport()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", PATHS, ids=lambda p: p or "check-in")
def test_a_page_has_no_serious_accessibility_problem(visit: Visit, path: str, dark: bool) -> None:
    assert serious(visit(path, dark=dark)) == []


@pytest.mark.model
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_result_with_its_crisis_card_has_no_serious_accessibility_problem(visit: Visit, dark: bool) -> None:
    page = visit(dark=dark)
    write(page, "I want to kill myself. I cannot sleep.")
    analyse(page)
    assert serious(page) == []


@pytest.mark.model
def test_a_result_fits_a_phone_and_analyse_stays_in_reach(visit: Visit) -> None:
    page = visit(width=390, height=844)
    write(page, "I cannot sleep and I keep worrying.")
    analyse(page)
    assert sideways(page) <= 0
    page.get_by_text("Attune is not a diagnosis.").scroll_into_view_if_needed()
    expect(page.get_by_role("button", name="Analyse")).to_be_in_viewport()


def test_the_page_follows_the_dark_theme(visit: Visit) -> None:
    page = visit(dark=True)
    colour = page.locator(".stApp").evaluate("e => getComputedStyle(e).backgroundColor")
    assert colour == "rgb(20, 25, 26)"


def test_fonts_come_from_this_computer(visit: Visit) -> None:
    page = visit()
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px Literata'))")
