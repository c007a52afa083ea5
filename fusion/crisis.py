"""Signs of danger in a text: a rule shaped like a model. It can only raise the risk, and works without any model."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any, cast

import yaml

from core.types import Prediction, RiskLevel, SafetySignal, SignalKind
from fusion.crisis_rule.context import judge
from fusion.crisis_rule.folding import Folded, fold
from fusion.crisis_rule.frames import is_about_others, names_danger
from fusion.crisis_rule.people import subject
from fusion.crisis_rule.phrases import Hit, foreign_spans, hits
from fusion.crisis_rule.reading import read, read_on
from fusion.crisis_rule.stance import about_oneself, speaks_to_another

SOURCE = "crisis rule"
TASK = "crisis"
_LEAST_CERTAINTY = 0.3
_CERTAINTY_OF_DOUBT = 0.1
# A model that is surer than this of danger is not overruled by words that look harmless.
_SURE = 0.95
_SHORT = 400
_VERY_SHORT = 120
_FILE = Path(__file__).parent / "signals.yaml"
_MOST_SPANS = 40
_CERTAINTY_OF_FOREIGN = 0.85
_CERTAINTY_OF_HINT = 0.75


@lru_cache(maxsize=1)
def _signals() -> dict[str, Any]:
    return cast(dict[str, Any], yaml.safe_load(_FILE.read_text(encoding="utf8")))


def detect(text: str) -> tuple[SafetySignal, ...]:
    """Safety signals of a text, one for each kind, gravest first, with character spans in `text`.

    Plain, indirect, misspelt and disguised statements in English, plain ones in a dozen other languages.
    Never raises for any string; takes one to four seconds for a million characters.
    """
    found: dict[SignalKind, _Finding] = {}
    folded = fold(text)
    for kind, certainty, span in _found(folded, found):
        found.setdefault(kind, _Finding()).add(certainty, span)
    if "suicide" in found:
        found.pop("past_attempt", None)
    return tuple(
        SafetySignal(kind, cast(RiskLevel, entry["floor"]), str(entry["reason"]), SOURCE, *found[kind].summary())
        for kind, entry in _signals().items()
        if kind in found
    )


def unite(text: str, prediction: Prediction) -> Prediction:
    """The prediction of a model that read `text`, with what the rule knows about whose words they are.

    A model reacts to the words. Where the rule understands a short text as harmless (denied, quoted, played, studied,
    of someone else) and the model is not all but sure, or where a text speaks to another person, an alarm of the model
    becomes a doubt. In the second case the distress is less certain too, for it may be the other's. This touches the
    guess of a model only: what the rule itself finds is never taken back.
    """
    if TASK not in prediction.tasks:
        return prediction
    consoling = speaks_to_another(text)
    alarms = [s.certainty for s in prediction.signals if s.kind == "suicide" and s.source != SOURCE]
    if alarms and (consoling or (max(alarms) < _SURE and explained(text))):
        prediction = replace(prediction, signals=tuple(_doubted(s) for s in prediction.signals))
    return replace(prediction, certainty=prediction.certainty * about_oneself(text)) if consoling else prediction


def _doubted(signal: SafetySignal) -> SafetySignal:
    if signal.kind != "suicide":
        return signal
    reason = str(_signals()["doubt"]["reason"])
    return replace(signal, floor="moderate", certainty=min(signal.certainty, _CERTAINTY_OF_DOUBT), reason=reason)


def explained(text: str) -> bool:
    """Whether a short text has words of danger, every one of which the rule understands as harmless.

    In a sentence or two a plain word such as "suicide" or "die" is what a model reacts to; had it been meant, the rule
    would have known it.
    """
    if len(text) > _SHORT or any(signal.floor == "high" for signal in detect(text)):
        return False
    sentences = list(read(fold(text)))
    if len(text) <= _VERY_SHORT and any(names_danger(sentence) for sentence in sentences):
        return True
    return any(next(hits(sentence), None) or is_about_others(sentence) for sentence in sentences)


def chance(predictions: Sequence[Prediction]) -> float:
    """Highest chance of crisis that a model gives: the contract's task "crisis", which this rule is united with."""
    return max((_chance(p) for p in predictions if p.certainty >= _LEAST_CERTAINTY), default=0.0)


def _chance(prediction: Prediction) -> float:
    task = prediction.tasks.get(TASK)
    said = task.scores.get(TASK, 0.0) if task else 0.0
    doubts = [s.certainty for s in prediction.signals if s.kind == "suicide" and s.floor == "moderate"]
    return min([said, *doubts])


@dataclass
class _Finding:
    """What was found of one kind so far."""

    certainty: float = 0.0
    spans: set[tuple[int, int]] = field(default_factory=set)

    def add(self, certainty: float, span: tuple[int, int]) -> None:
        self.certainty = max(self.certainty, certainty)
        if len(self.spans) < _MOST_SPANS:
            self.spans.add(span)

    def summary(self) -> tuple[float, tuple[tuple[int, int], ...]]:
        return self.certainty, _merged(self.spans)


def _merged(spans: Collection[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Overlapping spans as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _found(folded: Folded, found: Mapping[SignalKind, _Finding]) -> Iterator[tuple[SignalKind, float, tuple[int, int]]]:
    """Everything that is found; a kind of which there is plenty is not looked for any further."""
    seen: dict[str, list[tuple[SignalKind, Hit]]] = {}
    for sentence in chain(read(folded), read_on(folded)):
        if sentence.line not in seen:
            enough = {kind for kind, finding in found.items() if len(finding.spans) >= _MOST_SPANS}
            judged = [(judge(hit), hit) for hit in hits(sentence, enough)]
            seen[sentence.line] = _without_hints_of_others([(kind, hit) for kind, hit in judged if kind])
        for kind, hit in seen[sentence.line]:
            start, end = sentence.words[hit.first].start, sentence.words[hit.last].end
            yield kind, hit.group.certainty, folded.span(start, end)
    for start, end in islice(foreign_spans(folded), _MOST_SPANS):
        yield "suicide", _CERTAINTY_OF_FOREIGN, folded.span(start, end)


def _without_hints_of_others(judged: list[tuple[SignalKind, Hit]]) -> list[tuple[SignalKind, Hit]]:
    """Where a sentence names another's danger, a hint whose subject is that person is no sign of the writer's.

    "She wants to die and has said goodbye to everyone", but not "she died and I will end it tonight".
    """
    if all(kind != "other_person" for kind, _ in judged):
        return judged
    return [(kind, hit) for kind, hit in judged if kind != "suicide" or not _is_hint_of_another(hit)]


def _is_hint_of_another(hit: Hit) -> bool:
    return hit.group.certainty <= _CERTAINTY_OF_HINT and subject(hit) in ("close", "third")
