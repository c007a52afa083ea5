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
from speech_model.data import DEFAULT_DATA, Clip, check_two_labels, load_clips
from speech_model.dataset import Measured, measured
from speech_model.inputs import Mean, Scaling
from speech_model.kept import Kept
from speech_model.kernel import KernelMachine
from speech_model.references import References
from speech_model.spectrum import Array
from speech_model.split import split_speakers
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
        if self.versions < 1 or self.recipe.landmarks < 2 or self.seed < 0:
            raise InputError(
                "--versions must be at least 1, --landmarks at least 2 and --seed not below 0; "
                f"got {self.versions}, {self.recipe.landmarks} and {self.seed}."
            )


@dataclass(frozen=True)
class Lesson:
    """Measured clips, and who is for what: `train`, `dev` (calibration, stopping) and `test` are rows of clips.

    `left_out` counts the clips that could not be used.
    """

    clips: Sequence[Clip]
    labels: tuple[str, ...]
    versions: Sequence[Measured]
    scaling: Scaling
    train: Array
    dev: Array
    test: Array
    left_out: int = 0

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
    given = load_clips(job.data)
    clips, versions = measured(given, job.versions, job.output / "cache")
    check_two_labels(clips, job.data)
    labels = tuple(sorted({c.label for c in clips}))
    train, dev, test = split_speakers(clips, job.seed)
    scaling = fit_scaling(clips, [v.vectors for v in versions], train)
    return Lesson(clips, labels, versions, scaling, train, dev, test, len(given) - len(clips))


def train_sklearn(lesson: Lesson, rows: Array, recipe: Recipe) -> KernelMachine:
    """The kernel machine on statistics of all versions of `rows`."""
    vectors = [v.vectors for v in lesson.versions]
    given = training_rows(lesson.clips, vectors, rows, lesson.scaling, recipe.seed)
    log.info("scikit-learn: %d rows", len(given.inputs))
    return fit(given, soft_labels(lesson.clips, lesson.labels, recipe.votes), recipe)


def sklearn_model(lesson: Lesson, rows: Array, job: Job, name: str) -> KernelMachine:
    """`train_sklearn`, kept in the output folder as `name`; with `resume` a finished one is taken from there."""
    path, kept = job.output / "sklearn" / f"{name}.joblib", kept_of(lesson, job)
    if kept.has(path):
        return joblib.load(path)
    model = train_sklearn(lesson, rows, job.recipe)
    path.parent.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, path)
    kept.add(path)
    return model


def keras_model(lesson: Lesson, rows: Array, job: Job, name: str) -> Any:
    """The Keras network, kept in the output folder as `name`; with `resume` a finished one is taken from there."""
    import keras

    from speech_model.training_keras import Corpus, KerasRecipe, train  # noqa: PLC0415

    path, kept = job.output / "keras" / f"{name}.keras", kept_of(lesson, job)
    path.parent.mkdir(parents=True, exist_ok=True)
    if kept.has(path):
        return keras.saving.load_model(path)
    checkpoint = path.with_suffix(".weights.h5")
    goes_on = kept.has(checkpoint)
    if not goes_on and (job.start is None or job.start.resolve() != checkpoint.resolve()):
        # An older one must not pass for that of this run, should it end before the first pass does.
        checkpoint.unlink(missing_ok=True)
    kept.add(checkpoint)
    corpus = Corpus(lesson.clips, lesson.versions, lesson.scaling, lesson.labels)
    recipe = KerasRecipe(
        minutes=job.minutes, epochs=job.epochs, half_precision=job.half, resume=goes_on, start=job.start
    )
    model = train(corpus, rows, lesson.dev, recipe, checkpoint)
    model.save(path)
    model.save(path.with_suffix(".h5"))
    kept.add(path)
    return model


def kept_of(lesson: Lesson, job: Job, *families: str) -> Kept:
    """What earlier runs left in the output folder, known by its clips and settings, and `families` where they count."""
    settings = f"{job.seed} {job.versions} {job.recipe} {' '.join(families)}"
    return Kept.of(job.output, lesson.clips, lesson.versions[0].vectors, settings, resume=job.resume)


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
