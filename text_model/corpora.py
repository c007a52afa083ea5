"""The corpora of this project as pools of rows: which rows answer which task, and how many a pass over them uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from text_model.data import Row, corpora_folder, read_csv, split_rows
from text_model.normalise import normalise
from text_model.own import (
    check_in_rows,
    crisis_rows,
    emotion_rows,
    mood_rows,
    pairs,
    polarity_rows,
    post_rows,
    severity_rows,
)
from text_model.readers import READERS
from text_model.traps import trap_rows
from text_model.twins import Scored

HELD_OUT = 0.06
_OWN_SEED = 3
Crop = Literal["none", "whole", "window", "explicit"]


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
    for file, reader in READERS.items():
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
        placed = READERS[file](raw, raw["text"]) if raw["split"] == "val" else None
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
    pools.append(Pool("own sentences", tuple(_unscored(trap_rows(_OWN_SEED), scored.begins_as)), 3600))
    for name, (made, per_pass, crop) in _OWN_PLAN.items():
        kept, kept_back = split_rows(_unscored(made(), scored.begins_as), HELD_OUT)
        more = pairs(kept, _OWN_SEED) if name == "own check-ins" else ()
        pools.append(Pool(name, (*kept, *more), per_pass, crop))
        held += kept_back
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
_OWN_PLAN: dict[str, tuple[Callable[[], Iterable[Row]], int, Crop]] = {
    "own check-ins": (check_in_rows, 7500, "none"),
    "own crisis corpus": (crisis_rows, 14000, "none"),
    "own moods": (mood_rows, 2000, "none"),
    "own posts": (post_rows, 2400, "whole"),
    "own severity": (severity_rows, 1200, "whole"),
    "own emotions": (emotion_rows, 2000, "none"),
    "own polarity": (polarity_rows, 1500, "none"),
}
_SCORED_BY = {
    "state": "mental_state",
    "crisis": "crisis",
    "severity": "severity_sentiment",
    "emotions": "goemotions",
    "moods": "journal_moods",
    "polarity": "polarity_sst2",
}
