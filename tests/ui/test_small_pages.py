"""Help now, Settings, About: they need no model and no network."""

import pytest
from streamlit.testing.v1 import AppTest

from recommend.crisis_lines import countries


def _open(module: str) -> AppTest:
    return AppTest.from_string(f"from ui.pages.{module} import show\nshow()").run()


def _html(page: AppTest) -> str:
    return "\n".join(e.proto.body for e in page.get("html"))


def test_help_now_shows_numbers_at_once() -> None:
    page = _open("help_now")
    assert not page.exception
    assert 'href="tel:988"' in _html(page)
    assert 'href="tel:116123"' in _html(page)


@pytest.mark.parametrize("code", [code for code, _ in countries()])
def test_every_country_has_a_page_of_help(code: str) -> None:
    page = _open("help_now")
    page.selectbox[0].set_value(code).run()
    assert not page.exception
    assert "at-line-name" in _html(page)


def test_the_country_chosen_in_settings_lasts_for_the_visit() -> None:
    page = _open("settings")
    page.selectbox[0].set_value("GB").run()
    assert page.session_state["attune_visit"].country == "GB"


def test_a_situation_is_offered_and_can_be_taken_back() -> None:
    page = _open("settings")
    page.selectbox[1].set_value("student").run()
    assert page.session_state["attune_visit"].situation == "student"
    page.selectbox[1].set_value("").run()
    assert page.session_state["attune_visit"].situation is None
