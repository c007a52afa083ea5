"""Split-conformal bounds on a score: which values a class has, with a stated coverage at a stated confidence."""

from __future__ import annotations

import math
from collections.abc import Sequence


def binomial_tail(k: int, n: int, p: float) -> float:
    """P(X >= k) for X ~ Binomial(n, p)."""
    return math.fsum(
        math.exp(
            math.lgamma(n + 1)
            - math.lgamma(i + 1)
            - math.lgamma(n - i + 1)
            + i * math.log(p)
            + (n - i) * math.log1p(-p)
        )
        for i in range(k, n + 1)
    )


def rank(n: int, alpha: float, delta: float) -> int:
    """Largest k for which the k-th smallest of n scores bounds a share 1 - alpha of new ones from below.

    Over the draw of the n scores this holds with probability 1 - delta, because the coverage of the k-th order
    statistic is Beta(n + 1 - k, k) distributed for exchangeable data (Vovk 2012, "Conditional validity of
    inductive conformal predictors"; Angelopoulos & Bates 2023, section 3.2). 0 when n is too small for any bound.
    """
    best = 0
    for k in range(1, n + 1):
        if binomial_tail(k, n, alpha) < 1.0 - delta:
            break
        best = k
    return best


def lower_bound(scores: Sequence[float], alpha: float, delta: float) -> float:
    """Value that a share 1 - alpha of the class reaches; 0 when there are too few scores to say."""
    k = rank(len(scores), alpha, delta)
    return sorted(scores)[k - 1] if k else 0.0


def upper_bound(scores: Sequence[float], alpha: float, delta: float) -> float:
    """Value that a share 1 - alpha of the class does not exceed; 1 when there are too few scores to say."""
    k = rank(len(scores), alpha, delta)
    return sorted(scores)[-k] if k else 1.0
