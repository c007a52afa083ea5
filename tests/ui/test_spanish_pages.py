"""The page in Spanish: no English sentence of ours is left on any page, and the language can be changed on each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import ui.engine
from language import follow
from language.catalog import catalog
from language.choice import ENGLISH
from questionnaire.forms import catalog as questionnaires
from recommend.suggestion import suggestions
from tests.ui.visits import Engine, html, opened, outcome
from ui.navigation import ENTRIES
from ui.state import Visit, spoken_language

APP = str(Path(__file__).parents[2] / "app_streamlit.py")
# Little words that no Spanish sentence holds.
ENGLISH_WORDS = re.compile(r"\b(?:the|your|you|and|with|this|what|of|is|are|from)\b", re.IGNORECASE)
WIDGETS = (
    "button", "text_area", "text_input", "selectbox", "toggle", "checkbox", "radio", "expander", "tab",
    "download_button", "page_link", "audio_input", "file_uploader", "plotly_chart", "iframe",
)  # fmt: skip
OF_CHARTS = frozenset(
    {"data", "layout", "xaxis", "yaxis", "title", "text", "ticktext", "customdata", "x", "y", "hovertemplate", "name",
     "annotations"}
)  # fmt: skip
# What lies in a model's manifest.
NOT_OURS = ("unseen sources", "heads refitted", "note:", "command:", "data:", "false alarms", "True")


@pytest.fixture(autouse=True)
def _page_language(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    follow(spoken_language)
    monkeypatch.setattr(ui.engine, "engine", lambda variant=None: Engine())
    yield
    follow(lambda: ENGLISH)


def _opened(module: str, *, tab: str | None = None, crisis: bool = False) -> AppTest:
    page = AppTest.from_string(f"from ui.pages.{module} import show\nshow()", default_timeout=60)
    found = outcome(crisis=crisis) if module in ("checkin", "report") else None
    page.session_state["attune_visit"] = Visit(language="es", outcome=found, count=1)
    if tab:
        page.session_state["details"] = tab
    page.run()
    assert not page.exception
    return page


def _shown(page: AppTest) -> Iterator[str]:
    """Every string that the page shows or reads aloud."""
    for element in page.get("html"):
        body = element.proto.body
        if not body.startswith(("<style", "<script")):
            yield from (unescape(s).strip() for s in re.findall(r">([^<]+)<", body))
            yield from (unescape(s) for s in re.findall(r'(?:aria-label|title)="([^"]+)"', body))
    for kind in WIDGETS:
        for element in page.get(kind):
            proto = element.proto
            yield from (
                v for f in ("label", "alt", "placeholder", "help") if isinstance(v := getattr(proto, f, ""), str)
            )
            yield from (o if isinstance(o, str) else str(o.content) for o in getattr(proto, "options", []))
            if kind == "plotly_chart":
                yield from _written(json.loads(proto.spec))


def _written(chart: object) -> Iterator[str]:
    if isinstance(chart, str):
        yield chart
    elif isinstance(chart, dict):
        for key, value in chart.items():
            if key in {
                "text",
                "ticktext",
                "customdata",
                "y",
                "x",
                "hovertemplate",
                "name",
                "title",
                "annotations",
                "data",
            } or key in {"layout", "xaxis", "yaxis"}:
                yield from _written(value)
    elif isinstance(chart, list):
        for value in chart:
            yield from _written(value)


def _english(page: AppTest, own: str = "") -> list[str]:
    """What is left in English: a sentence of the catalog, or words that no Spanish sentence holds."""
    forms = questionnaires()
    fixed = {forms.credit, forms.stem, *(text for _, text in forms.options)}
    fixed |= {question.text for form in forms.forms.values() for question in form.items}
    fixed |= {one.source for one in suggestions()}
    known = catalog("es").words
    return [
        words
        for words in dict.fromkeys(_shown(page))
        if words not in fixed
        and not words.startswith(NOT_OURS)
        and not (own and words in own)
        and (known.get(words, words) != words or ENGLISH_WORDS.search(words))
    ]


@pytest.mark.parametrize("module", [e.module for e in ENTRIES if e.module not in ("models", "checkin")])
def test_no_english_is_left_on_a_page(module: str) -> None:
    assert _english(_opened(module)) == []


@pytest.mark.model
def test_no_english_is_left_on_the_page_of_models() -> None:
    assert _english(_opened("models")) == []


@pytest.mark.parametrize("tab", ["Tus palabras", "Tu voz", "Cómo se suma", "Resultado en bruto"])
def test_no_english_is_left_on_a_result(tab: str) -> None:
    page = _opened("checkin", tab=tab)
    assert _english(page, own=page.session_state["attune_visit"].outcome.text) == []
    assert "Señal" in html(page)


def test_help_comes_first_in_spanish_too() -> None:
    shown = html(_opened("checkin", crisis=True))
    assert shown.index("No tienes que enfrentarte a esto sin compañía") < shown.index("Señal alta")
    assert 'href="tel:988"' in shown
    assert "Reino Unido" in shown


def test_the_field_says_that_the_models_read_english() -> None:
    assert "Attune solo lee inglés" in html(_opened("checkin"))


def test_questionnaires_stay_in_their_wording_and_the_page_says_why() -> None:
    page = _opened("checkin")
    assert "Estas preguntas están en inglés" in html(page)
    assert page.radio[0].label == "Little interest or pleasure in doing things"


def test_the_language_is_one_click_away_on_every_page() -> None:
    page = AppTest.from_file(APP, default_timeout=60).run()
    page.button(key="speak_es").click().run()
    assert page.session_state["attune_visit"].language == "es"
    assert "¿Cómo estás?" in html(page)
    page.button(key="speak_en").click().run()
    assert "How are you doing?" in html(page)


def test_settings_change_the_language_and_keep_the_other_choices() -> None:
    page = AppTest.from_string("from ui.pages.settings import show\nshow()", default_timeout=60)
    page.session_state["attune_visit"] = visit = Visit(language="es", country="MX", situation="student")
    page.run()
    assert page.selectbox(key="settings_language").value == "es"
    assert page.selectbox(key="settings_country_es").value == "MX"
    again = AppTest.from_string("from ui.pages.settings import show\nshow()", default_timeout=60)
    visit.language = "en"
    again.session_state["attune_visit"] = visit
    assert "Settings" in html(again.run())
    assert (visit.country, visit.situation) == ("MX", "student")


def test_a_change_of_language_keeps_what_was_written_and_found() -> None:
    page = AppTest.from_file(APP, default_timeout=60).run()
    page.text_area[0].set_value("I cannot sleep and keep worrying.").run()
    next(b for b in page.button if b.label == "Analyse").click().run()
    page.button(key="speak_es").click().run()
    assert page.text_area[0].value == "I cannot sleep and keep worrying."
    assert "Señal moderada" in html(page)


def test_two_people_can_speak_different_languages_at_once() -> None:
    one, other = (AppTest.from_file(APP, default_timeout=60).run() for _ in range(2))
    one.button(key="speak_es").click().run()
    assert "How are you doing?" in html(other.run())
    assert "¿Cómo estás?" in html(one.run())


def test_a_fragment_that_is_redrawn_alone_keeps_the_language() -> None:
    page = opened("from ui.pages.checkin import show\nshow()", outcome())
    page.session_state["attune_visit"].language = "es"
    page.run()
    next(b for b in page.button if b.label == "No es para mí").click().run()
    assert "Qué puedes hacer ahora" in html(page)
