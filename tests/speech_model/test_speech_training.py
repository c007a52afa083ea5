"""From a folder of recordings to a published model, and from a model made elsewhere to one that Attune uses."""
# ruff: noqa: TID253

import csv
import shutil
import sys
from pathlib import Path

import joblib
import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

import train_speech
from core.errors import ArtifactRefused, InputError, ModelNotAvailable
from core.settings import Settings
from model_registry import Artifact, current
from speech_model import MODALITY
from speech_model.audio import encode_wav
from speech_model.data import Clip, load_clips
from speech_model.evaluate import Unheard
from speech_model.features import names
from speech_model.importing import Own, import_model
from speech_model.job import Job, Lesson
from speech_model.predictor import load
from speech_model.references import References
from speech_model.split import split_speakers
from speech_model.training import sampling, soft_labels
from tests.speech_model.sounds import make_voice


@pytest.fixture
def artifacts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test publishes."""
    monkeypatch.setenv("ATTUNE_ARTIFACTS", str(tmp_path / "artifacts"))
    return tmp_path / "artifacts"


def test_a_folder_of_recordings_becomes_the_model_in_use(recordings, artifacts, tmp_path, capsys):
    arguments = ["--data", str(recordings), "--only", "sklearn", "--versions", "2", "--landmarks", "40", "--publish"]
    assert train_speech.main([*arguments, "--output", str(tmp_path / "run"), "--version", "mine"]) == 0
    said = capsys.readouterr().out
    assert "control: mean MFCC + SVM" in said
    assert "count as undecided (0.5): high, low" in said
    folder = current(MODALITY, Settings.from_environment())
    assert folder.name == "mine"
    found = load(folder).predict([{"audio": encode_wav(make_voice(2.0, 250, seed=99))}])[0]
    assert found.label == "high"
    card = (folder / "README.md").read_text()
    assert "CREMA-D" not in card
    assert "| own | 24 | 6 |" in card
    assert "nobody said who speaks" not in card.lower()
    for ending in ("joblib", "pkl"):
        assert hasattr(joblib.load(tmp_path / "run" / "export" / f"sklearn.{ending}"), "predict_proba")


def test_a_csv_of_recordings_is_read(recordings, tmp_path):
    listing = recordings / "list.csv"
    with listing.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["path", "label", "speaker"])
        writer.writerows([["low/s1/0.wav", "low", "anna"], ["high/s1/0.wav", "high", "ben"]])
    clips = load_clips(listing)
    listing.unlink()
    assert [(c.label, c.speaker, c.path.name) for c in clips] == [("low", "anna", "0.wav"), ("high", "ben", "0.wav")]


def test_folders_name_label_and_speaker(recordings):
    clips = load_clips(recordings)
    assert {c.label for c in clips} == {"low", "high"}
    assert len({c.speaker for c in clips}) == 8


def test_everyday_names_of_folders_and_rows_are_the_labels_that_are_rated(tmp_path):
    for folder in ("Angry", "anger", "sad", "proud"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.wav").touch()
    assert sorted(c.label for c in load_clips(tmp_path)) == ["anger", "anger", "proud", "sadness"]
    (tmp_path / "clips.csv").write_text("path,label,votes_happy\na.wav,Happy,3\nb.wav,fearful,\n")
    happy, afraid = load_clips(tmp_path)
    assert (happy.label, afraid.label, happy.votes) == ("happiness", "fear", {"happiness": 3.0})


def test_without_speakers_every_clip_is_its_own(tmp_path):
    for folder in ("anger", "sadness"):
        (tmp_path / folder / "ben").mkdir(parents=True)
        for name in ("1.wav", "ben/1.wav"):
            (tmp_path / folder / name).touch()
    clips = load_clips(tmp_path)
    assert {(c.speaker, c.names_speaker) for c in clips} == {
        ("clip-anger/1.wav", False),
        ("clip-sadness/1.wav", False),
        ("ben", True),
    }


def test_thorough_measures_folds_and_each_corpus_left_out(recordings, tmp_path):
    listing = recordings / "two.csv"
    with listing.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["path", "label", "speaker", "corpus"])
        for path in sorted(recordings.glob("*/*/*.wav")):
            label, speaker = path.parts[-3:-1]
            writer.writerow([path, label, speaker, "large" if speaker < "s6" else "small"])
    arguments = ["--data", str(listing), "--only", "sklearn", "--versions", "2", "--landmarks", "20", "--thorough"]
    assert train_speech.main([*arguments, "--output", str(tmp_path)]) == 0
    listing.unlink()
    metrics = Artifact.open(tmp_path / "model", "x").manifest.metrics
    assert {c: v["sklearn"]["alone"]["clips"] for c, v in metrics["left_out"].items()} == {"large": 24, "small": 8}
    assert metrics["five_folds"]["sklearn"]["large"]["alone"]["UA"] > 0.8
    for name, scores in metrics["corruptions"].items():
        for corpus, score in scores.items():
            low, high = metrics["corruptions_95"][name][corpus]
            assert low <= score <= high
    assert "Five folds" in (tmp_path / "model" / "README.md").read_text()


@pytest.mark.parametrize(
    ("small", "found"),
    [(("sad", "calm"), ["large", "small"]), (("sad", "glad"), []), (("glad", "proud"), [])],
)
def test_a_corpus_is_left_out_only_if_all_have_two_labels_in_common(small, found):
    given = [("large", label) for label in ("sad", "calm", "angry")] + [("small", label) for label in small]
    clips = [Clip(Path(f"{i}.wav"), label, f"s{i}", corpus=corpus) for i, (corpus, label) in enumerate(given)]
    rows = np.arange(len(clips))
    lesson = Lesson(clips, tuple(sorted({c.label for c in clips})), [], None, rows, rows, rows)
    assert Unheard(lesson, Job(), {}).can_be_left_out() == found


def test_missing_data_says_what_to_give(tmp_path, capsys):
    assert train_speech.main(["--data", str(tmp_path / "nothing")]) == 1
    assert "one sub-folder of recordings per label" in capsys.readouterr().err


def test_a_csv_without_labels_names_its_columns(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("file,emotion_name\na.wav,sad\n")
    with pytest.raises(InputError, match="needs the columns path and label"):
        load_clips(path)


def test_too_few_speakers_are_refused_because_the_score_would_lie():
    clips = [Clip(Path(f"{i}.wav"), "sad" if i % 2 else "calm", f"s{i % 3}") for i in range(30)]
    with pytest.raises(InputError, match="six speakers"):
        split_speakers(clips, 0)


def test_no_speaker_is_in_two_parts():
    clips = [Clip(Path(f"{i}.wav"), "sad", f"s{i % 20}", split="val" if i % 20 < 3 else "train") for i in range(200)]
    parts = [{clips[i].speaker for i in rows} for rows in split_speakers(clips, 0)]
    assert all(parts)
    assert not (parts[0] & parts[1] or parts[0] & parts[2] or parts[1] & parts[2])


def test_a_baseline_never_holds_the_clip_itself():
    clips = [Clip(Path(f"{i}.wav"), "neutral", "one") for i in range(3)]
    vectors = np.diag([1.0, 2.0, 4.0]).astype(np.float32)
    vectors = np.hstack([vectors, np.zeros((3, 1), np.float32)])
    references = References(clips)
    for seed in range(20):
        drawn, has = references.draw(vectors, [0, 1, 2], np.random.default_rng(seed))
        assert has.all()
        assert (np.diag(drawn[:, :3]) == 0).all()


def test_a_speaker_without_calm_clips_has_no_baseline():
    clips = [Clip(Path("a.wav"), "sadness", "one"), Clip(Path("b.wav"), "neutral", "two")]
    drawn = References(clips).draw(np.ones((2, 3), np.float32), [0, 1], np.random.default_rng(0))
    assert drawn[1].tolist() == [0, 0]


def test_votes_soften_a_label_but_do_not_overrule_it():
    clip = Clip(Path("a.wav"), "fear", "one", votes={"sadness": 9.0, "fear": 1.0})
    row = soft_labels([clip], ["fear", "sadness"])[0]
    assert row.sum() == pytest.approx(1)
    assert row[0] > row[1] > 0


def test_labels_are_drawn_alike_within_a_corpus():
    clips = [Clip(Path("a"), "sad" if i < 90 else "glad", "s") for i in range(100)]
    chance = sampling(clips, np.arange(100))
    assert chance[:90].sum() == pytest.approx(chance[90:].sum())


def own_model(tmp_path: Path, model: object, ending: str = "joblib") -> Path:
    path = tmp_path / f"own.{ending}"
    joblib.dump(model, path)
    return path


@pytest.mark.parametrize("width", [40, len(names())])
@pytest.mark.parametrize("kind", [RandomForestClassifier(5), LogisticRegression(), MLPClassifier((4,), max_iter=5)])
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_a_pickle_made_elsewhere_is_published_and_used(tmp_path, artifacts, width, kind):
    rng = np.random.default_rng(0)
    model = kind.fit(rng.normal(size=(60, width)), rng.integers(0, 3, 60))
    own = Own(own_model(tmp_path, model), ("angry", "happy", "sad"), "own1")
    folder = import_model(own, tmp_path / "work", trusted=True)
    assert len(Artifact.open(folder, "x").manifest.training["sha256 of the original"]) == 64
    found = load(folder).predict([{"audio": encode_wav(make_voice(2.0))}])[0]
    assert set(found.tasks["emotion"].scores) == {"angry", "happy", "sad"}


class Oracle:
    """A classifier that ONNX has no words for."""

    n_features_in_, classes_ = 40, np.arange(3)

    def predict_proba(self, rows: np.ndarray) -> np.ndarray:
        return np.full((len(rows), 3), 1 / 3) + np.array([0.1, 0, -0.1])


def test_a_pickle_that_cannot_become_onnx_is_kept_and_guarded_by_its_digest(tmp_path, artifacts, monkeypatch):
    monkeypatch.setattr("__main__.Oracle", Oracle, raising=False)
    monkeypatch.setattr(Oracle, "__module__", "__main__")
    own = Own(own_model(tmp_path, Oracle(), "pkl"), ("angry", "happy", "sad"), "own2")
    folder = import_model(own, tmp_path / "work", trusted=True)
    item = {"audio": encode_wav(make_voice(2.0))}
    assert load(folder).predict([item])[0].label == "angry"
    with monkeypatch.context() as slim:
        slim.setitem(sys.modules, "joblib", None)
        slim.delitem(sys.modules, "speech_model.pickled")
        with pytest.raises(ModelNotAvailable, match=r"'joblib'.*requirements\.txt"):
            load(folder)
    moved = shutil.copytree(folder, tmp_path / "elsewhere")
    with pytest.raises(ArtifactRefused, match="published yourself"):
        load(moved)
    with (folder / "own.joblib").open("ab") as file:
        file.write(b"x")
    with pytest.raises(ArtifactRefused, match="not the one that was published"):
        load(folder)


def test_a_pickle_is_not_opened_without_trust(tmp_path, artifacts, capsys):
    path = tmp_path / "evil.pkl"
    marker = tmp_path / "opened"
    path.write_bytes(b"cos\nsystem\n(S'touch " + str(marker).encode() + b"'\ntR.")
    assert train_speech.main(["import", str(path), "--labels", "a,b", "--output", str(tmp_path)]) == 1
    out = capsys.readouterr()
    assert "runs whatever code is inside" in out.out
    assert "not opened" in out.err
    assert not marker.exists()
    with pytest.raises(ArtifactRefused):
        import_model(Own(path, ("a", "b"), "v"), tmp_path, trusted=False)


def test_a_wrong_number_of_labels_is_said(tmp_path, artifacts):
    rng = np.random.default_rng(0)
    model = LogisticRegression().fit(rng.normal(size=(30, 40)), rng.integers(0, 2, 30))
    with pytest.raises(InputError, match="2 outputs and --labels names 3"):
        import_model(Own(own_model(tmp_path, model), ("a", "b", "c"), "v"), tmp_path, trusted=True)


def test_a_model_that_reads_something_else_is_told_what_it_could_read(tmp_path, artifacts):
    rng = np.random.default_rng(0)
    model = LogisticRegression().fit(rng.normal(size=(30, 180)), rng.integers(0, 2, 30))
    with pytest.raises(InputError, match=r"shape \(180,\).*statistics"):
        import_model(Own(own_model(tmp_path, model), ("a", "b"), "v"), tmp_path, trusted=True)


def test_what_is_no_model_is_said(tmp_path, artifacts):
    with pytest.raises(InputError, match="holds a dict"):
        import_model(Own(own_model(tmp_path, {}, "pkl"), ("a", "b"), "v"), tmp_path, trusted=True)
    broken = tmp_path / "broken.pkl"
    broken.write_bytes(b"not a pickle")
    with pytest.raises(InputError, match="could not be opened"):
        import_model(Own(broken, ("a", "b"), "v"), tmp_path, trusted=True)


@pytest.mark.parametrize(("ending", "shape"), [("h5", (40, 1)), ("keras", (40, 1)), ("keras", (1, 40))])
def test_a_keras_file_made_elsewhere_is_published_and_used(tmp_path, artifacts, ending, shape):
    keras = pytest.importorskip("keras")
    pytest.importorskip("tf2onnx")
    convolution = keras.layers.Conv1D(4, min(3, shape[0]))
    layers = [keras.Input(shape), convolution, keras.layers.Flatten(), keras.layers.Dense(3, "softmax")]
    keras.Sequential(layers).save(tmp_path / f"own.{ending}")
    folder = import_model(Own(tmp_path / f"own.{ending}", ("angry", "happy", "sad"), "own1"), tmp_path, trusted=True)
    found = load(folder).predict([{"audio": encode_wav(make_voice(2.0))}])[0]
    assert found.tasks["emotion"].scores.keys() == {"angry", "happy", "sad"}
    assert sum(found.tasks["emotion"].scores.values()) == pytest.approx(1, abs=1e-5)
