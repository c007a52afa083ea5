"""What a phrase means where it stands: denied, past, quoted, played, joked, or said of someone else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast

from core.types import SignalKind
from fusion.crisis_rule.phrases import Hit
from fusion.crisis_rule.reading import BREAK, Sentence, Word, load_yaml

HERE = Path(__file__).parent
Subject = Literal["first", "second", "close", "third", "generic", "nobody"]
_REACH = 14
_PATTERNS = ("past", "denied_after", "undenied", "idioms")


@dataclass(frozen=True)
class Lexicon:
    """Word lists of context.yaml, ready to use."""

    words: dict[str, frozenset[str]]
    past: re.Pattern[str]
    denied_after: re.Pattern[str]
    undenied: re.Pattern[str]
    idioms: re.Pattern[str]

    def any_of(self, name: str, line: str) -> bool:
        """Whether one of the list's words or phrases stands in `line` (which has spaces around each word)."""
        return any((p if p.startswith(" ") else f" {p} ") in line for p in self.words[name])


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The word lists, read once per process."""
    raw = cast(dict[str, Any], load_yaml(HERE / "context.yaml"))
    words = {name: frozenset(str(v) for v in entries) for name, entries in raw.items()}
    return Lexicon(words, *(re.compile("|".join(map(str, raw[n]))) for n in _PATTERNS))


def judge(hit: Hit) -> SignalKind | None:
    """The kind of signal that a phrase gives where it stands, or None."""
    if hit.group.person == "other":
        return _other(hit)
    if _idiom(hit) or _denied(hit) or _quoted_or_sung(hit) or _played(hit) or _joked(hit):
        return None
    if (hit.group.person == "subject" or not _names_writer(hit)) and not _mine(hit):
        return None
    if hit.group.kind in ("self_injury", "abuse") and lexicon().any_of("accident", hit.sentence.line):
        return None
    if hit.group.kind == "past_attempt":
        return "past_attempt" if _is_past(hit) or not _can_be_recent(hit) else "suicide"
    return None if _is_past(hit) or _someone_says(hit) else hit.group.kind


def is_about_others(sentence: Sentence) -> bool:
    """Whether words of danger stand in a sentence about studies, news, fiction, games, songs or jokes."""
    words = {w.text for w in sentence.words}
    spoken = bool(words & {"i", "im", "ive", "id"})
    topics = ("studied", "work", "games", "lyrics", *(() if spoken else ("news", "fiction", "jokes")))
    return not lexicon().words["danger"].isdisjoint(words) and any(lexicon().any_of(t, sentence.line) for t in topics)


def _left(hit: Hit) -> Sequence[Word]:
    return hit.sentence.words[: hit.first]


def _clause(hit: Hit) -> str:
    """The part of the sentence between two pauses or conjunctions that holds the hit."""
    stops = lexicon().words["pause_words"]
    words = hit.sentence.words
    start = next((i + 1 for i in range(hit.first - 1, -1, -1) if words[i].text in stops), 0)
    end = next((i for i in range(hit.last + 1, len(words)) if words[i].text in stops), len(words))
    return " " + " ".join(w.text for w in words[start:end]) + " "


def subject(hit: Hit) -> Subject:
    """Who does it: the nearest person to the left within reach, or within the hit itself."""
    lists = lexicon().words
    inside = hit.sentence.words[hit.first : hit.last + 1]
    if any(w.text in lists["first"] or w.text == "my" for w in inside):
        return "first"
    for word in reversed(_left(hit)[-_REACH:]):
        for name in ("first", "second", "close", "third", "generic"):
            if word.text in lists[name]:
                return name
        if word.text == BREAK and hit.group.person == "subject" and _left(hit)[-1].text == BREAK:
            return "nobody"
    return "nobody"


def _mine(hit: Hit) -> bool:
    """Whether it is the writer who is the subject, or nobody where nothing points at a study or a headline."""
    who = subject(hit)
    return who == "first" or (who == "nobody" and not lexicon().any_of("studied", hit.sentence.line))


def _names_writer(hit: Hit) -> bool:
    """Whether phrases of danger from others or of an attempt say by themselves that it is the writer's."""
    return hit.group.kind not in ("past_attempt", "abuse") or bool(re.search(r"\b(my|myself|me|i|im|ive)\b", hit.text))


def _idiom(hit: Hit) -> bool:
    offsets = hit.sentence.offsets
    start, end = offsets[hit.first], offsets[hit.last] + len(hit.sentence.words[hit.last].text)
    return any(m.start() < end and m.end() > start for m in lexicon().idioms.finditer(hit.sentence.line))


def _denied(hit: Hit) -> bool:
    """Whether a denial reaches the hit through words that pass it on, and is not itself taken back."""
    words = lexicon().words
    left = _left(hit)
    line = hit.sentence.line
    after = " ".join(w.text for w in hit.sentence.words[hit.last + 1 : hit.last + 9]) + " "
    if lexicon().denied_after.match(after) or lexicon().any_of("relief", line):
        return True
    for i in range(len(left) - 1, max(-1, len(left) - _REACH), -1):
        text = left[i].text
        following = left[i + 1].text if i + 1 < len(left) else hit.sentence.words[hit.first].text
        if text in words["denial"] or (text == "no" and following in words["no_before"]):
            return not _taken_back(hit, i, after)
        if text == "imagine" and i and left[i - 1].text in ("cant", "couldnt"):
            return True
        if text not in words["chain"]:
            return False
    return False


def _taken_back(hit: Hit, place: int, after: str) -> bool:
    """ "I can't promise that I won't", "not to be dramatic", "I haven't yet": the denial does not hold."""
    words = hit.sentence.words
    until = "".join(w.text + " " for w in words[: place + 1])
    through = "".join(w.text + " " for w in words[: hit.first])
    following = words[place + 1].text
    if words[place].text == "not" and following == "to":
        return True
    return after.startswith(("yet ", "more than ", "| no but ")) or bool(
        lexicon().undenied.search(until) or lexicon().undenied.search(through)
    )


def _quoted_or_sung(hit: Hit) -> bool:
    """Whether the hit is a line of a song, or stands in quotation marks as somebody else's words."""
    if lexicon().any_of("lyrics", hit.sentence.line) and hit.group.kind != "medical":
        return True
    before = sum(w.text == '"' for w in _left(hit))
    after = sum(w.text == '"' for w in hit.sentence.words[hit.last + 1 :])
    if not (before % 2 and after):
        return False
    outside = _outside_quotes(hit)
    return not lexicon().words["quoting"].isdisjoint(outside) or _speaker(outside) in ("close", "third", "generic")


def _outside_quotes(hit: Hit) -> list[str]:
    inside, outside = False, []
    for word in hit.sentence.words:
        if word.text == '"':
            inside = not inside
        elif not inside:
            outside.append(word.text)
    return outside


def _speaker(words: Sequence[str]) -> Subject:
    """Who speaks in "my friend said ...": the nearest person before a verb of saying."""
    lists = lexicon().words
    verbs = [i for i, w in enumerate(words) if w in lists["reporting"]]
    for i in reversed(words[: verbs[-1]] if verbs else []):
        for name in ("first", "close", "third", "generic"):
            if i in lists[name]:
                return name
    return "nobody"


def _someone_says(hit: Hit) -> bool:
    """Whether a figure of fiction says it: "the villain says I will kill myself"."""
    words = [w.text for w in _left(hit)[-_REACH:]]
    chain = lexicon().words["chain"] | {"that"}
    while words and words[-1] in chain:
        words.pop()
    said = bool(words) and words[-1] in lexicon().words["reporting"]
    return said and _speaker(words) in ("generic", "third") and lexicon().any_of("fiction", hit.sentence.line)


def _played(hit: Hit) -> bool:
    line = hit.sentence.line
    return lexicon().any_of("games", line) and not lexicon().any_of("serious", line)


def _joked(hit: Hit) -> bool:
    """Hyperbole: a trifle as the cause, or a frame of speech together with a laugh."""
    line = hit.sentence.line
    if lexicon().any_of("serious", line):
        return False
    if hit.group.name == "not_here" and " anymore " in line and lexicon().any_of("trivial_place", line):
        return True
    frame = lexicon().any_of("hyperbole", line)
    return frame and (lexicon().any_of("jokes", line) or lexicon().any_of("trivial", line))


def _is_past(hit: Hit) -> bool:
    """Whether the hit is told as long over."""
    clause = _clause(hit)
    if not lexicon().past.search(hit.sentence.line):
        return False
    if lexicon().any_of("returned" if lexicon().any_of("long_past", clause) else "now", clause):
        return False
    near = [w.text for w in _left(hit)[-8:]] + [w.text for w in hit.sentence.words[hit.first : hit.last + 1]]
    return not lexicon().words["past_verbs"].isdisjoint(near)


def _can_be_recent(hit: Hit) -> bool:
    """ "I tried to kill myself" may have been last night; "my attempt" or "survivor" speak of something known."""
    if lexicon().any_of("recent", hit.sentence.line):
        return True
    tried = re.search(r"\b(tried|trying|attempted|attempting|overdosed|overdose|od)\b", hit.text)
    return bool(tried) and not re.search(r"\b(survived|survivor|twice|once|several|multiple)\b", hit.sentence.line)


def _other(hit: Hit) -> SignalKind | None:
    """Someone whom the writer knows may be in danger; not a figure, a headline or a subject of study."""
    line = hit.sentence.line
    lists = lexicon()
    if any(lists.any_of(name, line) for name in ("fiction", "news", "lyrics", "games")) or _denied_for_other(hit):
        return None
    if _is_past(hit):
        return None
    who = _other_subject(hit)
    if who == "close":
        return "other_person"
    if who == "third" and not lists.any_of("work", line):
        return "other_person"
    return None


def _other_subject(hit: Hit) -> Subject:
    lists = lexicon().words
    words = [w.text for w in hit.sentence.words]
    for i in range(hit.first - 1, max(-1, hit.first - _REACH - 4), -1):
        text = words[i]
        if text in lists["first"] and text not in ("me", "us"):
            return "first"
        if text in lists["second"]:
            return "second"
        if text in lists["generic"]:
            return "generic"
        if text in lists["close"]:
            return "close"
        if text in lists["third"]:
            earlier = set(words[:i])
            return "generic" if earlier & lists["generic"] and not earlier & lists["close"] else "third"
    return "nobody"


def _denied_for_other(hit: Hit) -> bool:
    chain = lexicon().words["chain"] | lexicon().words["third"]
    for word in reversed(_left(hit)[-8:]):
        if word.text in lexicon().words["denial"]:
            return True
        if word.text not in chain:
            return False
    return False
