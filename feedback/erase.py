"""Making sure that what was deleted is gone from the file, not only from its table of contents."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import NamedTuple

from feedback.database import connection
from feedback.folder import PUT_ASIDE, traces

_PIECE = 1 << 20


class Gone(NamedTuple):
    """`checked` is true when the files themselves were read afterwards and hold nothing of it."""

    checked: bool


def shrink(file: Path, id: str | None = None) -> Gone:
    """Write the file anew without its free pages, then look for `id` in it and its journals.

    secure_delete has overwritten the record with zeros already, so a window that keeps the file busy leaves only
    free space behind.
    """
    with connection(file) as link:
        try:
            link.execute("VACUUM")
        except sqlite3.OperationalError:
            return Gone(False)
        free = link.execute("PRAGMA freelist_count").fetchone()[0]
    return Gone(free == 0 and (id is None or not holds(file, id)))


def holds(file: Path, id: str) -> bool:
    """Whether the raw bytes of the file or its journals hold `id`, as a key or inside a record."""
    return any(_found(path, id.encode()) for path in traces(file) if path.name.startswith(file.name))


def _found(path: Path, wanted: bytes) -> bool:
    tail = b""
    with path.open("rb") as raw:
        while piece := raw.read(_PIECE):
            if wanted in tail + piece:
                return True
            tail = piece[-len(wanted) :]
    return False


def erase_files(file: Path) -> Gone:
    """Remove every file of this history; damaged ones are overwritten first, because nothing emptied them."""
    for path in traces(file):
        if path.name.startswith(PUT_ASIDE):
            _overwrite(path)
        path.unlink(missing_ok=True)
    return Gone(not traces(file))


def _overwrite(path: Path) -> None:
    left = path.stat().st_size
    with path.open("r+b") as raw:
        while left > 0:
            left -= raw.write(bytes(min(left, _PIECE)))
        os.fsync(raw.fileno())
