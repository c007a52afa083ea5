"""What a row says, corpus by corpus: the pool that it belongs to, and the tasks that its label answers."""

from __future__ import annotations

import re
from collections.abc import Callable

from text_model.data import Row, Target
from text_model.labels import CRISIS, EMOTIONS, MOODS, POLARITY, SEVERITY, STATE

# Words that say outright that someone wants to die or to hurt themselves: such rows are never taught as "none".
EXPLICIT = re.compile(
    r"\b(?:kill(?:ing|ed)? (?:my ?self|me)|suicid\w*|"
    r"(?:end|ending|take|taking|took|ended) (?:my (?:own )?life|it all|this life)|"
    r"want(?:ed|ing|s)? (?:to )?(?:just )?(?:die|be dead|disappear forever)|"
    r"want(?:ed|ing)? to not (?:exist|live|be alive)|better off (?:dead|without me)|"
    r"(?:don't|do not|didn't) (?:even )?want to (?:live|be alive|exist|be here|wake up)|"
    r"wish (?:i|to) (?:was|were|am|be|could be|had)? ?(?:dead|die|died|never (?:been )?born)|be dead|ready to die|"
    r"(?:reason|point|will) (?:to|in|of) (?:live|living|keep living|go on|being alive)|(?:never|not) wake up|"
    r"hang(?:ing)? my ?self|overdos\w*|self ?-? ?harm\w*|cut(?:ting)? my ?self|hurt(?:ing)? my ?self|kms|unalive|"
    r"jump(?:ing)? off|slit|noose|goodbye (?:note|letter)|tired of (?:living|being alive|life|existing))\b",
    re.I,
)
_TROUBLED = re.compile(
    r"\b(?:depress\w*|anxi\w*|stress\w*|hate my ?(?:self|life)|cry(?:ing)?|cried|lonely|alone|panic\w*|"
    r"worthless|hopeless|therap\w*|sad|scared|afraid|hurts?|overwhelm\w*|mental\w*|trauma\w*|insecur\w*|worried|miserable)\b",
    re.I,
)
_BENIGN = {
    "neutral", "admiration", "amusement", "approval", "curiosity", "joy", "love", "gratitude", "excitement", "optimism",
    "realization", "surprise", "caring", "desire", "pride", "relief", "disapproval", "annoyance",
}  # fmt: skip
# What labels of other questions say of polarity; those of GoEmotions as its makers group them (Demszky et al. 2020).
_GOOD = {
    "joyful", "positive", "calm", "content", "excited", "grateful", "happy", "hopeful", "proud",
    "admiration", "amusement", "approval", "caring", "desire", "excitement", "gratitude", "joy", "love", "optimism",
    "pride", "relief",
}  # fmt: skip
_BAD = {
    "very negative", "negative", "anxious", "frustrated", "overwhelmed", "sad",
    "anger", "annoyance", "disappointment", "disapproval", "disgust", "embarrassment", "fear", "grief", "nervousness",
    "remorse", "sadness",
}  # fmt: skip
_CALM = {"joyful", "neutral"}
_NONE, _SOS = CRISIS.index("none"), CRISIS.index("crisis")
_NEUTRAL, _ANXIOUS, _DEPRESSED = STATE.index("neutral"), STATE.index("anxiety"), STATE.index("depression")
_BLEAK = re.compile(
    r"\b(?:depress\w*|hopeless|worthless|empty|numb|miserable|despair\w*|lonely|broken|defeated|pathetic)\b", re.I
)
_STATE_OF_MOOD = {"anxious": "anxiety", "overwhelmed": "stress"} | dict.fromkeys(
    ("calm", "content", "excited", "grateful", "happy", "hopeful", "proud"), "neutral"
)


def _mental_state(raw: dict[str, str], text: str) -> tuple[str, Row]:
    label, targets, weights = raw["label"], {}, {}
    explicit = EXPLICIT.search(text) is not None
    if label == "suicidal":
        targets, weights = {"crisis": _SOS, "state": _DEPRESSED}, {"state": 0.3}
    else:
        if label in STATE:
            targets["state"] = STATE.index(label)
        if not explicit:
            targets["crisis"] = _NONE
    name = label if label in STATE or label == "suicidal" else "other"
    return f"mental_state {name}", Row(text, "mental_state", targets, weights)


def _crisis(raw: dict[str, str], text: str) -> tuple[str, Row]:
    if raw["label"] == "crisis":
        return "crisis crisis", Row(text, "crisis", {"crisis": _SOS, "state": _DEPRESSED}, {"state": 0.3})
    targets: dict[str, Target] = {"crisis": _NONE}
    if not _TROUBLED.search(text):
        targets["state"] = _NEUTRAL
    return "crisis none", Row(text, "crisis", targets)


def _everyday(raw: dict[str, str], text: str) -> tuple[str, Row] | None:
    if EXPLICIT.search(text):
        return None
    label = raw["label"]
    targets: dict[str, Target] = {"crisis": _NONE, **polarity_of(label)}
    if label in _CALM:
        return "everyday calm", Row(text, "everyday", targets | {"state": _NEUTRAL}, {"polarity": 0.3})
    if label == "fear":
        targets["state"] = _ANXIOUS
    elif label == "sadness" and _BLEAK.search(text):
        targets["state"] = _DEPRESSED
    return "everyday low", Row(text, "everyday", targets, {"state": 0.2, "polarity": 0.3})


def _goemotions(raw: dict[str, str], text: str) -> tuple[str, Row]:
    labels = raw["labels"].split("|")
    targets: dict[str, Target] = {"emotions": tuple(EMOTIONS.index(label) for label in labels), **polarity_of(*labels)}
    weights = {"polarity": 0.2}
    if not EXPLICIT.search(text):
        targets["crisis"], weights["crisis"] = _NONE, 0.15
        if set(labels) <= _BENIGN and not _TROUBLED.search(text):
            targets["state"], weights["state"] = _NEUTRAL, 0.1
        elif "nervousness" in labels:
            targets["state"], weights["state"] = _ANXIOUS, 0.3
    return "goemotions", Row(text, "goemotions", targets, weights)


def _moods(raw: dict[str, str], text: str) -> tuple[str, Row]:
    """Moods in plain, careful writing also say, softly, what a state sounds like in such writing."""
    label = raw["label"]
    targets: dict[str, Target] = {"moods": MOODS.index(label), **polarity_of(label)}
    if label in _STATE_OF_MOOD:
        targets["state"] = STATE.index(_STATE_OF_MOOD[label])
    return "moods", Row(text, raw["source"], targets, {"state": 0.2, "polarity": 0.4})


def polarity_of(*labels: str) -> dict[str, Target]:
    """The polarity of a text with these `labels` of another question, or none where they do not say."""
    if set(labels) <= _GOOD:
        return {"polarity": POLARITY.index("positive")}
    return {"polarity": POLARITY.index("negative")} if set(labels) <= _BAD else {}


def _one(pool: str, task: str, labels: tuple[str, ...]) -> Callable[[dict[str, str], str], tuple[str, Row]]:
    def read(raw: dict[str, str], text: str) -> tuple[str, Row]:
        return pool, Row(text, raw.get("source", pool), {task: labels.index(raw["label"])})

    return read


READERS: dict[str, Callable[[dict[str, str], str], tuple[str, Row] | None]] = {
    "mental_state": _mental_state,
    "crisis": _crisis,
    "everyday": _everyday,
    "goemotions": _goemotions,
    "severity_sentiment": _one("severity", "severity", SEVERITY),
    "journal_moods": _moods,
    "polarity_sst2": _one("polarity", "polarity", POLARITY),
}
