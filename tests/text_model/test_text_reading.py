"""Windows put together: which passage told the most, with a model of distress and without one."""

import numpy as np
import pytest

from text_model.normalise import normalise
from text_model.reading import MOST_SEGMENTS, read, segments
from text_model.windows import Window

TASKS = {"topic": {"labels": ["calm", "storm"], "multi_label": False}}
MANY = MOST_SEGMENTS + 10
# All windows but the last one speak for calm a little; the last one decides for the storm.
DECIDED_LAST = {"topic": np.array([[0.1, 0.0]] * (MANY - 1) + [[0.0, 90.0]])}


@pytest.mark.parametrize("tasks", [TASKS, {"topic": TASKS["topic"] | {"multi_label": True}}])
def test_without_distress_the_passage_that_decided_the_answer_told_the_most(tasks: dict) -> None:
    reading = read(tasks, None, DECIDED_LAST, np.ones(MANY))
    assert reading.worst == MANY - 1
    assert reading.distress == 0.5


def test_without_distress_the_passage_that_decided_is_among_those_shown() -> None:
    text = normalise("ab " * MANY)
    windows = [Window((1, 7, 2), 3 * i, 3 * i + 2, 1) for i in range(MANY)]
    shown = segments(TASKS, read(TASKS, None, DECIDED_LAST, np.ones(MANY)), windows, text)
    assert len(shown) == MOST_SEGMENTS
    assert shown[-1].label == "storm"
    assert shown[-1].start == windows[-1].start


def test_with_distress_the_most_distressed_passage_told_the_most() -> None:
    tasks = {"polarity": TASKS["topic"], "crisis": {"labels": ["none", "crisis"], "multi_label": False}}
    distress = {"features": ["crisis"], "weights": [1.0], "bias": 0.0}
    logits = {"polarity": np.array([[9.0, 0.0], [0.0, 0.0]]), "crisis": np.array([[3.0, 0.0], [0.0, 3.0]])}
    assert read(tasks, distress, logits, np.ones(2)).worst == 1
