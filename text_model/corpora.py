"""The corpora of this project as pools of rows: which rows answer which task, and how many a pass over them uses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from text_model.data import Row, Target, corpora_folder, read_csv, split_rows
from text_model.labels import CRISIS, EMOTIONS, MOODS, POLARITY, SEVERITY, STATE
from text_model.normalise import normalise
from text_model.sentences import moods
from text_model.traps import check_in_rows, crisis_rows, pairs, post_rows, trap_rows
from text_model.twins import Scored

HELD_OUT = 0.06
_OWN_SEED = 3
Crop = Literal["none", "whole", "window", "explicit"]

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
_CALM = {"joyful", "neutral"}
_NONE, _SOS = CRISIS.index("none"), CRISIS.index("crisis")
_NEUTRAL, _ANXIOUS, _DEPRESSED = STATE.index("neutral"), STATE.index("anxiety"), STATE.index("depression")
_BLEAK = re.compile(
    r"\b(?:depress\w*|hopeless|worthless|empty|numb|miserable|despair\w*|lonely|broken|defeated|pathetic)\b", re.I
)
_STATE_OF_MOOD = {"anxious": "anxiety", "overwhelmed": "stress"} | dict.fromkeys(
    ("calm", "content", "excited", "grateful", "happy", "hopeful", "proud"), "neutral"
)


@dataclass(frozen=True)
class Pool:
    """Rows that are drawn together. `per_pass` rows are used in each pass; `crop` says how long ones are cut."""

    name: str
    rows: tuple[Row, ...]
    per_pass: int
    crop: Crop = "none"


@dataclass(frozen=True)
class Corpora:
    """What is learned from, and what is held out of it for thresholds, calibration and early stopping.

    `left_out` counts, by pool, the rows that are twins of validation rows.
    """

    pools: tuple[Pool, ...]
    held: tuple[Row, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)


def read_corpora(data: Path | None) -> Corpora:
    """Every pool, from the rows marked train; twins of a row that is marked val anywhere are left out."""
    folder = corpora_folder(data)
    scored: list[str] = []
    found: dict[str, list[Row]] = {name: [] for name in _PLAN}
    for file, reader in _READERS.items():
        for raw in read_csv(folder / f"{file}.csv.gz"):
            text = normalise(raw["text"]).text
            if raw["split"] == "val":
                scored.append(text)
            elif text and (placed := reader(raw, text)) is not None:
                found[placed[0]].append(placed[1])
    return _split(found, Scored(scored))


def read_validation(data: Path | None, task: str) -> Iterator[Row]:
    """Rows marked val of the corpus that scores `task`; for measuring only."""
    file = _SCORED_BY[task]
    for raw in read_csv(corpora_folder(data) / f"{file}.csv.gz"):
        placed = _READERS[file](raw, raw["text"]) if raw["split"] == "val" else None
        # Answers that count less than half are inferred from another label, not given by the corpus.
        if placed and task in placed[1].targets and placed[1].weights.get(task, 1.0) >= 0.5:
            yield placed[1]


def _split(found: dict[str, list[Row]], scored: Scored) -> Corpora:
    pools, held, left_out = [], [], {}
    for name, rows in found.items():
        unscored = _unscored(rows, scored.has_twin_of)
        left_out[name] = len(rows) - len(unscored)
        kept, kept_back = split_rows(unscored, HELD_OUT)
        held += [replace(row, source=name) for row in kept_back]
        per_pass, crop = _PLAN[name]
        pools.append(Pool(name, tuple(kept), per_pass, crop))
    # Our own sentences are nobody's posts: "I want to kill myself" stands in some long one, and must be taught.
    check_ins, held_check_ins = split_rows(_unscored(check_in_rows(), scored.begins_as), HELD_OUT)
    crisis, held_crisis = split_rows(_unscored(crisis_rows(), scored.begins_as), HELD_OUT)
    posts, held_posts = split_rows(_unscored(post_rows(), scored.begins_as), HELD_OUT)
    felt, held_felt = split_rows(_unscored(_own_moods(), scored.begins_as), HELD_OUT)
    pools += [
        Pool("own sentences", tuple(_unscored(trap_rows(_OWN_SEED), scored.begins_as)), 3600),
        Pool("own check-ins", (*check_ins, *pairs(check_ins, _OWN_SEED)), 7500),
        Pool("own crisis corpus", tuple(crisis), 14000),
        Pool("own moods", tuple(felt), 1200),
        Pool("own posts", tuple(posts), 2400, "whole"),
    ]
    held += [*held_check_ins, *held_crisis, *held_felt, *held_posts]
    return Corpora(tuple(pools), tuple(_unlearned(held, pools)), left_out)


def _unscored(rows: Iterable[Row], is_scored: Callable[[str], bool]) -> list[Row]:
    return [row for row in rows if not is_scored(row.text)]


def _unlearned(held: Sequence[Row], pools: Iterable[Pool]) -> list[Row]:
    """Those of `held` of which no row of the pools is a twin: what was learned by heart says nothing of new texts."""
    texts = Scored(row.text for row in held)
    learned = {number for pool in pools for row in pool.rows for number in texts.held_by(row.text)}
    return [row for number, row in enumerate(held) if number not in learned]


# Pool: rows per pass and crop. Half of the state and crisis texts are cut to one distribution of lengths.
_PLAN: dict[str, tuple[int, Crop]] = {
    "mental_state neutral": (6000, "window"),
    "mental_state depression": (6000, "window"),
    "mental_state anxiety": (3000, "window"),
    "mental_state stress": (2600, "window"),
    "mental_state suicidal": (2200, "explicit"),
    "mental_state other": (1000, "window"),
    "crisis crisis": (2600, "explicit"),
    "crisis none": (3000, "window"),
    "everyday calm": (2800, "window"),
    "everyday low": (3600, "window"),
    "goemotions": (24000, "none"),
    "severity": (3000, "whole"),
    "moods": (2400, "none"),
    "polarity": (8000, "none"),
}


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
    if raw["label"] in _CALM:
        return "everyday calm", Row(text, "everyday", {"crisis": _NONE, "state": _NEUTRAL})
    targets: dict[str, Target] = {"crisis": _NONE}
    if raw["label"] == "fear":
        targets["state"] = _ANXIOUS
    elif raw["label"] == "sadness" and _BLEAK.search(text):
        targets["state"] = _DEPRESSED
    return "everyday low", Row(text, "everyday", targets, {"state": 0.2})


def _goemotions(raw: dict[str, str], text: str) -> tuple[str, Row]:
    labels = raw["labels"].split("|")
    targets: dict[str, Target] = {"emotions": tuple(EMOTIONS.index(label) for label in labels)}
    weights = {}
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
    targets: dict[str, Target] = {"moods": MOODS.index(label)}
    if label in _STATE_OF_MOOD:
        targets["state"] = STATE.index(_STATE_OF_MOOD[label])
    return "moods", Row(text, raw["source"], targets, {"state": 0.2})


def _own_moods() -> Iterator[Row]:
    for mood, texts in moods().items():
        for text in texts:
            yield _moods({"label": mood, "source": "own moods"}, normalise(text).text)[1]


def _one(pool: str, task: str, labels: tuple[str, ...]) -> Callable[[dict[str, str], str], tuple[str, Row]]:
    def read(raw: dict[str, str], text: str) -> tuple[str, Row]:
        return pool, Row(text, raw.get("source", pool), {task: labels.index(raw["label"])})

    return read


_READERS: dict[str, Callable[[dict[str, str], str], tuple[str, Row] | None]] = {
    "mental_state": _mental_state,
    "crisis": _crisis,
    "everyday": _everyday,
    "goemotions": _goemotions,
    "severity_sentiment": _one("severity", "severity", SEVERITY),
    "journal_moods": _moods,
    "polarity_sst2": _one("polarity", "polarity", POLARITY),
}
_SCORED_BY = {
    "state": "mental_state",
    "crisis": "crisis",
    "severity": "severity_sentiment",
    "emotions": "goemotions",
    "moods": "journal_moods",
    "polarity": "polarity_sst2",
}
