"""The explanation finds the phrases that matter, names what a person can read, and stays within its budget."""

import time
from collections.abc import Sequence

import numpy as np
import pytest

from text_model.explain import (
    MOST_CUES,
    MOST_PIECES,
    MOST_VARIANTS,
    Attributions,
    Score,
    attributions,
    cues,
    pieces,
    word_spans,
)

WEIGHTS = {"hopeless": 2.0, "tired": 1.0, "fine": -1.5}


def _score(texts: Sequence[str]) -> np.ndarray:
    return np.array([[sum(WEIGHTS.get(word, 0.0) for word in text.split())] for text in texts])


def _found(text: str, score: Score = _score) -> dict[str, float]:
    found = attributions(text, score)
    return {text[a:b]: float(weight) for (a, b), (weight,) in zip(found.spans, found.added, strict=True)}


def test_a_phrase_gets_what_it_adds() -> None:
    assert _found("i am hopeless but fine today") == {
        "i am hopeless": pytest.approx(2.0, abs=0.3),
        "but fine": pytest.approx(-1.5, abs=0.3),
        "today": pytest.approx(0.0, abs=0.3),
    }


def test_what_is_said_twice_is_found_though_leaving_out_either_changes_nothing() -> None:
    def either(texts: Sequence[str]) -> np.ndarray:
        return np.array([[float("hurts" in text or "nobody" in text)] for text in texts])

    found = _found("everything hurts, nobody calls, dinner tonight", either)
    assert set(sorted(found, key=lambda phrase: -found[phrase])[:2]) == {"hurts,", "nobody"}


def test_cues_are_strongest_first_signed_and_placed_without_the_joining_word() -> None:
    text = "tired today and hopeless, fine"
    found = Attributions(text, [(0, 11), (12, 25), (26, 30)], np.array([[1.0], [2.0], [-1.5]]))
    shown = cues(found, 0, lambda a, b: (a + 100, b + 100))
    assert [(c.text, c.weight) for c in shown] == [("hopeless", 2.0), ("fine", -1.5), ("tired today", 1.0)]
    assert (shown[0].start, shown[0].end) == (116, 125)


def test_small_words_stay_with_the_word_they_belong_to() -> None:
    text = "I can't sleep and my chest is tight. Work is fine"
    assert [text[a:b] for a, b in pieces(text)] == ["I can't sleep", "and my chest", "is tight.", "Work", "is fine"]


def test_a_long_text_is_cut_into_few_phrases_that_cover_it() -> None:
    text = " ".join(f"word{i}" for i in range(200))
    spans = pieces(text)
    assert len(spans) == MOST_PIECES
    assert " ".join(text[a:b] for a, b in spans) == text
    asked: list[int] = []

    def count(texts: Sequence[str]) -> np.ndarray:
        asked.append(len(texts))
        return np.zeros((len(texts), 2))

    attributions(text, count)
    assert asked == [MOST_VARIANTS + 1]


def test_words_are_runs_without_spaces_that_hold_more_than_signs() -> None:
    text = " 'so'  tired... 😭😭 - (x) 😭a "
    assert [text[a:b] for a, b in word_spans(text)] == ["'so'", "tired...", "(x)", "😭a"]


def test_a_long_run_of_emoji_does_not_take_its_length_squared() -> None:
    started = time.perf_counter()
    assert word_spans("😭" * 100_000) == []
    assert time.perf_counter() - started < 2


def test_one_word_has_nothing_to_compare_with() -> None:
    assert _found("tired") == {}


def test_no_more_cues_than_a_person_can_read() -> None:
    text = " ".join(["tired"] * 20)
    assert len(cues(attributions(text, _score), 0, lambda a, b: (a, b))) <= MOST_CUES


def test_a_phrase_of_nothing_but_a_name_and_small_words_is_not_named() -> None:
    found = Attributions("with Alex", [(0, 9)], np.array([[2.0]]))
    assert cues(found, 0, lambda a, b: (a, b)) == ()
