"""Whether a text speaks to someone else: a person who consoles others writes about death without being in danger."""

from __future__ import annotations

import re

_FIRST = frozenset(["i", "im", "my", "me", "ive", "myself", "id", "ill", "mine"])
_SECOND = frozenset(["you", "your", "youre", "yourself", "youll", "youve", "youd", "u", "ur", "yours"])
_WORD = re.compile(r"[a-z'’]+")
MOSTLY = 0.5
_LEAST_PRONOUNS = 10


def share_of_you(text: str) -> float:
    """Share of second-person words among first and second person; 0 where there are too few to tell."""
    words = [w.replace("'", "").replace("’", "") for w in _WORD.findall(text.lower())]
    first, second = sum(w in _FIRST for w in words), sum(w in _SECOND for w in words)
    return second / (first + second + 1) if first + second >= _LEAST_PRONOUNS else 0.0


def speaks_to_another(text: str) -> bool:
    """Whether the text mostly addresses another person, as advice and letters do."""
    return share_of_you(text) >= MOSTLY
