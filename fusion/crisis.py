"""Explicit signs of danger in a text: a rule shaped like a model. It can only raise the risk."""

from __future__ import annotations

import re

from core.types import SafetySignal

_FIRST = re.compile(
    r"\b(kill(ing)? myself|end(ing)? my (own )?life|want(ed)? to die|take my own life|suicidal|better off without me)\b",
    re.IGNORECASE,
)


def detect(text: str) -> tuple[SafetySignal, ...]:
    """Safety signals of a text, with character spans in it. Never raises for any string."""
    spans = tuple(m.span() for m in _FIRST.finditer(text))
    if not spans:
        return ()
    reason = "Some of your words suggest that you may be in danger, so help comes first."
    return (SafetySignal("suicide", "high", reason, "crisis rule", 0.9, spans),)
