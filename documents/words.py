"""The sentences of a document, from words.yaml, and how it writes dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml

FILE = Path(__file__).with_name("words.yaml")


@cache
def _words() -> dict[str, Any]:
    return cast(dict[str, Any], yaml.safe_load(FILE.read_text(encoding="utf8")))


def say(key: str, **gaps: object) -> str:
    """The sentence `key` with its gaps filled."""
    return str(_words()[key]).format(**gaps)


def lines(key: str) -> tuple[str, ...]:
    """The list `key`."""
    return tuple(_words()[key])


def known(key: str, otherwise: str) -> str:
    """The words for `key`, or `otherwise` when nobody has named it."""
    return str(_words().get(key, otherwise))


def part(name: str) -> str:
    """What a modality is called in a document."""
    return known(f"part_{name}", name.capitalize())


def label(name: str) -> str:
    """What a model's label is called in a document."""
    return known(f"label_{name}", name)


def month(date: dt.date) -> str:
    """The month, short."""
    return str(_words()["months"]).split()[date.month - 1][:3]


def day(at: dt.date, *, short: bool = False) -> str:
    """A date such as 20 November 2026, or 20 Nov."""
    name = str(_words()["months"]).split()[at.month - 1]
    return f"{at.day} {name[:3]}" if short else f"{at.day} {name} {at.year}"


def moment(at: dt.datetime) -> str:
    """A date and the time on the writer's clock."""
    return f"{day(at)}, {at:%H:%M}"


def listed(words: Sequence[str]) -> str:
    """'a', 'a or b'."""
    return say("or").join(words)
