"""The page: a real server on a free port answers and is healthy. Run alone: python -m smoke_tests.app."""

import logging
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from core.settings import ROOT
from smoke_tests.check import Check, Failed, expect, run

PATIENCE_S = 15.0


def checks() -> list[Check]:
    """The server answers, and a first visit to the page raises nothing."""
    return [Check("page: the server answers", _server), Check("page: a first visit renders", _first_visit)]


def _server() -> str:
    with _streamlit() as url:
        began = time.perf_counter()
        health = _wait_for(f"{url}/_stcore/health")
        expect(health.strip() == "ok", f"health says {health!r}")
        page = _wait_for(url)
        expect("<html" in page.lower(), "the address did not answer with a page")
        return f"healthy after {time.perf_counter() - began:.1f} s"


def _first_visit() -> str:
    from streamlit.testing.v1 import AppTest  # noqa: PLC0415 - the other checks do not pay for it

    # Outside a server streamlit remarks on that; the line would stand in the middle of the table.
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").setLevel(logging.ERROR)

    page = AppTest.from_file(str(ROOT / "app_streamlit.py"), default_timeout=PATIENCE_S).run()
    expect(not page.exception, f"the page raised {[e.message for e in page.exception]}")
    return f"{len(page.button)} buttons"


@contextmanager
def _streamlit() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app_streamlit.py", "--server.headless=true"]
    server = subprocess.Popen(  # noqa: S603 - our own command line
        [*command, f"--server.port={port}", "--server.address=127.0.0.1"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(PATIENCE_S)


def _wait_for(url: str) -> str:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE_S) as answer:  # noqa: S310 - our own server
                return str(answer.read().decode("utf8", errors="replace"))
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise Failed(f"no answer within {PATIENCE_S:.0f} s")


if __name__ == "__main__":
    sys.exit(run(checks()))
