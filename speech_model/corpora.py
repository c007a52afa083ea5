"""What the model card says of the data: of the default corpora, or of recordings that somebody trained on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from model_registry import Manifest
from speech_model import MODALITY

_DEFAULT = {"cremad", "ravdess", "tess"}
_HEARD = """\
Training also hears each clip faster and slower, higher and lower, in part, in rooms, with noise of 0 to 30 dB, through
other microphones, telephones and codecs (`augment.py`); labels are balanced within each corpus and the
corpora against each other."""
_DATA = """## Data

Public corpora, none of which is in this repository. Speakers in the scores were never trained on; of the training
speakers some were held out for temperature, distress and the choice of the default.

| corpus | speakers, language | used for | licence as its makers state |
|---|---|---|---|
| CREMA-D | 73 of 91 actors, English | training and scores | ODbL 1.0 / DbCL 1.0 |
| RAVDESS | 18 of 24 actors, English | training and scores | CC BY-NC-SA 4.0 |
| TESS | 2 actresses, English | training only | CC BY-NC-ND 4.0 |

{heard} Listeners' votes as soft labels made the score worse, so they are hardly used.
"""
_LIMITS = """## Limits

- Acted speech in English. Real feelings are weaker and mixed; other languages and accents were not measured.
- People who listened to CREMA-D without a picture named the intended emotion in 41 % of the clips. A score near that is
  not a failure of the ear, and a score above it does not mean that the model knows how someone feels.
- Children, illness, a cold, shouting over noise and whispering were hardly in the data.
- Noise costs much: at 10 dB the table above shows how much. A very quiet recording loses its faint parts to rounding.
- `surprise` and `calm` come from few speakers. Without a baseline `calm`, `neutral` and a quiet kind of `sadness` are
  often taken for each other.
- A singing voice, television in the background or two people at once are read as if they were one person's speech.
- Sex and age in the tables are those of the corpora; differences between groups are real and are shown, not hidden.
"""
_OWN_LIMITS = """## Limits

- Only these recordings were learned from: other people, languages, moods, rooms and microphones were not measured.
- A score does not mean that the model knows how someone feels.
- Noise costs much. A very quiet recording loses its faint parts to rounding.
- A singing voice, television in the background or two people at once are read as if they were one person's speech.
"""


def is_default(manifest: Manifest) -> bool:
    """Whether the model learned from the corpora that the words kept here are about."""
    return set(manifest.training["clips"]) == _DEFAULT


def data(manifest: Manifest) -> str:
    """Section on what was learned from."""
    if is_default(manifest):
        return _DATA.format(heard=_HEARD)
    training = manifest.training
    rows = [f"| {name} | {clips} | {training['speakers'][name]} |" for name, clips in training["clips"].items()]
    lines = [
        "## Data\n",
        f"Recordings with the labels {', '.join(manifest.facts['labels'])}; none of them is in this folder. Their",
        f"language and licence are not known to Attune. The scores are those of {training['scored on']}.\n",
        "| corpus | clips trained on | speakers who are named |",
        "|---|---|---|",
        *rows,
        f"\n{_HEARD}" if training["versions of each clip"] > 1 else "",
    ]
    return "\n".join(lines).rstrip() + "\n"


def limits(manifest: Manifest) -> str:
    """Section on where the model is weak or was not measured."""
    if is_default(manifest):
        return _LIMITS
    lines = []
    if unrated := [label for label in manifest.facts["labels"] if label not in MODALITY.distress_of]:
        lines.append(
            f"- Nobody rated how much distress these stand for, so they are undecided: {', '.join(unrated)}.\n"
        )
    if not any("3 calm clips" in modes for corpora in manifest.metrics["test"].values() for modes in corpora.values()):
        lines.append(
            "- Nobody in the scores had calm clips to compare with: what a voice baseline does is not known.\n"
        )
    return "".join([_OWN_LIMITS, *lines])


def unnamed(training: Mapping[str, Any]) -> str:
    """What it means for the scores that of some clips nobody said who speaks; empty where all are named."""
    count = training.get("clips without a speaker", 0)
    if not count:
        return ""
    return (
        f"Of {count} clips nobody said who speaks. Each counts as a speaker of its own, so the same voice may be in "
        "training and in these scores, which then look better than they are for a new voice.\n"
    )


def left_out(training: Mapping[str, Any]) -> str:
    """How many clips could not be used; empty where all could."""
    count = training.get("clips left out", 0)
    return f"Clips that could not be used and were left out: {count}.\n" if count else ""
