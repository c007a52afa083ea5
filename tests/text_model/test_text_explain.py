"""Occlusion finds the words that matter and stays within its budget."""

import numpy as np

from text_model.explain import MOST_CUES, MOST_VARIANTS, attributions, cues, pieces, without

WEIGHTS = {"hopeless": 2.0, "tired": 1.0, "fine": -1.5}


def _score(texts: list[str] | tuple[str, ...]) -> np.ndarray:
    return np.array([sum(WEIGHTS.get(word, 0.0) for word in text.split()) for text in texts])


def test_a_word_gets_what_the_score_loses_without_it() -> None:
    text = "i am hopeless but fine"
    found = {text[a:b]: weight for (a, b), weight in attributions(text, _score)}
    assert found == {"i": 0, "am": 0, "hopeless": 2.0, "but": 0, "fine": -1.5}


def test_cues_are_strongest_first_signed_and_placed() -> None:
    text = "tired hopeless fine"
    shown = cues(attributions(text, _score), text, lambda a, b: (a + 100, b + 100))
    assert [(c.text, c.weight) for c in shown] == [("hopeless", 2.0), ("fine", -1.5), ("tired", 1.0)]
    assert (shown[0].start, shown[0].end) == (106, 114)


def test_long_texts_are_left_out_in_runs_that_cover_all_words() -> None:
    text = " ".join(f"word{i}" for i in range(200))
    spans = pieces(text)
    assert len(spans) == MOST_VARIANTS
    assert " ".join(text[a:b] for a, b in spans) == text


def test_small_words_give_way_first() -> None:
    text = "the tired of it " * 12
    assert {text[a:b] for a, b in pieces(text)} == {"tired"}


def test_one_word_has_nothing_to_compare_with() -> None:
    assert attributions("tired", _score) == []


def test_no_more_cues_than_a_person_can_read() -> None:
    text = " ".join(["tired"] * 20)
    assert len(cues(attributions(text, _score), text, lambda a, b: (a, b))) <= MOST_CUES


def test_leaving_out_keeps_the_rest() -> None:
    assert without("a b c", (2, 3)).split() == ["a", "c"]
