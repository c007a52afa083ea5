"""Make a tiny valid text model whose answers can be foretold, for tests and for trying the app without weights."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from model_registry import Manifest
from model_registry.store import place
from text_model.labels import MULTI_LABEL, TASKS
from text_model.runtime import MODEL_FILE, TOKENIZER_FILE, window_facts

_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def place_tiny_model(folder: Path, words: Mapping[str, float], max_tokens: int = 16, overlap: int = 4) -> Path:
    """A model in `folder` that adds up the weights of the words it knows.

    The sum s of a window gives label k of a task with n labels the logit s * (2 k / (n - 1) - 1), so that a positive
    sum speaks for the last label and a negative one for the first; the crisis task asks for a sum above 4.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = _tokenizer(words)
    tokenizer.save(str(folder / TOKENIZER_FILE))
    weights = np.array([0.0] * len(_SPECIAL) + [words[w] for w in words], np.float32)
    onnx.save(_network(weights), str(folder / MODEL_FILE))
    facts = tiny_facts(tokenizer, max_tokens, overlap)
    place(folder, Manifest("text", "tiny", {}, facts), [folder / MODEL_FILE, folder / TOKENIZER_FILE])
    return folder


def tiny_facts(tokenizer: Tokenizer, max_tokens: int, overlap: int) -> dict[str, Any]:
    """The facts of a manifest with no calibration, and a distress that follows state and crisis."""
    tasks: dict[str, dict[str, Any]] = {
        name: {"labels": list(labels), "multi_label": name in MULTI_LABEL} for name, labels in TASKS.items()
    }
    tasks["crisis"] |= {"threshold": 0.5, "grey": 0.5, "alarm": 0.9}
    distress = {"features": ["state", "crisis"], "weights": [0.8, 0.4], "bias": 0.0, "base_rate": 0.5}
    windows = dict(window_facts(tokenizer, max_tokens, overlap))
    return {"tasks": tasks, "windows": windows, "distress": distress, "reliability": 0.8}


def _tokenizer(words: Mapping[str, float]) -> Tokenizer:
    vocabulary = {word: i for i, word in enumerate((*_SPECIAL, *words))}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))  # noqa: S106 - a token, not a password
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    ends = [("[CLS]", vocabulary["[CLS]"]), ("[SEP]", vocabulary["[SEP]"])]
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=ends)
    return tokenizer


def _network(weights: np.ndarray) -> onnx.ModelProto:
    nodes = [
        helper.make_node("Gather", ["weights", "input_ids"], ["each"]),
        helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["each", "mask"], ["counted"]),
        helper.make_node("ReduceSum", ["counted", "axis"], ["sum"], keepdims=1),
    ]
    constants = {"weights": weights, "axis": np.array([1], np.int64)}
    for name, labels in TASKS.items():
        constants |= {f"{name}_slope": _slope(labels)[None, :], f"{name}_bias": _bias(name, labels)}
        nodes.append(helper.make_node("MatMul", ["sum", f"{name}_slope"], [f"{name}_raw"]))
        nodes.append(helper.make_node("Add", [f"{name}_raw", f"{name}_bias"], [name]))
    ids = ["batch", "tokens"]
    inputs = [helper.make_tensor_value_info(n, TensorProto.INT64, ids) for n in ("input_ids", "attention_mask")]
    outputs = [
        helper.make_tensor_value_info(n, TensorProto.FLOAT, ["batch", len(labels)]) for n, labels in TASKS.items()
    ]
    stored = [numpy_helper.from_array(value, name) for name, value in constants.items()]
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, stored)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def _slope(labels: Sequence[str]) -> np.ndarray:
    return np.linspace(-1, 1, len(labels)).astype(np.float32)


def _bias(name: str, labels: Sequence[str]) -> np.ndarray:
    out = np.zeros(len(labels), np.float32)
    if name == "crisis":
        out[0] = 8.0
    return out
