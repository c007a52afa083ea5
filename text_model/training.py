"""Fine-tune one encoder for all tasks at once: mixed batches, masked losses, warm-up and linear decay, resume."""
# ruff: noqa: TID253

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random

import torch
from tokenizers import Tokenizer
from torch import nn
from torch.optim.swa_utils import AveragedModel
from tqdm import tqdm

from core.errors import InputError
from text_model.batches import BatchLimits, batches, collate, draw, targets_of
from text_model.corpora import Pool
from text_model.data import Row
from text_model.labels import MULTI_LABEL
from text_model.losses import class_weights_of, loss_of
from text_model.network import JointNetwork, autocast
from text_model.reopen import check_labels, read_checkpoint, take_over

log = logging.getLogger(__name__)
CHECKPOINT = "checkpoint.pt"
# A running mean of the weights over the last few hundred batches is what is judged and kept.
_DECAY = 0.998
Scorer = Callable[[JointNetwork, Tokenizer], float]


@dataclass(frozen=True)
class TrainingPlan:
    """How to train. `minutes` ends the decay early, so that a run keeps an appointment whatever the machine.

    `style` in [0, 1]: how often a text is restyled at random.
    """

    epochs: int = 4
    minutes: float | None = None
    body_rate: float = 1e-4
    head_rate: float = 5e-4
    warm_up: float = 0.1
    weight_decay: float = 0.01
    label_smoothing: float = 0.03
    style: float = 1.0
    patience: int = 2
    seed: int = 20261120
    checkpoint_minutes: float = 8.0
    limits: BatchLimits = field(default_factory=BatchLimits)
    task_weights: Mapping[str, float] = field(default_factory=lambda: {"emotions": 9.0})

    def __post_init__(self) -> None:
        if self.epochs < 1:
            raise InputError(f"--epochs must be at least 1, got {self.epochs!r}.")
        if self.minutes is not None and self.minutes <= 0:
            raise InputError(f"--minutes must be above 0, got {self.minutes!r}.")
        if not 0 < self.body_rate < 1:
            raise InputError(f"--rate must be above 0 and below 1, got {self.body_rate!r}.")
        if not 0 <= self.style <= 1:
            raise InputError(f"--style must be from 0 to 1, got {self.style!r}.")


@dataclass
class Progress:
    """Where a run stands; what a checkpoint keeps besides the tensors."""

    epoch: int = 0
    batch: int = 0
    rows_seen: int = 0
    seconds: float = 0.0
    best: float = -1.0
    bad_epochs: int = 0
    history: list[float] = field(default_factory=list)


class Trainer:
    """Owns the network, the optimiser and the clock of one run; `folder` holds its checkpoint."""

    def __init__(self, network: JointNetwork, tokenizer: Tokenizer, plan: TrainingPlan, folder: Path) -> None:
        self.network, self.tokenizer, self.plan, self.folder = network, tokenizer, plan, folder
        self.progress = Progress()
        self.optimiser = _optimiser(network, plan)
        self.average = AveragedModel(network, avg_fn=_running_mean)
        self.best_weights: dict[str, torch.Tensor] | None = None

    def fit(self, pools: Sequence[Pool], score: Scorer) -> None:
        """Train until the epochs or the minutes are over or the held-out score stops rising; keep the best weights."""
        torch.manual_seed(self.plan.seed)
        class_weights = class_weights_of([r for p in pools for r in p.rows], self.network.tasks)
        total = sum(p.per_pass for p in pools if p.rows) * self.plan.epochs
        while self.progress.epoch < self.plan.epochs and self._share(total) < 1:
            self._one_epoch(pools, class_weights, total)
            if self._judge(score(self.average.module, self.tokenizer)):
                break
        if self.best_weights is not None:
            self.network.load_state_dict(self.best_weights)

    def resume(self) -> bool:
        """Continue from the checkpoint of `folder`, if there is one. Raises InputError for that of another network."""
        path = self.folder / CHECKPOINT
        if not path.is_file():
            return False
        state = read_checkpoint(path)
        take_over(self.network, state["network"], "--resume")
        check_labels(self.network, state.get("tasks", {}), "--resume")
        self.optimiser.load_state_dict(state["optimiser"])
        self.average.load_state_dict(state["average"])
        self.best_weights = state["best_weights"]
        self.progress = Progress(**state["progress"])
        return True

    def save(self) -> None:
        """Write the checkpoint so that an interrupted write leaves the old one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        state = {
            "tasks": self.network.tasks,
            "network": self.network.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "average": self.average.state_dict(),
            "best_weights": self.best_weights,
            "progress": asdict(self.progress),
        }
        fresh = self.folder / f"{CHECKPOINT}.new"
        torch.save(state, fresh)
        fresh.replace(self.folder / CHECKPOINT)

    def _share(self, total_rows: int) -> float:
        by_time = self.progress.seconds / (60 * self.plan.minutes) if self.plan.minutes else 0.0
        return max(by_time, self.progress.rows_seen / total_rows)

    def _one_epoch(self, pools: Sequence[Pool], class_weights: Mapping[str, torch.Tensor], total: int) -> None:
        progress, plan = self.progress, self.plan
        rows = draw(pools, plan.seed, progress.epoch, plan.style)
        order = batches(rows, self.tokenizer, plan.limits, Random(f"{plan.seed}/{progress.epoch}/order"))  # noqa: S311
        self.network.train()
        clock, saved = time.monotonic(), time.monotonic()
        bar = tqdm(
            order[progress.batch :],
            desc=f"epoch {progress.epoch + 1}",
            mininterval=5,
            initial=progress.batch,
            total=len(order),
        )
        smooth: dict[str, float] = {}
        for chosen in bar:
            picked = [rows[i] for i in chosen]
            self._set_rates(self._share(total))
            for task, value in self._step(picked, class_weights).items():
                smooth[task] = 0.98 * smooth.get(task, value) + 0.02 * value
            bar.set_postfix({t: f"{v:.2f}" for t, v in smooth.items()}, refresh=False)
            now = time.monotonic()
            progress.seconds += now - clock
            clock = now
            progress.batch += 1
            self.average.update_parameters(self.network)
            progress.rows_seen += len(picked)
            if now - saved > 60 * plan.checkpoint_minutes:
                self.save()
                saved = now
            if self._share(total) >= 1:
                break
        progress.epoch, progress.batch = progress.epoch + 1, 0

    def _step(self, rows: Sequence[Row], class_weights: Mapping[str, torch.Tensor]) -> dict[str, float]:
        batch = collate(rows, self.tokenizer, self.plan.limits.max_tokens)
        with autocast():
            logits = self.network(torch.from_numpy(batch.ids), torch.from_numpy(batch.mask))
        total = torch.zeros(())
        seen: dict[str, float] = {}
        for (task, wanted, weight), scores in zip(targets_of(rows, self.network.tasks), logits, strict=True):
            if weight.any():
                smoothing = 0.0 if task in MULTI_LABEL else self.plan.label_smoothing
                each = loss_of(task, scores.float(), torch.from_numpy(wanted), class_weights[task], smoothing)
                counts = torch.from_numpy(weight)
                total = total + self.plan.task_weights.get(task, 1.0) * (each * counts).sum() / len(rows)
                seen[task] = float((each.detach() * counts).sum() / counts.sum())
        if not seen:  # nothing in this batch has an answer
            return seen
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        return seen

    def _set_rates(self, share: float) -> None:
        plan = self.plan
        factor = share / plan.warm_up if share < plan.warm_up else (1 - share) / (1 - plan.warm_up)
        for group, rate in zip(self.optimiser.param_groups, _rates(plan), strict=True):
            group["lr"] = rate * max(0.0, factor)

    def _judge(self, value: float) -> bool:
        progress = self.progress
        progress.history.append(value)
        log.info("held-out score after pass %d: %.4f", progress.epoch, value)
        if value > progress.best:
            progress.best, progress.bad_epochs = value, 0
            self.best_weights = {k: v.clone() for k, v in self.average.module.state_dict().items()}
        else:
            progress.bad_epochs += 1
        self.save()
        return progress.bad_epochs >= self.plan.patience


def _running_mean(mean: torch.Tensor, now: torch.Tensor, count: torch.Tensor | int) -> torch.Tensor:
    """Short at first, so that it keeps up with a run of a few batches."""
    n = float(count)
    return mean.lerp(now, 1 - min(_DECAY, (1 + n) / (10 + n)))


def _rates(plan: TrainingPlan) -> tuple[float, ...]:
    return plan.body_rate, plan.body_rate, plan.head_rate


def _optimiser(network: JointNetwork, plan: TrainingPlan) -> torch.optim.AdamW:
    body = [(name, p) for name, p in network.named_parameters() if not name.startswith("heads.")]
    groups = [
        {"params": [p for _, p in body if p.ndim > 1], "weight_decay": plan.weight_decay},
        {"params": [p for _, p in body if p.ndim <= 1], "weight_decay": 0.0},
        {"params": list(network.heads.parameters()), "weight_decay": plan.weight_decay},
    ]
    return torch.optim.AdamW(groups, lr=plan.body_rate, fused=True)
