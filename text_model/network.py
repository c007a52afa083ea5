"""One encoder, a last layer for each group of tasks, and a head per task as transformers classifies sequences."""
# ruff: noqa: TID253

from __future__ import annotations

import contextlib
import copy
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import DistilBertConfig, PreTrainedModel

from text_model.batches import collate
from text_model.data import Row

Activation = Callable[[torch.Tensor], torch.Tensor]
# Groups of tasks with a last layer of their own, named after what they ask about. More groups would not fit in 30 MB.
BRANCHES: dict[str, tuple[str, ...]] = {
    "wellbeing": ("state", "crisis"),
    "feelings": ("emotions", "moods"),
    "tone": ("severity", "polarity"),
}


class Head(nn.Module):
    """Linear, activation, dropout, linear on the first token's vector."""

    def __init__(self, width: int, labels: int, activation: Activation = torch.relu, dropout: float = 0.2) -> None:
        super().__init__()
        self.activation = activation
        self.pre_classifier = nn.Linear(width, width)
        self.dropout = nn.Dropout(dropout)
        self.classifier = nn.Linear(width, labels)
        for layer in (self.pre_classifier, self.classifier):
            nn.init.normal_(layer.weight, std=0.02)
            nn.init.zeros_(layer.bias)

    def forward(self, first: torch.Tensor) -> torch.Tensor:
        hidden = self.dropout(self.activation(self.pre_classifier(first)))
        logits: torch.Tensor = self.classifier(hidden)
        return logits


class LastLayer(nn.Module):
    """A copy of a DistilBERT layer that is computed for the first token only: a sixth of what the whole layer costs."""

    def __init__(self, layer: nn.Module, config: DistilBertConfig) -> None:
        super().__init__()
        layer = copy.deepcopy(layer)
        attention = layer.attention
        self.heads, self.attention_dropout = config.n_heads, config.attention_dropout
        self.q_lin, self.k_lin, self.v_lin = attention.q_lin, attention.k_lin, attention.v_lin
        self.out_lin, self.sa_layer_norm = attention.out_lin, layer.sa_layer_norm
        self.ffn, self.output_layer_norm = layer.ffn, layer.output_layer_norm

    def forward(self, states: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """The first token's vector, shape (rows, width), from the states of all tokens, (rows, tokens, width)."""
        first = states[:, :1]
        query, key, value = (
            projected.unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for projected in (self.q_lin(first), self.k_lin(states), self.v_lin(states))
        )
        scores = query @ key.transpose(2, 3) * query.shape[-1] ** -0.5
        padding = attention_mask[:, None, None, :] == 0
        shares = scores.float().masked_fill(padding, torch.finfo(torch.float32).min).softmax(-1).to(value.dtype)
        shares = nn.functional.dropout(shares, self.attention_dropout, self.training)
        seen = self.sa_layer_norm(self.out_lin((shares @ value).transpose(1, 2).flatten(2)) + first)
        vector: torch.Tensor = self.output_layer_norm(self.ffn(seen) + seen)[:, 0]
        return vector


class JointNetwork(nn.Module):
    """Logits of every task, in the order of `tasks`, from one pass of the encoder.

    `branches` names groups of tasks that get a last layer of their own (DistilBERT encoders only); what the tasks of
    other groups teach ends in the layers below. Without it all tasks share the whole encoder.
    """

    def __init__(
        self,
        encoder: PreTrainedModel,
        tasks: Mapping[str, Sequence[str]],
        branches: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        super().__init__()
        self.encoder = encoder
        self.tasks = {name: tuple(labels) for name, labels in tasks.items()}
        self.groups = {name: list(own) for name, own in (branches or {}).items()}
        self.branch_of = {task: name for name, own in self.groups.items() for task in own}
        if branches:
            *shared, last = encoder.transformer.layer
            encoder.transformer.layer = nn.ModuleList(shared)
            self.branches = nn.ModuleDict({name: LastLayer(last, encoder.config) for name in branches})
        width = encoder.config.hidden_size
        # As transformers has it for each kind of encoder, so that a head fits a standard checkpoint.
        activation = torch.relu if encoder.config.model_type == "distilbert" else torch.tanh
        self.heads = nn.ModuleDict({name: Head(width, len(labels), activation) for name, labels in self.tasks.items()})

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        first = self.first_vectors(input_ids, attention_mask)
        return tuple(self.heads[name](first[name]) for name in self.tasks)

    def first_vectors(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> dict[str, torch.Tensor]:
        """What the head of each task reads: the first token's vector, shape (rows, width)."""
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        if not self.branch_of:
            return dict.fromkeys(self.tasks, states[:, 0])
        seen = {name: branch(states, attention_mask) for name, branch in self.branches.items()}
        return {task: seen[self.branch_of[task]] for task in self.tasks}


def with_branches(weights: Mapping[str, torch.Tensor], branches: Sequence[str]) -> dict[str, torch.Tensor]:
    """Weights of a network whose tasks shared the last layer, as those of one where each branch has a copy of it."""
    marker = "encoder.transformer.layer."
    if not branches or any(name.startswith("branches.") for name in weights):
        return dict(weights)
    last = max((int(name.removeprefix(marker).split(".")[0]) for name in weights if name.startswith(marker)), default=0)
    out = {}
    for name, value in weights.items():
        if name.startswith(f"{marker}{last}."):
            own = name.removeprefix(f"{marker}{last}.").removeprefix("attention.")
            out |= {f"branches.{branch}.{own}": value for branch in branches}
        else:
            out[name] = value
    return out


def autocast() -> contextlib.AbstractContextManager[object]:
    """bfloat16 where this processor is faster with it, else nothing."""
    return torch.autocast("cpu", dtype=torch.bfloat16) if _bfloat16_pays() else contextlib.nullcontext()


@cache
def _bfloat16_pays() -> bool:
    """Measured, for a processor that has the instructions may still be twice as slow with them as in fp32."""
    able = torch.cpu._is_avx512_bf16_supported() if hasattr(torch.cpu, "_is_avx512_bf16_supported") else False
    return able and _product_s(torch.bfloat16) < 0.8 * _product_s(torch.float32)


def _product_s(kind: torch.dtype) -> float:
    """Shortest of a few times of a matrix product as in the encoder, in seconds."""
    left, right = torch.ones((2048, 384), dtype=kind), torch.ones((384, 1536), dtype=kind)
    times = []
    for _ in range(6):
        start = time.perf_counter()
        left @ right
        times.append(time.perf_counter() - start)
    return min(times)


def logits_of(
    network: JointNetwork, tokenizer: Tokenizer, texts: Sequence[str], max_tokens: int, *, in_fp32: bool = False
) -> dict[str, np.ndarray]:
    """Logits of every task for each text, cut at `max_tokens`; sorted by length inside.

    `in_fp32` keeps to full precision where bfloat16 would be faster.
    """
    network.eval()
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    out = {task: np.zeros((len(texts), len(labels)), np.float32) for task, labels in network.tasks.items()}
    for start in range(0, len(order), 64):
        part = order[start : start + 64]
        batch = collate([Row(texts[i], "", {}) for i in part], tokenizer, max_tokens)
        with torch.inference_mode(), contextlib.nullcontext() if in_fp32 else autocast():
            answers = network(torch.from_numpy(batch.ids), torch.from_numpy(batch.mask))
        for task, scores in zip(network.tasks, answers, strict=True):
            out[task][part] = scores.float().numpy()
    return out
