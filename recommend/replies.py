"""What the crisis card says: written beforehand for each signal, never generated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.types import SIGNAL_KINDS, RiskAssessment
from recommend.crisis import kinds_in
from recommend.strict import CATALOG, CatalogError, build, read

HIGH = "high"


@dataclass(frozen=True)
class Reply:
    """Words for a crisis card. `next_step` is one thing to do now."""

    title: str
    text: str
    next_step: str


def read_replies(folder: Path = CATALOG) -> dict[str, Reply]:
    """The prepared replies by signal kind, and "high" for a High level that no signal explains.

    Raises CatalogError.
    """
    name = "replies.yaml"
    raw = read(name, folder)
    wanted = {*SIGNAL_KINDS, HIGH}
    if not isinstance(raw, dict) or set(raw) != wanted:
        raise CatalogError(f"{name}: needs exactly one reply each for {', '.join(sorted(wanted))}")
    return {str(kind): build(Reply, fields, f"{name}, {kind}") for kind, fields in raw.items()}


@cache
def _replies() -> Mapping[str, Reply]:
    return read_replies()


def reply(risk: RiskAssessment) -> Reply | None:
    """The reply for the most urgent signal, or None when there is neither a signal nor a High level."""
    kinds = kinds_in(risk)
    if not kinds:
        return None
    return _replies()[kinds[0] if risk.signals else HIGH]
