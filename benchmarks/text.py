"""How fast the text model is beside a DistilBERT of the usual size in PyTorch, both in this very run, and a long text.

Run with: python -m benchmarks.text
"""
# ruff: noqa: TID253

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import DistilBertConfig, DistilBertForSequenceClassification, PreTrainedTokenizerFast

from core.settings import ROOT
from model_registry import Artifact
from text_model import MODALITY
from text_model.predictor import TextPredictor

_SENTENCE = "I went to work today and talked with my sister about the garden and what we could plant there in spring. "
_SHORT = (_SENTENCE * 4)[:290]
_MIXED = [(_SENTENCE * 8)[: 40 + 23 * i] for i in range(32)]
_ROUNDS = 25
_OURS = "from modalities import TEXT; TEXT.load(TEXT.shipped).predict([{'text': 'I slept badly and feel low today'}])"
_THEIRS = (
    "from transformers import pipeline; pipeline('text-classification', {folder!r})('I slept badly and feel low today')"
)
_CHARACTERS = 100_000
# The peak as Linux keeps it for the program: that of `resource` begins with the peak of whoever started it.
_LONG = f"""
import time
from pathlib import Path
from modalities import TEXT

def peak_mb():
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) * 1024 / 1e6

model = TEXT.load(TEXT.shipped)
model.predict([{{"text": {_SHORT!r}}}])
before, started = peak_mb(), time.perf_counter()
model.predict([{{"text": ({_SENTENCE!r} * 1000)[:{_CHARACTERS}]}}])
print(time.perf_counter() - started, peak_mb(), peak_mb() - before)
"""


@dataclass(frozen=True)
class Line:
    """Medians in milliseconds, and how many times faster ours is."""

    name: str
    ours_ms: float
    theirs_ms: float

    def __str__(self) -> str:
        return f"{self.name:<44}{self.ours_ms:>10.1f}{self.theirs_ms:>12.1f}{self.theirs_ms / self.ours_ms:>8.1f}x"


def main() -> None:
    """Print the table."""
    torch.set_num_threads(1)
    predictor = TextPredictor(Artifact.open(MODALITY.shipped, MODALITY.train_command), threads=1)
    usual = DistilBertForSequenceClassification(DistilBertConfig(num_labels=4)).eval()
    ids = torch.randint(1000, 20000, (1, 64))

    def one() -> None:
        with torch.inference_mode():
            usual(input_ids=ids, attention_mask=torch.ones_like(ids))

    def many() -> None:
        with torch.inference_mode():
            wide = torch.randint(1000, 20000, (len(_MIXED), 160))
            usual(input_ids=wide, attention_mask=torch.ones_like(wide))

    print(f"{'median of ' + str(_ROUNDS) + ', one thread':<44}{'ours ms':>10}{'PyTorch ms':>12}{'ratio':>9}")
    print(
        Line(
            "one text of 64 tokens", _median(lambda: predictor.predict([{"text": _SHORT}], explain=False)), _median(one)
        )
    )
    batch = [{"text": text} for text in _MIXED]
    print(Line("32 texts of 10 to 160 tokens", _median(lambda: predictor.predict(batch, explain=False)), _median(many)))
    print(_fresh(usual))
    print(_long())


def _fresh(usual: DistilBertForSequenceClassification) -> Line:
    """A new process up to its first answer; three rounds, since each costs seconds."""
    with tempfile.TemporaryDirectory() as folder:
        usual.save_pretrained(folder)
        tokenizer = Tokenizer.from_file(str(MODALITY.shipped / "tokenizer.json"))
        special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
        PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=512, **special).save_pretrained(folder)
        theirs = _median(lambda: _process(_THEIRS.format(folder=folder)), rounds=3)
    return Line("new process to first answer", _median(lambda: _process(_OURS), rounds=3), theirs)


def _long() -> str:
    """Seconds with explanation and peak memory, each time in a new process after a short text; medians of three."""
    runs = [[float(number) for number in _process(_LONG).split()] for _ in range(3)]
    seconds, peak_mb, above_mb = map(statistics.median, zip(*runs, strict=True))
    name = f"{_CHARACTERS:,} characters, all threads"
    return f"{name:<44}{seconds:>8.1f} s{peak_mb:>8.0f} MB at its peak, {above_mb:.0f} MB above that of a short text"


def _process(code: str) -> str:
    """What a new process prints."""
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=Path(ROOT), check=True, capture_output=True, text=True).stdout  # noqa: S603


def _median(action: Callable[[], object], rounds: int = _ROUNDS) -> float:
    action()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        action()
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)


if __name__ == "__main__":
    main()
