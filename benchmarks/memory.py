"""Memory of the dashboard's server."""

from __future__ import annotations

from pathlib import Path

import psutil


def of_server_mb() -> tuple[float, float]:
    """Resident and peak memory of the server, the child of this process that runs streamlit."""
    servers = [p for p in psutil.Process().children(recursive=True) if "streamlit" in " ".join(p.cmdline())]
    server = max(servers, key=lambda p: p.memory_info().rss)
    status = Path(f"/proc/{server.pid}/status").read_text(encoding="utf8")
    peak_kb = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    return server.memory_info().rss / 1e6, peak_kb * 1024 / 1e6
