"""After training: calibrate, measure, write the card, and place the model where it is used."""

from __future__ import annotations

import json
import logging
import platform
import time
from dataclasses import asdict, dataclass
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from core.errors import InputError
from model_registry import Artifact, Manifest, publish
from model_registry.store import free_folder, place
from text_model import MODALITY
from text_model.batches import draw, targets_of
from text_model.card import score_table, write_card
from text_model.corpora import read_validation
from text_model.data import halves
from text_model.export import save_checkpoint
from text_model.figures import draw_figures
from text_model.fitting import Trained, fit_facts
from text_model.heads import refit_heads
from text_model.job import ALL, Job, Lesson
from text_model.measuring import measure, measure_elsewhere
from text_model.network import JointNetwork
from text_model.predictor import TextPredictor
from text_model.runtime import MODEL_FILE, TOKENIZER_FILE
from text_model.wide import WIDE_FILE

log = logging.getLogger(__name__)
CARD = "README.md"
FIGURES = "figures"
# What a text model without the task leaves undone, however well it does the rest.
_LOST = {"crisis": "notice a crisis beyond explicit words", "state": "tell distress from calm"}
_LIBRARIES = ("torch", "transformers", "tokenizers", "onnx", "onnxruntime", "scikit-learn")


@dataclass(frozen=True)
class Destination:
    """Where a model goes: artifacts/ and current, the shipped weights, or only the output folder.

    `replace_all` says that a published model of one task may take the place of the one with six.
    """

    publish: bool
    ship: bool
    version: str | None
    command: str
    replace_all: bool = False

    def check(self, task: str) -> None:
        """Refuse what could not, or should not, be placed after training. Raises InputError."""
        if task != ALL and self.ship:
            raise InputError("--ship makes the weights that come with Attune, so it goes with --task all only.")
        if task != ALL and self.publish and not self.replace_all:
            lost = " or ".join(words for name, words in _LOST.items() if name != task)
            raise InputError(
                f"--publish would put a model that answers {task!r} alone in the place of the one with six tasks: the "
                f"dashboard would no longer {lost} in what people write. To do so nevertheless, add --replace-all; "
                "without --publish the model stays in --output."
            )
        if self.publish and self.version:
            free_folder(MODALITY, self.version)


def release(job: Job, lesson: Lesson, network: JointNetwork, tokenizer: Tokenizer, destination: Destination) -> str:
    """Everything from weights to a placed model; returns the table of scores."""
    folder = job.output / "model"
    fit, scored = halves(lesson.corpora.held) if job.own_file else (lesson.corpora.held, [])
    trained = Trained(network, tokenizer, job.plan.limits.max_tokens, job.plan.seed, job.plan.style)
    learned = [row for pool in lesson.corpora.pools for row in pool.rows]
    refitted = {} if job.own_file else refit_heads(trained, learned, lesson.corpora.held)
    by_task = {task: scored or list(read_validation(job.data, task)) for task in lesson.tasks}
    # The words beside the network learn from whole texts and from such as the network saw, cut and restyled.
    seen = [*learned, *draw(lesson.corpora.pools, job.plan.seed, 0, job.plan.style)]
    facts, cost = fit_facts(trained, seen, fit, folder, [row for rows in by_task.values() for row in rows])
    version = destination.version or time.strftime("%Y-%m-%d-%H%M%S")
    training = _training(job, lesson, destination) | _shape(network)
    manifest = Manifest("text", version, {}, facts, training)
    files = [folder / name for name in (MODEL_FILE, TOKENIZER_FILE, WIDE_FILE)]
    place(folder, manifest, files)
    predictor = TextPredictor(Artifact.open(folder, MODALITY.train_command))
    metrics = {**measure(predictor, lesson.tasks, lesson.corpora, by_task), "int8 against fp32": cost}
    metrics["heads refitted, held-out macro-F1 before and after"] = refitted
    if not job.own_file and {"state", "crisis"} <= set(lesson.tasks):
        metrics |= measure_elsewhere(predictor, job.data)
    manifest = Manifest("text", version, {}, facts, manifest.training, metrics)
    place(folder, manifest, files)
    card = write_card(folder / CARD, manifest)
    draw_figures(folder / FIGURES, lesson.tasks, metrics)
    if len(network.tasks) == 1:
        checkpoint = save_checkpoint(network, tokenizer, next(iter(network.tasks)), job.output / "checkpoint")
        log.info("%s opens with transformers.pipeline; it is the network alone, uncalibrated", checkpoint)
    if destination.publish:
        draw_figures(publish(MODALITY, manifest, [*files, card]) / FIGURES, lesson.tasks, metrics)
    if destination.ship:
        place(MODALITY.shipped, manifest, files)
        write_card(MODALITY.shipped.parent / CARD, manifest)
        draw_figures(MODALITY.shipped.parent / FIGURES, lesson.tasks, metrics)
    return score_table(metrics)


def _shape(network: JointNetwork) -> dict[str, Any]:
    config = network.encoder.config
    encoder = {"kind": config.model_type, "layers": config.num_hidden_layers, "width": config.hidden_size}
    return {"encoder": encoder, "last layers": network.groups}


def _by_label(lesson: Lesson) -> dict[str, int]:
    """Rows to train on, of the one task of a person's own file."""
    rows = [row for pool in lesson.corpora.pools for row in pool.rows]
    ((_, wanted, _),) = targets_of(rows, lesson.tasks)
    ((_, labels),) = lesson.tasks.items()
    return dict(zip(labels, wanted.sum(0).astype(int).tolist(), strict=True))


def _training(job: Job, lesson: Lesson, destination: Destination) -> dict[str, Any]:
    rows = {pool.name: {"rows": len(pool.rows), "used in a pass": pool.per_pass} for pool in lesson.corpora.pools}
    own: dict[str, Any] = {}
    if job.data and job.own_file:
        _, scored = halves(lesson.corpora.held)
        own = {"file": job.data.name, "rows by label": _by_label(lesson), "scored": len(scored)}
    return {
        "command": destination.command,
        "base": Path(job.base).name if Path(job.base).is_dir() else job.base,
        "went on from": [str(path) for path in job.start],
        "plan": json.loads(json.dumps(asdict(job.plan))),
        "rows": rows,
        **own,
        "left out": dict(lesson.corpora.left_out),
        "held out": len(lesson.corpora.held),
        "libraries": {name: version_of(name) for name in _LIBRARIES},
        "python": platform.python_version(),
        "finished": time.strftime("%Y-%m-%d %H:%M"),
    }
