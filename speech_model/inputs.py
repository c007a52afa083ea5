"""What the models are given: standardised statistics, their difference from the baseline, and whether there is one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from speech_model.spectrum import Array

LIMIT = 4.0


@dataclass(frozen=True)
class Scaling:
    """Mean and deviation of every statistic, and deviation of its difference from a speaker's calm clips.

    They come from training clips of all corpora together, so they do not know which corpus a voice is from.
    """

    mean: Array
    deviation: Array
    difference_deviation: Array

    @classmethod
    def fit(cls, vectors: Array, differences: Array) -> Scaling:
        """From statistics of training clips and their differences from baselines."""
        return cls(
            vectors.mean(0).astype(np.float32),
            (vectors.std(0) + 1e-3).astype(np.float32),
            (differences.std(0) + 1e-3).astype(np.float32),
        )

    def save(self, path: Path) -> Path:
        """Write as .npz."""
        np.savez(path, mean=self.mean, deviation=self.deviation, difference_deviation=self.difference_deviation)
        return path

    @classmethod
    def load(cls, path: Path) -> Scaling:
        """Read what `save` wrote; holds no pickles."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(stored["mean"], stored["deviation"], stored["difference_deviation"])

    def scores(self, vectors: Array) -> Array:
        """z-scores against typical speech, cut at LIMIT. The level alone says nothing and is left out."""
        z = np.clip((vectors - self.mean) / self.deviation, -LIMIT, LIMIT)
        z[:, -1] = 0
        return z.astype(np.float32)

    def differences(self, vectors: Array, reference: Array) -> Array:
        """z-scores of the differences from a baseline (one vector, or one a row)."""
        return np.clip((vectors - reference) / self.difference_deviation, -LIMIT, LIMIT).astype(np.float32)

    def design(self, vectors: Array, reference: Array | None, has_reference: Array | None = None) -> Array:
        """Model input (rows, 2 * statistics + 1). Rows without a reference have zeros for the differences."""
        if reference is None:
            has_reference = np.zeros(len(vectors), np.float32)
            differences = np.zeros_like(vectors)
        else:
            has_reference = np.ones(len(vectors), np.float32) if has_reference is None else has_reference
            differences = self.differences(vectors, reference) * has_reference[:, None]
        return np.concatenate([self.scores(vectors), differences, has_reference[:, None]], axis=1).astype(np.float32)
