"""After training: calibrate, measure, export, write the card, and place the model where it is used."""

from __future__ import annotations

import json
import logging
import platform
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

import numpy as np

from model_registry import Manifest, publish
from model_registry.store import free_folder, place
from speech_model import MODALITY, evaluate
from speech_model.card import write_card
from speech_model.corpora import left_out, unnamed
from speech_model.export import keras_to_onnx
from speech_model.fitting import fit_facts, pooled
from speech_model.job import Answers, Job, Lesson, answers, kept_of, keras_model, save_sklearn, sklearn_model
from speech_model.kept import Kept
from speech_model.kernel_onnx import kernel_to_onnx
from speech_model.labels import check_labels
from speech_model.models import ALONE, SCALING, WITH_BASELINE
from speech_model.tables import score_table

log = logging.getLogger(__name__)
CARD = "README.md"
_LIBRARIES = ("scikit-learn", "keras", "numpy", "scipy", "onnx", "onnxruntime", "soxr", "soundfile")


@dataclass(frozen=True)
class Destination:
    """Where a model goes: artifacts/ and current, the shipped weights, or only the output folder."""

    publish: bool
    ship: bool
    version: str
    command: str
    thorough: bool = False
    note: str = ""

    def check(self) -> None:
        """Refuse a version that could not be published after training. Raises InputError."""
        if self.publish:
            free_folder(MODALITY, self.version)


def release(job: Job, lesson: Lesson, destination: Destination) -> str:
    """Everything from measured clips to a placed model; returns the table of scores."""
    started = time.monotonic()
    check_labels(lesson.labels)
    fitted = {name: _train(name, lesson, job) for name in job.families}
    disturbed = answers(lesson, lesson.dev, fitted, version=len(lesson.versions) - 1)
    facts = fit_facts(lesson, answers(lesson, lesson.dev, fitted), disturbed)
    final = dict(fitted)
    if "sklearn" in final and len(lesson.test) and lesson.test is not lesson.dev:
        # Calibrated on held-out speakers; then those speakers are learned too.
        everyone = np.concatenate([lesson.train, lesson.dev])
        final["sklearn"] = sklearn_model(lesson, everyone, job, "final")
    files, differences = export(job, lesson, final)
    metrics: dict[str, Any] = {"onnx_difference": differences} | measure(lesson, final, facts)
    if destination.thorough:
        metrics |= measure_thoroughly(job, lesson, final, facts)
    training = _training(job, lesson, destination, time.monotonic() - started)
    manifest = Manifest(MODALITY.name, destination.version, {}, facts, training, metrics)
    folder = job.output / "model"
    place(folder, manifest, files)
    card = write_card(folder / CARD, manifest)
    if destination.publish:
        publish(MODALITY, manifest, [*files, card])
    if destination.ship:
        place(MODALITY.shipped, manifest, files)
        write_card(MODALITY.shipped.parent / CARD, manifest)
    return score_table(metrics) + unnamed(training) + left_out(training)


def _train(name: str, lesson: Lesson, job: Job) -> Any:
    if name == "sklearn":
        return sklearn_model(lesson, lesson.train, job, "held_out")
    return keras_model(lesson, lesson.train, job, "keras")


def export(job: Job, lesson: Lesson, models: dict[str, Any]) -> tuple[list[Path], dict[str, float]]:
    """ONNX files and scaling, and how far each ONNX file is from its original on real clips."""
    folder = job.output / "export"
    folder.mkdir(parents=True, exist_ok=True)
    clean, rows = lesson.versions[0], lesson.dev[:64]
    design = lesson.scaling.design(clean.vectors[rows], None)
    files, differences = [lesson.scaling.save(folder / SCALING)], {}
    if "sklearn" in models:
        save_sklearn(models["sklearn"], folder)
        files.append(folder / "sklearn.onnx")
        differences["sklearn"] = kernel_to_onnx(models["sklearn"], design, files[-1])
    if "keras" in models:
        files.append(folder / "keras.onnx")
        inputs = [clean.pictures[rows].astype(np.float32), design]
        differences["keras"] = keras_to_onnx(models["keras"], inputs, files[-1])
    return files, differences


def measure(lesson: Lesson, models: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    """Scores on the test speakers of every variant, and of the control."""
    variants = evaluate.variants_of(facts, answers(lesson, lesson.test, models))
    learned = np.concatenate([lesson.train, lesson.dev]) if lesson.test is not lesson.dev else lesson.train
    default = facts["default"]
    return {
        "test": {name: evaluate.by_corpus(lesson, variants, name) for name in facts["members"]},
        "earlier": evaluate.with_earlier(
            lesson, lesson.test, models, lambda p, known: pooled(facts, p, WITH_BASELINE if known else ALONE, default)
        ),
        "control": evaluate.control_scores(lesson, learned, lesson.test),
    }


def measure_thoroughly(job: Job, lesson: Lesson, models: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    """Corruptions for the default; folds and left-out corpora for every variant."""

    def default(found: Answers) -> np.ndarray:
        return pooled(facts, found.alone, ALONE, facts["default"])

    def once(name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        return _measured_once(kept_of(lesson, job, *job.families), name, make)

    unheard = evaluate.Unheard(lesson, job, facts)
    half = np.sort(np.random.default_rng(0).permutation(lesson.test)[: len(lesson.test) // 2])
    needed = {name: models[name] for name in facts["members"][facts["default"]]}
    return {
        **once("under_corruptions", lambda: evaluate.under_corruptions(lesson, half, needed, default)),
        "five_folds": once("five_folds", unheard.five_folds),
        "left_out": {
            corpus: once(f"left_out_{corpus}", partial(unheard.left_out, corpus))
            for corpus in unheard.can_be_left_out()
        },
        "fold minutes": job.fold_minutes,
    }


def _measured_once(kept: Kept, name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `make` measured, kept in the output folder; with `resume` it is taken from there."""
    path = kept.output / "thorough" / f"{name}.json"
    if not kept.has(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(make()), encoding="utf8")
        kept.add(path)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf8"))
    return found


def _training(job: Job, lesson: Lesson, destination: Destination, seconds: float) -> dict[str, Any]:
    corpora, counts = np.unique(lesson.corpora[lesson.train], return_counts=True)
    named = [clip for clip in (lesson.clips[i] for i in lesson.train) if clip.names_speaker]
    return {
        "command": destination.command,
        "recipe": json.loads(json.dumps(asdict(job.recipe))),
        "seed": job.seed,
        "versions of each clip": job.versions,
        "minutes": round(seconds / 60, 1),
        "clips": {str(c): int(n) for c, n in zip(corpora, counts, strict=True)},
        "speakers": {str(c): len({clip.speaker for clip in named if clip.corpus == c}) for c in corpora},
        "clips left out": lesson.left_out,
        "clips without a speaker": sum(not clip.names_speaker for clip in lesson.clips),
        "held-out speakers": len(np.unique(lesson.speakers[lesson.dev])),
        "scored on": "the held-out speakers, by whom temperatures and the default were chosen too"
        if lesson.test is lesson.dev
        else "clips that the data mark as not for training",
        "libraries": {name: version_of(name) for name in _LIBRARIES},
        "python": platform.python_version(),
        "finished": time.strftime("%Y-%m-%d %H:%M"),
        "note": destination.note,
    }
