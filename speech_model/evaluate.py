# ruff: noqa: TID253
"""Honest figures: unseen speakers, folds over speakers, a corpus never trained on, one corruption at a time."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sklearn.model_selection import GroupKFold

from speech_model.audio import read
from speech_model.corruptions import MODERATE, Corruption
from speech_model.dataset import Measured
from speech_model.features import vector
from speech_model.fitting import pooled
from speech_model.frames import measure
from speech_model.inputs import Mean
from speech_model.job import Answers, Job, Lesson, answers, measuring_models, run
from speech_model.metrics import rounded_interval, summary, unweighted_recall
from speech_model.models import ALONE, WITH_BASELINE
from speech_model.picture import LENGTH, ROWS, picture
from speech_model.references import References
from speech_model.spectrum import Array
from speech_model.training import control, fit_scaling, mean_mfcc_columns

log = logging.getLogger(__name__)
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
    ages = np.array([_age_group(lesson.clips[i].age) for i in rows])
    groups = {"by_group": sexes, "by_age": ages}
    return summary(probabilities, lesson.truth[rows], lesson.speakers[rows], groups)


def _age_group(age: float | None) -> str:
    return next((name for low, high, name in AGES if age is not None and low <= age < high), "")


def control_scores(lesson: Lesson, train: Array, test: Array) -> dict[str, float]:
    """UA of mean MFCC + SVM, trained on the same clips, by corpus."""
    vectors = lesson.versions[0].vectors
    found = control(vectors[train], lesson.truth[train]).predict(vectors[test][:, mean_mfcc_columns()])
    corpora, truth = lesson.corpora[test], lesson.truth[test]
    return {str(c): round(unweighted_recall(truth[corpora == c], found[corpora == c]), 3) for c in np.unique(corpora)}


@dataclass(frozen=True)
class Unheard:
    """Measures every variant on clips of which its models heard no speaker: they are trained anew for it.

    The temperatures are those of the model that is kept (`facts`).
    """

    lesson: Lesson
    job: Job
    facts: Mapping[str, Any]

    def five_folds(self) -> dict[str, Any]:
        """Over all speakers of all corpora."""
        everyone = np.arange(len(self.lesson.clips))
        split = GroupKFold(5, shuffle=True, random_state=self.job.recipe.seed)
        folds = split.split(everyone, groups=self.lesson.speakers)
        parts = [self._answers(train, test, f"fold_{number}") for number, (train, test) in enumerate(folds, 1)]
        joined = Answers(
            np.concatenate([p.rows for p in parts]),
            {name: np.concatenate([p.alone[name] for p in parts]) for name in self.facts["members"]},
            {name: np.concatenate([p.baseline[name] for p in parts]) for name in self.facts["members"]},
            np.concatenate([p.unused for p in parts]),
        )
        return {name: by_corpus(self.lesson, joined, name) for name in self.facts["members"]}

    def can_be_left_out(self) -> list[str]:
        """Corpora that leave another to learn from; none where fewer than two labels are in all: any guess is right."""
        corpora = sorted({c.corpus for c in self.lesson.clips})
        return corpora if len(corpora) > 1 and len(self._shared()) > 1 else []

    def _shared(self) -> set[str]:
        clips = self.lesson.clips
        return set.intersection(*({c.label for c in clips if c.corpus == name} for name in {c.corpus for c in clips}))

    def left_out(self, corpus: str) -> dict[str, Any]:
        """On a corpus of which nothing was heard, in the labels that every corpus has."""
        corpora, shared = self.lesson.corpora, self._shared()
        counted = np.array([c.label in shared for c in self.lesson.clips])
        train, test = np.flatnonzero(corpora != corpus), np.flatnonzero((corpora == corpus) & counted)
        found = self._answers(train, test, f"without_{corpus}")
        allowed = np.array([label in shared for label in self.lesson.labels], np.float32)
        for kept in (found.alone, found.baseline):
            kept.update({name: answered * allowed for name, answered in kept.items()})
        return {name: by_corpus(self.lesson, found, name)[corpus] for name in self.facts["members"]}

    def _answers(self, train: Array, test: Array, name: str) -> Answers:
        vectors = [v.vectors for v in self.lesson.versions]
        # What is held out here is for the log only: nothing is chosen by it.
        fold = replace(self.lesson, scaling=fit_scaling(self.lesson.clips, vectors, train), dev=test[::10])
        return variants_of(self.facts, answers(fold, test, measuring_models(fold, train, self.job, name)))


def variants_of(facts: Mapping[str, Any], found: Answers) -> Answers:
    """From what each family says to what each variant says, calibrated as serving does it."""
    alone, baseline = (
        {name: pooled(facts, given, mode, name) for name in facts["members"]}
        for given, mode in ((found.alone, ALONE), (found.baseline, WITH_BASELINE))
    )
    return Answers(found.rows, alone, baseline, found.unused)


def corrupted(lesson: Lesson, rows: Array, corruption: Corruption) -> Lesson:
    """The lesson with version 0 of `rows` replaced by corrupted recordings; baselines stay as they were."""
    clean = lesson.versions[0]
    vectors, lengths = clean.vectors.copy(), clean.lengths.copy()
    pictures = np.zeros((len(rows), LENGTH, ROWS), np.float16)
    for place, row in enumerate(rows):
        samples = read(lesson.clips[row].path).samples
        frames = measure(corruption(samples, np.random.default_rng(int(row))))
        seen = picture(frames)[:LENGTH]
        vectors[row], lengths[row], pictures[place, : len(seen)] = vector(frames, seen), len(seen), seen
    return replace(lesson, versions=[Measured(vectors, _Patched(rows, pictures), lengths), clean])


class _Patched:
    """Pictures of some rows only, indexed by row as the whole array would be."""

    def __init__(self, rows: Array, pictures: np.ndarray) -> None:
        self._place = {int(row): i for i, row in enumerate(rows)}
        self._pictures = pictures

    def __getitem__(self, key: tuple[Array, slice]) -> np.ndarray:
        rows, frames = key
        return self._pictures[[self._place[int(r)] for r in rows], frames]


def under_corruptions(lesson: Lesson, rows: Array, models: dict[str, Any], pool: Any) -> dict[str, Any]:
    """UA alone, by corpus, of `pool(answers)` for clean clips and under each corruption, and its intervals."""
    truth, speakers, corpora = lesson.truth[rows], lesson.speakers[rows], lesson.corpora[rows]
    parts = {str(c): corpora == c for c in np.unique(corpora)}
    out: dict[str, dict[str, Any]] = {"corruptions": {}, "corruptions_95": {}}
    for name, corruption in {"clean": None, **MODERATE}.items():
        view = lesson if corruption is None else corrupted(lesson, rows, corruption)
        found = pool(answers(view, rows, models)).argmax(1)
        scores = {c: round(unweighted_recall(truth[p], found[p]), 3) for c, p in parts.items()}
        out["corruptions"][name] = scores
        out["corruptions_95"][name] = {c: rounded_interval(truth[p], found[p], speakers[p]) for c, p in parts.items()}
        log.info("%s: %s", name, scores)
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
