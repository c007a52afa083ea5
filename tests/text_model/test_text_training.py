"""Training on a small scale: the encoder's conversion, learning, resuming, checkpoints, and the whole command."""

# ruff: noqa: TID253

import json
import re
from itertools import count
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel, DistilBertConfig, DistilBertModel, PreTrainedTokenizerFast, pipeline

import train_text
from core.errors import InputError, ModelNotAvailable
from core.types import Prediction
from model_registry import Manifest
from model_registry.store import place
from text_model import network as network_module
from text_model.batches import BatchLimits
from text_model.card import write_card
from text_model.corpora import Pool
from text_model.data import Row
from text_model.encoder import distilbert_from_minilm, load_base
from text_model.export import export_model, export_onnx, save_checkpoint
from text_model.fitting import Trained, _in_full
from text_model.heads import refit_heads
from text_model.job import Job, mean_weights
from text_model.losses import class_weights_of
from text_model.network import JointNetwork, autocast, logits_of, with_branches
from text_model.predictor import load
from text_model.quantise import quantise
from text_model.tiny import place_tiny_model
from text_model.training import CHECKPOINT, Trainer, TrainingPlan

WORDS = ("good", "bad", "fine", "awful", "day", "it", "was", "a", "really", "so", "we", "saw", "the", "film", "today")
TASKS = {"polarity": ("negative", "positive"), "crisis": ("none", "crisis")}
SAMPLE = np.random.default_rng(1).integers(5, 15, (20, 7)).tolist()
BRANCHES = {"tone": ("polarity",), "wellbeing": ("crisis",)}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random one-layer DistilBERT with a small vocabulary, as a folder that --base takes."""
    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("base")
    place_tiny_model(folder / "tiny", dict.fromkeys(WORDS, 0.0))
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    tokenizer = Tokenizer.from_file(str(folder / "tiny" / "tokenizer.json"))
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special).save_pretrained(folder / "base")
    torch.manual_seed(0)
    shape = {"dim": 32, "n_layers": 1, "n_heads": 2, "hidden_dim": 64, "max_position_embeddings": 64}
    DistilBertModel(DistilBertConfig(vocab_size=tokenizer.get_vocab_size(), **shape)).save_pretrained(folder / "base")
    return folder / "base"


def _rows(n: int = 240) -> list[Row]:
    random = np.random.default_rng(0)
    rows = []
    for i in range(n):
        words = [str(w) for w in random.choice(WORDS[4:], 6)]
        words.insert(int(random.integers(6)), ("bad", "good")[i % 2] if i % 4 < 2 else ("awful", "fine")[i % 2])
        rows.append(Row(" ".join(words), "made", {"polarity": i % 2}))
    return rows


def _trainer(base: Path, folder: Path, epochs: int = 4, branches: dict[str, tuple[str, ...]] | None = None) -> Trainer:
    torch.manual_seed(0)
    encoder, tokenizer = load_base(str(base))
    plan = TrainingPlan(epochs=epochs, body_rate=2e-3, head_rate=5e-3, limits=BatchLimits(16, 512, 32))
    return Trainer(JointNetwork(encoder, TASKS, branches), tokenizer, plan, folder)


def _accuracy(trainer: Trainer) -> float:
    rows = _rows(80)
    logits = logits_of(trainer.network, trainer.tokenizer, [r.text for r in rows], 32)["polarity"]
    return float(np.mean(logits.argmax(1) == [r.targets["polarity"] for r in rows]))


def test_a_bert_rewritten_as_distilbert_gives_the_same_vectors() -> None:
    torch.manual_seed(1)
    shape = {"hidden_size": 24, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 48}
    bert = BertModel(BertConfig(vocab_size=40, max_position_embeddings=16, **shape)).eval()
    config = DistilBertConfig(
        vocab_size=40, dim=24, n_layers=2, n_heads=2, hidden_dim=48, max_position_embeddings=16, attention_dropout=0.0
    )
    ours = distilbert_from_minilm(dict(bert.state_dict()), config).eval()
    ids = torch.randint(1, 40, (3, 9))
    mask = torch.ones_like(ids)
    mask[1, 5:] = 0
    with torch.inference_mode():
        theirs = bert(input_ids=ids, attention_mask=mask).last_hidden_state
        assert torch.allclose(ours(input_ids=ids, attention_mask=mask).last_hidden_state, theirs, atol=1e-4)


def test_a_base_that_is_nowhere_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelNotAvailable, match="no-such-model"):
        load_base("./no-such-model")


def test_training_learns_and_an_unanswered_task_is_left_alone(base: Path, tmp_path: Path) -> None:
    trainer = _trainer(base, tmp_path)
    before = trainer.network.heads["crisis"].classifier.weight.detach().clone()
    rows, rising = _rows(), count()
    trainer.fit([Pool("polarity", tuple(rows), len(rows))], lambda network, tokenizer: float(next(rising)))
    assert _accuracy(trainer) > 0.9
    after = trainer.network.heads["crisis"].classifier.weight.detach()
    assert torch.allclose(before, after, atol=1e-3)


def test_tasks_with_a_last_layer_of_their_own_begin_where_the_shared_one_was(base: Path, tmp_path: Path) -> None:
    shared, own = _trainer(base, tmp_path).network, _trainer(base, tmp_path, branches=BRANCHES).network
    own.load_state_dict(with_branches(shared.state_dict(), tuple(BRANCHES)))
    tokenizer = load_base(str(base))[1]
    texts = [row.text for row in _rows(6)] + ["good", "a really awful day it was so we saw the film"]
    before, after = (logits_of(network, tokenizer, texts, 32) for network in (shared, own))
    assert all(np.abs(before[task] - after[task]).max() < 1e-5 for task in TASKS)


def test_the_card_tells_of_last_layers_only_where_there_are_some(tmp_path: Path) -> None:
    facts = {"windows": {"max_tokens": 32, "overlap": 8}}
    for training, told in (({}, False), ({"last layers": {"tone": ["severity", "polarity"]}}, True)):
        card = write_card(
            tmp_path / "card.md", Manifest("text", "v1", {}, facts, training, {"tasks": {}, "control": {}})
        )
        assert ("for severity and polarity" in card.read_text(encoding="utf8")) == told


def test_what_one_branch_learns_leaves_the_other_alone(base: Path, tmp_path: Path) -> None:
    trainer, rising = _trainer(base, tmp_path, branches=BRANCHES), count()
    before = trainer.network.branches["wellbeing"].k_lin.weight.detach().clone()
    rows = _rows()
    trainer.fit([Pool("polarity", tuple(rows), len(rows))], lambda network, tokenizer: float(next(rising)))
    assert _accuracy(trainer) > 0.9
    assert torch.allclose(before, trainer.network.branches["wellbeing"].k_lin.weight.detach(), atol=1e-2)


def test_half_precision_is_used_only_where_it_is_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    for full_s, half_s, pays in ((2.0, 1.0, True), (1.0, 2.0, False)):
        network_module._bfloat16_pays.cache_clear()
        monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: True)
        times = {torch.float32: full_s, torch.bfloat16: half_s}
        monkeypatch.setattr(network_module, "_product_s", times.__getitem__)
        with autocast():
            assert torch.is_autocast_enabled("cpu") == pays
    network_module._bfloat16_pays.cache_clear()


def test_int8_is_compared_with_full_precision_also_where_half_is_faster(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network_module, "_bfloat16_pays", lambda: True)
    trainer, halved = _trainer(base, tmp_path), []
    trainer.network.register_forward_hook(lambda *_: halved.append(torch.is_autocast_enabled("cpu")))
    logits_of(trainer.network, trainer.tokenizer, ["good"], 32)
    _in_full(Trained(trainer.network, trainer.tokenizer, 32, 0), _rows(4))
    assert halved == [True, False]


def test_a_batch_without_any_answer_teaches_nothing_and_stops_nothing(base: Path, tmp_path: Path) -> None:
    trainer = _trainer(base, tmp_path, epochs=1)
    before = {name: value.clone() for name, value in trainer.network.state_dict().items()}
    rows = tuple(Row(row.text, "made", {}) for row in _rows(32))
    trainer.fit([Pool("unanswered", rows, len(rows))], lambda network, tokenizer: 0.0)
    assert all(torch.equal(before[name], value) for name, value in trainer.network.state_dict().items())


def test_an_interrupted_run_goes_on_where_it_stopped(base: Path, tmp_path: Path) -> None:
    rows = tuple(_rows(64))
    pools = [Pool("polarity", rows, 64)]
    calls = []

    def stop(network: JointNetwork, tokenizer: object) -> float:
        calls.append(1)
        return float(len(calls))

    first = _trainer(base, tmp_path, epochs=1)
    first.fit(pools, stop)
    second = _trainer(base, tmp_path, epochs=3)
    assert second.resume()
    assert second.progress.epoch == 1
    assert torch.equal(
        second.average.module.heads["polarity"].classifier.weight, first.network.heads["polarity"].classifier.weight
    )
    second.fit(pools, stop)
    assert second.progress.epoch == 3
    assert second.progress.rows_seen == 3 * 64
    assert (tmp_path / CHECKPOINT).is_file()


def test_training_stops_early_when_the_score_falls_and_keeps_the_best(base: Path, tmp_path: Path) -> None:
    trainer = _trainer(base, tmp_path, epochs=8)
    falling = iter([0.9, 0.8, 0.7, 0.6, 0.5])
    trainer.fit([Pool("polarity", tuple(_rows(32)), 32)], lambda network, tokenizer: next(falling))
    assert trainer.progress.epoch == 3
    assert trainer.progress.best == 0.9


def test_rare_labels_weigh_more() -> None:
    rows = [Row("x", "m", {"polarity": int(i == 0)}) for i in range(100)]
    negative, positive = class_weights_of(rows, TASKS)["polarity"].tolist()
    assert positive / negative == pytest.approx(99**0.5, rel=0.01)


def test_a_small_task_gets_more_practice_and_only_its_head_changes(base: Path) -> None:
    torch.manual_seed(0)
    encoder, tokenizer = load_base(str(base))
    network = JointNetwork(encoder, {"severity": ("bad", "good"), "crisis": TASKS["crisis"]})
    rows = [Row(("bad ", "good ")[i % 2] * (10 + i % 60), "made", {"severity": i % 2}) for i in range(1200)]
    before = {name: value.clone() for name, value in network.state_dict().items()}
    changes = refit_heads(Trained(network, tokenizer, 32, 0), rows[:1000], rows[1000:])
    assert changes["severity"][1] > changes["severity"][0]
    changed = {n for n, v in network.state_dict().items() if not torch.equal(v, before[n])}
    assert changed and all(name.startswith("heads.severity.") for name in changed)


def test_the_exported_network_agrees_with_the_trained_one(base: Path, tmp_path: Path) -> None:
    trainer = _trainer(base, tmp_path)
    trainer.network.eval()
    with torch.no_grad():
        for parameter in trainer.network.parameters():
            parameter.add_(0.1 * torch.randn_like(parameter))
    full = export_onnx(trainer.network, tmp_path / "full.onnx")
    small = quantise(full, tmp_path / "model.onnx", SAMPLE, per_channel=True)
    ids = np.random.default_rng(0).integers(5, 15, (3, 7))
    mask = (np.arange(7) < np.array([[7], [4], [2]])).astype(np.int64)
    with torch.inference_mode():
        expected = trainer.network(torch.from_numpy(ids), torch.from_numpy(mask))[0].numpy()
    for path, tolerance in ((full, 1e-4), (small, 0.1)):
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        assert [o.name for o in session.get_outputs()] == list(TASKS)
        actual = session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        assert np.abs(actual - expected).max() < tolerance
        unmasked = session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(mask)})[0]
        assert np.abs(unmasked[1:] - actual[1:]).max() > 1e-3


def test_a_single_task_opens_in_the_pipeline_of_transformers(base: Path, tmp_path: Path) -> None:
    trainer = _trainer(base, tmp_path)
    save_checkpoint(trainer.network, trainer.tokenizer, "polarity", tmp_path / "standard")
    classify = pipeline("text-classification", str(tmp_path / "standard"))
    text = "it was a good day"
    answer = classify(text, top_k=None)
    ours = logits_of(trainer.network, trainer.tokenizer, [text], 32)["polarity"][0]
    theirs = {one["label"]: one["score"] for one in answer}
    assert set(theirs) == set(TASKS["polarity"])
    assert theirs["positive"] == pytest.approx(1 / (1 + np.exp(ours[0] - ours[1])), abs=0.02)


def test_the_command_trains_on_a_csv_writes_a_card_and_publishes(
    base: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    monkeypatch.setenv("ATTUNE_ARTIFACTS", str(tmp_path / "artifacts"))
    mine = tmp_path / "mine.csv"
    lines = [f"{r.text},{('sour', 'sweet')[int(str(r.targets['polarity']))]}" for r in _rows(400)]
    mine.write_text("\n".join(["post,taste", *lines]), encoding="utf8")
    arguments = ["--task", "taste", "--data", str(mine), "--text-column", "post", "--label-column", "taste"]
    arguments += [
        "--base",
        str(base),
        "--epochs",
        "1",
        "--output",
        str(tmp_path / "out"),
        "--publish",
        "--replace-all",
        "--version",
        "v1",
    ]
    assert train_text.main(arguments) == 0
    assert "| taste |" in capsys.readouterr().out
    assert f"{tmp_path / 'out' / 'checkpoint'} opens with transformers.pipeline" in caplog.text
    assert (tmp_path / "out" / "checkpoint" / "config.json").is_file()
    published = tmp_path / "artifacts" / "text" / "v1"
    assert (tmp_path / "artifacts" / "text" / "current").read_text().strip() == "v1"
    card = (published / "README.md").read_text(encoding="utf8")
    assert "TF-IDF" in card and "`mine.csv`" in card and "DistilBERT of 1 layers and width 32" in card
    assert not [word for word in ("Kaggle", "MiniLM", "six", "mental_state", "one in ten") if word in card]
    linked = re.findall(r"\]\((figures/[^)]+)\)", card)
    assert linked and all((published / link).is_file() for link in linked)
    manifest = json.loads((published / "manifest.json").read_text(encoding="utf8"))
    assert set(manifest["metrics"]["tasks"]["taste"]["recall"]) == {"sour", "sweet"}
    (answer,) = load(published).predict([{"text": "it was a good day"}])
    assert isinstance(answer, Prediction)
    assert answer.label in {"sour", "sweet"}
    assert answer.reliability == 0


@pytest.mark.parametrize(
    "arguments", [["--task", "nonsense"], ["--epochs", "0"], ["--style", "2"], ["--rate", "-1"], ["--data", "gone.csv"]]
)
def test_bad_usage_is_answered_in_words(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert train_text.main(arguments) == 1
    assert len(capsys.readouterr().err.split()) > 5


def test_a_job_repeats_the_value_that_was_wrong() -> None:
    with pytest.raises(InputError, match="-3"):
        TrainingPlan(epochs=-3)
    with pytest.raises(InputError, match="--task"):
        Job(task="nonsense")


def test_the_mean_of_two_runs_lies_between_them(tmp_path: Path) -> None:
    for name, value in (("one", 1.0), ("other", 3.0)):
        torch.save({"best_weights": {"layer": torch.full((2,), value)}}, tmp_path / name)
    assert mean_weights([tmp_path / "one", tmp_path / "other"])["layer"].tolist() == [2.0, 2.0]


def test_a_run_that_was_cut_short_counts_with_its_running_mean(base: Path, tmp_path: Path) -> None:
    trainer = _trainer(base, tmp_path)
    trainer.average.module.heads["crisis"].classifier.bias.data.fill_(7.0)
    trainer.save()
    again = mean_weights([tmp_path / CHECKPOINT])
    assert again.keys() == trainer.network.state_dict().keys()
    assert again["heads.crisis.classifier.bias"].tolist() == [7.0, 7.0]


@pytest.mark.parametrize("branches", [None, BRANCHES])
@pytest.mark.parametrize("per_channel", [True, False])
def test_training_can_go_on_from_a_published_model(
    base: Path, tmp_path: Path, per_channel: bool, branches: dict[str, tuple[str, ...]] | None
) -> None:
    trainer = _trainer(base, tmp_path, branches=branches)
    with torch.no_grad():
        for parameter in trainer.network.parameters():
            parameter.add_(0.1 * torch.randn_like(parameter))
    files = export_model(trainer.network, trainer.tokenizer, tmp_path / "model", SAMPLE, per_channel=per_channel)
    place(tmp_path / "model", Manifest("text", "v1", {}, {}), files)
    again = mean_weights([tmp_path / "model"])
    for name, value in trainer.network.state_dict().items():
        assert (again[name] - value).abs().max() <= value.abs().max() / 127, name
    trainer.network.load_state_dict(again)


def test_help_shows_examples_and_starts_without_torch(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        train_text.main(["--help"])
    assert stopped.value.code == 0
    shown = capsys.readouterr().out
    assert "--text-column" in shown and "examples:" in shown
