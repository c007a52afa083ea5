"""One training job from data to a published model: read, train, export, calibrate, measure, write the card."""
# ruff: noqa: TID253

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from core.errors import InputError
from text_model import MODALITY
from text_model.batches import targets_of
from text_model.corpora import Corpora, Pool, read_corpora
from text_model.data import Columns, Row, halves, read_labelled, sample_rows, split_rows
from text_model.encoder import MINILM, load_base, room_of
from text_model.labels import MULTI_LABEL, TASKS
from text_model.metrics import macro_f1, multi_label_f1, sigmoid
from text_model.network import BRANCHES, JointNetwork, logits_of, with_branches
from text_model.normalise import normalise
from text_model.reopen import best_weights, check_labels, labels_of, published_weights, take_over
from text_model.training import Trainer, TrainingPlan

log = logging.getLogger(__name__)
ALL = "all"
_JUDGED = 450
_USER_HELD_OUT = 0.15
_NAME = re.compile(r"[^\W\d_][\w-]*")
# Names in the exported model.
_TAKEN = frozenset({"encoder", "input_ids", "attention_mask"})


@dataclass(frozen=True)
class Job:
    """What `train_text.py` was asked for. `start`: finished runs or published models; it begins with their mean."""

    task: str = ALL
    data: Path | None = None
    columns: Columns = field(default_factory=Columns)
    base: str = MINILM
    plan: TrainingPlan = field(default_factory=TrainingPlan)
    output: Path = Path("runs/text")
    resume: bool = False
    start: tuple[Path, ...] = ()

    def __post_init__(self) -> None:
        for option, path in (("--data", self.data), *(("--from", path) for path in self.start)):
            if path is not None and not path.exists():
                raise InputError(f"{option} names {path.name!r}, and there is no such file or folder.")
        if self.task not in (ALL, *TASKS) and not self.own_file:
            raise InputError(
                f"--task is {ALL!r}, one of {', '.join(TASKS)}, or any name together with --data FILE.csv."
            )
        if not _NAME.fullmatch(self.task) or self.task in _TAKEN or hasattr(torch.nn.ModuleDict(), self.task):
            raise InputError(
                f"--task cannot be {self.task!r}: a name begins with a letter, holds letters, digits, - and _ only, "
                "and is none that the program or PyTorch uses itself. Give another."
            )

    @property
    def own_file(self) -> bool:
        """Whether it learns from a person's own CSV, not from the corpora."""
        return self.data is not None and self.data.is_file()


def within_room(job: Job) -> Job:
    """The job with windows that its base has positions for. Raises ModelNotAvailable or InputError for the base."""
    limits, room = job.plan.limits, room_of(job.base)
    if room >= limits.max_tokens:
        return job
    log.info("%s reads at most %d tokens at once, so the windows are as short", job.base, room)
    return replace(job, plan=replace(job.plan, limits=replace(limits, max_tokens=room)))


@dataclass(frozen=True)
class Lesson:
    """What is learned: tasks with their labels, pools to train on, rows held out for every decision after training."""

    tasks: Mapping[str, Sequence[str]]
    corpora: Corpora


def read_lesson(job: Job) -> Lesson:
    """The project's corpora for all tasks or one, or a person's own CSV for one."""
    if job.own_file:
        return _own_file(job)
    corpora = read_corpora(job.data)
    if job.task == ALL:
        return Lesson(TASKS, corpora)
    return Lesson({job.task: TASKS[job.task]}, _only(corpora, job.task))


def train(job: Job, lesson: Lesson) -> tuple[JointNetwork, Tokenizer]:
    """Train, or continue, and return the network with the best held-out score."""
    torch.manual_seed(job.plan.seed)
    encoder, tokenizer = load_base(job.base)
    branches = BRANCHES if job.task == ALL and encoder.config.model_type == "distilbert" else {}
    network = JointNetwork(encoder, lesson.tasks, branches)
    trainer = Trainer(network, tokenizer, job.plan, job.output)
    if job.start:
        take_over(network, mean_weights(job.start, tuple(branches)), "--from")
        for run in job.start:
            check_labels(network, labels_of(run, MODALITY.train_command), "--from")
    if job.resume and not trainer.resume():
        log.warning("there is no checkpoint in %s; starting from the beginning", job.output.name)
    judged, _ = halves(lesson.corpora.held) if job.own_file else (lesson.corpora.held, ())
    trainer.fit(lesson.corpora.pools, Judge(judged, job.plan))
    return network, tokenizer


def mean_weights(runs: Sequence[Path], branches: Sequence[str] = ()) -> dict[str, torch.Tensor]:
    """Mean of the best weights of runs that began with the same weights (model soup, Wortsman et al. 2022).

    A run is a checkpoint, or the folder of a published model. One that was cut short counts with its running mean.
    Raises InputError for runs that differ in shape or are none.
    """
    found = [published_weights(p, MODALITY.train_command) if p.is_dir() else best_weights(p) for p in runs]
    found = [with_branches(one, branches) for one in found]
    if any({n: w.shape for n, w in one.items()} != {n: w.shape for n, w in found[0].items()} for one in found):
        raise InputError(
            "--from names runs with different bases, tasks or labels, which have no mean. Give one of them."
        )
    return {name: torch.stack([one[name].float() for one in found]).mean(0) for name in found[0]}


class Judge:
    """Mean macro-F1 over the tasks on a fixed sample of the held-out rows; decides when to stop."""

    def __init__(self, held: Sequence[Row], plan: TrainingPlan) -> None:
        self.max_tokens = plan.limits.max_tokens
        self.rows = sample_rows(held, _JUDGED, plan.seed)

    def __call__(self, network: JointNetwork, tokenizer: Tokenizer) -> float:
        logits = logits_of(network, tokenizer, [row.text for row in self.rows], self.max_tokens)
        scores: dict[str, float] = {}
        for task, wanted, weight in targets_of(self.rows, network.tasks):
            counted = weight >= 0.5
            if not counted.any():
                continue
            if task in MULTI_LABEL:
                scores[task] = multi_label_f1(wanted[counted] > 0, sigmoid(logits[task][counted]) > 0.35)[0]
            else:
                scores[task] = macro_f1(wanted[counted].argmax(1), logits[task][counted].argmax(1))
        log.info("held-out: %s", ", ".join(f"{task} {value:.3f}" for task, value in scores.items()))
        return float(np.mean(list(scores.values())))


def _only(corpora: Corpora, task: str) -> Corpora:
    def narrow(row: Row) -> Row:
        return Row(row.text, row.source, {task: row.targets[task]}, row.weights)

    pools = []
    for pool in corpora.pools:
        rows = tuple(narrow(row) for row in pool.rows if task in row.targets)
        pools.append(Pool(pool.name, rows, pool.per_pass if rows else 0, pool.crop))
    held = tuple(narrow(row) for row in corpora.held if task in row.targets)
    return Corpora(tuple(pools), held, corpora.left_out)


def _own_file(job: Job) -> Lesson:
    if job.task == ALL or job.data is None:
        raise InputError("A CSV file holds one task: name it with --task.")
    known = TASKS.get(job.task, ())
    rows, labels = read_labelled(job.data, job.task, job.columns, job.task in MULTI_LABEL, known)
    clean = [Row(normalise(row.text).text, row.source, row.targets) for row in rows]
    kept, held = split_rows(clean, _USER_HELD_OUT)
    if not kept or not held:
        raise InputError(
            f"The file {job.data.name!r} has too few rows: {len(rows)}. A few hundred are the least that help."
        )
    return Lesson({job.task: labels}, Corpora((Pool("own", tuple(kept), len(kept)),), tuple(held)))
