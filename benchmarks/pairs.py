"""Pairs of a text and a voice in the same state, made from two corpora: nobody wrote and spoke them together."""

from __future__ import annotations

import csv
import gzip
import io
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import soundfile as sf

# Acted emotions stand for states only roughly. Stress has no acted counterpart and is left out, as are anger,
# disgust and surprise.
STATES = {"depression": ("sadness",), "anxiety": ("fear",), "neutral": ("neutral", "calm", "happiness")}
Wanted = Callable[[Mapping[str, str]], bool]
DISTRESSED = frozenset({"depression", "anxiety"})


@dataclass(frozen=True)
class Pair:
    """One made pair. `distressed` is the truth; `audio` is a path or the bytes of a recording."""

    text: str
    audio: str | bytes
    state: str
    speaker: str

    @property
    def distressed(self) -> bool:
        """Whether the state is one of distress."""
        return self.state in DISTRESSED


def of_validation(row: Mapping[str, str]) -> bool:
    """Whether a row is for measuring."""
    return row["split"] == "val"


def pairs(
    data: Path, count: int, seed: int = 0, *, wanted: Callable[[Mapping[str, str]], bool] = of_validation
) -> list[Pair]:
    """`count` pairs of texts and validation clips, half of them distressed, every clip used about equally often.

    `wanted` says which rows of text may be used.
    """
    rng = random.Random(seed)  # noqa: S311 - a draw of data, nothing secret
    texts = [r for r in rows(data / "text" / "mental_state.csv.gz") if wanted(r)]
    clips = [r for r in rows(data / "speech" / "clips.csv") if r["split"] == "val"]
    made = []
    for state, share in (("depression", 0.25), ("anxiety", 0.25), ("neutral", 0.5)):
        chosen = [r["text"] for r in texts if r["label"] == state]
        voices = [r for r in clips if r["emotion"] in STATES[state]]
        rng.shuffle(chosen)
        rng.shuffle(voices)
        for i in range(round(count * share)):
            voice = voices[i % len(voices)]
            path = str((data / "speech" / voice["path"]).resolve())
            made.append(Pair(chosen[i % len(chosen)], path, state, voice["speaker"]))
    rng.shuffle(made)
    return made


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a CSV file, zipped or not."""
    if not path.is_file():
        raise SystemExit(f"There is no {path.name} in {path.parent}. Give the folder of the corpora with --data.")
    csv.field_size_limit(10**7)
    with gzip.open(path, "rt", encoding="utf8") if path.suffix == ".gz" else path.open(encoding="utf8") as file:
        yield from csv.DictReader(file)


def shortened(given: Sequence[Pair], words: int) -> list[Pair]:
    """The same pairs with texts cut to their first words, as long as a line in a check-in."""
    return [replace(p, text=" ".join(p.text.split()[:words])) for p in given]


def with_scrambled_text(given: Sequence[Pair], seed: int = 1) -> list[Pair]:
    """The letters of every word mixed up."""
    rng = random.Random(seed)  # noqa: S311
    return [replace(p, text=" ".join("".join(rng.sample(w, len(w))) for w in p.text.split())) for p in given]


def with_foreign_text(given: Sequence[Pair], seed: int = 2) -> list[Pair]:
    """Words made of syllables, as of a language that the model never saw."""
    rng = random.Random(seed)  # noqa: S311
    syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    return [
        replace(p, text=" ".join("".join(rng.choices(syllables, k=rng.randint(1, 4))) for _ in p.text.split()))
        for p in given
    ]


def with_noisy_voice(given: Sequence[Pair], snr_db: float = 0.0, seed: int = 3) -> list[Pair]:
    """White noise added to every recording."""
    rng = np.random.default_rng(seed)
    return [replace(p, audio=_noisy(p.audio, snr_db, rng)) for p in given]


def _noisy(audio: str | bytes, snr_db: float, rng: np.random.Generator) -> bytes:
    samples, rate = sf.read(audio if isinstance(audio, str) else io.BytesIO(audio), dtype="float32")
    level = float(np.sqrt(np.mean(samples**2))) * 10 ** (-snr_db / 20)
    noisy = samples + rng.normal(0.0, level, samples.shape).astype(np.float32)
    out = io.BytesIO()
    sf.write(out, noisy / max(1.0, float(np.abs(noisy).max())), rate, format="WAV")
    return out.getvalue()


def with_another_voice(given: Sequence[Pair], seed: int = 4) -> list[Pair]:
    """Recordings dealt out at random: a clear voice that has nothing to do with the text."""
    order = list(given)
    random.Random(seed).shuffle(order)  # noqa: S311
    return [replace(p, audio=q.audio) for p, q in zip(given, order, strict=True)]
