"""The weights of an earlier run again, from its checkpoint or its published int8 model, so that training can go on."""
# ruff: noqa: TID253

from __future__ import annotations

import pickle
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from core.errors import InputError
from model_registry import Artifact
from text_model.network import JointNetwork
from text_model.quantise import opened_products, opened_tables
from text_model.runtime import MODEL_FILE

_QUANTISED = "_quantized"
_PARTS = ("encoder.", "branches.", "heads.")


def read_checkpoint(path: Path) -> dict[str, Any]:
    """What a run has written. Raises InputError for a file that is no checkpoint."""
    try:
        # A checkpoint is a zip archive; anything else torch takes for an old pickle and raises whatever that comes to.
        state = torch.load(path, weights_only=True) if zipfile.is_zipfile(path) else None
    except (RuntimeError, pickle.UnpicklingError) as error:
        raise InputError(f"The file {path.name!r} could not be read as a checkpoint of train_text.py.") from error
    if not isinstance(state, dict) or "best_weights" not in state:
        raise InputError(f"The file {path.name!r} is not a checkpoint of train_text.py.")
    return state


def best_weights(checkpoint: Path) -> dict[str, torch.Tensor]:
    """Those with the best held-out score; of a run that was cut short in its first pass the running mean.

    Raises InputError.
    """
    state = read_checkpoint(checkpoint)
    if state["best_weights"] is not None:
        return dict(state["best_weights"])
    return {name.removeprefix("module."): v for name, v in state["average"].items() if name.startswith("module.")}


def take_over(network: JointNetwork, weights: Mapping[str, torch.Tensor], option: str) -> None:
    """Give `network` the weights that `option` names. Raises InputError where they are those of another network."""
    try:
        network.load_state_dict(weights)
    except RuntimeError as error:
        raise InputError(
            f"{option} names a run with another --base, or with other tasks or labels, whose weights do not fit. "
            f"Give the same --base, --task and labels, or begin without {option}."
        ) from error


def labels_of(run: Path, train_command: str) -> Mapping[str, Sequence[str]]:
    """The tasks of a checkpoint or published model with their labels; a checkpoint of before 2026-12 names none."""
    if run.is_dir():
        tasks = Artifact.open(run, train_command).manifest.facts.get("tasks", {})
        return {task: own["labels"] for task, own in tasks.items()}
    return dict(read_checkpoint(run).get("tasks", {}))


def check_labels(network: JointNetwork, earlier: Mapping[str, Sequence[str]], option: str) -> None:
    """Raises InputError where a task had other labels in the `earlier` run, or the same ones in another order."""
    for task, labels in earlier.items():
        own = network.tasks.get(task, ())
        if tuple(labels) != own:
            raise InputError(
                f"{option} names a run that learned {task!r} with the labels {', '.join(labels)}; here they are "
                f"{', '.join(own)}. Give the same labels, or begin without {option}."
            )


def published_weights(folder: Path, train_command: str) -> dict[str, torch.Tensor]:
    """The state dict of the model in `folder`, off the trained one by at most half a step of its int8 scales.

    Raises ArtifactRefused if the folder is not what was published.
    """
    graph = onnx.load(str(Artifact.open(folder, train_command).path(MODEL_FILE))).graph
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    found = {name: value for name, value in stored.items() if name.startswith(_PARTS)}
    plain = {name: value for name, value in found.items() if name.endswith((".weight", ".bias"))}
    weights = opened_tables(graph)
    # Models of before 2026-11-30-12 have one step for a whole table.
    tables = {name.removesuffix(_QUANTISED): name for name in found if name.endswith(f"embeddings.weight{_QUANTISED}")}
    weights |= {name: _opened(stored, quantised) for name, quantised in tables.items()}
    products = opened_products(graph)
    # Models of before 2026-11-30 were made by `quantize_dynamic`.
    products |= {n.name: _opened(stored, n.input[1]) for n in graph.node if n.op_type == "MatMulInteger"}
    # ONNX keeps a linear layer's weights as (in, out), PyTorch as (out, in).
    weights |= {_parameter(node): value.T for node, value in products.items()}
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
