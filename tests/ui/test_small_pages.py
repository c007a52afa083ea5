"""Help now, Settings, About: they need no model and no network."""

import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from recommend.crisis_lines import countries, lines
from ui.views.crisis import CALLING_CODES

ROOT = Path(__file__).parents[2]


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


def test_whatsapp_opens_a_chat_with_the_number_of_that_country() -> None:
    page = _open("help_now")
    page.selectbox[0].set_value("IT").run()
    assert 'href="https://wa.me/393240117252"' in _html(page)


def test_every_whatsapp_number_has_the_code_of_its_country() -> None:
    assert {line.country for code, _ in countries() for line in lines(code) if line.whatsapp} == set(CALLING_CODES)


def test_the_country_chosen_in_settings_lasts_for_the_visit() -> None:
    page = _open("settings")
    page.selectbox(key="settings_country_en").set_value("GB").run()
    assert page.session_state["attune_visit"].country == "GB"


def test_a_situation_is_offered_and_can_be_taken_back() -> None:
    page = _open("settings")
    page.selectbox(key="settings_situation_en").set_value("student").run()
    assert page.session_state["attune_visit"].situation == "student"
    page.selectbox(key="settings_situation_en").set_value("").run()
    assert page.session_state["attune_visit"].situation is None


def test_voice_that_is_not_offered_is_not_on_the_check_in() -> None:
    page = _open("settings")
    page.toggle[0].set_value(False).run()
    kept = page.session_state["attune_visit"]
    checkin = AppTest.from_string("from ui.pages.checkin import show\nshow()")
    checkin.session_state["attune_visit"] = kept
    assert not checkin.run().toggle
    assert checkin.radio


def test_a_page_load_imports_nothing_that_trains_and_no_model_runtime() -> None:
    code = (
        "import sys; from streamlit.testing.v1 import AppTest; import ui.engine;"
        "ui.engine.engine = lambda variant=None: None;"
        "AppTest.from_file('app_streamlit.py').run(); print(sorted(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    heavy = {"torch", "tensorflow", "keras", "transformers", "librosa", "sklearn", "onnxruntime", "scipy", "reportlab"}
    assert not {name for name in heavy if f"'{name}'" in done.stdout}
