"""`train_text.py` says what is wrong before it trains, and a model of one task does not pass for the one that ships."""

# ruff: noqa: TID253

import shlex
from pathlib import Path

import numpy as np
import pytest
import torch

import train_text
from core.errors import InputError
from model_registry import Manifest
from model_registry.store import place
from tests.text_model.bases import place_base
from text_model.card import write_card
from text_model.corpora import Corpora, Pool
from text_model.data import Row
from text_model.encoder import load_base
from text_model.export import export_model
from text_model.job import Job, Lesson
from text_model.labels import TASKS
from text_model.network import BRANCHES, JointNetwork
from text_model.release import Destination, _by_label
from text_model.reopen import check_labels, labels_of, read_checkpoint, take_over
from text_model.training import CHECKPOINT, Trainer, TrainingPlan

WINDOWS = {"max_tokens": 64, "overlap": 16}
MEASURED = {"tasks": {}, "control": {}}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return place_base(tmp_path / "base", "distilbert")


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A CSV file of one's own; the test fails where training begins."""
    monkeypatch.setenv("ATTUNE_ARTIFACTS", str(tmp_path / "artifacts"))
    monkeypatch.setattr(Trainer, "fit", lambda *_: pytest.fail("training began"))
    path = tmp_path / "mine.csv"
    path.write_text("\n".join(["text,label", *(f"words {i},{'ab'[i % 2]}" for i in range(80))]), encoding="utf8")
    return path


def _saved_run(base: Path, folder: Path, tasks: dict[str, tuple[str, ...]]) -> Path:
    encoder, tokenizer = load_base(str(base))
    Trainer(JointNetwork(encoder, tasks), tokenizer, TrainingPlan(), folder).save()
    return folder / CHECKPOINT


def _published(base: Path, folder: Path, tasks: dict[str, tuple[str, ...]]) -> Path:
    encoder, tokenizer = load_base(str(base))
    network = JointNetwork(encoder, tasks)
    with torch.no_grad():
        for parameter in network.parameters():  # ONNX keeps equal ones once
            parameter.add_(0.1 * torch.randn_like(parameter))
    files = export_model(network, tokenizer, folder, [[0, 4, 5, 2]], per_channel=False)
    facts = {"tasks": {name: {"labels": list(labels)} for name, labels in tasks.items()}}
    place(folder, Manifest("text", "v1", {}, facts), files)
    return folder


def _answer(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert train_text.main([str(argument) for argument in arguments]) == 1
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("task", "lost", "kept"),
    [("crisis", "distress", "explicit words"), ("state", "explicit words", "distress"), ("mine", "explicit words", "")],
)
def test_a_model_of_one_task_replaces_all_six_only_when_that_is_said(task: str, lost: str, kept: str) -> None:
    with pytest.raises(InputError, match="--replace-all") as refused:
        Destination(True, False, None, "").check(task)
    assert lost in str(refused.value)
    assert not kept or kept not in str(refused.value)
    Destination(True, False, None, "", replace_all=True).check(task)
    Destination(False, False, None, "").check(task)
    Destination(True, False, None, "").check("all")


def test_only_a_model_of_all_tasks_can_ship() -> None:
    with pytest.raises(InputError, match="--task all"):
        Destination(False, True, None, "", replace_all=True).check("state")
    Destination(False, True, None, "").check("all")


def test_publishing_one_task_is_refused_before_training(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--replace-all" in _answer(capsys, "--task", "taste", "--data", mine, "--publish")


@pytest.mark.parametrize("version", ["v1", "../up"])
def test_a_version_that_cannot_be_is_refused_before_training(
    mine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], version: str
) -> None:
    (tmp_path / "artifacts" / "text" / "v1").mkdir(parents=True)
    said = _answer(
        capsys, "--task", "taste", "--data", mine, "--publish", "--replace-all", "--version", version, "--output", "x"
    )
    assert repr(version) in said


def test_a_task_of_ones_own_needs_a_file_not_a_folder(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--data FILE.csv" in _answer(capsys, "--task", "mood", "--data", mine.parent)


@pytest.mark.parametrize("name", ["", "type", "train", "training", "keys", "v1.2", "a/b", "../up", "2nd", "encoder"])
def test_a_name_that_no_task_can_have_is_refused_before_training(
    mine: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert f"--task cannot be {name!r}" in _answer(capsys, "--task", name, "--data", mine)


@pytest.mark.parametrize("name", ["mood", "my-mood_2", "настроение"])
def test_other_names_will_do(mine: Path, name: str) -> None:
    assert Job(task=name, data=mine).task == name


@pytest.mark.parametrize("option", ["--data", "--from"])
def test_what_is_not_there_is_named_with_its_option(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = _answer(capsys, option, "far/gone.pt")
    assert option in said and "'gone.pt'" in said


def test_a_file_that_is_no_checkpoint_is_named(
    base: Path,
    mine: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    torch.save([1, 2], tmp_path / "other.pt")
    np.savez(tmp_path / "numbers.npz", numbers=np.ones(2))
    for file in (mine, tmp_path / "other.pt", tmp_path / "numbers.npz"):
        said = _answer(capsys, "--task", "taste", "--data", mine, "--base", base, "--from", file)
        assert repr(file.name) in said and "checkpoint" in said


def test_a_run_of_other_tasks_or_labels_is_not_gone_on_from(
    base: Path,
    mine: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    other = _saved_run(base, tmp_path / "other", {"smell": ("bad", "good")})
    more = _saved_run(base, tmp_path / "more", {"taste": ("sour", "sweet", "salty")})
    common = ("--task", "taste", "--data", mine, "--base", base)
    for run in (other, more):
        assert "--from names a run" in _answer(capsys, *common, "--from", run, "--output", tmp_path / "new")
        assert "--resume names a run" in _answer(capsys, *common, "--resume", "--output", run.parent)
    assert "no mean" in _answer(capsys, *common, "--from", other, more)


@pytest.mark.parametrize("labels", [("b", "a"), ("a", "c")])
def test_a_run_whose_labels_have_other_names_or_another_order_would_turn_answers_round(
    base: Path, mine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], labels: tuple[str, ...]
) -> None:
    run = _saved_run(base, tmp_path / "run", {"taste": labels})
    model = _published(base, tmp_path / "model", {"taste": labels})
    common = ("--task", "taste", "--data", mine, "--base", base)
    told = f"'taste' with the labels {', '.join(labels)}; here they are a, b"
    for earlier in (run, model):
        assert told in _answer(capsys, *common, "--from", earlier, "--output", tmp_path / "new")
    assert told in _answer(capsys, *common, "--resume", "--output", run.parent)


def test_a_checkpoint_of_before_labels_were_kept_is_gone_on_from(base: Path, tmp_path: Path) -> None:
    run = _saved_run(base, tmp_path / "run", {"taste": ("a", "b")})
    torch.save({name: value for name, value in read_checkpoint(run).items() if name != "tasks"}, run)
    encoder, tokenizer = load_base(str(base))
    again = Trainer(JointNetwork(encoder, {"taste": ("a", "b")}), tokenizer, TrainingPlan(), run.parent)
    assert again.resume()
    check_labels(again.network, labels_of(run, "train"), "--from")


def test_weights_of_another_kind_of_encoder_are_refused_in_words(base: Path) -> None:
    network = JointNetwork(load_base(str(base))[0], TASKS, BRANCHES)
    with pytest.raises(InputError, match="--base"):
        take_over(network, {"encoder.layer.0.weight": torch.zeros(2)}, "--from")


def _manifest(tasks: dict[str, tuple[str, ...]], **training: object) -> Manifest:
    facts = {name: {"labels": list(labels)} for name, labels in tasks.items()}
    known = {"held out": 60, "rows": {"own": {"rows": 340, "used in a pass": 340}, "polarity": {"rows": 0}}}
    return Manifest("text", "v1", {}, {"windows": WINDOWS, "tasks": facts}, {**known, **training}, MEASURED)


def test_the_card_of_a_file_of_ones_own_says_what_is_known_and_no_more(tmp_path: Path) -> None:
    shape = {"kind": "bert", "layers": 12, "width": 768}
    facts = {"file": "mine.csv", "rows by label": {"sour": 140, "sweet": 200}, "base": "bert-base-uncased"}
    manifest = _manifest({"taste": ("sour", "sweet")}, encoder=shape, **facts)
    card = write_card(tmp_path / "card.md", manifest).read_text(encoding="utf8")
    for told in ("`mine.csv`: 340 rows", "60 held out", "sour 140, sweet 200", "`bert-base-uncased`"):
        assert told in card
    assert "A BERT of 12 layers and width 768" in card
    assert "does not listen for a crisis" in card
    assert not [word for word in ("Kaggle", "MiniLM", "GoEmotions", "cancer", "polarity") if word in card]


@pytest.mark.parametrize(("style", "told"), [(0.0, "as they were written"), (0.5, "restyles them at random")])
def test_the_card_of_a_file_of_ones_own_says_whether_texts_were_restyled(
    tmp_path: Path, style: float, told: str
) -> None:
    facts = {"file": "mine.csv", "rows by label": {"sour": 140, "sweet": 200}, "plan": {"style": style}}
    card = write_card(tmp_path / "card.md", _manifest({"taste": ("sour", "sweet")}, **facts))
    assert told in card.read_text(encoding="utf8")


@pytest.mark.parametrize(("scored", "told"), [(30, "half for the scores"), (60, "too few to part")])
def test_the_card_says_whether_the_scored_rows_were_kept_apart(tmp_path: Path, scored: int, told: str) -> None:
    manifest = _manifest({"taste": ("sour", "sweet")}, **{"file": "mine.csv", "rows by label": {}, "scored": scored})
    assert told in write_card(tmp_path / "card.md", manifest).read_text(encoding="utf8")


def test_the_card_has_no_line_of_figures_where_none_was_drawn(tmp_path: Path) -> None:
    manifest = _manifest({"emotions": TASKS["emotions"]}, **{"file": "mine.csv", "rows by label": {}})
    lines = write_card(tmp_path / "card.md", manifest).read_text(encoding="utf8").splitlines()
    assert not [line for line in lines if line.startswith(("- figures:", "- and:"))]


def test_the_card_of_one_task_of_the_corpora_names_their_pools(tmp_path: Path) -> None:
    manifest = _manifest({"crisis": TASKS["crisis"]}, base="minilm")
    card = write_card(tmp_path / "card.md", manifest).read_text(encoding="utf8")
    assert "own (340 rows)" in card and "text_model/README.md" in card
    assert "A six-layer DistilBERT of width 384" in card and "all-MiniLM-L6-v2" in card
    assert "never the only guard" in card and "Kaggle" not in card


def test_the_card_of_all_tasks_names_another_base(tmp_path: Path) -> None:
    shape = {"kind": "roberta", "layers": 12, "width": 768}
    for name, told in (("minilm", "all-MiniLM-L6-v2"), ("roberta-base", "`roberta-base`")):
        card = write_card(tmp_path / "card.md", _manifest(TASKS, base=name, encoder=shape)).read_text(encoding="utf8")
        assert f"The encoder started from {told}" in card.replace("sentence-transformers/", "")
        assert "Kaggle" in card
        assert ("A RoBERTa of 12 layers and width 768" in card) == (name != "minilm")


def test_the_command_of_a_card_can_be_typed_again(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def check(self: Destination, task: str) -> None:
        seen.append(self.command)
        raise InputError("enough")

    monkeypatch.setattr(Destination, "check", check)
    given = ["--task", "taste", "--data", str(mine), "--text-column", "my post"]
    assert train_text.main(given) == 1
    assert shlex.split(seen[0]) == ["python", "train_text.py", *given]


def test_rows_of_a_file_are_counted_by_label() -> None:
    rows = tuple(Row("x", "mine", {"emotions": (0, 2) if i else (2,)}) for i in range(3))
    lesson = Lesson({"emotions": ("a", "b", "c")}, Corpora((Pool("own", rows, 3),), ()))
    assert _by_label(lesson) == {"a": 2, "b": 0, "c": 3}
