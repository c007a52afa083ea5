"""Where speech is and where pauses are, for recordings of any length."""

from itertools import pairwise

import numpy as np
import pytest

from speech_model.audio import encode_wav
from speech_model.display import draw
from speech_model.stretches import MOST, Stretches


def mask(*runs: tuple[int, int], frames: int) -> np.ndarray:
    found = np.zeros(frames, bool)
    for start, end in runs:
        found[start:end] = True
    return found


def test_speech_that_a_window_ends_in_goes_on_in_the_next_one():
    gathered = Stretches()
    gathered.add(0.0, mask((50, 120), (200, 400), frames=400))
    gathered.add(4.0, mask((3, 100), (180, 200), frames=200))
    assert gathered.spans() == ((0.5, 1.2), (2.0, 5.0), (5.8, 6.0))
    assert Stretches().spans() == ()


def test_hours_of_speech_give_a_list_of_bounded_length_that_leaves_out_short_pauses():
    gathered = Stretches()
    for place in range(3_000):
        gathered.add(4.0 * place, mask((0, 100), (110, 200), (350 - place // 20, 390), frames=400))
    spans = gathered.spans()
    assert len(spans) == MOST
    assert min(after[0] - before[1] for before, after in pairwise(spans)) > 0.9
    assert (spans[0][0], spans[-1][1]) == (0.0, 11_999.9)


def test_a_prediction_tells_the_stretches_that_the_page_draws(predictor, voice):
    hush = 2e-4 * np.random.default_rng(0).standard_normal(3 * 16_000).astype(np.float32)
    clip = encode_wav(np.concatenate([voice(12.0), hush, voice(9.0)]))
    found, drawn = predictor.predict([{"audio": clip}])[0].speech, draw(clip).speech
    assert sum(end - start for start, end in found) == pytest.approx(sum(e - s for s, e in drawn), rel=0.05)
    assert not any(start < 14.9 and end > 12.1 for start, end in found)
    assert found[-1][1] <= 24.0
