"""Scores of made-up answers: precision and recall, slices by length, single-label and multi-label."""
# ruff: noqa: TID253

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from core.types import TaskResult
from text_model.card import score_table
from text_model.data import Row
from text_model.evaluate import score
from text_model.metrics import RECALLS, precision_by_recall


@pytest.mark.parametrize("decimals", [1, 9])
def test_average_precision_is_that_of_scikit_learn_with_and_without_ties(decimals: int) -> None:
    random = np.random.default_rng(0)
    truth = random.random(400) < 0.2
    scores = np.round(random.random(400) * 0.6 + truth * 0.3, decimals)
    precision, average = precision_by_recall(truth, scores)
    assert average == pytest.approx(average_precision_score(truth, scores))
    assert precision.shape == RECALLS.shape
    assert np.all(np.diff(precision) <= 0)


def test_precision_at_full_recall_is_the_share_of_hits_down_to_the_last_one() -> None:
    precision, average = precision_by_recall(np.array([1, 0, 1, 0]), np.array([0.9, 0.8, 0.7, 0.1]))
    assert precision[0] == precision[9] == 1.0
    assert precision[10] == precision[-1] == pytest.approx(2 / 3)
    assert average == pytest.approx((1 + 2 / 3) / 2)


def test_a_multi_label_task_is_scored_by_length_too() -> None:
    labels = ("joy", "fear", "never")
    rows = [
        Row("word " * words, "made", {"emotions": target}) for words, target in ((5, (0,)), (5, (0, 1)), (30, (1,)))
    ]
    chosen = [("joy",), ("joy", "fear"), ("joy",)]
    results = [TaskResult({label: float(label in own) for label in labels}, selected=own) for own in chosen]
    scores = score("emotions", labels, rows, results)
    assert scores["by_words"]["1-15"] == {"n": 2, "micro_f1": 1.0, "macro_f1": 1.0}
    assert scores["by_words"]["16-60"] == {"n": 1, "micro_f1": 0.0, "macro_f1": 0.0}
    assert scores["by_words"]["61-200"] == {"n": 0}
    assert set(scores["precision_recall"]) == {"joy", "fear"}


def test_each_label_of_a_multi_label_task_has_a_calibration_error_of_its_own() -> None:
    labels = ("joy", "fear")
    rows = [Row("a few words", "made", {"emotions": (0, 1) if i % 2 else (1,)}) for i in range(40)]
    results = [TaskResult({"joy": 0.5, "fear": 0.7}, selected=("fear",)) for _ in rows]
    scores = score("emotions", labels, rows, results)
    assert scores["ece_by_label"] == {"joy": 0.0, "fear": 0.3}
    assert scores["ece"] == 0.15
    assert 0 < scores["ece_by_chance"] < 0.1
    assert scores["reliability"] == [[0.5, 0.5, 40], [0.7, 1.0, 40]]
    card = score_table({"tasks": {"emotions": scores}, "control": {}})
    assert f"| 0.150 ({scores['ece_by_chance']:.3f}) | - |" in card and "mean over the labels" in card


def test_a_single_label_task_has_a_curve_for_each_label_that_occurs() -> None:
    labels = ("calm", "low", "never")
    rows = [Row("a few words", "made", {"mood": i % 2}) for i in range(40)]
    answers = [{"calm": 0.8 - 0.6 * (i % 2), "low": 0.2 + 0.6 * (i % 2), "never": 0.0} for i in range(40)]
    results = [TaskResult(own, label=max(own, key=own.__getitem__)) for own in answers]
    curves = score("mood", labels, rows, results)["precision_recall"]
    assert {label: (own["n"], own["average_precision"]) for label, own in curves.items()} == {
        "calm": (20, 1.0),
        "low": (20, 1.0),
    }
