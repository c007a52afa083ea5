"""Late fusion: what each modality says by itself becomes one risk assessment. Knows no model and no label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.types import LEVELS, Prediction, RiskAssessment, RiskLevel, SafetySignal
from fusion import crisis, doubt
from fusion.explain import Findings, explain, shapley
from fusion.pool import evidence, logit, pool, reconciled, total_weight, weight
from fusion.thresholds import Thresholds, shipped

# Kinds whose resources come first. Worry about another person has its own path, a past attempt its own card.
CRISIS_KINDS = frozenset({"suicide", "self_injury", "abuse", "medical"})
SAFETY = "safety"


def assess(
    predictions: Sequence[Prediction],
    signals: Sequence[SafetySignal] = (),
    missing: Sequence[str] = (),
    thresholds: Thresholds | None = None,
) -> RiskAssessment:
    """Fuse any set of predictions, also none, into level, score, interval, contributions and reasons.

    `signals` join those inside the predictions; each sets a floor under the level, and nothing lowers it.
    `missing` names what was not given or could not be used. When signals raise the score, the raise is the
    contribution called "safety". Two predictions of one modality are refused with ValueError.
    """
    limits = thresholds or shipped()
    evidences = _evidence_by_name(predictions, limits)
    weights = {p.modality: weight(p) for p in predictions}
    danger = danger_evidence(predictions, limits)
    everything = {**evidences, SAFETY: danger} if danger > 0.0 else evidences
    all_signals = _in_order([*signals, *(s for p in predictions for s in p.signals)])
    floor = _floor(all_signals, limits)
    pooled = pool(limits.prior, reconciled(everything, weights))
    score = max(pooled, floor)
    low, high = doubt.interval(predictions, pooled, limits)
    possible = _possible(predictions, pooled, (low, high), all_signals, limits)
    findings = Findings(
        predictions=tuple(predictions),
        evidences=reconciled(evidences, weights),
        signals=all_signals,
        missing=tuple(missing),
        level=limits.level(score),
        conflict=doubt.conflict_p_value(predictions, limits) < limits.conflict_p,
        undecided={"low", "high"} <= set(possible),
        heard=total_weight(predictions) >= limits.least_weight,
    )
    return RiskAssessment(
        level=findings.level,
        score=score,
        interval=(max(low, _band_start(all_signals, limits)), max(high, score)),
        contributions=shapley(everything, weights, limits.prior, floor, SAFETY),
        conflict=findings.conflict,
        crisis=any(s.kind in CRISIS_KINDS and s.floor == "high" for s in all_signals),
        reasons=explain(findings),
        prior=limits.prior,
        possible_levels=possible,
        undecided=findings.undecided,
        signals=all_signals,
    )


def danger_evidence(predictions: Sequence[Prediction], limits: Thresholds) -> float:
    """Log-odds that a chance of crisis adds, where it is above its base rate; never below 0.

    A model that is not sure enough for a signal may still see more than distress: this keeps the anxious and the
    exhausted apart from those who may be in danger.
    """
    chance = crisis.chance(predictions)
    return limits.sharpness * limits.danger_weight * max(0.0, logit(chance) - logit(limits.danger_base))


def _evidence_by_name(predictions: Sequence[Prediction], limits: Thresholds) -> Mapping[str, float]:
    evidences = {p.modality: limits.sharpness * evidence(p) for p in predictions}
    if len(evidences) < len(predictions) or SAFETY in evidences:
        names = [p.modality for p in predictions]
        raise ValueError(f"each modality may speak once and none is called {SAFETY!r}, got {names!r}")
    return evidences


def _in_order(signals: Sequence[SafetySignal]) -> tuple[SafetySignal, ...]:
    """Gravest first; the order of equals is kept."""
    unique = dict.fromkeys(signals)
    return tuple(sorted(unique, key=lambda s: (-LEVELS.index(s.floor), -s.certainty)))


def _band_start(signals: Sequence[SafetySignal], limits: Thresholds) -> float:
    return max((limits.start(s.floor) for s in signals), default=0.0)


def _floor(signals: Sequence[SafetySignal], limits: Thresholds) -> float:
    """Lowest score that the signals allow: inside the floor's band, half-way up when the signal is certain."""
    ends = {"low": 0.0, "moderate": limits.high, "high": 1.0}
    starts = {s: limits.start(s.floor) for s in signals}
    return max((a + 0.5 * s.certainty * max(0.0, ends[s.floor] - a) for s, a in starts.items()), default=0.0)


def _possible(
    predictions: Sequence[Prediction],
    pooled: float,
    spread: tuple[float, float],
    signals: Sequence[SafetySignal],
    limits: Thresholds,
) -> tuple[RiskLevel, ...]:
    least = max((LEVELS.index(s.floor) for s in signals), default=0)
    levels = doubt.possible_levels(pooled, total_weight(predictions), spread, limits)
    return tuple(level for level in levels if LEVELS.index(level) >= least) or (LEVELS[least],)
