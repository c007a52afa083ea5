"""A model made elsewhere is published only when it can answer, and with the right name on each output."""
# ruff: noqa: TID253

import re
import shutil
from pathlib import Path

import joblib
import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression

import train_speech
from core.errors import InputError
from core.settings import Settings
from model_registry import current
from speech_model import MODALITY
from speech_model.audio import encode_wav
from speech_model.elsewhere import reads_of
from speech_model.features import names
from speech_model.importing import Own, import_model, parse_labels
from speech_model.kernel import KernelMachine
from speech_model.picture import ROWS
from speech_model.predictor import load
from tests.speech_model.sounds import make_voice

LABELS = ("anger", "neutral", "sadness")
DESIGN = 2 * len(names()) + 1


@pytest.fixture(autouse=True)
def _artifacts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATTUNE_ARTIFACTS", str(tmp_path / "artifacts"))


def linear(path: Path, width: int, labels: object = (0, 1, 2)) -> Path:
    """A pickle of a model that reads so many numbers."""
    rng = np.random.default_rng(0)
    model = LogisticRegression().fit(rng.normal(size=(60, width)), np.resize(labels, 60))
    joblib.dump(model, path)
    return path


def in_use() -> str:
    """Name of the folder of the model in use."""
    return current(MODALITY, Settings.from_environment()).name


def heard(folder: Path) -> list:
    """What the published model says, alone and with a baseline."""
    clip = encode_wav(make_voice(2.0))
    return load(folder).predict([{"audio": clip}, {"audio": clip, "voice_baseline": [encode_wav(make_voice(3.0))]}])


@pytest.mark.parametrize(
    ("width", "reads"),
    [
        (len(names()), "statistics"),
        (DESIGN, "design"),
        (40, "mean-mfcc-40"),
        (len(names()), ""),
        (DESIGN, ""),
        (13, ""),
    ],
)
def test_a_model_that_reads_what_attune_gives_is_published_and_answers(tmp_path, tiny_folder, width, reads):
    shutil.copy(tiny_folder / "scaling.npz", tmp_path)
    own = Own(linear(tmp_path / "own.pkl", width), LABELS, "v", reads)
    alone, compared = heard(import_model(own, tmp_path / "work", trusted=True))
    assert set(alone.tasks["emotion"].scores) == set(compared.tasks["emotion"].scores) == set(LABELS)
    assert in_use() == "v"
    says_alone = any("cannot use other recordings" in note for note in compared.notes)
    assert (says_alone, compared.quality["baseline_pieces"]) == ((False, 1) if width == DESIGN else (True, 0))


@pytest.mark.parametrize(
    ("width", "reads", "said"),
    [
        (40, "statistics", f"--reads statistics gives {len(names())} numbers"),
        (40, "mean-mfcc-20", "gives 20 numbers"),
        (DESIGN, "statistics", f"shape \\({DESIGN},\\)"),
        (40, "spectrogram", "got 'spectrogram'"),
        (40, "mean-mfcc-x", "got 'mean-mfcc-x'"),
    ],
)
def test_what_a_model_is_said_to_read_must_fit_its_input(tmp_path, width, reads, said):
    with pytest.raises(InputError, match=said):
        import_model(Own(linear(tmp_path / "own.pkl", width), LABELS, "v", reads), tmp_path / "work", trusted=True)
    assert in_use() == "weights"


def test_a_shape_that_leaves_it_open_is_settled_by_what_is_said():
    assert reads_of([(None, 1)], "mean-mfcc-20") == "mean-mfcc-20"
    assert reads_of([(1, 20)]) == reads_of([(20, 1)]) == "mean-mfcc-20"
    for shape in ((None, 1), (None, 20), (20, 20)):
        with pytest.raises(InputError, match="say with --reads"):
            reads_of([shape])


def test_a_model_of_the_design_needs_the_scaling_of_its_training(tmp_path):
    with pytest.raises(InputError, match=r"scaling\.npz"):
        import_model(Own(linear(tmp_path / "own.pkl", DESIGN), LABELS, "v"), tmp_path / "work", trusted=True)
    assert in_use() == "weights"


def test_the_kernel_model_of_training_can_be_imported_as_onnx(tmp_path, tiny_folder):
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(60, DESIGN)).astype(np.float32)
    rows[:, -1] = np.arange(60) % 2
    soft = np.eye(3, dtype=np.float32)[rng.integers(0, 3, 60)]
    machine = KernelMachine(landmarks=20).fit(rows, soft, np.ones(60, np.float32), 60)
    (tmp_path / "export").mkdir()
    joblib.dump(machine, tmp_path / "export" / "sklearn.pkl")
    shutil.copy(tiny_folder / "scaling.npz", tmp_path / "export")
    own = Own(tmp_path / "export" / "sklearn.pkl", LABELS, "v")
    folder = import_model(own, tmp_path / "work", trusted=True)
    assert (folder / "own.onnx").is_file()
    assert all(set(found.tasks["emotion"].scores) == set(LABELS) for found in heard(folder))


def two_inputs(path: Path, picture: int, design: int) -> Path:
    """A Keras file with two inputs, as the network of training has them."""
    keras = pytest.importorskip("keras")
    pytest.importorskip("tf2onnx")
    given = [keras.Input((None, picture)), keras.Input((design,))]
    pooled = keras.layers.GlobalAveragePooling1D()(given[0])
    out = keras.layers.Dense(3)(keras.layers.Concatenate()([pooled, given[1]]))
    path.parent.mkdir(exist_ok=True)
    keras.Model(given, out).save(path)
    return path


def test_the_network_of_training_can_be_imported(tmp_path, tiny_folder):
    path = two_inputs(tmp_path / "keras" / "keras.keras", ROWS, DESIGN)
    (tmp_path / "export").mkdir()
    shutil.copy(tiny_folder / "scaling.npz", tmp_path / "export")
    alone, compared = heard(import_model(Own(path, LABELS, "v"), tmp_path / "work", trusted=True))
    assert alone.tasks != compared.tasks


def test_another_model_with_two_inputs_is_told_what_would_do(tmp_path, capsys):
    path = two_inputs(tmp_path / "own.keras", 40, 7)
    given = ["import", str(path), "--labels", "anger,neutral,sadness", "--trust", "--output", str(tmp_path / "work")]
    assert train_speech.main(given) == 1
    assert "train_speech.py --data FOLDER --publish" in capsys.readouterr().err
    assert in_use() == "weights"


def test_a_network_that_cannot_become_onnx_is_said_in_a_sentence(tmp_path, monkeypatch):
    keras = pytest.importorskip("keras")
    keras.Sequential([keras.Input((40,)), keras.layers.Dense(3)]).save(tmp_path / "own.keras")

    def differs(*_: object) -> float:
        raise ValueError("own.onnx differs from the original")

    monkeypatch.setattr("speech_model.importing.keras_to_onnx", differs)
    with pytest.raises(InputError, match="could not be made into ONNX"):
        import_model(Own(tmp_path / "own.keras", LABELS, "v"), tmp_path / "work", trusted=True)


def test_a_model_that_cannot_answer_for_a_voice_is_not_published(tmp_path, monkeypatch):
    def broken(self: object, _rows: object) -> np.ndarray:
        return np.full((16, 3), np.nan)

    monkeypatch.setattr(LogisticRegression, "predict_proba", broken)
    with pytest.raises(InputError, match="cannot answer for a voice"):
        import_model(Own(linear(tmp_path / "own.pkl", 40), LABELS, "v"), tmp_path / "work", trusted=True)
    assert in_use() == "weights"
    assert not list((tmp_path / "artifacts").iterdir())


def test_a_pickle_that_knows_its_labels_is_believed_over_the_order_given(tmp_path):
    path = linear(tmp_path / "own.pkl", 40, ("angry", "neutral", "sad"))
    folder = import_model(Own(path, ("sadness", "neutral", "anger"), "v"), tmp_path / "work", trusted=True)
    assert load(folder).describe()["labels"] == ["anger", "neutral", "sadness"]


def test_a_pickle_that_knows_other_labels_is_refused_with_both(tmp_path):
    path = linear(tmp_path / "own.pkl", 40, ("angry", "neutral", "sad"))
    with pytest.raises(InputError, match="angry, neutral, sad, and --labels names anger, calm, sadness"):
        import_model(Own(path, ("anger", "calm", "sadness"), "v"), tmp_path / "work", trusted=True)


def test_the_example_in_the_help_names_labels_that_are_rated():
    (given,) = re.findall(r"--labels (\S+)", train_speech.parser().format_help())
    assert set(given.split(",")) <= set(MODALITY.distress_of)


def test_everyday_names_of_labels_are_those_that_are_rated():
    assert parse_labels("Angry, happy,SAD,fearful,surprised,disgusted,neutral") == (
        "anger", "happiness", "sadness", "fear", "surprise", "disgust", "neutral",
    )  # fmt: skip


def test_a_model_with_more_than_one_output_is_told_what_is_needed(tmp_path):
    keras = pytest.importorskip("keras")
    given = keras.Input((40,))
    keras.Model(given, [keras.layers.Dense(3)(given), keras.layers.Dense(2)(given)]).save(tmp_path / "two.keras")
    keras.Model(given, keras.layers.Reshape((3, 1))(keras.layers.Dense(3)(given))).save(tmp_path / "deep.h5")
    keras.Sequential([keras.layers.Dense(3)]).save(tmp_path / "unbuilt.keras")
    rng = np.random.default_rng(0)
    forest = RandomForestClassifier(3).fit(rng.normal(size=(30, 40)), rng.integers(0, 2, (30, 3)))
    joblib.dump(forest, tmp_path / "forest.pkl")
    for name in ("two.keras", "deep.h5", "unbuilt.keras", "forest.pkl"):
        with pytest.raises(InputError, match="one output: a row"):
            import_model(Own(tmp_path / name, LABELS, "v"), tmp_path / "work", trusted=True)


def test_a_version_that_is_taken_is_refused_before_the_model_is_opened(tmp_path):
    (tmp_path / "artifacts" / "speech" / "v").mkdir(parents=True)
    (tmp_path / "own.pkl").write_bytes(b"never opened")
    with pytest.raises(InputError, match="Version 'v'"):
        import_model(Own(tmp_path / "own.pkl", LABELS, "v"), tmp_path / "work", trusted=True)


@pytest.mark.parametrize("given", ["angry", "angry,anger", "anger,anger,sad"])
def test_two_outputs_cannot_have_one_label(tmp_path, given):
    with pytest.raises(InputError, match="different labels"):
        Own(linear(tmp_path / "own.pkl", 40), parse_labels(given), "v")
