"""A model card says of the data what is so: of the corpora behind the model that ships, or of somebody's recordings."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model_registry import Artifact, Manifest
from speech_model import MODALITY
from speech_model.card import write_card
from speech_model.data import Clip
from speech_model.job import Job, Lesson
from speech_model.release import Destination, _training

SHIPPED = Artifact.open(MODALITY.shipped, MODALITY.train_command).manifest
SCORES = {"clips": 8, "speakers": 2, "UA": 0.9, "UA_95": [0.8, 1.0], "ECE": 0.1, "ECE_by_chance": 0.1}
OWN = {
    "speakers": {"own": 6},
    "clips": {"own": 24},
    "clips without a speaker": 0,
    "versions of each clip": 2,
    "scored on": "the held-out speakers",
}


def own(unnamed: int = 0, **scores: Any) -> Manifest:
    """What training on recordings of one's own leaves behind, in one family."""
    facts = {"labels": ["anger", "proud"], "members": {"sklearn": {}}, "default": "sklearn", "held_out_UA": {}}
    test = {"sklearn": {"own": scores or {"alone": SCORES | {"by_group": {}, "by_age": {}}}}}
    training = {**SHIPPED.training, **OWN, "clips without a speaker": unnamed}
    return replace(
        SHIPPED, facts={**SHIPPED.facts, **facts}, training=training, metrics={"test": test, "control": {"own": 0.5}}
    )


def card(manifest: Manifest, folder: Path) -> str:
    """The card as it would be published."""
    return write_card(folder / "README.md", manifest).read_text(encoding="utf8")


def test_the_card_that_ships_is_the_one_that_its_manifest_makes(tmp_path):
    assert card(SHIPPED, tmp_path) == (MODALITY.shipped.parent / "README.md").read_text(encoding="utf8")


@pytest.mark.parametrize(
    "words", ["CREMA-D", "RAVDESS", "TESS", "eight emotions", "Acted", "English", "licence as", "Two families", "Both"]
)
def test_a_card_of_ones_own_recordings_says_nothing_of_the_default_corpora(tmp_path, words):
    assert words in card(SHIPPED, tmp_path)
    assert words not in card(own(), tmp_path)


def test_a_card_of_ones_own_recordings_says_what_they_were(tmp_path):
    found = card(own(), tmp_path)
    assert "answers with a label (anger, proud), a distress signal" in found
    assert "| own | 24 | 6 |" in found
    assert "undecided: proud." in found
    assert "what a voice baseline does is not known" in found
    assert "same voice" not in found


def test_training_counts_the_speakers_who_are_named_and_the_clips_without_one():
    clips = [Clip(Path(f"{s}.wav"), "anger", s) for s in ("ben", "ben", "clip-a", "ada", "clip-b")]
    dev = np.array([3, 4])
    lesson = Lesson(clips, ("anger", "proud"), [], None, np.array([0, 1, 2]), dev, dev)
    found = _training(Job(), lesson, Destination(False, False, "v", "command"), 60)
    assert (found["clips"], found["speakers"], found["clips without a speaker"]) == ({"own": 3}, {"own": 1}, 2)
    assert "the held-out speakers" in found["scored on"]


def test_clips_without_a_speaker_may_make_the_scores_look_better(tmp_path):
    assert "Of 7 clips nobody said who speaks" in card(own(unnamed=7), tmp_path)
