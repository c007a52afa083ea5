"""Bring every text to one way of writing, in training and in serving, and remember where each character came from."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.letters import as_latin
from text_model.names import GIVEN_NAMES, READ_AS, WORDS_TOO

Replacement = str | Callable[[re.Match[str]], str]

_QUOTES = str.maketrans(
    "\u2018\u2019\u201a\u201b\u02b9\u02bb\u02bc\u2032\u00b4`\u201c\u201d\u201e\u201f\u00ab\u00bb\u2010\u2011\u2013\u2014\u2212",
    "''''''''''\"\"\"\"\"\"-----",
)
_MOJIBAKE = {
    "\u00e2\u0080\u0099": "'", "\u00e2\u0080\u0098": "'", "\u00e2\u0080\u009c": '"', "\u00e2\u0080\u009d": '"',
    "\u00e2\u0080\u00a6": "...", "\u00e2\u20ac\u2122": "'", "\u00e2\u20ac\u0153": '"', "\u00e2\u20ac\u00a6": "...",
    "\u00e2\u0080\u0093": "-", "\u00e2\u0080\u0094": "-", "\u00c2\u00a0": " ",
}  # fmt: skip
# "dont", "don t" and "don't" mean the same; which of them stands there depends on the platform, not on the person.
_NOT = {"do", "does", "did", "is", "are", "was", "were", "have", "has", "had", "would", "could", "should", "must", "ai"}
_GLUED = {f"{verb}nt": f"{verb}n't" for verb in _NOT} | {
    "cant": "can't", "wont": "won't", "im": "i'm", "ive": "i've", "youre": "you're", "theyre": "they're",
    "thats": "that's", "whats": "what's", "youve": "you've", "theyve": "they've", "weve": "we've",
    "youll": "you'll", "theyll": "they'll",
    "hes": "he's", "shes": "she's", "theres": "there's", "itll": "it'll", "lets": "let's", "wa": "was",
    "idk": "i don't know", "dunno": "don't know", "wanna": "want to", "gonna": "going to", "gotta": "got to",
    "kinda": "kind of",
}  # fmt: skip
_SPLIT_NOT = "|".join(sorted((f"{verb}n" for verb in _NOT), key=len, reverse=True))

_CONTROLS = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
_INVISIBLE = (
    "\u00ad\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
# A letter with its accents, which may stand apart from it. So few at a time, for a run is sorted in its length squared.
_LETTER = re.compile("[^\u0300-\u036f][\u0300-\u036f]{0,9}|[\u0300-\u036f]", re.S)
# Digits within a word that stand for letters: "k1ll mys3lf".
_DIGITS = str.maketrans("0134", "oiea")

_LARGE, _SMALL = "[A-Z\u00c0-\u00de\u0100-\u017f]", "[a-z\u00df-\u00ff\u0100-\u017f]"


def _plain(word: str) -> str:
    """Without accents."""
    return word if word.isascii() else unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()


_APART = re.compile(rf"\b({_SPLIT_NOT}|can|won)(?: ?' ?| )t\b", re.I)
_STEPS: tuple[tuple[re.Pattern[str], Replacement], ...] = (
    (re.compile("|".join(map(re.escape, _MOJIBAKE))), lambda m: _MOJIBAKE[m[0]]),
    # All that is left of an apostrophe that was read in the wrong encoding.
    (re.compile(r"(?:\u00e2|(?<=[A-Za-z])[\x92\ufffd])(?=[a-z]{1,2}\b)"), "'"),
    (re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});"), lambda m: html.unescape(m[0])),
    # Invisible characters, marks that are left over on letters, and halves of emoji (lone surrogates), which no
    # tokenizer can encode.
    (re.compile(f"[{_CONTROLS}{_INVISIBLE}{_MARKS}\ud800-\udfff\ufffd]"), ""),
    (re.compile(r"(?:https?://|www\.)\S+", re.I), "link"),
    # Who is addressed or quoted belongs to the platform: in one corpus it gave the class away.
    (re.compile(r"(?:\bRT\s+)?(?<!\w)@\w+:?"), ""),
    (re.compile(r"\[(?:user|name)\]", re.I), "someone"),
    (re.compile(r"(?<!\w)/?r/(\w+)"), lambda m: m[1]),
    (re.compile(r"([.!?,;:)\]])(?=[A-Z][a-z]|I\b)"), lambda m: m[1] + " "),
    (re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z]+\s)"), " "),
    (re.compile(r"([A-Za-z])\1{2,}"), lambda m: m[1] * 2),
    (re.compile(r"([!?.,~*_=#-])\1{3,}"), lambda m: m[1] * 3),
    (re.compile(r"(?<=[A-Za-z])[0134](?=[a-z])"), lambda m: m[0].translate(_DIGITS)),
    (re.compile(r"[\s\u115f\u1160\u2800]+"), " "),
    (_APART, lambda m: f"{m[1]}'t"),
    (re.compile(r"\b(i) (m|ve|ll)\b", re.I), lambda m: f"{m[1]}'{m[2]}"),
    (re.compile(r"\b(it|that|he|she|there|what|let) (s)\b", re.I), lambda m: f"{m[1]}'{m[2]}"),
    (re.compile(r"\b(you|we|they) (re|ve|ll)\b", re.I), lambda m: f"{m[1]}'{m[2]}"),
    (re.compile(rf"\b({'|'.join(_GLUED)})\b", re.I), lambda m: _GLUED.get(m[0].lower(), m[0])),
    (re.compile(rf"\b{_LARGE}{_SMALL}{{1,10}}\b"), lambda m: READ_AS if _plain(m[0]) in GIVEN_NAMES else m[0]),
    (re.compile(rf"\b([a-z]+'*,? )(?:{WORDS_TOO})\b(?! (?:of|[A-Z]))"), lambda m: m[1] + READ_AS),
)  # fmt: skip


@dataclass(frozen=True)
class Normalised:
    """`text` as the model reads it; `origin[i]` is the place of its character i in the original."""

    text: str
    origin: np.ndarray
    original_length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of the characters [start, end) of `text`."""
        if start >= len(self.origin):
            return self.original_length, self.original_length
        stop = int(self.origin[end]) if end < len(self.origin) else self.original_length
        # What was put in, and the rest of a word that became several, stands at a place that is taken.
        last = int(self.origin[max(start, min(end, len(self.origin)) - 1)])
        return int(self.origin[start]), max(stop, last + 1)


def normalise(text: str) -> Normalised:
    """Unify quotes, spaces, contractions, entities, runs, links and names; NFKC; keep track of offsets."""
    length = len(text)
    current, origin = _compatible(as_latin(text).translate(_QUOTES))
    for pattern, replacement in _STEPS:
        current, origin = _substitute(pattern, replacement, current, origin)
    lead = len(current) - len(current.lstrip())
    current = current.strip()
    return Normalised(current, origin[lead : lead + len(current)], length)


def _compatible(text: str) -> tuple[str, np.ndarray]:
    """NFKC, letter by letter where it changes something, so that offsets survive."""
    if text.isascii() or unicodedata.is_normalized("NFKC", text):
        return text, np.arange(len(text), dtype=np.int32)
    letters = [(m.start(), unicodedata.normalize("NFKC", m[0])) for m in _LETTER.finditer(text)]
    places = np.array([start for start, _ in letters], np.int32)
    return "".join(piece for _, piece in letters), np.repeat(places, [len(piece) for _, piece in letters])


def _substitute(pattern: re.Pattern[str], new: Replacement, text: str, origin: np.ndarray) -> tuple[str, np.ndarray]:
    pieces: list[str] = []
    places: list[np.ndarray] = []
    last = 0
    for match in pattern.finditer(text):
        replaced = new if isinstance(new, str) else new(match)
        if replaced == match[0]:
            continue
        start, end = match.span()
        pieces += [text[last:start], replaced]
        index = np.minimum(np.arange(start, start + len(replaced)), max(start, end - 1))
        places += [origin[last:start], origin[np.minimum(index, len(origin) - 1)]]
        last = end
    if not pieces:
        return text, origin
    return "".join([*pieces, text[last:]]), np.concatenate([*places, origin[last:]])
