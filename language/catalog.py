"""A catalog of one language, read from a gettext .po file: what each English sentence is there, gaps included."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

FOLDER = Path(__file__).parent
_FEW_WORDS = 3


@dataclass(frozen=True)
class Template:
    """A sentence with gaps: `pattern` finds it again once it was filled."""

    pattern: re.Pattern[str]
    other: str


@dataclass(frozen=True)
class Catalog:
    """`words` maps English to the other language; `templates` holds those with gaps, the most telling first."""

    words: Mapping[str, str]
    templates: tuple[Template, ...]


@cache
def catalog(language: str) -> Catalog:
    """The catalog of `language`, read once per process."""
    entries = list(_entries(FOLDER / f"{language}.po"))
    words = {message.id: message.string for message in entries}
    gapped = sorted((m.id for m in entries if gaps(m.id) and _tells(m)), key=lambda w: -len(_plain(w)))
    return Catalog(words, tuple(Template(_pattern(w), words[w]) for w in gapped))


def gaps(words: str) -> list[str]:
    """Names of the gaps of a sentence, in order."""
    return [name for _, name, _, _ in Formatter().parse(words) if name is not None]


@dataclass(frozen=True)
class _Entry:
    id: str
    string: str
    places: tuple[str, ...]


def _entries(path: Path) -> Iterator[_Entry]:
    from babel.messages.pofile import read_po  # noqa: PLC0415 - an English page needs no catalog

    with path.open("rb") as file:
        for message in read_po(file):
            if message.id and message.string and not message.fuzzy:
                yield _Entry(str(message.id), str(message.string), tuple(place for place, _ in message.locations))


def _tells(entry: _Entry) -> bool:
    """Whether a filled sentence can be found by it: pieces of the page such as "{low} to {high}" fit anything."""
    return any(not place.startswith("ui/") for place in entry.places) or len(_plain(entry.id).split()) > _FEW_WORDS


def _plain(words: str) -> str:
    return "".join(literal for literal, _, _, _ in Formatter().parse(words))


def _pattern(words: str) -> re.Pattern[str]:
    seen: set[str] = set()
    pieces: list[str] = []
    for literal, name, _, _ in Formatter().parse(words):
        pieces.append(re.escape(literal))
        if name:
            pieces.append(f"(?P={name})" if name in seen else f"(?P<{name}>.+?)")
            seen.add(name)
    return re.compile("".join(pieces), re.DOTALL)
