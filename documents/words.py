"""The sentences of a document, from words.yaml, in the language of the document."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml

from language import t

FILE = Path(__file__).with_name("words.yaml")


@cache
def _words() -> dict[str, Any]:
    return cast(dict[str, Any], yaml.safe_load(FILE.read_text(encoding="utf8")))


def say(key: str, **gaps: object) -> str:
    """The sentence `key` with its gaps filled."""
    return t(str(_words()[key]), **gaps)


def lines(key: str) -> tuple[str, ...]:
    """The list `key`."""
    return tuple(t(line) for line in _words()[key])


def known(key: str, otherwise: str) -> str:
    """The words for `key`, or `otherwise` when nobody has named it."""
    return t(str(_words().get(key, otherwise)))


def part(name: str) -> str:
    """What a modality is called in a document."""
    return known(f"part_{name}", name.capitalize())


def label(name: str) -> str:
    """What a model's label is called in a document."""
    return known(f"label_{name}", name)
