"""A text is known again where its beginning or its words were changed a little."""

import pytest

from text_model.twins import Scored

FATHER = "My father pass away a month ago and I can not sleep, I keep hearing his voice in the kitchen."


@pytest.mark.parametrize(
    ("text", "twin"),
    [
        ("my father pas away a month ago and i can not sleep i keep hear his voice in the kitchen", True),
        ("Hello everyone, new here. My father pass away a month ago and I can not sleep.", True),
        ("My father called a month ago and I sleep well, I keep his number in the kitchen.", False),
        ("a month ago and I", True),
        ("a month ago", False),
        ("", False),
    ],
)
def test_a_text_with_two_fifths_of_its_runs_in_another_is_its_twin(text: str, twin: bool) -> None:
    assert Scored([FATHER, "Something else altogether, that has words of its own."]).has_twin_of(text) == twin


def test_runs_that_are_in_several_texts_do_not_add_up() -> None:
    scored = Scored(["one two three four five six", "and then seven eight nine ten eleven twelve"])
    text = "one two three four five six seven eight nine ten eleven"
    assert not scored.has_twin_of(text)
    assert Scored(["zero one two three four five six seven eight nine"]).has_twin_of(text)


def test_a_text_that_begins_as_another_is_its_twin_however_it_goes_on() -> None:
    beginning = " ".join(f"word{i}" for i in range(12))
    ending = " ".join(f"other{i}" for i in range(90))
    assert Scored([beginning]).has_twin_of(f"{beginning} {ending}")
    assert not Scored([""]).has_twin_of("")


def test_a_text_that_holds_much_of_one_of_them_is_named() -> None:
    scored = Scored(["Something else altogether, that has words of its own.", FATHER, "Too short."])
    assert scored.held_by(f"Hello everyone. {FATHER} Thank you for reading, all of you, it means a lot to me.") == {1}
    assert not scored.held_by("a month ago and I")
    assert not scored.held_by("Too short.")
