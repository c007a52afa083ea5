"""One encoder with a head per task, shaped like the head of DistilBertForSequenceClassification."""
# ruff: noqa: TID253

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import PreTrainedModel

from text_model.batches import collate
from text_model.data import Row


class Head(nn.Module):
    """Linear, ReLU, dropout, linear on the first token's vector."""

    def __init__(self, width: int, labels: int, dropout: float = 0.2) -> None:
        super().__init__()
        self.pre_classifier = nn.Linear(width, width)
        self.dropout = nn.Dropout(dropout)
        self.classifier = nn.Linear(width, labels)
        for layer in (self.pre_classifier, self.classifier):
            nn.init.normal_(layer.weight, std=0.02)
            nn.init.zeros_(layer.bias)

    def forward(self, first: torch.Tensor) -> torch.Tensor:
        hidden = self.dropout(torch.relu(self.pre_classifier(first)))
        logits: torch.Tensor = self.classifier(hidden)
        return logits


class JointNetwork(nn.Module):
    """Logits of every task, in the order of `tasks`, from one pass of the encoder."""

    def __init__(self, encoder: PreTrainedModel, tasks: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self.encoder = encoder
        self.tasks = {name: tuple(labels) for name, labels in tasks.items()}
        width = encoder.config.hidden_size
        self.heads = nn.ModuleDict({name: Head(width, len(labels)) for name, labels in self.tasks.items()})

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        first = states[:, 0]
        return tuple(self.heads[name](first) for name in self.tasks)


def autocast() -> contextlib.AbstractContextManager[object]:
    """bfloat16 where the processor is good at it (3 times as fast here), else nothing."""
    able = torch.cpu._is_avx512_bf16_supported() if hasattr(torch.cpu, "_is_avx512_bf16_supported") else False
    return torch.autocast("cpu", dtype=torch.bfloat16) if able else contextlib.nullcontext()


def logits_of(
    network: JointNetwork, tokenizer: Tokenizer, texts: Sequence[str], max_tokens: int
) -> dict[str, np.ndarray]:
    """Logits of every task for each text, cut at `max_tokens`; sorted by length inside."""
    network.eval()
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    out = {task: np.zeros((len(texts), len(labels)), np.float32) for task, labels in network.tasks.items()}
    for start in range(0, len(order), 64):
        part = order[start : start + 64]
        batch = collate([Row(texts[i], "", {}) for i in part], tokenizer, max_tokens)
        with torch.inference_mode(), autocast():
            answers = network(torch.from_numpy(batch.ids), torch.from_numpy(batch.mask))
        for task, scores in zip(network.tasks, answers, strict=True):
            out[task][part] = scores.float().numpy()
    return out
