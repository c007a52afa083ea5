"""One training job: read and measure clips, hold out speakers, train both families, calibrate, export, measure."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import joblib
import numpy as np

from core.errors import InputError
from speech_model.data import DEFAULT_DATA, Clip, load_clips
from speech_model.dataset import Measured, measured
from speech_model.inputs import Mean, Scaling
from speech_model.kernel import KernelMachine
from speech_model.references import References
from speech_model.spectrum import Array
from speech_model.training import Recipe, fit, fit_scaling, soft_labels, training_rows

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """What train_speech.py was asked for. `versions` counts the clean clips and their disturbed copies.

    `minutes` are those of the Keras network that is kept, `fold_minutes` of each that only measures. `start` is the
    checkpoint that the kept one goes on from.
    """

    data: Path = DEFAULT_DATA
    output: Path = Path("runs/speech")
    versions: int = 5
    families: tuple[str, ...] = ("sklearn", "keras")
    recipe: Recipe = field(default_factory=Recipe)
    minutes: float = 13
    fold_minutes: float = 5
    epochs: int = 60
    half: bool = False
    resume: bool = False
    start: Path | None = None
    seed: int = 7

    def __post_init__(self) -> None:
        if self.start is not None and not self.start.is_file():
            raise InputError(f"--from names {self.start.name!r}, and there is no such file.")
        if min(self.minutes, self.fold_minutes) <= 0 or self.epochs < 1:
            raise InputError("--minutes and --fold-minutes must be above 0, and --epochs at least 1.")


@dataclass(frozen=True)
class Lesson:
    """Measured clips, and who is for what: `train`, `dev` (calibration, stopping) and `test` are rows of clips."""

    clips: Sequence[Clip]
    labels: tuple[str, ...]
    versions: Sequence[Measured]
    scaling: Scaling
    train: Array
    dev: Array
    test: Array

    @property
    def truth(self) -> np.ndarray:
        """Label number of every clip."""
        return np.array([self.labels.index(c.label) for c in self.clips])

    @property
    def speakers(self) -> np.ndarray:
        """Speaker of every clip."""
        return np.array([c.speaker for c in self.clips])

    @property
    def corpora(self) -> np.ndarray:
        """Corpus of every clip."""
        return np.array([c.corpus for c in self.clips])


def read_lesson(job: Job) -> Lesson:
    """Clips of the job's data, measured, split by speaker."""
    clips = load_clips(job.data)
    labels = tuple(sorted({c.label for c in clips}))
    versions = [measured(clips, v, job.output / "cache") for v in range(job.versions)]
    train, dev, test = split_speakers(clips, job.seed)
    scaling = fit_scaling(clips, [v.vectors for v in versions], train)
    return Lesson(clips, labels, versions, scaling, train, dev, test)


def split_speakers(clips: Sequence[Clip], seed: int) -> tuple[Array, Array, Array]:
    """Rows for training, for calibration and for the score; no speaker is in two of them.

    The score uses the clips that the data mark as validation, or else it shares the held-out speakers.
    """
    speakers = np.array([c.speaker for c in clips])
    splits = np.array([c.split for c in clips])
    corpora = np.array([c.corpus for c in clips])
    rng, held = np.random.default_rng(seed), []
    for corpus in np.unique(corpora):
        names = rng.permutation(np.unique(speakers[(splits == "train") & (corpora == corpus)]))
        held += list(names[: int(0.1 * len(names) + 1.5)]) if len(names) > 5 else []
    is_held = np.isin(speakers, held)
    test = np.flatnonzero(splits != "train")
    if not is_held.any():
        raise InputError(
            "Too few speakers to hold some out: a model tested on voices that it knows would look better than it is. "
            "Give clips of at least six speakers (column speaker, or folders label/speaker/clip.wav)."
        )
    dev = np.flatnonzero(is_held)
    return np.flatnonzero((splits == "train") & ~is_held), dev, test if len(test) else dev


def train_sklearn(lesson: Lesson, rows: Array, recipe: Recipe) -> KernelMachine:
    """The kernel machine on statistics of all versions of `rows`."""
    vectors = [v.vectors for v in lesson.versions]
    given = training_rows(lesson.clips, vectors, rows, lesson.scaling, recipe.seed)
    log.info("scikit-learn: %d rows", len(given.inputs))
    return fit(given, soft_labels(lesson.clips, lesson.labels, recipe.votes), recipe)


def sklearn_model(lesson: Lesson, rows: Array, job: Job, name: str) -> KernelMachine:
    """`train_sklearn`, kept in the output folder as `name`; with `resume` a finished one is taken from there."""
    path = job.output / "sklearn" / f"{name}.joblib"
    if job.resume and path.is_file():
        return joblib.load(path)
    model = train_sklearn(lesson, rows, job.recipe)
    path.parent.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, path)
    return model


def keras_model(lesson: Lesson, rows: Array, job: Job, name: str) -> Any:
    """The Keras network, kept in the output folder as `name`; with `resume` a finished one is taken from there."""
    import keras

    from speech_model.training_keras import Corpus, KerasRecipe, train  # noqa: PLC0415

    path = job.output / "keras" / f"{name}.keras"
    path.parent.mkdir(parents=True, exist_ok=True)
    if job.resume and path.is_file():
        return keras.saving.load_model(path)
    corpus = Corpus(lesson.clips, lesson.versions, lesson.scaling, lesson.labels)
    recipe = KerasRecipe(
        minutes=job.minutes, epochs=job.epochs, half_precision=job.half, resume=job.resume, start=job.start
    )
    model = train(corpus, rows, lesson.dev, recipe, path.with_suffix(".weights.h5"))
    model.save(path)
    model.save(path.with_suffix(".h5"))
    return model


def measuring_models(lesson: Lesson, rows: Array, job: Job, name: str) -> dict[str, Any]:
    """Every family of the job, trained anew on `rows` only, to be measured on others."""
    job = replace(job, minutes=job.fold_minutes, start=None)
    models: dict[str, Any] = {}
    if "sklearn" in job.families:
        models["sklearn"] = sklearn_model(lesson, rows, job, name)
    if "keras" in job.families:
        models["keras"] = keras_model(lesson, rows, job, name)
    return models


@dataclass(frozen=True)
class Answers:
    """Probabilities of each family for some rows, alone and with the first three calm clips as baseline."""

    rows: Array
    alone: dict[str, Array]
    baseline: dict[str, Array]
    unused: np.ndarray


def answers(lesson: Lesson, rows: Array, models: dict[str, Any], clips: int = 3, version: int = 0) -> Answers:
    """`unused` marks the rows whose clip is not part of the baseline (and whose speaker has one)."""
    vectors = lesson.versions[version].vectors
    reference, pieces, used = References(lesson.clips).first(lesson.versions[0].vectors, clips)
    alone, baseline = {}, {}
    for name, model in models.items():
        given = lesson.scaling.design(vectors[rows], None)
        other = lesson.scaling.design(vectors[rows], Mean(reference[rows], pieces[rows]))
        alone[name], baseline[name] = (run(lesson, model, rows, design, version) for design in (given, other))
    return Answers(rows, alone, baseline, ~used[rows] & (pieces[rows] > 0))


def run(lesson: Lesson, model: Any, rows: Array, design: Array, version: int) -> Array:
    """Probabilities of one model for design rows of clips `rows`."""
    if hasattr(model, "predict_proba"):
        # A model that never saw some label has no column for it.
        out = np.zeros((len(rows), len(lesson.labels)))
        out[:, model.classes_] = model.predict_proba(design)
        return out
    from speech_model.training_keras import probabilities  # noqa: PLC0415

    return probabilities(model, lesson.versions[version], rows, design)


def save_sklearn(model: KernelMachine, folder: Path) -> None:
    """As .joblib and as .pkl."""
    folder.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, folder / "sklearn.joblib")
    joblib.dump(model, folder / "sklearn.pkl")
