"""Rows of text with their answers: reading CSV files, and splits that no near-duplicate crosses."""

from __future__ import annotations

import csv
import gzip
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import InputError, ModelNotAvailable
from core.settings import ROOT

SHARED_DATA = ROOT.parent / "shared" / "data"
_WORD = re.compile(r"[a-z0-9]+")
_FIELD_LIMIT = 10_000_000

Target = int | tuple[int, ...]


@dataclass(frozen=True)
class Row:
    """A text and what is known of it. `targets` holds a label index (or several, if multi-label) per task.

    `weights` says how much a task's answer counts in the loss where it is not 1.
    """

    text: str
    source: str
    targets: Mapping[str, Target]
    weights: Mapping[str, float] = field(default_factory=dict)


def corpora_folder(data: Path | None) -> Path:
    """The folder that holds text/*.csv.gz. Raises ModelNotAvailable with what to give."""
    folder = (data or SHARED_DATA) / "text"
    if not folder.is_dir():
        raise ModelNotAvailable(
            f"There is no folder 'text' with training data in {folder.parent.name!r}. "
            "Give it with --data FOLDER, or train one task on a file of your own with --task NAME --data FILE.csv."
        )
    return folder


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a CSV file, gzipped or not. Raises InputError when it cannot be read."""
    csv.field_size_limit(_FIELD_LIMIT)
    try:
        with gzip.open(path, "rt", encoding="utf8") if path.suffix == ".gz" else path.open(encoding="utf8") as file:
            yield from csv.DictReader(file)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"The file {path.name!r} could not be read as CSV in UTF-8.") from error


def group_of(text: str) -> str:
    """What near-duplicates share: the first twelve words, in lower case, without punctuation."""
    return " ".join(_WORD.findall(text.lower())[:12])


def held_out(text: str, share: float, salt: str = "attune") -> bool:
    """Whether `text` belongs to the held-out share; all near-duplicates get the same answer, on every machine."""
    digest = hashlib.sha256(f"{salt}:{group_of(text)}".encode()).digest()
    return int.from_bytes(digest[:4], "big") < share * 2**32


def split_rows(rows: Iterable[Row], share: float) -> tuple[list[Row], list[Row]]:
    """Rows to train on and rows held out, near-duplicates together."""
    train: list[Row] = []
    held: list[Row] = []
    for row in rows:
        (held if held_out(row.text, share) else train).append(row)
    return train, held


def leaked_groups(train: Iterable[str], other: Iterable[str]) -> set[str]:
    """Groups of near-duplicates that occur in both; must be empty between training and anything that is scored."""
    return ({group_of(t) for t in train} & {group_of(t) for t in other}) - {""}


@dataclass(frozen=True)
class Columns:
    """Which columns of a person's own CSV hold the text and the label (several labels: joined by a bar)."""

    text: str = "text"
    label: str = "label"


def read_labelled(
    path: Path, task: str, columns: Columns, multi_label: bool, known: Sequence[str] = ()
) -> tuple[list[Row], tuple[str, ...]]:
    """Rows of a person's own CSV and its labels: in the order of `known` if that holds them all, else alphabetical.

    Raises InputError.
    """
    raw = list(read_csv(path))
    for column in (columns.text, columns.label):
        if not raw or column not in raw[0]:
            found = ", ".join(map(repr, raw[0])) if raw else "none"
            raise InputError(f"The file {path.name!r} has no column {column!r}; its columns are: {found}.")
    pairs = [(r[columns.text], _labels(r[columns.label], multi_label)) for r in raw if (r[columns.text] or "").strip()]
    present = {label for _, found in pairs for label in found}
    labels = tuple(known) if present <= set(known) else tuple(sorted(present))
    if len(present) < 2:
        raise InputError(f"The column {columns.label!r} needs at least two different labels, found {len(present)}.")
    index = {label: i for i, label in enumerate(labels)}
    return [Row(text, path.stem, {task: _target(found, index, multi_label)}) for text, found in pairs if found], labels


def _labels(cell: str | None, multi_label: bool) -> Sequence[str]:
    parts = (cell or "").split("|") if multi_label else [cell or ""]
    return [part.strip() for part in parts if part.strip()]


def _target(labels: Sequence[str], index: Mapping[str, int], multi_label: bool) -> Target:
    return tuple(index[label] for label in labels) if multi_label else index[labels[0]]
