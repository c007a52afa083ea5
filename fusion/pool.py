"""Pooling in log-odds: each modality's evidence, weighted by how far it can be trusted, added to one prior."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from core.types import Prediction

# No calibrated model means certainty beyond this; it also keeps one input from outvoting all others.
_LEAST = 0.005


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

    The reading holds with probability h, the geometric mean of reliability and certainty; else nothing was learned
    and the base rate stands. So the odds move by (1 + h) / (1 - h) at most (at a base rate of one half), however sure
    the reading sounds, and one corrupted input cannot outvote the others.
    """
    holds = math.sqrt(weight(prediction))
    mixed = holds * prediction.distress + (1.0 - holds) * prediction.base_rate
    return logit(mixed) - logit(prediction.base_rate)


def pool(prior: float, evidences: Mapping[str, float]) -> float:
    """Fused probability: sigmoid(logit(prior) + sum of evidence)."""
    return sigmoid(logit(prior) + sum(evidences.values()))


def same_population(prediction: Prediction, prior: float) -> float:
    """The modality's own distress, moved from its base rate to `prior`, so that modalities can be compared."""
    return sigmoid(logit(prior) + logit(prediction.distress) - logit(prediction.base_rate))


def total_weight(predictions: Sequence[Prediction]) -> float:
    """How much was heard in all: 1 minus the product of what each modality left unheard."""
    return 1.0 - math.prod(1.0 - weight(p) for p in predictions)
