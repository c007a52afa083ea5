"""From trained weights to a calibrated int8 model: choose how to quantise by measurement, then fit on held-out rows."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from model_registry import Artifact, Manifest
from model_registry.store import place
from text_model import MODALITY
from text_model.calibrate import calibrated, fit_distress, observe
from text_model.data import Row, sample_rows
from text_model.export import export_model
from text_model.fit_wide import fit_wide
from text_model.labels import MULTI_LABEL
from text_model.metrics import macro_f1, multi_label_f1, sigmoid
from text_model.network import JointNetwork, logits_of
from text_model.runtime import Runtime, window_facts
from text_model.wide import WIDE_FILE

log = logging.getLogger(__name__)
# Neighbouring windows share a quarter of their tokens.
OVERLAP_SHARE = 4
_COMPARED, _COMPARED_SCORED = 220, 1000
# Texts whose activations say how far the bytes must reach: of each source, and of all together at least.
_MEASURED, _MEASURED_IN_ALL = 40, 400
# Macro-F1 that int8 may cost a task without a warning.
_BEARABLE = 0.005


@dataclass(frozen=True)
class Trained:
    """What training left behind. `style` in [0, 1]: how often it restyled a text."""

    network: JointNetwork
    tokenizer: Tokenizer
    max_tokens: int
    seed: int
    style: float = 1.0


def fit_facts(
    trained: Trained, learned: Sequence[Row], fit: Sequence[Row], folder: Path, scored: Sequence[Row] = ()
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Facts of the manifest, and what int8 costs against fp32, both ways of quantising.

    The linear model beside the network is written to `folder` too; it comes from the rows that were `learned`.
    Everything else is decided on rows of `fit`; the cost of the way chosen is counted on `scored` rows too, for on the
    few held-out ones of a small task two answers more or less are a point of macro-F1.
    """
    tasks = {
        name: {"labels": list(labels), "multi_label": name in MULTI_LABEL}
        for name, labels in trained.network.tasks.items()
    }
    windows = dict(window_facts(trained.tokenizer, trained.max_tokens, trained.max_tokens // OVERLAP_SHARE))
    facts: dict[str, Any] = {"tasks": tasks, "windows": windows}
    rows = sample_rows(fit, _COMPARED, trained.seed)
    reference = _in_full(trained, rows)
    sample = _token_ids(trained, measured_rows(learned, trained.seed))
    export = partial(_export, trained, folder, facts, sample)
    costs = {way: _cost(export(per_channel=way), rows, reference) for way in (False, True)}
    better = min(costs[True].values()) >= min(costs[False].values())
    runtime = export(per_channel=better)
    more = [*rows, *sample_rows(scored, _COMPARED_SCORED, trained.seed)]
    cost = _cost(runtime, more, _in_full(trained, more))
    warn_of(cost)
    wide, shares, held = fit_wide(runtime, learned, observe(runtime, fit), trained.seed, trained.style)
    wide.save(folder / WIDE_FILE)
    tasks = {task: own | {"share of words": shares[task]} for task, own in tasks.items()}
    facts["tasks"] = calibrated(tasks, held)
    facts["distress"], area = fit_distress(facts["tasks"], held)
    # AUC .5 is worth nothing in the fusion and AUC 1 everything.
    facts["reliability"] = round(max(0.0, 2 * area - 1), 3)
    return facts, {"per channel": better, "held out": costs[better], "other way": costs[not better], "chosen": cost}


def measured_rows(learned: Sequence[Row], seed: int) -> list[Row]:
    """Rows whose activations are measured: of few sources more of each, for a file of one's own is one source."""
    sources = len({row.source for row in learned})
    return sample_rows(learned, max(_MEASURED, _MEASURED_IN_ALL // max(1, sources)), seed)


def warn_of(cost: Mapping[str, float]) -> None:
    """Say which tasks lose more by int8 than is bearable."""
    for task, change in cost.items():
        if change < -_BEARABLE:
            log.warning("int8 costs %s %.4f macro-F1; no more than %.3f was meant to go", task, -change, _BEARABLE)


def _in_full(trained: Trained, rows: Sequence[Row]) -> dict[str, np.ndarray]:
    texts = [row.text for row in rows]
    return logits_of(trained.network, trained.tokenizer, texts, trained.max_tokens, in_fp32=True)


def _token_ids(trained: Trained, rows: Sequence[Row]) -> list[list[int]]:
    encoded = trained.tokenizer.encode_batch_fast([row.text for row in rows])
    return [one.ids[: trained.max_tokens] for one in encoded]


def _export(
    trained: Trained, folder: Path, facts: Mapping[str, Any], sample: Sequence[Sequence[int]], *, per_channel: bool
) -> Runtime:
    files = export_model(trained.network, trained.tokenizer, folder, sample, per_channel=per_channel)
    place(folder, Manifest("text", "unfinished", {}, facts), files)
    return Runtime(Artifact.open(folder, MODALITY.train_command))


def _cost(runtime: Runtime, rows: Sequence[Row], reference: Mapping[str, np.ndarray]) -> dict[str, float]:
    """macro-F1 of the exported model less that of the trained one, per task; "mean" over the tasks."""
    own = runtime.logits([windows[0] for windows in runtime.windows([row.text for row in rows])])
    out = {}
    for task in reference:
        index = [i for i, row in enumerate(rows) if task in row.targets]
        if len(index) >= 30:
            before, after = (_plain_f1(task, [rows[i] for i in index], z[task][index]) for z in (reference, own))
            out[task] = round(after - before, 4)
    return {**out, "mean": round(float(np.mean(list(out.values()))), 4) if out else 0.0}


def _plain_f1(task: str, rows: Sequence[Row], logits: np.ndarray) -> float:
    if task not in MULTI_LABEL:
        return macro_f1(np.array([row.targets[task] for row in rows]), logits.argmax(1))
    truth = np.zeros(logits.shape, bool)
    for i, row in enumerate(rows):
        target = row.targets[task]
        truth[i, list(target) if isinstance(target, tuple) else target] = True
    return multi_label_f1(truth, sigmoid(logits) > 0.35)[0]
