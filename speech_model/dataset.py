"""The measured clips that training reads: statistics and log-mel pictures, cached on disk."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.errors import InputError
from speech_model.audio import read
from speech_model.augment import disturbed
from speech_model.data import Clip
from speech_model.features import names, vector
from speech_model.frames import measure
from speech_model.picture import LENGTH, picture
from speech_model.spectrum import Array

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Measured:
    """`vectors` (clips, statistics) and `pictures` (clips, LENGTH, rows, float16) of one version of every clip.

    `lengths` is how many frames of a picture are filled.
    """

    vectors: Array
    pictures: np.ndarray
    lengths: np.ndarray


def measured(clips: Sequence[Clip], version: int, cache: Path, seed: int = 0) -> Measured:
    """Version 0 is the clips as they are; each other is disturbed at random, always in the same way."""
    cache.mkdir(parents=True, exist_ok=True)
    key = hashlib.sha256("\n".join([str(c.path) for c in clips] + [*names(), str(seed), str(LENGTH)]).encode())
    stem = cache / f"{key.hexdigest()[:12]}-v{version}"
    if not stem.with_suffix(".npz").is_file():
        _measure_all(clips, version, stem, seed)
    stored = np.load(stem.with_suffix(".npz"))
    return Measured(stored["vectors"], np.load(stem.with_suffix(".npy"), mmap_mode="r"), stored["lengths"])


def _measure_all(clips: Sequence[Clip], version: int, stem: Path, seed: int) -> None:
    vectors, pictures, lengths = [], [], []
    for number, clip in enumerate(clips):
        rng = np.random.default_rng((seed, version, number)) if version else None
        vec, pic, filled = _measure_one(clip, rng)
        vectors.append(vec)
        pictures.append(pic)
        lengths.append(filled)
        if number % 2000 == 0:
            log.info("version %d: measured %d of %d clips", version, number, len(clips))
    np.save(stem.with_suffix(".npy"), np.stack(pictures))
    np.savez(stem.with_suffix(".npz"), vectors=np.stack(vectors), lengths=np.array(lengths))


def _measure_one(clip: Clip, rng: np.random.Generator | None) -> tuple[Array, np.ndarray, int]:
    try:
        samples = read(clip.path).samples
    except InputError as error:
        raise InputError(f"The clip {clip.path.name!r} cannot be used: {error}") from error
    frames = measure(samples if rng is None else disturbed(samples, rng))
    filled = picture(frames)[:LENGTH].astype(np.float16)
    padded = np.zeros((LENGTH, filled.shape[1]), np.float16)
    padded[: len(filled)] = filled
    return vector(frames), padded, len(filled)
