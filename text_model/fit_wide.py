"""Fit the linear model that stands beside the network; how loud it speaks is decided on held-out rows."""
# ruff: noqa: TID253

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from text_model.augment import swap_sexes
from text_model.batches import targets_of
from text_model.calibrate import HeldOut, fit_probabilities
from text_model.calibration import aggregate, probabilities
from text_model.data import Row
from text_model.runtime import Runtime
from text_model.wide import Wide, grams_of, places, spread

log = logging.getLogger(__name__)
# A word alone must not raise an alarm, nor keep one from being raised.
_LEFT_ALONE = "crisis"
_MOST_GRAMS, _LEAST_ROWS = 50_000, 3
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25)
_LEAST_WEIGHT, _ANSWERED = 0.1, 0.5
_SWAPPED = 0.5


def fit_wide(
    runtime: Runtime, rows: Sequence[Row], held: HeldOut, seed: int, style: float = 1.0
) -> tuple[Wide, dict[str, float], HeldOut]:
    """The model, learned from `rows`; each task's share of it; `held` with what it adds to the network's logits there.

    A share is the one of a few with which the `held` rows are likeliest. `runtime` is the network alone. In a
    random half of the texts (of `style` of them) men and women are swapped, so that he and she weigh the same.
    """
    random = Random(f"{seed}/wide")  # noqa: S311 - which texts are changed, not a secret
    texts = [swap_sexes(row.text) if random.random() < _SWAPPED * style else row.text for row in rows]
    grams = [grams_of(windows[0]) for windows in runtime.windows(texts)]
    labels = {task: facts["labels"] for task, facts in runtime.tasks.items()}
    learned = []
    for task, wanted, weight in targets_of(rows, labels):
        counted = np.flatnonzero((weight >= _LEAST_WEIGHT) & (task != _LEFT_ALONE))
        learned.append(_learned([grams[i] for i in counted], wanted[counted], weight[counted], runtime.tasks[task]))
        log.info("words and pairs for %s: %d", task, len(learned[-1][0]))
    union, weights = _joined(learned)
    counts = {task: len(own) for task, own in labels.items()}
    windows = runtime.windows([row.text for row in held.rows])
    aloud = Wide.rounded(union, weights)
    said = [aloud.logits(own, counts) for own in windows]
    shares = {
        task: 0.0 if task == _LEFT_ALONE else _share(task, runtime.tasks[task], labels[task], held, said)
        for task in labels
    }
    each = np.repeat([shares[task] for task in labels], list(counts.values()))
    wide = Wide.rounded(union, weights * each)
    return wide, shares, _with(held, [wide.logits(own, counts) for own in windows])


def _learned(
    grams: Sequence[np.ndarray], wanted: np.ndarray, weight: np.ndarray, facts: Mapping[str, Any]
) -> tuple[np.ndarray, np.ndarray]:
    """Grams and weights of shape (grams, labels) of one task; zeros where nothing differs.

    There is no bias: a text of few known words must not lean to what most short texts are. Labels that are rare by
    nature are learned with one, which calibration finds again.
    """
    met = Counter(int(gram) for found in grams for gram in found)
    known = np.array(sorted(gram for gram, n in met.most_common(_MOST_GRAMS) if n >= _LEAST_ROWS), np.int64)
    weights = np.zeros((len(known), wanted.shape[1]))
    if len(known) == 0 or not np.ptp(wanted, axis=0).any():
        return known, weights
    # Rare grams are made larger, as in TF-IDF, so that the penalty on the weights does not silence them.
    rarity = np.log((1 + len(grams)) / (1 + np.array([met[int(gram)] for gram in known]))) + 1
    seen = _matrix(grams, known) @ sp.diags(rarity)
    if facts["multi_label"]:
        for k in np.flatnonzero(np.ptp(wanted, axis=0)):
            model = LogisticRegression(solver="liblinear").fit(seen, wanted[:, k] > 0, weight)
            weights[:, k] = model.coef_[0] * rarity
        return known, weights
    model = LogisticRegression(class_weight="balanced", fit_intercept=False, max_iter=60)
    slopes = model.fit(seen, wanted.argmax(1), weight).coef_
    if len(slopes) == 1:
        slopes = np.concatenate([-slopes, slopes]) / 2
    weights[:, model.classes_] = slopes.T * rarity[:, None]
    return known, weights


def _matrix(grams: Sequence[np.ndarray], known: np.ndarray) -> sp.csr_matrix:
    columns, counts, values = [], [], []
    for found in grams:
        columns.append(places(known, found))
        counts.append(len(columns[-1]))
        values.append(np.full(counts[-1], 1 / spread(found)))
    parts = np.concatenate(values), np.concatenate(columns), np.cumsum([0, *counts])
    return sp.csr_matrix(parts, shape=(len(grams), len(known)))


def _joined(learned: Sequence[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """One table for all tasks; a gram that a task does not know adds nothing to it."""
    union = np.unique(np.concatenate([np.zeros(1, np.int64), *(known for known, _ in learned)]))
    columns = []
    for known, weights in learned:
        columns.append(np.zeros((len(union), weights.shape[1])))
        columns[-1][np.searchsorted(union, known)] = weights
    return union, np.concatenate(columns, 1)


def _share(
    task: str,
    facts: Mapping[str, Any],
    labels: Sequence[str],
    held: HeldOut,
    said: Sequence[Mapping[str, np.ndarray]],
) -> float:
    """The one of _SHARES with the least loss on the held-out rows, calibrated anew for each."""
    ((_, wanted, weight),) = targets_of(held.rows, {task: labels})
    counted = np.flatnonzero(weight >= _ANSWERED)
    if not len(counted):
        return 0.0
    truth, even = wanted[counted], np.ones(len(counted))
    network, words = (
        np.stack([aggregate(task, facts, logits[i][task], held.fresh[i]) for i in counted])
        for logits in (held.logits, said)
    )

    def loss(share: float) -> float:
        logits = network + share * words
        chances = np.clip(probabilities({**facts, **fit_probabilities(facts, logits, truth, even)}, logits), 1e-7, 1)
        if facts["multi_label"]:
            chances = np.where(truth > 0, chances, 1 - np.minimum(chances, 1 - 1e-7))
            return float(-np.log(chances).mean())
        return float(-np.log((chances * truth).sum(1)).mean())

    return min(_SHARES, key=loss)


def _with(held: HeldOut, said: Sequence[Mapping[str, np.ndarray]]) -> HeldOut:
    logits = [{task: own[task] + more[task] for task in own} for own, more in zip(held.logits, said, strict=True)]
    return replace(held, logits=logits)
