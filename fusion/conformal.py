"""Split-conformal bounds on a score: which values a class has, with a stated coverage at a stated confidence."""

from __future__ import annotations

import math
from collections.abc import Sequence


def share_of_draws(least: int, drawn: int, old: int, new: int) -> float:
    """P(at least `least` of `drawn` balls are old) for an urn of `old` and `new` balls: a hypergeometric tail."""
    counts = range(max(least, drawn - new), min(drawn, old) + 1)
    return sum(math.comb(old, i) * math.comb(new, drawn - i) for i in counts) / math.comb(old + new, drawn)


def rank(n: int, alpha: float, delta: float) -> int:
    """Largest k for which at most a share alpha of n new scores falls below the k-th smallest of n old ones.

    For exchangeable scores this holds with probability 1 - delta over the draw of old and new ones together: at most
    `a` new scores lie below exactly if at least k of the smallest k + a of all are old (negative hypergeometric
    distribution; Wilks 1942; Marques F. 2025, "Universal distribution of the empirical coverage in split conformal
    prediction"). This is more than a promise about the share that would be found in endless data: it can be counted.
    0 when n is too small for any bound.
    """
    allowed = math.floor(alpha * n + 1e-9)
    best = 0
    for k in range(1, n + 1 - allowed):
        if share_of_draws(k, k + allowed, n, n) < 1.0 - delta:
            break
        best = k
    return best


def lower_bound(scores: Sequence[float], alpha: float, delta: float) -> float:
    """Value that a share 1 - alpha of as many new scores reaches; 0 when there are too few scores to say."""
    k = rank(len(scores), alpha, delta)
    return sorted(scores)[k - 1] if k else 0.0


def upper_bound(scores: Sequence[float], alpha: float, delta: float) -> float:
    """Value that a share 1 - alpha of as many new scores does not exceed; 1 when there are too few scores to say."""
    k = rank(len(scores), alpha, delta)
    return sorted(scores)[-k] if k else 1.0
