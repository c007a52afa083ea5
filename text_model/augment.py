"""Random changes of style, alike for every class and source, so that style says nothing about the label."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random

from text_model.names import READ_AS

_PUNCTUATION = re.compile(r"[^\w\s']+")
_LABEL_WORDS = re.compile(
    r"\b(?:anxiety|anxious(?:ly)?|depress(?:ed|ion|ing|ive)|stress(?:ed|ful|ing)?|bipolar|bpd|avpd|ptsd|adhd|ocd|gad|mdd|"
    r"suicid(?:e|al)|suicide ?watch|panic attacks?)\b",
    re.I,
)
_SHORT_OF = {
    "cannot": "can't",
    "will not": "won't",
    "shall not": "shan't",
    "i am": "i'm",
    **{
        f"{verb} not": f"{verb}n't"
        for verb in ("are", "could", "did", "do", "does", "had", "has", "have", "is", "should", "was", "were", "would")
    },
    **{f"{who} are": f"{who}'re" for who in ("you", "we", "they")},
    **{f"{who} have": f"{who}'ve" for who in ("i", "you", "we", "they")},
    **{f"{who} will": f"{who}'ll" for who in ("i", "you", "he", "she", "it", "we", "they", "that")},
}
_LONG_OF = {short: long for long, short in _SHORT_OF.items()}
_SHORT = re.compile(rf"\b(?:{'|'.join(_LONG_OF)})\b", re.I)
# Not at an end: nobody writes "yes, I'm".
_LONG = re.compile(rf"\b(?:{'|'.join(_SHORT_OF)})(?= \w)", re.I)
_EMOJI = ("😂", "😭", "🙂", "😅", "🥺", "❤️", "🙏", "😔", "🤷", "✨", ":)", ":(", "lol", "lmao", "tbh", "ngl", "haha")
_NEAR = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry",
    "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip


_WRITERS = (
    "a woman", "a man", "nonbinary", "a girl of sixteen", "a boy of fifteen", "eighty years old", "in my forties",
    "Black", "white", "Asian", "Latina", "Arab", "Native American", "Muslim", "Christian", "Jewish", "Hindu",
    "an atheist", "gay", "straight", "bi", "a trans man", "a trans woman", "an immigrant", "a refugee", "deaf",
    "blind", "disabled", "in a wheelchair", "autistic", "a veteran", "a nurse", "a farmer", "a teacher",
    "a student", "retired", "out of work", "a single mum", "a dad of three", "a widow", "poor", "rich",
)  # fmt: skip
_SEXES = {
    "he": "she", "him": "her", "himself": "herself", "man": "woman", "men": "women", "boy": "girl", "boys": "girls",
    "father": "mother", "dad": "mom", "daddy": "mommy", "husband": "wife", "boyfriend": "girlfriend", "son": "daughter",
    "sons": "daughters", "brother": "sister", "brothers": "sisters", "uncle": "aunt", "nephew": "niece", "bf": "gf",
    "grandfather": "grandmother", "grandpa": "grandma", "fiancé": "fiancée", "king": "queen", "male": "female",
}  # fmt: skip
_OTHER_SEX = _SEXES | {b: a for a, b in _SEXES.items()} | {"his": "her", "hers": "his", "mum": "dad", "mam": "dad"}
_SEXED = re.compile(rf"\b(?:{'|'.join(_OTHER_SEX)})\b", re.I)
# "her" before one of these, before punctuation or at the end is "him"; before anything else it is "his".
_AFTER_HIM = frozenset((
    "a", "about", "again", "all", "an", "and", "anymore", "as", "at", "away", "back", "because", "but", "down", "every",
    "for", "from", "he", "here", "how", "i", "if", "in", "is", "it", "just", "me", "more", "my", "never", "now", "of",
    "off", "on", "or", "out", "she", "so", "that", "the", "then", "there", "they", "this", "to", "today", "tomorrow",
    "too", "up", "was", "we", "what", "when", "why", "with", "yesterday", "you",
))  # fmt: skip
_NEXT_WORD = re.compile(r"\s*(\w*)")
# Groups of words that stand for each other in most sentences, a group a line. None of them speaks of danger.
_SYNONYMS = Path(__file__).parent / "synonyms.txt"
_WORD = re.compile(r"[\w-]+")
_NAMED = re.compile(rf"\b{READ_AS}\b")
_ONSETS = ("b", "br", "ch", "d", "dr", "f", "g", "h", "j", "k", "kh", "l", "m", "n", "p", "qu", "r", "s", "sh", "t",
    "th", "v", "w", "x", "y", "z", "")  # fmt: skip
_VOWELS = ("a", "a", "e", "e", "i", "i", "o", "o", "u", "ai", "ee", "ia", "oa", "ou", "y")
_CODAS = ("", "", "", "", "h", "k", "l", "m", "n", "r", "s", "sh", "t", "th")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_DENIAL = re.compile(r"(?:not|no|never|nor|without|cannot|\w+n'?t)\W*", re.I)
_INTRODUCTIONS = ("I am {}. ", "I'm {}. ", "i am {} and ", "As someone who is {}: ", "I am {}, ")


def introduce(text: str, random: Random) -> str:
    """Put a word about the writer before a text, so that who writes says nothing about how they are."""
    return random.choice(_INTRODUCTIONS).format(random.choice(_WRITERS)) + text


def swap_sexes(text: str) -> str:
    """The same text about the other sex: "he told his wife" becomes "she told her husband".

    Counterfactual augmentation (Lu et al. 2018): whoever is spoken of, man or woman, says nothing about the writer.
    """
    return _SEXED.sub(_swapped, text)


def _swapped(match: re.Match[str]) -> str:
    word = match[0]
    other = _OTHER_SEX.get(word.lower(), word)
    if word.lower() == "her":
        following = _NEXT_WORD.match(match.string, match.end())
        other = "his" if following and following[1] and following[1].lower() not in _AFTER_HIM else "him"
    return _cased_as(word, other)


def _cased_as(word: str, other: str) -> str:
    return other.upper() if word.isupper() else other.capitalize() if word[0].isupper() else other


def restyle(text: str, random: Random, strength: float = 1.0) -> str:
    """One random way of writing `text`; `strength` in [0, 1] scales how often each change happens."""
    draw = random.random
    if draw() < 0.5 * strength:
        text = rename(text, random)
    if draw() < 0.25 * strength:
        text = say_otherwise(text, random)
    if draw() < 0.12 * strength:
        text = reorder(text, random)
    kind = draw()
    if kind < 0.2 * strength:
        text = expand(text)
    elif kind < 0.3 * strength:
        text = contract(text)
    kind = draw()
    if kind < 0.3 * strength:
        text = _PUNCTUATION.sub(" ", text)
    elif kind < 0.55 * strength:
        text = punctuate(text, random)
    if draw() < 0.12 * strength:
        text = text.replace("'", random.choice(("", " ")))
    if draw() < 0.2 * strength:
        text = misspell(text, random)
    if draw() < 0.15 * strength:
        text = drop_words(text, random, 0.08)
    if draw() < 0.2 * strength:  # an uncased encoder sees no difference
        text = random.choice((str.lower, str.lower, str.upper))(text)
    if draw() < 0.08 * strength:
        text = f"{text} {random.choice(_EMOJI)}"
    return text


def say_otherwise(text: str, random: Random) -> str:
    """Half of the words that have a synonym in another wording."""

    def other(match: re.Match[str]) -> str:
        group = _synonyms().get(match[0].lower())
        return _cased_as(match[0], random.choice(group)) if group and random.random() < 0.5 else match[0]

    return _WORD.sub(other, text)


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    groups = [line.split() for line in _SYNONYMS.read_text(encoding="utf8").splitlines()]
    return {word: tuple(other for other in group if other != word) for group in groups for word in group}


def reorder(text: str, random: Random) -> str:
    """Two neighbouring sentences change places; in a single one two neighbouring words, as a slip, but no denial."""
    sentences = _BETWEEN_SENTENCES.split(text)
    parts = sentences if len(sentences) > 1 else text.split()
    if len(parts) < 2:
        return text
    i = random.randrange(len(parts) - 1)
    if parts is sentences or not any(_DENIAL.fullmatch(word) for word in parts[i : i + 2]):
        parts[i : i + 2] = parts[i + 1], parts[i]
    return " ".join(parts)


def rename(text: str, random: Random) -> str:
    """Whoever is named gets a name that nobody has: no list holds all names, and one says nothing about the writer."""
    syllables = [random.choice(_ONSETS) + random.choice(_VOWELS) for _ in range(random.randint(2, 3))]
    name = "".join((*syllables, random.choice(_CODAS))).capitalize()
    return _NAMED.sub(name, text)


def mask_labels(text: str, random: Random) -> str:
    """Take the names of the classes and forums out, or put a pronoun there."""
    new = random.choice(("", "it", "this", "that"))
    return _LABEL_WORDS.sub(new, text)


def punctuate(text: str, random: Random) -> str:
    """Write full stops and commas where a careful writer may have had them."""
    words = text.split()
    out: list[str] = []
    since = 0
    for word in words:
        bare = bool(out) and out[-1][-1].isalnum()
        if bare and since > 3 and word[0].isupper() and word not in {"I", "I'm", "I've"} and random.random() < 0.7:
            out[-1] += random.choice((".", ".", ".", "!", "?", "..."))
            since = 0
        elif (
            bare
            and since > 2
            and word.lower() in {"but", "because", "so", "and", "then", "i"}
            and random.random() < 0.35
        ):
            out[-1] += random.choice((",", ",", ".", "..."))
            since = 0
        out.append(word)
        since += 1
    if out and out[-1][-1].isalnum() and random.random() < 0.6:
        out[-1] += random.choice((".", ".", "!", "...", "?"))
    return " ".join(out)


def misspell(text: str, random: Random) -> str:
    """One typo per about twenty words: a neighbour key, a swap, a missing or a doubled letter."""
    words = text.split(" ")
    for _ in range(1 + len(words) // 20):
        i = random.randrange(len(words))
        word = words[i]
        if len(word) > 3 and word.isascii():
            j = random.randrange(1, len(word) - 1)
            key = random.choice(_NEAR.get(word[j].lower(), word[j]))
            kinds = (
                word[:j] + key + word[j + 1 :],
                word[:j] + word[j + 1] + word[j] + word[j + 2 :],
                word[:j] + word[j + 1 :],
            )
            words[i] = random.choice((*kinds, word[:j] + word[j] + word[j:]))
    return " ".join(words)


def drop_words(text: str, random: Random, share: float) -> str:
    """Leave out about `share` of the words, never all."""
    words = text.split()
    kept = [word for word in words if random.random() > share]
    return " ".join(kept or words)


def expand(text: str) -> str:
    """Contractions written out: "can't" becomes "cannot"."""
    return _SHORT.sub(lambda found: _from(_LONG_OF, found[0]), text)


def contract(text: str) -> str:
    """What can be contracted is: "do not" becomes "don't"."""
    return _LONG.sub(lambda found: _from(_SHORT_OF, found[0]), text)


def _from(table: Mapping[str, str], written: str) -> str:
    """What the table has for it, cased alike. A pattern without case finds "İ am" too, and no table has that."""
    return _cased_as(written, table.get(written.lower(), written))
