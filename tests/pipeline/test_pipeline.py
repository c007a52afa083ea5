"""The pipeline with a fake modality: one more modality is one more entry, and what breaks stays in its place."""

from __future__ import annotations

import json
import logging
import threading
from dataclasses import replace

import pytest

from core.errors import InputError
from core.types import Failure, Item, Report
from pipeline import Pipeline
from tests.pipeline import fake_modality


@pytest.fixture
def pipe() -> Pipeline:
    fake_modality.opened.clear()
    return Pipeline([fake_modality.modality()])


def _report(result: Report | Failure) -> Report:
    assert isinstance(result, Report), result
    return result


def test_a_new_modality_is_one_entry_and_reaches_the_report(pipe: Pipeline) -> None:
    calm, upset = (_report(pipe.analyse(Item("1", {"mood": d}))) for d in (0.02, 0.98))
    assert calm.risk.level == "low"
    assert calm.risk.score < upset.risk.score
    assert set(upset.risk.contributions) == {"mood"}
    json.dumps(upset.to_json(), allow_nan=False)


def test_order_is_kept_and_a_bad_item_fails_alone(pipe: Pipeline) -> None:
    items = [
        Item("a", {"mood": 0.1}),
        Item("b", {"mood": "bad"}),
        Failure("c", "InputError", "Line 3."),
        Item("d", {"mood": 0.9}),
    ]
    results = list(pipe.analyse_many(items, batch=3))
    assert [r.id for r in results] == ["a", "b", "c", "d"]
    assert [type(r) for r in results] == [Report, Failure, Failure, Report]
    assert results[1].to_json() == {"id": "b", "error": {"type": "InputError", "message": "That was not a mood."}}


def test_a_model_that_breaks_on_one_item_still_answers_the_others(pipe: Pipeline) -> None:
    results = list(pipe.analyse_many([Item("a", {"mood": 0.1}), Item("b", {"mood": "boom"}), Item("c", {"mood": 0.9})]))
    assert [type(r) for r in results] == [Report, Failure, Report]


def test_a_broken_model_says_nothing_of_what_was_written(pipe: Pipeline, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        result = pipe.analyse(Item("1", {"mood": "boom"}))
    assert "secret" not in caplog.text + json.dumps(result.to_json())
    assert "ZeroDivisionError" in caplog.text


def test_an_item_with_nothing_to_read_says_what_to_give(pipe: Pipeline) -> None:
    result = pipe.analyse(Item("1", {"something": 1}))
    assert isinstance(result, Failure)
    assert '"mood"' in result.message


def test_missing_weights_name_the_command_that_makes_them() -> None:
    result = Pipeline([fake_modality.modality("refuse")]).analyse(Item("1", {"mood": 0.5}))
    assert isinstance(result, Failure)
    assert result.type == "ModelNotAvailable"
    assert "python train_mood.py" in result.message


def test_a_library_that_is_absent_is_named_with_the_command_that_installs_it() -> None:
    result = Pipeline([replace(fake_modality.modality(), loader="no_such_library:load")]).analyse(
        Item("1", {"mood": 0.5})
    )
    assert isinstance(result, Failure)
    assert "no_such_library" in result.message
    assert "pip install -r requirements-serve.txt" in result.message


def test_crisis_words_are_heard_without_any_text_model() -> None:
    report = _report(
        Pipeline([fake_modality.modality("refuse")]).analyse(Item("1", {"text": "I want to kill myself", "mood": 0.5}))
    )
    assert report.risk.level == "high"
    assert report.risk.crisis
    assert report.recommendations[0].kind == "crisis"
    assert "train_mood" in report.problems["mood"]


def test_nothing_lowers_a_crisis(pipe: Pipeline) -> None:
    report = _report(pipe.analyse(Item("1", {"text": "I am going to kill myself tonight", "mood": 0.0})))
    assert report.risk.level == "high"


def test_a_model_is_opened_once_for_all_threads(pipe: Pipeline) -> None:
    threads = [threading.Thread(target=pipe.analyse, args=(Item("1", {"mood": "slow"}),)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert fake_modality.opened == [None]


def test_a_variant_reaches_the_loader_and_an_unknown_one_is_refused() -> None:
    fake_modality.opened.clear()
    Pipeline([fake_modality.modality()], variants={"mood": "b"}).warm_up()
    assert fake_modality.opened == ["b"]
    with pytest.raises(InputError, match="a, b"):
        Pipeline([fake_modality.modality()], variants={"mood": "c"})


def test_another_variant_of_one_model_shares_the_others() -> None:
    fake_modality.opened.clear()
    first = Pipeline([replace(fake_modality.modality(), name=name) for name in ("mood", "sleep")])
    second = first.with_variants({"mood": "b"})
    assert second.predictor("sleep") is first.predictor("sleep")
    assert second.predictor("mood") is not first.predictor("mood")
    assert fake_modality.opened == [None, "b", None]


def test_stages_are_told_in_order(pipe: Pipeline) -> None:
    told: list[str] = []
    pipe.analyse(Item("1", {"mood": 0.5}), on_stage=told.append)
    assert told == ["Your mood", "Putting it together"]


def test_warm_up_says_what_stands_in_the_way() -> None:
    assert Pipeline([fake_modality.modality()]).warm_up() == {}
    assert "python train_mood.py" in Pipeline([fake_modality.modality("refuse")]).warm_up()["mood"]
