"""The measured clips that training reads: statistics and log-mel pictures, cached on disk."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from core.errors import InputError
from speech_model.audio import read
from speech_model.augment import disturbed
from speech_model.data import Clip
from speech_model.features import names, vector
from speech_model.frames import measure
from speech_model.picture import LENGTH, picture
from speech_model.spectrum import SAMPLE_RATE_HZ, Array

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Measured:
    """`vectors` (clips, statistics) and `pictures` (clips, LENGTH, rows, float16) of one version of every clip.

    `lengths` is how many frames of a picture are filled.
    """

    vectors: Array
    pictures: np.ndarray
    lengths: np.ndarray


def measured(clips: Sequence[Clip], versions: int, cache: Path, seed: int = 0) -> tuple[list[Clip], list[Measured]]:
    """The clips that can be used, and so many versions of them.

    The first are the clips as they are; each other version is disturbed at random, always in the same way.
    """
    cache.mkdir(parents=True, exist_ok=True)
    stems = [cache / f"{key(clips, seed)}-v{version}" for version in range(versions)]
    for version, stem in enumerate(stems):
        if not stem.with_suffix(".npz").is_file():
            _measure_all(clips, version, stem, seed)
    stored = [np.load(stem.with_suffix(".npz")) for stem in stems]
    pictures = [np.load(stem.with_suffix(".npy"), mmap_mode="r") for stem in stems]
    # Caches that were written before clips could be left out hold all of them.
    used = stored[0].get("used", np.arange(len(clips)))
    found = [Measured(s["vectors"], p, s["lengths"]) for s, p in zip(stored, pictures, strict=True)]
    return [clips[i] for i in used], found


def key(clips: Sequence[Clip], seed: int = 0) -> str:
    """Begins the name of what was measured of these clips.

    It is another one after a recording was made anew, or when measuring or disturbing gives other numbers than before.
    """
    parts = [*map(_identity, clips), *names(), str(seed), str(LENGTH)]
    return hashlib.sha256("\n".join(parts).encode() + _measures()).hexdigest()[:12]


@cache
def _measures() -> bytes:
    """The statistics of a buzz in noise, the mean of it as it is and disturbed in several ways, in whole tenths."""
    rng, t = np.random.default_rng(0), np.arange(3 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    buzz = sum(np.sin(2 * np.pi * 150 * k * t) / k for k in range(1, 9)) * (np.sin(6 * t) > 0)
    sound = (0.05 * buzz + 0.01 * rng.standard_normal(len(t))).astype(np.float32)
    heard = [sound, *(disturbed(sound, np.random.default_rng(seed)) for seed in range(20))]
    return np.round(10 * np.mean([vector(measure(one)) for one in heard], axis=0)).astype(np.int32).tobytes()


def _identity(clip: Clip) -> str:
    found = clip.path.stat() if clip.path.is_file() else None
    return f"{clip.path}:{found and (found.st_size, found.st_mtime_ns)}"


def _measure_all(clips: Sequence[Clip], version: int, stem: Path, seed: int) -> None:
    vectors, pictures, lengths, used = [], [], [], []
    for number, clip in enumerate(clips):
        rng = np.random.default_rng((seed, version, number)) if version else None
        try:
            vec, pic, filled = _measure_one(clip, rng)
        except InputError as error:
            log.warning("the clip %r is left out: %s", clip.path.name, error)
            continue
        vectors.append(vec)
        pictures.append(pic)
        lengths.append(filled)
        used.append(number)
        if number % 2000 == 0:
            log.info("version %d: measured %d of %d clips", version, number, len(clips))
    if not used:
        raise InputError(f"None of the {len(clips)} clips can be used; the first of them is {clips[0].path.name!r}.")
    # Under another name until it is whole: a run may be ended while it writes.
    part = stem.with_name(f"{stem.name}-part")
    np.save(part.with_suffix(".npy"), np.stack(pictures))
    np.savez(part.with_suffix(".npz"), vectors=np.stack(vectors), lengths=np.array(lengths), used=np.array(used))
    for ending in (".npy", ".npz"):
        part.with_suffix(ending).replace(stem.with_suffix(ending))


def _measure_one(clip: Clip, rng: np.random.Generator | None) -> tuple[Array, np.ndarray, int]:
    samples = read(clip.path).samples
    frames = measure(samples if rng is None else disturbed(samples, rng))
    seen = picture(frames)
    filled = seen[:LENGTH].astype(np.float16)
    padded = np.zeros((LENGTH, filled.shape[1]), np.float16)
    padded[: len(filled)] = filled
    return vector(frames, seen), padded, len(filled)
