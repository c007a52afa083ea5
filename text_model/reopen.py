"""A published int8 model as the weights of a network again, so that training can go on from what ships."""
# ruff: noqa: TID253

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from model_registry import Artifact
from text_model.runtime import MODEL_FILE

_QUANTISED, _PRODUCT = "_quantized", "MatMulInteger"
_PARTS = ("encoder.", "branches.", "heads.")


def published_weights(folder: Path, train_command: str) -> dict[str, torch.Tensor]:
    """The state dict of the model in `folder`, off the trained one by at most half a step of its int8 scales.

    Raises ArtifactRefused if the folder is not what was published.
    """
    graph = onnx.load(str(Artifact.open(folder, train_command).path(MODEL_FILE))).graph
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    found = {name: value for name, value in stored.items() if name.startswith(_PARTS)}
    plain = {name: value for name, value in found.items() if name.endswith((".weight", ".bias"))}
    tables = {name.removesuffix(_QUANTISED): name for name in found if name.endswith(f"embeddings.weight{_QUANTISED}")}
    products = {_parameter(node.name): node.input[1] for node in graph.node if node.op_type == _PRODUCT}
    weights = {name: _opened(stored, quantised) for name, quantised in tables.items()}
    # ONNX keeps a linear layer's weights as (in, out), PyTorch as (out, in).
    weights |= {name: _opened(stored, quantised).T for name, quantised in products.items()}
    return {name: torch.tensor(value) for name, value in (plain | weights).items()}


def _opened(stored: dict[str, np.ndarray], quantised: str) -> np.ndarray:
    stem = quantised.removesuffix(_QUANTISED)
    steps = stored[quantised].astype(np.float32) - stored[f"{stem}_zero_point"].astype(np.float32)
    return np.asarray(steps * stored[f"{stem}_scale"], np.float32)


def _parameter(node: str) -> str:
    """ "/encoder/.../k_lin/MatMul_quant" -> "encoder....k_lin.weight"; other nodes lack their container's name."""
    path = node.strip("/").split("/")[:-1]
    if path[0] == "encoder":
        return ".".join([*path, "weight"])
    return ".".join(["heads" if path[-1].endswith("classifier") else "branches", *path, "weight"])
