"""What a phrase means where it stands: danger now, danger of the past, danger of another, or nothing."""

from __future__ import annotations

from core.types import SignalKind
from fusion.crisis_rule.denial import is_denied, is_denied_for_other
from fusion.crisis_rule.frames import is_framed, is_said_in_fiction
from fusion.crisis_rule.lexicon import lexicon
from fusion.crisis_rule.past import can_be_recent, is_past
from fusion.crisis_rule.people import is_writer, names_writer, other_subject
from fusion.crisis_rule.phrases import Hit


def judge(hit: Hit) -> SignalKind | None:
    """The kind of signal that a phrase gives where it stands, or None."""
    if hit.group.person == "other":
        return _of_another(hit)
    if is_framed(hit) or is_denied(hit):
        return None
    if (hit.group.person == "subject" or not names_writer(hit)) and not is_writer(hit):
        return None
    if hit.group.kind in ("self_injury", "abuse") and lexicon().any_of("accident", hit.sentence.line):
        return None
    if hit.group.kind == "past_attempt":
        return "past_attempt" if is_past(hit) or not can_be_recent(hit) else "suicide"
    return None if is_past(hit) or is_said_in_fiction(hit) else hit.group.kind


def _of_another(hit: Hit) -> SignalKind | None:
    """Someone whom the writer knows may be in danger; not a figure, a headline or a subject of study."""
    line = hit.sentence.line
    lists = lexicon()
    if any(lists.any_of(name, line) for name in ("fiction", "news", "lyrics", "games")):
        return None
    if is_denied_for_other(hit) or is_past(hit):
        return None
    who = other_subject(hit)
    if who == "close" or (who == "third" and not lists.any_of("work", line)):
        return "other_person"
    return None
