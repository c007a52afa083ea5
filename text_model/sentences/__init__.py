"""Sentences of our own, kept as YAML: of each state, mood, severity and emotion, and the parts of the crisis corpus."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
# The text model is taught these, and the crisis rule was made against the first three; unread parts lie with the tests.
CRISIS_PARTS = tuple(
    HERE / f"crisis_{name}.yaml"
    for name in ("corpus", "once_unseen", "second_author", "more_authors", "indirect", "more_voices")
)


@dataclass(frozen=True)
class Case:
    """One sentence of the crisis corpus. `side` is crisis or trap; `expect` is a kind of signal, or none."""

    side: str
    group: str
    language: str
    expect: str
    text: str


def cases(path: Path) -> Iterator[Case]:
    """All sentences of one part of the crisis corpus."""
    for side, groups in yaml.safe_load(path.read_text(encoding="utf8")).items():
        for group in groups:
            found = group["sentences"]
            for text in found.strip().splitlines() if isinstance(found, str) else found:
                yield Case(side, group["name"], group["language"], group["expect"], text)


def check_ins() -> dict[str, list[str]]:
    """Check-ins of each state."""
    return _lists("check_ins")


def moods() -> dict[str, list[str]]:
    """Journal entries of each mood."""
    return _lists("moods")


def posts() -> dict[str, list[str]]:
    """Posts of each state, and of people in a crisis."""
    return _lists("posts")


def severities() -> dict[str, list[str]]:
    """Posts and messages of each severity, in part of people with or around cancer; none of them is a crisis."""
    return _lists("severity")


def polarities() -> dict[str, list[str]]:
    """Texts of good and bad days, and opinions of everyday things."""
    return _lists("polarity")


def emotions() -> dict[str, list[str]]:
    """Comments and diary lines by their emotions; where there are two, a bar joins them."""
    return _lists("emotions")


def _lists(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf8"))
    return found
