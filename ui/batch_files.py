"""Files for a batch: CSV, JSON lines or a zip of recordings become items; what cannot be used is told by row."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from core.errors import InputError
from core.types import Failure, Item

MOST_ROWS = 5_000
MOST_BYTES = 200_000_000
AUDIO = (".wav", ".mp3", ".ogg", ".opus", ".flac", ".m4a", ".webm")
# What a line of JSON may hold here. A path of a recording would be read from this computer, so it is not among them.
_KEYS = ("text", "questionnaire")

Row = Item | Failure


def columns(data: bytes) -> list[str]:
    """The headings of a CSV file.

    Raises InputError.
    """
    reader = csv.reader(io.StringIO(_text(data), newline=""))
    try:
        return [name for name in next(reader, []) if name.strip()]
    except csv.Error:
        raise InputError("This file is not readable CSV. Save it as CSV with commas and try again.") from None


def from_csv(data: bytes, text_column: str, id_column: str | None = None) -> list[Row]:
    """An item for each row, from one column of text.

    Raises InputError.
    """
    reader = csv.DictReader(io.StringIO(_text(data), newline=""))
    rows: list[Row] = []
    try:
        for number, row in enumerate(reader, start=1):
            identity = (row.get(id_column) if id_column else None) or str(number)
            rows.append(Item(identity, {"text": row.get(text_column) or ""}))
            _check(len(rows))
    except csv.Error:
        raise InputError(f"This file stops being readable CSV in row {len(rows) + 1}.") from None
    return rows


def from_json_lines(data: bytes) -> list[Row]:
    """An item for each line; a line that is no JSON object becomes a Failure that names it.

    Raises InputError.
    """
    rows: list[Row] = []
    for number, line in enumerate(_text(data).splitlines(), start=1):
        if line.strip():
            rows.append(_line(number, line))
            _check(len(rows))
    return rows


def _line(number: int, line: str) -> Row:
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError):
        return Failure(str(number), "InputError", f"Line {number} is not JSON.")
    if not isinstance(raw, dict):
        return Failure(str(number), "InputError", f'Line {number} is not an object such as {{"text": "..."}}.')
    identity = str(raw.get("id", number)).encode("utf8", "replace").decode("utf8")  # half an emoji cannot be shown
    inputs = {key: raw[key] for key in _KEYS if raw.get(key) is not None}
    if not inputs and "audio" in raw:
        said = "Recordings are read here from a zip file. For paths use run_predict.py."
        return Failure(identity, "InputError", said)
    return Item(identity, inputs)


def from_zip(data: bytes) -> list[Row]:
    """An item for each recording in a zip file, named by its path inside.

    Raises InputError.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return list(_recordings(archive))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise InputError("This zip file cannot be opened. Make it anew, without a password.") from None


def _recordings(archive: zipfile.ZipFile) -> Iterator[Row]:
    wanted = [i for i in archive.infolist() if not i.is_dir() and PurePosixPath(i.filename).suffix.lower() in AUDIO]
    if not wanted:
        raise InputError(f"There is no recording in this zip file. It may hold {', '.join(AUDIO)}.")
    _check(len(wanted))
    if sum(i.file_size for i in wanted) > 2 * MOST_BYTES:
        raise InputError(f"The recordings are larger than {2 * MOST_BYTES // 1_000_000} MB together. Split the file.")
    for info in wanted:
        yield Item(info.filename, {"audio": archive.read(info)})


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("This file is not UTF-8 text. In a spreadsheet, save it as 'CSV UTF-8'.") from None


def _check(count: int) -> None:
    if count > MOST_ROWS:
        raise InputError(f"A batch here has at most {MOST_ROWS:,} rows. For more, use run_predict.py.")
