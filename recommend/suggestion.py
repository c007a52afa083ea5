"""One evidence-based suggestion of the catalog, checked when it is made, and the reading of all of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.types import LEVELS, SIGNAL_KINDS
from recommend.strict import CATALOG, CatalogError, build, entries, read

KINDS = (
    "breathing",
    "grounding",
    "relaxation",
    "activity",
    "sleep",
    "movement",
    "journalling",
    "social",
    "self-compassion",
    "problem solving",
    "mindfulness",
    "see someone",
    "savouring",
    "information",
)
SITUATIONS = ("cancer_survivor", "caregiver", "student", "new_parent", "carer", "grief")
EVIDENCE = ("guideline", "trials", "practice")

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FILES = "suggestions/*.yaml"


@dataclass(frozen=True)
class Suggestion:
    """One thing that may help, for whom, and who says so.

    `states` are labels that a prediction may carry; `feelings` are groups of labels, named in feelings.yaml.
    `situations` limits it to people who chose one of them; empty means everyone. `immediate` marks what is gentle and
    short enough for a crisis; `signals` are those at which it is shown, and it is shown at no other time. `needs` are
    feelings without one of which it makes no sense. `caution` is read by the person; `not_for` holds signal kinds,
    situations and feelings for which it is never shown. The first of `situations` is the one that it was written for.
    """

    id: str
    kind: str
    title: str
    text: str
    steps: tuple[str, ...]
    minutes: int
    levels: tuple[str, ...]
    source: str
    url: str
    evidence: str
    states: tuple[str, ...] = ()
    feelings: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    caution: str | None = None
    not_for: tuple[str, ...] = ()
    immediate: bool = False

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise ValueError(f"id must be lower-case words joined by hyphens, got {self.id!r}")
        _among("kind", (self.kind,), KINDS)
        _among("evidence", (self.evidence,), EVIDENCE)
        _among("levels", self.levels, LEVELS)
        _among("situations", self.situations, SITUATIONS)
        _among("signals", self.signals, SIGNAL_KINDS)
        if not 2 <= len(self.steps) <= 6:
            raise ValueError(f"steps must be 2 to 6, got {len(self.steps)}")
        if not 1 <= self.minutes <= 120:
            raise ValueError(f"minutes must lie between 1 and 120, got {self.minutes!r}")
        if not self.url.startswith("https://"):
            raise ValueError(f"url must start with https://, got {self.url!r}")
        if not (self.states or self.feelings or self.situations or self.signals or self.immediate):
            raise ValueError("say for which states, feelings, situations or signals it is")


def _among(field: str, values: tuple[str, ...], known: tuple[str, ...]) -> None:
    for value in values:
        if value not in known:
            raise ValueError(f"{field} must be among {', '.join(known)}; got {value!r}")


def read_suggestions(folder: Path = CATALOG) -> tuple[Suggestion, ...]:
    """Every suggestion below `folder`, in the order of files and entries.

    Raises CatalogError.
    """
    groups = read_feelings(folder)
    found: dict[str, Suggestion] = {}
    for path in sorted(folder.glob(_FILES)):
        for number, raw in enumerate(entries(read(path.name, path.parent), path.name), start=1):
            named = raw.get("id", "no id") if isinstance(raw, dict) else "no id"
            where = f"{path.name}, entry {number} ({named})"
            one = build(Suggestion, raw, where)
            _check_names(one, groups, where)
            if one.id in found:
                raise CatalogError(f"{where}: the id {one.id!r} is taken")
            found[one.id] = one
    return tuple(found.values())


def read_feelings(folder: Path = CATALOG) -> dict[str, tuple[str, ...]]:
    """Groups of labels, by the name that suggestions use.

    Raises CatalogError.
    """
    raw = read("feelings.yaml", folder)
    if not isinstance(raw, Mapping):
        raise CatalogError("feelings.yaml: expected groups of labels")
    return {str(name): tuple(map(str, entries(labels, f"feelings.yaml, {name}"))) for name, labels in raw.items()}


def _check_names(one: Suggestion, groups: Mapping[str, object], where: str) -> None:
    for feeling in (*one.feelings, *one.needs):
        if feeling not in groups:
            raise CatalogError(f"{where}: the feeling {feeling!r} is not in feelings.yaml")
    known = {*groups, *SITUATIONS, *SIGNAL_KINDS}
    for name in one.not_for:
        if name not in known:
            raise CatalogError(f"{where}: not_for names {name!r}, which is no feeling, situation or signal")


@cache
def suggestions() -> tuple[Suggestion, ...]:
    """The shipped suggestions, read once per process."""
    return read_suggestions()


@cache
def feelings() -> Mapping[str, tuple[str, ...]]:
    """The shipped groups of labels, read once per process."""
    return read_feelings()
