"""Read a folded text as sentences of plain words, with disguises, slips of the keyboard and slang undone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from fusion.crisis_rule.folding import Folded
from fusion.crisis_rule.spelling import plain_words, tables, unglue

BREAK = "|"
_MAX_WORDS = 90
_OVERLAP = 30
_TOKEN = re.compile(
    r"(?P<word>k[i!|][!|]{2}(?=\s+my)|[$@]?[^\W_](?:[^\W_]|['!@$*|+](?=[^\W_*])|\*+(?=\w))*)|(?P<skull>[\U0001f480\u2620])|(?P<note>[♪♫\U0001f3b5\U0001f3b6])"
    r"|(?P<quote>\"+)|(?P<end>[.!?…。！？]+(?=[\s\"')\]]|$))|(?P<line>\n[\n ]*)|(?P<mark>[,;:()\[\]—–~]| [-/] )"
)
# One line end, or dots.
_PAUSE = re.compile(r"\n *$|\.{2,}$|…")
# A bare answer ("No.", "I ticked no.") belongs to the question before it, unless what follows takes it back.
_ANSWER = re.compile(
    r"(?:\s+i (?:\w+ )?(?:said|say|ticked|put|answered|circled) (?:no|never|not at all)(?=[.,!]|\s*$)"
    r"|(?<=\?)\s+(?:no|nope|never)(?=,)|\s+(?:no, never|no|nope|never|none|not at all)(?=[.!]|\s*$))"
    r"(?!.{0,160}\b(?:lied|lie|lying|yes|should have|pills|tablets|rope|knife|bridge|goodbye)\b)"
    r"(?![.,!]*\s+(?:but|because|worse|i(?:'ve| have)(?! never| not)"
    r"|i (?:mean|did|tried|already|plan|(?:do|am)(?=[.,!]|\s*$))))"
)


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


def read(folded: Folded) -> Iterator[Sentence]:
    """Sentences of the text, none longer than 90 words (longer ones come in overlapping pieces)."""
    known: dict[str, tuple[str, ...]] = {}  # for this text only: nothing of what a person wrote is kept
    for tokens, _ in _sentences(folded.text):
        words = _joined(_expanded(_unspaced(tokens), known))
        for start in range(0, max(1, len(words) - _OVERLAP), _MAX_WORDS - _OVERLAP):
            yield Sentence(tuple(words[start : start + _MAX_WORDS]))


def read_on(folded: Folded) -> Iterator[Sentence]:
    """What stands around each pause that ended a sentence in `read`: a full line, or dots in mid-sentence."""
    known: dict[str, tuple[str, ...]] = {}
    for (before, is_pause), (after, _) in pairwise(_sentences(folded.text)):
        if is_pause:
            yield Sentence(tuple(_joined(_expanded(_unspaced([*before[-_OVERLAP:], *after[:_OVERLAP]]), known))))


def _sentences(text: str) -> Iterator[tuple[list[Word], bool]]:
    """Words of each sentence, and whether it ended with a mere pause, after which it may go on."""
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
        elif kind == "mark" or _goes_on(kind, since_line, len(current)) or _is_answered(match, current):
            current.append(Word(BREAK, match.start(), match.end()))
        elif kind == "end" or since_line >= 4 or "\n" in match[0][1:]:
            yield current, _PAUSE.match(match[0]) is not None
            current, since_line = [], 0
        else:
            since_line = 0
    yield current, False


def _goes_on(kind: str | None, since_line: int, length: int) -> bool:
    """A full stop after one or two words ("Suicide. That is ...") is read as a comma."""
    return kind == "end" and 0 < length <= 2 and since_line <= 2


def _is_answered(mark: re.Match[str], current: Sequence[Word]) -> bool:
    """A question and the "No" after it are read as one sentence, so that it is known what is denied."""
    asked = mark.lastgroup == "end" and all(word.text != BREAK for word in current[-2:])
    return asked and _ANSWER.match(mark.string, mark.end()) is not None


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
        parts = unglue(letters[first:])
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
    pairs = tables()[1]
    out: list[Word] = []
    for word in words:
        plain = pairs.get((out[-1].text, word.text)) if out else None
        if plain:
            start = out.pop().start
            out.extend(Word(p, start, word.end) for p in plain)
        else:
            out.append(word)
    return out
