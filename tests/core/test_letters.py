"""Disguised letters become Latin ones, and other alphabets stay what they are."""

import pytest

from core.letters import as_latin
from fusion.crisis_rule.phrases import HERE
from fusion.crisis_rule.spelling import load_yaml


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("I wаnt tо gо, то", "I want to go, to"),
        ("Ι WΑΝΤ ΤΟ ΚΝΟW", "I WANT TO KNOW"),
        ("ᴡʜᴀᴛ ᴀ ᴅᴀʏ", "what a day"),
        ("🆆🅷🅰🆃 🅐 day", "WHAT A day"),
        ("wհat օոe", "what one"),
    ],
)
def test_disguised_letters_are_read_as_the_latin_ones_that_they_look_like(written: str, read: str) -> None:
    assert as_latin(written) == read


@pytest.mark.parametrize("text", ["не хочу, ok?", "δεν ξέρω, ok?", "сон", "naïve café", "chcę żyć", "🇬🇧 ½ ﬁ"])
def test_other_alphabets_and_accents_stay(text: str) -> None:
    assert as_latin(text) == text


def test_what_the_crisis_rule_knows_of_other_languages_is_no_disguise() -> None:
    entries = [e for of_one in load_yaml(HERE / "languages.yaml")["languages"].values() for e in of_one]
    for text in [str(part) for e in entries for part in (e["pattern"], *e["anchors"])]:
        assert as_latin(text) == text
