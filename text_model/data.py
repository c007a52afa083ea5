"""Rows of text with their answers: reading CSV files, and splits that no near-duplicate crosses."""

from __future__ import annotations

import csv
import gzip
import hashlib
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from random import Random

from core.errors import InputError, ModelNotAvailable
from core.settings import ROOT
from text_model.labels import CRISIS

SHARED_DATA = ROOT.parent / "shared" / "data"
_WORD = re.compile(r"[a-z0-9]+")
_FIELD_LIMIT = 10_000_000
# Without rows of these a task would teach the wrong thing: that everyone is in distress, or that no one is.
_NEEDED = {"state": ("neutral",), "crisis": CRISIS}

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
    """Rows of a CSV file, gzipped or not; the header says whether commas, semicolons or tabs part its columns.

    Raises InputError when it cannot be read.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        # Excel begins a file in UTF-8 with a mark, which utf-8-sig leaves out, and parts columns as its country does.
        with opened(path, "rt", encoding="utf-8-sig") as file:
            header = file.readline()
            yield from csv.DictReader(chain([header], file), delimiter=max(",;\t", key=header.count))
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"The file {path.name!r} could not be read as CSV in UTF-8.") from error


def words_of(text: str) -> list[str]:
    """The words of a text, in lower case, without punctuation.

    Where none is in Latin letters or a number they are what stands between spaces: in Chinese the whole text.
    """
    lower = text.lower()
    return _WORD.findall(lower) or lower.split()


def group_of(text: str) -> str:
    """What near-duplicates share: the first twelve words."""
    return " ".join(words_of(text)[:12])


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
    """Rows of a person's own CSV and its labels: the `known` ones in their order, or else what is found, alphabetical.

    Labels are told regardless of case; one that is not known is spelled as it is most often. Raises InputError.
    """
    raw = list(read_csv(path))
    if not raw:
        raise InputError(f"The file {path.name!r} has no rows below its header line.")
    for column in (columns.text, columns.label):
        if column not in raw[0]:
            found = ", ".join(map(repr, raw[0]))
            raise InputError(f"The file {path.name!r} has no column {column!r}; its columns are: {found}.")
    pairs = [(r[columns.text], _labels(r[columns.label], multi_label)) for r in raw if (r[columns.text] or "").strip()]
    spelled = _spelling(label for _, found in pairs for label in found)
    spelled |= {label.casefold(): label for label in known}
    pairs = [(text, [spelled[label.casefold()] for label in found]) for text, found in pairs]
    present = {label for _, found in pairs for label in found}
    if len(present) < 2:
        raise InputError(f"The column {columns.label!r} needs at least two different labels, found {len(present)}.")
    labels = _in_order(task, known, present) if known else tuple(sorted(present))
    index = {label: i for i, label in enumerate(labels)}
    return [Row(text, path.stem, {task: _target(found, index, multi_label)}) for text, found in pairs if found], labels


def _spelling(labels: Iterable[str]) -> dict[str, str]:
    """The most frequent spelling of each label, by its small letters."""
    return {label.casefold(): label for label, _ in reversed(Counter(labels).most_common())}


def _in_order(task: str, known: Sequence[str], present: set[str]) -> tuple[str, ...]:
    """The labels of `task` in the order that the rest of the program relies on: what is calm or safe comes first."""
    if not present <= set(known):
        raise InputError(
            f"The task {task!r} takes the labels {', '.join(known)}, and the file has others. "
            "Rename them, or give the task a name of your own, such as --task mine, which takes any labels."
        )
    if missing := [label for label in _NEEDED.get(task, ()) if label not in present]:
        raise InputError(f"The task {task!r} cannot be learned without rows labelled {' and '.join(missing)}.")
    return tuple(known)


def halves(held: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """A person's held-out rows: half to stop early and calibrate on, half to score on; all for both if one is empty."""
    first = [row for row in held if held_out(row.text, 0.5, salt="calibration")]
    second = [row for row in held if not held_out(row.text, 0.5, salt="calibration")]
    return (first, second) if first and second else (list(held), list(held))


def sample_rows(rows: Sequence[Row], per_source: int, seed: int) -> list[Row]:
    """At most `per_source` rows of each source, the same ones for the same seed."""
    taken: Counter[str] = Counter()
    out = []
    for row in sorted(rows, key=lambda r: Random(f"{seed}/{r.text[:80]}").random()):  # noqa: S311
        if taken[row.source] < per_source:
            taken[row.source] += 1
            out.append(row)
    return out


def _labels(cell: str | None, multi_label: bool) -> Sequence[str]:
    parts = (cell or "").split("|") if multi_label else [cell or ""]
    return [part.strip() for part in parts if part.strip()]


def _target(labels: Sequence[str], index: Mapping[str, int], multi_label: bool) -> Target:
    return tuple(index[label] for label in labels) if multi_label else index[labels[0]]
