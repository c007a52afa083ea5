"""Where clips and their labels come from: the shared corpora, a folder per label, or a CSV list."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import InputError
from core.settings import ROOT
from speech_model.labels import called_here

DEFAULT_DATA = ROOT.parent / "shared" / "data" / "speech"
LABELS = ("anger", "calm", "disgust", "fear", "happiness", "neutral", "sadness", "surprise")
AUDIO_ENDINGS = {".wav", ".flac", ".ogg", ".opus", ".mp3", ".m4a", ".aac", ".webm", ".mp4"}
CALM_LABELS = ("neutral", "calm")
TRAIN = "train"
_SPLITS = {"": TRAIN, "train": TRAIN, "training": TRAIN} | dict.fromkeys(
    ("val", "valid", "validation", "dev", "test", "testing"), "test"
)
_NOBODY = "clip-"


@dataclass(frozen=True)
class Clip:
    """One recording: `votes` is how many listeners heard which label, empty when nobody was asked.

    A `split` other than TRAIN is not trained on.
    """

    path: Path
    label: str
    speaker: str
    corpus: str = "own"
    split: str = TRAIN
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
    check_two_labels(clips, data)
    return clips


def check_two_labels(clips: Iterable[Clip], data: Path) -> None:
    """Raises InputError where there is nothing to tell apart."""
    labels = {clip.label for clip in clips}
    if len(labels) < 2:
        raise InputError(f"Training needs clips of at least two labels; {str(data)!r} holds {sorted(labels)}.")


def _from_csv(path: Path) -> Iterator[Clip]:
    try:
        # Spreadsheets begin such a file with a mark of its encoding.
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _rows(path, csv.DictReader(file, restval=""))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path.name!r} cannot be read. Save it as CSV in UTF-8, with commas between.") from error


def _rows(path: Path, reader: csv.DictReader[str]) -> Iterator[Clip]:
    columns = set(reader.fieldnames or ())
    label = "label" if "label" in columns else "emotion"
    if not {"path", label} <= columns:
        raise InputError(f"{path.name!r} needs the columns path and label; it has {sorted(columns)}.")
    # Counted as a spreadsheet does, where the names of the columns are row 1.
    for number, row in enumerate(reader, start=2):
        try:
            yield _clip(path.parent, row, label, number)
        except ValueError as error:
            raise InputError(f"Row {number} of {path.name!r}: {error}") from error


def _clip(folder: Path, row: Mapping[str, str], label: str, number: int) -> Clip:
    """Raises ValueError that says what is wrong with the row."""
    if None in row:
        raise ValueError("it has more cells than there are columns.")
    if not row["path"].strip() or not row[label].strip():
        raise ValueError(f"path and {label} may not be empty.")
    split = row.get("split", "").strip().lower()
    if split not in _SPLITS:
        raise ValueError(f"split is {split!r}; known are {', '.join(filter(None, _SPLITS))}.")
    corpus = row.get("corpus") or "own"
    if Path(corpus).name != corpus:
        raise ValueError(f"corpus is {corpus!r}; it becomes part of the name of a file, so it may hold no slash.")
    return Clip(
        path=folder / row["path"],
        label=called_here(row[label]),
        # Without speakers every clip is its own: better than to believe that all are one person.
        speaker=row.get("speaker") or f"{_NOBODY}{number}",
        corpus=corpus,
        split=_SPLITS[split],
        sex=row.get("sex") or "",
        age=_age(row.get("age", "")),
        votes={
            called_here(k.removeprefix("votes_")): _votes(k, row[k]) for k in row if k.startswith("votes_") and row[k]
        },
    )


def _age(text: str) -> float | None:
    """In years; None for what is no number."""
    try:
        return float(text)
    except ValueError:
        return None


def _votes(column: str, text: str) -> float:
    try:
        count = float(text)
    except ValueError:
        count = math.nan
    if not 0 <= count < math.inf:
        raise ValueError(f"{column} is {text!r}, which is no number of votes.")
    return count


def _from_folders(data: Path) -> Iterator[Clip]:
    for path in sorted(data.glob("*/**/*")):
        relative = path.relative_to(data)
        # Systems and notebooks leave folders and copies of their own: __MACOSX, .ipynb_checkpoints, ._clip.wav.
        is_left_behind = any(part.startswith((".", "__")) for part in relative.parts)
        if path.suffix.lower() in AUDIO_ENDINGS and not is_left_behind:
            # label/speaker/clip.wav names the speaker; label/clip.wav does not.
            speaker = relative.parts[1] if len(relative.parts) > 2 else f"{_NOBODY}{relative.as_posix()}"
            yield Clip(path, called_here(relative.parts[0]), speaker)
