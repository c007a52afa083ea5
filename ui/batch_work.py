"""A batch in the making: the rows of a file and the results so far."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from core.types import Failure, Report
from ui.batch_files import Row


@dataclass
class Work:
    """The rows of a file and the results so far, in the same order."""

    name: str
    rows: list[Row]
    results: list[Report | Failure] = field(default_factory=list)
    running: bool = True
    spent_s: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @property
    def left(self) -> int:
        """Rows without a result."""
        return len(self.rows) - len(self.results)

    def add(self, start: int, found: list[Report | Failure], took_s: float) -> None:
        """Take the results of the rows from `start` on.

        A page that is drawn anew starts a second run while the first still reads its rows: these come too late.
        """
        with self._lock:
            if self.running and start == len(self.results):
                self.results += found
                self.spent_s += took_s

    def stop(self) -> None:
        """Do no more; what is there stays."""
        with self._lock:
            self.running = False
