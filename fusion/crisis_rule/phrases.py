"""The phrases of the folder wordings/ as groups of patterns, and where they occur in a sentence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, cast

from core.types import SignalKind
from fusion.crisis_rule.anchors import Index, compiled
from fusion.crisis_rule.folding import Folded, fold
from fusion.crisis_rule.reading import BREAK, Sentence
from fusion.crisis_rule.spelling import load_yaml

HERE = Path(__file__).parent
FOLDER = HERE / "wordings"
MACROS = "macros.yaml"
Person = Literal["own", "subject", "other"]


@dataclass(frozen=True)
class Group:
    """Phrases of one idea. `person` says whose danger they speak of.

    `unless` names lists of context.yaml: close to one of their words the phrase is read literally.
    """

    name: str
    kind: SignalKind
    person: Person
    certainty: float
    sources: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """A phrase in a sentence: words `first` to `last`, both included."""

    group: Group
    sentence: Sentence
    first: int
    last: int

    @property
    def text(self) -> str:
        """Plain words of the hit."""
        return " ".join(w.text for w in self.sentence.words[self.first : self.last + 1])


@lru_cache(maxsize=1)
def groups() -> tuple[Group, ...]:
    """All groups of the folder wordings/, read once per process."""
    macros = _resolved({str(k): str(v) for k, v in load_yaml(FOLDER / MACROS).items()})
    files = sorted(path for path in FOLDER.glob("*.yaml") if path.name != MACROS)
    return tuple(_group(entry, macros) for path in files for entry in load_yaml(path))


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[Group, str], ...]:
    return tuple((group, source) for group in groups() for source in group.sources)


@lru_cache(maxsize=1)
def _index() -> Index:
    return Index([source for _, source in _patterns()])


@cache
def _compiled(source: str) -> re.Pattern[str]:
    """Compiled when a sentence first holds what it needs: most texts never need most patterns."""
    return compiled(source)


def _resolved(macros: Mapping[str, str]) -> dict[str, str]:
    done = {"pause": re.escape(BREAK)}
    for name, pattern in macros.items():
        done[name] = fill(pattern, done)
    return done


def fill(pattern: str, macros: Mapping[str, str]) -> str:
    """`pattern` with {name} replaced; quantifiers such as {0,3} stay."""
    return re.sub(r"\{([a-z_]+)\}", lambda m: f"(?:{macros[m[1]]})", pattern)


def _whole_words(pattern: str) -> str:
    """Let each exclusion "(?! word)" end where a word ends, so that "(?! in)" does not exclude "into"."""
    out, closers = [], []
    for i, char in enumerate(pattern):
        escaped = i > 0 and pattern[i - 1] == "\\"
        if char == "(" and not escaped:
            closers.append("(?= ))" if pattern.startswith("(?! ", i) else ")")
        out.append(closers.pop() if char == ")" and not escaped else char)
    return "".join(out)


def _group(entry: Mapping[str, Any], macros: Mapping[str, str]) -> Group:
    sources = tuple(_whole_words(fill(str(p), macros)) for p in entry["patterns"])
    unless = tuple(str(name) for name in entry.get("unless", ()))
    return Group(str(entry["name"]), entry["kind"], entry["person"], float(entry["certainty"]), sources, unless)


def hits(sentence: Sentence, skip: Collection[SignalKind] = ()) -> Iterator[Hit]:
    """Every place where a phrase occurs, whatever it means there; kinds in `skip` are not looked for."""
    for number in _index().candidates(sentence.line):
        group, source = _patterns()[number]
        if group.kind in skip:
            continue
        for match in _compiled(source).finditer(sentence.line):
            first = bisect_right(sentence.offsets, match.start()) - 1
            last = max(first, bisect_left(sentence.offsets, match.end()) - 1)
            yield Hit(group, sentence, first, last)


@dataclass(frozen=True)
class Foreign:
    """A plain statement in another language, tried only where one of `anchors` occurs."""

    language: str
    anchors: tuple[str, ...]
    pattern: re.Pattern[str]


@lru_cache(maxsize=1)
def foreign() -> tuple[Foreign, ...]:
    """Phrases in other languages; they are folded as the texts are."""
    raw = cast(dict[str, Any], load_yaml(HERE / "languages.yaml"))
    return tuple(
        Foreign(language, tuple(fold(str(a)).text for a in entry["anchors"]), re.compile(fold(entry["pattern"]).text))
        for language, entries in raw["languages"].items()
        for entry in entries
    )


def foreign_spans(folded: Folded) -> Iterator[tuple[int, int]]:
    """Folded offsets of plain statements in other languages."""
    for entry in foreign():
        if any(anchor in folded.text for anchor in entry.anchors):
            yield from (m.span() for m in entry.pattern.finditer(folded.text))
