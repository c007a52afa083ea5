"""The phrases of phrases.yaml as compiled groups, and where they occur in a sentence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal, cast

from core.types import SignalKind
from fusion.crisis_rule.folding import Folded, fold
from fusion.crisis_rule.reading import BREAK, Sentence, load_yaml

HERE = Path(__file__).parent
Person = Literal["own", "subject", "other"]


@dataclass(frozen=True)
class Group:
    """Phrases of one idea. `person` says whose danger they speak of."""

    name: str
    kind: SignalKind
    person: Person
    certainty: float
    anchors: frozenset[str]
    sources: tuple[str, ...]

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """Compiled when a sentence first holds an anchor: most texts never need most groups."""
        return tuple(re.compile(rf"(?<= )(?:{source})(?= )") for source in self.sources)


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
    """All groups, read once per process."""
    raw = cast(dict[str, Any], load_yaml(HERE / "phrases.yaml"))
    macros = _resolved({str(k): str(v) for k, v in raw["macros"].items()})
    return tuple(_group(entry, macros) for entry in raw["groups"])


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
    return Group(
        str(entry["name"]),
        entry["kind"],
        entry["person"],
        float(entry["certainty"]),
        frozenset(entry["anchors"]),
        sources,
    )


def hits(sentence: Sentence, skip: Collection[SignalKind] = ()) -> Iterator[Hit]:
    """Every place where a phrase occurs, whatever it means there; kinds in `skip` are not looked for."""
    present = {w.text for w in sentence.words}
    for group in groups():
        if group.kind in skip or group.anchors.isdisjoint(present):
            continue
        for pattern in group.patterns:
            for match in pattern.finditer(sentence.line):
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
