"""A model folder is opened only when it is the one that was published."""

import json
from pathlib import Path

import pytest

from core.errors import ArtifactRefused, InputError, ModelNotAvailable
from core.modality import Modality
from core.settings import Settings
from model_registry import Artifact, Manifest, current, publish, versions
from model_registry.store import place

TRAIN = "python train_fake.py"


@pytest.fixture
def modality(tmp_path: Path) -> Modality:
    shipped = tmp_path / "fake_model" / "weights"
    return Modality("fake", "Fake", "fake", "text", "task", {"a": 0.5}, "none:none", TRAIN, shipped)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "artifacts", 1)


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    file = tmp_path / "model.onnx"
    file.write_bytes(b"weights")
    return file


def _manifest(version: str = "v1") -> Manifest:
    return Manifest("fake", version, {}, {"labels": ["a"]})


def test_published_files_open(modality: Modality, settings: Settings, weights: Path) -> None:
    folder = publish(modality, _manifest(), [weights], settings)
    artifact = Artifact.open(folder, TRAIN)
    assert artifact.path("model.onnx").read_bytes() == b"weights"
    assert artifact.manifest.facts == {"labels": ["a"]}


def test_altered_weights_are_refused(modality: Modality, settings: Settings, weights: Path) -> None:
    folder = publish(modality, _manifest(), [weights], settings)
    (folder / "model.onnx").write_bytes(b"Weights")
    with pytest.raises(ArtifactRefused, match="not the one that was published"):
        Artifact.open(folder, TRAIN).path("model.onnx")


@pytest.mark.parametrize("name", ["other.onnx", "../manifest.json"])
def test_a_file_that_the_manifest_does_not_list_is_refused(modality, settings, weights: Path, name: str) -> None:
    folder = publish(modality, _manifest(), [weights], settings)
    (folder / "other.onnx").write_bytes(b"stranger")
    with pytest.raises(ArtifactRefused, match="missing"):
        Artifact.open(folder, TRAIN).path(name)


def test_missing_model_says_how_to_make_one(modality: Modality) -> None:
    with pytest.raises(ModelNotAvailable, match=TRAIN):
        Artifact.open(modality.shipped, TRAIN)


@pytest.mark.parametrize("content", ["{", "[]", json.dumps({"modality": "fake"}), "\x00"])
def test_a_damaged_manifest_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(ArtifactRefused, match="damaged"):
        Artifact.open(tmp_path, TRAIN)


def test_what_ships_is_current_until_something_is_published(
    modality: Modality, settings: Settings, weights: Path
) -> None:
    place(modality.shipped, _manifest("shipped"), [weights])
    assert current(modality, settings) == modality.shipped
    folder = publish(modality, _manifest("mine"), [weights], settings)
    assert current(modality, settings) == folder
    assert versions(modality, settings) == ["mine"]


def test_a_current_version_that_is_gone_is_an_error_not_a_fallback(modality, settings, weights: Path) -> None:
    folder = publish(modality, _manifest("mine"), [weights], settings)
    (folder / "manifest.json").unlink()
    with pytest.raises(ModelNotAvailable, match="no longer there"):
        current(modality, settings)


@pytest.mark.parametrize("version", ["../up", "", "a/b", ".hidden", "x" * 65])
def test_a_version_must_be_a_plain_name(modality, settings, weights: Path, version: str) -> None:
    with pytest.raises(InputError, match="plain name"):
        publish(modality, _manifest(version), [weights], settings)


def test_a_version_is_never_overwritten(modality: Modality, settings: Settings, weights: Path) -> None:
    publish(modality, _manifest(), [weights], settings)
    with pytest.raises(InputError, match="exists"):
        publish(modality, _manifest(), [weights], settings)
