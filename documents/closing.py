"""What every document ends with, and the help that comes first when a level is high."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from documents.blocks import Block, Bullets, Heading, Help, Paragraph, Table
from documents.subject import ModelFacts, Setting
from documents.words import lines, part, say

LONGEST_OWN = 6_000
_SHOWN_DIGEST = 24


def help_first(setting: Setting, *, needed: bool) -> list[Block]:
    """The resources, when they are needed and there are any."""
    if not (needed and setting.resources):
        return []
    return [Help(say("help_title"), say("help_text"), setting.resources)]


def own_words(heading: str, words: str) -> list[Block]:
    """What the person wrote, cut to a length that suits a document, which is then said."""
    kept = words.strip()[:LONGEST_OWN]
    left = len(words.strip()) - len(kept)
    cut = [Paragraph(say("cut", kept=LONGEST_OWN, left=left), "muted")] if left else []
    return [Heading(heading), Paragraph(say("words_from_person"), "muted"), Paragraph(kept, "own"), *cut]


def limits_and_method(setting: Setting, used: Iterable[tuple[str, str]], *more: str) -> list[Block]:
    """Limits, how it was made, and the (reading, version) pairs that were used, with their digests where known."""
    return [
        Heading(say("h_limits")),
        Bullets(lines("limits")),
        Heading(say("h_method")),
        Paragraph(" ".join([say("method"), *more, say("software", version=setting.software)])),
        *_models(setting, tuple(used)),
    ]


def _models(setting: Setting, used: tuple[tuple[str, str], ...]) -> Sequence[Block]:
    if not used:
        return []
    head = (say("col_reading"), say("col_version"), say("col_digest"))
    rows = tuple((part(name), version or "–", _digest(setting.models.get(name), version)) for name, version in used)
    return [Table(head, rows, (0.26, 0.3, 0.44), frozenset({2}))]


def _digest(facts: ModelFacts | None, version: str) -> str:
    """An older version's file is not on this disk any more, so its digest is not known."""
    same = facts is not None and facts.version == version
    return (facts.digest[:_SHOWN_DIGEST] if facts and same else "") or "–"


def under_title(setting: Setting, about: str) -> tuple[str, ...]:
    """The lines below the title."""
    name = [say("for_name", name=setting.name.strip()[:80])] if setting.name.strip() else []
    return (about, *name, f"{say('product')} {say('not_a_diagnosis')}")
