"""Calibration makes chances honest; thresholds and windows do what they promise."""

from pathlib import Path

import numpy as np
import pytest

from model_registry import Manifest
from text_model import calibrate
from text_model.calibrate import HeldOut, calibrated, crisis_thresholds, fit_distress, short_alarm, thresholds
from text_model.calibration import aggregate, probabilities, task_result
from text_model.card import write_card
from text_model.data import Row
from text_model.labels import TASKS
from text_model.metrics import (
    area_under_roc,
    bootstrap,
    calibration_error_by_chance,
    expected_calibration_error,
    macro_f1,
    multi_label_f1,
    sigmoid,
    softmax,
)
from text_model.normalise import normalise
from text_model.reading import Reading, alarm_of, signals
from text_model.windows import Window


def _held(n: int = 1200, overconfidence: float = 4.0) -> tuple[HeldOut, np.ndarray]:
    """Polarity rows whose logits are the true log-odds times `overconfidence`."""
    random = np.random.default_rng(1)
    z = random.normal(0, 1.5, n)
    truth = random.random(n) < sigmoid(z)
    rows = [Row(f"text {i}", "made", {"polarity": int(y)}) for i, y in enumerate(truth)]
    logits = [{"polarity": np.array([[0.0, overconfidence * value]])} for value in z]
    return HeldOut(rows, logits, [np.ones(1)] * n), truth


def test_an_overconfident_model_becomes_honest() -> None:
    held, truth = _held()
    task = {"labels": list(TASKS["polarity"]), "multi_label": False}
    fitted = calibrated({"polarity": task}, held)["polarity"]
    z = np.stack([one["polarity"][0] for one in held.logits])
    before, after = softmax(z), probabilities(fitted, z)
    right = z.argmax(1) == truth
    assert expected_calibration_error(before.max(1), right) > 0.08
    assert expected_calibration_error(after.max(1), after.argmax(1) == truth) < 0.04
    assert fitted["scale"] == pytest.approx(0.25, abs=0.06)


def test_too_few_rows_leave_a_task_as_it_is_and_it_is_said(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    task = {"labels": list(TASKS["polarity"]), "multi_label": False}
    enough, few = (calibrated({"polarity": task}, _held(n)[0])["polarity"] for n in (30, 29))
    assert "scale" in enough and "not calibrated" not in enough
    assert few == {**task, "not calibrated": 29}
    assert "29" in caplog.text
    facts = {"windows": {"max_tokens": 32, "overlap": 8}, "tasks": {"polarity": few, "crisis": enough}}
    card = write_card(tmp_path / "card.md", Manifest("text", "v1", {}, facts, {}, {"tasks": {}, "control": {}}))
    said = [line for line in card.read_text(encoding="utf8").splitlines() if "not calibrated" in line]
    assert len(said) == 1 and "polarity" in said[0] and "29" in said[0]


def test_an_honest_model_has_the_calibration_error_of_chance_which_falls_with_the_rows() -> None:
    random = np.random.default_rng(2)
    by_rows = {n: random.uniform(0.3, 1.0, n) for n in (120, 5000)}
    chance = {n: calibration_error_by_chance(confidence) for n, confidence in by_rows.items()}
    honest = {n: expected_calibration_error(c, random.random(n) < c) for n, c in by_rows.items()}
    assert chance[120] > 0.06 > 0.03 > chance[5000]
    assert honest[120] == pytest.approx(chance[120], abs=0.04)
    overconfident = expected_calibration_error(by_rows[5000], random.random(5000) < by_rows[5000] - 0.2)
    assert overconfident > 5 * chance[5000]


def test_thresholds_find_the_cut_of_the_best_f1() -> None:
    random = np.random.default_rng(0)
    truth = random.random((4000, 2)) < np.array([0.3, 0.05])
    chances = np.where(truth, [0.6, 0.25], [0.2, 0.1]) + random.normal(0, 0.04, truth.shape)
    common, rare = thresholds(chances, truth)
    assert 0.3 < common < 0.5
    assert 0.15 < rare < 0.22


def test_a_rare_label_borrows_from_all() -> None:
    truth = np.zeros((500, 2), bool)
    truth[:200, 0] = True
    truth[0, 1] = True
    chances = np.full((500, 2), 0.1)
    chances[:200, 0] = 0.5
    chances[0, 1] = 0.79
    assert thresholds(chances, truth)[1] < 0.6


def test_labels_that_are_alike_get_like_thresholds_where_their_few_examples_differ_by_chance() -> None:
    chances = np.random.default_rng(4).beta(0.1, 2.5, (1500, 20))
    truth = np.random.default_rng(5).random(chances.shape) < chances
    assert 40 < truth.sum(0).mean() < 80
    assert np.std(thresholds(chances, truth)) < 0.03


def test_the_worst_window_speaks_for_crisis_less_a_correction_for_length() -> None:
    logits = np.array([[3.0, 0.0], [0.0, 3.0]])
    facts = {"length_correction": 0.5}
    assert aggregate("crisis", facts, logits, np.ones(2))[1] == pytest.approx(3 - 0.5 * np.log(2))
    assert aggregate("crisis", facts, logits[1:], np.ones(1))[1] == 3


def test_the_correction_does_not_grow_beyond_the_lengths_that_it_was_fitted_on() -> None:
    logits = np.vstack([[0.0, 3.0], np.tile([3.0, 0.0], (99, 1))])
    facts = {"length_correction": 0.5, "windows_met": 8}
    assert aggregate("crisis", facts, logits, np.ones(100))[1] == pytest.approx(3 - 0.5 * np.log(8))


def test_the_other_tasks_take_the_mean_by_fresh_tokens() -> None:
    logits = np.array([[0.0, 4.0], [0.0, 0.0]])
    assert aggregate("polarity", {}, logits, np.array([3.0, 1.0]))[1] == 3


def test_the_answer_of_a_row_has_no_part_in_the_chances_that_its_thresholds_are_fitted_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[np.ndarray] = []
    monkeypatch.setattr(calibrate, "thresholds", lambda chances, _: seen.append(chances) or [0.5, 0.5])
    task = {"labels": ["joy", "fear"], "multi_label": True}
    random = np.random.default_rng(0)
    logits = [{"emotions": random.normal(0, 2, (1, 2))} for _ in range(80)]
    for first in ((0,), (1,)):
        rows = [Row(f"text {i}", "made", {"emotions": first if i == 0 else (i % 2,)}) for i in range(80)]
        calibrated({"emotions": task}, HeldOut(rows, logits, [np.ones(1)] * 80))
    before, after = seen
    assert np.array_equal(before[0], after[0])
    assert not np.array_equal(before, after)


def test_where_no_emotion_passes_the_nearest_is_chosen() -> None:
    facts = {"labels": ["joy", "fear"], "multi_label": True, "thresholds": [0.5, 0.2]}
    assert task_result(facts, np.array([0.3, 0.19])).selected == ("fear",)
    assert task_result(facts, np.array([0.6, 0.3])).selected == ("joy", "fear")


def test_distress_learns_from_state_and_crisis_with_no_negative_weight() -> None:
    random = np.random.default_rng(2)
    rows, logits = [], []
    for i in range(400):
        sad = i % 2
        rows.append(Row(f"t{i}", "made", {"state": 3 * sad, "crisis": 0}))
        state = np.array([[2.0 - 4 * sad, 0, 0, 0]]) + random.normal(0, 1, (1, 4))
        logits.append({"state": state, "crisis": random.normal(0, 1, (1, 2))})
    tasks = {t: {"labels": list(TASKS[t]), "multi_label": False} for t in ("state", "crisis")}
    model, area = fit_distress(tasks, HeldOut(rows, logits, [np.ones(1)] * 400))
    assert model is not None
    assert model["features"] == ["state", "crisis"]
    assert min(model["weights"]) >= 0
    assert area > 0.9


def test_an_alarm_asks_for_more_than_a_doubt_and_few_safe_texts_reach_it() -> None:
    random = np.random.default_rng(3)
    truth = np.arange(3000) % 3 == 0
    sad = ~truth & (np.arange(3000) % 2 == 0)
    chance = np.clip(np.where(truth, 0.85, np.where(sad, 0.3, 0.05)) + random.normal(0, 0.15, 3000), 0, 1)
    found = crisis_thresholds(chance, truth, sad, np.ones(3000, bool))
    assert found["threshold"] < found["alarm"]
    assert found["grey"] < found["alarm"]
    assert np.mean(chance[sad] >= found["alarm"]) <= 0.031
    assert np.mean(chance[~truth & ~sad] >= found["alarm"]) <= 0.005


def test_metrics_agree_with_cases_worked_by_hand() -> None:
    assert macro_f1(np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1])) == pytest.approx((2 / 3 + 4 / 5) / 2)
    truth = np.array([[1, 0], [1, 1]], bool)
    chosen = np.array([[1, 1], [1, 0]], bool)
    assert multi_label_f1(truth, chosen) == (0.5, pytest.approx(4 / 6))
    assert area_under_roc(np.array([0, 0, 1, 1]), np.array([0.1, 0.4, 0.4, 0.8])) == pytest.approx(0.875)
    assert expected_calibration_error(np.array([0.9, 0.9]), np.array([True, False])) == pytest.approx(0.4)
    low, high = bootstrap(lambda i: float(np.mean(i < 50)), 100)
    assert 0.35 < low < 0.5 < high < 0.65


def test_a_short_text_has_an_alarm_of_its_own_and_never_a_higher_one() -> None:
    facts = {"alarm": 0.8, "short": {"words": 60, "alarm": 0.6}}
    assert [alarm_of(facts, words) for words in (5, 60, 61)] == [0.6, 0.6, 0.8]
    assert alarm_of({"alarm": 0.8, "short": {"words": 60, "alarm": 0.9}}, 5) == 0.8
    assert alarm_of({"alarm": 0.8}, 5) == 0.8


def test_a_crisis_task_without_calibration_raises_no_alarm() -> None:
    sure = {"crisis": np.array([0.0, 1.0])}
    windows = [Window((101, 102), 0, 5, 1)]
    reading = Reading(sure, {"crisis": sure["crisis"][None]}, np.ones(1), 1.0, np.ones(1))
    text = normalise("words")
    assert signals({"crisis": {"not calibrated": 3}}, reading, windows, text, lambda _: True) == ()
    calibrated_ = {"crisis": {"grey": 0.3, "alarm": 0.8}}
    assert signals(calibrated_, reading, windows, text, lambda _: True)[0].floor == "high"
    assert signals(calibrated_, reading, windows, text, lambda _: False) == ()


def test_the_short_alarm_lets_only_the_stated_share_of_safe_texts_pass() -> None:
    chance = np.linspace(0, 1, 2001)
    never = np.zeros(len(chance), bool)
    assert short_alarm(chance, never, never)["alarm"] == pytest.approx(0.994, abs=0.001)
    assert short_alarm(chance, never, ~never)["alarm"] == pytest.approx(0.9675, abs=0.001)
