"""Fold a text so that disguises fall away, and remember where each folded character came from."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from core.letters import LOOKALIKES, as_latin

_APOSTROPHES = frozenset("'’‘ʼʹ′`´＇ʻ‛")
# An apostrophe that was read in the wrong encoding, whole or as what is left of it ("donât", "don?t"), or that the
# finger missed by a key ("don;t"); HTML; the first half of a line end of Windows.
_BROKEN = re.compile(
    "â(?:€™|\x80\x99)|(?<=[A-Za-z])(?:[â;?\ufffd]|\\\\'|'')(?=(?:t|s|m|d|re|ve|ll)(?![\\w\ufffd]))"
    "|&(?:#\\d{1,6}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});|\r(?=\n)"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
_QUOTES = frozenset('"“”„«»‟＂「」『』')
# Combining marks that decorate a letter. Others (Devanagari vowels, kana voicing) make the letter and stay.
_DECORATION = (
    (0x0300, 0x036F),
    (0x0483, 0x0489),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE20, 0xFE2F),
)
_NOT_DECOMPOSED = ((0x3040, 0x30FF), (0xAC00, 0xD7A3), (0x0900, 0x0DFF))
# Spaces that Unicode counts among the letters.
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0")
_SPECIAL = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"}


@dataclass(frozen=True)
class Folded:
    """`text` in plain lower case; `origin[i]` is the place of its character i in the original, one more at the end."""

    text: str
    origin: tuple[int, ...] | range

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Original character offsets of the folded slice start:end (not empty)."""
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> Folded:
    """Lower case, compatibility forms, no accents, no invisible characters, one kind of quote and apostrophe."""
    text = as_latin(text)
    broken = {place: part for m in _BROKEN.finditer(text) for place, part in _mended(m)}
    if text.isascii() and not broken and not _CONTROL.search(text):
        return Folded(text.lower().replace("`", "'"), range(len(text)))
    pieces: list[str] = []
    origin: list[int] = []
    for place, char in enumerate(text):
        folded = broken[place] if place in broken else _fold_char(char)
        if folded:
            pieces.append(folded)
            origin.extend([place] * len(folded))
    return Folded("".join(pieces), tuple(origin))


def _mended(broken: re.Match[str]) -> Iterator[tuple[int, str]]:
    """What stands at each place of a broken apostrophe, a line end or an HTML entity: all at the first one."""
    start, end = broken.span()
    meant = {"&": html.unescape(broken[0]), "\r": ""}.get(broken[0][0], "'")
    yield start, "".join(map(_fold_char, meant))
    yield from ((place, "") for place in range(start + 1, end))


@lru_cache(maxsize=8192)
def _fold_char(char: str) -> str:
    if char in _APOSTROPHES:
        return "'"
    if char in _QUOTES:
        return '"'
    if char.isspace() or char in _BLANKS:
        return "\n" if char in "\n\r\u2028\u2029" else " "
    if unicodedata.category(char) in ("Cf", "Cc", "Cs") or _within(char, _DECORATION) or 0xFE00 <= ord(char) <= 0xFE0F:
        return ""
    decomposed = unicodedata.normalize("NFKC" if _within(char, _NOT_DECOMPOSED) else "NFKD", char)
    kept = "".join(_SPECIAL.get(c, c) for c in decomposed.casefold() if not _within(c, _DECORATION))
    return kept.replace("\u2044", "/")


def _within(char: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= ord(char) <= high for low, high in ranges)


def latin(word: str) -> str:
    """`word` with look-alike letters read as Latin when it also holds real Latin letters; else unchanged."""
    if word.isascii() or not any("a" <= c <= "z" for c in word):
        return word
    return word.translate(LOOKALIKES)
