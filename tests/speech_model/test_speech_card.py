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


def _folds(*corpora: str, **intervals: Any) -> dict[str, Any]:
    alone = SCORES | {"by_group": {"female": 0.7}, "by_age": {"50 and over": 0.65}} | intervals
    return {"sklearn": {corpus: {"alone": alone} for corpus in corpora}}


def test_groups_are_those_of_five_folds_where_they_were_measured(tmp_path):
    manifest = own()
    measured = {**manifest.metrics, "five_folds": _folds("own"), "fold minutes": 5}
    found = card(replace(manifest, metrics=measured), tmp_path)
    assert "By group, `sklearn` over all speakers in five folds" in found
    assert "| own | 50 and over | 0.650 |  |" in found
    assert "By group" not in card(manifest, tmp_path)


def test_groups_and_corruptions_have_intervals_where_they_were_measured(tmp_path):
    manifest = own()
    folds = _folds("own", by_group_95={"female": [0.61, 0.78]}, by_age_95={"50 and over": [0.5, 0.8]})
    measured = {**manifest.metrics, "five_folds": folds, "fold minutes": 5}
    measured["corruptions"] = {"clean": {"own": 0.9}, "hum": {"own": 0.8}}
    measured["corruptions_95"] = {"clean": {"own": [0.85, 0.95]}, "hum": {"own": [0.7, 0.9]}}
    found = card(replace(manifest, metrics=measured), tmp_path)
    assert "| own | female | 0.700 (0.61 to 0.78) |  |" in found
    assert "| hum | 0.800 (0.70 to 0.90; -0.100) |" in found


@pytest.mark.parametrize(("corpora", "is_said"), [(("own",), False), (("own", "other"), True)])
def test_that_no_corpus_could_be_left_out_is_said(tmp_path, corpora, is_said):
    manifest = own()
    measured = {**manifest.metrics, "five_folds": _folds(*corpora), "left_out": {}, "fold minutes": 5}
    said = "fewer than two labels are in all of them" in card(replace(manifest, metrics=measured), tmp_path)
    assert said is is_said


def test_clips_that_could_not_be_used_are_counted(tmp_path):
    manifest = own()
    found = card(replace(manifest, training={**manifest.training, "clips left out": 3}), tmp_path)
    assert "Clips that could not be used and were left out: 3." in found
    assert "left out: 0" not in card(replace(manifest, training={**manifest.training, "clips left out": 0}), tmp_path)


def test_the_probability_below_which_nothing_is_told_goes_with_the_number_of_labels(tmp_path):
    assert "Below a probability of 0.4," in card(SHIPPED, tmp_path)
    assert "Below a probability of 0.6," in card(own(), tmp_path)


def test_training_counts_the_speakers_who_are_named_and_the_clips_without_one():
    clips = [Clip(Path(f"{s}.wav"), "anger", s) for s in ("ben", "ben", "clip-a", "ada", "clip-b")]
    dev = np.array([3, 4])
    lesson = Lesson(clips, ("anger", "proud"), [], None, np.array([0, 1, 2]), dev, dev)
    found = _training(Job(), lesson, Destination(False, False, "v", "command"), 60)
    assert (found["clips"], found["speakers"], found["clips without a speaker"]) == ({"own": 3}, {"own": 1}, 2)
    assert "the held-out speakers" in found["scored on"]


def test_clips_without_a_speaker_may_make_the_scores_look_better(tmp_path):
    assert "Of 7 clips nobody said who speaks" in card(own(unnamed=7), tmp_path)
