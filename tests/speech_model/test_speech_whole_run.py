"""Both families in one run on a list of clips with everything that a list may say; then the same run resumed."""

import csv
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import train_speech
from model_registry import Artifact
from speech_model.audio import encode_wav
from speech_model.predictor import load
from tests.speech_model.sounds import make_voice

pytest.importorskip("tf2onnx")
PITCH = {"neutral": 110, "anger": 240}
# Per speaker: corpus, split, sex, age. No corpus has six speakers to train on; all of them together have.
SPEAKERS = [
    *[("large", "train", sex, age) for sex, age in [("female", 21), ("male", 34), ("female", 60), ("male", 25)]],
    *[("large", "Training", "female", 41), ("large", "test", "male", 55), ("small", "train", "male", 29)],
    ("small", "val", "female", 63),
]


@pytest.fixture(scope="module")
def listing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """clips.csv: four neutral and two angry clips of each of eight speakers."""
    folder = tmp_path_factory.mktemp("clips")
    with (folder / "clips.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["path", "label", "speaker", "corpus", "split", "sex", "age"])
        for number, (corpus, split, sex, age) in enumerate(SPEAKERS):
            for label, takes in (("neutral", 4), ("anger", 2)):
                for take in range(takes):
                    path = folder / f"{label}{number}{take}.wav"
                    voice = make_voice(1.5, PITCH[label] * 1.02**number, seed=10 * number + take)
                    path.write_bytes(encode_wav(voice))
                    writer.writerow([path.name, label, f"s{number}", corpus, split, sex, age])
    return folder / "clips.csv"


def _run(listing: Path, output: Path, *more: str) -> int:
    sizes = ["--versions", "2", "--landmarks", "40", "--epochs", "1", "--seed", "8"]
    return train_speech.main(["--data", str(listing), *sizes, "--output", str(output), *more])


@pytest.fixture(scope="module")
def output(listing: Path, trained_and_published: Callable[..., Path]) -> Path:
    """The working folder of a run of both families, which was published beside it."""
    return trained_and_published(partial(_run, listing), "both")


def test_both_families_and_their_mean_are_published_and_hear_a_baseline(output):
    item = {"audio": encode_wav(make_voice(2.0, 240, seed=99))}
    calm = {"voice_baseline": [encode_wav(make_voice(3.0, 110, seed=98))]}
    for variant in ("average", "sklearn", "keras"):
        alone, compared = load(output / "artifacts" / "speech" / "both", variant).predict([item, item | calm])
        assert alone.tasks["emotion"].scores.keys() == {"anger", "neutral"}
        assert alone.tasks != compared.tasks
        assert compared.quality["baseline_pieces"] == 1


def test_scores_are_those_of_the_speakers_marked_for_it_alone_and_with_calm_clips(output):
    manifest = Artifact.open(output / "model", "x").manifest
    assert manifest.training["clips"] == {"large": 18, "small": 6}
    assert (output / "sklearn" / "final.joblib").is_file()
    for variant in ("average", "sklearn", "keras"):
        test = manifest.metrics["test"][variant]
        assert {c: (m["alone"]["clips"], m["3 calm clips"]["clips"]) for c, m in test.items()} == {
            "large": (6, 3), "small": (6, 3),
        }  # fmt: skip
        large = test["large"]["alone"]
        assert (large["by_group"].keys(), large["by_age"].keys()) == ({"male"}, {"50 and over"})
        low, high = large["by_group_95"]["male"]
        assert low <= large["by_group"]["male"] <= high
    assert manifest.metrics["earlier"]["3 calm, 8 earlier"].keys() == {"large", "small"}
    card = (output / "model" / "README.md").read_text(encoding="utf8")
    assert "clips that the data mark as not for training" in card
    assert "| small | female |" in card


def test_a_resumed_run_takes_what_is_finished(output, listing):
    pieces = [output / "sklearn" / "held_out.joblib", output / "sklearn" / "final.joblib", output / "keras/keras.keras"]
    made = [piece.stat().st_mtime_ns for piece in pieces]
    before = Artifact.open(output / "model", "x").manifest
    assert _run(listing, output, "--resume") == 0
    assert [piece.stat().st_mtime_ns for piece in pieces] == made
    after = Artifact.open(output / "model", "x").manifest
    assert (after.facts, after.metrics["test"]) == (before.facts, before.metrics["test"])


def test_a_resumed_run_on_other_data_is_refused(output, listing, capsys):
    other = listing.with_name("other.csv")
    other.write_text(listing.read_text().replace(",anger,", ",sadness,"))
    before = (output / "model" / "manifest.json").read_bytes()
    assert _run(other, output, "--resume") == 1
    assert "made from other clips or labels" in capsys.readouterr().err
    assert (output / "model" / "manifest.json").read_bytes() == before
