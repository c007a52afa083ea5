"""Predictions and thresholds for the fusion tests, made by hand and by hypothesis."""

from __future__ import annotations

import pytest
from hypothesis import settings

from fusion.thresholds import Thresholds

# A busy machine must not fail a test of what is said.
settings.register_profile("attune", deadline=None)
settings.load_profile("attune")


@pytest.fixture
def limits() -> Thresholds:
    """Thresholds that do not move when the shipped ones are fitted again."""
    return Thresholds(
        prior=0.3,
        moderate=0.4,
        high=0.8,
        possible={"low": (0.0, 0.6), "moderate": (0.2, 0.9), "high": (0.5, 1.0)},
        alpha=0.05,
        evidence_sd=2.0,
        noise_sd=0.3,
        pseudo_counts=8.0,
        conflict_p=0.05,
        least_weight=0.12,
    )
