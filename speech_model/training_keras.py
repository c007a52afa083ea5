# ruff: noqa: TID253
"""The Keras family: trained on disturbed pictures with masks and mix-up, with and without a voice baseline."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np

from core.errors import InputError
from speech_model.calibrate import softmax
from speech_model.data import Clip
from speech_model.dataset import Measured
from speech_model.inputs import Mean, Scaling
from speech_model.masks import masked, moved, repaced
from speech_model.network import build
from speech_model.picture import ROWS
from speech_model.references import References
from speech_model.spectrum import Array
from speech_model.training import sampling, soft_labels

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class KerasRecipe:
    """How the Keras model is trained: for `minutes` or `epochs`, whichever ends first.

    `start`: checkpoint of a finished run to go on from.
    """

    epochs: int = 40
    minutes: float = 13
    batch: int = 64
    learning_rate: float = 1.5e-3
    weight_decay: float = 5e-2
    mixup: float = 0.4
    votes: float = 0.05
    crop: int = 224
    seed: int = 0
    half_precision: bool = False
    resume: bool = False
    start: Path | None = None


@dataclass(frozen=True)
class Corpus:
    """All measured versions of the clips and what training draws from them."""

    clips: Sequence[Clip]
    versions: Sequence[Measured]
    scaling: Scaling
    labels: Sequence[str]


class Batches:
    """Endless shuffled batches; clips of like length go together, so that little is padding."""

    def __init__(self, corpus: Corpus, rows: Array, recipe: KerasRecipe) -> None:
        self._corpus, self._rows, self._recipe = corpus, rows, recipe
        self._rng = np.random.default_rng(recipe.seed)
        self._references = References(corpus.clips)
        self._soft = soft_labels(corpus.clips, corpus.labels, recipe.votes)
        self._chance = sampling(corpus.clips, rows)
        self.per_epoch = max(1, len(rows) // recipe.batch)

    def epoch(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Rows and versions of an epoch's batches."""
        count = self.per_epoch * self._recipe.batch
        rows = self._rng.choice(self._rows, count, p=self._chance)
        versions = self._rng.integers(len(self._corpus.versions), size=count)
        lengths = np.array([self._corpus.versions[v].lengths[r] for r, v in zip(rows, versions, strict=True)])
        order = np.lexsort((lengths + self._rng.normal(0, 25, count),))
        parts = [order[i : i + self._recipe.batch] for i in range(0, count, self._recipe.batch)]
        self._rng.shuffle(parts)
        return [(rows[p], versions[p]) for p in parts]

    def draw(self, rows: np.ndarray, versions: np.ndarray) -> tuple[list[Array], Array]:
        """Inputs and soft targets of one batch."""
        vectors = np.stack([self._corpus.versions[v].vectors[r] for r, v in zip(rows, versions, strict=True)])
        # One version for all baselines of a batch: often the clean one, as a baseline is recorded with care.
        base = self._corpus.versions[0 if self._rng.random() < 0.5 else int(self._rng.choice(versions))]
        reference, pieces = self._references.draw(base.vectors, rows, self._rng)
        pieces *= self._rng.random(len(rows)) < 0.5
        design = self._corpus.scaling.design(vectors, Mean(reference, pieces))
        pictures = self._pictures(rows, versions)
        targets = self._soft[rows]
        share = self._rng.beta(self._recipe.mixup, self._recipe.mixup, (len(rows), 1)).astype(np.float32)
        share = np.maximum(share, 1 - share)
        other = self._rng.permutation(len(rows))
        pictures = share[:, :, None] * pictures + (1 - share[:, :, None]) * pictures[other]
        design = share * design + (1 - share) * design[other]
        return [pictures, design], share * targets + (1 - share) * targets[other]

    def _pictures(self, rows: np.ndarray, versions: np.ndarray) -> Array:
        taken = [self._picture(row, version) for row, version in zip(rows, versions, strict=True)]
        longest = -(-max(32, *(len(t) for t in taken)) // 32) * 32
        out = np.zeros((len(rows), longest, ROWS), np.float32)
        for row, picture in zip(out, taken, strict=True):
            row[: len(picture)] = picture
        return out

    def _picture(self, row: int, version: int) -> Array:
        measured = self._corpus.versions[version]
        picture = measured.pictures[row, : int(measured.lengths[row])].astype(np.float32)
        picture = repaced(picture, self._rng.uniform(0.85, 1.18))
        first = int(self._rng.integers(0, max(1, len(picture) - self._recipe.crop + 1)))
        picture = moved(picture[first : first + self._recipe.crop], self._rng.normal(0, 1.6))
        return masked(picture, self._rng)


def train(corpus: Corpus, rows: Array, dev: Array, recipe: KerasRecipe, checkpoint: Path) -> keras.Model:
    """Train, keep an average of the weights, write it to `checkpoint` each epoch, and return the model in float32.

    With `resume` the weights of the last checkpoint are where it starts; the pace starts anew. A run with a `start`
    gives the mean of the weights that it began and ended with (model soup, Wortsman et al. 2022). Raises InputError for
    a `start` that is no checkpoint of this network.
    """
    keras.utils.set_random_seed(recipe.seed)
    if recipe.half_precision:
        keras.mixed_precision.set_global_policy("mixed_bfloat16")
    model = build(len(corpus.labels), training_heads=True)
    begun = _begin(model, recipe.start) if recipe.start else None
    if recipe.resume and checkpoint.is_file():
        model.load_weights(checkpoint)
    optimizer = keras.optimizers.AdamW(
        recipe.learning_rate, weight_decay=recipe.weight_decay, clipnorm=1.0, use_ema=True, ema_momentum=0.995
    )
    losses = [keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.05) for _ in range(3)]
    model.compile(optimizer, losses, loss_weights=[1.0, 0.5, 0.3])
    batches, start = Batches(corpus, rows, recipe), time.monotonic()
    for epoch in range(recipe.epochs):
        total = 0.0
        for step, (picked, versions) in enumerate(batches.epoch()):
            done = max(
                (time.monotonic() - start) / (recipe.minutes * 60), (epoch + step / batches.per_epoch) / recipe.epochs
            )
            optimizer.learning_rate.assign(recipe.learning_rate * _pace(min(1.0, done)))
            inputs, targets = batches.draw(picked, versions)
            total += float(model.train_on_batch(inputs, [targets] * 3)[0])
        log.info("epoch %d: loss %.4f, %.0f s", epoch + 1, total / batches.per_epoch, time.monotonic() - start)
        _report(model, optimizer, corpus, dev, checkpoint)
        if time.monotonic() - start > recipe.minutes * 60:
            break
    optimizer.finalize_variable_values(model.trainable_variables)
    if begun is not None:
        model.set_weights([(old + new) / 2 for old, new in zip(begun, model.get_weights(), strict=True)])
    return in_float32(model, len(corpus.labels))


def _begin(model: keras.Model, start: Path) -> list[Array]:
    try:
        model.load_weights(start)
    except (OSError, ValueError) as error:
        raise InputError(
            f"--from takes the keras.weights.h5 of a finished run with the same labels; {start.name!r} is none."
        ) from error
    weights: list[Array] = model.get_weights()
    return weights


def _pace(done: float) -> float:
    """Warm-up over 5 %, then a half cosine down to almost nothing."""
    return min(1.0, done / 0.05 + 0.02) * (0.5 + 0.5 * np.cos(np.pi * done)) + 1e-3


def _report(model: keras.Model, optimizer: keras.Optimizer, corpus: Corpus, dev: Array, checkpoint: Path) -> None:
    """Log how the averaged weights do on held-out speakers and store them."""
    current = [v.numpy() for v in model.trainable_variables]
    for variable, average in zip(model.trainable_variables, optimizer._model_variables_moving_average, strict=True):
        variable.assign(average)
    model.save_weights(checkpoint)
    truth = np.array([corpus.labels.index(corpus.clips[i].label) for i in dev])
    corpora = np.array([corpus.clips[i].corpus for i in dev])
    reference, pieces, _ = References(corpus.clips).first(corpus.versions[0].vectors, 3)
    vectors = corpus.versions[0].vectors[dev]
    for name, kept in (("alone", pieces[dev] * 0), ("baseline", pieces[dev])):
        design = corpus.scaling.design(vectors, Mean(reference[dev], kept))
        found = probabilities(model, corpus.versions[0], dev, design).argmax(1)
        by_corpus = {
            str(c): round(
                float(
                    np.mean(
                        [(found[(truth == k) & (corpora == c)] == k).mean() for k in np.unique(truth[corpora == c])]
                    )
                ),
                3,
            )
            for c in np.unique(corpora)
        }
        log.info("   %s: UA %s", name, by_corpus)
    for variable, value in zip(model.trainable_variables, current, strict=True):
        variable.assign(value)


def probabilities(model: keras.Model, measured: Measured, rows: Array, design: Array) -> Array:
    """Of the mean of the heads, for clips `rows`; clips of like length go together, so that padding is short."""
    out = np.zeros((len(rows), int(model.outputs[0].shape[-1])))
    order = np.argsort(measured.lengths[rows])
    for i in range(0, len(rows), 128):
        part = order[i : i + 128]
        longest = max(32, -(-int(measured.lengths[rows[part]].max()) // 32) * 32)
        answer = model.predict_on_batch([measured.pictures[rows[part], :longest].astype(np.float32), design[part]])
        heads = answer if isinstance(answer, list | tuple) else [answer]
        out[part] = softmax(np.mean([np.asarray(head, np.float64) for head in heads], axis=0))
    return out


def in_float32(model: keras.Model, labels: int) -> keras.Model:
    """The same weights in a float32 model that answers with the mean of its heads."""
    keras.mixed_precision.set_global_policy("float32")
    plain = build(labels, training_heads=False)
    plain.set_weights(model.get_weights())
    return plain
