"""Random changes of style, alike for every class and source, so that style says nothing about the label."""

from __future__ import annotations

import re
from random import Random

_PUNCTUATION = re.compile(r"[^\w\s']+")
_LABEL_WORDS = re.compile(
    r"\b(?:anxiety|anxious(?:ly)?|depress(?:ed|ion|ing|ive)|stress(?:ed|ful|ing)?|bipolar|bpd|avpd|ptsd|adhd|ocd|gad|mdd|"
    r"suicid(?:e|al)|suicide ?watch|panic attacks?)\b",
    re.I,
)
_CONTRACTIONS = {
    "n't": " not", "'m": " am", "'re": " are", "'ve": " have", "'ll": " will",
}  # fmt: skip
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
_INTRODUCTIONS = ("I am {}. ", "I'm {}. ", "i am {} and ", "As someone who is {}: ", "I am {}, ")


def introduce(text: str, random: Random) -> str:
    """Put a word about the writer before a text, so that who writes says nothing about how they are."""
    return random.choice(_INTRODUCTIONS).format(random.choice(_WRITERS)) + text


def restyle(text: str, random: Random, strength: float = 1.0) -> str:
    """One random way of writing `text`; `strength` in [0, 1] scales how often each change happens."""
    draw = random.random
    if draw() < 0.2 * strength:
        text = _expand(text)
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
    if draw() < 0.08 * strength:
        text = f"{text} {random.choice(_EMOJI)}"
    return text


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


def _expand(text: str) -> str:
    text = text.replace("can't", "cannot").replace("won't", "will not")
    for short, long in _CONTRACTIONS.items():
        text = text.replace(short, long)
    return text
