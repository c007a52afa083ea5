"""Intervals, conformal sets and conflict."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, hypergeom

from core.types import LEVELS
from fusion.conformal import lower_bound, rank, share_of_draws, upper_bound
from fusion.doubt import chi_squared_tail, conflict_p_value, interval, jensen_shannon, possible_levels
from fusion.thresholds import Thresholds
from tests.fusion.made import said


@given(st.floats(0.0, 60.0), st.integers(1, 6))
def test_the_chi_squared_tail_agrees_with_scipy(x: float, df: int) -> None:
    assert chi_squared_tail(x, df) == pytest.approx(float(chi2.sf(x, df)), abs=1e-9)


@given(st.integers(0, 30), st.integers(1, 60), st.integers(1, 60), st.integers(1, 60))
def test_the_hypergeometric_tail_agrees_with_scipy(least: int, drawn: int, old: int, new: int) -> None:
    drawn = min(drawn, old + new)
    expected = float(hypergeom.sf(least - 1, old + new, old, drawn))
    assert share_of_draws(least, drawn, old, new) == pytest.approx(expected, abs=1e-9)


def test_jensen_shannon_is_nothing_for_equals_and_ln_2_for_opposites() -> None:
    assert jensen_shannon([0.3, 0.3], [1.0, 2.0]) == pytest.approx(0.0)
    assert jensen_shannon([0.0, 1.0], [1.0, 1.0]) == pytest.approx(0.693147, abs=1e-5)


def test_conflict_needs_two_that_were_heard(limits: Thresholds) -> None:
    assert conflict_p_value([said(0.99)], limits) == 1.0
    assert conflict_p_value([said(0.99), said(0.01, "speech", certainty=0.0)], limits) == 1.0
    assert conflict_p_value([said(0.99), said(0.01, "speech")], limits) < 0.05


def test_a_different_base_rate_is_no_conflict(limits: Thresholds) -> None:
    silent = [said(0.9, "text", base_rate=0.9), said(0.1, "speech", base_rate=0.1)]
    assert conflict_p_value(silent, limits) == pytest.approx(1.0)


def test_next_to_nothing_heard_leaves_every_level_open(limits: Thresholds) -> None:
    assert possible_levels(0.99, 0.01, (0.98, 1.0), limits) == LEVELS


def test_the_set_of_levels_has_no_hole_and_holds_the_level(limits: Thresholds) -> None:
    for score in (i / 200 for i in range(201)):
        found = possible_levels(score, 1.0, (score, score), limits)
        places = [LEVELS.index(level) for level in found]
        assert limits.level(score) in found
        assert places == list(range(places[0], places[-1] + 1))


def test_agreement_narrows_and_contradiction_widens_the_interval(limits: Thresholds) -> None:
    def width(*ds: float) -> float:
        given_ = [said(d, f"m{i}", reliability=0.7) for i, d in enumerate(ds)]
        low, high = interval(given_, 0.5, limits)
        return high - low

    assert width(0.8, 0.8) < width(0.8)
    assert width(0.95, 0.05) > width(0.8, 0.8)


@pytest.mark.parametrize(("n", "alpha"), [(40, 0.1), (75, 0.05), (149, 0.05), (150, 0.1)])
def test_conformal_bounds_keep_their_promise_on_as_many_new_scores_in_nine_draws_of_ten(n: int, alpha: float) -> None:
    rng = random.Random(3)
    kept = 0
    for _ in range(1500):
        bound = lower_bound([rng.random() for _ in range(n)], alpha, 0.1)
        kept += sum(rng.random() >= bound for _ in range(n)) >= (1 - alpha) * n
    assert kept / 1500 >= 0.885  # .9 less twice the standard error of the count


def test_too_few_scores_give_no_bound() -> None:
    assert rank(10, 0.05, 0.1) == 0
    assert lower_bound([0.4] * 10, 0.05, 0.1) == 0.0
    assert upper_bound([0.4] * 10, 0.05, 0.1) == 1.0
