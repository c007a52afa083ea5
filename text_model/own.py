"""Rows of our own sentences: what each kind of them teaches of which task."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from text_model.data import Row, Target
from text_model.labels import CRISIS, SEVERITY, STATE
from text_model.normalise import normalise
from text_model.readers import EXPLICIT, READERS, polarity_of
from text_model.sentences import CRISIS_PARTS, cases, check_ins, emotions, moods, polarities, posts, severities

_NONE, _SOS = CRISIS.index("none"), CRISIS.index("crisis")
_NEUTRAL, _DEPRESSED = STATE.index("neutral"), STATE.index("depression")
_CALM_SEVERITIES = {"neutral", "positive"}
_JOINED = 2


def check_in_rows() -> Iterator[Row]:
    """Short check-ins of each state; none of them is a crisis."""
    for state, sentences in check_ins().items():
        targets: dict[str, Target] = {"state": STATE.index(state), "crisis": _NONE}
        for text in sentences:
            yield Row(normalise(text).text, "own check-ins", targets, {"state": 0.7, "crisis": 0.5})


def post_rows() -> Iterator[Row]:
    """Posts of each state, none of them a crisis, and posts of people in a crisis."""
    for kind, texts in posts().items():
        if kind == "crisis":
            targets: dict[str, Target] = {"crisis": _SOS, "state": _DEPRESSED}
            weights = {"state": 0.3}
        else:
            targets, weights = {"state": STATE.index(kind), "crisis": _NONE}, {}
        for text in texts:
            yield Row(normalise(text).text, "own posts", targets, weights)


def crisis_rows() -> Iterator[Row]:
    """English sentences of the crisis corpus about the writer's own wish to die, and its harmless traps."""
    for case in (case for path in CRISIS_PARTS for case in cases(path) if case.language == "en"):
        if case.expect == "suicide":
            targets: dict[str, Target] = {"crisis": _SOS, "state": _DEPRESSED}
        elif case.expect == "none":
            targets = {"crisis": _NONE}
        else:
            continue
        yield Row(normalise(case.text).text, "own crisis corpus", targets, {"state": 0.2, "crisis": 0.8})


def mood_rows() -> Iterator[Row]:
    """Journal entries and situations; they answer what those of the corpus of moods do."""
    for mood, texts in moods().items():
        for text in texts:
            yield READERS["journal_moods"]({"label": mood, "source": "own moods"}, normalise(text).text)[1]


def emotion_rows() -> Iterator[Row]:
    """Comments and diary lines; they answer what those of GoEmotions do."""
    for labels, texts in emotions().items():
        for text in texts:
            yield replace(READERS["goemotions"]({"labels": labels}, normalise(text).text)[1], source="own emotions")


def polarity_rows() -> Iterator[Row]:
    """Of people's own days, where the corpus has phrases of film reviews only."""
    for label, texts in polarities().items():
        for text in texts:
            yield Row(normalise(text).text, "own polarity", polarity_of(label))


def severity_rows() -> Iterator[Row]:
    """In whole words, which the corpus lacks: its makers cut most endings. Grief and fear of illness are no crisis."""
    for label, texts in severities().items():
        targets: dict[str, Target] = {"severity": SEVERITY.index(label), **polarity_of(label)}
        if label in _CALM_SEVERITIES:
            targets["state"] = _NEUTRAL
        for text in texts:
            safe = {} if EXPLICIT.search(text) else {"crisis": _NONE}
            yield Row(normalise(text).text, "own severity", targets | safe, {"state": 0.3, "polarity": 0.4})


def pairs(rows: Sequence[Row], seed: int) -> list[Row]:
    """Each of `rows` twice, before another one with the same answers."""
    random = Random(seed)  # noqa: S311 - made-up sentences, not secrets
    alike: dict[str, list[Row]] = {}
    for row in rows:
        alike.setdefault(str(row.targets), []).append(row)
    return [
        replace(row, text=f"{row.text} {random.choice(alike[str(row.targets)]).text}") for row in list(rows) * _JOINED
    ]
