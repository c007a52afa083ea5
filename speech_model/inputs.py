"""What the models are given: standardised statistics, the same freed of the speaker, and whether that could be done."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np

from speech_model.spectrum import Array

LIMIT = 4.0
_TINY = 1e-9


@dataclass(frozen=True)
class Mean:
    """Mean statistics of so many `pieces` of one person's clips (per row, or of one person for all rows)."""

    mean: Array
    pieces: Array


@dataclass(frozen=True)
class Calm:
    """What clips of many speakers are like: the mean of calm ones and of all, and how far clips and speakers differ.

    `between` is the variance of speakers, `within` that of calm clips of one speaker, `usual_within` of all clips.
    """

    mean: Array
    between: Array
    within: Array
    usual_mean: Array
    usual_within: Array

    @classmethod
    def fit(cls, calm: list[Array], usual: list[Array]) -> Calm:
        """From the calm clips and from all clips, one array of statistics per speaker."""
        calm, usual = ([g for g in groups if len(g) > 1] or groups for groups in (calm or usual, usual))
        means = np.stack([g.mean(0) for g in calm])
        within, usual_within = (np.mean([_variance(g) for g in groups], 0) for groups in (calm, usual))
        between = np.maximum(means.var(0) - within * float(np.mean([1 / len(g) for g in calm])), 0)
        usual_mean = np.mean([g.mean(0) for g in usual], 0)
        found = (means.mean(0), between, within, usual_mean, usual_within)
        return cls(*(f.astype(np.float32) for f in found))

    def offset(self, calm: Mean, usual: Mean | None = None) -> Array:
        """How far a speaker is from the others, as well as calm clips (and others, `usual`) can tell.

        The best linear guess: a statistic that jumps about from one clip to the next is believed less.
        """
        believed = _column(calm.pieces) / (self.within + _TINY)
        found = believed * (calm.mean - self.mean)
        if usual is not None:
            more = _column(usual.pieces) / (self.usual_within + _TINY)
            found, believed = found + more * (usual.mean - self.usual_mean), believed + more
        return found / (believed + 1 / (self.between + _TINY))


def _variance(rows: Array) -> Array:
    return rows.var(0) * len(rows) / max(1, len(rows) - 1)


def _column(pieces: Array) -> Array:
    return np.atleast_1d(np.asarray(pieces, np.float32))[:, None]


@dataclass(frozen=True)
class Scaling:
    """Mean and deviation of every statistic, as it is and freed of the speaker.

    They come from training clips of all corpora together, so they do not know which corpus a voice is from.
    """

    mean: Array
    deviation: Array
    difference_deviation: Array
    freed_mean: Array
    freed_deviation: Array
    calm: Calm

    @classmethod
    def fit(cls, vectors: Array, clean: Array, reference: Mean, calm: Calm) -> Scaling:
        """From statistics of training clips; `clean` are those whose speakers have a `reference`."""
        freed = clean - calm.offset(reference)
        found = (vectors.mean(0), vectors.std(0), (clean - reference.mean).std(0), freed.mean(0), freed.std(0))
        mean, deviation, difference, freed_mean, freed_deviation = (f.astype(np.float32) for f in found)
        return cls(mean, deviation + 1e-3, difference + 1e-3, freed_mean, freed_deviation + 1e-3, calm)

    def save(self, path: Path) -> Path:
        """Write as .npz."""
        plain = asdict(self)
        np.savez(path, **{f"calm_{k}": v for k, v in plain.pop("calm").items()}, **plain)
        return path

    @classmethod
    def load(cls, path: Path) -> Scaling:
        """Read what `save` wrote; holds no pickles."""
        with np.load(path, allow_pickle=False) as stored:
            calm = Calm(*(stored[f"calm_{field.name}"] for field in fields(Calm)))
            return cls(*(stored[field.name] for field in fields(cls)[:-1]), calm=calm)

    def scores(self, vectors: Array) -> Array:
        """z-scores against typical speech, cut at LIMIT. The level alone says nothing and is left out."""
        z = np.clip((vectors - self.mean) / self.deviation, -LIMIT, LIMIT)
        z[:, -1] = 0
        return z.astype(np.float32)

    def differences(self, vectors: Array, reference: Array) -> Array:
        """z-scores of the differences from a baseline (one vector, or one a row), as a person is told them."""
        return np.clip((vectors - reference) / self.difference_deviation, -LIMIT, LIMIT).astype(np.float32)

    def freed(self, vectors: Array, calm: Mean, usual: Mean | None = None) -> Array:
        """z-scores after the speaker's own offset was taken off."""
        z = (vectors - self.calm.offset(calm, usual) - self.freed_mean) / self.freed_deviation
        return np.clip(z, -LIMIT, LIMIT).astype(np.float32)

    def design(self, vectors: Array, calm: Mean | None, usual: Mean | None = None) -> Array:
        """Model input (rows, 2 * statistics + 1); rows whose speaker is not known have zeros for the freed ones."""
        if calm is None:
            has, freed = np.zeros((len(vectors), 1), np.float32), np.zeros_like(vectors)
        else:
            known = _column(calm.pieces) + (0 if usual is None else _column(usual.pieces)) > 0
            has = np.broadcast_to(known, (len(vectors), 1)).astype(np.float32)
            freed = self.freed(vectors, calm, usual) * has
        return np.concatenate([self.scores(vectors), freed, has], axis=1).astype(np.float32)
