"""A model file that was made elsewhere: opened, and asked what it reads and in which order it answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import joblib
import numpy as np

from core.errors import InputError
from speech_model.features import names
from speech_model.labels import called_here
from speech_model.mean_mfcc import FEWEST, MOST
from speech_model.picture import ROWS

PICKLES = (".pkl", ".pickle", ".joblib")
KERAS = (".h5", ".keras")
PICTURE, DESIGN, STATISTICS = "picture", "design", "statistics"
_SAMPLE_ROWS, _SAMPLE_FRAMES = 16, 64

Shape = tuple[int | None, ...]


def is_keras(path: Path) -> bool:
    """By the ending of its name."""
    return path.suffix.lower() in KERAS


def open_model(path: Path) -> Any:
    """The model in a file that the person trusts.

    Raises InputError for what is not a fitted scikit-learn classifier or a Keras model.
    """
    model = _open_keras(path) if is_keras(path) else _open_pickle(path)
    if not is_keras(path) and not all(hasattr(model, k) for k in ("predict_proba", "n_features_in_", "classes_")):
        raise InputError(
            f"{path.name!r} holds a {type(model).__name__}; Attune needs a fitted scikit-learn classifier with "
            "predict_proba (for an SVC: wrap it in CalibratedClassifierCV)."
        )
    return model


def _open_pickle(path: Path) -> Any:
    try:
        return joblib.load(path)
    except Exception as error:  # a pickle can fail in any way at all
        raise InputError(
            f"{path.name!r} could not be opened as a scikit-learn model: {type(error).__name__}."
        ) from error


def _open_keras(path: Path) -> Any:
    import keras

    try:
        # The person has just said that the file is trusted; Lambda layers of old tutorials need this.
        return keras.saving.load_model(path, compile=False, safe_mode=False)
    except Exception as error:  # the same
        raise InputError(f"{path.name!r} could not be opened as a Keras model: {type(error).__name__}.") from error


def labels_of(model: Any, given: Sequence[str]) -> tuple[str, ...]:
    """Labels in the order of the outputs: a model that knows their names is believed, not the order they are given in.

    Raises InputError when the model has others, or another number of them, or answers with more than one row.
    """
    classes = getattr(model, "classes_", None)
    outputs = _keras_outputs(model) if classes is None else len(classes)
    # A forest with several outputs has an array of classes for each.
    if outputs is None or (classes is not None and any(map(np.ndim, classes))):
        raise InputError(
            "Attune needs a model with one output: a row with a probability or logit for each label. "
            "Of a model with several, save the part that names the feeling as a model of its own."
        )
    if outputs != len(given):
        raise InputError(f"The model has {outputs} outputs and --labels names {len(given)}.")
    if classes is None or not all(isinstance(name, str) for name in classes):
        return tuple(given)
    known = tuple(called_here(name) for name in classes)
    if set(known) != {called_here(label) for label in given}:
        raise InputError(f"The model answers with {', '.join(classes)}, and --labels names {', '.join(given)}.")
    return known


def _keras_outputs(model: Any) -> int | None:
    """Length of the row that it answers with; None where that is not one row, or was never built."""
    shapes = [tuple(one.shape) for one in getattr(model, "outputs", None) or ()]
    return shapes[0][1] if len(shapes) == 1 and len(shapes[0]) == 2 else None


def shapes_of(model: Any) -> list[Shape]:
    """Of each input, without the batch; None stands for any length."""
    if hasattr(model, "n_features_in_"):
        return [(model.n_features_in_,)]
    return [tuple(one.shape[1:]) for one in model.inputs]


def reads_of(shapes: Sequence[Shape], said: str = "") -> str:
    """What a model with such inputs is given; `said` is what the person says of it.

    Raises InputError when that does not fit, or nothing does.
    """
    if len(shapes) != 1:
        return _reads_several(shapes, said)
    (shape,) = shapes
    row = [count for axis, count in enumerate(shape, start=1) if axis != axis_of_one(shape)]
    counts = _counts()
    if said and said not in counts:
        raise InputError(f"--reads is statistics, design or mean-mfcc-{FEWEST} to mean-mfcc-{MOST}; got {said!r}.")
    fitting = [kind for kind, count in counts.items() if row in ([None], [count])]
    if said and said not in fitting:
        raise InputError(f"--reads {said} gives {counts[said]} numbers; the model reads inputs of shape {shape}.")
    if not said and len(fitting) != 1:
        raise InputError(
            f"The model reads inputs of shape {shape}. Attune can give {counts[STATISTICS]} statistics "
            f"(speech_model.features), {counts[DESIGN]} with the voice baseline, or the mean of {FEWEST} to {MOST} "
            "MFCCs as librosa computes them. Where the shape leaves it open, say with --reads which of them it is."
        )
    return said or fitting[0]


def axis_of_one(shape: Shape) -> int | None:
    """Which axis of (rows, *shape) stands beside the row of numbers, one long; None where there is none."""
    return shape.index(1) + 1 if len(shape) == 2 and 1 in shape else None


def _reads_several(shapes: Sequence[Shape], said: str) -> str:
    """The picture and the design, which is what the Keras network of `train_speech.py` reads."""
    if [shape[-1:] for shape in shapes] != [(ROWS,), (_counts()[DESIGN],)] or said not in ("", PICTURE):
        raise InputError(
            f"The model has inputs of the shapes {', '.join(map(str, shapes))}. Attune can give one row of numbers, or "
            "what the network of train_speech.py reads. To train that one on recordings of your own: "
            "python train_speech.py --data FOLDER --publish"
        )
    return PICTURE


def _counts() -> dict[str, int]:
    """How many numbers each kind of row holds."""
    kinds = {STATISTICS: len(names()), DESIGN: 2 * len(names()) + 1}
    return kinds | {f"mean-mfcc-{count}": count for count in range(FEWEST, MOST + 1)}


def sample_inputs(reads: str, axis: int | None) -> list[np.ndarray]:
    """Made-up inputs, one array for each input of the model, to compare a converted model with the original.

    The design is that of voices without a baseline.
    """
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(_SAMPLE_ROWS, _counts()[DESIGN if reads == PICTURE else reads])).astype(np.float32)
    if reads in (DESIGN, PICTURE):
        rows[:, -1] = 0
    if reads == PICTURE:
        return [rng.normal(size=(_SAMPLE_ROWS, _SAMPLE_FRAMES, ROWS)).astype(np.float32), rows]
    return [rows if axis is None else np.expand_dims(rows, axis)]
