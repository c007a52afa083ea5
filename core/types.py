"""What flows through Attune: inputs, predictions, risk, suggestions, report. Frozen, plain, checked when made."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

RiskLevel = Literal["low", "moderate", "high"]
LEVELS: tuple[RiskLevel, ...] = get_args(RiskLevel)

SignalKind = Literal["suicide", "self_injury", "abuse", "medical", "other_person", "past_attempt"]
SIGNAL_KINDS: tuple[SignalKind, ...] = get_args(SignalKind)

Plain = str | float | int | bool | None


def _check_unit(name: str, value: float) -> None:
    if not (math.isfinite(value) and 0.0 <= value <= 1.0):
        raise ValueError(f"{name} must lie in [0, 1], got {value!r}")


@dataclass(frozen=True)
class Item:
    """One thing to analyse. `inputs` holds JSON keys such as "text" or "audio" and their values.

    Values are what the modality of that key reads: str for text, a path or bytes for audio.
    """

    id: str
    inputs: Mapping[str, object]


@dataclass(frozen=True)
class TaskResult:
    """One task's answer: a probability per label, and the label (or, multi-label, the labels) chosen."""

    scores: Mapping[str, float]
    label: str | None = None
    selected: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if not self.scores:
            raise ValueError("a task needs at least one label")
        for label, score in self.scores.items():
            _check_unit(f"score of {label!r}", score)
        if (self.label is None) == (self.selected is None):
            raise ValueError("a task has either a label or selected labels")


@dataclass(frozen=True)
class Cue:
    """One thing that moved a prediction: a word of a text, a quality of a voice.

    `weight` is signed: above 0 it raised the distress, below 0 it lowered it; with a `task`, that task's answer.
    `start` and `end` are character offsets in a text or seconds in a recording. `feature` names the statistic that was
    measured, as the model of the voice calls it.
    """

    text: str
    weight: float
    start: float | None = None
    end: float | None = None
    task: str | None = None
    feature: str | None = None


@dataclass(frozen=True)
class Segment:
    """A stretch of the input on its own. `start` and `end`: characters of a text, seconds of a recording."""

    start: float
    end: float
    label: str
    confidence: float
    distress: float

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a segment ends at {self.end!r}, before it starts at {self.start!r}")
        _check_unit("confidence", self.confidence)
        _check_unit("distress", self.distress)


@dataclass(frozen=True)
class SafetySignal:
    """A sign that someone may be in danger. It sets a floor under the risk level and nothing lowers it.

    `reason` is a sentence for the person; `spans` are character offsets in what they wrote.
    """

    kind: SignalKind
    floor: RiskLevel
    reason: str
    source: str
    certainty: float = 1.0
    spans: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in SIGNAL_KINDS:
            raise ValueError(f"kind must be one of {SIGNAL_KINDS}, got {self.kind!r}")
        if self.floor not in LEVELS:
            raise ValueError(f"floor must be one of {LEVELS}, got {self.floor!r}")
        _check_unit("certainty", self.certainty)


@dataclass(frozen=True)
class Prediction:
    """What one modality says by itself.

    `distress` is a calibrated probability that the person is in distress, given this modality alone and
    a population in which a share `base_rate` is. `reliability` was measured when the model was published;
    `certainty` is what this very input allows (quality, language, length). Both scale its say in fusion.
    `speech` are the stretches of a recording that hold speech, (start, end) in seconds; between them are pauses.
    """

    modality: str
    label: str
    confidence: float
    distress: float
    tasks: Mapping[str, TaskResult]
    evidence: tuple[Cue, ...] = ()
    quality: Mapping[str, Plain] = field(default_factory=dict)
    segments: tuple[Segment, ...] = ()
    notes: tuple[str, ...] = ()
    signals: tuple[SafetySignal, ...] = ()
    base_rate: float = 0.5
    reliability: float = 1.0
    certainty: float = 1.0
    speech: tuple[tuple[float, float], ...] | None = None

    def __post_init__(self) -> None:
        for name in ("confidence", "distress", "base_rate", "reliability", "certainty"):
            _check_unit(name, getattr(self, name))


@dataclass(frozen=True)
class RiskAssessment:
    """The fused result. `contributions` are exact Shapley values: they add up to `score` minus `prior`.

    `possible_levels` is the set that the doubt leaves open; `undecided` is true when that set is of no use
    and the person should be told so. `level` is then the most likely one, for programs that need one.
    """

    level: RiskLevel
    score: float
    interval: tuple[float, float]
    contributions: Mapping[str, float]
    conflict: bool
    crisis: bool
    reasons: tuple[str, ...]
    prior: float
    possible_levels: tuple[RiskLevel, ...] = ()
    undecided: bool = False
    signals: tuple[SafetySignal, ...] = ()

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise ValueError(f"level must be one of {LEVELS}, got {self.level!r}")
        _check_unit("score", self.score)
        low, high = self.interval
        _check_unit("interval start", low)
        _check_unit("interval end", high)
        if not low <= self.score <= high:
            raise ValueError(f"score {self.score!r} lies outside its interval {self.interval!r}")


@dataclass(frozen=True)
class Recommendation:
    """One thing to do next. `steps` are short sentences; `source` says where the advice comes from.

    `caution` says when to stop or whom it does not suit; show it wherever the steps are shown.
    """

    id: str
    title: str
    text: str
    kind: str
    source: str
    steps: tuple[str, ...] = ()
    minutes: int | None = None
    url: str | None = None
    caution: str | None = None


@dataclass(frozen=True)
class Report:
    """Everything about one item. `problems` says for each modality that could not answer why."""

    id: str
    predictions: Mapping[str, Prediction]
    risk: RiskAssessment
    recommendations: tuple[Recommendation, ...]
    problems: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        """Plain dict of the JSON contract: lists, dicts, strings, numbers, booleans; no empty optional."""
        return {
            "id": self.id,
            "predictions": {name: _plain(p) for name, p in self.predictions.items()},
            "risk": _plain(self.risk),
            "recommendations": [_plain(r) for r in self.recommendations],
            "problems": dict(self.problems),
        }


@dataclass(frozen=True)
class Failure:
    """An item that nothing could be said about, and why."""

    id: str
    type: str
    message: str

    def to_json(self) -> dict[str, Any]:
        """The contract's form of an item that failed."""
        return {"id": self.id, "error": {"type": self.type, "message": self.message}}


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        named = ((f.name, getattr(value, f.name)) for f in dataclasses.fields(value))
        return {name: _plain(v) for name, v in named if v is not None}
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    return value
