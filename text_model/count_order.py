"""Count which letters and which kinds of word follow each other, fit what tells jumbles by it, and write order.npz.

python -m text_model.count_order [--data DIR]     over the beginnings of the training rows of the corpora
"""
# ruff: noqa: TID253

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
from sklearn.linear_model import LogisticRegression
from tokenizers import Tokenizer

from text_model import MODALITY
from text_model.augment import misspell
from text_model.data import corpora_folder, read_csv
from text_model.jumble import signs_of_jumble
from text_model.normalise import normalise
from text_model.order import COMMON, ENDINGS, FILE, LETTERS, MOST, SCALE, WORD, Order, clauses, codes_of, kind_of
from text_model.runtime import TOKENIZER_FILE

_FILES = ("mental_state", "goemotions", "everyday", "crisis", "polarity_sst2", "journal_moods")
_PER_FILE = 6000
_JUDGED = 7500
# A word counts as met when it stands in at least so many texts: no name of a person or a place is kept for one of them.
_LEAST_TEXTS = 5
_WORDS = (2, 3, 4, 5, 6, 7, 8, 8, 10, 12, 15, 20, 40)
_VOWELS = re.compile(r"(?<=\w)[aeiou](?=\w)")
_SHORT = {"you": "u", "are": "r", "and": "n", "to": "2", "for": "4", "know": "no", "because": "bc"}
_BY_EAR = (("ight", "ite"), ("ee", "ea"), ("ai", "ay"), ("th", "d"), ("ck", "k"))


def counted(texts: Iterable[Sequence[Sequence[str]]]) -> dict[str, np.ndarray]:
    """The two tables, the common words and the words met, from the clauses of many texts."""
    per_text = list(texts)
    spread = Counter(word for one in per_text for word in {word for words in one for word in words})
    met = sorted(word for word, n in spread.items() if n >= _LEAST_TEXTS)
    kept = [words for one in per_text for words in one]
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
    lists = {"common": np.array(common), "met": np.array(" ".join(met))}
    return {"letters": _whole(letters), "words": _whole(kinds), **lists}


def _whole(table: np.ndarray) -> np.ndarray:
    after = np.log(table / table.sum(1, keepdims=True)) - np.log(table.sum(0) / table.sum())
    rounded: np.ndarray = np.round(np.clip(after, -MOST, MOST) * SCALE).astype(np.int8)
    return rounded


def jumble_weights(order: Order, texts: Sequence[str], tokenizer: Tokenizer) -> np.ndarray:
    """Logistic regression between mixed-up letters and every other way to write: as it is, with typos, shortened."""
    random = Random(0)  # noqa: S311 - made-up spelling, not a secret
    seen, jumbled = [], []
    for text in texts:
        start = " ".join(text.split()[: random.choice(_WORDS)])
        ways = (start, _mistyped(start, random), _shortened(start, random), _mixed_up(start, random))
        for written, is_jumble in zip(ways, (False, False, False, True), strict=True):
            if len(WORD.findall(written)) > 1:
                pieces = len(tokenizer.encode(written, add_special_tokens=False).ids) / len(written.split())
                seen.append(signs_of_jumble(order.look(written), pieces))
                jumbled.append(is_jumble)
    model = LogisticRegression(C=10, max_iter=1000).fit(np.array(seen), jumbled)
    return np.append(model.coef_[0], model.intercept_[0])


def _mistyped(text: str, random: Random) -> str:
    for _ in range(1 + len(text.split()) // 4):
        text = misspell(text, random)
    return text


def _shortened(text: str, random: Random) -> str:
    share = random.uniform(0.2, 0.9)
    return " ".join(_SHORT.get(word) or _short(word, share, random) for word in text.split())


def _short(word: str, share: float, random: Random) -> str:
    if len(word) > 3 and random.random() < share:
        return _VOWELS.sub(lambda m: m[0] if random.random() < 0.35 else "", word)
    if len(word) > 3 and random.random() < 0.4:
        return reduce(lambda now, pair: now.replace(*pair), _BY_EAR, word)
    return word


def _mixed_up(text: str, random: Random) -> str:
    return " ".join("".join(random.sample(word, len(word))) for word in text.split())


def main() -> None:
    """Count over the beginnings of training texts and write order.npz: sums over all, no text can be read from it."""
    parser = argparse.ArgumentParser(prog="python -m text_model.count_order", description=__doc__)
    parser.add_argument("--data", type=Path)
    folder = corpora_folder(parser.parse_args().data)
    texts = []
    for name in _FILES:
        rows = [row["text"] for row in read_csv(folder / f"{name}.csv.gz") if row["split"] == "train"]
        step = max(1, len(rows) // _PER_FILE)
        texts += [normalise(" ".join(t.split()[:80])).text for t in rows[::step]]
    tables = counted(clauses(text) for text in texts)
    order = Order(tables["letters"], tables["words"], tables["common"].tolist(), str(tables["met"]).split())
    tokenizer = Tokenizer.from_file(str(MODALITY.shipped / TOKENIZER_FILE))
    jumble = jumble_weights(order, texts[:: max(1, len(texts) // _JUDGED)], tokenizer)
    np.savez_compressed(FILE, **tables, jumble=jumble.round(3))


if __name__ == "__main__":
    main()
