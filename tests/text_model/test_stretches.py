"""A long text is judged whole, not by its beginning."""

from itertools import pairwise

import pytest

from text_model.language import Familiarity
from text_model.stretches import overall, stretches


@pytest.mark.parametrize("length", [0, 1, 4000, 4001, 9999, 123_456])
def test_stretches_cover_a_text_and_are_of_like_size(length: int) -> None:
    found = list(stretches(length))
    assert found[0][0] == 0 and found[-1][1] == length
    assert all(a <= b and b - a <= 4000 for a, b in found)
    assert all(stop >= start for (_, stop), (start, _) in pairwise(found))


def test_of_a_very_long_text_some_stretches_from_beginning_to_end_are_judged() -> None:
    found = list(stretches(1_000_000))
    assert len(found) == 50
    assert found[0] == (0, 4000) and found[-1][1] > 980_000


def test_a_long_text_is_as_certain_as_its_stretches_on_average() -> None:
    plain, odd = Familiarity(1.0), Familiarity(0.2, "This looks odd.", is_english=False)
    assert overall([plain]) == plain
    assert overall([odd, odd]) == odd
    half = overall([plain, odd])
    assert half.certainty == pytest.approx(0.6)
    assert half.note is not None and half.note.startswith("This looks odd. ") and "part of the text" in half.note
    assert half.is_english
    assert overall([plain] * 9 + [odd]).note is None
