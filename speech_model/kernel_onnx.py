# ruff: noqa: TID253
"""A kernel machine as ONNX: landmarks of half a byte a number, and only the half that is asked for is computed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

from speech_model.export import OPSET, check
from speech_model.kernel import FINE_STEPS, MIDDLE, STEPS, Half, KernelMachine


def kernel_to_onnx(model: KernelMachine, inputs: np.ndarray, path: Path) -> float:
    """Write the file; returns the largest difference of probabilities on `inputs` (a batch of one kind).

    A batch is answered with the baseline half only when every row has a baseline.
    """
    size = model.landmarks_.shape[1] // 2
    alone = _branch("alone", model, model.alone_, ("plain",))
    other = alone if model.baseline_ is None else _branch("baseline", model, model.baseline_, ("plain", "freed"))
    nodes = [
        helper.make_node("Split", ["design", "sizes"], ["plain_z", "freed_z", "has"], axis=1),
        *(node for part in ("plain", "freed") for node in (*_in_whole_steps(part), *_unpacked(part))),
        helper.make_node("ReduceMin", ["has"], ["least"], keepdims=0),
        helper.make_node("Greater", ["least", "zero"], ["compared"]),
        helper.make_node("If", ["compared"], ["scores"], then_branch=other, else_branch=alone),
        helper.make_node("Mul", ["scores", "sharpness"], ["sharp"]),
        helper.make_node("Softmax", ["sharp"], ["probabilities"], axis=1),
    ]
    fixed = {
        "sizes": np.array([size, size, 1], np.int64),
        "steps": np.array(FINE_STEPS, np.float32),
        "squared": np.array(1 / FINE_STEPS**2, np.float32),
        "four": np.array(4, np.uint8),
        "nought": np.array(MIDDLE, np.uint8),
        "middle_float": np.array(128, np.float32),
        "middle": np.array(128, np.uint8),
        "lowest": np.array(-127, np.float32),
        "highest": np.array(127, np.float32),
        "zero": np.array(0, np.float32),
        "sharpness": np.array(model.sharpness, np.float32),
        "plain_packed": _packed(model.landmarks_[:, :size].T),
        "freed_packed": _packed(model.landmarks_[:, size:].T),
    }
    design = helper.make_tensor_value_info("design", TensorProto.FLOAT, [None, 2 * size + 1])
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


def _unpacked(part: str) -> list[Any]:
    """One landmark to a byte again; done once, when the file is opened."""
    packed, left = f"{part}_packed", f"{part}_left"
    return [
        helper.make_node("BitShift", [packed, "four"], [f"{part}_upper"], direction="RIGHT"),
        helper.make_node("BitShift", [packed, "four"], [left], direction="LEFT"),
        helper.make_node("BitShift", [left, "four"], [f"{part}_lower"], direction="RIGHT"),
        helper.make_node("Concat", [f"{part}_upper", f"{part}_lower"], [f"{part}_landmarks"], axis=1),
    ]


def _in_whole_steps(part: str) -> list[Any]:
    """Statistics as bytes around 128, for products of whole numbers, and their squared length."""
    return [
        helper.make_node("Mul", [f"{part}_z", "steps"], [f"{part}_scaled"]),
        helper.make_node("Round", [f"{part}_scaled"], [f"{part}_whole"]),
        helper.make_node("Clip", [f"{part}_whole", "lowest", "highest"], [f"{part}_rounded"]),
        helper.make_node("Add", [f"{part}_rounded", "middle_float"], [f"{part}_shifted"]),
        helper.make_node("Cast", [f"{part}_shifted"], [f"{part}_bytes"], to=TensorProto.UINT8),
        helper.make_node("ReduceSumSquare", [f"{part}_rounded"], [f"{part}_sum"], axes=[1]),
        helper.make_node("Mul", [f"{part}_sum", "squared"], [f"{part}_length"]),
    ]


def _branch(name: str, model: KernelMachine, half: Half, parts: tuple[str, ...]) -> Any:
    """Nearness of some parts of the design to the landmarks, times the coefficients."""
    size = model.landmarks_.shape[1] // 2
    landmarks = model.landmarks_[:, : len(parts) * size] / np.float32(STEPS)
    fixed = {
        "lengths": (landmarks**2).sum(1)[None],
        "twice": np.array(2 / (STEPS * FINE_STEPS), np.float32),
        "narrow": np.array(-1 / (2 * half.width**2), np.float32),
        "coefficients": half.coefficients,
        "mean": half.mean[None],
    }

    def own(key: str) -> str:
        return f"{name}_{key}"

    nodes, products, lengths = [], "", own("lengths")
    for part in parts:
        counted, product, length = own(f"{part}_counted"), own(f"{part}_product"), own(f"{part}_length")
        nodes.append(
            helper.make_node("MatMulInteger", [f"{part}_bytes", f"{part}_landmarks", "middle", "nought"], [counted])
        )
        nodes.append(helper.make_node("Cast", [counted], [product], to=TensorProto.FLOAT))
        nodes.append(helper.make_node("Add", [lengths, f"{part}_length"], [length]))
        if products:
            nodes.append(helper.make_node("Add", [products, product], [own("products")]))
        products, lengths = own("products") if products else product, length
    steps = (
        ("Mul", [products, own("twice")], "doubled"),
        ("Sub", [lengths, own("doubled")], "distances"),
        ("Mul", [own("distances"), own("narrow")], "scaled"),
        ("Exp", [own("scaled")], "near"),
        ("MatMul", [own("near"), own("coefficients")], "weighed"),
        ("Add", [own("weighed"), own("mean")], "scores"),
    )
    nodes += [helper.make_node(kind, given, [own(out)]) for kind, given, out in steps]
    out = helper.make_tensor_value_info(own("scores"), TensorProto.FLOAT, [None, len(model.classes_)])
    return helper.make_graph(nodes, name, [], [out], [numpy_helper.from_array(v, own(k)) for k, v in fixed.items()])
