"""How hard a message is to read: the Flesch-Kincaid grade, with a small syllable counter and a short list of terms."""

import re

# Kincaid et al. (1975). Grade = 0.39 words per sentence + 11.8 syllables per word - 15.59.
WORDS_PER_SENTENCE = 0.39
SYLLABLES_PER_WORD = 11.8
OFFSET = 15.59

# Words that cannot be said more simply here and that most people know; each counts as two syllables.
KNOWN_TERMS = frozenset(
    [
        *("anxiety", "anxious", "attune", "attunes", "baseline", "cancer", "clinical", "counsellor", "counsellors"),
        *("counselling", "depression", "diagnosis", "emergency", "feelings", "hospital", "information", "moderate"),
        *("mobile", "modality", "numbers", "psychologist", "questionnaire", "questionnaires", "recording"),
        *("recordings", "suicide", "suicidal", "survivor", "therapist", "therapy", "university", "whatsapp"),
    ]
)
_SENTENCE_END = re.compile(r"[.?!:]+(?:\s|$)|\n+")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|\d[\d.,%:]*")
_ADDRESS = re.compile(r"https?://\S+|\b[\w-]+\.(?:com|org|net|yaml|json|wav|csv|py|lu|dk|fi)\b\S*")


def syllables(word: str) -> int:
    """Syllables of an English word, near enough for an average."""
    plain = re.sub("[^a-z]", "", word.lower())
    if not plain:
        return 1
    if plain in KNOWN_TERMS:
        return 2
    groups = len(re.findall("[aeiouy]+", plain))
    silent = re.search("(?:[^aeiouyl]|[aeiouy]l)e$|[^aeioutd]ed$|[^aeiousxzcgh]es$", plain)
    hidden = len(re.findall("ia(?!l|g)|io(?!n|u)|ea(?=$|s$)|uo|ua(?!rd|l$)|[aeiou]ing", plain))
    return max(1, groups - bool(silent) + hidden)


def words_in(text: str) -> list[str]:
    """The words of a text, without web addresses."""
    return _WORD.findall(_ADDRESS.sub(" ", text))


def grade(text: str) -> float:
    """Flesch-Kincaid grade: the years of American school that the text asks for."""
    words = words_in(text)
    if not words:
        return 0.0
    sentences = [part for part in _SENTENCE_END.split(_ADDRESS.sub(" ", text)) if words_in(part)]
    per_sentence = len(words) / max(1, len(sentences))
    return WORDS_PER_SENTENCE * per_sentence + SYLLABLES_PER_WORD * sum(map(syllables, words)) / len(words) - OFFSET
