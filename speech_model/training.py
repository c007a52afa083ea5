# ruff: noqa: TID253
"""The scikit-learn family: a vote of small neural networks on statistics, and the control it must beat."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import VotingClassifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from speech_model.data import Clip
from speech_model.features import names
from speech_model.inputs import Scaling
from speech_model.references import References
from speech_model.spectrum import Array

log = logging.getLogger(__name__)

VOTE_SHARE = 0.1
CORPUS_WEIGHT = {"cremad": 1.0, "ravdess": 2.0, "tess": 0.35}


@dataclass(frozen=True)
class Recipe:
    """How the scikit-learn model is trained: a vote of `networks` with `hidden` units and L2 penalty `alpha`."""

    networks: int = 3
    hidden: int = 256
    alpha: float = 1.0
    epochs: int = 5
    learning_rate: float = 7e-4
    batch: int = 256
    seed: int = 0


def soft_labels(clips: Sequence[Clip], labels: Sequence[str]) -> Array:
    """The intended label, mixed with what listeners heard where they were asked; rows add up to 1."""
    out = np.zeros((len(clips), len(labels)), np.float32)
    for row, clip in zip(out, clips, strict=True):
        row[labels.index(clip.label)] = 1
        heard = {label: n for label, n in clip.votes.items() if label in labels}
        if total := sum(heard.values()):
            heard_row = np.array([heard.get(label, 0) / total for label in labels], np.float32)
            row[:] = (1 - VOTE_SHARE) * row + VOTE_SHARE * heard_row
    return out


def sampling(clips: Sequence[Clip], rows: Array) -> Array:
    """Chance of each of `rows` to be drawn: corpora weighed against each other, labels balanced within a corpus."""
    groups = [(clips[i].corpus, clips[i].label) for i in rows]
    counts = {g: groups.count(g) for g in set(groups)}
    sizes = {c: sum(n for g, n in counts.items() if g[0] == c) for c, _ in counts}
    kinds = {c: sum(g[0] == c for g in counts) for c in sizes}
    weight = [CORPUS_WEIGHT.get(c, 1.0) * sizes[c] / kinds[c] / counts[(c, label)] for c, label in groups]
    return np.array(weight) / np.sum(weight)


def training_rows(
    clips: Sequence[Clip], versions: Sequence[Array], rows: Array, scaling: Scaling, recipe: Recipe
) -> tuple[Array, Array]:
    """Inputs of every version of every clip with and without a baseline, and the weight of each."""
    rng = np.random.default_rng(recipe.seed)
    references, weight = References(clips), sampling(clips, rows) * len(rows)
    inputs = []
    for version in versions:
        # A baseline is mostly recorded as the clip is; sometimes in a quieter place.
        reference, has = references.draw(version if rng.random() < 0.7 else versions[0], rows, rng)
        inputs += [scaling.design(version[rows], reference, has * np.float32(share)) for share in (1.0, 0.0)]
    return np.concatenate(inputs), np.tile(weight, len(inputs)).astype(np.float32)


def fit(inputs: Array, targets: np.ndarray, weights: Array, recipe: Recipe) -> VotingClassifier:
    """Train the vote of networks."""
    networks = [
        (
            f"network{i}",
            MLPClassifier(
                (recipe.hidden,),
                alpha=recipe.alpha,
                batch_size=recipe.batch,
                max_iter=recipe.epochs,
                learning_rate_init=recipe.learning_rate,
                random_state=recipe.seed + i,
                tol=0,
            ),
        )
        for i in range(recipe.networks)
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # epochs are the recipe's, not the optimiser's
        return VotingClassifier(networks, voting="soft", flatten_transform=False).fit(
            inputs, targets, sample_weight=weights
        )


def fit_scaling(clips: Sequence[Clip], versions: Sequence[Array], rows: Array) -> Scaling:
    """Scaling from clean and disturbed versions of the training clips."""
    reference, has = References(clips).draw(versions[0], rows, np.random.default_rng(0))
    differences = (versions[0][rows] - reference)[has > 0]
    if not len(differences):
        differences = versions[0][rows] - versions[0][rows].mean(0)
    return Scaling.fit(np.concatenate([v[rows] for v in versions]), differences)


def control(vectors: Array, targets: np.ndarray) -> Pipeline:
    """What most projects do: the mean of 20 MFCCs and an SVM."""
    columns = mean_mfcc_columns()
    return make_pipeline(StandardScaler(), SVC(C=5, class_weight="balanced")).fit(vectors[:, columns], targets)


def mean_mfcc_columns() -> list[int]:
    """Where the means of the MFCCs stand in the vector."""
    return [i for i, name in enumerate(names()) if name.startswith("mfcc") and name.endswith(".mean")]
