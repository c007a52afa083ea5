"""Two studies of the text model's data: what it hears in a source that it never read, and what restyling brings.

Run with: python -m benchmarks.text_sources [--rows N]. Trains six small models on equally many rows, for the tasks
state and crisis, and writes text_model/studies.json, which the model card shows. The figures compare these models with
each other; the shipped one has seen ten times as much.
"""
# ruff: noqa: TID253

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import torch
from tokenizers import Tokenizer

from text_model.augment import mask_labels, misspell
from text_model.corpora import Corpora, read_corpora
from text_model.data import Row
from text_model.encoder import load_base
from text_model.job import sample_rows
from text_model.labels import CRISIS, STATE
from text_model.metrics import bootstrap
from text_model.network import JointNetwork, logits_of
from text_model.studies import keep_study
from text_model.training import Trainer, TrainingPlan

_TASKS = {"state": STATE, "crisis": CRISIS}
_ANSWERS = (*STATE, "crisis")
_SOURCES = ("mental_state", "crisis", "everyday", "goemotions")
_SCORED = 500
_SURE = 0.5
_SEED = 20261120


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, score, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=12_000, help="rows that each model learns from (default: 12000)")
    parser.add_argument("--data", type=Path, help="the folder that holds text/*.csv.gz")
    given = parser.parse_args(arguments)
    corpora = read_corpora(given.data)
    everything = _Model(corpora, given.rows)
    keep_study("sources", "rows", given.rows)
    found: dict[str, object] = {}
    for name in _SOURCES:
        found[name] = _left_out(name, corpora, everything, given.rows)
        print(name, found[name], flush=True)
        keep_study("sources", "left out", found)
    print(keep_study("sources", "restyling", _restyling(corpora, everything, given.rows)))


class _Model:
    """A small model of state and crisis, trained on `rows` rows of `corpora` without the source `without`."""

    def __init__(self, corpora: Corpora, rows: int, *, without: str = "", style: float = 1.0) -> None:
        torch.manual_seed(_SEED)
        encoder, self.tokenizer = load_base("minilm")
        self.network = JointNetwork(encoder, _TASKS)
        kept = [p for p in corpora.pools if any(t in r.targets for t in _TASKS for r in p.rows[:200])]
        kept = [p for p in kept if not (without and p.name.startswith(without))]
        share = rows / sum(p.per_pass for p in kept)
        pools = [replace(p, per_pass=round(p.per_pass * share)) for p in kept]
        plan = TrainingPlan(epochs=1, seed=_SEED, style=style)
        with tempfile.TemporaryDirectory() as folder:
            Trainer(self.network, self.tokenizer, plan, Path(folder)).fit(pools, _last)

    def right(self, rows: Sequence[Row], dress: Callable[[str], str] = str) -> np.ndarray:
        """For each row whether the five-way answer is that of the corpus."""
        logits = logits_of(self.network, self.tokenizer, [dress(r.text) for r in rows], 256)
        alarm = torch.softmax(torch.from_numpy(logits["crisis"]), 1)[:, 1].numpy() >= _SURE
        said = np.where(alarm, len(STATE), logits["state"].argmax(1))
        return np.array([_ANSWERS[k] == _gold(row) for k, row in zip(said, rows, strict=True)])


def _last(network: JointNetwork, tokenizer: Tokenizer) -> float:
    """Nothing is chosen by score: there is one pass."""
    return 0.0


def _left_out(name: str, corpora: Corpora, everything: _Model, rows: int) -> dict[str, object]:
    scored = _scored(corpora, name)
    seen, unseen = everything.right(scored), _Model(corpora, rows, without=name).right(scored)
    return {
        "n": len(scored),
        "trained on it": _share(seen),
        "never saw it": _share(unseen),
        "interval": [round(v, 3) for v in bootstrap(lambda i: float(unseen[i].mean()), len(unseen))],
        "by label": {a: _share(unseen[own]) for a in _ANSWERS if (own := [_gold(r) == a for r in scored]).count(True)},
    }


def _restyling(corpora: Corpora, styled: _Model, rows: int) -> dict[str, dict[str, float]]:
    plain = _Model(corpora, rows, style=0.0)
    scored = _scored(corpora, "mental_state")
    random = Random(_SEED)  # noqa: S311 - typos, not secrets
    dresses: dict[str, Callable[[str], str]] = {
        "as written": str,
        "lower case, no punctuation": lambda t: "".join(c if c.isalnum() or c == "'" else " " for c in t.lower()),
        "typos": lambda t: misspell(misspell(t, random), random),
        "label words taken out": lambda t: mask_labels(t, random),
    }
    return {
        name: {"with": _share(styled.right(scored, dress)), "without": _share(plain.right(scored, dress))}
        for name, dress in dresses.items()
    }


def _scored(corpora: Corpora, source: str) -> list[Row]:
    return sample_rows([r for r in corpora.held if r.source.startswith(source) and _gold(r)], _SCORED, _SEED)


def _gold(row: Row) -> str | None:
    if row.targets.get("crisis") == 1:
        return "crisis"
    state = row.targets.get("state")
    if not isinstance(state, int) or (state and row.weights.get("state", 1.0) < _SURE):
        return None
    return STATE[state]


def _share(right: np.ndarray) -> float:
    return round(float(right.mean()), 3)


if __name__ == "__main__":
    main()
