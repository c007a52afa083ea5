"""Finished sentences of other rooms are found again by their template; what is a person's own stays."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from core.types import Cue, Report, RiskAssessment
from fusion.late import assess
from language import country, day, language_name, listed, moment, nearest, number, speaking, t, told
from language.report import spoken
from recommend.choose import Context, choose
from recommend.crisis_lines import countries, lines
from recommend.suggestion import KINDS
from tests.ui.reports import LIMITS, speech_prediction, text_prediction

ENGLISH_WORDS = re.compile(r"\b(?:the|your|you|with|this|what|not|signs|than|and|of)\b", re.IGNORECASE)


def _in_spanish(words: str) -> str:
    with speaking("es"):
        return told(words)


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("Few signs of distress show in what you wrote.", "Se notan pocas señales de malestar en lo que escribiste."),
        (
            "Signs of distress show in what you wrote and your voice, most of all in “no energy” and shakier voice "
            "than in most voices.",
            "Se notan señales de malestar en lo que escribiste y tu voz, sobre todo en “no energy” y voz más "
            "temblorosa que en la mayoría de las voces.",
        ),
        (
            "Signs of distress show in your voice, most of all in “home and away” and “worry”.",
            "en tu voz, sobre todo en “home and away” y “worry”.",
        ),
        ("This recording is only 0.4 seconds long. Please record at least three seconds of speech.", "0,4 segundos"),
        ("The text has 1,000,001 characters; at most 1,000,000 can be read at once.", "1.000.001 caracteres"),
        ("PHQ-9 has 3 questions without an answer; at most 2 may be left out.", "como máximo 2 sin responder"),
        (
            "Baseline clips heard less well (1, 3): The recording is noisy; a quieter place would help.",
            "Grabaciones en calma que se oyen peor (1, 3): La grabación tiene ruido; un lugar más tranquilo ayudaría.",
        ),
        ("Baseline clip 2 was left out: it is silent.", "La grabación en calma 2 no se usó: está en silencio."),
        ("There is no recording named 'the and you.wav'.", "«the and you.wav»"),
        (
            "Hours: 24 hours a day, every day. English, Spanish.",
            "Horario: las 24 horas, todos los días. inglés, español.",
        ),
        ("988lifeline.org, checked 2026-11-20", "988lifeline.org, comprobado el 2026-11-20"),
    ],
)
def test_a_finished_sentence_is_told_in_spanish(english: str, spanish: str) -> None:
    assert spanish in _in_spanish(english)


def test_two_sentences_that_were_joined_are_both_told() -> None:
    joined = (
        "The recording is noisy; a quieter place would help. This is very short. A few sentences give a better reading."
    )
    assert not ENGLISH_WORDS.search(_in_spanish(joined))


def test_what_no_template_fits_stays_as_it_is() -> None:
    assert _in_spanish("My own words, and you.") == "My own words, and you."


def test_words_of_a_person_inside_a_reason_are_not_touched() -> None:
    assert "“calm and sad”" in _in_spanish("Signs of distress show in what you wrote, most of all in “calm and sad”.")


def test_english_is_told_as_it_is() -> None:
    assert told("Few signs of distress show in your voice.") == "Few signs of distress show in your voice."
    assert t("{count} rows", count=5000) == "5,000 rows"


def _report(*, distress: float) -> Report:
    predictions = {p.modality: p for p in (text_prediction(distress), speech_prediction(distress))}
    risk = assess(list(predictions.values()), thresholds=LIMITS)
    return Report("x", predictions, risk, choose(risk, predictions, Context("MX")), {"text": "This is very short."})


@pytest.mark.parametrize("distress", [0.05, 0.45, 0.95])
def test_a_whole_report_is_told_in_spanish(distress: float) -> None:
    with speaking("es"):
        report = spoken(_report(distress=distress))
    told_words = [*report.risk.reasons, *(w for r in report.recommendations for w in (r.title, r.text, *r.steps))]
    assert not [words for words in told_words if ENGLISH_WORDS.search(re.sub("“[^”]*”", "", words))]


def test_labels_numbers_and_quoted_words_of_a_report_stay() -> None:
    made = _report(distress=0.9)
    with speaking("es"):
        shown = spoken(made)
    assert shown.risk.score == made.risk.score
    assert shown.predictions["text"].evidence == made.predictions["text"].evidence
    assert [p.label for p in shown.predictions.values()] == [p.label for p in made.predictions.values()]


def test_every_line_to_call_is_told_in_spanish() -> None:
    risk = RiskAssessment("high", 0.9, (0.8, 1.0), {}, False, True, (), 0.3)
    for code in (None, *(code for code, _ in countries())):
        with speaking("es"):
            shown = [told(x) for line in lines(code) for x in (line.hours, line.note) if x]
            shown += [step for r in choose(risk, {}, Context(code)) for step in map(told, r.steps)]
        left = [words for words in shown if ENGLISH_WORDS.search(re.sub(r"https?://\S+", "", words))]
        assert not left, code


def test_no_digit_of_a_number_to_call_is_touched() -> None:
    assert _in_spanish("Text HOME to 741741.") == "Escribe HOME al 741741."
    risk = RiskAssessment("high", 0.9, (0.8, 1.0), {}, False, True, (), 0.3)
    for code in (None, *(code for code, _ in countries())):
        for line in choose(risk, {}, Context(code)):
            for step in line.steps:
                if step.startswith(("Call", "Text", "If", "Write")):
                    assert re.findall(r"[\d*+][\d -]*", _in_spanish(step)) == re.findall(r"[\d*+][\d -]*", step), code


def test_languages_and_countries_have_spanish_names() -> None:
    with speaking("es"):
        spoken_there = {
            told(language_name(one)) for code, _ in countries() for line in lines(code) for one in line.languages
        }
        places = [country(code, english) for code, english in countries()]
        assert all(t(kind) != kind for kind in KINDS if kind != "social")
    assert {"inglés", "español", "coreano", "idiomas locales"} <= spoken_there
    assert not [name for name in spoken_there if ENGLISH_WORDS.search(name) or name.endswith("ish")]
    assert {"México", "Estados Unidos", "Países Bajos"} <= set(places)


def test_dates_numbers_and_lists_follow_the_language() -> None:
    at = dt.datetime(2026, 11, 20, 8, 30)
    assert (moment(at), number(1234.5, 1), listed(["a", "b"], "or")) == ("20 November 2026, 08:30", "1,234.5", "a or b")
    with speaking("es"):
        assert moment(at) == "20 de noviembre de 2026, 08:30"
        assert (day(at, "short"), day(at, "weekday")) == ("20 nov", "vie")
        assert (number(12345.5, 1), listed(["a", "b", "c"])) == ("12.345,5", "a, b y c")


@pytest.mark.parametrize(
    ("locale", "code"),
    [("es-MX", "es"), ("es", "es"), ("ES_es", "es"), ("en-US", "en"), ("de", "en"), (None, "en"), ("", "en")],
)
def test_a_browser_gets_the_language_it_asks_for_or_english(locale: str | None, code: str) -> None:
    assert nearest(locale) == code


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="xx"), speaking("xx"):
        pass


def test_a_cue_with_a_place_is_a_persons_own_word() -> None:
    own = text_prediction()
    with speaking("es"):
        shown = spoken(_report(distress=0.9)).predictions["text"]
    assert all(isinstance(c, Cue) and c.text == o.text for c, o in zip(shown.evidence, own.evidence, strict=True))
