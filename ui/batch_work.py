"""A batch in the making: the rows of a file and the results so far."""

from __future__ import annotations

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

    @property
    def left(self) -> int:
        """Rows without a result."""
        return len(self.rows) - len(self.results)

    def stop(self) -> None:
        """Do no more; what is there stays."""
        self.running = False
