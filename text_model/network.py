"""One encoder with a head per task, shaped like the head of DistilBertForSequenceClassification."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import nn
from transformers import PreTrainedModel


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
