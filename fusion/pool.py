"""Pooling in log-odds: each modality's evidence, weighted by how far it can be trusted, added to one prior."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from core.types import Prediction

# No calibrated model means certainty beyond this; it also keeps one input from outvoting all others.
_LEAST = 0.005
_MOST_HOLDS = 0.995


def logit(p: float) -> float:
    """log(p / (1 - p)), with p kept within [0.005, 0.995]."""
    p = min(1.0 - _LEAST, max(_LEAST, p))
    return math.log(p / (1.0 - p))


def sigmoid(z: float) -> float:
    """Inverse of `logit`, safe for any finite z."""
    return 1.0 / (1.0 + math.exp(-z)) if z >= 0 else math.exp(z) / (1.0 + math.exp(z))


def weight(prediction: Prediction) -> float:
    """Say of one modality in [0, 1]: its published reliability times what this very input allows."""
    return prediction.reliability * prediction.certainty


def evidence(prediction: Prediction) -> float:
    """Log-odds that this modality adds to the prior; its own base rate is taken out, so no prior counts twice.

    The reading holds with probability h, the geometric mean of reliability and certainty; else nothing was learned.
    So the odds can move by (1 + h) / (1 - h) at most, however sure the reading sounds. Small evidence counts in full,
    for it is calibrated as it is; the hyperbolic tangent leads it smoothly to that limit.
    """
    holds = min(math.sqrt(weight(prediction)), _MOST_HOLDS)
    limit = math.log((1.0 + holds) / (1.0 - holds))
    own = logit(prediction.distress) - logit(prediction.base_rate)
    return limit * math.tanh(own / limit) if limit > 0.0 else 0.0


def reconciled(evidences: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, float]:
    """Evidence less half of what a better heard modality contradicts: likely the worse heard one is wrong there.

    Names without a weight are left alone and contradict nobody. More distress in one modality still never lowers the
    sum.
    """
    return {name: own - 0.5 * _contradicted(name, own, evidences, weights) for name, own in evidences.items()}


def _contradicted(name: str, own: float, evidences: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The part of `own`, with its sign, that better heard modalities speak against."""
    if name not in weights:
        return 0.0
    better = [evidences[other] for other, w in weights.items() if other in evidences and w > weights[name]]
    against = sum(abs(e) for e in better if e * own < 0.0)
    return math.copysign(min(abs(own), against), own)


def pool(prior: float, evidences: Mapping[str, float]) -> float:
    """Fused probability: sigmoid(logit(prior) + sum of evidence)."""
    return sigmoid(logit(prior) + sum(evidences.values()))


def same_population(prediction: Prediction, prior: float) -> float:
    """The modality's own distress, moved from its base rate to `prior`, so that modalities can be compared."""
    return sigmoid(logit(prior) + logit(prediction.distress) - logit(prediction.base_rate))


def total_weight(predictions: Sequence[Prediction]) -> float:
    """How much was heard in all: 1 minus the product of what each modality left unheard."""
    return 1.0 - math.prod(1.0 - weight(p) for p in predictions)
