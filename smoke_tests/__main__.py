"""All checks, or --diagnose for a bug report, or --record after new weights were published."""

import argparse
import json
import sys

from smoke_tests import app, result, speech, text
from smoke_tests.check import run
from smoke_tests.diagnose import diagnose
from smoke_tests.models import EXPECTED, cases, report_of


def record() -> None:
    """Write down what the current weights answer; look at the difference before you commit it."""
    kept = []
    for case in cases():
        said = report_of(case["inputs"]).predictions
        case["expect"] = {n: {"label": p.label, "distress": round(p.distress, 3)} for n, p in said.items()}
        kept.append(case)
    EXPECTED.write_text(json.dumps({"cases": kept}, indent=1, ensure_ascii=False) + "\n", encoding="utf8")


def main() -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m smoke_tests", description=__doc__)
    parser.add_argument(
        "--diagnose", action="store_true", help="also print versions, labels, digests, load times, memory"
    )
    parser.add_argument("--record", action="store_true", help="take today's answers as the expected ones")
    options = parser.parse_args()
    if options.record:
        record()
    if options.diagnose:
        print(diagnose(), end="\n\n")
    return run([*text.checks(), *speech.checks(), *result.checks(), *app.checks()])


if __name__ == "__main__":
    sys.exit(main())
