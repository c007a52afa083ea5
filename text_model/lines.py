"""Do the lines of a text look like a list or like program code? Judged as written, before all spaces are made one."""

from __future__ import annotations

import re

_CODE_LINE = re.compile(
    r"\s*(?:"
    r"(?:def|class)\s\w.*:|(?:for|while|if|elif|else|with|try|except)\b.*:|return\b[^.!?]*|"
    r"(?:from\s[\w.]+\s)?import\s[\w.,* ]+|@\w+.*|[\w.\[\]'\"]+\s*[-+*/|&]?=\s*\S.*|[\w.]+\(.*\)|[)\]}]+,?"
    r")\s*;?\s*"
)
_QUERY = re.compile(
    r"\s*(?:SELECT\b.+\bFROM\b|(?i:select\s+(?:\*|[\w.]+[,(]).*\sfrom\s|insert\s+into\s\w|delete\s+from\s\w+\s+where\b|"
    r"create\s+table\s\w|update\s+\w+\s+set\s+\w+\s*=))",
    re.S,
)
# Single words for how someone is are a check-in, not a list of things.
_FELT = re.compile(
    r"\b(?:tired|sad|alone|lone\w+|empty|numb|anxi\w+|stress\w*|depress\w*|hope\w*|worth\w*|exhaust\w*|drain\w*|scared|"
    r"afraid|worr\w+|panic\w*|cry\w*|cried|tears|ang\w+|mad|upset|hurt\w*|pain\w*|ache\w*|sleep\w*|slept|happy|joy\w*|"
    r"calm|fine|ok|okay|good|great|bad|better|worse|awful|low|down|lost|broken|guilt\w*|shame\w*|fear\w*|nerv\w+|"
    r"overw\w+|burn\w*|miser\w+|grateful|thankful|bored|restless|tense|sick|weak|useless|hate\w*|love\w*|kill\w*|"
    r"die|dead|dying|death|suicid\w*|goodbye|done|over)\b",
    re.I,
)
_LEAST_LINES, _WORDS_OF_LINE = 4, 4
_LEAST_ITEMS, _WORDS_OF_ITEM = 5, 3


def are_code(written: str) -> bool:
    """Half of three lines or more are statements, or it is a query."""
    lines = _lines(written)
    told = sum(_CODE_LINE.fullmatch(line) is not None for line in lines)
    return _QUERY.match(written) is not None or (len(lines) > 2 and told >= len(lines) / 2)


def are_items(written: str) -> bool:
    """Short lines, or many short parts between commas, none of which says how someone is."""
    lines, items = _lines(written), [item for item in written.split(",") if item.strip()]
    in_lines = len(lines) >= _LEAST_LINES and _most_words(lines) <= _WORDS_OF_LINE
    in_commas = len(items) >= _LEAST_ITEMS and _most_words(items) <= _WORDS_OF_ITEM
    return (in_lines or in_commas) and not _FELT.search(written)


def _lines(written: str) -> list[str]:
    return [line for line in written.splitlines() if line.strip()]


def _most_words(parts: list[str]) -> int:
    return max(len(part.split()) for part in parts)
