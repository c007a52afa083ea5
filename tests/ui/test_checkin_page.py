"""Check-in, driven without a browser and with an engine that answers from the words alone."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.reports import FakeEngine
from tests.ui.visits import html
from ui.widgets.voice import NOTICE

APP = str(Path(__file__).parents[2] / "app_streamlit.py")


@pytest.fixture
def page(fake: FakeEngine) -> AppTest:
    """A fresh visit."""
    return AppTest.from_file(APP, default_timeout=30).run()


def _html(page: AppTest) -> str:
    html = "\n".join(e.proto.body for e in page.get("html") if not e.proto.body.startswith("<style"))
    assert "Something went wrong" not in html
    return html


def _press(page: AppTest, label: str) -> AppTest:
    return next(b for b in page.button if b.label == label).click().run()


def _write(page: AppTest, words: str) -> AppTest:
    page.text_area[0].set_value(words).run()
    return _press(page, "Analyse")


def test_first_sight_says_what_will_appear_and_asks_for_nothing(page: AppTest, fake: FakeEngine) -> None:
    assert not page.exception
    assert "Your result will appear here" in _html(page)
    assert "Attune is not a diagnosis." in _html(page)
    assert fake.items == []


def test_help_now_is_one_click_away(page: AppTest) -> None:
    assert "help-now" in [link.proto.page for link in page.get("page_link")]


def test_words_become_a_gauge_a_reason_and_suggestions(page: AppTest) -> None:
    html = _html(_write(page, "I cannot sleep and keep worrying."))
    for said in ("Moderate signal", "Why", "worrying", "What you could do now", "Look closer"):
        assert said in html
    assert "at-bars" in html
    assert "at-gauge" in html
    assert "6 words" in html


def test_every_chart_has_words_for_those_who_do_not_see_it(page: AppTest) -> None:
    _write(page, "I cannot sleep and keep worrying.")
    assert "The needle points to" in _html(page)
    assert all(chart.proto.alt for chart in page.get("plotly_chart"))


def test_crisis_words_put_help_above_the_gauge(page: AppTest) -> None:
    html = _html(_write(page, "I want to die"))
    assert html.index("You do not have to face this alone") < html.index("High signal")
    assert 'href="tel:988"' in html
    assert 'href="tel:18002738255"' in html
    assert 'href="tel:116123"' in html


def test_the_country_is_chosen_on_the_card_itself_and_brings_its_lines(page: AppTest) -> None:
    _write(page, "I want to die")
    page.selectbox(key="crisis_country_en").set_value("MX").run()
    html = _html(page)
    assert "Línea de la Vida" in html
    assert 'href="tel:988"' not in html
    assert html.index("Línea de la Vida") < html.index("High signal")


def test_a_country_that_is_chosen_later_brings_its_lines_to_a_moderate_result_too(page: AppTest) -> None:
    _write(page, "I cannot sleep and keep worrying.")
    page.session_state["attune_visit"].country = "MX"
    page.run()
    assert "Línea de la Vida" in _html(page)


def test_a_calm_text_shows_no_crisis_card(page: AppTest) -> None:
    html = _html(_write(page, "A calm evening with tea."))
    assert "Low signal" in html
    assert "at-crisis-title" not in html


def test_empty_input_is_answered_in_words_and_loses_nothing(page: AppTest) -> None:
    html = _html(_write(page, "   \n "))
    assert "There is nothing to read here" in html
    assert page.text_area[0].value == "   \n "


def test_a_recording_that_fails_leaves_the_words_their_answer(page: AppTest) -> None:
    html = _html(_write(page, "My microphone is broken and so am I."))
    assert "How you sounded could not be read. There is no sound in this recording." in html
    assert "Moderate signal" in html


def test_markup_in_the_words_stays_words(page: AppTest) -> None:
    html = _html(_write(page, "<img src=x onerror=alert(1)> I worry"))
    assert "<img src=x" not in html
    assert "&lt;" in html


def test_voice_is_off_until_it_is_switched_on_with_a_notice(page: AppTest) -> None:
    assert not page.get("audio_input")
    assert not page.get("file_uploader")
    assert NOTICE not in _html(page)
    page.toggle[0].set_value(True).run()
    assert page.get("audio_input")
    assert page.get("file_uploader")
    assert NOTICE in _html(page)


def test_switching_voice_off_forgets_the_recording(page: AppTest, fake: FakeEngine) -> None:
    page.toggle[0].set_value(True).run()
    page.get("file_uploader")[0].set_value(("a.wav", b"RIFF", "audio/wav")).run()
    page.toggle[0].set_value(False).run()
    _write(page, "I worry")
    assert "audio" not in fake.items[-1].inputs


def test_an_upload_reaches_the_engine_as_it_came(page: AppTest, fake: FakeEngine) -> None:
    page.toggle[0].set_value(True).run()
    page.get("file_uploader")[0].set_value(("a.wav", b"RIFF1234", "audio/wav")).run()
    _press(page, "Analyse")
    assert fake.items[-1].inputs["audio"] == b"RIFF1234"


@pytest.mark.parametrize("name", ["A full week", "A good day", "Low, with a voice"])
def test_one_click_on_an_example_shows_a_result(page: AppTest, fake: FakeEngine, name: str) -> None:
    _press(page, name)
    assert not page.exception
    assert "What you could do now" in _html(page)
    assert page.text_area[0].value == fake.items[-1].inputs["text"]
    assert ("audio" in fake.items[-1].inputs) == (name == "Low, with a voice")


def test_a_declined_suggestion_goes_and_is_not_offered_again(page: AppTest, fake: FakeEngine) -> None:
    _write(page, "I worry")
    title = _first_suggestion(page)
    _press(page, "Not for me")
    assert title != _first_suggestion(page)
    _press(page, "Analyse")
    assert fake.contexts[-1] is not None and fake.contexts[-1].seen


def _first_suggestion(page: AppTest) -> str:
    cards = [e.proto.body for e in page.get("html") if "at-card-title" in e.proto.body]
    return cards[0]


def test_answers_join_the_reading_and_skipped_ones_stay_out(page: AppTest, fake: FakeEngine) -> None:
    page.radio[0].set_value(1).run()
    _write(page, "I worry")
    assert "questionnaire" not in fake.items[-1].inputs
    page.radio[1].set_value(2).run()
    _press(page, "Analyse")
    assert fake.items[-1].inputs["questionnaire"] == {"phq2": [1, 2]}


def test_start_over_clears_everything(page: AppTest) -> None:
    page.radio[0].set_value(1).run()
    _write(page, "I worry")
    _press(page, "Start over")
    assert page.text_area[0].value == ""
    assert page.radio[0].value is None
    assert "Your result will appear here" in _html(page)


def test_two_visits_share_nothing(fake: FakeEngine) -> None:
    one, other = (AppTest.from_file(APP, default_timeout=30).run() for _ in range(2))
    _write(one, "I cannot sleep")
    other.run()
    assert other.text_area[0].value == ""
    assert "Your result will appear here" in _html(other)
    assert one.session_state["attune_visit"] is not other.session_state["attune_visit"]


def test_opening_a_tab_draws_it(page: AppTest) -> None:
    _write(page, "I cannot sleep and keep worrying.")
    drawn: Any = [t.label for t in page.tabs]
    assert drawn == ["Your words", "How it adds up", "Raw result"]


def _answers_alone() -> None:
    from tests.ui.reports import text_prediction  # noqa: PLC0415 - AppTest runs this function alone
    from ui.views.details_text import tasks  # noqa: PLC0415

    prediction = text_prediction()
    tasks(prediction.tasks, prediction.evidence)


def test_each_answer_stands_beside_the_words_that_spoke_for_it_and_against_it() -> None:
    shown = html(AppTest.from_function(_answers_alone).run())
    assert "For it: “keep worrying about work”. Against it: “cooked for us”." in shown
