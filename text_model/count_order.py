"""Count which letters and which kinds of word follow each other, and write order.npz.

python -m text_model.count_order [--data DIR]     over the beginnings of the training rows of the corpora
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from text_model.data import corpora_folder, read_csv
from text_model.normalise import normalise
from text_model.order import COMMON, ENDINGS, FILE, LETTERS, MOST, SCALE, clauses, codes_of, kind_of

_FILES = ("mental_state", "goemotions", "everyday", "crisis", "polarity_sst2", "journal_moods")
_PER_FILE = 6000


def counted(texts: Iterable[Sequence[Sequence[str]]]) -> dict[str, np.ndarray]:
    """The two tables and the common words, from the clauses of many texts."""
    kept = [words for clauses_of_one in texts for words in clauses_of_one]
    often = Counter(word for words in kept for word in words)
    common = [word for word, _ in often.most_common(COMMON)]
    place = {word: i for i, word in enumerate(common)}
    letters = np.full((LETTERS, LETTERS), 0.5)
    for word, n in often.items():
        for a, b in pairwise(codes_of(word)):
            letters[a, b] += n
    kinds = np.full((COMMON + len(ENDINGS) + 1,) * 2, 0.3)
    for words in kept:
        for a, b in pairwise(kind_of(word, place) for word in words):
            kinds[a, b] += 1
    return {"letters": _whole(letters), "words": _whole(kinds), "common": np.array(common)}


def _whole(table: np.ndarray) -> np.ndarray:
    after = np.log(table / table.sum(1, keepdims=True)) - np.log(table.sum(0) / table.sum())
    rounded: np.ndarray = np.round(np.clip(after, -MOST, MOST) * SCALE).astype(np.int8)
    return rounded


def main() -> None:
    """Count over the beginnings of training texts and write order.npz: sums over all, no text can be read from it."""
    parser = argparse.ArgumentParser(prog="python -m text_model.count_order", description=__doc__)
    parser.add_argument("--data", type=Path)
    folder = corpora_folder(parser.parse_args().data)
    texts = []
    for name in _FILES:
        rows = [row["text"] for row in read_csv(folder / f"{name}.csv.gz") if row["split"] == "train"]
        step = max(1, len(rows) // _PER_FILE)
        texts += [clauses(normalise(" ".join(t.split()[:80])).text) for t in rows[::step]]
    np.savez_compressed(FILE, **counted(texts))


if __name__ == "__main__":
    main()
