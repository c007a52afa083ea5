"""Predictions, signals and hypothesis strategies of them, for the fusion tests."""

from __future__ import annotations

from hypothesis import strategies as st

from core.types import LEVELS, SIGNAL_KINDS, Cue, Prediction, SafetySignal, TaskResult

TASKS = {"task": TaskResult({"a": 1.0}, "a")}


def said(
    distress: float, modality: str = "text", *, certainty: float = 1.0, reliability: float = 0.9, base_rate: float = 0.3
) -> Prediction:
    """A prediction that says `distress`."""
    return Prediction(
        modality, "a", 1.0, distress, TASKS, base_rate=base_rate, reliability=reliability, certainty=certainty
    )


def with_cues(prediction: Prediction, *cues: tuple[str, float]) -> Prediction:
    """The same prediction with evidence."""
    made = tuple(Cue(text, weight) for text, weight in cues)
    return Prediction(**{**vars(prediction), "evidence": made})


unit = st.floats(0.0, 1.0)
inner = st.floats(0.01, 0.99)


@st.composite
def predictions(draw: st.DrawFn, most: int = 4) -> list[Prediction]:
    """Any set of predictions of different modalities."""
    names = draw(st.lists(st.sampled_from(["text", "speech", "face", "questionnaire"]), unique=True, max_size=most))
    return [
        said(draw(unit), n, certainty=draw(unit), reliability=draw(unit), base_rate=draw(st.floats(0.05, 0.95)))
        for n in names
    ]


signals = st.builds(
    SafetySignal,
    kind=st.sampled_from(SIGNAL_KINDS),
    floor=st.sampled_from(LEVELS),
    reason=st.just("You may be in danger."),
    source=st.just("test"),
    certainty=unit,
)
