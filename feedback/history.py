"""A person's history: add, read, note, delete for good, change the passphrase. Safe for threads and processes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from core.errors import InputError
from feedback.checkin import CheckIn
from feedback.cipher import Cipher, cipher_for, new_cipher
from feedback.correction import Correction
from feedback.database import RECORDS, TABLES, change, connection, examine, lock_of, make
from feedback.erase import Gone, erase_files, shrink
from feedback.errors import HistoryDamaged, WrongPassphrase
from feedback.folder import history_file
from feedback.records import Contents, Row, contents, pack, table_of, unreadable

LARGEST_CLIP_BYTES = 30_000_000
# Before the place of a calm recording; the id of a check-in or correction holds no hyphen.
_CALM = "calm-"

__all__ = ["LARGEST_CLIP_BYTES", "Added", "Contents", "History", "has_passphrase", "is_on"]


class Added(NamedTuple):
    """What an import brought in, and what was there before."""

    added: int
    already_there: int


def is_on(folder: Path | None = None) -> bool:
    """Whether the person switched history on."""
    return history_file(folder).is_file()


def has_passphrase(folder: Path | None = None) -> bool:
    """Whether a passphrase is needed to open it.

    Raises InputError, HistoryDamaged.
    """
    file = history_file(folder)
    examine(file, thoroughly=False)
    with connection(file) as link:
        return lock_of(link) != ""


class History:
    """An opened history. It holds the key in memory, never the passphrase."""

    def __init__(self, file: Path, cipher: Cipher) -> None:
        self._file = file
        self._cipher = cipher

    @classmethod
    def create(cls, passphrase: str = "", folder: Path | None = None) -> History:
        """Switch history on.

        Raises InputError when it is on already, or the passphrase is too short.
        """
        cipher = new_cipher(passphrase)
        make(history_file(folder), cipher.lock)
        return cls(history_file(folder), cipher)

    @classmethod
    def open(cls, passphrase: str = "", folder: Path | None = None) -> History:
        """Open what is there.

        Raises WrongPassphrase, HistoryDamaged, InputError.
        """
        file = history_file(folder)
        examine(file)
        with connection(file) as link:
            lock = lock_of(link)
        return cls(file, cipher_for(lock, passphrase))

    @property
    def locked(self) -> bool:
        """Whether it has a passphrase."""
        return self._cipher.lock != ""

    def add(self, record: CheckIn | Correction, audio: bytes | None = None) -> None:
        """Keep a check-in or a correction; `audio` only if the person asked for it.

        Raises InputError.
        """
        if audio is not None and len(audio) > LARGEST_CLIP_BYTES:
            raise InputError("The recording is too long to keep. Save the check-in without it.")
        record = replace(record, has_audio=audio is not None)
        with change(self._file) as link:
            self._same_lock(link)
            self._write(link, table_of(record), record.id, pack(record))
            if audio is not None:
                self._write(link, "clip", record.id, audio)

    def add_all(self, records: Iterable[CheckIn | Correction], clips: Mapping[str, bytes] | None = None) -> Added:
        """Bring in what is not there yet, all or nothing; `clips` holds recordings by the id of their record."""
        added = there = 0
        clips = clips or {}
        with change(self._file) as link:
            self._same_lock(link)
            for record in records:
                if self._row(link, table_of(record), record.id) is not None:
                    there += 1
                    continue
                fresh = replace(record, has_audio=record.id in clips)
                self._write(link, table_of(fresh), fresh.id, pack(fresh))
                if fresh.has_audio:
                    self._write(link, "clip", fresh.id, clips[fresh.id])
                added += 1
        return Added(added, there)

    def read(self) -> Contents:
        """Everything but the recordings.

        Raises WrongPassphrase when it was changed meanwhile.
        """
        return contents(self._rows(), self._cipher)

    def audio(self, id: str) -> bytes | None:
        """The recording of a check-in or correction, if it was kept."""
        with connection(self._file) as link:
            self._same_lock(link)
            body = self._row(link, "clip", id)
        return None if body is None else self._unsealed(body, f"clip:{id}")

    def calm(self) -> dict[int, bytes]:
        """The calm recordings by their place, if the person keeps them."""
        with connection(self._file) as link:
            self._same_lock(link)
            rows = link.execute("SELECT id, body FROM clip WHERE id LIKE 'calm-%'").fetchall()
        return {int(id.removeprefix(_CALM)): self._unsealed(bytes(body), f"clip:{id}") for id, body in rows}

    def keep_calm(self, clips: Mapping[int, bytes]) -> Gone:
        """Keep calm recordings in place of those before, which leave the disk; with none, all are gone.

        Raises InputError.
        """
        if any(len(clip) > LARGEST_CLIP_BYTES for clip in clips.values()):
            raise InputError("This recording is too long to keep in your history.")
        with change(self._file) as link:
            self._same_lock(link)
            link.execute("DELETE FROM clip WHERE id LIKE 'calm-%'")
            for place, clip in clips.items():
                self._write(link, "clip", f"{_CALM}{place}", clip)
        return shrink(self._file)

    def set_note(self, id: str, note: str) -> None:
        """Replace the note of a check-in; the old one leaves the disk.

        Raises InputError when there is no such check-in.
        """
        with change(self._file) as link:
            self._same_lock(link)
            body = self._row(link, "checkin", id)
            if body is None:
                raise InputError("This check-in is not in your history any more.")
            old = CheckIn.from_json(json.loads(self._unsealed(body, f"checkin:{id}")))
            self._write(link, "checkin", id, pack(replace(old, note=note.strip())))
        shrink(self._file)

    def delete(self, id: str) -> Gone:
        """Delete one check-in or correction with its recording, for good, and check the file itself."""
        with change(self._file) as link:
            for table in TABLES:
                link.execute(f"DELETE FROM {table} WHERE id = ?", (id,))  # noqa: S608
        return shrink(self._file, id)

    def delete_unreadable(self) -> Gone:
        """Delete the check-ins and corrections that were altered on disk, with their recordings."""
        lost = unreadable(self._rows(), self._cipher)
        return Gone(all([self.delete(id).checked for id in lost]))  # noqa: C419 - each must go, also after a failure

    def delete_all(self) -> Gone:
        """Delete everything and switch history off: the file, its journals, and damaged ones put aside."""
        try:
            with change(self._file) as link:
                for table in TABLES:
                    link.execute(f"DELETE FROM {table}")  # noqa: S608
            shrink(self._file)
        except HistoryDamaged:
            pass  # it was put aside, and is erased with the others
        return erase_files(self._file)

    def change_passphrase(self, new: str) -> None:
        """Seal every record anew; "" takes the passphrase away.

        Raises InputError for one that is too short, WrongPassphrase when it was changed meanwhile.
        """
        cipher = new_cipher(new)
        with change(self._file) as link:
            self._same_lock(link)
            for table in TABLES:
                for id, body in link.execute(f"SELECT id, body FROM {table}").fetchall():  # noqa: S608
                    self._reseal(link, cipher, (table, id, body))
            link.execute("UPDATE meta SET value = ? WHERE name = 'lock'", (cipher.lock,))
        self._cipher = cipher
        shrink(self._file)

    def _reseal(self, link: sqlite3.Connection, cipher: Cipher, row: tuple[str, str, bytes]) -> None:
        table, id, body = row
        try:
            plain = self._cipher.unseal(body, f"{table}:{id}")
        except ValueError:
            return  # it could not be read before, and cannot be now
        sealed = cipher.seal(plain, f"{table}:{id}")
        link.execute(f"UPDATE {table} SET body = ? WHERE id = ?", (sealed, id))  # noqa: S608

    def _rows(self) -> dict[str, list[Row]]:
        with connection(self._file) as link:
            link.execute("BEGIN")
            self._same_lock(link)
            return {table: link.execute(f"SELECT id, body FROM {table}").fetchall() for table in RECORDS}  # noqa: S608

    def _same_lock(self, link: sqlite3.Connection) -> None:
        if lock_of(link) != self._cipher.lock:
            raise WrongPassphrase("The passphrase was changed in another window. Enter the new one.")

    def _unsealed(self, body: bytes, about: str) -> bytes:
        try:
            return self._cipher.unseal(body, about)
        except ValueError:
            raise HistoryDamaged("This record was altered on disk and cannot be read. You can delete it.") from None

    def _write(self, link: sqlite3.Connection, table: str, id: str, body: bytes) -> None:
        sealed = self._cipher.seal(body, f"{table}:{id}")
        link.execute(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", (id, sealed))  # noqa: S608

    def _row(self, link: sqlite3.Connection, table: str, id: str) -> bytes | None:
        row = link.execute(f"SELECT body FROM {table} WHERE id = ?", (id,)).fetchone()  # noqa: S608
        return None if row is None else bytes(row[0])
