"""What a list or a folder of recordings says, who is held out of it, and what of it is measured."""

import sys
from pathlib import Path

import numpy as np
import pytest

import train_speech
from core.errors import InputError
from speech_model import dataset
from speech_model.audio import encode_wav
from speech_model.data import Clip, load_clips
from speech_model.dataset import key, measured
from speech_model.features import vector
from speech_model.kept import Kept
from speech_model.split import split_speakers
from tests.speech_model.sounds import make_voice


def _listed(folder: Path, *rows: str, head: str = "path,label", encoding: str = "utf8") -> list[Clip]:
    (folder / "list.csv").write_text("\n".join([head, *rows]) + "\n", encoding=encoding)
    return load_clips(folder / "list.csv")


@pytest.mark.parametrize(
    ("head", "row", "said"),
    [
        ("path,label", "b.wav", "Row 3 .*path and label may not be empty"),
        ("path,label", "b.wav, ", "Row 3 .*path and label may not be empty"),
        ("path,label", ",sad", "Row 3 .*path and label may not be empty"),
        ("path,label", "b.wav,sad,ben", "Row 3 .*more cells"),
        ("path,label,votes_sad", "b.wav,sad,x", "Row 3 .*votes_sad is 'x'"),
        ("path,label,votes_sad", "b.wav,sad,nan", "Row 3 .*votes_sad is 'nan'"),
        ("path,label,corpus", "b.wav,sad,../x", r"Row 3 .*corpus is '\.\./x'"),
        ("path,label,split", "b.wav,sad,later", "Row 3 .*split is 'later'; known are train"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(tmp_path, head, row, said):
    with pytest.raises(InputError, match=said):
        _listed(tmp_path, "a.wav,happy" + "," * (head.count(",") - 1), row, head=head)


def test_a_list_in_another_encoding_is_said(tmp_path):
    with pytest.raises(InputError, match="Save it as CSV in UTF-8"):
        _listed(tmp_path, "a.wav,happy", "b.wav,enojó", encoding="latin-1")


def test_a_list_saved_by_a_spreadsheet_is_read(tmp_path):
    assert [c.path.name for c in _listed(tmp_path, "a.wav,happy", "b.wav,sad", encoding="utf-8-sig")] == [
        "a.wav",
        "b.wav",
    ]


def test_an_age_that_is_no_number_is_not_known(tmp_path):
    clips = _listed(tmp_path, "a.wav,happy,²", "b.wav,sad,34.5", "c.wav,sad,", head="path,label,age")
    assert [c.age for c in clips] == [None, 34.5, None]


def test_every_usual_word_for_a_split_is_understood(tmp_path):
    rows = [f"{i}.wav,{label},{split}" for i, (label, split) in enumerate(
        [("happy", "Train"), ("sad", "training"), ("sad", ""), ("sad", "Test"), ("sad", "validation"), ("sad", "dev")]
    )]  # fmt: skip
    clips = _listed(tmp_path, *rows, head="path,label,split")
    assert [c.split for c in clips] == ["train"] * 3 + ["test"] * 3


def test_folders_and_copies_that_systems_leave_behind_are_no_labels(tmp_path):
    for name in ("sad/a.wav", "happy/b.wav", "sad/._a.wav", "__MACOSX/sad/._a.wav", ".ipynb_checkpoints/c.wav"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert sorted((c.label, c.path.name) for c in load_clips(tmp_path)) == [
        ("happiness", "b.wav"),
        ("sadness", "a.wav"),
    ]


def _clips(speakers: int, each: int = 4, **of_clip: object) -> list[Clip]:
    """Half angry, half sad."""
    return [
        Clip(Path(f"{s}-{i}.wav"), "anger" if i % 2 else "sadness", f"s{s}", **of_clip)
        for s in range(speakers)
        for i in range(each)
    ]


def test_a_speaker_on_both_sides_of_a_split_is_refused_by_name():
    clips = [
        Clip(c.path, c.label, c.speaker, split="test" if i % 4 == 0 else "train") for i, c in enumerate(_clips(10))
    ]
    with pytest.raises(InputError, match=r"both for training and not: s0, s1, s2, s3, s4, …\."):
        split_speakers(clips, 0)


def test_a_label_that_only_held_out_speakers_have_is_refused_by_name():
    clips = [
        Clip(c.path, f"only-{c.speaker}" if c.path.name.endswith("-0.wav") else c.label, c.speaker) for c in _clips(8)
    ]
    with pytest.raises(InputError, match=r"Nobody is left to learn only-s\d(, only-s\d)* from"):
        split_speakers(clips, 0)


def test_many_small_corpora_are_as_good_as_a_large_one():
    clips = [Clip(c.path, c.label, c.speaker, corpus=f"c{i // 16}") for i, c in enumerate(_clips(60))]
    train, dev, _ = split_speakers(clips, 0)
    assert len({c.corpus for c in clips}) == 15
    assert len({clips[i].speaker for i in dev}) == 7
    assert len(train) + len(dev) == len(clips)


@pytest.fixture
def recorded(tmp_path: Path) -> list[Clip]:
    """Three clips of a second."""
    for i in range(3):
        (tmp_path / f"{i}.wav").write_bytes(encode_wav(make_voice(1.0, 120 + 40 * i)))
    return [Clip(tmp_path / f"{i}.wav", "anger" if i else "sadness", f"s{i}") for i in range(3)]


@pytest.mark.parametrize("broken", [b"", b"no sound", encode_wav(make_voice(0.1))])
def test_a_clip_that_cannot_be_used_is_left_out_of_every_version(recorded, tmp_path, caplog, broken):
    recorded[1].path.write_bytes(broken)
    for _ in ("measured", "from the cache"):
        clips, versions = measured(recorded, 2, tmp_path / "cache")
        assert [c.speaker for c in clips] == ["s0", "s2"]
        assert [(len(v.vectors), len(v.pictures), len(v.lengths)) for v in versions] == [(2, 2, 2)] * 2
    assert "'1.wav' is left out" in caplog.text


def test_when_no_clip_can_be_used_one_is_named(recorded, tmp_path):
    for clip in recorded:
        clip.path.unlink()
    with pytest.raises(InputError, match=r"None of the 3 clips can be used; .*'0\.wav'"):
        measured(recorded, 1, tmp_path / "cache")


def test_a_clip_that_was_recorded_again_is_measured_again(recorded, tmp_path):
    _, (before,) = measured(recorded, 1, tmp_path / "cache")
    recorded[1].path.write_bytes(encode_wav(make_voice(1.2, 300)))
    _, (after,) = measured(recorded, 1, tmp_path / "cache")
    assert (before.vectors[[0, 2]] == after.vectors[[0, 2]]).all()
    assert (before.vectors[1] != after.vectors[1]).any()


def test_clips_are_measured_again_when_measuring_gives_other_numbers(recorded, monkeypatch):
    before = key(recorded)
    with monkeypatch.context() as patch:
        patch.setattr(dataset, "vector", lambda frames: vector(frames) + 1)
        dataset._measures.cache_clear()
        assert key(recorded) != before
    dataset._measures.cache_clear()
    assert key(recorded) == before


def test_a_run_that_was_ended_while_it_wrote_leaves_nothing_that_passes_for_whole(recorded, tmp_path, monkeypatch):
    def ended(path: Path, **_: object) -> None:
        Path(path).write_bytes(b"half")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(np, "savez", ended)
        with pytest.raises(KeyboardInterrupt):
            measured(recorded, 1, tmp_path / "cache")
    clips, (whole,) = measured(recorded, 1, tmp_path / "cache")
    assert len(clips) == len(whole.vectors) == 3
    assert key(recorded) in {path.name.partition("-")[0] for path in (tmp_path / "cache").glob("*.npz")}


def _kept(output: Path, clips: list[Clip], settings: str = "7 5", *, resume: bool = True) -> Kept:
    return Kept.of(output, clips, np.zeros((len(clips), 2), np.float32), settings, resume=resume)


def test_a_finished_piece_is_taken_for_the_same_clips_and_settings_only(tmp_path):
    clips, piece = _clips(6), tmp_path / "held_out.joblib"
    assert not _kept(tmp_path, clips).has(piece)
    piece.touch()
    _kept(tmp_path, clips).add(piece)
    assert _kept(tmp_path, clips).has(piece)
    assert not _kept(tmp_path, clips, resume=False).has(piece)
    for other in (_kept(tmp_path, clips[:-1]), _kept(tmp_path, clips, "8 5"), _kept(tmp_path, _clips(6, split="test"))):
        with pytest.raises(InputError, match=r"cannot take 'held_out\.joblib'"):
            other.has(piece)


def test_a_piece_of_which_nothing_is_noted_is_taken_and_that_is_logged(tmp_path, caplog):
    (tmp_path / "old.joblib").touch()
    with caplog.at_level("INFO"):
        assert _kept(tmp_path, _clips(6)).has(tmp_path / "old.joblib")
    assert "nothing says what it was made from" in caplog.text


def test_without_the_full_set_training_says_what_to_install(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "joblib", None)
    monkeypatch.delitem(sys.modules, "speech_model.job", raising=False)
    assert train_speech.main(["--data", str(tmp_path)]) == 1
    assert "the package 'joblib'" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong", [["--landmarks", "0"], ["--landmarks", "-3"], ["--landmarks", "1"], ["--seed", "-1"], ["--versions", "0"]]
)
def test_sizes_that_cannot_be_are_refused_before_anything_is_read(tmp_path, capsys, wrong):
    assert train_speech.main(["--data", str(tmp_path), *wrong]) == 1
    assert wrong[1] in capsys.readouterr().err


def test_a_version_that_cannot_be_published_is_refused_before_anything_is_read(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ATTUNE_ARTIFACTS", str(tmp_path))
    (tmp_path / "speech" / "taken").mkdir(parents=True)
    for version in ("taken", "../x"):
        assert train_speech.main(["--data", str(tmp_path), "--publish", "--version", version]) == 1
        assert repr(version) in capsys.readouterr().err
