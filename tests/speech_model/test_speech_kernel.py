"""The kernel machine, the texture of a voice, and what is known of a speaker."""

from pathlib import Path

import numpy as np
import pytest

from speech_model.frames import measure
from speech_model.inputs import Calm, Mean, Scaling
from speech_model.kernel import KernelMachine
from speech_model.kernel_onnx import kernel_to_onnx
from speech_model.masks import masked, moved, repaced
from speech_model.picture import ROWS, picture
from speech_model.spectrum import MEL_BANDS
from speech_model.texture import texture, texture_names
from tests.speech_model.sounds import make_voice

STATISTICS = 20


@pytest.fixture(scope="module")
def lesson() -> tuple[np.ndarray, np.ndarray]:
    """Design rows of two kinds of clips, which only the freed statistics tell apart well, and their labels."""
    rng = np.random.default_rng(0)
    label = rng.integers(0, 2, 600)
    rows = rng.normal(size=(600, 2 * STATISTICS + 1)).astype(np.float32)
    rows[:, 0] += 1.0 * label
    rows[:, STATISTICS] += 4.0 * label
    rows[:, -1] = 1
    return rows, label


@pytest.fixture(scope="module")
def machine(lesson: tuple[np.ndarray, np.ndarray]) -> KernelMachine:
    rows, label = lesson
    return KernelMachine(100).fit(rows[:400], np.eye(2, dtype=np.float32)[label[:400]], np.ones(400, np.float32))


def right(machine: KernelMachine, rows: np.ndarray, label: np.ndarray) -> float:
    return float((machine.predict(rows) == label).mean())


def test_a_baseline_is_used_when_there_is_one(lesson, machine):
    rows, label = (part[400:] for part in lesson)
    alone = rows * np.r_[np.ones(STATISTICS), np.zeros(STATISTICS + 1)].astype(np.float32)
    assert right(machine, rows, label) > right(machine, alone, label) + 0.1
    assert right(machine, alone, label) > 0.55


@pytest.mark.parametrize("has", [0, 1])
def test_half_bytes_in_onnx_give_the_same_probabilities(lesson, machine, tmp_path, has):
    rows = lesson[0][400:420].copy()
    rows[:, STATISTICS:] *= has
    assert kernel_to_onnx(machine, rows, tmp_path / "machine.onnx") < 1e-4


def test_landmarks_come_from_the_candidates_only(lesson):
    rows, label = lesson
    soft = np.eye(2, dtype=np.float32)[label]
    found = KernelMachine(50).fit(rows, soft, np.ones(600, np.float32), candidates=10)
    assert len(found.alone_.landmarks) == len(found.baseline_.landmarks) == 10


def test_statistics_that_tell_nothing_are_left_out(lesson):
    rows, label = lesson
    found = KernelMachine(100, statistics=2).fit(rows, np.eye(2, dtype=np.float32)[label], np.ones(600, np.float32))
    assert 0 in found.alone_.columns
    assert STATISTICS in found.baseline_.columns
    assert found.baseline_.relevance.max() == found.baseline_.relevance[found.baseline_.columns == STATISTICS]


def test_a_colourful_microphone_does_not_change_the_texture():
    seen = picture(measure(make_voice(2.0)))
    other = seen.copy()
    other[:, :MEL_BANDS] += np.linspace(-0.05, 0.05, MEL_BANDS)
    assert len(texture(seen)) == len(texture_names())
    assert np.abs(texture(seen) - texture(other)).max() < 1e-2


def calm_of(speakers: int = 200, noise: float = 2.0) -> tuple[Calm, np.ndarray]:
    """Speakers who differ by 1 in the first of two statistics, and clips that differ by `noise` in the second."""
    rng = np.random.default_rng(1)
    offsets = np.c_[rng.normal(0, 1, speakers), np.zeros(speakers)]
    clips = [o + rng.normal(0, [0.1, noise], (6, 2)) for o in offsets]
    return Calm.fit(clips, clips), offsets


def test_a_statistic_that_jumps_about_is_not_taken_for_the_speaker():
    calm, _ = calm_of()
    offset = calm.offset(Mean(np.array([[1.0, 1.0]]), np.array([3])))[0]
    assert offset[0] == pytest.approx(1, abs=0.15)
    assert abs(offset[1]) < 0.2


def test_more_clips_are_believed_more():
    calm, _ = calm_of(noise=0.5)
    one, eight = (calm.offset(Mean(np.ones((1, 2)), np.array([n])))[0, 0] for n in (1, 8))
    assert one < eight


def test_earlier_clips_alone_tell_something_of_the_speaker():
    calm, _ = calm_of()
    nothing = Mean(np.zeros((1, 2)), np.array([0]))
    assert calm.offset(nothing)[0] == pytest.approx([0, 0])
    assert calm.offset(nothing, Mean(np.ones((1, 2)), np.array([6])))[0, 0] > 0.5


def test_scaling_is_read_as_it_was_written(tmp_path):
    calm, _ = calm_of()
    rng = np.random.default_rng(0)
    clips = rng.normal(size=(50, 2)).astype(np.float32)
    written = Scaling.fit(clips, clips, Mean(np.zeros((50, 2)), np.full(50, 3)), calm)
    read = Scaling.load(written.save(tmp_path / "scaling.npz"))
    person = Mean(np.ones((1, 2), np.float32), np.array([3]))
    assert np.array_equal(read.design(clips, person), written.design(clips, person))
    assert (read.design(clips, None)[:, 2:] == 0).all()


def test_training_moves_a_picture_without_breaking_it():
    seen, rng = picture(measure(make_voice(2.0))), np.random.default_rng(0)
    assert len(repaced(seen, 0.5)) == 2 * len(seen)
    up = moved(seen, 2.0)
    assert np.array_equal(up[:, 2:MEL_BANDS], seen[:, : MEL_BANDS - 2])
    changed = masked(up, rng)
    assert changed.shape == (len(seen), ROWS)
    assert changed[:, :MEL_BANDS].min() >= -1


def test_training_hears_some_pictures_as_over_a_telephone():
    loud = np.ones((40, ROWS), np.float32)
    heard = [masked(loud, np.random.default_rng(seed)) for seed in range(200)]
    narrow = sum(bool((p[:, MEL_BANDS - 1] < -0.19).all()) for p in heard)
    assert 20 < narrow < 80


def test_the_files_of_a_machine_are_small(machine, tmp_path: Path, lesson):
    kernel_to_onnx(machine, lesson[0][:2], tmp_path / "machine.onnx")
    assert (tmp_path / "machine.onnx").stat().st_size < 100 * STATISTICS + 12_000
