"""The page in Spanish in a real browser: from the first sight, with a result, on a phone, as a report."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import gauge, serious, settle, sideways
from tests.browser.conftest import Visit

WORRY = "I keep lying awake and worrying about everything. My chest is tight and I cannot calm down."


def _analyse(page: Page, words: str) -> None:
    page.get_by_label("¿Qué tienes en mente?").fill(words)
    page.get_by_role("button", name="Analizar").click()
    expect(page.get_by_role("heading", name="Qué puedes hacer ahora")).to_be_visible()
    settle(page)


def test_a_spanish_browser_gets_a_spanish_page_and_can_have_english(visit: Visit) -> None:
    page = visit(locale="es-MX")
    expect(page.get_by_role("heading", name="¿Cómo estás?")).to_be_visible()
    expect(page.get_by_text("Attune solo lee inglés")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="How are you doing?")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_language_stays_from_page_to_page_and_other_choices_stay_with_it(visit: Visit) -> None:
    page = visit("settings")
    page.get_by_role("combobox", name="Country for crisis lines").fill("Mexico")
    page.get_by_role("option", name="Mexico").click()
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_role("heading", name="Ajustes")).to_be_visible()
    page.get_by_role("link", name="Ayuda ahora").first.click()
    expect(page.get_by_text("Línea de la Vida")).to_be_visible()
    expect(page.get_by_role("combobox", name="Tu país")).to_have_value("México")


@pytest.mark.model
def test_a_result_in_spanish_is_accessible_and_fits_a_phone(visit: Visit) -> None:
    page = visit(locale="es", width=390, height=844)
    _analyse(page, WORRY)
    expect(gauge(page)).to_be_visible()
    assert serious(page) == []
    assert sideways(page) <= 0


@pytest.mark.model
def test_crisis_words_bring_help_in_spanish_and_lines_of_the_chosen_country(visit: Visit) -> None:
    page = visit(locale="es", width=390, height=844)
    _analyse(page, "Quiero morir.")
    title = page.get_by_role("heading", name="No tienes que enfrentarte a esto sin compañía")
    expect(title).to_be_visible()
    page.get_by_role("combobox", name="Tu país").fill("España")
    page.get_by_role("option", name="España").click()
    expect(page.locator("a[href='tel:024']").first).to_be_visible()


@pytest.mark.model
def test_a_report_is_downloaded_in_spanish(visit: Visit) -> None:
    page = visit(locale="es")
    _analyse(page, WORRY)
    page.locator(".st-key-header_pages").get_by_role("link", name="Informe").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Descargar como página web").click()
    written = waiting.value.path().read_text(encoding="utf8")
    assert '<html lang="es">' in written
    assert "Informe de un registro" in written
