"""The sentences of an explanation, filled from words.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import yaml

from core.types import Prediction

FILE = Path(__file__).parent / "words.yaml"
_UNCLEAR = 0.3
_MOST_CUES = 3


@lru_cache(maxsize=1)
def _catalog() -> dict[str, Any]:
    return cast(dict[str, Any], yaml.safe_load(FILE.read_text(encoding="utf8")))


def say(key: str, **parts: str) -> str:
    """The sentence called `key`, with its gaps filled."""
    return str(_catalog()["sentences"][key]).format(**parts)


def title(name: str) -> str:
    """What a modality is called at the start of a sentence."""
    known = _catalog()["modalities"].get(name)
    return str(known["title"]) if known else f"The {name} reading"


def driver(prediction: Prediction, evidence: float) -> str:
    """Which way a modality points, and the cues that made it."""
    key = "unclear" if abs(evidence) < _UNCLEAR else "raises" if evidence > 0 else "lowers"
    return say(key, what=title(prediction.modality), cues=_cues(prediction, evidence))


def _cues(prediction: Prediction, evidence: float) -> str:
    same_way = [c for c in prediction.evidence if c.weight * evidence > 0]
    strongest = sorted(same_way, key=lambda c: -abs(c.weight))[:_MOST_CUES]
    quote = _catalog()["modalities"].get(prediction.modality, {}).get("quote", False)
    named = list(dict.fromkeys(f"“{c.text}”" if quote else c.text for c in strongest))
    return ", most of all " + listed(named) if named else ""


def listed(parts: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def conflict(predictions: Sequence[Prediction], evidences: Mapping[str, float]) -> str:
    """A sentence that names the modalities that disagree most."""
    up = max(predictions, key=lambda p: evidences[p.modality]).modality
    down = min(predictions, key=lambda p: evidences[p.modality]).modality
    lower = title(down)[0].lower() + title(down)[1:]
    return say("conflict", up=title(up), down=lower)


def could_add(name: str) -> str:
    """What is missing and what it could add."""
    known = _catalog()["modalities"].get(name)
    heading = str(known["title"]) if known else name
    return say("could_add", name=heading, adds=str(known["adds"]) if known else say("adds"))
