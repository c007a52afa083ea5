"""What is told of a voice: the quality in words and figures, the course of the signal, and cues with their effect."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.ui.visits import html
from ui.views.details_voice import facts

QUALITY = {
    "duration_s": 7.4,
    "snr_db": 0.0,
    "level_dbfs": -30.0,
    "clipped_share": 0.004,
    "verdict": "poor",
    "baseline_pieces": 0,
}


def test_the_verdict_comes_first_and_in_words() -> None:
    assert next(facts(QUALITY)) == ("All in all", "Heard poorly")


def test_a_voice_as_loud_as_the_noise_is_told() -> None:
    assert ("Voice above noise", "0 dB") in list(facts(QUALITY))


def test_what_was_cut_off_is_told_and_what_was_not_is_not() -> None:
    assert dict(facts(QUALITY))["Distorted by loudness"].startswith("under 1")
    assert "Distorted by loudness" not in dict(facts(QUALITY | {"clipped_share": 0.0}))


def test_without_calm_stretches_none_are_counted() -> None:
    assert "Calm stretches to compare" not in dict(facts(QUALITY))
    assert dict(facts(QUALITY | {"baseline_pieces": 3}))["Calm stretches to compare"] == "3"


def test_a_recording_that_nothing_is_known_of_has_no_facts() -> None:
    assert list(facts({"speech_s": None})) == []


def _voice() -> None:
    from dataclasses import replace  # noqa: PLC0415 - AppTest runs this function alone

    from core.types import Cue  # noqa: PLC0415
    from tests.ui.reports import speech_prediction  # noqa: PLC0415
    from ui.views.details_voice import show  # noqa: PLC0415

    cues = (Cue("Faster speech", 0.0), Cue("Slower speech", 0.3), Cue("Softer sound", -0.1))
    show(replace(speech_prediction(), evidence=cues), None)


def test_a_cue_without_effect_says_nothing_of_the_signal() -> None:
    shown = html(AppTest.from_function(_voice).run())
    assert "<li>Faster speech</li>" in shown
    assert "<li>Slower speech (raised the signal)</li>" in shown
    assert "<li>Softer sound (lowered the signal)</li>" in shown


def test_the_signal_along_the_recording_is_drawn_with_words() -> None:
    page = AppTest.from_function(_voice).run()
    assert not page.exception
    (alt,) = (chart.proto.alt for chart in page.get("plotly_chart") if "along" in chart.proto.alt)
    assert "between 30 and 70" in alt
