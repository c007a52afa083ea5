"""What no message to a person may say, whichever room says it."""

import re
from collections.abc import Iterator

from tests.words.collect import Message
from tests.words.reading import grade, words_in

MOST_GRADE = 8.0
# The grade of one short sentence says little, so short ones are graded together, file by file.
FEWEST_WORDS_TO_GRADE = 14

BANNED = {
    "diagnosis": (
        r"\byou (?:have|had|suffer from|show) (?:an? )?(?:clinical |major |severe )?(?:depression|anxiety disorder|"
        r"bipolar|ptsd|disorder|mental illness)",
        r"\byou(?: are|['’]re) (?:clinically |severely )?(?:depressed|bipolar|mentally ill|suicidal|psychotic)",
        r"\b(?:sufferer|patient|symptom)s?\b",
        r"(?<!not a )(?<!never a )(?<!no )(?<!not )(?<!never )(?<!cannot )(?<!nor a )(?<!can't )"
        r"\bdiagnos(?:is|es|ed|e)\b",
    ),
    "suicide wording": (
        r"\bcommit(?:s|ted|ting)? suicide",
        r"\bcommitted\b",
        r"\b(?:success|fail)\w* (?:suicide|attempt)",
        r"\bsuicide (?:victim|bid|epidemic)",
    ),
    "certainty": (
        r"\b(?:definitely|certainly|undoubtedly|guarantee[sd]?|no doubt|for sure|without fail)\b",
        r"\byou(?: are|['’]re) at (?:high |low |great )?risk\b",
        r"\bwill (?:cure|heal|fix)\b",
        r"\byou will (?:soon )?feel (?:better|happy|well)\b",
        r"\b(?:always works|never fails|100 ?% (?:sure|certain|accurate))\b",
    ),
    "exclamation mark": ("!",),
}
NEXT_STEP = re.compile(
    r"\b(?:call|text|write|talk|tell|ask|try|consider|reach|go|see|get|keep|choose|find|press|read|come first|below)\b",
    re.I,
)


def breaches(message: Message) -> Iterator[tuple[str, str]]:
    """(rule, what was found) for one message."""
    for rule, patterns in BANNED.items():
        for pattern in patterns:
            if found := re.search(pattern, message.text, re.IGNORECASE):
                yield rule, found[0]
    if message.english and len(words_in(message.text)) >= FEWEST_WORDS_TO_GRADE:
        yield from _too_hard(message.text)
    if message.level in ("moderate", "high") and not NEXT_STEP.search(message.text):
        yield "next step", f"a message of level {message.level} says what to do next"


def too_hard_together(messages: list[Message]) -> Iterator[tuple[str, str]]:
    """The short messages of one file, graded as one text."""
    short = [m.text for m in messages if m.english and len(words_in(m.text)) < FEWEST_WORDS_TO_GRADE]
    text = "\n".join(short)
    if len(words_in(text)) >= 2 * FEWEST_WORDS_TO_GRADE:
        yield from _too_hard(text)


def _too_hard(text: str) -> Iterator[tuple[str, str]]:
    if (found := grade(text)) > MOST_GRADE:
        yield "reading grade", f"{found:.1f}, at most {MOST_GRADE:.0f}"
