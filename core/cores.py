"""How many cores this process may really use: no hyper-threads, no more than its container is given."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path


def usable_cores(root: Path = Path("/")) -> int:
    """At least 1: the physical cores among those that the process may run on, within the quota of its cgroup.

    `root` is where /proc and /sys lie; where they do not exist, the cores that Python counts.
    """
    # From Python 3.13 on, one count knows of a limit that was set with -X cpu_count.
    counted = getattr(os, "process_cpu_count", os.cpu_count)() or 1
    allowed = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(counted)
    physical = len({_core(root, cpu) for cpu in allowed})
    return max(1, int(min(counted, physical, *_quotas(root))))


def _core(root: Path, cpu: int) -> str:
    """The hyper-threads that share a core, as Linux lists them: "0,4"."""
    return _read(root / f"sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list") or str(cpu)


def _quotas(root: Path) -> Iterator[float]:
    """Cores' worth of time that the cgroup of this process and those around it get; infinite without a limit."""
    yield math.inf
    for line in _read(root / "proc/self/cgroup").splitlines():
        number, kinds, place = line.split(":", 2)
        if number == "0" or "cpu" in kinds.split(","):
            top = root / "sys/fs/cgroup" / ("" if number == "0" else kinds)
            own = top / place.lstrip("/")
            yield from (_quota(folder) for folder in (own, *own.parents) if folder.is_relative_to(top))


def _quota(folder: Path) -> float:
    """Of version 2, "200000 100000" in one file, or of version 1, with a file for each; "max" and -1 mean no limit."""
    parts = _read(folder / "cpu.max").split() or [
        _read(folder / "cpu.cfs_quota_us"),
        _read(folder / "cpu.cfs_period_us"),
    ]
    return int(parts[0]) / int(parts[1]) if all(part.isdigit() for part in parts) else math.inf


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf8").strip()
    except OSError:
        return ""
