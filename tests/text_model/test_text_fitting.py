"""How a network becomes an int8 model: from how many texts its ranges come, and what is said when it loses."""

from collections import Counter

import pytest

from text_model.data import Row
from text_model.fitting import measured_rows, warn_of


@pytest.mark.parametrize(("sources", "each"), [(1, 400), (4, 100), (20, 40)])
def test_a_file_of_ones_own_gives_int8_as_many_texts_as_many_corpora_do(sources: int, each: int) -> None:
    rows = [Row(f"text {i} of {k}", f"source {k}", {}) for k in range(sources) for i in range(500)]
    assert set(Counter(row.source for row in measured_rows(rows, 1)).values()) == {each}


def test_a_task_that_loses_by_int8_is_named(caplog: pytest.LogCaptureFixture) -> None:
    warn_of({"state": -0.0051, "crisis": -0.0049, "mean": 0.001})
    (told,) = caplog.messages
    assert "state 0.0051" in told
