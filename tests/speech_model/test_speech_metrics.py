"""Scores of emotion predictions on made answers."""

import numpy as np
import pytest

from speech_model.metrics import calibration_error, calibration_error_by_chance, summary


def _honest(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Chances of three labels, and truths drawn from them."""
    rng = np.random.default_rng(0)
    chances = rng.dirichlet((1.0, 1.0, 1.0), n)
    return chances, np.array([rng.choice(3, p=p) for p in chances])


@pytest.mark.parametrize(("clips", "most"), [(120, 0.13), (4000, 0.03)])
def test_an_honest_model_has_the_calibration_error_of_chance(clips: int, most: float) -> None:
    chances, truth = _honest(clips)
    chance = calibration_error_by_chance(chances)
    assert chance < most
    assert calibration_error(chances, truth) == pytest.approx(chance, abs=0.06)
    assert calibration_error(chances, (chances.argmax(1) + 1) % 3) > 3 * chance


def test_a_summary_tells_the_calibration_error_beside_that_of_chance() -> None:
    chances, truth = _honest(200)
    found = summary(chances, truth, np.array(["a", "b"] * 100), {"by_group": np.array(["f", "m"] * 100)})
    assert found["ECE_by_chance"] == round(calibration_error_by_chance(chances), 3)
    assert found["ECE"] == round(calibration_error(chances, truth), 3)
