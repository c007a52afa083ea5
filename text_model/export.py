"""Write a trained network as an int8 ONNX model, and a single task as a checkpoint that transformers opens."""
# ruff: noqa: TID253

from __future__ import annotations

import copy
import warnings
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import AutoModelForSequenceClassification, PreTrainedTokenizerFast

from text_model.encoder import positions
from text_model.labels import MULTI_LABEL
from text_model.network import JointNetwork
from text_model.quantise import quantise
from text_model.runtime import MODEL_FILE, TOKENIZER_FILE

# Where the two layers of a head stand in the standard classifier of each kind of encoder.
_HEADS = {
    "distilbert": {"pre_classifier": "pre_classifier", "classifier": "classifier"},
    "bert": {"pre_classifier": "bert.pooler.dense", "classifier": "classifier"},
    "roberta": {"pre_classifier": "classifier.dense", "classifier": "classifier.out_proj"},
}
_SPECIAL = {
    "pad_token": ("[PAD]", "<pad>"),
    "unk_token": ("[UNK]", "<unk>"),
    "cls_token": ("[CLS]", "<s>"),
    "sep_token": ("[SEP]", "</s>"),
    "mask_token": ("[MASK]", "<mask>"),
}


def export_onnx(network: JointNetwork, path: Path) -> Path:
    """The network in fp32 with dynamic batch and length; one output per task, in order."""
    network.eval()
    ids = torch.ones((2, 16), dtype=torch.int64)
    axes = {0: "batch", 1: "tokens"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (ids, torch.ones_like(ids)),
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=list(network.tasks),
            dynamic_axes={"input_ids": axes, "attention_mask": axes, **{t: {0: "batch"} for t in network.tasks}},
            opset_version=17,
            dynamo=False,
        )
    return path


def export_model(
    network: JointNetwork, tokenizer: Tokenizer, folder: Path, sample: Sequence[Sequence[int]], *, per_channel: bool
) -> tuple[Path, Path]:
    """model.onnx (int8, for activations as the token ids of `sample` bring them about) and tokenizer.json."""
    folder.mkdir(parents=True, exist_ok=True)
    full = export_onnx(network, folder / "full.onnx")
    model = quantise(full, folder / MODEL_FILE, sample, per_channel=per_channel)
    tokenizer.save(str(folder / TOKENIZER_FILE), pretty=False)
    return model, folder / TOKENIZER_FILE


def save_checkpoint(network: JointNetwork, tokenizer: Tokenizer, task: str, folder: Path) -> Path:
    """One task as a standard checkpoint: `transformers.pipeline("text-classification", folder)` opens it.

    It gives the network's logits. What Attune does around them it lacks: normalisation, windows, the linear model of
    words, calibration.
    """
    config = copy.deepcopy(network.encoder.config)
    labels = network.tasks[task]
    config.id2label = dict(enumerate(labels))
    config.label2id = {label: i for i, label in enumerate(labels)}
    config.problem_type = "multi_label_classification" if task in MULTI_LABEL else "single_label_classification"
    model = AutoModelForSequenceClassification.from_config(config)
    weights = {f"{model.base_model_prefix}.{name}": value for name, value in network.encoder.state_dict().items()}
    for ours, theirs in _HEADS[config.model_type].items():
        layer = network.heads[task].get_submodule(ours)
        weights |= {f"{theirs}.{name}": value for name, value in layer.state_dict().items()}
    model.load_state_dict(weights)
    model.save_pretrained(folder)
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, model_max_length=positions(config), **_special_tokens(tokenizer)
    ).save_pretrained(folder)
    return folder


def _special_tokens(tokenizer: Tokenizer) -> dict[str, str]:
    """Those that the vocabulary has, written as BERT or as RoBERTa writes them."""
    known = tokenizer.get_vocab()
    return {name: token for name, both in _SPECIAL.items() for token in both if token in known}
