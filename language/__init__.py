"""The language of the page: English stands in the code, every other language in a catalog beside this file."""

from language.choice import ENGLISH, LANGUAGES, current, follow, nearest, speaking
from language.forms import country, day, language_name, listed, moment, number
from language.words import t, told

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "country",
    "current",
    "day",
    "follow",
    "language_name",
    "listed",
    "moment",
    "nearest",
    "number",
    "speaking",
    "t",
    "told",
]
