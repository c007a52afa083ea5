"""A recording in windows: as long as what the models learned from, overlapping, nothing left out."""

from itertools import pairwise

import numpy as np
import pytest

from speech_model.windows import WHOLE_UP_TO_S, WINDOW_S, windows


def _spans(samples: np.ndarray, block_s: float = 30) -> list[tuple[float, float]]:
    size = int(block_s * 16_000)
    found = windows(samples[i : i + size] for i in range(0, len(samples), size))
    return [(w.start_s, w.end_s) for w in found]


def test_a_recording_as_long_as_a_training_clip_is_one_window(voice):
    assert len(_spans(voice(WHOLE_UP_TO_S))) == 1
    assert len(_spans(voice(WHOLE_UP_TO_S + 0.1))) > 1


@pytest.mark.parametrize("seconds", [5.0, 43.0, 200.0])
def test_windows_overlap_over_any_length_and_leave_nothing_out(voice, seconds):
    spans = _spans(np.resize(voice(10.0), int(seconds * 16_000)))
    assert max(end - start for start, end in spans) <= max(WINDOW_S, WHOLE_UP_TO_S)
    for (start, end), (later, _) in pairwise(spans):
        assert start < later < end
    assert spans[0][0] == 0
    assert spans[-1][1] == pytest.approx(seconds, abs=0.8)
