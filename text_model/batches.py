"""One pass over the pools: draw rows, cut and restyle them, and put texts of like length into one batch."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from tokenizers import Tokenizer

from text_model.augment import introduce, mask_labels, restyle, swap_sexes
from text_model.corpora import Pool
from text_model.data import Row
from text_model.readers import EXPLICIT

_STYLE = {
    "goemotions": 0.3,
    "polarity": 0.3,
    "moods": 0.5,
    "severity": 0.5,
    "own moods": 0.5,
    "own emotions": 0.3,
    "own polarity": 0.3,
}
_SHORTEST_WORDS, _LONGEST_WORDS = 9, 88
_JOIN = 0.4
_MIX = 0.18
_MIXED_WORDS = 30
# Of those in danger as many again are put into a longer talk, up to what a window holds; and about as many safe texts,
# or a long talk of this and that would be a sign of danger by itself.
_DROWNED = 0.18
_DROWNED_SAFE = 0.06
_DROWNED_WORDS = 170
_MASK = 0.25
_INTRODUCED = 0.25
_SWAPPED = 0.5
# Half of the texts that are longer than every window are read at their own length, as far as a batch can hold it. Not
# the short ones: those of ordinary talk are so many that a short text would be calm by its length.
_WHOLE = 0.5
_WHOLE_WORDS = 180


@dataclass(frozen=True)
class BatchLimits:
    """At most `rows` texts and about `tokens` tokens in a batch; texts are cut at `max_tokens`."""

    rows: int = 48
    tokens: int = 3072
    max_tokens: int = 256


@dataclass(frozen=True)
class Batch:
    """Padded token ids and a mask, 1 on a token and 0 on the padding; both of shape (rows, tokens)."""

    ids: np.ndarray
    mask: np.ndarray


def draw(pools: Sequence[Pool], seed: int, number: int, style: float = 1.0) -> list[Row]:
    """The rows of pass `number`: each pool walks through its shuffled rows, so that all of them get their turn."""
    random = Random(f"{seed}/{number}")  # noqa: S311 - a training order, not a secret
    rows: list[Row] = []
    for pool in pools:
        order = list(range(len(pool.rows)))
        Random(f"{seed}/{pool.name}").shuffle(order)  # noqa: S311
        start = number * pool.per_pass
        for i in range(start, start + pool.per_pass if order else start):
            rows.append(vary(pool, pool.rows[order[i % len(order)]], random, style))
    calm = [row for row in rows if row.targets.get("state") == 0 and row.targets.get("crisis") == 0]
    rows = [_mixed(row, calm, random) for row in rows]
    random.shuffle(rows)
    return rows


def vary(pool: Pool, row: Row, random: Random, style: float = 1.0) -> Row:
    """Cut `row` as its pool asks, then write it in a random style; `style` in [0, 1] says how often."""
    text = row.text
    long = pool.crop != "none" and len(text.split()) > _LONGEST_WORDS
    if pool.crop == "whole" or (long and random.random() < _WHOLE):
        text = _passage(text, random)
    elif pool.crop == "window":
        text = _resize(text, pool, row.targets, random)
    elif pool.crop == "explicit":
        text = _around_explicit(text, random)
    if pool.name.startswith(("mental_state", "crisis", "everyday")) and random.random() < _MASK * style:
        text = mask_labels(text, random)
    if pool.name == "own check-ins" and random.random() < _INTRODUCED * style:
        text = introduce(text, random)
    if random.random() < _SWAPPED * style:
        text = swap_sexes(text)
    text = restyle(text, random, style * _STYLE.get(pool.name, 1.0)).strip()
    return Row(text or row.text, row.source, row.targets, row.weights)


def batches(rows: Sequence[Row], tokenizer: Tokenizer, limits: BatchLimits, random: Random) -> list[list[int]]:
    """Indices of `rows` in batches of like length; both the batches and their order are shuffled."""
    lengths = [min(limits.max_tokens, len(e)) for e in tokenizer.encode_batch_fast([r.text for r in rows])]
    out: list[list[int]] = []
    chunk = 60 * limits.rows
    for start in range(0, len(rows), chunk):
        order = sorted(range(start, min(start + chunk, len(rows))), key=lambda i: lengths[i])
        current: list[int] = []
        for i in order:
            if current and (len(current) == limits.rows or (len(current) + 1) * lengths[i] > limits.tokens):
                out.append(current)
                current = []
            current.append(i)
        out.append(current)
    random.shuffle(out)
    return out


def collate(rows: Sequence[Row], tokenizer: Tokenizer, max_tokens: int) -> Batch:
    """Token ids of `rows`, cut at `max_tokens` with the closing token kept, padded to the longest of them."""
    encoded = [e.ids for e in tokenizer.encode_batch_fast([r.text for r in rows])]
    cut = [ids if len(ids) <= max_tokens else [*ids[: max_tokens - 1], ids[-1]] for ids in encoded]
    width = max(map(len, cut))
    padding = tokenizer.token_to_id("[PAD]") or tokenizer.token_to_id("<pad>") or 0
    ids = np.full((len(cut), width), padding, np.int64)
    mask = np.zeros((len(cut), width), np.int64)
    for i, tokens in enumerate(cut):
        ids[i, : len(tokens)] = tokens
        mask[i, : len(tokens)] = 1
    return Batch(ids, mask)


def targets_of(rows: Sequence[Row], tasks: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """For each task: a 0/1 matrix of its labels and how much each row counts."""
    for task, labels in tasks.items():
        wanted = np.zeros((len(rows), len(labels)), np.float32)
        weight = np.zeros(len(rows), np.float32)
        for i, row in enumerate(rows):
            target = row.targets.get(task)
            if target is not None:
                wanted[i, target if isinstance(target, int) else list(target)] = 1
                weight[i] = row.weights.get(task, 1.0)
        yield task, wanted, weight


def _resize(text: str, pool: Pool, targets: Mapping[str, object], random: Random) -> str:
    """A text of a random length, drawn alike for all classes: cut from a long one or joined from short ones."""
    words = text.split()
    wanted = round(math.exp(random.uniform(math.log(_SHORTEST_WORDS), math.log(_LONGEST_WORDS))))
    if len(words) > wanted:
        return _stretch(words, wanted, random)
    if random.random() < _JOIN:
        for _ in range(6):
            other = random.choice(pool.rows)
            if len(words) >= 0.7 * wanted:
                break
            if other.targets == targets:
                words += other.text.split()[: wanted - len(words)]
    return " ".join(words)


def _passage(text: str, random: Random) -> str:
    """The whole text, or as many words of a longer one as a window holds."""
    words = text.split()
    return text if len(words) <= _WHOLE_WORDS else _stretch(words, _WHOLE_WORDS, random)


def _stretch(words: Sequence[str], wanted: int, random: Random) -> str:
    start = 0 if random.random() < 0.5 else random.randrange(len(words) - wanted + 1)
    return " ".join(words[start : start + wanted])


def _mixed(row: Row, calm: Sequence[Row], random: Random) -> Row:
    """Now and then put ordinary talk around a text: a person in distress also writes about dinner."""
    danger = row.targets.get("crisis") == 1
    troubled = danger or row.targets.get("state", 0) != 0
    mixed = _MIX if troubled else 0.0
    drowned = _DROWNED if danger else _DROWNED_SAFE if row.targets.keys() <= {"state", "crisis"} else 0.0
    chance = random.random()
    if not calm or chance >= mixed + drowned:
        return row
    if chance < mixed:
        return _within(row, calm, _MIXED_WORDS, random)
    room = max(_MIXED_WORDS, _DROWNED_WORDS - len(row.text.split()))
    return _within(row, calm, round(math.exp(random.uniform(math.log(_MIXED_WORDS), math.log(room)))), random)


def _within(row: Row, calm: Sequence[Row], wanted: int, random: Random) -> Row:
    """`row` before, after or amid up to `wanted` words of ordinary talk."""
    talk: list[str] = []
    while len(talk) < wanted:
        talk += random.choice(calm).text.split()[: min(_MIXED_WORDS, wanted - len(talk))]
    place = random.choice((0, len(talk), random.randrange(len(talk) + 1)))
    parts = (" ".join(talk[:place]), row.text, " ".join(talk[place:]))
    joint = random.choice((" ", ". ", ". ")).join(part for part in parts if part)
    return Row(joint, row.source, row.targets, row.weights)


def _around_explicit(text: str, random: Random) -> str:
    """A window that still holds what makes the text a crisis; without such words, the beginning."""
    words = text.split()
    wanted = round(math.exp(random.uniform(math.log(2 * _SHORTEST_WORDS), math.log(_LONGEST_WORDS))))
    if len(words) <= wanted:
        return text
    found = list(EXPLICIT.finditer(text))
    if not found:
        return " ".join(words[: max(wanted, 30)])
    before = len(text[: random.choice(found).start()].split())
    start = max(0, min(before - random.randrange(max(1, wanted - 6)), len(words) - wanted))
    return " ".join(words[start : start + wanted])
