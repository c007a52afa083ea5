"""Cut a text of any length into overlapping windows of tokens that the model can read, and batch windows by length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

MOST_WINDOWS = 500


@dataclass(frozen=True)
class Window:
    """Token ids with the special ones; `start` and `end` are character offsets in the text that was encoded.

    `fresh` counts the tokens that no earlier window held: its say in an average.
    """

    ids: tuple[int, ...]
    start: int
    end: int
    fresh: int


@dataclass(frozen=True)
class WindowPlan:
    """`max_tokens` with the two special tokens; neighbours share `overlap` tokens."""

    max_tokens: int
    overlap: int
    first_id: int
    last_id: int
    pad_id: int

    def __post_init__(self) -> None:
        if not 0 <= self.overlap < self.max_tokens - 2:
            raise ValueError(f"overlap must lie in [0, {self.max_tokens - 2}), got {self.overlap!r}")


def cut(ids: np.ndarray, offsets: np.ndarray, plan: WindowPlan) -> list[Window]:
    """Windows over content tokens; at least one, the last one ends with the text.

    `ids` has no special tokens, shape (tokens,); `offsets` are the places of each token, shape (tokens, 2).
    """
    size = plan.max_tokens - 2
    starts = [0]
    while starts[-1] + size < len(ids):
        starts.append(min(starts[-1] + size - plan.overlap, len(ids) - size))
    if len(starts) > MOST_WINDOWS:
        keep = np.unique(np.linspace(0, len(starts) - 1, MOST_WINDOWS).round().astype(int))
        starts = [starts[i] for i in keep]
    windows = []
    covered = 0
    for start in starts:
        stop = min(start + size, len(ids))
        inner = tuple(ids[start:stop].tolist())
        place = (int(offsets[start][0]), int(offsets[stop - 1][1])) if inner else (0, 0)
        windows.append(Window((plan.first_id, *inner, plan.last_id), *place, fresh=max(1, stop - max(start, covered))))
        covered = max(covered, stop)
    return windows


def tokens_per_word(text: str, windows: Sequence[Window], start: int, stop: int) -> float:
    """How many pieces a word falls into, by the windows that begin in the characters [start, stop) of `text`.

    About 1.2 in English, 2 and more in what the vocabulary does not know.
    """
    chosen = [window for window in windows if start <= window.start < stop]
    words = sum(len(text[window.start : window.end].split()) for window in chosen)
    return sum(len(window.ids) - 2 for window in chosen) / max(1, words)


def batched(windows: Sequence[Window], most_tokens: int) -> Iterator[list[int]]:
    """Numbers of windows, of like length together, such that a padded batch has at most `most_tokens` tokens."""
    order = sorted(range(len(windows)), key=lambda i: len(windows[i].ids))
    current: list[int] = []
    for i in order:
        if current and (len(current) + 1) * len(windows[i].ids) > most_tokens:
            yield current
            current = []
        current.append(i)
    if current:
        yield current


def padded(windows: Sequence[Window], pad_id: int) -> tuple[np.ndarray, np.ndarray]:
    """Token ids and attention mask, int64, shape (windows, longest)."""
    width = max(len(w.ids) for w in windows)
    ids = np.full((len(windows), width), pad_id, np.int64)
    mask = np.zeros((len(windows), width), np.int64)
    for i, window in enumerate(windows):
        ids[i, : len(window.ids)] = window.ids
        mask[i, : len(window.ids)] = 1
    return ids, mask
