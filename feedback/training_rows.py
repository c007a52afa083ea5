"""Corrections in the form that retraining reads: a CSV of text and label, and a folder of recordings by label."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

from feedback.correction import Correction
from feedback.history import History

_STARTS = {b"RIFF": ".wav", b"OggS": ".ogg", b"fLaC": ".flac", b"ID3": ".mp3", b"\x1aE\xdf\xa3": ".webm"}


def text_rows(corrections: Iterable[Correction], task: str) -> list[tuple[str, str]]:
    """(text, label) of the corrections of a text task whose words were kept."""
    return [(c.text, c.said) for c in corrections if c.task == task and c.text]


def to_csv(corrections: Iterable[Correction], task: str) -> str | None:
    """The same as CSV with the columns text and label, for `train_text.py --data`; None without any."""
    rows = text_rows(corrections, task)
    if not rows:
        return None
    out = io.StringIO()
    csv.writer(out).writerows([("text", "label"), *rows])
    return out.getvalue()


def write_training_data(history: History, folder: Path) -> dict[str, int]:
    """Write `<task>.csv` (columns text, label) and `<modality>/<label>/<id>.wav`; says how many of each.

    `train_text.py --data <task>.csv --text-column text --label-column label` and
    `train_speech.py --data <modality>` take them as they are.
    """
    corrections = history.read().corrections
    written: dict[str, int] = {}
    folder.mkdir(parents=True, exist_ok=True)
    for task in sorted({c.task for c in corrections if c.text}):
        name = f"{_plain(task)}.csv"
        (folder / name).write_text(to_csv(corrections, task) or "", encoding="utf8", newline="")
        written[name] = len(text_rows(corrections, task))
    for correction in corrections:
        clip = history.audio(correction.id) if correction.has_audio else None
        if clip is not None:
            place = folder / _plain(correction.modality) / _plain(correction.said)
            place.mkdir(parents=True, exist_ok=True)
            (place / f"{correction.id}{_ending(clip)}").write_bytes(clip)
            written[correction.modality] = written.get(correction.modality, 0) + 1
    return written


def _plain(name: str) -> str:
    return re.sub(r"[^\w -]", "_", name)[:60]


def _ending(clip: bytes) -> str:
    return next((ending for start, ending in _STARTS.items() if clip.startswith(start)), ".mp3")
