"""How often the label is right is told of the variant that answers, from speakers by whom nothing was chosen."""

import json
import shutil

import numpy as np
import pytest

from speech_model import MODALITY
from speech_model.audio import encode_wav
from speech_model.doubt import doubts, right_of_100
from speech_model.models import SpeechModels
from speech_model.predictor import load
from tests.speech_model.sounds import make_voice


def _scores(alone: float, compared: float, clips: int) -> dict:
    return {"alone": {"clips": clips, "UA": alone}, "3 calm clips": {"clips": clips, "UA": compared}}


def test_corpora_count_by_their_clips():
    found = right_of_100({"large": _scores(0.6, 0.7, 300), "small": _scores(0.2, 0.3, 100)})
    assert found == {"right_alone": 50, "right_with_baseline": 60}


def test_a_corpus_without_calm_clips_is_compared_with_nothing():
    bare = {"alone": {"clips": 900, "UA": 0.1}}
    assert right_of_100({"bare": bare, "own": _scores(0.6, 0.7, 10)})["right_alone"] == 60
    assert right_of_100({"bare": bare}) == right_of_100({}) == {}


@pytest.mark.parametrize(
    ("scores", "certainty", "is_doubted"),
    [([0.51, 0.49], 1.0, True), ([0.7, 0.3], 1.0, False), ([0.7, 0.3], 0.3, True), ([0.45, 0.3, 0.25], 1.0, False)],
)
def test_a_toss_of_a_coin_is_doubted_however_few_the_labels(scores, certainty, is_doubted):
    assert any("cannot tell" in note for note in doubts(np.array(scores), certainty, 0.0)) is is_doubted


@pytest.mark.parametrize("variant", MODALITY.variants)
def test_the_model_that_ships_tells_the_scores_of_the_variant_that_answers(variant):
    models = SpeechModels(MODALITY.shipped, variant)
    test = models.artifact.manifest.metrics["test"][variant]
    assert models.right_of_100 == right_of_100(test)
    low, high = sorted(modes["alone"]["UA"] for modes in test.values())
    assert 100 * low - 1 <= models.right_of_100["right_alone"] <= 100 * high + 1


@pytest.mark.parametrize("test", [{}, {"keras": {"own": _scores(0.1, 0.2, 9)}}, {"average": {"own": {"alone": {}}}}])
def test_nothing_is_promised_of_calm_recordings_where_nothing_was_measured(tiny_folder, tmp_path, test):
    folder = shutil.copytree(tiny_folder, tmp_path / "model")
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"metrics": {"test": test}}))
    item = {"audio": encode_wav(make_voice(3.0)), "voice_baseline": [encode_wav(make_voice(3.0, seed=1))]}
    found = load(folder, "average").predict([item])[0]
    assert not any("of 100" in note for note in found.notes)
    assert "right_alone" not in found.quality
