"""The speech model alone: python -m smoke_tests.speech."""

import sys

from smoke_tests.check import Check, run
from smoke_tests.models import checks_of


def checks() -> list[Check]:
    """Digests and recorded answers."""
    return checks_of("speech")


if __name__ == "__main__":
    sys.exit(run(checks()))
