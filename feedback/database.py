"""The history file: its schema and version, short connections that several windows and processes may hold at once."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import InputError
from feedback.errors import HistoryDamaged
from feedback.folder import PUT_ASIDE

APPLICATION = 0x4154544E  # "ATTN", so that the file of another program is never taken for ours
BUSY_S = 20.0
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

# Step i brings a file from version i to i + 1. WITHOUT ROWID and random ids: the file does not tell the order.
STEPS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        "CREATE TABLE checkin (id TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID",
        "CREATE TABLE correction (id TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID",
        # The recording of the check-in or correction with this id; "calm-0" and on are calm ones to compare with.
        "CREATE TABLE clip (id TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID",
        "INSERT INTO meta VALUES ('lock', '')",
    ),
)
RECORDS = ("checkin", "correction")
TABLES = (*RECORDS, "clip")


@contextmanager
def connection(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection for one piece of work; damage is told in words and the file put aside.

    A plain rollback journal rather than WAL: once a change is committed nothing old lies in a second file.
    Raises HistoryDamaged, InputError.
    """
    try:
        link = sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_S, isolation_level=None)
    except sqlite3.Error as error:
        raise InputError("History is not switched on, or its file cannot be opened.") from error
    try:
        for pragma in ("secure_delete = ON", "temp_store = MEMORY", "journal_mode = DELETE"):
            link.execute(f"PRAGMA {pragma}").fetchall()
        yield link
    except sqlite3.DatabaseError as error:
        link.close()
        raise _in_words(error, file) from None
    finally:
        link.close()


@contextmanager
def change(file: Path) -> Iterator[sqlite3.Connection]:
    """A transaction that nobody else can write beside: all of it happens or nothing."""
    with connection(file) as link:
        link.execute("BEGIN IMMEDIATE")
        try:
            yield link
        except BaseException:
            if link.in_transaction:
                link.execute("ROLLBACK")
            raise
        link.execute("COMMIT")


def make(file: Path, lock: str) -> None:
    """Create the file, for this person's eyes only; it appears under its name only when it is complete.

    Raises InputError when there is one.
    """
    draft = file.with_name(f"{file.name}-{uuid.uuid4().hex}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with change(draft) as link:
            link.execute(f"PRAGMA application_id = {APPLICATION}")
            _upgrade(link)
            link.execute("UPDATE meta SET value = ? WHERE name = 'lock'", (lock,))
        _name(draft, file)
    except FileExistsError:
        raise InputError("History is switched on already.") from None
    except OSError as error:
        raise InputError(f"The history file cannot be made in {file.parent.name!r}: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)


def _name(draft: Path, file: Path) -> None:
    """Give the draft its name unless that is taken, in one step where the file system can."""
    try:
        os.link(draft, file)
    except FileExistsError:
        raise
    except OSError:
        if file.exists():
            raise FileExistsError from None
        draft.replace(file)


def examine(file: Path, *, thoroughly: bool = True) -> None:
    """Check that the file is ours, whole, and of a version that this Attune knows; bring an older one up to date.

    Raises InputError, HistoryDamaged.
    """
    with connection(file) as link:
        damage = link.execute("PRAGMA quick_check(1)").fetchone()[0] if thoroughly else "ok"
        application = link.execute("PRAGMA application_id").fetchone()[0]
        version = _version(link)
    if damage != "ok":
        raise _put_aside(file)
    if application != APPLICATION:
        raise InputError(f"The file {file.name!r} is not a history of Attune, so it was left alone.")
    if version > len(STEPS):
        raise InputError("Your history was written by a newer Attune. Update Attune to open it.")
    if version < len(STEPS):
        with change(file) as link:
            _upgrade(link)


def _upgrade(link: sqlite3.Connection) -> None:
    for number, step in enumerate(STEPS[_version(link) :], start=_version(link) + 1):
        for statement in step:
            link.execute(statement)
        link.execute(f"PRAGMA user_version = {number}")


def _version(link: sqlite3.Connection) -> int:
    return int(link.execute("PRAGMA user_version").fetchone()[0])


def lock_of(link: sqlite3.Connection) -> str:
    """What the file keeps about its passphrase; "" when it has none."""
    return str(link.execute("SELECT value FROM meta WHERE name = 'lock'").fetchone()[0])


def _in_words(error: sqlite3.DatabaseError, file: Path) -> Exception:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _DAMAGED:
        return _put_aside(file)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return InputError("Another window is using your history. Wait a moment and try again.")
    if code == sqlite3.SQLITE_FULL:
        return InputError("The disk is full, so nothing was changed. Free some space and try again.")
    if code == sqlite3.SQLITE_READONLY:
        return InputError("The history file may not be written to. Check its permissions.")
    return InputError(f"The history file could not be used ({type(error).__name__}). Nothing was changed.")


def _put_aside(file: Path) -> HistoryDamaged:
    name = f"{PUT_ASIDE}{dt.datetime.now(dt.UTC):%Y-%m-%d-%H%M%S}.db"
    try:
        for end in ("-journal", "-wal"):
            beside = file.with_name(file.name + end)
            if beside.exists():
                beside.replace(file.with_name(name + end))
        file.replace(file.with_name(name))
    except FileNotFoundError:
        pass  # another window was faster
    except OSError:
        return HistoryDamaged("Your history file is damaged and could not be read. Close other windows and try again.")
    return HistoryDamaged(
        f"Your history file is damaged and could not be read. It was put aside as {name}, not deleted. "
        "You can start a new history, and bring back what you exported before.",
        name,
    )
