# ruff: noqa: TID253
"""What the scikit-learn family learns from: soft labels, balanced draws, baselines; and the control it must beat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from speech_model.data import Clip
from speech_model.features import names
from speech_model.inputs import Calm, Mean, Scaling
from speech_model.kernel import KernelMachine
from speech_model.references import References
from speech_model.spectrum import Array

VOTE_SHARE = 0.1
# Two speakers say the same 200 words over and over: a third of them at a time is as good.
THINNED = {"tess": 3}
CORPUS_WEIGHT = {"cremad": 1.0, "ravdess": 2.0, "tess": 0.35}


@dataclass(frozen=True)
class Recipe:
    """How the scikit-learn model is trained; `votes` is how far listeners' votes soften the labels."""

    landmarks: int = 7200
    ridge: float = 0.1
    width: float = 0.5
    votes: float = 0.0
    seed: int = 0


def soft_labels(clips: Sequence[Clip], labels: Sequence[str], votes: float = VOTE_SHARE) -> Array:
    """The intended label, mixed with what listeners heard where they were asked; rows add up to 1."""
    out = np.zeros((len(clips), len(labels)), np.float32)
    for row, clip in zip(out, clips, strict=True):
        row[labels.index(clip.label)] = 1
        heard = {label: n for label, n in clip.votes.items() if label in labels}
        if total := sum(heard.values()):
            heard_row = np.array([heard.get(label, 0) / total for label in labels], np.float32)
            row[:] = (1 - votes) * row + votes * heard_row
    return out


def sampling(clips: Sequence[Clip], rows: Array) -> Array:
    """Chance of each of `rows` to be drawn: corpora weighed against each other, labels balanced within a corpus."""
    groups = [(clips[i].corpus, clips[i].label) for i in rows]
    counts = {g: groups.count(g) for g in set(groups)}
    sizes = {c: sum(n for g, n in counts.items() if g[0] == c) for c, _ in counts}
    kinds = {c: sum(g[0] == c for g in counts) for c in sizes}
    weight = [CORPUS_WEIGHT.get(c, 1.0) * sizes[c] / kinds[c] / counts[(c, label)] for c, label in groups]
    return np.array(weight) / np.sum(weight)


@dataclass(frozen=True)
class Rows:
    """What the kernel machine learns: the first `clean` rows are undisturbed; `clips` says which clip each is."""

    inputs: Array
    weights: Array
    clips: Array
    clean: int


def training_rows(clips: Sequence[Clip], versions: Sequence[Array], rows: Array, scaling: Scaling, seed: int) -> Rows:
    """Every version of the clips with a baseline drawn at random; of a corpus in THINNED each version has a part."""
    rng = np.random.default_rng(seed)
    references, corpora = References(clips), np.array([clips[i].corpus for i in rows])
    inputs, weights, taken = [], [], []
    for number, version in enumerate(versions):
        parts = [
            rng.permutation(rows[corpora == c])[number % (n := THINNED.get(c, 1)) :: n] for c in np.unique(corpora)
        ]
        part = np.sort(np.concatenate(parts))
        # A baseline is mostly recorded as the clip is; sometimes in a quieter place.
        reference, pieces = references.draw(version if rng.random() < 0.7 else versions[0], part, rng)
        inputs.append(scaling.design(version[part], Mean(reference, pieces)))
        weights.append(sampling(clips, part) * len(part))
        taken.append(part)
    weight = np.concatenate(weights).astype(np.float32)
    return Rows(np.concatenate(inputs), weight, np.concatenate(taken), len(taken[0]))


def fit(given: Rows, soft: Array, recipe: Recipe) -> KernelMachine:
    """Train the kernel machine; `soft` has the labels of every clip."""
    machine = KernelMachine(recipe.landmarks, recipe.ridge, recipe.width, seed=recipe.seed)
    return machine.fit(given.inputs, soft[given.clips], given.weights, given.clean)


def fit_scaling(clips: Sequence[Clip], versions: Sequence[Array], rows: Array) -> Scaling:
    """Scaling from clean and disturbed versions of the training clips."""
    references, clean = References(clips), versions[0]
    reference, pieces = references.draw(clean, rows, np.random.default_rng(0))
    known = pieces > 0 if pieces.any() else np.ones(len(rows), bool)
    speakers = np.array([clips[i].speaker for i in rows])
    everything = [clean[rows[speakers == s]] for s in np.unique(speakers)]
    calm = Calm.fit(references.calm_groups(clean, rows), everything)
    reference = Mean(reference[known], pieces[known])
    return Scaling.fit(np.concatenate([v[rows] for v in versions]), clean[rows][known], reference, calm)


def control(vectors: Array, targets: np.ndarray) -> Pipeline:
    """What most projects do: the mean of 20 MFCCs and an SVM."""
    columns = mean_mfcc_columns()
    return make_pipeline(StandardScaler(), SVC(C=5, class_weight="balanced")).fit(vectors[:, columns], targets)


def mean_mfcc_columns() -> list[int]:
    """Where the means of the MFCCs stand in the vector."""
    return [i for i, name in enumerate(names()) if name.startswith("mfcc") and name.endswith(".mean")]
