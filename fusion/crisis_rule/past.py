"""Whether a phrase tells of a time that is over, or of one that goes on."""

from __future__ import annotations

import re

from fusion.crisis_rule.lexicon import lexicon
from fusion.crisis_rule.people import before
from fusion.crisis_rule.phrases import Hit


def is_past(hit: Hit) -> bool:
    """Whether the hit is told as long over."""
    clause = _clause(hit)
    if not lexicon().past.search(hit.sentence.line) or lexicon().ongoing.search(hit.sentence.line):
        return False
    if lexicon().any_of("returned" if lexicon().any_of("long_past", clause) else "now", clause):
        return False
    near = [w.text for w in before(hit)[-8:]] + [w.text for w in hit.sentence.words[hit.first : hit.last + 1]]
    return not lexicon().words["past_verbs"].isdisjoint(near)


def can_be_recent(hit: Hit) -> bool:
    """ "I tried to kill myself" may have been last night; "my attempt" or "survivor" speak of something known."""
    if lexicon().any_of("recent", hit.sentence.line):
        return True
    tried = re.search(r"\b(tried|trying|attempted|attempting|overdosed|overdose|od)\b", hit.text)
    return bool(tried) and not re.search(r"\b(survived|survivor|twice|once|several|multiple)\b", hit.sentence.line)


def _clause(hit: Hit) -> str:
    """The part of the sentence between two pauses or conjunctions that holds the hit."""
    stops = lexicon().words["pause_words"]
    words = hit.sentence.words
    start = next((i + 1 for i in range(hit.first - 1, -1, -1) if words[i].text in stops), 0)
    end = next((i for i in range(hit.last + 1, len(words)) if words[i].text in stops), len(words))
    return " " + " ".join(w.text for w in words[start:end]) + " "
