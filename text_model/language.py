"""Does a text look like the English that the model learned? Cheap signs: known small words, letters, word pieces."""

from __future__ import annotations

import re
from dataclasses import dataclass

# The small words of English that hardly any sentence of some length does without.
_SMALL = frozenset(
    ["the", "be", "is", "am", "are", "was", "were", "been", "being", "to", "of", "and", "a", "an", "in", "that", "have", "has", "had", "it", "i", "i'm", "i've", "i'd", "i'll", "it's", "that's", "don't", "can't", "not", "no", "for", "on", "with", "he", "she", "they", "we", "you", "my", "me", "your", "his", "her", "their", "our", "this", "but", "or", "if", "so", "at", "by", "from", "as", "what", "when", "who", "how", "why", "do", "does", "did", "just", "can", "will", "would", "could", "should", "about", "all", "up", "out", "there", "then", "than", "too", "very", "more", "some", "any", "get", "got", "go", "going", "because", "like", "feel", "feels", "felt", "want", "know", "think", "need", "really", "never", "always", "every", "much", "over", "only", "again", "after", "before", "now", "today", "day", "time", "life", "people", "one", "back", "down", "off", "still", "even", "don", "didn't", "won't", "isn't", "wasn't", "them", "him", "us", "its", "into", "where", "here"]
)
# Small words of other languages in Latin letters; those that are English words too are left out.
_FOREIGN = frozenset(
    ["de", "la", "el", "los", "las", "que", "y", "en", "un", "una", "por", "con", "para", "es", "mi", "muy", "pero", "como", "más", "yo", "lo", "le", "les", "et", "des", "du", "je", "ne", "pas", "est", "une", "dans", "pour", "sur", "avec", "qui", "mais", "plus", "il", "elle", "nous", "vous", "ich", "und", "der", "die", "das", "nicht", "ein", "eine", "ist", "zu", "den", "mit", "sich", "auf", "dem", "auch", "es", "wir", "sie", "ik", "het", "een", "van", "niet", "dat", "maar", "op", "zijn", "je", "voor", "och", "att", "det", "som", "jag", "inte", "på", "är", "em", "uma", "não", "eu", "com", "os", "um", "se", "meu", "muito", "di", "che", "non", "sono", "il", "per", "ma", "mi", "della", "gli", "anche", "io", "nie", "się", "jest", "że", "na", "jak", "ale", "tak", "bir", "ve", "bu", "için", "ben", "çok", "yang", "dan", "saya", "aku", "tidak"]
)
_ENGLISH_TOO = frozenset(
    ["me", "no", "so", "in", "on", "a", "is", "am", "was", "at", "or", "an", "as", "to", "do", "die", "he", "has", "had", "be", "we", "van", "dan", "den", "des", "den", "ben", "mit", "op", "il"]
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_CODE = re.compile(
    r"[{}<>;=\[\]\\|$]|\b(?:def|return|import|function|const|null|void|public|class|self|var|elif|SELECT|FROM)\b|\(\)|==|->|::|#include"
)
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2190-\u21ff\u2b00-\u2bff]")
_LIST_LINE = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+\S", re.M)
_LOOKED_AT = 4000


@dataclass(frozen=True)
class Familiarity:
    """`certainty` in [0, 1]: how far the text is of the kind that the model knows; `note` says why it is not."""

    certainty: float
    note: str | None = None


def familiarity(text: str, tokens_per_word: float) -> Familiarity:
    """Judge the first 4,000 characters. `tokens_per_word` is about 1.2 for English and 2 or more for what is unknown."""
    seen = text[:_LOOKED_AT]
    letters = sum(c.isalpha() for c in seen)
    visible = sum(not c.isspace() for c in seen)
    words = [w.lower() for w in _WORD.findall(seen)]
    if not words:
        kind = "emoji" if _EMOJI.search(seen) else "signs or numbers"
        return Familiarity(0.1, f"This is only {kind}, without words, so there is little to read from it.")
    latin = sum(c.isascii() and c.isalpha() for c in seen) / max(1, letters)
    small = sum(w in _SMALL for w in words) / len(words)
    foreign = sum(w in _FOREIGN and w not in _ENGLISH_TOO for w in words) / len(words)
    if latin < 0.6 or (foreign > 0.12 and foreign > small):
        return Familiarity(0.15, "This does not look like English, so the reading is unsure.")
    if len(_CODE.findall(seen)) > max(3, 0.25 * len(words)) and visible > 30:
        return Familiarity(0.2, "This looks like program code or data, not like someone's own words.")
    if len(words) >= 6 and small < 0.08 and tokens_per_word > 1.9:
        return Familiarity(0.2, "These words are mostly unknown to the model, so the reading is unsure.")
    if len(words) >= 8 and len(set(words)) <= max(2, len(words) // 8):
        return Familiarity(0.4, "The same few words are repeated, so the reading is less sure.")
    if len(_LIST_LINE.findall(seen)) >= 3 and small < 0.25:
        return Familiarity(0.5, "This looks like a list, so the reading is less sure.")
    if len(words) < 3:
        return Familiarity(0.5, "This is very short. A few sentences give a better reading.")
    if tokens_per_word > 2.6 and small < 0.15:
        return Familiarity(0.3, "These words are mostly unknown to the model, so the reading is unsure.")
    return Familiarity(min(1.0, 0.6 + 0.05 * len(words)))
