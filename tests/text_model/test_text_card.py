"""The card that ships says what its manifest says."""

from pathlib import Path

from model_registry import Artifact
from text_model import MODALITY
from text_model.card import write_card


def test_the_card_that_ships_is_written_from_its_manifest(tmp_path: Path) -> None:
    manifest = Artifact.open(MODALITY.shipped, MODALITY.train_command).manifest
    written = write_card(tmp_path / "README.md", manifest).read_text(encoding="utf8")
    assert written == (MODALITY.shipped.parent / "README.md").read_text(encoding="utf8")
