# ruff: noqa: TID253
"""A kernel machine as ONNX: landmarks of half a byte a number, and only the half that is asked for is computed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

from speech_model.export import OPSET, check
from speech_model.kernel import FINE_STEPS, MIDDLE, SHARPNESS, STEPS, Half, KernelMachine

_MIDDLE_OF_BYTE = 128
_FIXED = {
    "steps": np.array(FINE_STEPS, np.float32),
    "squared": np.array(1 / FINE_STEPS**2, np.float32),
    "twice": np.array(2 / (STEPS * FINE_STEPS), np.float32),
    "four": np.array(4, np.uint8),
    "nought": np.array(MIDDLE, np.uint8),
    "middle_float": np.array(_MIDDLE_OF_BYTE, np.float32),
    "middle": np.array(_MIDDLE_OF_BYTE, np.uint8),
    "lowest": np.array(-127, np.float32),
    "highest": np.array(127, np.float32),
    "last": np.array([-1], np.int64),
    "zero": np.array(0, np.float32),
}


def kernel_to_onnx(model: KernelMachine, inputs: np.ndarray, path: Path) -> float:
    """Write the file; returns the largest difference of probabilities on `inputs` (a batch of one kind).

    A batch is answered with the baseline half only when every row has a baseline.
    """
    halves = {"alone": model.alone_} | ({} if model.baseline_ is None else {"baseline": model.baseline_})
    branches = {name: _branch(name, half) for name, half in halves.items()}
    nodes = [
        *(node for name in halves for node in _unpacked(name)),
        helper.make_node("Gather", ["design", "last"], ["has"], axis=1),
        helper.make_node("ReduceMin", ["has"], ["least"], keepdims=0),
        helper.make_node("Greater", ["least", "zero"], ["compared"]),
        helper.make_node(
            "If",
            ["compared"],
            ["scores"],
            then_branch=branches.get("baseline", branches["alone"]),
            else_branch=branches["alone"],
        ),
        helper.make_node("Mul", ["scores", "sharpness"], ["sharp"]),
        helper.make_node("Softmax", ["sharp"], ["probabilities"], axis=1),
    ]
    packed = {f"{name}_packed": _packed(half.landmarks.T) for name, half in halves.items()}
    fixed = _FIXED | packed | {"sharpness": np.array(SHARPNESS, np.float32)}
    design = helper.make_tensor_value_info("design", TensorProto.FLOAT, [None, model.n_features_in_])
    out = helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [None, len(model.classes_)])
    initial = [numpy_helper.from_array(value, name) for name, value in fixed.items()]
    graph = helper.make_graph(nodes, "kernel_machine", [design], [out], initial)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)
    checker.check_model(made)
    save(made, path)
    return check(path, inputs.astype(np.float32), model.predict_proba, output=-1)


def _packed(columns: np.ndarray) -> np.ndarray:
    """Two landmarks to a byte: the first half of them in the upper four bits."""
    shifted = (columns + MIDDLE).astype(np.uint8)
    half = shifted.shape[1] // 2
    return np.ascontiguousarray((shifted[:, :half] << 4) | shifted[:, half:])


def _unpacked(name: str) -> list[Any]:
    """One landmark to a byte again; done once, when the file is opened."""
    packed, left = f"{name}_packed", f"{name}_left"
    return [
        helper.make_node("BitShift", [packed, "four"], [f"{name}_upper"], direction="RIGHT"),
        helper.make_node("BitShift", [packed, "four"], [left], direction="LEFT"),
        helper.make_node("BitShift", [left, "four"], [f"{name}_lower"], direction="RIGHT"),
        helper.make_node("Concat", [f"{name}_upper", f"{name}_lower"], [f"{name}_landmarks"], axis=1),
    ]


def _branch(name: str, half: Half) -> Any:
    """The statistics that this half reads as bytes around 128, their nearness to the landmarks, and the scores.

    Products are of whole numbers; a squared distance is that of both lengths less twice the product.
    """
    fixed = {
        "columns": half.columns.astype(np.int64),
        "relevance": half.relevance[None],
        "lengths": ((half.landmarks / np.float32(STEPS)) ** 2).sum(1)[None],
        "narrow": np.array(-1 / (2 * half.width**2), np.float32),
        "coefficients": half.coefficients,
        "mean": half.mean[None],
    }

    def own(key: str) -> str:
        return f"{name}_{key}"

    steps = (
        ("Gather", ["design", own("columns")], "read", {"axis": 1}),
        ("Mul", [own("read"), own("relevance")], "weighed", {}),
        ("Mul", [own("weighed"), "steps"], "fine", {}),
        ("Round", [own("fine")], "whole", {}),
        ("Clip", [own("whole"), "lowest", "highest"], "rounded", {}),
        ("Add", [own("rounded"), "middle_float"], "shifted", {}),
        ("Cast", [own("shifted")], "bytes", {"to": TensorProto.UINT8}),
        ("ReduceSumSquare", [own("rounded")], "sum", {"axes": [1]}),
        ("Mul", [own("sum"), "squared"], "length", {}),
        ("MatMulInteger", [own("bytes"), own("landmarks"), "middle", "nought"], "counted", {}),
        ("Cast", [own("counted")], "product", {"to": TensorProto.FLOAT}),
        ("Mul", [own("product"), "twice"], "doubled", {}),
        ("Add", [own("lengths"), own("length")], "both", {}),
        ("Sub", [own("both"), own("doubled")], "distances", {}),
        ("Mul", [own("distances"), own("narrow")], "scaled", {}),
        ("Exp", [own("scaled")], "near", {}),
        ("MatMul", [own("near"), own("coefficients")], "summed", {}),
        ("Add", [own("summed"), own("mean")], "scores", {}),
    )
    nodes = [helper.make_node(kind, given, [own(out)], **more) for kind, given, out, more in steps]
    out = helper.make_tensor_value_info(own("scores"), TensorProto.FLOAT, [None, len(half.mean)])
    return helper.make_graph(nodes, name, [], [out], [numpy_helper.from_array(v, own(k)) for k, v in fixed.items()])
