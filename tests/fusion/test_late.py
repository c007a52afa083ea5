"""Late fusion: one number from any set of modalities, which signals can only raise."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.types import LEVELS, Prediction, Report, SafetySignal
from fusion.late import assess
from fusion.pool import logit
from fusion.thresholds import Thresholds, shipped
from tests.fusion.made import inner, predictions, said, signals, with_cues

CRISIS = SafetySignal("suicide", "high", "Talk to someone now.", "rule", 0.9, ((0, 4),))


def test_small_evidence_of_one_modality_moves_the_prior_in_full(limits: Thresholds) -> None:
    moved = logit(assess([said(0.55, reliability=0.8)], thresholds=limits).score) - logit(limits.prior)
    assert moved == pytest.approx(logit(0.55) - logit(said(0.55).base_rate), rel=0.1)


def test_no_reading_moves_the_odds_further_than_it_can_be_trusted(limits: Thresholds) -> None:
    for holds in (0.3, 0.6, 0.9):
        moved = logit(assess([said(1.0, reliability=holds**2)], thresholds=limits).score) - logit(limits.prior)
        assert 0.7 * math.log((1 + holds) / (1 - holds)) < moved <= math.log((1 + holds) / (1 - holds)) + 1e-9


def test_what_a_better_heard_modality_contradicts_counts_half(limits: Thresholds) -> None:
    well, badly = said(0.95, reliability=0.9), said(0.2, "speech", reliability=0.3)
    own = {p.modality: logit(assess([p], thresholds=limits).score) - logit(limits.prior) for p in (well, badly)}
    both = logit(assess([well, badly], thresholds=limits).score) - logit(limits.prior)
    assert own["speech"] < 0 < own["text"]
    assert both == pytest.approx(own["text"] + 0.5 * own["speech"])


def test_the_prior_is_counted_once_however_many_modalities_repeat_it(limits: Thresholds) -> None:
    silent = [said(0.5, name, base_rate=0.5) for name in ("text", "speech", "face")]
    assert assess(silent, thresholds=limits).score == pytest.approx(limits.prior)


def test_evidence_of_two_modalities_adds_up_in_log_odds(limits: Thresholds) -> None:
    alone = [logit(assess([said(0.7, m)], thresholds=limits).score) for m in ("text", "speech")]
    both = logit(assess([said(0.7, "text"), said(0.7, "speech")], thresholds=limits).score)
    assert both == pytest.approx(sum(alone) - logit(limits.prior))


def test_a_modality_of_no_certainty_changes_nothing(limits: Thresholds) -> None:
    alone = assess([said(0.8)], thresholds=limits)
    with_noise = assess([said(0.8), said(0.01, "speech", certainty=0.0)], thresholds=limits)
    assert with_noise.score == pytest.approx(alone.score)
    assert not with_noise.conflict


def test_the_same_modality_may_not_speak_twice(limits: Thresholds) -> None:
    with pytest.raises(ValueError, match="speak once"):
        assess([said(0.5), said(0.6)], thresholds=limits)


def test_nothing_at_all_is_answered_with_the_prior_and_an_open_question() -> None:
    risk = assess([])
    assert risk.score == shipped().prior
    assert risk.undecided and risk.possible_levels == LEVELS
    assert "nothing to read" in risk.reasons[0]


def test_text_that_could_not_be_understood_is_called_undecided() -> None:
    risk = assess([said(0.99, certainty=0.03)])
    assert risk.undecided and not risk.crisis
    assert "can't tell" in risk.reasons[0]


@given(predictions(), st.lists(signals, max_size=3), signals)
def test_a_signal_never_lowers_anything(given_: list[Prediction], some: list[SafetySignal], more: SafetySignal) -> None:
    before, after = assess(given_, some), assess(given_, [*some, more])
    assert after.score >= before.score
    assert LEVELS.index(after.level) >= max(LEVELS.index(before.level), LEVELS.index(more.floor))
    assert after.crisis >= before.crisis
    assert LEVELS.index(after.possible_levels[0]) >= LEVELS.index(more.floor)


@given(predictions(), st.sampled_from(["suicide", "self_injury", "abuse", "medical"]))
def test_danger_is_high_and_crisis_whatever_else_was_seen(given_: list[Prediction], kind: str) -> None:
    risk = assess(given_, [SafetySignal(kind, "high", "Help.", "rule")])  # type: ignore[arg-type]
    assert (risk.level, risk.crisis, risk.undecided) == ("high", True, False)
    assert risk.score >= shipped().high
    assert risk.interval[0] >= shipped().high


@given(predictions(), st.sampled_from(["other_person", "past_attempt"]))
def test_another_person_and_the_past_have_a_path_without_crisis(given_: list[Prediction], kind: str) -> None:
    risk = assess(given_, [SafetySignal(kind, "moderate", "Help.", "rule")])  # type: ignore[arg-type]
    assert risk.level in ("moderate", "high")
    assert not risk.crisis


def test_a_signal_inside_a_prediction_counts_too(limits: Thresholds) -> None:
    inside = Prediction(**{**vars(said(0.02)), "signals": (CRISIS,)})
    assert assess([inside], thresholds=limits) == assess([inside], [CRISIS], thresholds=limits)
    assert assess([inside], thresholds=limits).crisis


def test_a_happy_voice_cannot_outvote_an_explicit_statement(limits: Thresholds) -> None:
    risk = assess([said(0.01, "speech")], [CRISIS], thresholds=limits)
    assert risk.level == "high"
    assert not any("Few signs" in reason for reason in risk.reasons)


@given(predictions(), st.lists(signals, max_size=2), st.randoms())
def test_contributions_add_up_to_score_minus_prior(
    given_: list[Prediction], some: list[SafetySignal], _: object
) -> None:
    risk = assess(given_, some)
    assert math.fsum(risk.contributions.values()) == pytest.approx(risk.score - risk.prior, abs=1e-9)
    assert {p.modality for p in given_} <= set(risk.contributions)


@given(predictions(most=3), inner, inner)
def test_a_modality_that_says_more_distress_gives_a_higher_score(given_: list[Prediction], a: float, b: float) -> None:
    low, high = sorted((a, b))
    scores = [assess([*given_, said(d, "other")]).score for d in (low, high)]
    assert scores[0] <= scores[1]


@given(predictions())
def test_the_interval_holds_the_score_and_widens_when_less_was_heard(given_: list[Prediction]) -> None:
    risk = assess(given_)
    assert risk.interval[0] <= risk.score <= risk.interval[1]
    halved = [Prediction(**{**vars(p), "certainty": p.certainty / 2}) for p in given_]
    assert _width(assess(halved).interval) >= _width(risk.interval) - 1e-9 or not given_ or _disagree(given_)


def _width(interval: tuple[float, float]) -> float:
    return logit(interval[1]) - logit(interval[0])


def _disagree(given_: list[Prediction]) -> bool:
    return len(given_) > 1 or True in (p.distress in (0.0, 1.0) for p in given_) or any(_near_edge(p) for p in given_)


def _near_edge(prediction: Prediction) -> bool:
    return abs(logit(prediction.distress) - logit(prediction.base_rate)) > 2.0


@given(predictions())
def test_order_of_modalities_does_not_matter(given_: list[Prediction]) -> None:
    one, other = assess(given_), assess(given_[::-1])
    assert one.score == pytest.approx(other.score)
    assert one.contributions == pytest.approx(other.contributions)


@given(predictions(), st.lists(signals, max_size=2))
def test_the_result_is_plain_json(given_: list[Prediction], some: list[SafetySignal]) -> None:
    report = Report("1", {p.modality: p for p in given_}, assess(given_, some), (), {})
    assert json.loads(json.dumps(report.to_json(), allow_nan=False))["risk"]["level"] in LEVELS


def test_modalities_that_disagree_are_named_and_not_averaged_away(limits: Thresholds) -> None:
    risk = assess([said(0.97), said(0.03, "speech")], thresholds=limits)
    assert risk.conflict
    assert "what you wrote" in risk.reasons[0].lower() and "your voice" in risk.reasons[0]
    agree = assess([said(0.9), said(0.8, "speech")], thresholds=limits)
    assert not agree.conflict


def test_words_of_the_person_explain_a_raised_score(limits: Thresholds) -> None:
    text = with_cues(said(0.95), ("tired of everything", 0.9), ("alone", 0.5), ("coffee", -0.4))
    first = assess([text], missing=["How you sound"], thresholds=limits).reasons[0]
    assert first == "Signs of distress show in what you wrote, most of all in “tired of everything” and “alone”."


def test_vocal_cues_are_told_without_their_numbers(limits: Thresholds) -> None:
    voice = with_cues(said(0.95, "speech"), ("Flatter melody than in most voices (z +1.4)", 0.6))
    first = assess([voice], thresholds=limits).reasons[0]
    assert first == "Signs of distress show in your voice, most of all in flatter melody than in most voices."


def test_an_open_result_says_what_the_missing_modality_could_add(limits: Thresholds) -> None:
    risk = assess([said(0.55)], missing=["How you sound", "Your answers"], thresholds=limits)
    assert risk.undecided
    assert any("Half a minute of speech" in reason for reason in risk.reasons)


@given(predictions(), st.lists(signals, max_size=3), st.booleans())
def test_there_are_one_to_three_sentences(given_: list[Prediction], some: list[SafetySignal], missing: bool) -> None:
    risk = assess(given_, some, ["speech"] if missing else [])
    assert 1 <= len(risk.reasons) <= 3
    assert all(r.endswith((".", "?")) and "!" not in r for r in risk.reasons)


@given(predictions(most=2))
def test_moderate_and_high_come_with_a_next_step(given_: list[Prediction]) -> None:
    risk = assess(given_)
    if risk.level != "low" and not all(p.certainty * p.reliability < 0.2 for p in given_):
        assert any(word in " ".join(risk.reasons) for word in ("Consider", "Try"))


def test_a_modality_nobody_knows_is_called_by_its_name(limits: Thresholds) -> None:
    assert assess([said(0.95, "gait")], thresholds=limits).reasons[0] == "Signs of distress show in the gait reading."
