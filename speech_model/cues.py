"""How a voice differs from the person's calm voice, or from typical speech: plain words backed by z-scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from core.types import Cue
from speech_model.features import names
from speech_model.inputs import Scaling
from speech_model.spectrum import Array

NOTICEABLE_Z = 1.0
MOST = 5
AGAINST_BASELINE = "than in your calm recording"
AGAINST_TYPICAL = "than in most voices"


@dataclass(frozen=True)
class _Quality:
    feature: str
    high: str
    low: str
    only_with_baseline: bool = False


# Pitch and level as such say more about who speaks and how far the microphone is, so they need a baseline.
QUALITIES = (
    _Quality("pitch.p50", "Higher pitch", "Lower pitch", only_with_baseline=True),
    _Quality("level_db", "Louder", "Quieter", only_with_baseline=True),
    _Quality("pitch.range", "Livelier melody", "Flatter melody"),
    _Quality("pitch.shake", "Shakier voice", "Steadier voice"),
    _Quality("time.syllables_per_s", "Faster speech", "Slower speech"),
    _Quality("time.pause_share", "More pauses", "Fewer pauses"),
    _Quality("tilt.mean", "Sharper, tenser sound", "Softer sound"),
    _Quality("energy.std", "More uneven loudness", "More even loudness"),
    _Quality("voicing.mean", "Clearer voice", "Breathier or rougher voice"),
)


def z_scores(scaling: Scaling, vector: Array, reference: Array | None) -> dict[str, float]:
    """z-score of each quality of one stretch of speech, by feature name."""
    row = vector[None]
    z = scaling.scores(row)[0] if reference is None else scaling.differences(row, reference)[0]
    return {
        q.feature: float(z[place])
        for q, place in zip(QUALITIES, _places(), strict=True)
        if reference is not None or not q.only_with_baseline
    }


@cache
def _places() -> tuple[int, ...]:
    """Where each quality stands in a vector of statistics."""
    return tuple(names().index(q.feature) for q in QUALITIES)


def cues(z: Mapping[str, float], distress_slopes: Mapping[str, float], *, has_baseline: bool) -> tuple[Cue, ...]:
    """The most noticeable differences. `distress_slopes` says how each quality went with distress in training."""
    against = AGAINST_BASELINE if has_baseline else AGAINST_TYPICAL
    found = []
    for quality in QUALITIES:
        score = z.get(quality.feature, 0.0)
        if abs(score) >= NOTICEABLE_Z:
            word = quality.high if score > 0 else quality.low
            text = f"{word} {against} (z {score:+.1f})"
            weight = score * distress_slopes.get(quality.feature, 0.0)
            found.append((abs(score), Cue(text, weight, task="emotion", feature=quality.feature)))
    return tuple(cue for _, cue in sorted(found, key=lambda pair: -pair[0])[:MOST])
