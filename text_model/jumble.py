"""How likely the letters of the words are mixed up: a small logistic model that tells jumbles from bad spelling."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from text_model.order import SMALL, Order, shipped

_MOST_WORDS, _MOST_TOKENS = 20, 3.0


def signs_of_jumble(words: Sequence[str], tokens_per_word: float, order: float, tables: Order) -> np.ndarray:
    """What the model looks at, shape (7,). Each sign tells more the more words there are. `order`: Order.of_words."""
    large = [word for word in words if word not in SMALL]
    signs = (
        0.6 - len(large) / len(words),
        tables.met(words) - 0.7,
        tables.mixed(words) - 0.1,
        min(tokens_per_word, _MOST_TOKENS) - 1.7,
        tables.of_letters(large),
        order - 0.3,
        1.0,
    )
    return math.sqrt(min(len(words), _MOST_WORDS)) * np.array(signs)


def chance_of_jumble(words: Sequence[str], tokens_per_word: float, order: float) -> float:
    """Between 0 and 1; `count_order.py` fits it on training texts with typos, shortened words and mixed-up letters."""
    *slopes, shift = shipped().jumble
    z = float(signs_of_jumble(words, tokens_per_word, order, shipped()) @ np.array(slopes) + shift)
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, z))))
