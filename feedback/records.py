"""Check-ins and corrections as rows of the file: packed to bytes, and unpacked with the damaged ones set apart."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from feedback.checkin import CheckIn
from feedback.cipher import Cipher
from feedback.correction import Correction

Row = tuple[str, bytes]
_READERS: Mapping[str, Callable[[object], CheckIn | Correction]] = {
    "checkin": CheckIn.from_json,
    "correction": Correction.from_json,
}


@dataclass(frozen=True)
class Contents:
    """Everything that can be read, oldest first. `unreadable` counts records that were altered on disk."""

    checkins: tuple[CheckIn, ...]
    corrections: tuple[Correction, ...]
    unreadable: int = 0


def table_of(record: CheckIn | Correction) -> str:
    """The table that a record belongs to."""
    return "checkin" if isinstance(record, CheckIn) else "correction"


def pack(record: CheckIn | Correction) -> bytes:
    """A record as JSON in UTF-8."""
    return json.dumps(record.to_json(), ensure_ascii=False).encode()


def unpack(table: str, row: Row, cipher: Cipher) -> CheckIn | Correction | None:
    """The record of a row, or None when it was altered."""
    id, body = row
    try:
        return _READERS[table](json.loads(cipher.unseal(body, f"{table}:{id}")))
    except ValueError:
        return None


def contents(rows: Mapping[str, Iterable[Row]], cipher: Cipher) -> Contents:
    """All rows of both tables, unpacked and in order of time."""
    found = [unpack(table, row, cipher) for table, all_rows in rows.items() for row in all_rows]
    known = sorted((r for r in found if r is not None), key=lambda r: (r.at, r.id))
    return Contents(
        tuple(r for r in known if isinstance(r, CheckIn)),
        tuple(r for r in known if isinstance(r, Correction)),
        len(found) - len(known),
    )


def unreadable(rows: Mapping[str, Iterable[Row]], cipher: Cipher) -> list[str]:
    """Names of the rows that were altered."""
    return [row[0] for table, all_rows in rows.items() for row in all_rows if unpack(table, row, cipher) is None]
