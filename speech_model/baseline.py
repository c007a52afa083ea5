"""How a person sounds when calm, from a few clips, and in general, from earlier ones: what a clip is compared with."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from core.errors import InputError
from speech_model.audio import Source, read
from speech_model.features import vector
from speech_model.frames import measure
from speech_model.inputs import Mean
from speech_model.spectrum import SAMPLE_RATE_HZ, Array

MAX_CLIP_S = 60
PIECE_S = 4
# Frames of 10 ms.
_LEAST_VOICED = 15

# What was measured of each clip. It belongs to the caller, who empties it when the clips are deleted.
Memory = dict[bytes, list[Array]]


@dataclass(frozen=True)
class Baseline:
    """Mean statistics of `pieces` stretches of one person; `notes` says which clips could not be used and why."""

    mean: Array
    pieces: int
    notes: tuple[str, ...] = field(default=())

    def as_mean(self) -> Mean:
        """As the models read it."""
        return Mean(self.mean[None] if self.pieces else np.zeros((1, 1), np.float32), np.array([self.pieces]))


NOBODY = Baseline(np.zeros(0, np.float32), 0)


@dataclass(frozen=True)
class Person:
    """What is known of the speaker: calm clips, and `earlier` clips of any mood, at least one of them."""

    calm: Baseline
    earlier: Baseline = NOBODY


def from_clips(clips: Sequence[Source], memory: Memory) -> Baseline:
    """Baseline of the clips that can be used; the others leave a note. No clip is measured again that is in `memory`.

    A long clip counts as several pieces of about 4 s, the length of what it is compared with.
    """
    vectors: list[Array] = []
    notes: list[str] = []
    for number, clip in enumerate(clips, start=1):
        try:
            vectors += pieces(clip, memory)
        except InputError as error:
            notes.append(f"Baseline clip {number} was left out: {error}")
    mean = np.mean(vectors, axis=0, dtype=np.float64).astype(np.float32) if vectors else np.zeros(0, np.float32)
    return Baseline(mean, len(vectors), tuple(notes))


def pieces(clip: Source, memory: Memory) -> list[Array]:
    """Statistics of each stretch of a clip, measured once for each `memory`.

    Raises InputError that says why the clip cannot be used.
    """
    key = _identity(clip)
    if key not in memory:
        memory[key] = _pieces(clip)
    return memory[key]


def _pieces(clip: Source) -> list[Array]:
    samples = read(clip, MAX_CLIP_S).samples
    if float(np.abs(samples).max()) < 1e-4:
        raise InputError("it is silent.")
    frames = measure(samples)
    heard = frames.speech_mask() & (frames.voicing > 0.5)
    count = max(1, round(len(samples) / SAMPLE_RATE_HZ / PIECE_S))
    edges = np.linspace(0, len(frames), count + 1).astype(int)
    # A pause is no calm voice: stretches without one do not count.
    found = [vector(frames.cut(a, b)) for a, b in itertools.pairwise(edges) if heard[a:b].sum() > _LEAST_VOICED]
    if not found:
        raise InputError("no speech could be heard in it.")
    return found


def _identity(clip: object) -> bytes:
    if isinstance(clip, bytes | bytearray):
        return hashlib.sha256(clip).digest()
    path = Path(str(clip))
    changed = path.stat().st_mtime_ns if path.is_file() else 0
    return f"{path.absolute()}:{changed}".encode()
