"""A real server, a real Chromium and a synthesised voice, for tests and for the pictures of the README."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SENTENCE = "I have not slept well this week, and the days feel long and grey. I miss my friends."
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def missing() -> str | None:
    """What this machine lacks for these tests, or None."""
    if not any(map(shutil.which, _BROWSERS)):
        return "Chromium is not installed (Debian: apt install chromium)"
    if not shutil.which("espeak-ng"):
        return "espeak-ng is not installed (Debian: apt install espeak-ng)"
    return None


def chromium() -> str:
    """Path of the browser."""
    return next(path for name in _BROWSERS if (path := shutil.which(name)))


def flags(microphone: Path) -> list[str]:
    """Chromium without a sandbox or a network of its own, hearing `microphone` instead of a real one."""
    return [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={microphone}",
    ]


def speak(path: Path, words: str = SENTENCE) -> Path:
    """A synthesised voice in a wav file."""
    subprocess.run(["espeak-ng", "-v", "en-us", "-s", "140", "-w", str(path), words], check=True)
    return path


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(app: str = "app_streamlit.py", data: Path | None = None) -> Iterator[str]:
    """The dashboard on a free port, keeping its history in `data`; its address."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", app, "--server.port", str(port), "--server.headless", "true"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=os.environ | ({"ATTUNE_DATA": str(data)} if data else {}),
    )
    address = f"http://localhost:{port}"
    try:
        _wait(address, process)
        yield address
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:  # a machine too busy to say goodbye
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped with status {process.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not answer within 60 s")
