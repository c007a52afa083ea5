"""Texts of blind authors, a YAML file each: what the model that ships says of them, by kind. Nobody reads the files."""

from pathlib import Path

import yaml

from core.types import Prediction
from model_registry import Artifact
from text_model import MODALITY
from text_model.predictor import TextPredictor


def answers_to(file: Path, each: int) -> dict[str, list[Prediction]]:
    """The answers for the texts of each kind, all of which must be read; a kind has `each` texts."""
    predictor = TextPredictor(Artifact.open(MODALITY.shipped, MODALITY.train_command))
    found = {}
    for kind, texts in yaml.safe_load(file.read_text(encoding="utf8")).items():
        read = predictor.predict([{"text": text} for text in texts], explain=False)
        found[kind] = [answer for answer in read if isinstance(answer, Prediction)]
        assert len(found[kind]) == len(texts) == each
    return found
