"""Crisis lines by country: who answers, how to reach them, and where the number was read."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from recommend.strict import CATALOG, CatalogError, build, entries, read

LINE_KINDS = ("crisis", "text", "youth", "abuse", "poison", "emergency", "directory")
INTERNATIONAL = "INT"
SHOWN_WITHOUT_COUNTRY = ("US", "GB")

# Digits, spaces, a leading plus or star, and an in-word hyphen; 2 to 15 digits (ITU-T E.164 allows 15).
_PHONE = re.compile(r"[+*]?[0-9]([0-9 -]*[0-9])?")


@dataclass(frozen=True)
class CrisisLine:
    """One way to reach a person who listens, or the emergency services.

    `source` is the page in which the number was read and `read_in` every page that agrees with it; `checked` is the
    day on which we read them, and `page_date` the newest date that such a page bears, where one does.
    `fallback` is a longer number of the same service for when the short one does not connect.
    """

    country: str
    name: str
    kind: str
    hours: str
    languages: tuple[str, ...]
    source: str
    checked: dt.date
    read_in: tuple[str, ...]
    phone: str | None = None
    fallback: str | None = None
    text: str | None = None
    text_word: str | None = None
    whatsapp: str | None = None
    chat: str | None = None
    web: str | None = None
    note: str | None = None
    page_date: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in LINE_KINDS:
            raise ValueError(f"kind must be among {', '.join(LINE_KINDS)}; got {self.kind!r}")
        if not (self.phone or self.text or self.whatsapp or self.chat or self.web):
            raise ValueError("say at least one way to reach it: phone, text, whatsapp, chat or web")
        for number in (self.phone, self.fallback, self.text, self.whatsapp):
            if number is not None and not (_PHONE.fullmatch(number) and 2 <= sum(map(str.isdigit, number)) <= 15):
                raise ValueError(f"not a number that can be dialled: {number!r}")
        for address in (self.source, self.chat, self.web, *self.read_in):
            if address is not None and not re.match(r"https?://[^\s]+$", address):
                raise ValueError(f"not a web address: {address!r}")
        if self.source not in self.read_in:
            raise ValueError("read_in must list the source too")


@dataclass(frozen=True)
class Country:
    """A country with at least one line that was verified."""

    code: str
    name: str
    lines: tuple[CrisisLine, ...]


def read_countries(folder: Path = CATALOG) -> tuple[Country, ...]:
    """Every country of crisis_lines.yaml, the international directories among them under "INT".

    Raises CatalogError.
    """
    name = "crisis_lines.yaml"
    found: dict[str, Country] = {}
    for number, raw in enumerate(entries(read(name, folder), name), start=1):
        if not isinstance(raw, dict) or set(raw) != {"code", "name", "lines"}:
            raise CatalogError(f"{name}, entry {number}: a country has exactly code, name and lines")
        code = str(raw["code"])
        where = f"{name}, {raw['name']}"
        if not re.fullmatch("[A-Z]{2}|INT", code) or code in found:
            raise CatalogError(f"{where}: the code {code!r} is taken or is not two capital letters")
        found[code] = Country(code, str(raw["name"]), _lines(code, raw["lines"], where))
    if INTERNATIONAL not in found:
        raise CatalogError(f"{name}: the international directories (code {INTERNATIONAL}) are missing")
    return tuple(found.values())


def _lines(code: str, raw: object, where: str) -> tuple[CrisisLine, ...]:
    made = []
    for one in entries(raw, where):
        if not isinstance(one, dict):
            raise CatalogError(f"{where}: expected the fields of a line, got {one!r}")
        fields: dict[str, Any] = {"country": code, **one}
        made.append(build(CrisisLine, fields, f"{where}, {one.get('name', 'a line without a name')}"))
    return tuple(made)


@cache
def _countries() -> dict[str, Country]:
    return {country.code: country for country in read_countries()}


def lines(country: str | None) -> tuple[CrisisLine, ...]:
    """The lines of the country that the person chose, then the international directories.

    Without a country: those of the United States and the United Kingdom. A country that has no verified line gets the
    directories and what is true everywhere about calling for help, because no number is better than a wrong one.
    """
    codes = SHOWN_WITHOUT_COUNTRY if country is None else (country.strip().upper(),)
    known = _countries()
    own = [line for code in codes if code in known and code != INTERNATIONAL for line in known[code].lines]
    kinds = {line.kind for line in own}
    return (*own, *(line for line in known[INTERNATIONAL].lines if line.kind == "directory" or line.kind not in kinds))


def countries() -> list[tuple[str, str]]:
    """Code and name of each country with a verified line, by name."""
    listed = [(c.code, c.name) for c in _countries().values() if c.code != INTERNATIONAL]
    return sorted(listed, key=lambda pair: pair[1])


def country_name(code: str) -> str:
    """The name of a country that is in the catalog."""
    return _countries()[code].name
