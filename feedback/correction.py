"""A label that the person put right: what was predicted, what they say, and the words only with their consent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from feedback.checkin import LONGEST_TEXT, new_id


@dataclass(frozen=True)
class Correction:
    """`said` is the label that fits, in the person's view; `model` the version that predicted otherwise."""

    at: dt.datetime
    modality: str
    task: str
    predicted: str
    said: str
    id: str = field(default_factory=new_id)
    confidence: float = 0.0
    model: str = ""
    text: str | None = None
    has_audio: bool = False

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("the time needs its offset from UTC")
        if not all((self.modality, self.task, self.predicted, self.said)):
            raise ValueError("modality, task and both labels must be named")
        if not (self.id.isalnum() and self.id.isascii() and len(self.id) <= 64):
            raise ValueError("the id must be letters and digits, at most 64")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError("the confidence must lie between 0 and 1")
        if len(self.text or "") > LONGEST_TEXT:
            raise ValueError(f"a text has at most {LONGEST_TEXT:,} characters")

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, the same keys as the fields."""
        return {f.name: getattr(self, f.name) for f in fields(self)} | {"at": self.at.isoformat()}

    @classmethod
    def from_json(cls, raw: object) -> Correction:
        """Raises ValueError, without quoting, for anything that `to_json` would not write."""
        known = {f.name for f in fields(cls)}
        if not isinstance(raw, Mapping) or not set(raw) <= known:
            raise ValueError("a correction has other fields than this version knows")
        if missing := {"id", "at", "modality", "task", "predicted", "said"} - set(raw):
            raise ValueError(f"the field {sorted(missing)[0]!r} is missing")
        if not all(_fits(name, value) for name, value in raw.items()):
            raise ValueError("a field of a correction has the wrong type")
        try:
            at = dt.datetime.fromisoformat(raw["at"])
        except ValueError:
            raise ValueError("the time is not written like 2026-11-20T08:30:00+00:00") from None
        values = {**raw, "at": at if at.tzinfo else at.replace(tzinfo=dt.UTC)}
        return cls(**values)


def _fits(name: str, value: object) -> bool:
    if name == "confidence":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if name == "has_audio":
        return isinstance(value, bool)
    return isinstance(value, str) or (name == "text" and value is None)
