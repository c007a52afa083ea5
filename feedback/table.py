"""Export and import of check-ins as CSV: one row each, for a spreadsheet, and back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from core.errors import InputError
from feedback.checkin import LONGEST_TEXT, CheckIn
from feedback.exchange import LARGEST_BYTES, MOST_RECORDS

_PLAIN = ("id", "at", "score", "low", "high", "level", "undecided", "crisis", "note", "text")
_GROUPS = ("distress", "labels", "moods", "parts", "models")
_NUMBERS = frozenset({"distress", "moods", "parts"})
# A spreadsheet takes a cell that begins like this for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(checkins: Iterable[CheckIn]) -> str:
    """Rows with a heading; a group such as moods has a column for each name, "moods:calm".

    Words that a spreadsheet would run as a formula get an apostrophe in front, and lose it when they come back.
    """
    rows = [_row(c) for c in checkins]
    grouped = {key for row in rows for key in row if ":" in key}
    columns = [*_PLAIN, *sorted(grouped, key=lambda key: (_GROUPS.index(key.split(":")[0]), key))]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _row(c: CheckIn) -> dict[str, str]:
    low, high = c.interval
    row = {"id": c.id, "at": c.at.isoformat(), "score": repr(c.score), "low": repr(low), "high": repr(high)}
    row |= {"level": c.level, "undecided": _yes(c.undecided), "crisis": _yes(c.crisis)}
    row |= {"note": _guarded(c.note), "text": "" if c.text is None else _guarded(c.text)}
    for group in _GROUPS:
        for name, value in getattr(c, group).items():
            row[_guarded(f"{group}:{name}")] = repr(value) if group in _NUMBERS else _guarded(value)
    return row


def from_csv(data: bytes) -> tuple[CheckIn, ...]:
    """Read such a file; further columns are ignored.

    Raises InputError that names the line and what is wrong, without quoting it.
    """
    if len(data) > LARGEST_BYTES:
        raise InputError(f"This file is larger than {LARGEST_BYTES // 1_000_000} MB, too large for a history.")
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        return tuple(_checkins(reader))
    except UnicodeDecodeError:
        raise InputError("This file is not UTF-8 text. In a spreadsheet, save it as 'CSV UTF-8'.") from None
    except csv.Error:
        raise InputError("This file is not readable CSV. Choose a file that Attune exported.") from None


def _checkins(reader: csv.DictReader[str]) -> Iterable[CheckIn]:
    csv.field_size_limit(8 * LONGEST_TEXT)
    missing = {"id", "at", "score", "low", "high", "level"} - set(reader.fieldnames or ())
    if missing:
        raise InputError(f"This file has no column {sorted(missing)[0]!r}. Choose a CSV file that Attune exported.")
    for number, row in enumerate(reader, start=1):
        if number > MOST_RECORDS:
            raise InputError(f"This file has more than {MOST_RECORDS:,} rows, too many for a history.")
        try:
            yield CheckIn.from_json(_raw(row))
        except (ValueError, TypeError, KeyError) as error:
            reason = str(error) if isinstance(error, ValueError) else "a cell is missing"
            raise InputError(f"Row {number} cannot be used: {reason}. Nothing was imported.") from None


def _raw(row: Mapping[str, Any]) -> dict[str, Any]:
    low, high = _number(row["low"]), _number(row["high"])
    raw: dict[str, Any] = {"id": row["id"], "at": row["at"], "score": _number(row["score"]), "interval": [low, high]}
    raw["level"] = row["level"]
    raw["undecided"], raw["crisis"] = row.get("undecided") == "yes", row.get("crisis") == "yes"
    raw["note"] = _unguarded(row.get("note") or "")
    raw["text"] = _unguarded(row["text"]) if row.get("text") else None
    for column, cell in row.items():
        group, colon, name = _unguarded(column or "").partition(":")
        if colon and group in _GROUPS and cell:
            raw.setdefault(group, {})[name] = _number(cell) if group in _NUMBERS else _unguarded(cell)
    return raw


def _number(cell: str) -> float:
    try:
        return float(cell)
    except (TypeError, ValueError):
        raise ValueError("a number is not written like 0.25") from None


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _guarded(words: str) -> str:
    needs = words.startswith(_FORMULA) or (words.startswith("'") and words[1:].startswith((*_FORMULA, "'")))
    return f"'{words}" if needs else words


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_FORMULA, "'")) else cell
