"""What the page says about a result, in words that a tired person understands."""

from __future__ import annotations

from core.types import LEVELS, Prediction, RiskAssessment, RiskLevel
from language import listed, number, t

VERSION = "0.1"
LEVEL_NAMES: dict[RiskLevel, str] = {"low": "Low signal", "moderate": "Moderate signal", "high": "High signal"}
_IN_TEXT: dict[RiskLevel, str] = {"low": "low", "moderate": "moderate", "high": "high"}
_ABOUT: dict[RiskLevel, str] = {
    "low": "Few signs of distress right now.",
    "moderate": "Some signs that things may be hard right now. See what may help below.",
    "high": "Strong signs that things may be very hard right now. Consider talking to someone today.",
}
PARTS = {
    "text": "What you wrote",
    "speech": "How you sounded",
    "questionnaire": "Your answers",
    "face": "How you looked",
    "safety": "Words about safety",
}
TASKS = {
    "state": "State of mind",
    "crisis": "Signs of crisis",
    "severity": "Tone",
    "emotions": "Feelings in the words",
    "moods": "Mood",
    "polarity": "Positive or negative",
    "emotion": "Feeling in the voice",
}
STATES = {
    "neutral": "Nothing stands out",
    "stress": "Sounds like stress",
    "anxiety": "Sounds like worry",
    "depression": "Sounds like low mood",
    "crisis": "Sounds like a crisis",
    "none": "No sign of one",
}
FEELING_TASKS = frozenset({"emotions", "moods", "emotion"})


def headline(risk: RiskAssessment) -> str:
    """The result in two or three words."""
    return t("Can't tell yet") if risk.undecided else level(risk.level)


def level(name: RiskLevel) -> str:
    """A level as the page names it."""
    return t(LEVEL_NAMES[name])


def sentence(risk: RiskAssessment) -> str:
    """What the needle and the arc say, in words."""
    if risk.undecided:
        return t(
            "What Attune has could mean many things. A few more plain words, or half a minute of speech, may help."
        )
    others = [one for one in risk.possible_levels if one != risk.level]
    about = t(_ABOUT[risk.level])
    if not others:
        return t("{about} Attune is quite sure of this level.", about=about)
    could = listed([t(_IN_TEXT[one]) for one in sorted(others, key=LEVELS.index)], "or")
    return t("{about} Attune is fairly sure. It could also be {could}.", about=about, could=could)


def spoken_gauge(risk: RiskAssessment | None) -> str:
    """The gauge for someone who does not see it."""
    if risk is None:
        return t("An empty gauge with the bands Low, Moderate and High. Your result will appear here.")
    if risk.undecided:
        return t("The gauge has no needle. {sentence}", sentence=sentence(risk))
    low, high = (round(100 * v) for v in risk.interval)
    return t(
        "The needle points to {level}. The result may lie between {low} and {high} of 100.",
        level=level(risk.level),
        low=low,
        high=high,
    )


def part(name: str) -> str:
    """What a modality is called on the page."""
    return t(PARTS.get(name, name.capitalize()))


def task(name: str) -> str:
    """What a task of a model is called on the page."""
    return t(TASKS.get(name, name.replace("_", " ").capitalize()))


def label(name: str, of: str) -> str:
    """A label as a person may read it. `of` is its task or modality: a state or a crisis is put with care."""
    return t(STATES[name]) if name in STATES and of in ("state", "crisis", "text") else t(name).capitalize()


def reading(prediction: Prediction) -> str:
    """What one modality heard, in one line."""
    return f"{label(prediction.label, prediction.modality)} ({certainty(prediction.confidence)})"


def certainty(confidence: float) -> str:
    """A probability in words."""
    if confidence >= 0.85:
        return t("very likely")
    if confidence >= 0.6:
        return t("likely")
    return t("a guess") if confidence < 0.4 else t("perhaps")


def measured(words: int, seconds: float | None, answers: int) -> str:
    """What was read, for the footer: never the content."""
    parts = [t("1 word") if words == 1 else t("{count} words", count=words)] if words else []
    parts += [t("{seconds} s of voice", seconds=number(seconds))] if seconds else []
    parts += [t("{count} answers", count=answers)] if answers else []
    return listed(parts) if parts else ""
