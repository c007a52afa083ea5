"""Which calm clips stand in for a speaker's baseline while training and evaluating."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from speech_model.data import CALM_LABELS, Clip
from speech_model.spectrum import Array

LEVEL_JITTER_DB = 2.0


class References:
    """Draws baselines: the mean of a few calm clips of the same speaker, never the clip itself."""

    def __init__(self, clips: Sequence[Clip]) -> None:
        by_speaker: dict[str, list[int]] = {}
        for number, clip in enumerate(clips):
            # Prefer neutral: calm was asked for only where neutral exists too.
            if clip.label == CALM_LABELS[0]:
                by_speaker.setdefault(clip.speaker, []).append(number)
        for number, clip in enumerate(clips):
            if clip.label == CALM_LABELS[1] and clip.speaker not in by_speaker:
                by_speaker.setdefault(clip.speaker, []).append(number)
        self._calm = {speaker: np.array(found) for speaker, found in by_speaker.items()}
        self._speakers = [clip.speaker for clip in clips]

    def has(self, number: int) -> bool:
        """Is there a calm clip of this clip's speaker other than itself?"""
        calm = self._calm.get(self._speakers[number])
        return calm is not None and bool((calm != number).any())

    def draw(self, vectors: Array, rows: Sequence[int], rng: np.random.Generator, most: int = 8) -> tuple[Array, Array]:
        """A baseline of 1 to `most` clips for each row, and of how many it is (0: there is none)."""
        out = np.zeros((len(rows), vectors.shape[1]), np.float32)
        pieces = np.zeros(len(rows), np.float32)
        for i, row in enumerate(rows):
            if self.has(row):
                calm = self._calm[self._speakers[row]]
                calm = calm[calm != row]
                pieces[i] = min(len(calm), int(rng.integers(1, most + 1)))
                out[i] = vectors[rng.choice(calm, int(pieces[i]), replace=False)].mean(0)
        # People do not keep the distance to the microphone: the level may not be trusted to the last dB.
        out[:, -1] += rng.normal(0, LEVEL_JITTER_DB, len(rows)).astype(np.float32)
        return out, pieces

    def calm_groups(self, vectors: Array, rows: Sequence[int]) -> list[Array]:
        """Statistics of the calm clips among `rows`, one array per speaker."""
        chosen = set(map(int, rows))
        groups = ([i for i in calm if int(i) in chosen] for calm in self._calm.values())
        return [vectors[group] for group in groups if group]

    def first(self, vectors: Array, count: int) -> tuple[Array, Array, np.ndarray]:
        """The first `count` calm clips of each speaker, as a test does it: baselines, of how many, clips used up."""
        out = np.zeros_like(vectors)
        pieces = np.zeros(len(vectors), np.float32)
        used = np.zeros(len(vectors), bool)
        for number, speaker in enumerate(self._speakers):
            calm = self._calm.get(speaker)
            if calm is not None:
                out[number], pieces[number] = vectors[calm[:count]].mean(0), len(calm[:count])
                used[calm[:count]] = True
        return out, pieces, used
