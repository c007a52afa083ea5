"""The word lists of context.yaml, ready to use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from fusion.crisis_rule.phrases import fill
from fusion.crisis_rule.spelling import load_yaml

HERE = Path(__file__).parent
_PATTERNS = ("past", "ongoing", "denied_after", "undenied", "affirmed_after", "idioms")


@dataclass(frozen=True)
class Lexicon:
    """Sets of words and phrases by name, and the patterns among them compiled."""

    words: dict[str, frozenset[str]]
    past: re.Pattern[str]
    ongoing: re.Pattern[str]
    denied_after: re.Pattern[str]
    undenied: re.Pattern[str]
    affirmed_after: re.Pattern[str]
    idioms: re.Pattern[str]

    def any_of(self, name: str, line: str) -> bool:
        """Whether one of the list's words or phrases stands in `line` (which has spaces around each word)."""
        return any((p if p.startswith(" ") else f" {p} ") in line for p in self.words[name])


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The word lists, read once per process."""
    raw = cast(dict[str, Any], load_yaml(HERE / "context.yaml"))
    macros = {str(name): str(pattern) for name, pattern in raw.pop("macros").items()}
    words = {name: frozenset(str(v) for v in entries) for name, entries in raw.items()}
    return Lexicon(words, *(re.compile(fill("|".join(map(str, raw[n])), macros)) for n in _PATTERNS))
