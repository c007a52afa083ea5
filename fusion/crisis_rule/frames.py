"""Frames that take a phrase out of earnest: a plain meaning, an idiom, a quotation, a song, a game, a joke."""

from __future__ import annotations

from fusion.crisis_rule.lexicon import lexicon
from fusion.crisis_rule.people import REACH, before, speaker
from fusion.crisis_rule.phrases import Hit
from fusion.crisis_rule.reading import Sentence

_NEAR = 10


def is_framed(hit: Hit) -> bool:
    """Whether the phrase is meant otherwise where it stands."""
    return _literal(hit) or _idiom(hit) or _quoted_or_sung(hit) or _played(hit) or _joked(hit)


def names_danger(sentence: Sentence) -> bool:
    """Whether a plain word of death or suicide stands in the sentence."""
    return not lexicon().words["danger"].isdisjoint(w.text for w in sentence.words)


def is_about_others(sentence: Sentence) -> bool:
    """Whether words of danger stand in a sentence about studies, news, fiction, games, songs or jokes."""
    spoken = bool({w.text for w in sentence.words} & {"i", "im", "ive", "id"})
    topics = ("studied", "work", "games", "lyrics", *(() if spoken else ("news", "fiction", "jokes")))
    return names_danger(sentence) and any(lexicon().any_of(t, sentence.line) for t in topics)


def _literal(hit: Hit) -> bool:
    """Whether a hint stands close to words that give it a plain meaning: "I won't be here on Friday, dentist"."""
    near = hit.sentence.words[max(0, hit.first - _NEAR) : hit.last + 1 + _NEAR]
    line = " " + " ".join(w.text for w in near) + " "
    return any(lexicon().any_of(name, line) for name in hit.group.unless)


def _idiom(hit: Hit) -> bool:
    offsets = hit.sentence.offsets
    start, end = offsets[hit.first], offsets[hit.last] + len(hit.sentence.words[hit.last].text)
    return any(m.start() < end and m.end() > start for m in lexicon().idioms.finditer(hit.sentence.line))


def _quoted_or_sung(hit: Hit) -> bool:
    """Whether the hit is a line of a song, or stands in quotation marks as somebody else's words."""
    if lexicon().any_of("lyrics", hit.sentence.line) and hit.group.kind != "medical":
        return True
    opened = sum(w.text == '"' for w in before(hit))
    after = sum(w.text == '"' for w in hit.sentence.words[hit.last + 1 :])
    if not (opened % 2 and after):
        return False
    outside = _outside_quotes(hit)
    return not lexicon().words["quoting"].isdisjoint(outside) or speaker(outside) in ("close", "third", "generic")


def _outside_quotes(hit: Hit) -> list[str]:
    inside, outside = False, []
    for word in hit.sentence.words:
        if word.text == '"':
            inside = not inside
        elif not inside:
            outside.append(word.text)
    return outside


def is_said_in_fiction(hit: Hit) -> bool:
    """Whether a figure of fiction says it: "the villain says I will kill myself"."""
    words = [w.text for w in before(hit)[-REACH:]]
    chain = lexicon().words["chain"] | {"that"}
    while words and words[-1] in chain:
        words.pop()
    said = bool(words) and words[-1] in lexicon().words["reporting"]
    return said and speaker(words) in ("generic", "third") and lexicon().any_of("fiction", hit.sentence.line)


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
