"""How a person sounds when calm, from a few clips, and in general, from earlier ones: what a clip is compared with."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from core.errors import InputError
from speech_model.audio import Source, on_disk, read
from speech_model.features import vector
from speech_model.frames import Frames, measure
from speech_model.inputs import Mean
from speech_model.quality import MUSIC, Quality, SoundCounter, VoiceCounter, judge
from speech_model.spectrum import SAMPLE_RATE_HZ, Array
from speech_model.windows import Window

MAX_CLIP_S = 60
PIECE_S = 3
# Frames of 10 ms.
_LEAST_VOICED = 15


@dataclass(frozen=True)
class Measured:
    """Of a clip: the statistics of each stretch of about 3 s, and how well the voice can be heard."""

    vectors: tuple[Array, ...]
    quality: Quality


# What was measured of each clip. It belongs to the caller, who empties it when the clips are deleted.
Memory = dict[bytes, Measured]


@dataclass(frozen=True)
class Baseline:
    """Mean statistics of `pieces` stretches of one person; `notes` says which clips are poor or of no use, and why."""

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


def from_clips(clips: Sequence[Source], audio: Source, memory: Memory) -> Baseline:
    """Baseline of the clips that can be used; the others leave a note. No clip is measured again that is in `memory`.

    A long clip counts as several pieces of about 3 s, the length of what it is compared with. That is `audio`, which
    tells nothing beside itself.
    """
    own = _identity(audio)
    vectors: list[Array] = []
    notes: list[str] = []
    flaws: dict[str, list[str]] = {}
    for number, clip in enumerate(clips, start=1):
        try:
            if _identity(clip) == own:
                raise InputError("it is the recording that it would be compared with.")
            found = measured(clip, memory)
        except InputError as error:
            notes.append(f"Baseline clip {number} was left out: {error}")
            continue
        vectors += found.vectors
        for flaw in found.quality.flaws:
            flaws.setdefault(flaw, []).append(str(number))
    notes += [f"Baseline clips heard less well ({', '.join(which)}): {flaw}" for flaw, which in flaws.items()]
    mean = np.mean(vectors, axis=0, dtype=np.float64).astype(np.float32) if vectors else np.zeros(0, np.float32)
    return Baseline(mean, len(vectors), tuple(notes))


def measured(clip: Source, memory: Memory) -> Measured:
    """What a clip gives, measured once for each `memory`.

    Raises InputError that says why the clip cannot be used: no recording, no voice, a steady tone, music.
    """
    key = _identity(clip)
    if key not in memory:
        memory[key] = _measure(clip)
    return memory[key]


def _measure(clip: Source) -> Measured:
    recording = read(clip, MAX_CLIP_S)
    samples = recording.samples
    if float(np.abs(samples).max()) < 1e-4:
        raise InputError("it is silent.")
    frames = measure(samples)
    heard = frames.speech_mask() & (frames.voicing > 0.5)
    count = max(1, round(len(samples) / SAMPLE_RATE_HZ / PIECE_S))
    edges = np.linspace(0, len(frames), count + 1).astype(int)
    # A pause is no calm voice: stretches without one do not count.
    found = tuple(vector(frames.cut(a, b)) for a, b in itertools.pairwise(edges) if heard[a:b].sum() > _LEAST_VOICED)
    if not found:
        raise InputError("no speech could be heard in it.")
    quality = _judged(samples, frames, recording.clipped_share)
    if quality.is_music:
        raise InputError(MUSIC)
    return Measured(found, quality)


def _judged(samples: Array, frames: Frames, clipped_share: float) -> Quality:
    sound, voice = SoundCounter(), VoiceCounter()
    sound.add(samples)
    voice.add(Window(0.0, len(samples) / SAMPLE_RATE_HZ, frames, samples, 0.0))
    return judge(voice, sound, clipped_share)


def _identity(clip: object) -> bytes:
    """The same for the same content, whether in memory or in files of any name."""
    if isinstance(clip, bytes | bytearray):
        return hashlib.sha256(clip).digest()
    path = Path(str(clip))
    if on_disk(path) is not None:
        with suppress(OSError), path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    return str(path).encode("utf8", "surrogatepass")
