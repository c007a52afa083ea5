"""A linear model of word pieces and their pairs, beside the network (Wide & Deep Learning, Cheng et al. 2016).

The network knows what a sentence means; what one rare word says by itself it has met too seldom to learn. The two err
on different texts, and the sum of their logits errs less than either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from text_model.windows import Window

WIDE_FILE = "wide.npz"
_MORE_THAN_PIECES = 1 << 20


@dataclass(frozen=True)
class Wide:
    """What each gram adds to the logits of all tasks.

    `grams`: numbers from `grams_of`, ascending, at least one. `weights`: int8, shape (grams, labels), in units of
    `step`, shape (labels,).
    """

    grams: np.ndarray
    weights: np.ndarray
    step: np.ndarray

    @classmethod
    def rounded(cls, grams: np.ndarray, weights: np.ndarray) -> Wide:
        """From weights in full, without the grams that then say nothing."""
        step = np.maximum(np.abs(weights).max(0), 1e-9).astype(np.float32) / 127
        steps = np.rint(weights / step).astype(np.int8)
        said = steps.any(1)
        said[0] = True
        return cls(grams[said], steps[said], step)

    @classmethod
    def open(cls, path: Path) -> Wide:
        """From a file that `save` wrote."""
        with np.load(path, allow_pickle=False) as kept:
            return cls(np.cumsum(kept["gaps"]), kept["weights"], kept["step"])

    def save(self, path: Path) -> Path:
        """Write it, compressed: most weights are 0, for the grams of one task mean nothing to another."""
        np.savez_compressed(path, gaps=np.diff(self.grams, prepend=0), weights=self.weights, step=self.step)
        return path

    def logits(self, windows: Sequence[Window], labels: Mapping[str, int]) -> dict[str, np.ndarray]:
        """For each task, shape (windows, labels); `labels` says how many each has, in the order of the weights."""
        ends = np.cumsum([*labels.values()])
        parts = np.split(np.stack([self._of(window) for window in windows]), ends[:-1], axis=1)
        return dict(zip(labels, parts, strict=True))

    def _of(self, window: Window) -> np.ndarray:
        found = grams_of(window)
        added: np.ndarray = self.weights[places(self.grams, found)].sum(0, dtype=np.int32) * self.step / spread(found)
        return added


def grams_of(window: Window) -> np.ndarray:
    """The different pieces and pairs of neighbours of a window, without the special tokens, as ascending numbers."""
    ids = np.array(window.ids[1:-1], np.int64)
    pairs = (ids[:-1] + 1) * _MORE_THAN_PIECES + ids[1:]
    return np.unique(np.concatenate([ids, pairs]))


def places(known: np.ndarray, found: np.ndarray) -> np.ndarray:
    """Where the grams `found` stand among those that are `known`, both ascending; the others are passed over."""
    place = np.searchsorted(known, found)
    out: np.ndarray = place[known.take(place, mode="clip") == found]
    return out


def spread(found: np.ndarray) -> float:
    """What the sum over the grams `found` is divided by, so that a text does not speak louder for being long."""
    return float(np.sqrt(max(1, len(found))))
