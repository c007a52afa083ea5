"""The pages: their names, addresses and order. Each is imported only when it is opened."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from language import t


@dataclass(frozen=True)
class Entry:
    """One page; `module` is a file of ui/pages with a function `show`."""

    module: str
    title: str
    in_header: bool = True


ENTRIES = (
    Entry("checkin", "Check-in"),
    Entry("history", "History"),
    Entry("report", "Report"),
    Entry("your_voice", "Your voice"),
    Entry("batch", "Batch"),
    Entry("models", "Models"),
    Entry("about", "About"),
    Entry("settings", "Settings"),
    Entry("help_now", "Help now", in_header=False),
)


def page(module: str) -> st.Page:
    """The page of `module`, to link to or to run."""
    entry = next(e for e in ENTRIES if e.module == module)
    first = entry is ENTRIES[0]
    address = None if first else module.replace("_", "-")
    return st.Page(_runner(module), title=t(entry.title), url_path=address, default=first)


def pages() -> list[st.Page]:
    """All pages, the first one being where a visit starts."""
    return [page(entry.module) for entry in ENTRIES]


def _runner(module: str) -> Callable[[], None]:
    def run() -> None:
        importlib.import_module(f"ui.pages.{module}").show()

    run.__name__ = module
    return run
