"""The forms that are offered: items, options, bands and credit line, read from forms.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import yaml

FILE = Path(__file__).parent / "forms.yaml"
HIGHEST_ANSWER = 3


@dataclass(frozen=True)
class Question:
    """One item: its published wording, and what it is about in two or three words."""

    text: str
    about: str


@dataclass(frozen=True)
class Form:
    """One questionnaire. `bands` maps a severity band to the total at which it begins.

    `skippable` items may stay unanswered; their place is taken by the mean of the others. `safety_item` is
    the number (from 1) of the item about self-harm. `error` is the standard error of measurement of a total.
    `likelihood_ratio` holds (first total, last total, ratio).
    """

    name: str
    title: str
    about: str
    items: tuple[Question, ...]
    bands: Mapping[str, int]
    likelihood_ratio: tuple[tuple[int, int, float], ...]
    skippable: int
    error: float
    source: str
    safety_item: int | None = None
    part_of: str | None = None

    @property
    def highest_total(self) -> int:
        """Total when every item has the highest answer."""
        return HIGHEST_ANSWER * len(self.items)


@dataclass(frozen=True)
class Catalog:
    """All forms, with what they share: the opening question, the options and the credit line."""

    credit: str
    stem: str
    options: tuple[tuple[int, str], ...]
    forms: Mapping[str, Form]


@lru_cache(maxsize=1)
def catalog() -> Catalog:
    """The forms as published, read once per process."""
    raw = cast(dict[str, Any], yaml.safe_load(FILE.read_text(encoding="utf8")))
    options = tuple((int(o["value"]), str(o["text"])) for o in raw["options"])
    forms = {name: _form(name, entry) for name, entry in raw["forms"].items()}
    return Catalog(str(raw["credit"]), str(raw["stem"]), options, forms)


def _form(name: str, raw: Mapping[str, Any]) -> Form:
    rest = {k: v for k, v in raw.items() if k not in ("items", "likelihood_ratio")}
    items = tuple(Question(**item) for item in raw["items"])
    ratios = tuple((int(a), int(b), float(r)) for a, b, r in raw["likelihood_ratio"])
    return Form(name=name, items=items, likelihood_ratio=ratios, **rest)
