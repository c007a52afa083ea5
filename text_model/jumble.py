"""How likely the letters of the words are mixed up: a small logistic model that tells jumbles from bad spelling."""

from __future__ import annotations

import math

import numpy as np

from text_model.order import shipped

_MOST_WORDS, _MOST_TOKENS = 20, 3.0


def signs_of_jumble(words: int, small: float, tokens_per_word: float, letters: float, order: float) -> np.ndarray:
    """What the model looks at, shape (5,). Each sign tells more the more words there are.

    `small`: share of the small words of English; `letters`, `order`: see Order.
    """
    weight = math.sqrt(min(words, _MOST_WORDS))
    signs = (small - 0.4, min(tokens_per_word, _MOST_TOKENS) - 1.7, letters, order - 0.3, 1.0)
    return weight * np.array(signs)


def chance_of_jumble(words: int, small: float, tokens_per_word: float, letters: float, order: float) -> float:
    """Between 0 and 1; `count_order.py` fits it on training texts with typos, shortened words and mixed-up letters."""
    *slopes, shift = shipped().jumble
    z = float(signs_of_jumble(words, small, tokens_per_word, letters, order) @ np.array(slopes) + shift)
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, z))))
