"""A person's own usual range, and how far the latest check-in lies from it; robust, in log-odds."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

LEAST = 7
WINDOW = 28
_EDGE = 0.01
_LEAST_SPREAD = 0.2
_IQR_OF_A_NORMAL = 1.349
# Nine of ten values of a person whose days do not change lie within this many spreads; the second number makes up for
# a spread that was estimated from few values. Simulated with 7, 10, 14 and 28 values, independent or following each
# other (AR 0.4): 9 to 11 % lie outside; a shift by two spreads is seen in 43 to 57 % of single check-ins.
_Z90 = 1.645
_FEW = 4.4

Place = Literal["below", "usual", "above"]


@dataclass(frozen=True)
class Usual:
    """`low` to `high` is where nine of ten check-ins are expected; `q1`, `median`, `q3` are plain quartiles."""

    median: float
    q1: float
    q3: float
    low: float
    high: float
    count: int


@dataclass(frozen=True)
class Change:
    """Where the latest value lies in the range of those before it, which is `usual`.

    `z` is its robust distance from their median, in spreads; `points` the plain distance.
    """

    place: Place
    z: float
    points: float
    usual: Usual


def usual_range(values: Sequence[float]) -> Usual | None:
    """The range of the last 28 of `values` (each in [0, 1]); None with fewer than 7, because that is no habit yet."""
    recent = values[-WINDOW:]
    if len(recent) < LEAST:
        return None
    centre, spread = _centre_and_spread(recent)
    reach = _Z90 * (1.0 + _FEW / len(recent)) * spread
    q1, median, q3 = statistics.quantiles(recent, n=4, method="inclusive")
    low, high = min(q1, _chance(centre - reach)), max(q3, _chance(centre + reach))
    return Usual(median, q1, q3, low, high, len(recent))


def change(values: Sequence[float]) -> Change | None:
    """The last of `values` against the usual range of those before it; None when that is not known yet."""
    before, latest = values[:-1], values[-1] if values else 0.0
    usual = usual_range(before)
    if usual is None:
        return None
    centre, spread = _centre_and_spread(before[-WINDOW:])
    place: Place = "below" if latest < usual.low else "above" if latest > usual.high else "usual"
    return Change(place, (_log_odds(latest) - centre) / spread, latest - usual.median, usual)


def _centre_and_spread(values: Sequence[float]) -> tuple[float, float]:
    q1, median, q3 = statistics.quantiles(map(_log_odds, values), n=4, method="inclusive")
    return median, max(_LEAST_SPREAD, (q3 - q1) / _IQR_OF_A_NORMAL)


def _log_odds(value: float) -> float:
    held = min(1.0 - _EDGE, max(_EDGE, value))
    return math.log(held / (1.0 - held))


def _chance(log_odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-log_odds))
