"""Which crisis resources belong to which signal, and how a line becomes a card with steps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from core.types import Recommendation, RiskAssessment, SignalKind
from recommend.crisis_lines import INTERNATIONAL, CrisisLine, country_name, lines

# Most urgent first: a body in danger comes before everything that talking can help.
URGENCY: tuple[SignalKind, ...] = ("medical", "suicide", "abuse", "self_injury", "other_person", "past_attempt")

# Kinds of lines in the order in which they are shown.
ORDER: Mapping[SignalKind, tuple[str, ...]] = {
    "medical": ("emergency", "poison", "crisis", "text", "directory"),
    "suicide": ("crisis", "text", "emergency", "directory"),
    "abuse": ("abuse", "emergency", "crisis", "text", "directory"),
    "self_injury": ("crisis", "text", "emergency", "directory"),
    "other_person": ("crisis", "emergency", "text", "directory"),
    "past_attempt": ("crisis", "text", "directory"),
}
_ABOUT = {
    "crisis": "You can talk with someone who will listen, without judging you.",
    "text": "You can write to someone who will answer, if talking feels too hard.",
    "youth": "This line is for children and young people.",
    "abuse": "They listen, believe you, and can help you plan how to stay safe.",
    "poison": "They tell you what to do when someone has taken too much or swallowed something harmful.",
    "emergency": "Call now if a life is in danger, or if you have hurt yourself or taken something.",
    "directory": "Find a line near you, in your country and your language.",
}


def kinds_in(risk: RiskAssessment) -> tuple[SignalKind, ...]:
    """The kinds of signals that were found, most urgent first. High with no named signal is treated as suicide."""
    found = {signal.kind for signal in risk.signals}
    if not found and (risk.crisis or risk.level == "high"):
        return ("suicide",)
    return tuple(kind for kind in URGENCY if kind in found)


def resources(kinds: Iterable[SignalKind], country: str | None) -> tuple[Recommendation, ...]:
    """Cards for these signals, in order, each line once.

    One directory is enough where there are lines to call; elsewhere all of them are shown.
    """
    offered = lines(country)
    wanted = dict.fromkeys(kind for signal in kinds for kind in ORDER[signal])
    chosen = [line for kind in wanted for line in offered if line.kind == kind]
    if any(line.kind == "crisis" for line in chosen):
        spare = [line for line in chosen if line.kind == "directory"][1:]
        chosen = [line for line in chosen if line not in spare]
    return tuple(card(line, country) for line in chosen)


def card(line: CrisisLine, country: str | None) -> Recommendation:
    """A line as a recommendation whose steps are the ways to reach it; it names its country if none was chosen."""
    named = country is None and line.country != INTERNATIONAL
    return Recommendation(
        id="-".join(re.findall(r"\w+", f"line {line.country} {line.name}".lower())),
        title=f"{line.name} ({country_name(line.country)})" if named else line.name,
        text=line.note or _ABOUT[line.kind],
        kind="crisis",
        source=f"{_site(line.source)}, checked {line.checked.isoformat()}",
        steps=tuple(_ways(line)),
        url=line.web or line.chat,
    )


def _ways(line: CrisisLine) -> Iterable[str]:
    if line.phone and line.phone == line.text:
        yield f"Call or text {line.phone}."
    elif line.phone:
        yield f"Call {line.phone}."
    if line.text and line.text != line.phone:
        yield f"Text {line.text_word} to {line.text}." if line.text_word else f"Text {line.text}."
    if line.whatsapp:
        yield f"Write on WhatsApp to {line.whatsapp}."
    if line.chat:
        yield f"Chat at {line.chat}"
    if line.fallback:
        yield f"If {line.phone} does not connect, call {line.fallback}."
    if line.web and line.web != line.chat:
        yield f"Go to {line.web}"
    if line.kind != "directory":
        yield f"Hours: {line.hours}. {', '.join(line.languages)}."


def _site(address: str) -> str:
    return address.split("/")[2].removeprefix("www.")
