"""How recordings longer than a training clip are read: python -m benchmarks.longer

Two clips of one speaker and label in a row, 5 to 8 s, of speakers whom the shipped voice model never heard. Once as
they stand; once from .6 s on, with that beginning at the end, so that windows do not begin where a clip does.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np

from core.types import Prediction
from speech_model import MODALITY
from speech_model.audio import encode_wav, read
from speech_model.data import DEFAULT_DATA, TRAIN, Clip, load_clips
from speech_model.metrics import rounded_interval, unweighted_recall
from speech_model.predictor import SpeechPredictor, load
from speech_model.spectrum import SAMPLE_RATE_HZ, Array

_MOVED = int(0.6 * SAMPLE_RATE_HZ)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print UA (mean recall of the labels) and its 95 % interval over speakers, for each corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help="folder or CSV of recordings")
    clips = [clip for clip in load_clips(parser.parse_args(arguments).data) if clip.split != TRAIN]
    predictor = load(MODALITY.shipped)
    for corpus in sorted({clip.corpus for clip in clips}):
        found = list(pairs([clip for clip in clips if clip.corpus == corpus]))
        joined = [np.concatenate([read(clip.path).samples for clip in pair]) for pair in found]
        for name, samples in (("as they stand", joined), ("moved", [np.roll(one, -_MOVED) for one in joined])):
            print(f"{corpus}, {len(found)} pairs, {name}: {_scores(predictor, [a for a, _ in found], samples)}")


def pairs(clips: Sequence[Clip]) -> Iterator[tuple[Clip, Clip]]:
    """Each clip with the next one of its speaker and label."""

    def of(clip: Clip) -> tuple[str, str]:
        return clip.speaker, clip.label

    for _, own in groupby(sorted(clips, key=lambda c: (*of(c), c.path.name)), of):
        alike = list(own)
        if len(alike) > 1:
            yield from zip(alike, alike[1:] + alike[:1], strict=True)


def _scores(predictor: SpeechPredictor, clips: Sequence[Clip], samples: Sequence[Array]) -> str:
    answers = predictor.predict([{"audio": encode_wav(one)} for one in samples])
    known = [(clip, a) for clip, a in zip(clips, answers, strict=True) if isinstance(a, Prediction)]
    truth, said = np.array([clip.label for clip, _ in known]), np.array([a.label for _, a in known])
    low, high = rounded_interval(truth, said, np.array([clip.speaker for clip, _ in known]))
    return f"UA {unweighted_recall(truth, said):.3f} ({low:.2f} to {high:.2f})"


if __name__ == "__main__":
    main()
