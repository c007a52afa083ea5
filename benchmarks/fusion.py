"""Late fusion against simpler ways to join text and voice, on made pairs, over all subsets and with one corrupted.

python -m benchmarks.fusion [--data DIR] [--pairs N]
"""

# ruff: noqa: TID253
from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from benchmarks import pairs as made
from core.errors import AttuneError
from core.settings import ROOT
from core.types import Prediction
from fusion.doubt import conflict_p_value
from fusion.pool import evidence, logit, pool, reconciled, same_population, weight
from fusion.thresholds import shipped
from modalities import MODALITIES
from pipeline import Pipeline

PRIOR = 0.5  # half of the made pairs are distressed
NAMES = ("text", "speech")
Answers = Sequence[Mapping[str, Prediction]]


@dataclass(frozen=True)
class Setting:
    """One way to disturb the pairs, and which modalities are left."""

    name: str
    disturb: Callable[[Sequence[made.Pair]], Sequence[made.Pair]]


SETTINGS = (
    Setting("clean", lambda p: p),
    Setting("text: letters scrambled", made.with_scrambled_text),
    Setting("text: unknown language", made.with_foreign_text),
    Setting("voice: noise at 0 dB", made.with_noisy_voice),
    Setting("voice: somebody else's", made.with_another_voice),
)


def predict(given: Sequence[made.Pair]) -> list[dict[str, Prediction]]:
    """What each modality says of each pair; one that refuses its input is absent."""
    models = Pipeline(MODALITIES)
    found: list[dict[str, Prediction]] = [{} for _ in given]
    for name, key in (("text", "text"), ("speech", "audio")):
        inputs = [{key: getattr(p, key)} for p in given]
        for out, answer in zip(found, models.predictor(name).predict(inputs, explain=False), strict=True):
            if not isinstance(answer, AttuneError):
                out[name] = answer
    return found


def single(answers: Answers, name: str) -> np.ndarray:
    """One modality alone; the prior where it is absent."""
    return np.array([same_population(a[name], PRIOR) if name in a else PRIOR for a in answers])


def pooled(answers: Answers, subset: Sequence[str] = NAMES) -> np.ndarray:
    """Attune's fusion, at the prior of the pairs."""
    heard = [[a[n] for n in subset if n in a] for a in answers]
    return np.array([pool(PRIOR, _joined(predictions)) for predictions in heard])


def _joined(predictions: Sequence[Prediction]) -> Mapping[str, float]:
    own, weights = ({p.modality: of(p) for p in predictions} for of in (evidence, weight))
    return reconciled(own, weights)


def mean(answers: Answers) -> np.ndarray:
    """Plain average of what is there."""
    return np.array([np.mean([same_population(p, PRIOR) for p in a.values()] or [PRIOR]) for a in answers])


def largest(answers: Answers) -> np.ndarray:
    """The highest distress of any modality."""
    return np.array([max([same_population(p, PRIOR) for p in a.values()] or [PRIOR]) for a in answers])


def stacked(train: Answers, truth: np.ndarray, test: Answers) -> np.ndarray:
    """Logistic regression on the log-odds of both, fitted on clean pairs of other texts and clips."""
    model = LogisticRegression(C=1.0).fit(_design(train), truth)
    return np.asarray(model.predict_proba(_design(test))[:, 1])


def _design(answers: Answers) -> np.ndarray:
    rows = [[logit(same_population(a[n], PRIOR)) if n in a else 0.0 for n in NAMES] for a in answers]
    return np.array(rows)


def methods(train: Answers, truth: np.ndarray, answers: Answers) -> dict[str, np.ndarray]:
    """Scores of every way to join, and of each modality alone."""
    return {
        "text alone": single(answers, "text"),
        "voice alone": single(answers, "speech"),
        "mean": mean(answers),
        "max": largest(answers),
        "stacking": stacked(train, truth, answers),
        "pooled, text only": pooled(answers, ["text"]),
        "pooled, voice only": pooled(answers, ["speech"]),
        "pooled (Attune)": pooled(answers),
    }


def brier(truth: np.ndarray, score: np.ndarray) -> float:
    """Mean squared error of a probability; 0 is perfect, .25 says nothing."""
    return float(np.mean((score - truth) ** 2))


def interval(truth: np.ndarray, score: np.ndarray, metric: Callable[..., float], seed: int = 0) -> tuple[float, float]:
    """95 % bootstrap interval of a metric over pairs."""
    rng = np.random.default_rng(seed)
    draws = (rng.integers(0, len(truth), len(truth)) for _ in range(300))
    values = [metric(truth[i], score[i]) for i in draws if 0 < truth[i].sum() < len(i)]
    return float(np.percentile(values, 2.5)), float(np.percentile(values, 97.5))


def table(truth: np.ndarray, scores: Mapping[str, np.ndarray]) -> list[str]:
    """One line a method: AUC and Brier score with their intervals, and accuracy at one half."""
    lines = [f"{'':18}  AUC   (95 %)           Brier (95 %)           accuracy"]
    for name, score in scores.items():
        auc, square = float(roc_auc_score(truth, score)), brier(truth, score)
        a, b = interval(truth, score, roc_auc_score), interval(truth, score, brier)
        right = float(np.mean((score >= 0.5) == truth))
        lines.append(
            f"{name:18}  {auc:.3f} ({a[0]:.3f}-{a[1]:.3f})    {square:.3f} ({b[0]:.3f}-{b[1]:.3f})    {right:.3f}"
        )
    return lines


def gain(truth: np.ndarray, scores: Mapping[str, np.ndarray], rivals: Sequence[str], seed: int = 0) -> str:
    """Paired difference in Brier score between the best of `rivals` and both inputs pooled; above 0 is a gain."""
    best = min(rivals, key=lambda name: brier(truth, scores[name]))
    rng = np.random.default_rng(seed)
    difference = (scores[best] - truth) ** 2 - (scores["pooled (Attune)"] - truth) ** 2
    means = [float(difference[rng.integers(0, len(truth), len(truth))].mean()) for _ in range(1000)]
    low, high = np.percentile(means, [2.5, 97.5])
    return f"pooled against {best}: Brier better by {difference.mean():+.4f} ({low:+.4f} to {high:+.4f})"


def run(data: Path, count: int, words: int) -> None:
    """Print every table."""
    texts = f"texts cut to {words} words" if words else "whole texts"
    print(f"\n=== {count} made pairs, {texts} ===")
    given = made.pairs(data, count)
    given = made.shortened(given, words) if words else given
    truth = np.array([p.distressed for p in given], dtype=float)
    half = len(given) // 2
    clean = predict(given)
    for setting in SETTINGS:
        answers = clean if setting.name == "clean" else predict(setting.disturb(given))
        scores = {
            name: np.concatenate([second, first])
            for (name, first), second in zip(
                methods(clean[half:], truth[half:], answers[:half]).items(),
                methods(clean[:half], truth[:half], answers[half:]).values(),
                strict=True,
            )
        }
        order = np.concatenate([truth[half:], truth[:half]])
        certain = [np.mean([a[n].certainty if n in a else 0.0 for a in answers]) for n in NAMES]
        conflicts = np.mean([conflict_p_value(list(a.values()), shipped()) < shipped().conflict_p for a in answers])
        print(
            f"\n{setting.name}   (certainty: text {certain[0]:.2f}, voice {certain[1]:.2f}; conflicts {conflicts:.3f})"
        )
        print("\n".join(table(order, scores)))
        print(gain(order, scores, ("text alone", "voice alone")))
        print(gain(order, scores, ("pooled, text only", "pooled, voice only")))


def main() -> None:
    """Read the arguments and run both lengths of text."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fusion", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--pairs", type=int, default=400)
    options = parser.parse_args()
    print("The pairs are made: texts and acted clips of different people, joined by state. Validation rows only.")
    print(
        "depression = sadness, anxiety = fear, neutral = neutral, calm or happiness. Stress and the rest are left out."
    )
    for words in (0, 8):
        run(options.data, options.pairs, words)


if __name__ == "__main__":
    main()
