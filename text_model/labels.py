"""The six questions that the text model answers, and their labels in the order of the model's outputs."""

STATE = ("neutral", "stress", "anxiety", "depression")
CRISIS = ("none", "crisis")
SEVERITY = ("very negative", "negative", "neutral", "positive")
EMOTIONS = (
    "admiration", "amusement", "anger", "annoyance", "approval", "caring", "confusion", "curiosity", "desire",
    "disappointment", "disapproval", "disgust", "embarrassment", "excitement", "fear", "gratitude", "grief", "joy",
    "love", "nervousness", "optimism", "pride", "realization", "relief", "remorse", "sadness", "surprise", "neutral",
)  # fmt: skip
MOODS = (
    "anxious", "calm", "content", "excited", "frustrated", "grateful",
    "happy", "hopeful", "overwhelmed", "proud", "sad", "tired",
)  # fmt: skip
POLARITY = ("negative", "positive")

TASKS: dict[str, tuple[str, ...]] = {
    "state": STATE,
    "crisis": CRISIS,
    "severity": SEVERITY,
    "emotions": EMOTIONS,
    "moods": MOODS,
    "polarity": POLARITY,
}
MULTI_LABEL = frozenset({"emotions"})
