"""DistilBERT, BERT and RoBERTa alike: exported, opened again, written as standard checkpoints, cut where they end."""

# ruff: noqa: TID253

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import onnxruntime
import pytest
import torch
from tokenizers import Tokenizer
from transformers import AutoModelForSequenceClassification, AutoTokenizer, pipeline

from core.errors import InputError
from model_registry import Manifest
from model_registry.store import place
from tests.text_model.bases import place_base
from text_model.encoder import load_base, room_of
from text_model.export import export_model, save_checkpoint
from text_model.job import Job, mean_weights, within_room
from text_model.network import JointNetwork, logits_of

TASKS = {"taste": ("sour", "sweet")}
KINDS = ("distilbert", "bert", "roberta")
SAMPLE = [[0, 4, 5, 6, 7, 2], [0, 8, 9, 2]]


@pytest.fixture(params=KINDS)
def base(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return place_base(tmp_path / "base", request.param)


def _stirred(base: Path) -> tuple[JointNetwork, Tokenizer]:
    """A network whose heads say something: every parameter is moved at random."""
    torch.manual_seed(1)
    encoder, tokenizer = load_base(str(base))
    network = JointNetwork(encoder, TASKS).eval()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.add_(0.2 * torch.randn_like(parameter))
    return network, tokenizer


def test_a_standard_checkpoint_gives_the_logits_of_the_network(base: Path, tmp_path: Path) -> None:
    network, tokenizer = _stirred(base)
    folder = save_checkpoint(network, tokenizer, "taste", tmp_path / "standard")
    texts = ["it was a good day", "bad"]
    batch = AutoTokenizer.from_pretrained(folder)(texts, padding=True, return_tensors="pt")
    with torch.inference_mode():
        ours = network(batch["input_ids"], batch["attention_mask"])[0]
        model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
        theirs = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    assert float((ours[0] - ours[1]).abs().max()) > 1e-3
    assert torch.allclose(ours, theirs, atol=1e-5)


def test_the_pipeline_of_transformers_opens_it(base: Path, tmp_path: Path) -> None:
    network, tokenizer = _stirred(base)
    classify = pipeline("text-classification", str(save_checkpoint(network, tokenizer, "taste", tmp_path / "standard")))
    ours = logits_of(network, tokenizer, ["it was a good day"], 32)["taste"][0]
    said = {one["label"]: one["score"] for one in classify("it was a good day", top_k=None)}
    assert said["sweet"] == pytest.approx(1 / (1 + np.exp(ours[0] - ours[1])), abs=0.02)
    # As many tokens as there are positions for, and no more.
    assert classify("good " * 200, truncation=True)


def test_training_can_go_on_from_what_was_published(base: Path, tmp_path: Path) -> None:
    network, tokenizer = _stirred(base)
    files = export_model(network, tokenizer, tmp_path / "model", SAMPLE, per_channel=False)
    place(tmp_path / "model", Manifest("text", "v1", {}, {}), files)
    again = mean_weights([tmp_path / "model"])
    for name, value in network.state_dict().items():
        assert (again[name] - value).abs().max() <= value.abs().max() / 127, name
    network.load_state_dict(again)


def test_what_is_exported_answers_as_the_network_does(base: Path, tmp_path: Path) -> None:
    network, tokenizer = _stirred(base)
    export_model(network, tokenizer, tmp_path / "model", SAMPLE, per_channel=False)
    session = onnxruntime.InferenceSession(str(tmp_path / "model" / "full.onnx"), providers=["CPUExecutionProvider"])
    ids = np.random.default_rng(0).integers(4, 10, (3, 7))
    with torch.inference_mode():
        expected = network(torch.from_numpy(ids), torch.ones((3, 7), dtype=torch.int64))[0].numpy()
    actual = session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0]
    assert np.abs(actual - expected).max() < 1e-4


def test_a_tokenizer_without_ends_is_refused_before_training(base: Path) -> None:
    path = base / "tokenizer.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf8")) | {"post_processor": None}), encoding="utf8")
    with pytest.raises(InputError, match=r"\[CLS\]"):
        load_base(str(base))


def test_a_tokenizer_without_a_fast_form_is_refused_in_words(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AutoTokenizer, "from_pretrained", lambda _: SimpleNamespace(is_fast=False))
    with pytest.raises(InputError, match=r"tokenizer\.json"):
        load_base(str(base))


def test_windows_are_no_longer_than_the_base_can_read(base: Path) -> None:
    room = room_of(str(base))
    assert room == 62
    assert within_room(Job(base=str(base))).plan.limits.max_tokens == room
    network, tokenizer = _stirred(base)
    assert logits_of(network, tokenizer, ["good " * 200], room)["taste"].shape == (1, 2)


def test_a_base_with_room_enough_keeps_the_windows() -> None:
    job = Job()
    assert within_room(job) == job
