# ruff: noqa: TID253
"""Honest figures: unseen speakers, folds over speakers, a corpus never trained on, one corruption at a time."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import numpy as np
from sklearn.model_selection import GroupKFold

from speech_model.audio import read
from speech_model.corruptions import MODERATE, Corruption
from speech_model.data import LABELS
from speech_model.dataset import Measured
from speech_model.features import vector
from speech_model.frames import measure
from speech_model.inputs import Mean
from speech_model.job import Answers, Lesson, answers, run, train_sklearn
from speech_model.metrics import summary, unweighted_recall
from speech_model.picture import LENGTH, ROWS, picture
from speech_model.references import References
from speech_model.spectrum import Array
from speech_model.training import Recipe, control, fit_scaling, mean_mfcc_columns

log = logging.getLogger(__name__)
SIX = tuple(label for label in LABELS if label not in ("calm", "surprise"))
AGES = ((0, 30, "under 30"), (30, 50, "30 to 49"), (50, 200, "50 and over"))


def by_corpus(lesson: Lesson, found: Answers, family: str) -> dict[str, Any]:
    """Scores of one family on each corpus in `found`, alone and, where speakers have calm clips, with a baseline."""
    out: dict[str, Any] = {}
    corpora = lesson.corpora[found.rows]
    for corpus in np.unique(corpora):
        mine = corpora == corpus
        scores = {"alone": _summary(lesson, found.rows, found.alone[family], mine)}
        if (mine & found.unused).any():
            scores["3 calm clips"] = _summary(lesson, found.rows, found.baseline[family], mine & found.unused)
        out[str(corpus)] = scores
    return out


def _summary(lesson: Lesson, rows: Array, probabilities: Array, keep: np.ndarray) -> dict[str, Any]:
    rows, probabilities = rows[keep], probabilities[keep]
    sexes = np.array([lesson.clips[i].sex for i in rows])
    out = summary(probabilities, lesson.truth[rows], lesson.speakers[rows], sexes)
    ages = np.array([_age_group(lesson.clips[i].age) for i in rows])
    truth, found = lesson.truth[rows], probabilities.argmax(1)
    out["by_age"] = {
        str(a): round(unweighted_recall(truth[ages == a], found[ages == a]), 3) for a in np.unique(ages) if a
    }
    return out


def _age_group(age: float | None) -> str:
    return next((name for low, high, name in AGES if age is not None and low <= age < high), "")


def control_scores(lesson: Lesson, train: Array, test: Array) -> dict[str, float]:
    """UA of mean MFCC + SVM, trained on the same clips, by corpus."""
    vectors = lesson.versions[0].vectors
    found = control(vectors[train], lesson.truth[train]).predict(vectors[test][:, mean_mfcc_columns()])
    corpora, truth = lesson.corpora[test], lesson.truth[test]
    return {str(c): round(unweighted_recall(truth[corpora == c], found[corpora == c]), 3) for c in np.unique(corpora)}


def five_folds(lesson: Lesson, recipe: Recipe) -> dict[str, Any]:
    """The scikit-learn model over all speakers of all corpora: each is predicted by a model that never heard them."""
    everyone = np.arange(len(lesson.clips))
    parts = []
    for train, test in GroupKFold(5, shuffle=True, random_state=recipe.seed).split(everyone, groups=lesson.speakers):
        fold = replace(lesson, scaling=fit_scaling(lesson.clips, [v.vectors for v in lesson.versions], train))
        parts.append(answers(fold, test, {"sklearn": train_sklearn(fold, train, recipe)}))
        log.info("fold %d of 5 done", len(parts))
    joined = Answers(
        np.concatenate([p.rows for p in parts]),
        {"sklearn": np.concatenate([p.alone["sklearn"] for p in parts])},
        {"sklearn": np.concatenate([p.baseline["sklearn"] for p in parts])},
        np.concatenate([p.unused for p in parts]),
    )
    return by_corpus(lesson, joined, "sklearn")


def leave_corpus_out(lesson: Lesson, recipe: Recipe, corpus: str) -> dict[str, Any]:
    """The scikit-learn model on a corpus that it never heard, six classes."""
    six = np.array([c.label in SIX for c in lesson.clips])
    train, test = np.flatnonzero(lesson.corpora != corpus), np.flatnonzero((lesson.corpora == corpus) & six)
    fold = replace(lesson, scaling=fit_scaling(lesson.clips, [v.vectors for v in lesson.versions], train))
    found = answers(fold, test, {"sklearn": train_sklearn(fold, train, recipe)})
    allowed = np.array([label in SIX for label in lesson.labels], np.float32)
    for kept in (found.alone, found.baseline):
        kept["sklearn"] = kept["sklearn"] * allowed
    return by_corpus(lesson, found, "sklearn")[corpus]


def corrupted(lesson: Lesson, rows: Array, corruption: Corruption) -> Lesson:
    """The lesson with version 0 of `rows` replaced by corrupted recordings; baselines stay as they were."""
    clean = lesson.versions[0]
    vectors, lengths = clean.vectors.copy(), clean.lengths.copy()
    pictures = np.zeros((len(rows), LENGTH, ROWS), np.float16)
    for place, row in enumerate(rows):
        samples = read(lesson.clips[row].path).samples
        frames = measure(corruption(samples, np.random.default_rng(int(row))))
        seen = picture(frames)[:LENGTH]
        vectors[row], lengths[row], pictures[place, : len(seen)] = vector(frames), len(seen), seen
    return replace(lesson, versions=[Measured(vectors, _Patched(rows, pictures), lengths), clean])


class _Patched:
    """Pictures of some rows only, indexed by row as the whole array would be."""

    def __init__(self, rows: Array, pictures: np.ndarray) -> None:
        self._place = {int(row): i for i, row in enumerate(rows)}
        self._pictures = pictures

    def __getitem__(self, key: tuple[Array, slice]) -> np.ndarray:
        rows, frames = key
        return self._pictures[[self._place[int(r)] for r in rows], frames]


def under_corruptions(lesson: Lesson, rows: Array, models: dict[str, Any], pool: Any) -> dict[str, dict[str, float]]:
    """UA alone, over all corpora, of `pool(answers)` under each corruption, and the loss against clean."""
    truth, six = lesson.truth[rows], lesson.corpora[rows]
    out: dict[str, dict[str, float]] = {}
    for name, corruption in {"clean": None, **MODERATE}.items():
        view = lesson if corruption is None else corrupted(lesson, rows, corruption)
        found = pool(answers(view, rows, models)).argmax(1)
        out[name] = {str(c): round(unweighted_recall(truth[six == c], found[six == c]), 3) for c in np.unique(six)}
        log.info("%s: %s", name, out[name])
    return out


def with_earlier(lesson: Lesson, rows: Array, models: dict[str, Any], pool: Any) -> dict[str, dict[str, float]]:
    """UA by corpus when the model knows some other clips of the speaker, of any mood, with and without calm ones."""
    reference, pieces, used = References(lesson.clips).first(lesson.versions[0].vectors, 3)
    rows = rows[~used[rows] & (pieces[rows] > 0)]
    out: dict[str, dict[str, float]] = {}
    for calm, count in ((0, 0), (0, 2), (0, 4), (0, 8), (3, 0), (3, 8)):
        usual = _others(lesson, rows, used, count)
        known = Mean(reference[rows], pieces[rows] * (calm > 0)) if calm or count else None
        design = lesson.scaling.design(lesson.versions[0].vectors[rows], known, usual)
        found = pool({name: run(lesson, model, rows, design, 0) for name, model in models.items()}, known is not None)
        best, corpora, truth = found.argmax(1), lesson.corpora[rows], lesson.truth[rows]
        out[f"{calm} calm, {count} earlier"] = {
            str(c): round(unweighted_recall(truth[corpora == c], best[corpora == c]), 3) for c in np.unique(corpora)
        }
    return out


def _others(lesson: Lesson, rows: Array, used: np.ndarray, count: int) -> Mean | None:
    """Mean of `count` other clips of each row's speaker, whatever their label."""
    if not count:
        return None
    rng, vectors, speakers = np.random.default_rng(0), lesson.versions[0].vectors, lesson.speakers
    means = np.zeros((len(rows), vectors.shape[1]), np.float32)
    pieces = np.zeros(len(rows), np.float32)
    for place, row in enumerate(rows):
        others = np.flatnonzero((speakers == speakers[row]) & ~used)
        others = rng.permutation(others[others != row])[:count]
        means[place], pieces[place] = vectors[others].mean(0) if len(others) else 0, len(others)
    return Mean(means, pieces)
