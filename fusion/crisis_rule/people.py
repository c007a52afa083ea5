"""Who a phrase speaks of, and who speaks it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from fusion.crisis_rule.lexicon import lexicon
from fusion.crisis_rule.phrases import Hit
from fusion.crisis_rule.reading import BREAK, Word

Subject = Literal["first", "second", "close", "third", "generic", "nobody"]
REACH = 14


def before(hit: Hit) -> Sequence[Word]:
    """Words of the sentence to the left of the hit."""
    return hit.sentence.words[: hit.first]


def subject(hit: Hit) -> Subject:
    """Who does it: the nearest person to the left within reach, or within the hit itself."""
    lists = lexicon().words
    inside = [w.text for w in hit.sentence.words[hit.first : hit.last + 1]]
    owned = {after for word, after in pairwise(inside) if word == "my"}
    if owned - lists["close"] or not lists["first"].isdisjoint(inside):
        return "first"
    if owned:
        return "close"
    for word in reversed(before(hit)[-REACH:]):
        for name in ("first", "second", "close", "third", "generic"):
            if word.text in lists[name]:
                return name
        if word.text == BREAK and hit.group.person == "subject" and before(hit)[-1].text == BREAK:
            return "nobody"
    return "nobody"


def is_writer(hit: Hit) -> bool:
    """Whether it is the writer who is the subject, or nobody where nothing points at a study or a headline."""
    who = subject(hit)
    return who == "first" or (who == "nobody" and not lexicon().any_of("studied", hit.sentence.line))


def names_writer(hit: Hit) -> bool:
    """Whether phrases of danger from others or of an attempt say by themselves that it is the writer's."""
    return hit.group.kind not in ("past_attempt", "abuse") or bool(re.search(r"\b(my|myself|me|i|im|ive)\b", hit.text))


def speaker(words: Sequence[str]) -> Subject:
    """Who speaks in "my friend said ...": the nearest person before a verb of saying."""
    lists = lexicon().words
    verbs = [i for i, w in enumerate(words) if w in lists["reporting"]]
    for i in reversed(words[: verbs[-1]] if verbs else []):
        for name in ("first", "close", "third", "generic"):
            if i in lists[name]:
                return name
    return "nobody"


def other_subject(hit: Hit) -> Subject:
    """Who is in danger in a phrase about someone else: the nearest person to the left."""
    lists = lexicon().words
    words = [w.text for w in hit.sentence.words]
    for i in range(hit.first - 1, max(-1, hit.first - REACH - 4), -1):
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
