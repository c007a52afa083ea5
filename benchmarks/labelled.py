"""Labelled texts and made pairs that no model was trained on, with what each model says of them, kept on disk."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.pairs import of_validation, pairs, rows
from core.types import Prediction
from pipeline import Pipeline
from text_model.corpora import HELD_OUT
from text_model.data import held_out
from text_model.normalise import normalise
from text_model.sentences import check_ins

Row = Mapping[str, str]
STATE = "neutral=low,stress=moderate,anxiety=moderate,depression=moderate"
IN_TROUBLE = "indicator=moderate,ideation=high,behavior=high,attempt=high"
# Those who console others in a forum about suicide are at low risk, but use its words: no measure for calm check-ins.
RISK = f"supportive=low,{IN_TROUBLE}"
EVERYDAY = "joyful=low,neutral=low,sadness=moderate,fear=moderate"
OWN = "own check-ins"
PAIRS = "neutral=low,depression=moderate,anxiety=moderate"
_AT_ONCE = 32


@dataclass(frozen=True)
class Source:
    """Texts of one corpus, or our own check-ins; `each` says how many of a label are drawn, `levels` what labels mean.

    `bounds`: the levels for which the labels are good enough to promise something about check-ins; None for all.
    """

    name: str
    corpus: str
    levels: str
    each: int
    wanted: Callable[[Row], bool]
    bounds: str | None = None


def was_held_out(row: Row) -> bool:
    """Whether a training row is one of those that the text model did not learn from."""
    return row["split"] == "train" and held_out(row["text"], HELD_OUT)


def of_training(row: Row) -> bool:
    """Whether a row is for training; of posts by level of risk the text model has learned nothing."""
    return row["split"] == "train"


FITTED = (
    Source("state", "mental_state", STATE, 110, was_held_out),
    Source("safe", "crisis", "none=low", 150, was_held_out),
    Source("check-ins", OWN, STATE, 110, was_held_out),
    Source("everyday", "everyday", EVERYDAY, 60, was_held_out, bounds=""),
    Source("posts", "risk_cssrs", RISK, 1000, of_training, bounds=IN_TROUBLE),
)
SCORED = Source("posts_val", "risk_cssrs", RISK, 1000, of_validation)
Files = tuple[str, str, str]


@dataclass(frozen=True)
class Desk:
    """Where labelled items come from, who reads them and where the readings lie."""

    models: Pipeline
    data: Path
    folder: Path

    def read(self, source: Source) -> Files:
        """Paths of the items of a source and of the predictions on them, and its levels."""
        return self._kept(source.name, source.levels, lambda: _drawn(source, self.data))

    def read_pairs(self) -> Files:
        """The same for made pairs of text and voice, from which the chance of conflict by accident is learned."""
        return self._kept("pairs", PAIRS, lambda: _paired(self.data))

    def _kept(self, name: str, levels: str, draw: Callable[[], list[dict[str, str]]]) -> Files:
        items, results = self.folder / f"{name}.jsonl", self.folder / f"{name}.out.jsonl"
        if not results.is_file():
            drawn = [{"id": f"{name}-{i}", **item} for i, item in enumerate(draw())]
            _write(items, drawn)
            _write(results, self._answered(drawn))
        return str(items), str(results), levels

    def _answered(self, drawn: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
        """What each model says of each item by itself, before the crisis rule is united with it."""
        answers: list[dict[str, Any]] = [{"id": item["id"], "predictions": {}} for item in drawn]
        for name, key in (("text", "text"), ("speech", "audio")):
            asked = [(answer, {key: item[key]}) for answer, item in zip(answers, drawn, strict=True) if key in item]
            for start in range(0, len(asked), _AT_ONCE):
                part = asked[start : start + _AT_ONCE]
                said = self.models.predictor(name).predict([inputs for _, inputs in part], explain=False)
                for (answer, _), prediction in zip(part, said, strict=True):
                    if isinstance(prediction, Prediction):
                        answer["predictions"][name] = asdict(prediction)
        return answers


def by_level(levels: str) -> dict[str, str]:
    """ "neutral=low,stress=moderate" as a table."""
    return dict(pair.split("=") for pair in levels.split(","))


def _drawn(source: Source, data: Path) -> list[dict[str, str]]:
    found: dict[str, list[str]] = {label: [] for label in by_level(source.levels)}
    for row in _own() if source.corpus == OWN else rows(data / "text" / f"{source.corpus}.csv.gz"):
        if row["label"] in found and source.wanted(row):
            found[row["label"]].append(row["text"])
    rng = random.Random(7)  # noqa: S311 - a draw of data, nothing secret
    few = {label: rng.sample(texts, min(source.each, len(texts))) for label, texts in found.items()}
    return [{"text": text, "gold": label} for label, texts in few.items() for text in texts]


def _own() -> Iterator[Row]:
    for state, texts in check_ins().items():
        for text in texts:
            yield {"text": normalise(text).text, "label": state, "split": "train"}


def _paired(data: Path) -> list[dict[str, str]]:
    made = pairs(data, 160, seed=5, wanted=was_held_out)
    return [{"text": p.text, "audio": str(p.audio), "gold": p.state} for p in made]


def _write(path: Path, lines: Iterable[Mapping[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf8")
