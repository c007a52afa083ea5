"""Reports in Spanish: every sentence, date and number, in HTML and PDF, whatever language the page speaks meanwhile."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from documents.blocks import Document
from documents.checkin import checkin_document
from documents.html import to_html
from documents.pdf import to_pdf
from documents.period import period_document
from documents.subject import OneCheckIn
from language import speaking
from language.report import spoken, spoken_suggestion
from recommend.crisis import resources
from tests.documents.subjects import NOW, SETTING, period
from tests.ui.reports import crisis_signal, report, speech_prediction, text_prediction

ENGLISH_WORDS = re.compile(r"\b(?:the|your|you|and|with|this|what|of|is|are|from|was)\b", re.IGNORECASE)


@pytest.fixture
def checkin() -> Document:
    found = report(text_prediction(0.6), speech_prediction(0.5))
    with speaking("es"):
        shown = spoken(found)
    return checkin_document(OneCheckIn(shown, NOW, 19), replace(SETTING, language="es", resources=()))


@pytest.fixture
def weeks() -> Document:
    with speaking("es"):
        help_now = tuple(map(spoken_suggestion, resources(("suicide",), "MX")))
    subject = period([0.2, 0.3, 0.5, 0.9, 0.4, 0.85], with_notes=True)
    return period_document(subject, replace(SETTING, language="es", resources=help_now))


def _words(document: Document) -> list[str]:
    body = to_html(document).split("</head>")[1]
    return [unescape(s).strip() for s in re.findall(r">([^<]+)<", body) if s.strip()]


@pytest.mark.parametrize("kind", ["checkin", "weeks"])
def test_no_english_is_left_in_a_document(kind: str, request: pytest.FixtureRequest) -> None:
    own = re.compile(r"https?://|^[A-Z][\w&() ]+, |“")
    left = [w for w in _words(request.getfixturevalue(kind)) if ENGLISH_WORDS.search(w) and not own.search(w)]
    assert left == []


def test_the_file_says_its_language(checkin: Document) -> None:
    assert '<html lang="es">' in to_html(checkin)
    assert b"/Lang (es)" in to_pdf(checkin).data


def test_dates_and_numbers_are_spanish(checkin: Document, weeks: Document) -> None:
    assert any("20 de noviembre de 2026, 21:14" in w for w in _words(checkin))
    assert any(re.fullmatch(r"\d+ nov 2026, 21:14", w) for w in _words(weeks))


def test_pages_are_numbered_in_spanish_although_the_page_speaks_english_when_it_is_made(weeks: Document) -> None:
    """A download is made later, in a thread of its own."""
    made = to_pdf(weeks)
    assert made.missing == 0
    assert made.pages >= 2


def test_help_stands_first_and_in_spanish_when_the_level_is_high() -> None:
    found = report(text_prediction(0.9, (crisis_signal(),)))
    with speaking("es"):
        help_now, shown = tuple(map(spoken_suggestion, resources(("suicide",), "MX"))), spoken(found)
    words = _words(checkin_document(OneCheckIn(shown, NOW, 19), replace(SETTING, language="es", resources=help_now)))
    assert words.index("Ayuda a la que se puede acudir ahora") < words.index("Resultado")
    assert any(w.startswith("Llama al") for w in words)
