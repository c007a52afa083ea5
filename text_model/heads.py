"""After joint training, give small tasks more practice: train their head alone on whole texts, keep it if it helps."""
# ruff: noqa: TID253

from __future__ import annotations

import copy
import logging
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from text_model.data import Row
from text_model.fitting import OVERLAP_SHARE, Trained
from text_model.losses import class_weights_of
from text_model.metrics import macro_f1
from text_model.network import Head, autocast
from text_model.runtime import window_facts
from text_model.windows import Window, WindowPlan, cut, padded

log = logging.getLogger(__name__)
REFITTED = ("severity", "moods")
_ROUNDS, _ROWS, _RATE, _MOST_WINDOWS = 30, 64, 5e-4, 8


@dataclass(frozen=True)
class _Seen:
    """First-token vectors of all windows, which text each belongs to, and its share in that text's mean."""

    vectors: torch.Tensor
    text: torch.Tensor
    share: torch.Tensor
    truth: torch.Tensor


def refit_heads(trained: Trained, rows: Sequence[Row], held: Sequence[Row]) -> dict[str, list[float]]:
    """Train the heads of small single-label tasks; returns held-out macro-F1 before and after for each."""
    changes = {}
    for task in REFITTED:
        own, judged = ([r for r in part if task in r.targets] for part in (rows, held))
        if task in trained.network.tasks and len(own) > 100 and len(judged) > 50:
            changes[task] = _refit(trained, task, _see(trained, task, own), _see(trained, task, judged), own)
            log.info("head of %s: held-out macro-F1 %.3f before, %.3f after", task, *changes[task])
    return changes


def _refit(trained: Trained, task: str, train: _Seen, held: _Seen, rows: Sequence[Row]) -> list[float]:
    torch.manual_seed(trained.seed)
    head: Head = trained.network.heads[task]  # type: ignore[assignment]
    before = best = _score(head, held)
    weights = copy.deepcopy(head.state_dict())
    weigh = nn.CrossEntropyLoss(
        weight=class_weights_of(rows, {task: trained.network.tasks[task]})[task], label_smoothing=0.05
    )
    optimiser = torch.optim.AdamW(head.parameters(), lr=_RATE, weight_decay=0.05)
    for _ in range(_ROUNDS):
        head.train()
        for chosen in torch.randperm(len(train.truth)).split(_ROWS):
            optimiser.zero_grad()
            weigh(_means(head, train, chosen), train.truth[chosen]).backward()
            optimiser.step()
        if (now := _score(head, held)) > best + 0.005:
            best, weights = now, copy.deepcopy(head.state_dict())
    head.load_state_dict(weights)
    head.eval()
    return [round(before, 4), round(best, 4)]


def _means(head: Head, seen: _Seen, chosen: torch.Tensor) -> torch.Tensor:
    """Mean logits of the windows of each chosen text, as they are put together in serving."""
    place = torch.full((len(seen.truth),), -1)
    place[chosen] = torch.arange(len(chosen))
    picked = place[seen.text] >= 0
    logits = head(seen.vectors[picked]) * seen.share[picked, None]
    out = torch.zeros((len(chosen), logits.shape[1]))
    return out.index_add(0, place[seen.text[picked]], logits)


def _score(head: Head, seen: _Seen) -> float:
    head.eval()
    with torch.inference_mode():
        chosen = _means(head, seen, torch.arange(len(seen.truth))).argmax(1)
    return macro_f1(seen.truth.numpy(), chosen.numpy())


def _see(trained: Trained, task: str, rows: Sequence[Row]) -> _Seen:
    plan = WindowPlan(**window_facts(trained.tokenizer, trained.max_tokens, trained.max_tokens // OVERLAP_SHARE))
    windows, text, share = [], [], []
    for i, row in enumerate(rows):
        encoded = trained.tokenizer.encode(row.text, add_special_tokens=False)
        own = cut(np.array(encoded.ids), np.array(encoded.offsets).reshape(-1, 2), plan)[:_MOST_WINDOWS]
        total = sum(w.fresh for w in own)
        windows += own
        text += [i] * len(own)
        share += [w.fresh / total for w in own]
    truth = torch.tensor([int(str(row.targets[task])) for row in rows])
    return _Seen(_vectors(trained, task, windows, plan.pad_id), torch.tensor(text), torch.tensor(share), truth)


def _vectors(trained: Trained, task: str, windows: Sequence[Window], pad_id: int) -> torch.Tensor:
    trained.network.eval()
    out = torch.zeros((len(windows), trained.network.encoder.config.hidden_size))
    order = sorted(range(len(windows)), key=lambda i: len(windows[i].ids))
    for start in range(0, len(order), 32):
        part = order[start : start + 32]
        ids, mask = (torch.from_numpy(a) for a in padded([windows[i] for i in part], pad_id))
        with torch.inference_mode(), autocast():
            out[part] = trained.network.first_vectors(ids, mask)[task].float()
    return out
