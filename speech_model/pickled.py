"""A pickle that a person published themselves, opened as a session is; imported only for such a model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import joblib
import numpy as np

from core.errors import ArtifactRefused
from core.settings import Settings


class PickledModel:
    """Has of an ONNX session what serving uses. The caller has checked the digest."""

    def __init__(self, path: Path) -> None:
        self._model = joblib.load(path)

    def get_inputs(self) -> list[Any]:
        """One input, as in a session."""
        return [_Input()]

    def run(self, _outputs: None, given: dict[str, np.ndarray]) -> list[np.ndarray]:
        """Probabilities, in a list as a session gives them."""
        (rows,) = given.values()
        return [np.asarray(self._model.predict_proba(rows), np.float64)]


class _Input:
    name = "rows"


def open_pickle(path: Path) -> PickledModel:
    """Open a model whose digest was checked.

    Raises ArtifactRefused outside the folder of models that this person published.
    """
    home = Settings.from_environment().artifacts.resolve()
    if home not in path.resolve().parents:
        raise ArtifactRefused(
            f"{path.name!r} was not opened: a pickle runs code, so only those that you published yourself with "
            "python train_speech.py import are opened."
        )
    return PickledModel(path)
