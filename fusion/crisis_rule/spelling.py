"""One written word as the plain words that it stands for: slang, slips of the keyboard, symbols for letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any, cast

import yaml

from fusion.crisis_rule.folding import latin

HERE = Path(__file__).parent
_LEET = {
    "0": "o",
    "1": "il",
    "3": "e",
    "4": "a",
    "5": "s",
    "7": "t",
    "8": "b",
    "!": "il",
    "@": "a",
    "$": "s",
    "|": "il",
    "+": "t",
}
_HIDDEN = re.compile(r"[0-9!@$|+*]")


def load_yaml(path: Path) -> Any:
    """A data file of this rule; the C parser, where PyYAML has it, starts ten times faster."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf8"), Loader=loader)  # noqa: S506 - both loaders are safe


@lru_cache(maxsize=1)
def _spelling() -> dict[str, Any]:
    return cast(dict[str, Any], load_yaml(HERE / "spelling.yaml"))


@lru_cache(maxsize=1)
def tables() -> tuple[dict[str, tuple[str, ...]], dict[tuple[str, str], tuple[str, ...]], frozenset[str]]:
    raw = _spelling()
    expansions = {str(k): tuple(str(v).split()) for k, v in raw["expansions"].items()}
    pairs = {(a, b): tuple(str(v).split()) for k, v in raw["pairs"].items() for a, b in [str(k).split()]}
    known = frozenset([*raw["sensitive"], *raw["glue"], *raw["fuzzy"], *expansions])
    return expansions, pairs, known


def plain_words(token: str) -> tuple[str, ...]:
    """The plain words that a token stands for; the token itself, without apostrophes, when it is none of ours."""
    if len(token) > 40:
        return (token[:40],)
    expansions, _, known = tables()
    word = latin(token).replace("'", "")
    for candidate in _candidates(word):
        if candidate in expansions:
            return expansions[candidate]
        if candidate in known:
            return (candidate,)
        slipped = _slip(candidate)
        if slipped:
            return slipped
    parts = unglue(word)
    return tuple(plain for part in parts for plain in expansions.get(part, (part,))) or (word,)


def _candidates(word: str) -> Iterator[str]:
    """The word, without stretched letters, and with digits and symbols read as letters."""
    yield word
    if re.search(r"(.)\1\1", word):
        yield re.sub(r"(.)\1{2,}", r"\1\1", word)
        yield re.sub(r"(.)\1{2,}", r"\1", word)
    if _HIDDEN.search(word) and re.search(r"[a-z]", word):
        yield from _unmasked(word)


def _unmasked(word: str) -> Iterator[str]:
    if "*" in word:
        pattern = re.compile(re.sub(r"\*+", "[a-z]{1,4}", re.escape(word.replace("*", "\0")).replace("\0", "*")))
        yield from (s for s in _spelling()["sensitive"] if s[0] == word[0] and pattern.fullmatch(s))
        return
    choices = [_LEET.get(c, c) for c in word]
    if sum(len(c) > 1 for c in choices) <= 4:
        for letters in product(*choices):
            plain = "".join(letters)
            yield plain
            slipped = _slip(plain)
            if slipped:
                yield slipped[0]


def _slip(word: str) -> tuple[str, ...]:
    """The long word that this one is a single slip away from."""
    raw = _spelling()
    if not 5 <= len(word) <= 12 or word in raw["not_fuzzy"]:
        return ()
    for key in raw["fuzzy"]:
        if word[0] == key[0] and abs(len(word) - len(key)) <= 1 and one_slip(word, key):
            return (key,)
    return ()


def one_slip(a: str, b: str) -> bool:
    """Whether one insertion, deletion, replacement or swap of neighbours turns `a` into `b`."""
    if len(a) > len(b):
        a, b = b, a
    i = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) < len(b):
        return a[i:] == b[i + 1 :]
    return a[i + 1 :] == b[i + 1 :] or (a[i : i + 2] == b[i : i + 2][::-1] and a[i + 2 :] == b[i + 2 :])


def unglue(word: str) -> list[str]:
    """Words that were run together, when all of it is read and one of them is about death or self; else nothing."""
    raw = _spelling()
    if not 3 <= len(word) <= 40 or not word.isalpha() or not any(s in word for s in raw["sensitive"]):
        return []
    best: list[list[str] | None] = [[]] + [None] * len(word)
    glue = set(raw["glue"])
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 9), end):
            before = best[start]
            if before is not None and word[start:end] in glue:
                found = [*before, word[start:end]]
                if best[end] is None or len(found) < len(cast(list[str], best[end])):
                    best[end] = found
    parts = best[-1] or []
    return parts if any(p in raw["sensitive"] for p in parts) else []
