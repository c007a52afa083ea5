"""Collects every English sentence that a person can see and brings a catalog up to date: python -m language.extract es

Sentences come from the calls of `t` in the rooms that speak on the page, from tables of words beside them, from the
errors and notes of the rooms below, and from the YAML catalogs. A translator opens the .po file and nothing else.
"""

from __future__ import annotations

import argparse
import ast
import datetime as dt
import re
from collections.abc import Iterable, Iterator

import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from language.catalog import FOLDER
from language.sources import (
    DISPLAYED,
    LABELS,
    OUR_ERRORS,
    PUT_TOGETHER,
    SILENT,
    SPOKEN,
    STAYS,
    YAML_FIELDS,
    developers_only,
)

ROOT = FOLDER.parent
# A name that stands in the code for what fills a gap, such as `count` in f"{count} rows".
_HEADER = "# What Attune's page says, in another language. How to work on it: language/README.md"
_BEGUN = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
_SENTENCE = re.compile(r"[A-Z“].*[a-z ,][a-z“”{}'0-9]+.*[.?:…]$", re.DOTALL)
_WORD = re.compile(r"(?:[A-Z]|\d+ )[a-z' ]")
_LABEL = re.compile(r"[a-z -]+")


def collect() -> dict[str, list[str]]:
    """Every English sentence with the places where it stands."""
    found: dict[str, list[str]] = {}
    pieces = (("language/sources.py", words) for words in PUT_TOGETHER)
    for place, words in [*_from_code(), *_from_yaml(), *pieces]:
        places = found.setdefault(words, [])
        if place not in places:
            places.append(place)
    return found


def _from_code() -> Iterator[tuple[str, str]]:
    for room in (*DISPLAYED, *SPOKEN):
        paths = sorted((ROOT / room).rglob("*.py")) if (ROOT / room).is_dir() else [ROOT / room]
        for path in paths:
            name = path.relative_to(ROOT).as_posix()
            if not developers_only(name):
                tree = ast.parse(path.read_text(encoding="utf8"))
                for words in _in_file(tree, name):
                    yield name, words


def _in_file(tree: ast.Module, name: str) -> Iterator[str]:
    """What a file says. In a room of the page every capitalised string counts, elsewhere sentences and errors do."""
    shown = name.split("/", maxsplit=1)[0] in DISPLAYED
    skipped, errors = set(_skipped(tree)), set(_errors(tree))
    for node in ast.walk(tree):
        if _is_translation(node):
            yield from _constants(node.args[:1])  # type: ignore[attr-defined]
        if name in LABELS and isinstance(node, ast.Tuple):
            yield from (words for words in _constants(node.elts) if _LABEL.fullmatch(words))
        if id(node) in skipped or (words := template(node)) is None:
            continue
        skipped.update(_all(node))
        said = _SENTENCE.match(words) or (shown and _WORD.match(words)) or (id(node) in errors and " " in words)
        if said and words not in STAYS:
            yield words


def _errors(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in OUR_ERRORS:
            yield from _all(node)


def _is_translation(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _called(node) == "t"


def _constants(nodes: Iterable[ast.expr]) -> Iterator[str]:
    yield from (n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str))


def _skipped(tree: ast.Module) -> Iterator[int]:
    """Docstrings, keys and names, logs, and errors that only a developer can cause."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node, clean=False):
            yield id(node.body[0].value)  # type: ignore[attr-defined]
        elif isinstance(node, ast.Subscript):
            yield from _all(node.slice)
        elif isinstance(node, ast.Raise) and _called(node.exc) not in OUR_ERRORS | {"ValueError"}:
            yield from _all(node)
        elif isinstance(node, ast.Call) and _called(node) in SILENT:
            yield from (found for part in [*node.args, *node.keywords] for found in _all(part))
        elif isinstance(node, ast.keyword) and node.arg in SILENT:
            yield from _all(node)


def _all(node: ast.AST) -> list[int]:
    return [id(part) for part in ast.walk(node)]


def _called(node: ast.AST | None) -> str:
    if isinstance(node, ast.Call):
        return _called(node.func)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def template(node: ast.AST) -> str | None:
    """A string of the code as a sentence; what an f-string fills in becomes a gap with a name."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value.strip()
    if not isinstance(node, ast.JoinedStr):
        return None
    words, names = "", set[str]()
    for part in node.values:
        if isinstance(part, ast.Constant):
            words += str(part.value).replace("{", "{{").replace("}", "}}")
        elif isinstance(part, ast.FormattedValue):
            name = _gap(part.value, names)
            words += f"'{{{name}}}'" if part.conversion == ord("r") else f"{{{name}}}"
    return words.strip()


def _gap(value: ast.expr, taken: set[str]) -> str:
    found = (n.attr if isinstance(n, ast.Attribute) else n.id for n in ast.walk(value) if _names_something(n))  # type: ignore[attr-defined]
    name = next(found, "gap").strip("_").lower()
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def _names_something(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr not in ("join", "fromkeys", "__name__")
    return isinstance(node, ast.Name) and node.id not in ("len", "type", "sorted", "str", "round")


def _from_yaml() -> Iterator[tuple[str, str]]:
    for pattern, fields in YAML_FIELDS.items():
        for path in sorted(ROOT.glob(pattern)):
            raw = yaml.safe_load(path.read_text(encoding="utf8"))
            for words in _leaves(raw, fields):
                yield path.relative_to(ROOT).as_posix(), words.strip()


def _leaves(raw: object, fields: frozenset[str]) -> Iterator[str]:
    """The strings below `fields`; without fields, every string."""
    if isinstance(raw, dict):
        for key, value in raw.items():
            inside = frozenset[str]() if key in fields else fields
            if not inside or isinstance(value, dict | list):
                yield from _leaves(value, inside)
    elif isinstance(raw, list):
        for value in raw:
            yield from _leaves(value, fields)
    elif isinstance(raw, str) and not fields:
        yield raw


def update(language: str) -> int:
    """Bring the catalog of `language` up to date; returns how many sentences wait for a translation."""
    path = FOLDER / f"{language}.po"
    old = {}
    if path.is_file():
        with path.open("rb") as file:
            old = {str(m.id): str(m.string) for m in read_po(file) if m.id}
    new = Catalog(language, project="Attune", header_comment=_HEADER, creation_date=_BEGUN, fuzzy=False)
    for words, places in collect().items():
        new.add(words, old.get(words, ""), locations=[(place, 0) for place in places])
    with path.open("wb") as file:
        write_po(file, new, width=120, include_lineno=False, sort_by_file=True)
    return sum(not m.string for m in new if m.id)


def main() -> None:
    """Update the catalogs that are named."""
    parser = argparse.ArgumentParser(prog="python -m language.extract", description=__doc__.splitlines()[0])
    parser.add_argument("language", help="code such as es; a new one starts with an empty catalog")
    language = parser.parse_args().language
    print(f"{language}.po: {update(language)} sentences wait for a translation")


if __name__ == "__main__":
    main()
