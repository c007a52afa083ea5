"""Random encoders of one layer and a few words, as folders that --base takes."""

# ruff: noqa: TID253

from pathlib import Path

import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import (
    AutoModel,
    BertConfig,
    DistilBertConfig,
    PretrainedConfig,
    PreTrainedTokenizerFast,
    RobertaConfig,
)

WORDS = ("good", "bad", "day", "it", "was", "a")
_SPECIAL = {
    "bert": {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"},
    "roberta": {"cls_token": "<s>", "pad_token": "<pad>", "sep_token": "</s>", "unk_token": "<unk>"},
}
_SHAPE = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64}


def place_base(folder: Path, kind: str) -> Path:
    """A "distilbert", "bert" or "roberta" of width 32 in `folder`, with its tokenizer; it reads 62 tokens at once."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    tokenizer, special = _tokenizer("roberta" if kind == "roberta" else "bert")
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special).save_pretrained(folder)
    AutoModel.from_config(_config(kind, tokenizer.get_vocab_size())).save_pretrained(folder)
    return folder


def _tokenizer(kind: str) -> tuple[Tokenizer, dict[str, str]]:
    special = _SPECIAL[kind]
    vocabulary = {token: i for i, token in enumerate((*special.values(), *WORDS))}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token=special["unk_token"]))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    first, last = special["cls_token"], special["sep_token"]
    ends = [(first, vocabulary[first]), (last, vocabulary[last])]
    tokenizer.post_processor = processors.TemplateProcessing(single=f"{first} $A {last}", special_tokens=ends)
    return tokenizer, special


def _config(kind: str, size: int) -> PretrainedConfig:
    if kind == "distilbert":
        return DistilBertConfig(
            vocab_size=size, dim=32, n_layers=1, n_heads=2, hidden_dim=64, max_position_embeddings=62
        )
    if kind == "bert":
        return BertConfig(vocab_size=size, max_position_embeddings=62, **_SHAPE)
    return RobertaConfig(vocab_size=size, max_position_embeddings=64, pad_token_id=1, type_vocab_size=1, **_SHAPE)
