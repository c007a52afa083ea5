"""Publishes a model that a person trained elsewhere, as ONNX where that can be, with its digest recorded."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import joblib
import numpy as np

from core.errors import ArtifactRefused, InputError
from core.settings import Settings
from model_registry import Manifest, publish, sha256
from model_registry.store import free_folder, place
from speech_model import MODALITY
from speech_model.audio import encode_wav
from speech_model.elsewhere import (
    DESIGN,
    KERAS,
    PICKLES,
    PICTURE,
    axis_of_one,
    is_keras,
    labels_of,
    open_model,
    reads_of,
    sample_inputs,
    shapes_of,
)
from speech_model.export import keras_to_onnx, sklearn_to_onnx
from speech_model.features import names
from speech_model.inputs import LIMIT
from speech_model.kernel import KernelMachine
from speech_model.kernel_onnx import kernel_to_onnx
from speech_model.labels import called_here
from speech_model.models import ALONE, SCALING, WITH_BASELINE
from speech_model.predictor import load
from speech_model.spectrum import SAMPLE_RATE_HZ

log = logging.getLogger(__name__)
WARNING = """Loading {name} runs whatever code is inside it: a .pkl or .joblib file can do anything that you can do on
this machine, and a .keras or .h5 file can carry code too. Only go on if you made this file or trust who did.
SHA-256: {digest}"""


@dataclass(frozen=True)
class Own:
    """A person's model: `labels` in the order of its outputs, `reads` what it is given."""

    path: Path
    labels: tuple[str, ...]
    version: str
    reads: str = ""

    def __post_init__(self) -> None:
        if len(self.labels) < 2 or len(set(self.labels)) < len(self.labels):
            raise InputError(
                f"--labels names at least two different labels, in the model's order; got {self.labels!r}."
            )
        if not self.path.is_file():
            raise InputError(f"There is no file {self.path.name!r}.")
        if self.path.suffix.lower() not in PICKLES + KERAS:
            raise InputError(f"A model ends in {', '.join(PICKLES + KERAS)}; got {self.path.name!r}.")


def warning(own: Own) -> str:
    """What a person must know before the file is opened."""
    return WARNING.format(name=own.path.name, digest=sha256(own.path))


def import_model(own: Own, work: Path, *, trusted: bool) -> Path:
    """Open, convert to ONNX, compare with the original, let it answer once, publish, make current; returns the folder.

    Raises ArtifactRefused unless `trusted`, InputError for a model that cannot be fed with a voice.
    """
    if not trusted:
        raise ArtifactRefused(f"{own.path.name!r} was not opened, because nobody said that it can be trusted.")
    digest = sha256(own.path)
    free_folder(MODALITY, own.version)
    work.mkdir(parents=True, exist_ok=True)
    model = open_model(own.path)
    labels, shapes = labels_of(model, own.labels), shapes_of(model)
    reads, axis = reads_of(shapes, own.reads), axis_of_one(shapes[-1])
    scaling = [_scaling(own.path)] if reads in (DESIGN, PICTURE) else []
    convert = _convert_keras if is_keras(own.path) else _convert_sklearn
    target, difference = convert(model, sample_inputs(reads, axis), work)
    manifest = Manifest(
        MODALITY.name,
        own.version,
        {},
        _facts(labels, reads, axis),
        {
            "imported": own.path.name,
            "sha256 of the original": digest,
            "largest difference after conversion": "kept as a pickle" if difference is None else difference,
            "when": time.strftime("%Y-%m-%d %H:%M"),
        },
    )
    _rehearse(manifest, [target, *scaling])
    return publish(MODALITY, manifest, [target, *scaling])


def _scaling(path: Path) -> Path:
    """The scaling that training wrote for this model: beside it, or in OUTPUT/export for one in OUTPUT/keras."""
    places = [folder / SCALING for folder in (path.resolve().parent, path.resolve().parent.parent / "export")]
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise InputError(
            f"{path.name!r} reads statistics that were scaled in training. Put the {SCALING} of that training "
            "(OUTPUT/export) beside it."
        )
    return found


def _convert_sklearn(model: Any, inputs: list[np.ndarray], work: Path) -> tuple[Path, float | None]:
    """As ONNX, or as the pickle that it was where ONNX has no words for it; its digest then guards it."""
    (rows,) = inputs
    try:
        to_onnx = kernel_to_onnx if isinstance(model, KernelMachine) else sklearn_to_onnx
        return work / "own.onnx", to_onnx(model, rows, work / "own.onnx")
    except Exception as error:  # whatever the converter says of a model that it does not know
        log.info("not converted to ONNX: %s", type(error).__name__)
    try:
        found = np.asarray(model.predict_proba(rows), np.float64)
    except Exception as error:  # somebody else's code can fail in any way
        raise InputError(f"This model cannot be asked for probabilities: {type(error).__name__}.") from error
    if found.shape != (len(rows), len(model.classes_)):
        raise InputError(f"This model answers with the shape {found.shape}, not one probability per label.")
    joblib.dump(model, work / "own.joblib")
    return work / "own.joblib", None


def _convert_keras(model: Any, inputs: list[np.ndarray], work: Path) -> tuple[Path, float | None]:
    try:
        return work / "own.onnx", keras_to_onnx(model, inputs, work / "own.onnx")
    except Exception as error:  # whatever layers somebody else's model has
        log.info("not converted to ONNX: %s", error)
        raise InputError(
            f"This Keras model could not be made into ONNX ({type(error).__name__}), which is what Attune runs. "
            "Layers of your own and Lambda layers are the usual reason; use layers that come with Keras."
        ) from error


def _facts(labels: tuple[str, ...], reads: str, axis: int | None) -> dict[str, Any]:
    """Without data nothing can be calibrated: distress is taken as the labels say, and reliability is half."""
    plain = {"temperature": 1.0, "distress": {"slope": 1.0, "intercept": 0.0, "base_rate": 0.5}, "reliability": 0.5}
    return {
        "labels": list(labels),
        "statistics": len(names()),
        "default": "own",
        "members": {"own": {"own": 1.0}},
        "own": {"reads": reads, "rank": 1 if axis is None else 2, "axis": axis},
        "learned_with_baseline": reads in (DESIGN, PICTURE),
        "calibration": {"own": {ALONE: plain, WITH_BASELINE: plain}},
        # What is unusual, and which qualities go with distress, is not known: no voice is further off than LIMIT.
        "usual_z": LIMIT,
        "cue_slopes": {},
    }


def _rehearse(manifest: Manifest, files: Sequence[Path]) -> None:
    """Let the model answer for a made-up voice as it will be served, alone and with a baseline.

    Raises InputError when it cannot.
    """
    home = Settings.from_environment().artifacts
    home.mkdir(parents=True, exist_ok=True)
    clip, calm = encode_wav(_voice()), encode_wav(_voice() / 2)
    # In the folder of published models, because a pickle is opened nowhere else.
    with TemporaryDirectory(prefix="trial-", dir=home) as folder:
        place(Path(folder), manifest, files)
        try:
            for answer in load(Path(folder)).predict([{"audio": clip}, {"audio": clip, "voice_baseline": [calm]}]):
                if isinstance(answer, InputError):
                    raise answer
        except Exception as error:  # somebody else's model can fail in any way
            log.info("the model did not answer: %s", error)
            raise InputError(
                f"The model could be opened, but it cannot answer for a voice ({type(error).__name__}), so it was not "
                "published. Check that it was trained on what --reads says, with one probability or logit per label."
            ) from error


def _voice() -> np.ndarray:
    """Three seconds that pass for a voice: harmonics of 140 Hz in four syllables a second."""
    t = np.arange(3 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    hum = sum(np.sin(2 * np.pi * 140 * k * t) / k for k in range(1, 25))
    return np.asarray(0.2 * hum * np.clip(np.sin(2 * np.pi * 4 * t), 0, 1), np.float32)


def parse_labels(text: str) -> tuple[str, ...]:
    """Labels of a comma-separated list, by the names that this project rates."""
    return tuple(called_here(part) for part in text.split(",") if part.strip())
