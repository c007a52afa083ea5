"""The sentences of an explanation, filled from words.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import yaml

from core.types import Cue, Prediction

FILE = Path(__file__).parent / "words.yaml"
_UNCLEAR = 0.3
_MOST_CUES = 3
_MOST_WORDS = 6


@lru_cache(maxsize=1)
def _catalog() -> dict[str, Any]:
    return cast(dict[str, Any], yaml.safe_load(FILE.read_text(encoding="utf8")))


def say(key: str, **parts: str) -> str:
    """The sentence called `key`, with its gaps filled."""
    return str(_catalog()["sentences"][key]).format(**parts)


def _about(name: str) -> Mapping[str, Any]:
    """What is known of a modality, by its name or by what the page calls it."""
    known = cast(dict[str, dict[str, Any]], _catalog()["modalities"])
    return known.get(name) or next((m for m in known.values() if m["called"] == name), {})


def where(name: str) -> str:
    """A modality inside a sentence: "what you wrote"."""
    return str(_about(name).get("where", f"the {name} reading"))


def driver(predictions: Sequence[Prediction], evidences: Mapping[str, float]) -> str:
    """Which way the strongest modality points, together with those that say the same, and the cues that made it."""
    strongest = max(predictions, key=lambda p: abs(evidences[p.modality]))
    main = evidences[strongest.modality]
    key = "unclear" if abs(main) < _UNCLEAR else "raises" if main > 0 else "lowers"
    agree = [p for p in predictions if p is strongest or (evidences[p.modality] * main > 0 and key != "unclear")]
    agree.sort(key=lambda p: -abs(evidences[p.modality]))
    places = listed([where(p.modality) for p in agree])
    named = _cues(agree, main) if key == "raises" else []
    return say("raises_most", where=places, named=listed(named)) if named else say(key, where=places)


def _cues(predictions: Sequence[Prediction], direction: float) -> list[str]:
    """Cues that point the same way: up to three of one modality, or the two strongest of each of several."""
    most = _MOST_CUES if len(predictions) == 1 else 2
    named = [text for p in predictions for text in _strongest(p, direction, most)]
    return named[: _MOST_CUES + 1]


def _strongest(prediction: Prediction, direction: float, most: int) -> list[str]:
    quote = bool(_about(prediction.modality).get("quote", False))
    moving = [c for c in prediction.evidence if c.task is None and c.weight * direction > 0]
    same_way = sorted(moving, key=lambda c: -abs(c.weight))
    texts = (_cue(c, quote=quote) for c in same_way)
    return list(dict.fromkeys(t for t in texts if t))[:most]


def _cue(cue: Cue, *, quote: bool) -> str:
    """A cue in a sentence: quoted when it is the person's own words, without its z-score when it is ours."""
    text = re.sub(r"\s*\(z [^)]*\)", "", cue.text).strip()
    if quote and not _telling(text):
        return ""
    return f"“{text}”" if quote else text[:1].lower() + text[1:]


def _telling(text: str) -> bool:
    """Whether a quoted piece says something by itself: not a little word, not half a sentence."""
    words = text.lower().split()
    return len(words) <= _MOST_WORDS and any(len(w) > 3 and w not in _catalog()["little_words"] for w in words)


def listed(parts: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def conflict(predictions: Sequence[Prediction], evidences: Mapping[str, float]) -> str:
    """A sentence that names the modalities that disagree most."""
    up = where(max(predictions, key=lambda p: evidences[p.modality]).modality)
    down = where(min(predictions, key=lambda p: evidences[p.modality]).modality)
    return say("conflict", up=up[:1].upper() + up[1:], down=down)


def could_add(missing: Sequence[str]) -> str:
    """What the first of the missing modalities could add; they are named by name or by what the page calls them."""
    found = (str(_about(name).get("adds", "")) for name in missing)
    return next((text for text in found if text), say("more"))
