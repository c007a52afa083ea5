"""What the page says about a result, in words that a tired person understands."""

from __future__ import annotations

from core.types import LEVELS, Prediction, RiskAssessment, RiskLevel

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
    return "Can't tell yet" if risk.undecided else LEVEL_NAMES[risk.level]


def sentence(risk: RiskAssessment) -> str:
    """What the needle and the arc say, in words."""
    if risk.undecided:
        return "What Attune has could mean many things. A few more plain words, or half a minute of speech, may help."
    others = [level for level in risk.possible_levels if level != risk.level]
    about = _ABOUT[risk.level]
    if not others:
        return f"{about} Attune is quite sure of this level."
    could = " or ".join(_IN_TEXT[level] for level in sorted(others, key=LEVELS.index))
    return f"{about} Attune is fairly sure. It could also be {could}."


def spoken_gauge(risk: RiskAssessment | None) -> str:
    """The gauge for someone who does not see it."""
    if risk is None:
        return "An empty gauge with the bands Low, Moderate and High. Your result will appear here."
    if risk.undecided:
        return f"The gauge has no needle. {sentence(risk)}"
    low, high = (round(100 * v) for v in risk.interval)
    return f"The needle points to {LEVEL_NAMES[risk.level]}. The result may lie between {low} and {high} of 100."


def part(name: str) -> str:
    """What a modality is called on the page."""
    return PARTS.get(name, name.capitalize())


def task(name: str) -> str:
    """What a task of a model is called on the page."""
    return TASKS.get(name, name.replace("_", " ").capitalize())


def label(name: str, of: str) -> str:
    """A label as a person may read it. `of` is its task or modality: a state or a crisis is put with care."""
    return STATES.get(name, name.capitalize()) if of in ("state", "crisis", "text") else name.capitalize()


def reading(prediction: Prediction) -> str:
    """What one modality heard, in one line."""
    return f"{label(prediction.label, prediction.modality)} ({certainty(prediction.confidence)})"


def certainty(confidence: float) -> str:
    """A probability in words."""
    if confidence >= 0.85:
        return "very likely"
    if confidence >= 0.6:
        return "likely"
    return "a guess" if confidence < 0.4 else "perhaps"


def measured(words: int, seconds: float | None, answers: int) -> str:
    """What was read, for the footer: never the content."""
    parts = [f"{words} {'word' if words == 1 else 'words'}"] if words else []
    parts += [f"{seconds:.0f} s of voice"] if seconds else []
    parts += [f"{answers} answers"] if answers else []
    return " and ".join(parts) if parts else ""
