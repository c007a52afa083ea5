"""Words in the language of the page: `t` for our own sentences, `told` for finished ones that another room made."""

from __future__ import annotations

import re

from language.catalog import Catalog, catalog
from language.choice import ENGLISH, current
from language.forms import country_named, language_name, localised, number

# A list inside a sentence: pieces between commas, "and" and "or"; what is quoted is a person's own and stays whole.
_PIECE = re.compile(r"(“[^”]*”|[^,“”]+?)(, | and | or |$)")
_SENTENCE_END = re.compile(r"(?<=[.?…”]) ")


def t(words: str, **gaps: object) -> str:
    """`words`, which stand in English in the code, in the language of the page, with their gaps filled.

    >>> t("{count} rows", count=5000)
    '5,000 rows'
    """
    language = current()
    found = words if language == ENGLISH else catalog(language).words.get(words, words)
    if not gaps:
        return found
    return found.format(**{name: number(v) if type(v) is int else v for name, v in gaps.items()})


def told(finished: str) -> str:
    """A finished English sentence, or several, in the language of the page; what no template fits stays as it is.

    Rooms below the page speak English, so that results, files and logs are the same for everyone.
    """
    language = current()
    if language == ENGLISH or not finished:
        return finished
    return _sentences(finished, catalog(language))


def _sentences(finished: str, known: Catalog) -> str:
    if whole := _sentence(finished, known):
        return whole
    for end in _SENTENCE_END.finditer(finished):
        if first := _sentence(finished[: end.start()], known):
            return f"{first} {_sentences(finished[end.end() :], known)}"
    return finished


def _sentence(finished: str, known: Catalog) -> str | None:
    if exact := known.words.get(finished):
        return exact
    for template in known.templates:
        if found := template.pattern.fullmatch(finished):
            return template.other.format(**{name: _inside(v, known) for name, v in found.groupdict().items()})
    return None


def _inside(value: str, known: Catalog) -> str:
    """What fills a gap: a phrase, a number, a list of phrases, or something that is nobody's to translate."""
    if found := _phrase(value, known) or localised(value):
        return found
    pieces = _PIECE.findall(value)
    is_list = any(piece.startswith("“") or _phrase(piece, known) for piece, _ in pieces)
    if not is_list or "".join(piece + joint for piece, joint in pieces) != value:
        return value
    return "".join((_phrase(piece, known) or piece) + _joint(joint, known) for piece, joint in pieces)


def _joint(joint: str, known: Catalog) -> str:
    return f" {known.words[joint.strip()]} " if joint.strip() in known.words else joint


def _phrase(value: str, known: Catalog) -> str | None:
    """A phrase as it stands in the catalog, or with its first letter small as inside a sentence."""
    if value.startswith("“"):
        return None
    if found := _sentence(value, known):
        return found
    if (found := _sentence(value[:1].upper() + value[1:], known)) is not None:
        return found[:1].lower() + found[1:]
    return country_named(value) or (name if (name := language_name(value)) != value else None)
