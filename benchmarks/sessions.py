"""Many people at once on one server, each with a check-in of their own words: python -m benchmarks.sessions"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import statistics
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from websockets.exceptions import WebSocketException

from benchmarks.memory import of_server_mb
from benchmarks.visitor import BrokenPage, Visitor
from tests.browser import tools

SENTENCES = (
    "I have not slept well this week and the days feel long and grey.",
    "My manager moved the deadline again, and I worry about it at night.",
    "I met an old friend in the park and we talked until it got dark.",
    "My chest is tight before every exam, and I cannot think of anything else.",
    "The soup is on the stove and my daughter is drawing at the table.",
)


@dataclass(frozen=True)
class Plan:
    """How many people, how often each presses, and how long each reads and writes between two presses."""

    people: int
    rounds: int
    pause_s: float
    seed: int


@dataclass
class Found:
    """Seconds that people waited, and what went wrong, by kind."""

    waits_s: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    async def time(self, act: Awaitable[float]) -> None:
        """Wait for one act; an error is counted, not raised."""
        try:
            self.waits_s.append(await act)
        except (BrokenPage, TimeoutError, OSError, WebSocketException) as error:
            self.errors[type(error).__name__] += 1

    def line(self) -> str:
        """Median, p95 and the longest wait."""
        if not self.waits_s:
            return "no result"
        waits = sorted(self.waits_s)
        p95 = waits[min(len(waits) - 1, round(0.95 * len(waits)))]
        return f"{statistics.median(waits):6.2f} s median, {p95:6.2f} s p95, {waits[-1]:6.2f} s longest"


def main() -> None:
    """Start the real server, let everyone in, print one line per figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sessions", description=__doc__)
    parser.add_argument("--people", type=int, default=30, help="concurrent sessions (default 30)")
    parser.add_argument("--rounds", type=int, default=4, help="check-ins of each, at their own pace (default 4)")
    parser.add_argument("--pause", type=float, default=15.0, help="mean seconds between two check-ins (default 15)")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    plan = Plan(given.people, given.rounds, given.pause, given.seed)
    with tempfile.TemporaryDirectory() as folder, tools.server(data=Path(folder) / "data") as address:
        errors = asyncio.run(_measure(plan, address))
    print(f"errors                                  {dict(errors) or 'none'}")


async def _measure(plan: Plan, address: str) -> Counter[str]:
    errors: Counter[str] = Counter()

    def told(what: str, found: Found) -> None:
        print(f"{what:<40}{found.line()}", flush=True)
        errors.update(found.errors)

    async with Visitor(address) as first:
        await first.open()
        await first.analyse(_words(0, 0, 1))
    alone_mb, _ = of_server_mb()
    async with AsyncExitStack() as stack:
        people = [await stack.enter_async_context(Visitor(address)) for _ in range(plan.people)]
        told(f"{plan.people} open the page at once", await _all(people, lambda _, p: p.open()))
        told("all press Analyse at once", await _all(people, lambda n, p: p.analyse(_words(n, 0, len(people)))))
        told(f"each at their own pace, ~{plan.pause_s:.0f} s apart", await _own_pace(people, plan))
        many_mb, peak_mb = of_server_mb()
    print(f"memory of the server                    {alone_mb:.0f} MB after one, {many_mb:.0f} MB with all", end="")
    print(f" ({(many_mb - alone_mb) / plan.people:.1f} MB each), {peak_mb:.0f} MB at its peak")
    return errors


async def _all(people: list[Visitor], act: Callable[[int, Visitor], Awaitable[float]]) -> Found:
    found = Found()
    await asyncio.gather(*(found.time(act(number, person)) for number, person in enumerate(people)))
    return found


async def _own_pace(people: list[Visitor], plan: Plan) -> Found:
    found = Found()

    async def visit(number: int, person: Visitor) -> None:
        chance = random.Random(plan.seed * 1_000 + number)  # noqa: S311 (no secret)
        for turn in range(1, plan.rounds + 1):
            await asyncio.sleep(chance.uniform(0, 2 * plan.pause_s))
            await found.time(person.analyse(_words(number, turn, plan.people)))

    await asyncio.gather(*(visit(number, person) for number, person in enumerate(people)))
    return found


def _words(number: int, turn: int, people: int) -> str:
    """Words of one person in one turn: 30 of them or more.

    No two people have the same count in a turn, nor has one person in two turns in a row: who gets another's result,
    or an old one, waits in vain and is counted as an error.
    """
    count = 30 + number + people * (turn % 2)
    start = number % len(SENTENCES)
    return " ".join(itertools.islice(itertools.cycle(" ".join(SENTENCES[start:] + SENTENCES[:start]).split()), count))


if __name__ == "__main__":
    main()
