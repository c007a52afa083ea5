"""Who is held out: speakers for training, for calibration and for the score."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.errors import InputError
from speech_model.data import TRAIN, Clip
from speech_model.spectrum import Array

_FEWEST = 6
_NAMED = 5


def split_speakers(clips: Sequence[Clip], seed: int) -> tuple[Array, Array, Array]:
    """Rows for training, for calibration and for the score; no speaker is in two of them.

    The score uses the clips that the data mark as not for training, or else it shares the held-out speakers. Raises
    InputError for too few speakers, for one whom the data put on both sides, and for a label that nobody would teach.
    """
    speakers = np.array([c.speaker for c in clips])
    is_train = np.array([c.split == TRAIN for c in clips])
    _check_apart(speakers, is_train)
    is_held = np.isin(speakers, _held(speakers, is_train, np.array([c.corpus for c in clips]), seed))
    if not is_held.any():
        raise InputError(
            "Too few speakers to hold some out: a model tested on voices that it knows would look better than it is. "
            "Give clips of at least six speakers (column speaker, or folders label/speaker/clip.wav)."
        )
    train, dev, test = (np.flatnonzero(rows) for rows in (is_train & ~is_held, is_held, ~is_train))
    _check_taught(clips, train)
    return train, dev, test if len(test) else dev


def _held(speakers: np.ndarray, is_train: np.ndarray, corpora: np.ndarray, seed: int) -> list[str]:
    """A tenth of the speakers of each corpus that has enough of them, or of all where none has."""
    known = [np.unique(speakers[is_train & (corpora == corpus)]) for corpus in np.unique(corpora)]
    if all(len(names) < _FEWEST for names in known):
        known = [np.unique(speakers[is_train])]
    rng, held = np.random.default_rng(seed), []
    for names in known:
        drawn = rng.permutation(names)
        held += list(drawn[: int(0.1 * len(drawn) + 1.5)]) if len(drawn) >= _FEWEST else []
    return held


def _check_apart(speakers: np.ndarray, is_train: np.ndarray) -> None:
    both = np.intersect1d(speakers[is_train], speakers[~is_train])
    if len(both):
        named = ", ".join(both[:_NAMED]) + (", …" if len(both) > _NAMED else "")
        raise InputError(
            f"The column split has these speakers both for training and not: {named}. A model tested on voices that it "
            "knows would look better than it is: put all clips of a speaker on one side, or leave the column out."
        )


def _check_taught(clips: Sequence[Clip], train: Array) -> None:
    missing = sorted({c.label for c in clips} - {clips[i].label for i in train})
    if missing:
        raise InputError(
            f"Nobody is left to learn {', '.join(missing)} from: whoever has such clips is held out for the score. "
            "Give such clips of more speakers, leave the label out, or try another --seed."
        )
