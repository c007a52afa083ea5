"""All scores of a finished model in one place: its tasks, the control beside them, false alarms, unseen sources."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from text_model.control import control_scores
from text_model.corpora import Corpora
from text_model.data import Row
from text_model.elsewhere import false_alarms, unseen_sources
from text_model.evaluate import answers, same_lengths, score
from text_model.predictor import TextPredictor

log = logging.getLogger(__name__)
# The control learns from the corpus that its task is scored on, as a plain baseline would.
_OWN_CORPUS = {"state": "mental_state", "crisis": "crisis", "emotions": "goemotions"}


def measure(
    predictor: TextPredictor, tasks: Mapping[str, Sequence[str]], corpora: Corpora, scored: Mapping[str, Sequence[Row]]
) -> dict[str, Any]:
    """Scores of each task on its `scored` rows, with the control trained on the same rows."""
    metrics: dict[str, Any] = {"tasks": {}, "control": {}}
    for task, rows in scored.items():
        labels = list(tasks[task])
        results = [p.tasks[task] for p in answers(predictor, rows)]
        metrics["tasks"][task] = score(task, labels, rows, results)
        held = [row for row in corpora.held if task in row.targets]
        metrics["control"][task] = control_scores(task, labels, _control_rows(task, corpora), held, rows)
        control = metrics["control"][task].get("macro_f1", "none")
        log.info("%s: %s, control %s", task, metrics["tasks"][task]["macro_f1"], control)
        if task == "state" and len(rows) > 1000 and (kept := same_lengths(rows, task)):
            part = score(task, labels, [rows[i] for i in kept], [results[i] for i in kept])
            metrics["state, same lengths"] = part
    return metrics


def measure_elsewhere(predictor: TextPredictor, data: Path | None) -> dict[str, Any]:
    """False alarms on safe texts, and corpora that nothing was learned from."""
    return {"false alarms": false_alarms(predictor, data), "unseen sources": unseen_sources(predictor, data)}


def _control_rows(task: str, corpora: Corpora) -> list[Row]:
    wanted = _OWN_CORPUS.get(task, task)
    return [
        row
        for pool in corpora.pools
        if pool.name == "own" or pool.name.startswith(wanted)
        for row in pool.rows
        if task in row.targets and row.weights.get(task, 1.0) >= 0.5
    ]
