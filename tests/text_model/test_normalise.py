"""One way of writing, and the way back to what was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from text_model.normalise import normalise


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("I don’t know", "I don't know"),
        ("i dont know", "i don't know"),
        ("i don t know", "i don't know"),
        ("im ok and i ve slept", "i'm ok and i've slept"),
        ("soooo   tired\n\n!!!!!!", "soo tired !!!"),
        ("fish &amp; chips", "fish & chips"),
        ("see https://example.org/x?y=1 now", "see link now"),
        ("thanks @anna_b", "thanks"),
        ("RT @user: so true [NAME]", "so true someone"),
        ("donâ\x80\x99t go", "don't go"),
        ("a\u200bb", "ab"),
        ("ﬁne", "fine"),
        ("It ended.Then I left", "It ended. Then I left"),
    ],
)
def test_ways_of_writing_become_one(written: str, read: str) -> None:
    assert normalise(written).text == read


@given(st.text(max_size=200))
def test_every_character_has_an_origin_within_the_text(text: str) -> None:
    result = normalise(text)
    assert len(result.origin) == len(result.text)
    assert all(0 <= place < len(text) for place in result.origin)
    assert all(a <= b for a, b in zip(result.origin, result.origin[1:], strict=False))


def test_a_word_is_found_again_in_what_was_written() -> None:
    written = "  &quot;I’m   sooooo sad&quot; ok"
    result = normalise(written)
    start = result.text.index("sad")
    first, last = result.span(start, start + 3)
    assert written[first:last] == "sad"


def test_the_whole_of_a_changed_text_spans_the_whole_original() -> None:
    written = "dont @bob"
    result = normalise(written)
    assert result.span(0, len(result.text)) == (0, len(written))


def test_given_names_are_read_as_one_and_words_that_are_names_stay() -> None:
    assert normalise("Fatima and Emma fight").text == normalise("Wei and Tyrone fight").text
    for kept in ("I lost Hope and Grace", "Said goodbye in Georgia", "Amber and Roman history", "Will may mark it"):
        assert normalise(kept).text == kept
    assert normalise("anna").text == "anna"
