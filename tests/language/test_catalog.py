"""Every English sentence that a person can see has its twin in every language, with the same gaps and tone."""

from __future__ import annotations

import ast
import re
import statistics
from collections.abc import Iterator
from functools import cache

import pytest
from babel.messages.pofile import read_po

from language import LANGUAGES
from language.catalog import FOLDER, catalog, gaps
from language.choice import ENGLISH
from language.extract import ROOT, collect, template
from tests.language.spanish import BANNED, ease, words_in

OTHERS = [code for code in LANGUAGES if code != ENGLISH]
LEAST_EASE = 55.0
LEAST_MEAN_EASE = 65.0


@cache
def _seen() -> dict[str, list[str]]:
    return collect()


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_that_a_person_can_see_has_its_twin(language: str) -> None:
    missing = [f"{_seen()[words]}: {words!r}" for words in _seen() if words not in catalog(language).words]
    assert not missing, f"run python -m language.extract {language} and translate:\n" + "\n".join(missing)


@pytest.mark.parametrize("language", OTHERS)
def test_no_twin_outlives_its_sentence(language: str) -> None:
    assert set(catalog(language).words) <= set(_seen()), f"run python -m language.extract {language}"


@pytest.mark.parametrize("language", OTHERS)
def test_a_twin_has_the_gaps_of_its_sentence(language: str) -> None:
    wrong = [pair for pair in catalog(language).words.items() if set(gaps(pair[0])) != set(gaps(pair[1]))]
    assert not wrong


def test_no_sentence_has_two_gaps_side_by_side() -> None:
    """Nobody could say afterwards where the first one ends."""
    assert not [words for words in _seen() if re.search(r"\}\s?\{", words) and len(gaps(words)) > 1]


def test_nothing_is_translated_while_a_file_is_imported() -> None:
    """It would keep the language of whoever came first."""
    early = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in [*ROOT.glob("ui/**/*.py"), *ROOT.glob("documents/*.py")]
        for node in _at_import(ast.parse(path.read_text(encoding="utf8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("t", "told", "say")
    ]
    assert not early


def _at_import(tree: ast.AST) -> Iterator[ast.AST]:
    """What runs when a file is imported: everything but the bodies of functions."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.FunctionDef):
            for part in [*child.decorator_list, *child.args.defaults, *child.args.kw_defaults]:
                yield from ast.walk(part) if part is not None else ()
        elif not isinstance(child, ast.Lambda):
            yield child
            yield from _at_import(child)


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_tool_can_open_the_file(language: str) -> None:
    with (FOLDER / f"{language}.po").open("rb") as file:
        read = read_po(file, abort_invalid=True)
    assert str(read.locale) == language
    assert len(read) > 1000


def test_the_places_where_sentences_come_from_are_all_read() -> None:
    rooms = {place.split("/")[0] for places in _seen().values() for place in places}
    assert {
        "ui",
        "documents",
        "fusion",
        "recommend",
        "questionnaire",
        "speech_model",
        "text_model",
        "feedback",
    } <= rooms
    for words in (
        "How are you doing?", "Signs of distress show in {where}.", "Breathe out slowly", "always online",
        "The recording is noisy; a quieter place would help.", "Line {number} is not JSON.", "sadness",
        "Check-in report",
    ):  # fmt: skip
        assert words in _seen()


def test_the_wording_of_published_questionnaires_is_left_alone() -> None:
    assert not [
        w for w in _seen() if w.startswith(("Little interest", "Feeling down, depressed", "Over the last 2 weeks"))
    ]


def test_an_f_string_becomes_a_sentence_with_named_gaps() -> None:
    node = ast.parse('f"{len(rows)} of {name!r} in {path.name}: {{x}}"', mode="eval").body
    assert template(node) == "{rows} of '{name}' in {name_}: {{x}}"


@pytest.mark.parametrize(("rule", "pattern"), BANNED.items())
def test_spanish_keeps_the_rules_of_the_house(rule: str, pattern: str) -> None:
    found = [words for words in catalog("es").words.values() if re.search(pattern, words, re.IGNORECASE)]
    assert not found, rule


def test_spanish_is_easy_to_read() -> None:
    """Szigriszt-Pazos: 65 and more reads easily, 55 is a newspaper. Statistics are left out."""
    long = {w: ease(w) for e, w in catalog("es").words.items() if len(words_in(w)) >= 14 and not _for_experts(e)}
    hard = {words: round(found) for words, found in long.items() if found < LEAST_EASE}
    assert not hard
    assert statistics.mean(long.values()) >= LEAST_MEAN_EASE


def _for_experts(english: str) -> bool:
    return bool(re.search("log-odds|Theil-Sen|SHA-256|F1|samples a second|recall|JSON|CSV|zip|HTML", english))
