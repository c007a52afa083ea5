"""Publishes a model that a person trained elsewhere, as ONNX where that can be, with its digest recorded."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib
import numpy as np

from core.errors import ArtifactRefused, InputError
from model_registry import Manifest, publish, sha256
from speech_model import MODALITY
from speech_model.export import keras_to_onnx, sklearn_to_onnx
from speech_model.features import names
from speech_model.mean_mfcc import accepts as accepts_mfcc
from speech_model.models import ALONE, WITH_BASELINE

log = logging.getLogger(__name__)
PICKLES = (".pkl", ".pickle", ".joblib")
KERAS = (".h5", ".keras")
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
        if len(set(self.labels)) < 2:
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
    """Open, convert to ONNX, compare with the original, publish and make current; returns the folder.

    Raises ArtifactRefused unless `trusted`, InputError for a model that cannot be fed with a voice.
    """
    if not trusted:
        raise ArtifactRefused(f"{own.path.name!r} was not opened, because nobody said that it can be trusted.")
    digest = sha256(own.path)
    work.mkdir(parents=True, exist_ok=True)
    is_keras = own.path.suffix.lower() in KERAS
    model = _load_keras(own.path) if is_keras else _load_pickle(own.path)
    reads, rank = _reads(model, own, is_keras=is_keras)
    target, difference = _convert_keras(model, work) if is_keras else _convert_sklearn(model, work)
    manifest = Manifest(
        MODALITY.name,
        own.version,
        {},
        _facts(own, reads, rank, is_keras=is_keras),
        {
            "imported": own.path.name,
            "sha256 of the original": digest,
            "largest difference after conversion": "kept as a pickle" if difference is None else difference,
            "when": time.strftime("%Y-%m-%d %H:%M"),
        },
    )
    return publish(MODALITY, manifest, [target])


def _load_pickle(path: Path) -> Any:
    try:
        model = joblib.load(path)
    except Exception as error:  # a pickle can fail in any way at all
        raise InputError(
            f"{path.name!r} could not be opened as a scikit-learn model: {type(error).__name__}."
        ) from error
    if not hasattr(model, "predict_proba") or not hasattr(model, "n_features_in_"):
        raise InputError(
            f"{path.name!r} holds a {type(model).__name__}; Attune needs a fitted scikit-learn classifier with "
            "predict_proba (for an SVC: wrap it in CalibratedClassifierCV)."
        )
    return model


def _load_keras(path: Path) -> Any:
    import keras

    try:
        # The person has just said that the file is trusted; Lambda layers of old tutorials need this.
        return keras.saving.load_model(path, compile=False, safe_mode=False)
    except Exception as error:  # the same
        raise InputError(f"{path.name!r} could not be opened as a Keras model: {type(error).__name__}.") from error


def _reads(model: Any, own: Own, *, is_keras: bool) -> tuple[str, int]:
    """What the model is given, and the rank of its input without the batch."""
    shape = tuple(model.input_shape[1:]) if is_keras else (model.n_features_in_,)
    outputs = model.output_shape[-1] if is_keras else len(model.classes_)
    if outputs != len(own.labels):
        raise InputError(f"The model has {outputs} outputs and --labels names {len(own.labels)}.")
    width = shape[0] if len(shape) < 2 or shape[-1] == 1 else None
    if own.reads:
        return own.reads, len(shape)
    if width == len(names()):
        return "statistics", len(shape)
    if width == 2 * len(names()) + 1:
        return "design", len(shape)
    if width is not None and accepts_mfcc(width):
        return f"mean-mfcc-{width}", len(shape)
    raise InputError(
        f"The model reads inputs of shape {shape}. Attune can give {len(names())} statistics (speech_model.features), "
        f"{2 * len(names()) + 1} with the voice baseline, or the mean of 10 to 60 MFCCs as librosa computes them."
    )


def _convert_sklearn(model: Any, work: Path) -> tuple[Path, float | None]:
    """As ONNX, or as the pickle that it was where ONNX has no words for it; its digest then guards it."""
    rows = np.random.default_rng(0).normal(size=(16, model.n_features_in_)).astype(np.float32)
    try:
        return work / "own.onnx", sklearn_to_onnx(model, rows, work / "own.onnx")
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


def _convert_keras(model: Any, work: Path) -> tuple[Path, float | None]:
    rows = np.random.default_rng(0).normal(size=(4, *model.input_shape[1:])).astype(np.float32)
    return work / "own.onnx", keras_to_onnx(model, [rows], work / "own.onnx")


def _facts(own: Own, reads: str, rank: int, *, is_keras: bool) -> dict[str, Any]:
    """Without data nothing can be calibrated: distress is taken as the labels say, and reliability is half."""
    plain = {"temperature": 1.0, "distress": {"slope": 1.0, "intercept": 0.0, "base_rate": 0.5}, "reliability": 0.5}
    return {
        "labels": list(own.labels),
        "statistics": len(names()),
        "default": "own",
        "members": {"own": {"own": 1.0}},
        "own": {"reads": reads, "rank": rank, "probabilities": not is_keras},
        "calibration": {"own": {ALONE: plain, WITH_BASELINE: plain}},
    }


def parse_labels(text: str) -> tuple[str, ...]:
    """Labels of a comma-separated list."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def check_labels(labels: Sequence[str]) -> None:
    """Say which labels nobody rated for distress; they count as undecided."""
    unknown = sorted(set(labels) - set(MODALITY.distress_of))
    if unknown:
        print(f"Labels without a distress rating count as undecided (0.5): {', '.join(unknown)}")
