"""Write a trained network as an int8 ONNX model, and a single task as a checkpoint that transformers opens."""
# ruff: noqa: TID253

from __future__ import annotations

import warnings
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from tokenizers import Tokenizer
from transformers import AutoModelForSequenceClassification, PreTrainedTokenizerFast

from core.errors import InputError
from text_model.labels import MULTI_LABEL
from text_model.network import JointNetwork
from text_model.runtime import MODEL_FILE, TOKENIZER_FILE


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


def quantise(source: Path, target: Path, *, per_channel: bool) -> Path:
    """Dynamic int8 of all matrix products and embeddings; activations are quantised as they come."""
    prepared = target.with_suffix(".prepared.onnx")
    quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(
        prepared,
        target,
        per_channel=per_channel,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
    )
    prepared.unlink()
    onnx.checker.check_model(str(target))
    return target


def export_model(network: JointNetwork, tokenizer: Tokenizer, folder: Path, *, per_channel: bool) -> tuple[Path, Path]:
    """model.onnx (int8) and tokenizer.json in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    full = export_onnx(network, folder / "full.onnx")
    model = quantise(full, folder / MODEL_FILE, per_channel=per_channel)
    tokenizer.save(str(folder / TOKENIZER_FILE), pretty=False)
    return model, folder / TOKENIZER_FILE


def save_checkpoint(network: JointNetwork, tokenizer: Tokenizer, task: str, folder: Path) -> Path:
    """One task as a standard checkpoint: `transformers.pipeline("text-classification", folder)` opens it.

    Raises InputError for an encoder whose standard head has another shape than ours.
    """
    config = network.encoder.config
    if config.model_type != "distilbert":
        raise InputError(
            f"A standard checkpoint is written for DistilBERT encoders only, this is {config.model_type!r}."
        )
    labels = network.tasks[task]
    config.id2label = dict(enumerate(labels))
    config.label2id = {label: i for i, label in enumerate(labels)}
    config.problem_type = "multi_label_classification" if task in MULTI_LABEL else "single_label_classification"
    model = AutoModelForSequenceClassification.from_config(config)
    model.distilbert.load_state_dict(network.encoder.state_dict())
    head = network.heads[task]
    model.pre_classifier.load_state_dict(head.pre_classifier.state_dict())
    model.classifier.load_state_dict(head.classifier.state_dict())
    model.save_pretrained(folder)
    special = {
        "pad_token": "[PAD]",
        "unk_token": "[UNK]",
        "cls_token": "[CLS]",
        "sep_token": "[SEP]",
        "mask_token": "[MASK]",
    }
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, model_max_length=config.max_position_embeddings, **special
    ).save_pretrained(folder)
    return folder
