"""A wrong number is the worst bug there can be: every line has a source, a date that is fresh and a possible number."""

import datetime as dt
import shutil

import pytest
import yaml

from recommend.crisis import card
from recommend.crisis_lines import INTERNATIONAL, CrisisLine, countries, lines, read_countries
from recommend.strict import CATALOG, CatalogError

ALL = [line for country in read_countries() for line in country.lines]
LISTENING = {"crisis", "text", "youth"}
NAMES = [f"{line.country} {line.name}" for line in ALL]

GOOD = {
    "name": "A line",
    "kind": "crisis",
    "phone": "116 123",
    "hours": "always",
    "languages": ["English"],
    "source": "https://example.org",
    "read_in": ["https://example.org"],
    "checked": dt.date(2026, 11, 20),
}


def folder_with(tmp_path, **change):
    shutil.copytree(CATALOG, tmp_path / "catalog")
    entries = yaml.safe_load((CATALOG / "crisis_lines.yaml").read_text(encoding="utf8"))
    entries.append({"code": "QQ", "name": "Nowhere", "lines": [GOOD | change]})
    (tmp_path / "catalog" / "crisis_lines.yaml").write_text(yaml.safe_dump(entries), encoding="utf8")
    return tmp_path / "catalog"


@pytest.mark.parametrize("line", ALL, ids=NAMES)
def test_it_was_checked_within_a_year(line):
    age = dt.date.today() - line.checked
    assert age <= dt.timedelta(days=365), (
        f"{line.name} ({line.country}) was last checked on {line.checked}. Read its pages again, as "
        "docs/crisis_lines.md says, then change the date."
    )
    assert age >= dt.timedelta(days=-1), "checked in the future"


@pytest.mark.parametrize("line", ALL, ids=NAMES)
def test_it_names_the_pages_in_which_it_was_read(line):
    assert line.source in line.read_in
    assert len(set(line.read_in)) == len(line.read_in)


def test_at_least_forty_countries_are_verified():
    assert len(countries()) >= 40


@pytest.mark.parametrize("code", [code for code, _ in countries()])
def test_each_country_has_someone_who_listens_an_emergency_number_and_a_directory(code):
    kinds = {line.kind for line in lines(code)}
    assert kinds & LISTENING
    assert {"emergency", "directory"} <= kinds


def test_a_country_without_a_verified_line_gets_the_directories_and_no_foreign_number():
    found = lines("XX")
    assert {line.country for line in found} == {INTERNATIONAL}
    assert sum(line.kind == "directory" for line in found) >= 2


def test_no_country_means_american_and_british_lines_and_the_directories():
    assert {line.country for line in lines(None)} == {"US", "GB", INTERNATIONAL}


def test_codes_are_read_in_any_case():
    assert lines(" de ") == lines("DE")


def test_countries_are_listed_by_name_without_the_international_entry():
    names = [name for _, name in countries()]
    assert names == sorted(names)
    assert INTERNATIONAL not in dict(countries())


def test_a_line_is_listed_once():
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize(
    "number", ["9", "call us", "+", "1-800-273-TALK", "12345678901234567", "988 or 911", "0800/1110111", ""]
)
def test_a_number_that_cannot_be_dialled_is_refused(tmp_path, number):
    with pytest.raises(CatalogError, match="Nowhere, A line"):
        read_countries(folder_with(tmp_path, phone=number))


@pytest.mark.parametrize("number", ["988", "116 123", "0800-0113", "*4141", "+44 20 7946 0958", "09 2525 0111"])
def test_a_number_that_can_be_dialled_is_taken(number):
    assert CrisisLine(**{"country": "QQ", **GOOD, "languages": ("English",), "phone": number}).phone == number


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"source": "my memory"}, "not a web address"),
        ({"read_in": ["https://example.com"]}, "read_in must list the source"),
        ({"kind": "friend"}, "kind must be among"),
        ({"checked": "soon"}, "expected date"),
        ({"phone": None}, "at least one way to reach it"),
    ],
)
def test_a_line_without_a_proper_source_is_refused(tmp_path, change, message):
    with pytest.raises(CatalogError, match=message):
        read_countries(folder_with(tmp_path, **change))


def test_a_catalog_without_directories_is_refused(tmp_path):
    folder = folder_with(tmp_path)
    entries = yaml.safe_load((folder / "crisis_lines.yaml").read_text(encoding="utf8"))
    kept = [entry for entry in entries if entry["code"] != INTERNATIONAL]
    (folder / "crisis_lines.yaml").write_text(yaml.safe_dump(kept), encoding="utf8")
    with pytest.raises(CatalogError, match="international directories"):
        read_countries(folder)


def test_the_document_counts_the_countries_right():
    text = (CATALOG.parents[1] / "docs" / "crisis_lines.md").read_text(encoding="utf8")
    with_number = {line.country for line in ALL if line.kind == "emergency"} - {INTERNATIONAL}
    assert f"holds {len(countries())} countries" in text
    assert f"Emergency numbers are given for {len(with_number)} countries" in text


def test_a_line_that_wants_a_word_says_which_and_keeps_every_sign_of_its_number():
    shout = next(line for line in ALL if line.name == "Shout")
    assert "Text SHOUT to 85258." in card(shout, "GB").steps
    for line in ALL:
        steps = " ".join(card(line, line.country).steps)
        assert all(number in steps for number in (line.phone, line.text, line.whatsapp, line.fallback) if number)
