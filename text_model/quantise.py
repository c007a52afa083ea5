"""Int8 for serving: products of matrices in bytes whose ranges were measured beforehand, so no text moves another."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper
from onnx.helper import make_node, make_opsetid, make_tensor_value_info
from onnxruntime.quantization.shape_inference import quant_pre_process

PRODUCT = "MatMulIntegerToFloat"
_DOMAIN = "com.microsoft"
_ROWS = ".rows"
# Channels that reach further than all but 3 % of the others are made smaller, where that halves the range of all.
_ORDINARY, _WORTH_IT = 0.97, 2.0


@dataclass(frozen=True)
class Range:
    """The lowest and highest value of each channel of what goes into a product, shape (channels,)."""

    low: np.ndarray
    high: np.ndarray

    def excess(self) -> np.ndarray:
        """What each channel is to be divided by, 1 for most, so that few do not cost all others their precision.

        Their weights are multiplied with it, which changes nothing (SmoothQuant, Xiao et al. 2023).
        """
        reach = np.maximum(np.abs(self.low), np.abs(self.high))
        factor = np.maximum(1, reach / max(float(np.quantile(reach, _ORDINARY)), 1e-6))
        return (factor if factor.max() > _WORTH_IT else np.ones_like(factor)).astype(np.float32)


def quantise(source: Path, target: Path, sample: Sequence[Sequence[int]], *, per_channel: bool) -> Path:
    """Write the fp32 model `source` with int8 products and byte-sized embeddings to `target`.

    The ranges of the activations are those that the token ids of `sample` bring about, each read alone.
    """
    prepared = target.with_suffix(".prepared.onnx")
    quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
    ranges = _measured(onnx.load(str(prepared)), sample)
    model = onnx.load(str(prepared))
    prepared.unlink()
    _Rewriting(model.graph, ranges, per_channel).run()
    if not any(opset.domain == _DOMAIN for opset in model.opset_import):
        model.opset_import.append(make_opsetid(_DOMAIN, 1))
    onnx.checker.check_model(model)
    onnx.save(model, str(target))
    return target


def _measured(model: onnx.ModelProto, sample: Sequence[Sequence[int]]) -> dict[str, Range]:
    """Ranges of everything that is multiplied with stored weights, by its name."""
    stored = {tensor.name for tensor in model.graph.initializer}
    names = list(dict.fromkeys(node.input[0] for node in model.graph.node if _is_product(node, stored)))
    for name in names:
        model.graph.output.append(make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    low: dict[str, np.ndarray] = {}
    high: dict[str, np.ndarray] = {}
    for ids in sample:
        given = np.array([ids], np.int64)
        values = session.run(names, {"input_ids": given, "attention_mask": np.ones_like(given)})
        for name, value in zip(names, values, strict=True):
            rows = value.reshape(-1, value.shape[-1])
            low[name] = np.minimum(low.get(name, 0), rows.min(0))
            high[name] = np.maximum(high.get(name, 0), rows.max(0))
    return {name: Range(low[name], high[name]) for name in names}


def _is_lookup(node: onnx.NodeProto, stored: Mapping[str, onnx.TensorProto]) -> bool:
    table = stored.get(node.input[0]) if node.op_type == "Gather" else None
    return table is not None and len(table.dims) == 2 and table.data_type == onnx.TensorProto.FLOAT


def _is_product(node: onnx.NodeProto, stored: set[str] | Mapping[str, object]) -> bool:
    return node.op_type in ("MatMul", "Gemm") and node.input[1] in stored


@dataclass
class _Rewriting:
    """Every product becomes one node that reads bytes and adds the bias; what goes in is turned into bytes once.

    The tables of embeddings become bytes too.
    """

    graph: onnx.GraphProto
    ranges: Mapping[str, Range]
    per_channel: bool
    _nodes: list[onnx.NodeProto] = field(default_factory=list)
    _in_bytes: set[str] = field(default_factory=set)

    def run(self) -> None:
        stored = {tensor.name: tensor for tensor in self.graph.initializer}
        added = self._biases(stored)
        for node in list(self.graph.node):
            if _is_product(node, stored):
                bias, output = added.get(node.output[0], (node.input[2] if len(node.input) > 2 else "", node.output[0]))
                self._bytes_of(node.input[0])
                self._product(node, numpy_helper.to_array(stored[node.input[1]]), bias, output)
            elif _is_lookup(node, stored):
                self._lookup(node, numpy_helper.to_array(stored[node.input[0]]))
            elif node.output[0] not in {output for _, output in added.values()}:
                self._nodes.append(node)
        replaced = {node.input[1] for node in self.graph.node if _is_product(node, stored)}
        replaced |= {node.input[0] for node in self.graph.node if _is_lookup(node, stored)}
        kept = [tensor for tensor in self.graph.initializer if tensor.name not in replaced]
        for whole, part in ((self.graph.node, self._nodes), (self.graph.initializer, kept)):
            del whole[:]
            whole.extend(part)

    def _biases(self, stored: Mapping[str, onnx.TensorProto]) -> dict[str, tuple[str, str]]:
        """By the output of a product: the bias that the next node adds to it and nothing else reads, and that sum."""
        readers: dict[str, list[onnx.NodeProto]] = {}
        for node in self.graph.node:
            for name in node.input:
                readers.setdefault(name, []).append(node)
        found = {}
        for node in self.graph.node:
            following = readers.get(node.output[0], [])
            if node.op_type != "MatMul" or not _is_product(node, stored) or [n.op_type for n in following] != ["Add"]:
                continue
            (bias,) = (name for name in following[0].input if name != node.output[0])
            if bias in stored and len(stored[bias].dims) == 1:
                found[node.output[0]] = (bias, following[0].output[0])
        return found

    def _bytes_of(self, name: str) -> None:
        if name in self._in_bytes:
            return
        self._in_bytes.add(name)
        own, even = self.ranges[name], name
        if (excess := own.excess()).max() > 1:
            even = f"{name}.even"
            self._store(f"{name}.evened", 1 / excess)
            self._nodes.append(make_node("Mul", [name, f"{name}.evened"], [even]))
        low, high = float((own.low / excess).min()), float((own.high / excess).max())
        step = max((high - low) / 255, 1e-8)
        self._store(f"{name}.step", np.float32(step))
        self._store(f"{name}.nought", np.uint8(np.clip(round(-low / step), 0, 255)))
        self._nodes.append(make_node("QuantizeLinear", [even, f"{name}.step", f"{name}.nought"], [f"{name}.bytes"]))

    def _product(self, node: onnx.NodeProto, weights: np.ndarray, bias: str, output: str) -> None:
        turned = any(a.name == "transB" and a.i for a in node.attribute)
        weights = (weights.T if turned else weights) * self.ranges[node.input[0]].excess()[:, None]
        steps = np.abs(weights).max(axis=0 if self.per_channel else None) / 127
        steps = np.maximum(steps, 1e-9).astype(np.float32)
        self._store(f"{node.name}.weights", np.round(weights / steps).astype(np.int8))
        self._store(f"{node.name}.steps", steps)
        name, given = node.name, node.input[0]
        read = [f"{given}.bytes", f"{name}.weights", f"{given}.step", f"{name}.steps", f"{given}.nought", "", bias]
        self._nodes.append(make_node(PRODUCT, read if bias else read[:5], [output], name=name, domain=_DOMAIN))

    def _lookup(self, node: onnx.NodeProto, table: np.ndarray) -> None:
        """Rows of bytes, and a step for each column: some columns reach twenty times as far as most."""
        steps = np.maximum(np.abs(table).max(axis=0) / 127, 1e-9).astype(np.float32)
        name, (output,) = node.input[0], node.output
        self._store(f"{name}{_ROWS}", np.round(table / steps).astype(np.int8))
        self._store(f"{name}.steps", steps)
        self._nodes += [
            make_node("Gather", [f"{name}{_ROWS}", node.input[1]], [f"{output}.bytes"], name=node.name),
            make_node("Cast", [f"{output}.bytes"], [f"{output}.steps"], to=onnx.TensorProto.FLOAT),
            make_node("Mul", [f"{output}.steps", f"{name}.steps"], [output]),
        ]

    def _store(self, name: str, value: np.ndarray | np.generic) -> None:
        self.graph.initializer.append(numpy_helper.from_array(np.asarray(value), name))


def opened_products(graph: onnx.GraphProto) -> dict[str, np.ndarray]:
    """The weights of every product as they were before, shape (in, out), by the name of its node."""
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    found = {}
    for node in graph.node:
        if node.op_type == PRODUCT:
            weights = stored[f"{node.name}.weights"].astype(np.float32) * stored[f"{node.name}.steps"]
            evened = stored.get(f"{node.input[0].removesuffix('.bytes')}.evened")
            found[node.name] = weights if evened is None else weights * evened[:, None]
    return found


def opened_tables(graph: onnx.GraphProto) -> dict[str, np.ndarray]:
    """The tables of embeddings as they were before, shape (rows, columns), by the name of the tensor."""
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    names = [name.removesuffix(_ROWS) for name in stored if name.endswith(_ROWS)]
    return {name: stored[f"{name}{_ROWS}"] * stored[f"{name}.steps"] for name in names}
