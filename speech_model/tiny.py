"""A tiny valid model folder for tests and trials: right shapes, no knowledge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from model_registry import Manifest
from model_registry.store import place
from speech_model import MODALITY
from speech_model.data import LABELS
from speech_model.features import names
from speech_model.inputs import Calm, Scaling
from speech_model.models import ALONE, AVERAGE, WITH_BASELINE
from speech_model.picture import ROWS


def make_tiny(folder: Path, seed: int = 0) -> Path:
    """Write a folder that `speech_model.predictor.load` opens; returns it. Needs the onnx package."""
    rng = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    size = len(names())
    plain, wide = np.zeros(size, np.float32), np.full(size, 30.0, np.float32)
    calm = Calm(plain, wide, wide, plain, wide)
    scaling = Scaling(plain, wide, wide, plain, wide, calm).save(folder / "scaling.npz")
    weights = rng.normal(0, 0.05, (2 * size + 1, len(LABELS))).astype(np.float32)
    models = {"sklearn": _linear(weights, pictures=False), "keras": _linear(weights, pictures=True)}
    files = [scaling]
    for name, content in models.items():
        files.append(folder / f"{name}.onnx")
        files[-1].write_bytes(content)
    facts = _facts()
    scores = {"alone": {"clips": 100, "UA": 0.5}, "3 calm clips": {"clips": 100, "UA": 0.6}}
    metrics = {"test": {variant: {"own": scores} for variant in facts["members"]}}
    place(folder, Manifest(MODALITY.name, "tiny", {}, facts, metrics=metrics), files)
    return folder


def _facts() -> dict[str, Any]:
    plain = {"temperature": 1.0, "distress": {"slope": 1.0, "intercept": 0.0, "base_rate": 0.5}, "reliability": 0.5}
    members = {AVERAGE: {"sklearn": 1.0, "keras": 1.0}, "sklearn": {"sklearn": 1.0}, "keras": {"keras": 1.0}}
    return {
        "labels": list(LABELS),
        "statistics": len(names()),
        "default": AVERAGE,
        "members": members,
        "calibration": {name: {ALONE: plain, WITH_BASELINE: plain} for name in members},
        "usual_z": 100.0,
        "cue_slopes": {ALONE: {}, WITH_BASELINE: {"pitch.p50": 0.3}},
    }


def _linear(weights: np.ndarray, *, pictures: bool) -> bytes:
    """design @ weights as softmax; with `pictures` as logits that also look at the mean of the picture."""
    from onnx import TensorProto, helper, numpy_helper

    design = helper.make_tensor_value_info("design", TensorProto.FLOAT, [None, weights.shape[0]])
    picture = helper.make_tensor_value_info("picture", TensorProto.FLOAT, [None, None, ROWS])
    out = helper.make_tensor_value_info("out", TensorProto.FLOAT, [None, weights.shape[1]])
    fixed = [numpy_helper.from_array(weights, "w"), numpy_helper.from_array(np.array([1, 2]), "axes")]
    nodes = [helper.make_node("MatMul", ["design", "w"], ["logits"])]
    if pictures:
        nodes.append(helper.make_node("ReduceMean", ["picture", "axes"], ["mean"], keepdims=0))
        nodes.append(helper.make_node("Unsqueeze", ["mean", "last"], ["column"]))
        nodes.append(helper.make_node("Add", ["logits", "column"], ["out"]))
        fixed.append(numpy_helper.from_array(np.array([1]), "last"))
    else:
        nodes.append(helper.make_node("Softmax", ["logits"], ["out"], axis=1))
    graph = helper.make_graph(nodes, "tiny", [picture, design] if pictures else [design], [out], fixed)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    return bytes(model.SerializeToString())
