"""Where things lie on this machine and how much of it may be used; read from the environment when asked."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from core.cores import usable_cores

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """`artifacts`: models that this person trained. `threads`: cores that inference may use."""

    artifacts: Path
    threads: int

    def __post_init__(self) -> None:
        if self.threads < 1:
            raise ValueError(f"ATTUNE_THREADS must be at least 1, got {self.threads!r}")

    @classmethod
    def from_environment(cls) -> Settings:
        """ATTUNE_ARTIFACTS (default: artifacts/ in the project), ATTUNE_THREADS (default: usable cores, at most 4).

        More threads than usable cores are never taken: they would only wait for each other.
        """
        cores = usable_cores()
        raw = os.environ.get("ATTUNE_THREADS", str(min(4, cores)))
        if not raw.isdigit():
            raise ValueError(f"ATTUNE_THREADS must be a whole number, got {raw!r}")
        return cls(Path(os.environ.get("ATTUNE_ARTIFACTS", ROOT / "artifacts")), min(int(raw), cores))
