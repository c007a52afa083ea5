"""What labels are called here, so that their distress is known, and how likely one must be to be named."""

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


def unsure_below(labels: int) -> float:
    """Probability below which the likeliest of so many labels is not named; of two, a coin gives each a half."""
    return max(0.4, 1.2 / labels)


def check_labels(labels: Iterable[str]) -> None:
    """Say which labels nobody rated for distress; they count as undecided."""
    unknown = sorted(set(labels) - set(MODALITY.distress_of))
    if unknown:
        print(f"Labels without a distress rating count as undecided (0.5): {', '.join(unknown)}")
