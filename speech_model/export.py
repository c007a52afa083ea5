# ruff: noqa: TID253
"""Trained models to ONNX, each checked against the original on real inputs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from skl2onnx import to_onnx

TOLERANCE = 2e-4
OPSET = 17


def sklearn_to_onnx(model: Any, inputs: np.ndarray, path: Path) -> float:
    """Write a classifier with predict_proba; returns the largest difference on `inputs`.

    Raises ValueError when ONNX and scikit-learn disagree.
    """
    final = model.steps[-1][1] if hasattr(model, "steps") else model
    converted = to_onnx(
        model, inputs[:1].astype(np.float32), options={id(final): {"zipmap": False}}, target_opset=OPSET
    )
    path.write_bytes(converted.SerializeToString())
    return check(path, inputs.astype(np.float32), model.predict_proba, output=-1)


def keras_to_onnx(model: Any, inputs: list[np.ndarray], path: Path) -> float:
    """Write a Keras model whose output is logits; returns the largest difference on `inputs`."""
    expected = np.asarray(model.predict(inputs, verbose=0))
    model.export(path, format="onnx", verbose=False, opset_version=OPSET)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    names = [i.name for i in session.get_inputs()]
    found = session.run(None, dict(zip(names, inputs, strict=True)))[0]
    return _agree(found, expected, path)


def check(path: Path, inputs: np.ndarray, original: Callable[[np.ndarray], np.ndarray], output: int) -> float:
    """Largest difference between an ONNX file and the function it was made from."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    found = session.run(None, {session.get_inputs()[0].name: inputs})[output]
    return _agree(found, original(inputs), path)


def _agree(found: np.ndarray, expected: np.ndarray, path: Path) -> float:
    difference = float(np.abs(found - expected).max())
    if not difference <= TOLERANCE:  # true for NaN too
        raise ValueError(f"{path.name} differs from the original by {difference:.2e}, more than {TOLERANCE:.0e}")
    return difference
