"""What no Spanish sentence of ours may say, and how easily it reads."""

from __future__ import annotations

import re

BANNED = {
    "diagnosis": r"(?<!no es un )(?<!ni un )\bdiagn[oó]stic|\btrastorno|\bs[ií]ntoma|\bpacientes?\b|\bpadeces?\b|"
    r"\benfermedad mental",
    "suicide wording": r"\bcomet(?:er|e|i[oó])\b.{0,20}suicid|\bsuicidio (?:consumado|exitoso|fallido)",
    "certainty": r"\b(?:sin duda|te garantiz|seguro que vas|te vas a curar|te curar[aá])\b",
    "exclamation mark": "[¡!]",
    # The page says "tú"; "usted" and its verbs would be another voice.
    "tú": r"\busted(?:es)?\b|\b(?:haga|escriba|llame|elija|pulse|intente) (?:clic|una?|el|la|su)\b|\bpor favor\b",
    "English quotes": r"“|\s'\w",
}
_WORD = re.compile(r"[a-záéíóúüñ]+", re.IGNORECASE)
_END = re.compile(r"[.?!:;]+(?:\s|$)|\n+")
_VOWELS = re.compile(r"[aeiouáéíóúü]+", re.IGNORECASE)
_HIATUS = re.compile(r"[aeoáéó][aeoáéó]|[íú][aeo]|[aeo][íú]", re.IGNORECASE)


def words_in(text: str) -> list[str]:
    """The words of a text, without gaps."""
    return _WORD.findall(re.sub(r"\{\w+\}", " ", text))


def syllables(word: str) -> int:
    """Syllables of a Spanish word: groups of vowels, two where strong vowels meet."""
    return max(1, sum(1 + len(_HIATUS.findall(group)) for group in _VOWELS.findall(word)))


def ease(text: str) -> float:
    """Perspicuity after Szigriszt-Pazos (1993): 206.835 - 62.3 syllables per word - words per sentence."""
    words = words_in(text)
    sentences = [part for part in _END.split(text) if words_in(part)]
    return 206.835 - 62.3 * sum(map(syllables, words)) / max(1, len(words)) - len(words) / max(1, len(sentences))
