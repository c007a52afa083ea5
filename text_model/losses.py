"""What a wrong answer costs: cross-entropy of each task, with rare labels weighing more."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import nn

from text_model.batches import targets_of
from text_model.data import Row
from text_model.labels import MULTI_LABEL


def class_weights_of(rows: Sequence[Row], tasks: Mapping[str, Sequence[str]]) -> dict[str, torch.Tensor]:
    """Weight of each label: 1/sqrt(frequency), mean 1 over the rows; for multi-label tasks that of a positive."""
    out = {}
    for task, wanted, weight in targets_of(rows, tasks):
        counts = np.maximum((wanted * weight[:, None]).sum(0), 1.0)
        total = max(weight.sum(), 1.0)
        if task in MULTI_LABEL:
            value = np.clip((total / counts) ** 0.3 / 1.5, 1.0, 4.0)
        else:
            value = np.sqrt(1 / counts)
            value = value * counts.sum() / (value * counts).sum()
        out[task] = torch.tensor(value, dtype=torch.float32)
    return out


def loss_of(
    task: str, scores: torch.Tensor, wanted: torch.Tensor, weights: torch.Tensor, smoothing: float
) -> torch.Tensor:
    """Loss of each row, shape (rows,), from logits and 0/1 targets of shape (rows, labels)."""
    if task in MULTI_LABEL:
        return nn.functional.binary_cross_entropy_with_logits(
            scores, wanted, pos_weight=weights, reduction="none"
        ).mean(1)
    truth = wanted.argmax(1)
    return nn.functional.cross_entropy(scores, truth, weight=weights, reduction="none", label_smoothing=smoothing)
