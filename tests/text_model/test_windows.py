"""Windows cover everything, overlap, and are batched within a budget."""

import numpy as np
import pytest

from text_model.windows import MOST_WINDOWS, WindowPlan, batched, cut, padded, tokens_per_word

PLAN = WindowPlan(max_tokens=12, overlap=4, first_id=101, last_id=102, pad_id=0)


def _cut(n: int) -> list:
    return cut(np.arange(1000, 1000 + n), np.array([(i, i + 1) for i in range(n)]), PLAN)


@pytest.mark.parametrize("n", [1, 9, 10, 11, 16, 17, 100, 101])
def test_every_token_is_in_a_window_and_counts_as_fresh_once(n: int) -> None:
    windows = _cut(n)
    assert {t for w in windows for t in w.ids[1:-1]} == set(range(1000, 1000 + n))
    assert sum(w.fresh for w in windows) == n
    assert all(len(w.ids) <= 12 and w.ids[0] == 101 and w.ids[-1] == 102 for w in windows)
    assert windows[-1].end == n


def test_neighbours_share_the_overlap() -> None:
    first, second = _cut(16)
    assert len(set(first.ids[1:-1]) & set(second.ids[1:-1])) == 4


def test_an_empty_text_has_one_window_of_special_tokens() -> None:
    assert [w.ids for w in _cut(0)] == [(101, 102)]


def test_windows_that_would_not_move_on_are_refused() -> None:
    with pytest.raises(ValueError, match="10"):
        WindowPlan(max_tokens=12, overlap=10, first_id=1, last_id=2, pad_id=0)


def test_a_very_long_text_is_sampled_from_beginning_to_end() -> None:
    windows = _cut(20_000)
    assert len(windows) == MOST_WINDOWS
    assert windows[0].start == 0
    assert windows[-1].end == 20_000


def test_batches_keep_to_the_budget_and_hold_each_window_once() -> None:
    windows = [w for n in (3, 10, 7, 1, 10, 5) for w in _cut(n)]
    seen = []
    for chosen in batched(windows, 24):
        ids, mask = padded([windows[i] for i in chosen], PLAN.pad_id)
        assert ids.size <= 24 or len(chosen) == 1
        assert mask.sum() == sum(len(windows[i].ids) for i in chosen)
        seen += chosen
    assert sorted(seen) == list(range(len(windows)))


def test_pieces_are_counted_by_word_in_a_stretch_of_the_text() -> None:
    text = "ab cd " * 10 + "x" * 40
    pieces = [(i, i + 2) for i in range(0, 60, 3)] + [(i, i + 1) for i in range(60, 100)]
    windows = cut(np.arange(len(pieces)), np.array(pieces), PLAN)
    assert tokens_per_word(text, windows, 0, 15) == 1.0
    assert tokens_per_word(text, windows, 0, 1000) > 1.5
    assert tokens_per_word(text, windows, 60, 1000) == 10.0
    assert tokens_per_word("", cut(np.arange(0), np.zeros((0, 2), int), PLAN), 0, 40) == 0.0
