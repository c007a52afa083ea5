"""Sealing of records: AES-256-GCM under a key that scrypt makes from a passphrase, or nothing when there is none.

Per-record sealing by `cryptography` instead of SQLCipher: its wheels exist for every system that Attune runs on and
are kept by the PyCA, while SQLCipher's Python wheels are kept by single people and lag behind. What stays visible in
the file is the number of records, a random name for each, and their sizes in steps of 512 bytes.
"""

from __future__ import annotations

import json
import os
import unicodedata
from dataclasses import dataclass
from typing import Any, Protocol

from core.errors import InputError
from feedback.errors import HistoryDamaged, WrongPassphrase

LEAST_LENGTH = 8
_STEP = 512
_NONCE = 12
_CHECK = b"attune history"
# OWASP's scrypt advice with 64 MiB: N = 2^16, r = 8, p = 2. The file names its own, so this may rise later.
_COST = {"n": 2**16, "r": 8, "p": 2}
_MOST_COST = 2**24


class Cipher(Protocol):
    """Turns a record into what lies on disk and back. `about` binds the bytes to their place in the file."""

    def seal(self, body: bytes, about: str) -> bytes: ...

    def unseal(self, sealed: bytes, about: str) -> bytes:
        """Raises ValueError when the bytes were altered or belong elsewhere."""
        ...

    @property
    def lock(self) -> str:
        """What the file keeps about its lock: "" without one, else salt, cost and a check value. No key."""
        ...


@dataclass(frozen=True)
class Open:
    """No passphrase: records lie as they are."""

    lock: str = ""

    def seal(self, body: bytes, about: str) -> bytes:
        return body

    def unseal(self, sealed: bytes, about: str) -> bytes:
        return sealed


class Locked:
    """A passphrase: AES-256-GCM with a fresh nonce for every record. Neither key nor passphrase is ever printed."""

    def __init__(self, key: bytes, lock: str) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - only a history needs it

        self._aead = AESGCM(key)
        self.lock = lock

    def seal(self, body: bytes, about: str) -> bytes:
        padded = len(body).to_bytes(4, "big") + body
        padded = padded.ljust(-(-len(padded) // _STEP) * _STEP, b"\0")
        nonce = os.urandom(_NONCE)
        return nonce + self._aead.encrypt(nonce, padded, about.encode())

    def unseal(self, sealed: bytes, about: str) -> bytes:
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415

        try:
            padded = self._aead.decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode())
        except InvalidTag as error:
            raise ValueError("altered, or sealed with another key") from error
        return padded[4 : 4 + int.from_bytes(padded[:4], "big")]


def new_cipher(passphrase: str) -> Cipher:
    """A cipher for a history that is about to be written.

    Raises InputError for a passphrase that is too short.
    """
    if not passphrase:
        return Open()
    if len(passphrase) < LEAST_LENGTH:
        raise InputError(f"A passphrase needs at least {LEAST_LENGTH} characters. A few words in a row are a good one.")
    facts: dict[str, Any] = {**_COST, "salt": os.urandom(16).hex()}
    key = _key(passphrase, facts)
    facts["check"] = Locked(key, "").seal(_CHECK, "check").hex()
    return Locked(key, json.dumps(facts))


def cipher_for(lock: str, passphrase: str) -> Cipher:
    """The cipher of an existing history.

    Raises WrongPassphrase, HistoryDamaged.
    """
    if not lock:
        return Open()
    if not passphrase:
        raise WrongPassphrase("Your history has a passphrase. Enter it to open your history.")
    try:
        facts = json.loads(lock)
        check = bytes.fromhex(facts["check"])
        made = Locked(_key(passphrase, facts), lock)
    except (ValueError, TypeError, KeyError) as error:
        raise HistoryDamaged("The lock of your history file is damaged, so no passphrase can open it.") from error
    try:
        made.unseal(check, "check")
    except ValueError as error:
        raise WrongPassphrase("That passphrase does not open your history. Check it and try again.") from error
    return made


def _key(passphrase: str, facts: dict[str, Any]) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt  # noqa: PLC0415

    n, r, p = int(facts["n"]), int(facts["r"]), int(facts["p"])
    if n * r * p > _MOST_COST:
        raise ValueError("the file asks for more work than any Attune does")
    # The same letters typed on another system may arrive composed differently.
    same = unicodedata.normalize("NFKC", passphrase).encode()
    return Scrypt(salt=bytes.fromhex(facts["salt"]), length=32, n=n, r=r, p=p).derive(same)
