"""Read a folded text as sentences of plain words, with disguises, slips of the keyboard and slang undone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple, cast

import yaml

from fusion.crisis_rule.folding import Folded, latin

HERE = Path(__file__).parent
BREAK = "|"
_MAX_WORDS = 90
_OVERLAP = 30
_TOKEN = re.compile(
    r"(?P<word>k[i!|][!|]{2}(?=\s+my)|[$@]?[^\W_](?:[^\W_]|['!@$*|+](?=[^\W_*])|\*+(?=\w))*)|(?P<skull>[\U0001f480\u2620])|(?P<note>[♪♫\U0001f3b5\U0001f3b6])"
    r"|(?P<quote>\"+)|(?P<end>[.!?…。！？]+(?=[\s\"')\]]|$))|(?P<line>\n[\n ]*)|(?P<mark>[,;:()\[\]—–~]| [-/] )"
)
_LEET = {
    "0": "o",
    "1": "il",
    "3": "e",
    "4": "a",
    "5": "s",
    "7": "t",
    "8": "b",
    "!": "il",
    "@": "a",
    "$": "s",
    "|": "il",
    "+": "t",
}
_HIDDEN = re.compile(r"[0-9!@$|+*]")


class Word(NamedTuple):
    """One plain word and where it stood in the folded text. BREAK, notes and quotes are words too."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """Plain words between two full stops. `line` is their text with one space around each word."""

    words: tuple[Word, ...]
    line: str = field(init=False)
    offsets: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        offsets, at = [], 1
        for word in self.words:
            offsets.append(at)
            at += len(word.text) + 1
        object.__setattr__(self, "line", " " + " ".join(w.text for w in self.words) + " ")
        object.__setattr__(self, "offsets", tuple(offsets))


def load_yaml(path: Path) -> Any:
    """A data file of this rule; the C parser, where PyYAML has it, starts ten times faster."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf8"), Loader=loader)  # noqa: S506 - both loaders are safe


@lru_cache(maxsize=1)
def _spelling() -> dict[str, Any]:
    return cast(dict[str, Any], load_yaml(HERE / "spelling.yaml"))


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, tuple[str, ...]], dict[tuple[str, str], tuple[str, ...]], frozenset[str]]:
    raw = _spelling()
    expansions = {str(k): tuple(str(v).split()) for k, v in raw["expansions"].items()}
    pairs = {(a, b): tuple(str(v).split()) for k, v in raw["pairs"].items() for a, b in [str(k).split()]}
    known = frozenset([*raw["sensitive"], *raw["glue"], *raw["fuzzy"], *expansions])
    return expansions, pairs, known


def read(folded: Folded) -> Iterator[Sentence]:
    """Sentences of the text, none longer than 90 words (longer ones come in overlapping pieces)."""
    known: dict[str, tuple[str, ...]] = {}  # for this text only: nothing of what a person wrote is kept
    for tokens in _sentences(folded.text):
        words = _joined(_expanded(_unspaced(tokens), known))
        for start in range(0, max(1, len(words) - _OVERLAP), _MAX_WORDS - _OVERLAP):
            yield Sentence(tuple(words[start : start + _MAX_WORDS]))


def _sentences(text: str) -> Iterator[list[Word]]:
    current: list[Word] = []
    since_line = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "word":
            current.append(Word(match[0], match.start(), match.end()))
            since_line += 1
        elif kind in ("skull", "note", "quote"):
            current.append(Word({"skull": "skull", "note": "♪", "quote": '"'}[kind], match.start(), match.end()))
        elif kind == "end" and current and len(current[-1].text) == 1 and match[0] == ".":
            continue  # an initial, or letters that were set apart
        elif kind == "mark" or _goes_on(kind, since_line, len(current)):
            current.append(Word(BREAK, match.start(), match.end()))
        elif kind == "end" or since_line >= 4 or "\n" in match[0][1:]:
            yield current
            current, since_line = [], 0
        else:
            since_line = 0
    yield current


def _goes_on(kind: str | None, since_line: int, length: int) -> bool:
    """A full stop after one or two words ("Suicide. That is ...") is read as a comma."""
    return kind == "end" and 0 < length <= 2 and since_line <= 2


def _unspaced(words: Sequence[Word]) -> list[Word]:
    """Join letters that were set apart: k i l l m y s e l f."""
    out: list[Word] = []
    run: list[Word] = []
    for word in [*words, Word(BREAK, 0, 0)]:
        if len(word.text) == 1 and word.text.isalnum() and word.text.isascii():
            run.append(word)
            continue
        out.extend(_read_run(run))
        run = []
        out.append(word)
    return out[:-1]


def _read_run(run: list[Word]) -> list[Word]:
    if len(run) < 3:
        return run
    letters = "".join(w.text for w in run)
    for first in range(min(3, len(run) - 2)):
        parts = _unglue(letters[first:])
        if parts:
            out, at = run[:first], first
            for part in parts:
                out.append(Word(part, run[at].start, run[at + len(part) - 1].end))
                at += len(part)
            return out
    return run


def _expanded(words: Sequence[Word], known: dict[str, tuple[str, ...]]) -> list[Word]:
    for word in words:
        if word.text not in known:
            known[word.text] = plain_words(word.text)
    return [Word(plain, w.start, w.end) for w in words for plain in known[w.text]]


def _joined(words: Sequence[Word]) -> list[Word]:
    """Read neighbours such as "i am" as one word."""
    pairs = _tables()[1]
    out: list[Word] = []
    for word in words:
        plain = pairs.get((out[-1].text, word.text)) if out else None
        if plain:
            start = out.pop().start
            out.extend(Word(p, start, word.end) for p in plain)
        else:
            out.append(word)
    return out


def plain_words(token: str) -> tuple[str, ...]:
    """The plain words that a token stands for; the token itself, without apostrophes, when it is none of ours."""
    if len(token) > 40:
        return (token[:40],)
    expansions, _, known = _tables()
    word = latin(token).replace("'", "")
    for candidate in _candidates(word):
        if candidate in expansions:
            return expansions[candidate]
        if candidate in known:
            return (candidate,)
        slipped = _slip(candidate)
        if slipped:
            return slipped
    parts = _unglue(word)
    return tuple(plain for part in parts for plain in expansions.get(part, (part,))) or (word,)


def _candidates(word: str) -> Iterator[str]:
    """The word, without stretched letters, and with digits and symbols read as letters."""
    yield word
    if re.search(r"(.)\1\1", word):
        yield re.sub(r"(.)\1{2,}", r"\1\1", word)
        yield re.sub(r"(.)\1{2,}", r"\1", word)
    if _HIDDEN.search(word) and re.search(r"[a-z]", word):
        yield from _unmasked(word)


def _unmasked(word: str) -> Iterator[str]:
    if "*" in word:
        pattern = re.compile(re.sub(r"\*+", "[a-z]{1,4}", re.escape(word.replace("*", "\0")).replace("\0", "*")))
        yield from (s for s in _spelling()["sensitive"] if s[0] == word[0] and pattern.fullmatch(s))
        return
    choices = [_LEET.get(c, c) for c in word]
    if sum(len(c) > 1 for c in choices) <= 4:
        for letters in product(*choices):
            plain = "".join(letters)
            yield plain
            slipped = _slip(plain)
            if slipped:
                yield slipped[0]


def _slip(word: str) -> tuple[str, ...]:
    """The long word that this one is a single slip away from."""
    raw = _spelling()
    if not 5 <= len(word) <= 12 or word in raw["not_fuzzy"]:
        return ()
    for key in raw["fuzzy"]:
        if word[0] == key[0] and abs(len(word) - len(key)) <= 1 and one_slip(word, key):
            return (key,)
    return ()


def one_slip(a: str, b: str) -> bool:
    """Whether one insertion, deletion, replacement or swap of neighbours turns `a` into `b`."""
    if len(a) > len(b):
        a, b = b, a
    i = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) < len(b):
        return a[i:] == b[i + 1 :]
    return a[i + 1 :] == b[i + 1 :] or (a[i : i + 2] == b[i : i + 2][::-1] and a[i + 2 :] == b[i + 2 :])


def _unglue(word: str) -> list[str]:
    """Words that were run together, when all of it is read and one of them is about death or self; else nothing."""
    raw = _spelling()
    if not 3 <= len(word) <= 40 or not word.isalpha() or not any(s in word for s in raw["sensitive"]):
        return []
    best: list[list[str] | None] = [[]] + [None] * len(word)
    glue = set(raw["glue"])
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 9), end):
            before = best[start]
            if before is not None and word[start:end] in glue:
                found = [*before, word[start:end]]
                if best[end] is None or len(found) < len(cast(list[str], best[end])):
                    best[end] = found
    parts = best[-1] or []
    return parts if any(p in raw["sensitive"] for p in parts) else []
