"""The linear model beside the network: what it counts, that it survives being written, when it may speak."""

from pathlib import Path

import numpy as np
import pytest

from model_registry import Artifact
from text_model.calibrate import observe
from text_model.data import Row
from text_model.fit_wide import fit_wide
from text_model.runtime import Runtime
from text_model.tiny import place_tiny_model
from text_model.wide import Wide, grams_of
from text_model.windows import Window

WORDS = ("plain", "rare", "word", "and", "more", "text", "here", "gloomy", "sunny", "day")
LABELS = {"first": 2, "second": 1}


def _window(*ids: int) -> Window:
    return Window((101, *ids, 102), 0, 1, len(ids))


def test_each_piece_and_each_pair_counts_once_and_special_tokens_do_not() -> None:
    assert len(grams_of(_window(7, 8, 7, 8))) == 2 + 2
    assert len(grams_of(_window(7))) == 1
    assert len(grams_of(_window())) == 0


def test_known_grams_add_up_and_unknown_ones_only_thin_the_sum(tmp_path: Path) -> None:
    weights = np.array([[1.0, -1.0, 0.0], [0.0, 0.0, 2.0]])
    wide = Wide.rounded(np.array([7, 8]), weights)
    for model in (wide, Wide.open(wide.save(tmp_path / "wide.npz"))):
        said = model.logits([_window(7), _window(8, 9), _window(300), _window()], LABELS)
        assert said["first"] == pytest.approx(np.array([[1.0, -1.0], [0, 0], [0, 0], [0, 0]]), abs=0.02)
        assert said["second"][:, 0] == pytest.approx([0.0, 2.0 / 3**0.5, 0.0, 0.0], abs=0.02)


def _rows(n: int, telling: bool) -> list[Row]:
    random = np.random.default_rng(n)
    rows = []
    for i in range(n):
        words = [str(word) for word in random.choice(WORDS[:7], 6)]
        words[int(random.integers(6))] = ("gloomy", "sunny")[i % 2] if telling else "day"
        targets = {"polarity": i % 2, "crisis": i % 2, "emotions": (i % 2, 5), "moods": i % 12}
        rows.append(Row(" ".join(words), "made", targets))
    return rows


@pytest.mark.parametrize("telling", [True, False])
def test_it_speaks_only_where_it_makes_held_out_rows_likelier_and_never_of_a_crisis(
    tmp_path: Path, telling: bool
) -> None:
    runtime = Runtime(Artifact.open(place_tiny_model(tmp_path / "tiny", dict.fromkeys(WORDS, 0.0)), "train"))
    rows, held = _rows(400, telling), observe(runtime, _rows(120, telling))
    wide, shares, pooled = fit_wide(runtime, rows, held, seed=0)
    counts = {task: len(facts["labels"]) for task, facts in runtime.tasks.items()}
    texts = ["a sunny day and more", "a gloomy day and more"]
    said = wide.logits([windows[0] for windows in runtime.windows(texts)], counts)
    sunnier = said["polarity"][:, 1] - said["polarity"][:, 0]
    assert (sunnier[0] - sunnier[1] > 0.7) == telling
    assert (said["emotions"][0, 1] - said["emotions"][1, 1] > 0.5) == telling
    assert (shares["polarity"] > 0) == telling
    assert shares["crisis"] == 0 and not said["crisis"].any()
    before, after = held.logits[0]["polarity"], pooled.logits[0]["polarity"]
    assert np.array_equal(before, after) != telling
