"""The predictor on a tiny model: contract, bad input, long text, safety, refusal of altered files."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from core.errors import ArtifactRefused, InputError, ModelNotAvailable
from core.types import Prediction
from text_model.labels import TASKS
from text_model.predictor import CUES_PER_TASK, MOST_CHARACTERS, TextPredictor, load
from text_model.windows import MOST_WINDOWS

CALM = "it was a sunny day and i am fine"
LOW = "it was a hopeless day and i am empty"


def _one(predictor: TextPredictor, text: object) -> Prediction:
    (answer,) = predictor.predict([{"text": text}])
    assert isinstance(answer, Prediction)
    return answer


def _silent(predictor: TextPredictor, text: str) -> Prediction:
    (answer,) = predictor.predict([{"text": text}], explain=False)
    assert isinstance(answer, Prediction)
    return answer


def test_all_six_tasks_are_answered_with_their_labels(predictor: TextPredictor) -> None:
    answer = _one(predictor, CALM)
    assert {name: tuple(task.scores) for name, task in answer.tasks.items()} == TASKS
    assert sum(answer.tasks["state"].scores.values()) == pytest.approx(1, abs=1e-3)
    assert answer.label == answer.tasks["state"].label == "neutral"
    assert answer.tasks["emotions"].selected


def test_words_of_distress_raise_it_and_are_named_with_their_places(predictor: TextPredictor) -> None:
    low, calm = _one(predictor, LOW), _one(predictor, CALM)
    assert low.distress > 0.8 > 0.2 > calm.distress
    strongest = low.evidence[0]
    assert strongest.text == "hopeless"
    assert strongest.weight > 0
    assert LOW[int(strongest.start or 0) : int(strongest.end or 0)].strip() == "hopeless"
    assert calm.evidence[0].weight < 0


def test_each_task_has_its_own_evidence_after_that_of_the_distress(predictor: TextPredictor) -> None:
    cues = _one(predictor, LOW).evidence
    tasks = [cue.task for cue in cues]
    assert tasks[0] is None and None not in tasks[tasks.index("state") :]
    assert next(cue for cue in cues if cue.task == "state").text == "hopeless"
    assert max(tasks.count(task) for task in TASKS) <= CUES_PER_TASK


def test_half_an_emoji_is_left_out_and_the_rest_is_read_and_explained(predictor: TextPredictor) -> None:
    whole, cut = _one(predictor, LOW), _one(predictor, f"{LOW} \ud83d")
    assert cut.distress == whole.distress
    assert [(cue.text, cue.start) for cue in cut.evidence] == [(cue.text, cue.start) for cue in whole.evidence]


@pytest.mark.parametrize("text", ["", "   ", "\u200b \n", "\ud83d", None, 3, ["hi"], b"hi"])
def test_what_is_no_text_is_answered_in_words_and_the_rest_goes_on(predictor: TextPredictor, text: object) -> None:
    bad, good = predictor.predict([{"text": text}, {"text": CALM}])
    assert isinstance(bad, InputError)
    assert len(str(bad).split()) > 5
    assert isinstance(good, Prediction)


def test_more_than_a_million_characters_are_refused_with_the_number(predictor: TextPredictor) -> None:
    (answer,) = predictor.predict([{"text": "a" * (MOST_CHARACTERS + 1)}])
    assert isinstance(answer, InputError)
    assert "1,000,001" in str(answer)


def test_a_batch_gives_what_single_texts_give(predictor: TextPredictor) -> None:
    texts = [CALM, LOW, "goodbye", f"{CALM} {LOW} " * 9]
    together = predictor.predict([{"text": t} for t in texts])
    for text, answer in zip(texts, together, strict=True):
        assert isinstance(answer, Prediction)
        assert answer.distress == pytest.approx(_one(predictor, text).distress, abs=1e-4)


def test_explanations_can_be_left_out(predictor: TextPredictor) -> None:
    (silent,) = predictor.predict([{"text": LOW}], explain=False)
    assert isinstance(silent, Prediction)
    assert silent.evidence == ()
    assert silent.distress == _one(predictor, LOW).distress


def test_a_dark_passage_in_a_long_text_is_shown_and_not_drowned(predictor: TextPredictor) -> None:
    text = f"{CALM}. " * 30 + "hopeless and empty and hopeless and empty. " * 2 + f"{CALM}. " * 30
    answer = _one(predictor, text)
    darkest = max(answer.segments, key=lambda s: s.distress)
    assert "hopeless" in text[int(darkest.start) : int(darkest.end)]
    assert answer.distress > _one(predictor, f"{CALM}. " * 60).distress + 0.2


def test_a_sign_of_crisis_sets_a_floor_and_length_alone_does_not(predictor: TextPredictor) -> None:
    (signal,) = _one(predictor, "goodbye and goodbye and goodbye").signals
    assert (signal.kind, signal.floor, signal.source) == ("suicide", "high", "model")
    assert _one(predictor, "a sunny and hopeless day. " * 400).signals == ()


FOREIGN = "je ne sais pas quoi faire et je suis ici"


def _floors(predictor: TextPredictor, text: str) -> list[str]:
    return [signal.floor for signal in _silent(predictor, text).signals]


@pytest.mark.parametrize("before", ["if (x) { y[0] = z; } ", f"{FOREIGN}. " * 150])
def test_code_or_another_language_before_an_english_passage_does_not_switch_its_alarm_off(
    predictor: TextPredictor, before: str
) -> None:
    answer = _silent(predictor, f"{before} it was a day and i am here and goodbye and goodbye and goodbye")
    assert answer.certainty < 0.5
    assert [signal.floor for signal in answer.signals] == ["high"]


def test_words_in_an_odd_order_do_not_switch_an_alarm_off(predictor: TextPredictor) -> None:
    text = "of the my very to was walk and long I a goodbye in goodbye the with and goodbye"
    answer = _silent(predictor, text)
    assert "follow each other" in answer.notes[0]
    assert answer.signals


def test_a_passage_in_another_language_raises_no_alarm_but_an_english_sentence_in_it_does(
    predictor: TextPredictor,
) -> None:
    foreign = "je suis ici et goodbye goodbye goodbye"
    assert _floors(predictor, foreign) == []
    assert _floors(predictor, f"{foreign}. it was for me.") == ["high"]


def test_a_surer_passage_in_another_language_does_not_hide_an_english_one(predictor: TextPredictor) -> None:
    foreign = f"{FOREIGN}. {FOREIGN} goodbye goodbye goodbye. {FOREIGN}. {FOREIGN}. "
    text = foreign + "it was goodbye for me and i am here goodbye to you and to them all"
    (signal,) = _silent(predictor, text).signals
    start, end = signal.spans[0]
    assert "for me" in text[start:end]


def test_the_whole_of_a_long_text_says_how_certain_the_reading_is(predictor: TextPredictor) -> None:
    english = f"{CALM}. " * 130
    answer = _silent(predictor, english + f"{FOREIGN}. " * 90)
    assert 0.3 < answer.certainty < 0.8
    assert "English" in answer.notes[0] and "part of the text" in answer.notes[0]
    assert _silent(predictor, english).notes == ()


def test_another_language_pulls_the_answer_to_the_prior_and_says_so(predictor: TextPredictor) -> None:
    answer = _one(predictor, "je ne sais pas quoi faire hopeless hopeless et je suis empty")
    assert "English" in answer.notes[0]
    assert answer.certainty < 0.5
    assert answer.distress < _one(predictor, LOW).distress
    assert answer.confidence < 0.7


def test_a_million_characters_are_read_in_parts_and_it_says_so(predictor: TextPredictor) -> None:
    answer = _one(predictor, ("it was a sunny day and i am fine . " * 28_600)[: MOST_CHARACTERS - 1])
    assert "very long" in answer.notes[-1]
    assert 0 < float(answer.quality["covered"] or 0) < 0.5
    assert len(answer.segments) == 40
    assert answer.quality["windows"] == MOST_WINDOWS


def test_twice_the_text_is_twice_the_windows_and_the_network_never_gets_more_at_once(
    predictor: TextPredictor, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    network = predictor._runtime._session

    class Counting:
        def run(self, outputs: None, inputs: Mapping[str, np.ndarray]) -> list[np.ndarray]:
            seen.append(inputs["input_ids"].size)
            answers: list[np.ndarray] = network.run(outputs, inputs)
            return answers

    monkeypatch.setattr(predictor._runtime, "_session", Counting())
    windows, largest = [], []
    for repeats in (100, 200, 400):
        seen.clear()
        windows.append(int(_silent(predictor, f"{CALM} " * repeats).quality["windows"] or 0))
        largest.append(max(seen))
    assert np.diff(windows) == pytest.approx([windows[0], 2 * windows[0]], abs=2)
    assert len(set(largest)) == 1
    assert sum(seen) == windows[-1] * 16


def test_an_altered_model_is_not_opened(tiny_folder: Path) -> None:
    with (tiny_folder / "model.onnx").open("ab") as file:
        file.write(b"x")
    with pytest.raises(ArtifactRefused, match="not the one that was published"):
        load(tiny_folder)


def test_a_missing_model_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ModelNotAvailable, match="train_text"):
        load(tmp_path)


def test_an_unknown_variant_is_refused(tiny_folder: Path) -> None:
    with pytest.raises(InputError, match="'fp64'"):
        load(tiny_folder, "fp64")


def test_the_description_names_version_labels_and_digests(predictor: TextPredictor) -> None:
    facts = predictor.describe()
    assert facts["version"] == "tiny"
    assert "model.onnx" in facts["files"]  # type: ignore[operator]
    assert "state[4]" in repr(predictor)
