"""Where clips and their labels come from: the shared corpora, a folder per label, or a CSV list."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import InputError
from core.settings import ROOT
from speech_model.labels import called_here

DEFAULT_DATA = ROOT.parent / "shared" / "data" / "speech"
LABELS = ("anger", "calm", "disgust", "fear", "happiness", "neutral", "sadness", "surprise")
AUDIO_ENDINGS = {".wav", ".flac", ".ogg", ".opus", ".mp3", ".m4a", ".aac", ".webm", ".mp4"}
CALM_LABELS = ("neutral", "calm")
_NOBODY = "clip-"


@dataclass(frozen=True)
class Clip:
    """One recording: `votes` is how many listeners heard which label, empty when nobody was asked."""

    path: Path
    label: str
    speaker: str
    corpus: str = "own"
    split: str = "train"
    sex: str = ""
    age: float | None = None
    votes: Mapping[str, float] = field(default_factory=dict)

    @property
    def names_speaker(self) -> bool:
        """Whether the data say who speaks; where they do not, each clip counts as a speaker of its own."""
        return not self.speaker.startswith(_NOBODY)


def load_clips(data: Path) -> list[Clip]:
    """Clips of a folder with clips.csv, a folder with one sub-folder per label, or a CSV with path and label.

    Raises InputError, which says what to give.
    """
    if not data.exists():
        raise InputError(
            f"There is no data at {str(data)!r}. Give --data a folder with one sub-folder of recordings per label, "
            "or a CSV file with the columns path, label and (better) speaker."
        )
    if data.is_file():
        clips = list(_from_csv(data))
    elif (data / "clips.csv").is_file():
        clips = list(_from_csv(data / "clips.csv"))
    else:
        clips = list(_from_folders(data))
    labels = {clip.label for clip in clips}
    if len(labels) < 2:
        raise InputError(f"Training needs clips of at least two labels; {str(data)!r} holds {sorted(labels)}.")
    return clips


def _from_csv(path: Path) -> Iterator[Clip]:
    with path.open(encoding="utf8", newline="") as file:
        reader = csv.DictReader(file)
        columns = set(reader.fieldnames or ())
        label = "label" if "label" in columns else "emotion"
        if not {"path", label} <= columns:
            raise InputError(f"{path.name!r} needs the columns path and label; it has {sorted(columns)}.")
        for number, row in enumerate(reader):
            yield _clip(path.parent, row, label, number)


def _clip(folder: Path, row: Mapping[str, str], label: str, number: int) -> Clip:
    votes = {called_here(k.removeprefix("votes_")): float(v) for k, v in row.items() if k.startswith("votes_") and v}
    age = row.get("age") or ""
    return Clip(
        path=folder / row["path"],
        label=called_here(row[label]),
        # Without speakers every clip is its own: better than to believe that all are one person.
        speaker=row.get("speaker") or f"{_NOBODY}{number}",
        corpus=row.get("corpus") or "own",
        split=row.get("split") or "train",
        sex=row.get("sex") or "",
        age=float(age) if age.replace(".", "", 1).isdigit() else None,
        votes=votes,
    )


def _from_folders(data: Path) -> Iterator[Clip]:
    for path in sorted(data.glob("*/**/*")):
        if path.suffix.lower() in AUDIO_ENDINGS:
            relative = path.relative_to(data)
            # label/speaker/clip.wav names the speaker; label/clip.wav does not.
            speaker = relative.parts[1] if len(relative.parts) > 2 else f"{_NOBODY}{relative.as_posix()}"
            yield Clip(path, called_here(relative.parts[0]), speaker)
