"""Whether a phrase is denied: "I would never", "not that I want to"; and whether the denial holds."""

from __future__ import annotations

from fusion.crisis_rule.lexicon import lexicon
from fusion.crisis_rule.people import REACH, before
from fusion.crisis_rule.phrases import Hit

_AFTER = 9
_SPEAKER = frozenset({"i", "im", "id", "ive", "ill"})


def is_denied(hit: Hit) -> bool:
    """Whether a denial reaches the hit through words that pass it on, and is not itself taken back."""
    after = "".join(w.text + " " for w in hit.sentence.words[hit.last + 1 : hit.last + 1 + _AFTER])
    if lexicon().any_of("relief", hit.sentence.line):
        return True
    if lexicon().denied_after.match(after):
        return not lexicon().undenied.search(_through(hit))
    place = _denial(hit)
    return place is not None and not _taken_back(hit, place, after)


def _denial(hit: Hit) -> int | None:
    """Place of the word that denies, if only words that pass a denial on stand between it and the hit."""
    words = lexicon().words
    texts = [w.text for w in hit.sentence.words[: hit.first + 1]]
    for i in range(hit.first - 1, max(-1, hit.first - REACH), -1):
        if texts[i] in words["denial"] or (texts[i] == "no" and texts[i + 1] in words["no_before"]):
            return i
        if texts[i] == "imagine" and i and texts[i - 1] in ("cant", "couldnt"):
            return i
        if texts[i] not in words["chain"] or (texts[i] in _SPEAKER and texts[i - 1] not in words["links"]):
            return None  # the second: a new statement begins with "I", and nothing links it to what was denied
    return None


def _taken_back(hit: Hit, place: int, after: str) -> bool:
    """ "I can't promise that I won't", "not to be dramatic", "I haven't yet": the denial does not hold."""
    words = hit.sentence.words
    if words[place].text == "not" and words[place + 1].text == "to":
        return True
    if lexicon().affirmed_after.match(after):
        return True
    until = "".join(w.text + " " for w in words[: place + 1])
    return bool(lexicon().undenied.search(until) or lexicon().undenied.search(_through(hit)))


def _through(hit: Hit) -> str:
    """All words before the hit."""
    return "".join(w.text + " " for w in before(hit))


def is_denied_for_other(hit: Hit) -> bool:
    """Whether it is denied of someone else: "my son would never"."""
    chain = lexicon().words["chain"] | lexicon().words["third"]
    for word in reversed(before(hit)[-8:]):
        if word.text in lexicon().words["denial"]:
            return True
        if word.text not in chain:
            return False
    return False
