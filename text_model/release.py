"""After training: calibrate, measure, write the card, and place the model where it is used."""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version as version_of
from typing import Any

from tokenizers import Tokenizer

from model_registry import Artifact, Manifest, publish
from model_registry.store import place
from text_model import MODALITY
from text_model.batches import draw
from text_model.card import score_table, write_card
from text_model.corpora import read_validation
from text_model.data import Row, held_out
from text_model.export import save_checkpoint
from text_model.figures import draw_figures
from text_model.fitting import Trained, fit_facts
from text_model.heads import refit_heads
from text_model.job import Job, Lesson
from text_model.measuring import measure, measure_elsewhere
from text_model.network import JointNetwork
from text_model.predictor import TextPredictor
from text_model.runtime import MODEL_FILE, TOKENIZER_FILE
from text_model.wide import WIDE_FILE

CARD = "README.md"
FIGURES = "figures"
_LIBRARIES = ("torch", "transformers", "tokenizers", "onnx", "onnxruntime", "scikit-learn")


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
    own_file = job.data is not None and job.data.is_file()
    fit, scored = _halves(lesson.corpora.held) if own_file else (lesson.corpora.held, [])
    trained = Trained(network, tokenizer, job.plan.limits.max_tokens, job.plan.seed)
    learned = [row for pool in lesson.corpora.pools for row in pool.rows]
    refitted = {} if own_file else refit_heads(trained, learned, lesson.corpora.held)
    by_task = {task: scored or list(read_validation(job.data, task)) for task in lesson.tasks}
    # The words beside the network learn from whole texts and from such as the network saw, cut and restyled.
    seen = [*learned, *draw(lesson.corpora.pools, job.plan.seed, 0, job.plan.style)]
    facts, cost = fit_facts(trained, seen, fit, folder, [row for rows in by_task.values() for row in rows])
    version = destination.version or time.strftime("%Y-%m-%d-%H%M%S")
    training = _training(job, lesson, destination) | {"last layers": network.groups}
    manifest = Manifest("text", version, {}, facts, training)
    files = [folder / name for name in (MODEL_FILE, TOKENIZER_FILE, WIDE_FILE)]
    place(folder, manifest, files)
    predictor = TextPredictor(Artifact.open(folder, MODALITY.train_command))
    metrics = {**measure(predictor, lesson.tasks, lesson.corpora, by_task), "int8 against fp32": cost}
    metrics["heads refitted, held-out macro-F1 before and after"] = refitted
    if not own_file and {"state", "crisis"} <= set(lesson.tasks):
        metrics |= measure_elsewhere(predictor, job.data)
    manifest = Manifest("text", version, {}, facts, manifest.training, metrics)
    place(folder, manifest, files)
    card = write_card(folder / CARD, manifest)
    draw_figures(folder / FIGURES, lesson.tasks, metrics)
    if len(network.tasks) == 1 and network.encoder.config.model_type == "distilbert":
        save_checkpoint(network, tokenizer, next(iter(network.tasks)), job.output / "checkpoint")
    if destination.publish:
        publish(MODALITY, manifest, [*files, card])
    if destination.ship:
        place(MODALITY.shipped, manifest, files)
        write_card(MODALITY.shipped.parent / CARD, manifest)
        draw_figures(MODALITY.shipped.parent / FIGURES, lesson.tasks, metrics)
    return score_table(metrics)


def _halves(held: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """A person's held-out rows: half to calibrate on, half to score on."""
    first = [row for row in held if held_out(row.text, 0.5, salt="calibration")]
    second = [row for row in held if not held_out(row.text, 0.5, salt="calibration")]
    return (first, second) if first and second else (list(held), list(held))


def _training(job: Job, lesson: Lesson, destination: Destination) -> dict[str, Any]:
    rows = {pool.name: {"rows": len(pool.rows), "used in a pass": pool.per_pass} for pool in lesson.corpora.pools}
    return {
        "command": destination.command,
        "base": job.base,
        "went on from": [str(path) for path in job.start],
        "plan": json.loads(json.dumps(asdict(job.plan))),
        "rows": rows,
        "held out": len(lesson.corpora.held),
        "libraries": {name: version_of(name) for name in _LIBRARIES},
        "python": platform.python_version(),
        "finished": time.strftime("%Y-%m-%d %H:%M"),
    }
