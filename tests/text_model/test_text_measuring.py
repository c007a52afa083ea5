"""What is measured where there is little to measure with."""

from types import SimpleNamespace

import pytest

from core.types import TaskResult
from text_model import measuring
from text_model.corpora import Corpora
from text_model.data import Row
from text_model.labels import STATE
from text_model.measuring import measure


@pytest.mark.parametrize(("calm", "compared"), [(0, False), (400, True)])
def test_state_at_the_same_lengths_is_left_out_where_no_row_is_calm(
    monkeypatch: pytest.MonkeyPatch, calm: int, compared: bool
) -> None:
    answer = SimpleNamespace(tasks={"state": TaskResult(dict.fromkeys(STATE, 0.25), label="neutral")})
    monkeypatch.setattr(measuring, "answers", lambda _, rows: [answer] * len(rows))
    rows = [Row("some words", "mine", {"state": 0 if i < calm else 3}) for i in range(1001)]
    metrics = measure(None, {"state": STATE}, Corpora((), ()), {"state": rows})
    assert ("state, same lengths" in metrics) == compared
