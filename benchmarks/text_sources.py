"""Three studies of the text model's data: what it hears in a source that it never read, what restyling brings, and
whether the encoder still tells sources apart within an answer.

Run with: python -m benchmarks.text_sources [--rows N] [--only STUDY]. The first two train six small models on
equally many rows, for the tasks state and crisis, and compare them with each other; the shipped one has seen ten times
as much. The third asks the shipped one. Writes text_model/studies.json, which the model card shows.
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
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from tokenizers import Tokenizer

from text_model import MODALITY
from text_model.augment import mask_labels, misspell, reorder, say_otherwise
from text_model.batches import collate
from text_model.corpora import Corpora, read_corpora
from text_model.data import Row, sample_rows
from text_model.encoder import load_base
from text_model.job import mean_weights
from text_model.labels import CRISIS, STATE, TASKS
from text_model.metrics import bootstrap
from text_model.network import BRANCHES, JointNetwork, autocast, logits_of
from text_model.studies import keep_study
from text_model.training import Trainer, TrainingPlan

_TASKS = {"state": STATE, "crisis": CRISIS}
_ANSWERS = (*STATE, "crisis")
_SOURCES = ("mental_state", "crisis", "everyday", "goemotions")
_SCORED = 500
_FEWEST, _WORDS_READ = 60, 40
_SURE = 0.5
_SEED = 20261120


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, score, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=12_000, help="rows that each model learns from (default: 12000)")
    parser.add_argument("--data", type=Path, help="the folder that holds text/*.csv.gz")
    parser.add_argument("--only", choices=["told-apart", "restyling"], help="one study instead of all three")
    given = parser.parse_args(arguments)
    corpora = read_corpora(given.data)
    if given.only != "restyling":
        print(keep_study("sources", "told apart", _told_apart(corpora)), flush=True)
    if given.only == "told-apart":
        return
    everything = _Model(corpora, given.rows)
    print(keep_study("sources", "restyling", _restyling(corpora, everything, given.rows)), flush=True)
    if given.only == "restyling":
        return
    keep_study("sources", "rows", given.rows)
    found: dict[str, object] = {}
    for name in _SOURCES:
        found[name] = _left_out(name, corpora, everything, given.rows)
        print(name, found[name], flush=True)
        keep_study("sources", "left out", found)


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
        "synonyms": lambda t: say_otherwise(say_otherwise(t, random), random),
        "sentences in another order": lambda t: reorder(reorder(reorder(t, random), random), random),
        "label words taken out": lambda t: mask_labels(t, random),
    }
    return {
        name: {"with": _share(styled.right(scored, dress)), "without": _share(plain.right(scored, dress))}
        for name, dress in dresses.items()
    }


def _told_apart(corpora: Corpora) -> dict[str, dict[str, object]]:
    """How well a linear classifier names the source within one answer, from the encoder's first-token vector.

    Balanced accuracy in five folds, on the first words of held-out rows, so that length says nothing; before training
    (MiniLM as it comes) and after (the model that ships).
    """
    encoder, tokenizer = load_base("minilm")
    network = JointNetwork(encoder, TASKS, BRANCHES)
    found: dict[str, dict[str, object]] = {}
    groups = {answer: _by_source(corpora, answer) for answer in _ANSWERS}
    for when in ("before", "after"):
        if when == "after":
            network.load_state_dict(mean_weights([MODALITY.shipped], tuple(BRANCHES)))
        for answer, by_source in groups.items():
            if len(by_source) > 1:
                texts = [" ".join(r.text.split()[:_WORDS_READ]) for rows in by_source.values() for r in rows]
                names = np.repeat(list(by_source), [len(rows) for rows in by_source.values()])
                model = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, class_weight="balanced"))
                said = cross_val_predict(model, _vectors(network, tokenizer, texts), names, cv=5)
                own = found.setdefault(answer, {"sources": list(by_source), "chance": round(1 / len(by_source), 3)})
                own[when] = round(float(balanced_accuracy_score(names, said)), 3)
    return found


def _by_source(corpora: Corpora, answer: str) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    for row in sample_rows([r for r in corpora.held if _gold(r) == answer], _SCORED, _SEED):
        rows.setdefault(row.source.split()[0], []).append(row)
    return {name: own for name, own in rows.items() if len(own) >= _FEWEST and name != "own"}


def _vectors(network: JointNetwork, tokenizer: Tokenizer, texts: Sequence[str]) -> np.ndarray:
    network.eval()
    out = []
    for start in range(0, len(texts), 64):
        batch = collate([Row(text, "", {}) for text in texts[start : start + 64]], tokenizer, 128)
        with torch.inference_mode(), autocast():
            first = network.first_vectors(torch.from_numpy(batch.ids), torch.from_numpy(batch.mask))
        out.append(first["state"].float().numpy())
    return np.concatenate(out)


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
