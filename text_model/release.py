"""After training: export, calibrate on held-out rows, measure, write the card, and place the model where it is used."""

from __future__ import annotations

import json
import logging
import platform
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from model_registry import Artifact, Manifest, publish
from model_registry.store import place
from text_model import MODALITY
from text_model.calibrate import calibrated, fit_distress, observe
from text_model.card import score_table, write_card
from text_model.control import control_scores
from text_model.corpora import read_validation
from text_model.data import Row, held_out
from text_model.elsewhere import false_alarms, unseen_sources
from text_model.evaluate import answers, same_lengths, score
from text_model.export import export_model, save_checkpoint
from text_model.job import Job, Lesson
from text_model.labels import MULTI_LABEL
from text_model.metrics import macro_f1, multi_label_f1, sigmoid
from text_model.network import JointNetwork
from text_model.predictor import TextPredictor
from text_model.runtime import Runtime, window_facts
from text_model.training import logits_of

log = logging.getLogger(__name__)
OVERLAP = 32
CARD = "README.md"


@dataclass(frozen=True)
class Destination:
    """Where a model goes: artifacts/ and current, the shipped weights, or only the output folder."""

    publish: bool
    ship: bool
    version: str | None
    command: str


def release(job: Job, lesson: Lesson, network: JointNetwork, tokenizer: Tokenizer, destination: Destination) -> str:
    """Everything from weights to a placed model; returns the table of scores."""
    folder = job.output / "model"
    corpora_run = not (job.data and job.data.is_file())
    fit, scored = (lesson.corpora.held, None) if corpora_run else _halves(lesson.corpora.held)
    facts, cost = _facts(job, lesson, network, tokenizer, fit, folder)
    training = _training(job, lesson, destination)
    version = destination.version or time.strftime("%Y-%m-%d-%H%M%S")
    files = [folder / "model.onnx", folder / "tokenizer.json"]
    place(folder, Manifest("text", version, {}, facts, training), files)
    log.info("exported and calibrated; measuring")
    predictor = TextPredictor(Artifact.open(folder, MODALITY.train_command), explain=False)
    by_task = {t: list(read_validation(job.data, t)) if scored is None else scored for t in lesson.tasks}
    metrics = _measure(predictor, lesson, by_task, job.data if corpora_run else None, corpora_run)
    metrics["int8 against fp32"] = cost
    manifest = Manifest("text", version, {}, facts, training, metrics)
    place(folder, manifest, files)
    card = write_card(folder / CARD, manifest)
    if len(network.tasks) == 1 and network.encoder.config.model_type == "distilbert":
        save_checkpoint(network, tokenizer, next(iter(network.tasks)), job.output / "checkpoint")
    if destination.publish:
        publish(MODALITY, manifest, [*files, card])
    if destination.ship:
        place(MODALITY.shipped, manifest, files)
        write_card(MODALITY.shipped.parent / CARD, manifest)
    return score_table(metrics)


def _facts(
    job: Job, lesson: Lesson, network: JointNetwork, tokenizer: Tokenizer, fit: Sequence[Row], folder: Path
) -> tuple[dict[str, Any], dict[str, Any]]:
    plain = {
        name: {"labels": list(labels), "multi_label": name in MULTI_LABEL} for name, labels in lesson.tasks.items()
    }
    windows = dict(window_facts(tokenizer, job.plan.limits.max_tokens, OVERLAP))
    base = {"tasks": plain, "windows": windows}
    costs = {}
    sample = [row for row in fit if len(row.text) < 400][:1200]
    reference = logits_of(network, tokenizer, [row.text for row in sample], job.plan.limits.max_tokens)
    for per_channel in (False, True):
        runtime = _export(network, tokenizer, folder, base, per_channel=per_channel)
        costs[per_channel] = _cost(runtime, sample, reference)
    better = costs[True]["mean"] >= costs[False]["mean"]
    runtime = _export(network, tokenizer, folder, base, per_channel=better)
    held = observe(runtime, fit)
    tasks = calibrated(plain, held)
    distress, area = fit_distress(tasks, held)
    facts = {"tasks": tasks, "windows": windows, "distress": distress, "reliability": round(max(0.0, 2 * area - 1), 3)}
    return facts, {"per channel": better, "difference of macro-F1": costs[better], "the other way": costs[not better]}


def _export(
    network: JointNetwork, tokenizer: Tokenizer, folder: Path, facts: Mapping[str, Any], *, per_channel: bool
) -> Runtime:
    files = export_model(network, tokenizer, folder, per_channel=per_channel)
    place(folder, Manifest("text", "unfinished", {}, facts), files)
    return Runtime(Artifact.open(folder, MODALITY.train_command))


def _cost(runtime: Runtime, rows: Sequence[Row], reference: Mapping[str, np.ndarray]) -> dict[str, float]:
    """macro-F1 of the exported model less that of the trained one, per task, on the same rows; "mean" over the tasks."""
    own = runtime.logits([windows[0] for windows in runtime.windows([row.text for row in rows])])
    out = {}
    for task in reference:
        index = [i for i, row in enumerate(rows) if task in row.targets]
        if len(index) < 30:
            continue
        out[task] = round(_plain_f1(task, rows, index, own[task]) - _plain_f1(task, rows, index, reference[task]), 4)
    return {**out, "mean": round(float(np.mean(list(out.values()))), 4) if out else 0.0}


def _plain_f1(task: str, rows: Sequence[Row], index: Sequence[int], logits: np.ndarray) -> float:
    if task in MULTI_LABEL:
        truth = np.zeros(logits[index].shape, bool)
        for j, i in enumerate(index):
            target = rows[i].targets[task]
            truth[j, list(target) if isinstance(target, tuple) else target] = True
        return multi_label_f1(truth, sigmoid(logits[index]) > 0.35)[0]
    return macro_f1(np.array([rows[i].targets[task] for i in index]), logits[index].argmax(1))


def _measure(
    predictor: TextPredictor, lesson: Lesson, by_task: Mapping[str, Sequence[Row]], data: Path | None, corpora_run: bool
) -> dict[str, Any]:
    metrics: dict[str, Any] = {"tasks": {}, "control": {}}
    for task, rows in by_task.items():
        labels = list(lesson.tasks[task])
        results = [p.tasks[task] for p in answers(predictor, rows)]
        metrics["tasks"][task] = score(task, labels, rows, results)
        train = [
            r
            for p in lesson.corpora.pools
            for r in p.rows
            if r.weights.get(task, 1.0) >= 0.5 and task in r.targets and _scores(task, p.name)
        ]
        held = [r for r in lesson.corpora.held if task in r.targets]
        metrics["control"][task] = control_scores(task, labels, train, held, rows)
        if task == "state" and corpora_run:
            kept = same_lengths(rows, task)
            metrics["state, same lengths"] = score(task, labels, [rows[i] for i in kept], [results[i] for i in kept])
        log.info("%s: %s", task, metrics["tasks"][task]["macro_f1"])
    if corpora_run and {"state", "crisis"} <= set(lesson.tasks):
        metrics["false alarms"] = false_alarms(predictor, data)
        metrics["unseen sources"] = unseen_sources(predictor, data)
    return metrics


def _scores(task: str, pool: str) -> bool:
    """The control learns from the corpus that its task is scored on, as a plain baseline would."""
    own = {"state": "mental_state", "crisis": "crisis", "emotions": "goemotions"}
    return pool in {"own", task} or (task in own and pool.startswith(own[task]))


def _halves(held: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """A person's held-out rows: half to calibrate on, half to score on."""
    first = [row for row in held if held_out(row.text, 0.5, salt="calibration")]
    second = [row for row in held if not held_out(row.text, 0.5, salt="calibration")]
    return (first, second) if first and second else (list(held), list(held))


def _training(job: Job, lesson: Lesson, destination: Destination) -> dict[str, Any]:
    plan = json.loads(json.dumps(asdict(job.plan)))
    libraries = {
        name: version_of(name)
        for name in ("torch", "transformers", "tokenizers", "onnx", "onnxruntime", "scikit-learn")
    }
    rows = {pool.name: {"rows": len(pool.rows), "used in a pass": pool.per_pass} for pool in lesson.corpora.pools}
    return {"command": destination.command, "base": job.base, "plan": plan, "rows": rows, "held out": len(lesson.corpora.held),
            "libraries": libraries, "python": platform.python_version(), "finished": time.strftime("%Y-%m-%d %H:%M")}  # fmt: skip
