"""Results made by hand, and an engine that gives them: for tests of the page that need no model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from core.types import Cue, Failure, Item, Prediction, Report, SafetySignal, Segment, TaskResult
from fusion.late import assess
from fusion.thresholds import Thresholds
from pipeline import OnStage
from recommend.choose import Context, choose

# Fixed here, so that a new fit does not change what the pages are tested with.
LIMITS = Thresholds(
    prior=0.3,
    moderate=0.42,
    high=0.78,
    possible={"low": (0.0, 0.5), "moderate": (0.2, 0.9), "high": (0.7, 1.0)},
    alpha=0.05,
    evidence_sd=2.0,
    noise_sd=0.35,
    pseudo_counts=8.0,
    conflict_p=0.05,
    least_weight=0.12,
)
WORDS = "I cannot sleep and I keep worrying about work. My brother cooked for us and that was nice."


def text_prediction(distress: float = 0.72, signals: tuple[SafetySignal, ...] = (), words: str = WORDS) -> Prediction:
    """What a text model might say of `WORDS`."""
    return Prediction(
        modality="text",
        label="anxiety",
        confidence=0.71,
        distress=distress,
        tasks={
            "state": TaskResult({"neutral": 0.1, "stress": 0.14, "anxiety": 0.71, "depression": 0.05}, "anxiety"),
            "crisis": TaskResult({"none": 0.97, "crisis": 0.03}, "none"),
            "emotions": TaskResult(
                {"nervousness": 0.62, "fear": 0.2, "joy": 0.12, "sadness": 0.31}, selected=("nervousness",)
            ),
        },
        evidence=(
            Cue("cannot sleep", 0.4, 2, 14),
            Cue("worrying", 0.7, 26, 34),
            Cue("was nice", -0.3, 81, 89),
            Cue("keep worrying about work", 1.9, 21, 45, "state"),
            Cue("cooked for us", -0.6, 58, 71, "state"),
        ),
        segments=(Segment(0, 46, "anxiety", 0.8, 0.85), Segment(47, 91, "neutral", 0.7, 0.1)) if words == WORDS else (),
        signals=signals,
        reliability=0.95,
    )


def speech_prediction(distress: float = 0.66) -> Prediction:
    """What a speech model might say."""
    scores = {
        "sadness": 0.46,
        "fear": 0.2,
        "neutral": 0.14,
        "calm": 0.1,
        "anger": 0.05,
        "disgust": 0.03,
        "happiness": 0.02,
    }
    return Prediction(
        modality="speech",
        label="sadness",
        confidence=0.46,
        distress=distress,
        tasks={"emotion": TaskResult(scores, "sadness")},
        evidence=(
            Cue("Slower speech than in most voices (z -1.6)", 0.3),
            Cue("Flatter melody than in most voices (z -1.2)", 0.2),
            Cue("More even loudness than in most voices (z -1.1)", -0.1),
        ),
        quality={"duration_s": 7.4, "snr_db": 24.0, "speech_share": 0.82},
        segments=(
            Segment(0, 2.5, "neutral", 0.5, 0.3),
            Segment(2.5, 5.0, "sadness", 0.6, 0.7),
            Segment(5, 7.4, "sadness", 0.5, 0.7),
        ),
        reliability=0.5,
    )


def crisis_signal() -> SafetySignal:
    """The sign that puts help first."""
    reason = "Some of your words suggest that you may be in danger, so help comes first."
    return SafetySignal("suicide", "high", reason, "crisis rule", 0.9, ((0, 10),))


def report(*predictions: Prediction, problems: dict[str, str] | None = None, country: str | None = None) -> Report:
    """A whole result, put together by the real fusion and the real recommendations."""
    risk = assess(predictions, thresholds=LIMITS)
    named = {p.modality: p for p in predictions}
    return Report("check-in", named, risk, choose(risk, named, Context(country)), problems or {})


class FakeEngine:
    """Answers like the pipeline, from the words alone and at once."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.contexts: list[Context | None] = []

    def warm_up(self) -> dict[str, str]:
        """Nothing to open."""
        return {}

    def analyse(self, item: Item, context: Context | None = None, on_stage: OnStage | None = None) -> Report | Failure:
        """A "calm evening" is Low, "die" is a crisis, "broken" has a problem with the voice, nothing is a failure."""
        self.items.append(item)
        self.contexts.append(context)
        words = str(item.inputs.get("text", ""))
        heard = (speech_prediction(),) if "audio" in item.inputs else ()
        if not words.strip() and not heard:
            return Failure(
                item.id, "InputError", "There is nothing to read here. Write a few words or record your voice."
            )
        for stage in ("What you write", "How you sound", "Putting it together"):
            (on_stage or print)(stage)
        signals = (crisis_signal(),) if "die" in words or "kill" in words else ()
        read = text_prediction(0.06 if "calm evening" in words else 0.72, signals, words or WORDS)
        problems = (
            {"speech": "There is no sound in this recording. Check the microphone and try again."}
            if "broken" in words
            else {}
        )
        return report(
            *((read,) if words.strip() else ()), *heard, problems=problems, country=context.country if context else None
        )

    def analyse_many(
        self, items: Iterable[Item | Failure], context: Context | None = None, *, batch: int = 1, explain: bool = False
    ) -> Iterator[Report | Failure]:
        """One after another; a Failure passes through."""
        for item in items:
            made = item if isinstance(item, Failure) else self.analyse(item, context, lambda _: None)
            yield replace(made, id=item.id)
