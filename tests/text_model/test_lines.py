"""Lists and code are known by their lines; someone's own short lines are neither."""

import pytest

from text_model.lines import are_code, are_items

POEM = "I walk alone\nthe night is long\nno one calls\nmy hands are cold"
FEELINGS = "tired, sad, alone, empty, numb"


@pytest.mark.parametrize(
    "text",
    [
        "def load(path):\n    with open(path) as file:\n        rows = list(file)\n    return rows\n",
        "import os\nfrom pathlib import Path\n\nclass Reader:\n    pass\n",
        "for row in rows:\n    if row > 3:\n        print(row)",
        "SELECT name FROM users WHERE age > 30",
        "select u.id, u.name from users u order by u.name",
        "update users set name = 'a' where id = 3",
    ],
)
def test_code_without_braces_is_known_by_its_lines(text: str) -> None:
    assert are_code(text)


@pytest.mark.parametrize(
    "text",
    [
        "Update: I set my alarm and slept through it",
        "Select the one you like from the shelf.",
        "Delete from my life everyone who lies",
        "if only I could sleep:\nI would be fine by now\nbut I am not",
        "return to work was hard.\nI cried at lunch.\nThen I went home.",
        "mood = bad\nI slept four hours\nand work was long",
        POEM,
    ],
)
def test_sentences_that_begin_like_code_are_not(text: str) -> None:
    assert not are_code(text)


@pytest.mark.parametrize(
    "text", ["milk, eggs, bread, butter, flour, salt", "Milk\nEggs x6\nWhole wheat bread\n\nOlive oil"]
)
def test_things_between_commas_or_one_a_line_are_items(text: str) -> None:
    assert are_items(text)


@pytest.mark.parametrize(
    "text",
    [
        FEELINGS,
        FEELINGS.replace(", ", "\n"),
        "bad day\nno food\nhead hurts\nrain again",
        "coffee, rain, a book",
        "We had soup, then a walk by the river, then a film, then bed, then rain",
    ],
)
def test_how_someone_is_and_sentences_are_no_items(text: str) -> None:
    assert not are_items(text)
