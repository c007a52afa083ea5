"""The simple model that every score is compared with: TF-IDF of words and word pairs, logistic regression."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from text_model.calibrate import thresholds
from text_model.data import Row
from text_model.metrics import macro_f1, multi_label_f1

_MOST_ROWS = 30_000


def control_scores(
    task: str, labels: Sequence[str], train: Sequence[Row], held: Sequence[Row], scored: Sequence[Row]
) -> dict[str, float]:
    """macro-F1 (and accuracy or micro-F1) on `scored`; thresholds of a multi-label task are fitted on `held`.

    Nothing where `train` teaches nothing: all of its rows have one answer, or no word is in two of them.
    """
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, max_features=120_000)
    picked = list(train[:_MOST_ROWS])
    if len({row.targets[task] for row in picked}) < 2:
        return {}
    try:
        seen = words.fit_transform([row.text for row in picked])
    except ValueError:  # "no terms remain": of words that no space parts, for example
        return {}
    if isinstance(scored[0].targets[task], tuple):
        model = OneVsRestClassifier(LogisticRegression(C=4, solver="liblinear"))
        model.fit(seen, _matrix(task, labels, picked))
        cuts = thresholds(model.predict_proba(words.transform([r.text for r in held])), _matrix(task, labels, held) > 0)
        chosen = model.predict_proba(words.transform([r.text for r in scored])) >= np.asarray(cuts)
        macro, micro = multi_label_f1(_matrix(task, labels, scored) > 0, chosen)
        return {"macro_f1": round(macro, 4), "micro_f1": round(micro, 4)}
    plain = LogisticRegression(C=4, class_weight="balanced", max_iter=300)
    plain.fit(seen, [row.targets[task] for row in picked])
    chosen = plain.predict(words.transform([row.text for row in scored]))
    truth = np.array([row.targets[task] for row in scored])
    return {"macro_f1": round(macro_f1(truth, chosen), 4), "accuracy": round(float(np.mean(truth == chosen)), 4)}


def _matrix(task: str, labels: Sequence[str], rows: Sequence[Row]) -> np.ndarray:
    out = np.zeros((len(rows), len(labels)), int)
    for i, row in enumerate(rows):
        target = row.targets[task]
        out[i, list(target) if isinstance(target, tuple) else target] = 1
    return out
