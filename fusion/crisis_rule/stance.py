"""Whether a text speaks to someone else: a person who consoles others writes about death without being in danger."""

from __future__ import annotations

import re

_FIRST = frozenset(["i", "im", "my", "me", "ive", "myself", "id", "ill", "mine"])
_SECOND = frozenset(["you", "your", "youre", "yourself", "youll", "youve", "youd", "u", "ur", "yours"])
_WORD = re.compile(r"[a-z'’]+")
_LEAST_PRONOUNS = 10
# Shares of "you" between which a text turns from one's own story into words for another, and what is left then.
_PARTLY, _WHOLLY = 0.4, 0.8
_LEFT = 0.2


def share_of_you(text: str) -> float:
    """Share of second-person words among first and second person; 0 where there are too few to tell."""
    words = [w.replace("'", "").replace("’", "") for w in _WORD.findall(text.lower())]
    first, second = sum(w in _FIRST for w in words), sum(w in _SECOND for w in words)
    return second / (first + second + 1) if first + second >= _LEAST_PRONOUNS else 0.0


def speaks_to_another(text: str) -> bool:
    """Whether much of the text addresses another person, as advice and letters do."""
    return share_of_you(text) >= _PARTLY


def about_oneself(text: str) -> float:
    """How far a text is about its writer, in [0.2, 1]: 1 up to a share of "you" of .4, least from .8 on."""
    addressed = (share_of_you(text) - _PARTLY) / (_WHOLLY - _PARTLY)
    return 1.0 - (1.0 - _LEFT) * min(1.0, max(0.0, addressed))
