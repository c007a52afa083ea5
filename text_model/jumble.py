"""How likely the letters of the words are mixed up: a small logistic model that tells jumbles from bad spelling."""

from __future__ import annotations

import math

import numpy as np

from text_model.order import Look, shipped

_MOST_WORDS, _MOST_TOKENS = 20, 3.0


def signs_of_jumble(look: Look, tokens_per_word: float) -> np.ndarray:
    """What the model looks at, shape (7,). Each sign tells more the more words there are."""
    signs = (
        look.small - 0.4,
        look.met - 0.7,
        look.mixed - 0.1,
        min(tokens_per_word, _MOST_TOKENS) - 1.7,
        look.letters,
        look.order - 0.3,
        1.0,
    )
    return math.sqrt(min(look.words, _MOST_WORDS)) * np.array(signs)


def chance_of_jumble(look: Look, tokens_per_word: float) -> float:
    """Between 0 and 1; `count_order.py` fits it on training texts with typos, shortened words and mixed-up letters."""
    *slopes, shift = shipped().jumble
    z = float(signs_of_jumble(look, tokens_per_word) @ np.array(slopes) + shift)
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, z))))
