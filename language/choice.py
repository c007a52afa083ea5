"""Which language is spoken now: the one of a `with speaking(...)`, else the one that the page of this session says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ENGLISH = "en"
# Each named in itself, as someone looks for it.
LANGUAGES = {ENGLISH: "English", "es": "Español"}

_spoken: ContextVar[str | None] = ContextVar("attune_language", default=None)
_source: list[Callable[[], str]] = [lambda: ENGLISH]


def current() -> str:
    """Code of the language, such as "es"."""
    return _spoken.get() or _source[-1]()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` inside the block, whatever the page speaks."""
    if language not in LANGUAGES:
        raise ValueError(f"there is no language {language!r}; there are {', '.join(LANGUAGES)}")
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def follow(source: Callable[[], str]) -> None:
    """Ask `source` from now on which language this session speaks; the page gives it, which runs in many threads."""
    _source[:] = [source]


def nearest(locale: str | None) -> str:
    """The language that fits a browser's locale such as "es-MX"; English when there is none."""
    code = (locale or "").replace("_", "-").split("-")[0].lower()
    return code if code in LANGUAGES else ENGLISH
