"""The dataclasses refuse what cannot be, and a report is plain JSON."""

import json
import math
from dataclasses import replace

import pytest

from core.types import Cue, Failure, Prediction, Report, RiskAssessment, SafetySignal, Segment, TaskResult

PREDICTION = Prediction(
    modality="text",
    label="neutral",
    confidence=0.9,
    distress=0.1,
    tasks={"state": TaskResult({"neutral": 0.9, "stress": 0.1}, label="neutral"),
           "emotions": TaskResult({"joy": 0.7, "fear": 0.1}, selected=("joy",))},
    evidence=(Cue("word", -0.2, 0, 4, "state"),),
    segments=(Segment(0, 4, "neutral", 0.9, 0.1),),
    signals=(SafetySignal("suicide", "high", "A sentence.", "model", spans=((0, 4),)),),
)  # fmt: skip
RISK = RiskAssessment("low", 0.1, (0.05, 0.2), {"text": -0.2}, False, False, ("A reason.",), 0.3)


@pytest.mark.parametrize("value", [-0.01, 1.01, math.nan, math.inf])
@pytest.mark.parametrize("field", ["confidence", "distress", "base_rate", "reliability", "certainty"])
def test_a_prediction_refuses_numbers_outside_zero_and_one(field: str, value: float) -> None:
    good = {"modality": "text", "label": "neutral", "confidence": 0.5, "distress": 0.5, "tasks": {}}
    with pytest.raises(ValueError, match=field):
        Prediction(**(good | {field: value}))


def test_a_task_has_a_label_or_selected_labels_but_not_both() -> None:
    with pytest.raises(ValueError, match="either"):
        TaskResult({"a": 1.0})
    with pytest.raises(ValueError, match="either"):
        TaskResult({"a": 1.0}, label="a", selected=("a",))


def test_a_score_outside_its_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="outside its interval"):
        RiskAssessment("low", 0.5, (0.6, 0.7), {}, False, False, (), 0.3)


def test_a_segment_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Segment(2.0, 1.0, "x", 0.5, 0.5)


def test_an_unknown_kind_of_signal_is_refused() -> None:
    with pytest.raises(ValueError, match="kind"):
        SafetySignal("unknown", "high", "", "rule")  # type: ignore[arg-type]


def test_a_report_is_plain_json_and_survives_the_round_trip() -> None:
    plain = Report("1", {"text": PREDICTION}, RISK, (), {"speech": "too short"}).to_json()
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    assert plain["predictions"]["text"]["tasks"]["emotions"] == {
        "scores": {"joy": 0.7, "fear": 0.1},
        "selected": ["joy"],
    }
    assert plain["risk"]["interval"] == [0.05, 0.2]


def test_a_cue_names_the_statistic_behind_it_only_where_there_is_one() -> None:
    cues = (Cue("word", 0.1), Cue("Higher pitch (z +1.4)", 0.1, task="emotion", feature="pitch.p50"))
    plain = Report("1", {"speech": replace(PREDICTION, evidence=cues)}, RISK, (), {}).to_json()
    assert [cue.get("feature") for cue in plain["predictions"]["speech"]["evidence"]] == [None, "pitch.p50"]
    assert "feature" not in plain["predictions"]["speech"]["evidence"][0]


def test_a_failure_has_the_contracts_form() -> None:
    assert Failure("7", "InputError", "Empty.").to_json() == {
        "id": "7",
        "error": {"type": "InputError", "message": "Empty."},
    }
