"""What is chosen: crisis resources first, then what fits, the same each time."""

from core.types import Prediction, RiskAssessment, SafetySignal, TaskResult
from recommend.choose import choose


def risk(level="low", *kinds, crisis=False):
    floor = level if level != "low" else "moderate"
    signals = tuple(SafetySignal(kind, floor, "a reason", "rule") for kind in kinds)
    return RiskAssessment(level, 0.5, (0.4, 0.6), {}, False, crisis, (), 0.5, signals=signals)


def text(state, **others):
    scores = {"neutral": 0.0, "stress": 0.0, "anxiety": 0.0, "depression": 0.0} | {state: 0.9}
    tasks = {"state": TaskResult(scores, state)}
    if others:
        tasks["emotions"] = TaskResult(others, selected=tuple(others))
    return {"text": Prediction("text", state, 0.9, 0.5, tasks)}


def test_high_puts_crisis_resources_before_anything_else():
    chosen = choose(risk("high", "suicide", crisis=True), text("depression"))
    kinds = [one.kind for one in chosen]
    assert kinds[0] == "crisis"
    assert "crisis" not in kinds[kinds.count("crisis") :]
    assert 1 <= len(kinds) - kinds.count("crisis") <= 3
