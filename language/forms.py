"""Numbers, dates, lists and names of countries and languages as a language writes them (CLDR, through Babel)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import cast

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from language.choice import ENGLISH, current

# The day comes before the month in both.
_DATES = {
    "full": {ENGLISH: "EEEE d MMMM y", "es": "EEEE d 'de' MMMM 'de' y"},
    "long": {ENGLISH: "d MMMM y", "es": "d 'de' MMMM 'de' y"},
    "year": {ENGLISH: "d MMM y", "es": "d MMM y"},
    "short": {ENGLISH: "d MMM", "es": "d MMM"},
    "month": {ENGLISH: "LLL", "es": "LLL"},
    "weekday": {ENGLISH: "ccc", "es": "ccc"},
}
# Only what is surely a number: bare digits may be a telephone number, which nobody may touch.
_ENGLISH_NUMBER = re.compile(r"[+−-]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)")


def number(value: float, digits: int = 0) -> str:
    """A number with its separators and exactly `digits` decimals.

    >>> number(1234.56, 1)
    '1,234.6'
    """
    form = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, form, current())


def localised(written: str) -> str | None:
    """A number that was written in English, as this language writes it; None when it is no number."""
    if not _ENGLISH_NUMBER.fullmatch(written):
        return None
    whole, _, decimals = written.lstrip("+−-").replace(",", "").partition(".")
    sign = written[: len(written) - len(written.lstrip("+−-"))]
    return sign + number(float(f"{whole}.{decimals or 0}"), len(decimals)) if whole else None


def day(date: dt.date, form: str = "long") -> str:
    """A date: "20 November 2026". Other forms: "full", "year", "short", "month", "weekday"."""
    return format_date(date, _DATES[form][current()], locale=current())


def moment(at: dt.datetime) -> str:
    """A date and the time on the clock: "20 November 2026, 08:30"."""
    return f"{day(at)}, {at:%H:%M}"


def listed(parts: Sequence[str], style: str = "standard") -> str:
    """'a', 'a and b', 'a, b and c'; style "or" for 'a or b'."""
    return format_list(list(parts), style, current())  # type: ignore[arg-type]


def country(code: str, otherwise: str) -> str:
    """Name of a country by its ISO code; `otherwise` is its English name."""
    return otherwise if current() == ENGLISH else str(Locale.parse(current()).territories.get(code, otherwise))


def country_named(english: str) -> str | None:
    """Name of a country by its English name, or None when there is no such country."""
    code = _codes("territories").get(english)
    return country(code, english) if code else None


def language_name(english: str) -> str:
    """Name of a language by its English name; one that is not known stays as it is."""
    code = _codes("languages").get(english)
    return english if code is None or current() == ENGLISH else str(_names("languages", current()).get(code, english))


@cache
def _codes(kind: str) -> dict[str, str]:
    """Codes by English name, the shortest code first: "en" and not "en_US"."""
    named = _names(kind, "en")
    return {str(named[code]): code for code in sorted(named, key=len, reverse=True)} | {"Mandarin": "cmn"}


def _names(kind: str, locale: str) -> Mapping[str, str]:
    return cast(Mapping[str, str], getattr(Locale.parse(locale), kind))
