"""The exported network on this machine: tokenizer and ONNX session behind two methods, windows in and logits out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from core.errors import ArtifactRefused
from core.settings import Settings
from model_registry import Artifact
from text_model.wide import WIDE_FILE, Wide
from text_model.windows import Window, WindowPlan, batched, cut, padded

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
# Larger batches gain nothing on a CPU and cost memory: 8 x 128 tokens peak at 130 MB, 32 x 128 at 190 MB.
_BATCH_TOKENS = 1024
_PIECE_CHARACTERS = 20_000
# On a CPU the fused sum and normalisation takes longer than the two apart: 10 % of a reading.
_SLOWER = ["SkipLayerNormFusion"]


class Runtime:
    """An opened model: `windows` tokenises, `logits` answers all tasks for each window."""

    def __init__(self, artifact: Artifact, threads: int | None = None, file: str = MODEL_FILE) -> None:
        facts = artifact.manifest.facts
        self.tasks: dict[str, dict[str, Any]] = dict(facts["tasks"])
        self.plan = WindowPlan(**facts["windows"])
        self._tokenizer = _tokenizer(artifact.path(TOKENIZER_FILE))
        self._session = _session(artifact.path(file), threads or Settings.from_environment().threads)
        # Models that were published before there was one do without.
        has_wide = WIDE_FILE in artifact.manifest.files
        self._wide = Wide.open(artifact.path(WIDE_FILE)) if has_wide else None
        outputs = [output.name for output in self._session.get_outputs()]
        if outputs != list(self.tasks):
            raise ArtifactRefused(f"The model answers {outputs}, but its manifest says {list(self.tasks)}.")

    def windows(self, texts: Sequence[str]) -> list[list[Window]]:
        """The windows of each text."""
        return [cut(*self._encode(text), self.plan) for text in texts]

    def _encode(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Token ids, and their character offsets of shape (tokens, 2); piece by piece, so that memory stays flat."""
        ids, offsets = [], []
        for start, stop in _pieces(text):
            encoded = self._tokenizer.encode(text[start:stop], add_special_tokens=False)
            ids.append(np.array(encoded.ids, np.int32))
            offsets.append(np.array(encoded.offsets, np.int32).reshape(-1, 2) + start)
        return np.concatenate(ids), np.concatenate(offsets)

    def logits(self, windows: Sequence[Window]) -> dict[str, np.ndarray]:
        """Logits of each task, shape (windows, labels)."""
        labels = {name: len(task["labels"]) for name, task in self.tasks.items()}
        out = {name: np.zeros((len(windows), count), np.float32) for name, count in labels.items()}
        for chosen in batched(windows, _BATCH_TOKENS):
            ids, mask = padded([windows[i] for i in chosen], self.plan.pad_id)
            answers = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
            for name, values in zip(self.tasks, answers, strict=True):
                out[name][chosen] = values
        if self._wide and windows:
            for name, values in self._wide.logits(windows, labels).items():
                out[name] += values
        return out


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Ends of pieces of about 20,000 characters, cut at a space where there is one."""
    start = 0
    while len(text) - start > _PIECE_CHARACTERS:
        space = text.rfind(" ", start + 1, start + _PIECE_CHARACTERS)
        stop = space if space > 0 else start + _PIECE_CHARACTERS
        yield start, stop
        start = stop
    yield start, len(text)


def window_facts(tokenizer: Tokenizer, max_tokens: int, overlap: int) -> Mapping[str, int]:
    """The window plan as the manifest keeps it."""
    first, last = tokenizer.encode("").ids[:1] + tokenizer.encode("").ids[-1:]
    padding = next((i for i in map(tokenizer.token_to_id, ("[PAD]", "<pad>")) if i is not None), 0)
    return {"max_tokens": max_tokens, "overlap": overlap, "first_id": first, "last_id": last, "pad_id": padding}


def _tokenizer(path: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Spinning threads take the cores from everything else on the page.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
        )
    except Exception as error:  # onnxruntime raises many kinds, all of them unreadable
        raise ArtifactRefused(
            f"The model file {path.name!r} could not be opened. Train or restore the model."
        ) from error
