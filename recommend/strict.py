"""Reads YAML into frozen dataclasses and says exactly where and why an entry does not fit."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import yaml

CATALOG = Path(__file__).parent / "catalog"

# The C parser reads the catalog about ten times as fast; wheels have it, a build from source may not.
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

T = TypeVar("T")


class CatalogError(ValueError):
    """An entry of the catalog is wrong. The message names the file, the entry and the field."""


def read(name: str, folder: Path = CATALOG) -> Any:
    """The plain content of one catalog file.

    Raises CatalogError when it is missing or is not YAML.
    """
    path = folder / name
    try:
        return yaml.load(path.read_text(encoding="utf8"), Loader=_LOADER)  # noqa: S506 - a safe loader, in C
    except (OSError, yaml.YAMLError) as error:
        raise CatalogError(f"{name} cannot be read: {error}") from error


def build(cls: type[T], raw: object, where: str) -> T:
    """Make a `cls` from a mapping: no unknown field, none missing, each of the declared type.

    Raises CatalogError.
    """
    if not isinstance(raw, dict):
        raise CatalogError(f"{where}: expected fields and values, got {raw!r}")
    hints, required = _shape(cls)  # type: ignore[arg-type]  # mypy takes no class for hashable
    if unknown := sorted(set(map(str, raw)) - set(hints)):
        raise CatalogError(f"{where}: unknown field {unknown[0]!r}; known are {', '.join(sorted(hints))}")
    if missing := sorted(required - set(raw)):
        raise CatalogError(f"{where}: field {missing[0]!r} is missing")
    values = {name: _value(raw[name], hints[name], f"{where}, field {name!r}") for name in raw}
    try:
        return cls(**values)
    except ValueError as error:
        raise CatalogError(f"{where}: {error}") from error


def entries(raw: object, where: str) -> list[Any]:
    """`raw` as a list that is not empty.

    Raises CatalogError.
    """
    if not isinstance(raw, list) or not raw:
        raise CatalogError(f"{where}: expected a list of entries, got {type(raw).__name__}")
    return raw


@cache
def _shape(cls: type) -> tuple[dict[str, Any], frozenset[str]]:
    hints = get_type_hints(cls)
    fields = dataclasses.fields(cls)
    return {f.name: hints[f.name] for f in fields}, frozenset(
        f.name for f in fields if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
    )


def _value(raw: object, hint: Any, where: str) -> object:
    if get_origin(hint) in (Union, types.UnionType):
        return None if raw is None else _value(raw, next(h for h in get_args(hint) if h is not type(None)), where)
    if get_origin(hint) is tuple:
        return tuple(_value(one, get_args(hint)[0], where) for one in entries(raw, where))
    if hint not in (str, int, bool, dt.date):
        raise TypeError(f"{where}: the catalog cannot hold a {hint}")
    if type(raw) is not hint:
        raise CatalogError(f"{where}: expected {hint.__name__}, got {raw!r} ({type(raw).__name__})")
    if isinstance(raw, str) and not raw.strip():
        raise CatalogError(f"{where}: is empty")
    return raw.strip() if isinstance(raw, str) else raw
