"""A tiny model whose answers can be foretold."""

from pathlib import Path

import pytest

from text_model.predictor import TextPredictor, load
from text_model.tiny import place_tiny_model

WORDS = {"hopeless": 3.0, "empty": 2.0, "goodbye": 6.0, "sunny": -3.0, "fine": -2.0, "and": 0.0, "day": -0.5, ".": 0.0}


@pytest.fixture
def tiny_folder(tmp_path: Path) -> Path:
    return place_tiny_model(tmp_path / "weights", WORDS)


@pytest.fixture
def predictor(tiny_folder: Path) -> TextPredictor:
    return load(tiny_folder)
