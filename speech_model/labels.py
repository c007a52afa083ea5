"""What labels of other data sets and models are called here, so that their distress is known."""

from __future__ import annotations

from collections.abc import Iterable

from speech_model import MODALITY

_HERE = {
    "angry": "anger",
    "ang": "anger",
    "disgusted": "disgust",
    "dis": "disgust",
    "afraid": "fear",
    "fearful": "fear",
    "fea": "fear",
    "happy": "happiness",
    "hap": "happiness",
    "joy": "happiness",
    "joyful": "happiness",
    "neu": "neutral",
    "sad": "sadness",
    "surprised": "surprise",
    "sur": "surprise",
}


def called_here(label: str) -> str:
    """The label in small letters, by the name that this project rates; one of the person's own stays what it is."""
    plain = label.strip().lower()
    return _HERE.get(plain, plain)


def check_labels(labels: Iterable[str]) -> None:
    """Say which labels nobody rated for distress; they count as undecided."""
    unknown = sorted(set(labels) - set(MODALITY.distress_of))
    if unknown:
        print(f"Labels without a distress rating count as undecided (0.5): {', '.join(unknown)}")
