"""The crisis corpus: sentences of our own, with the kind of signal that each must give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
SEEN = HERE / "crisis_corpus.yaml"
HELD_OUT = HERE / "crisis_heldout.yaml"
ONCE_UNSEEN = HERE / "crisis_once_unseen.yaml"
SECOND_AUTHOR = HERE / "crisis_second_author.yaml"


@dataclass(frozen=True)
class Case:
    """One sentence. `side` is crisis or trap; `expect` is a kind of signal, or none."""

    side: str
    group: str
    language: str
    expect: str
    text: str


def cases(path: Path) -> Iterator[Case]:
    """All sentences of a corpus file."""
    for side, groups in yaml.safe_load(path.read_text(encoding="utf8")).items():
        for group in groups:
            found = group["sentences"]
            for text in found.strip().splitlines() if isinstance(found, str) else found:
                yield Case(side, group["name"], group["language"], group["expect"], text)
