"""A check and its table: what was tried, how long it took, and what to do when it failed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass


class Failed(Exception):
    """A check did not hold; the message says what was expected and what was found."""


@dataclass(frozen=True)
class Check:
    """`run` returns a few words about what it saw, or raises."""

    name: str
    run: Callable[[], str]


def expect(holds: bool, message: str) -> None:
    """Raise Failed with `message` unless `holds`."""
    if not holds:
        raise Failed(message)


def run(checks: Iterable[Check]) -> int:
    """Run each check and print its line. Returns the exit status: 0 when all held, 1 otherwise."""
    started, failures = time.perf_counter(), 0
    for check in checks:
        began = time.perf_counter()
        try:
            mark, detail = "ok  ", check.run()
        except Exception as error:  # the edge of this program: one broken check must not hide the others
            mark, detail, failures = "FAIL", f"{type(error).__name__}: {error}", failures + 1
        print(f"{mark}  {time.perf_counter() - began:6.2f} s  {check.name:<34}  {detail}", flush=True)
    verdict = "all held" if not failures else f"{failures} FAILED"
    print(f"      {time.perf_counter() - started:6.2f} s  {verdict}")
    return int(failures > 0)
