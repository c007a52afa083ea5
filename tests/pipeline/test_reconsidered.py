"""What a correction would change: one reading says something else, the rest stays, and safety is never lowered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.types import TaskResult
from pipeline import reconsidered
from tests.ui.reports import crisis_signal, report, speech_prediction, text_prediction


def test_a_calmer_label_lowers_the_score_and_a_graver_one_raises_it() -> None:
    found = report(text_prediction(0.6), speech_prediction(0.5))
    calm, stress, low_mood = (reconsidered(found, "text", label).score for label in ("neutral", "stress", "depression"))
    assert calm < stress < low_mood


def test_the_other_readings_keep_their_part() -> None:
    found = report(text_prediction(0.6), speech_prediction(0.5))
    assert set(reconsidered(found, "speech", "calm").contributions) == {"text", "speech"}


def test_words_about_danger_keep_the_level_whatever_is_corrected() -> None:
    found = report(text_prediction(0.6, (crisis_signal(),)))
    changed = reconsidered(found, "text", "neutral")
    assert changed.level == "high"
    assert changed.crisis


def test_a_label_of_a_model_of_ones_own_that_nobody_rated_counts_as_undecided() -> None:
    tasks = {"emotion": TaskResult({"sad": 0.6, "proud": 0.4}, "sad")}
    found = report(replace(speech_prediction(0.66), label="sad", tasks=tasks))
    calm, proud, sadness = (reconsidered(found, "speech", label).score for label in ("calm", "proud", "sadness"))
    assert calm < proud < sadness


def test_a_label_that_the_model_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="joy"):
        reconsidered(report(text_prediction()), "text", "joy")
