"""What follows the models: fusion, the crisis rule, recommendations. Run alone: python -m smoke_tests.result."""

import sys

from smoke_tests.check import Check, expect, run
from smoke_tests.models import cases, report_of

CRISIS = "I have decided to kill myself tonight."


def checks() -> list[Check]:
    """One check for each thing that a person would miss most."""
    return [
        Check("fusion: text and voice together", _both),
        Check("crisis: explicit words mean High", _crisis),
        Check("recommendations: resources first", _resources),
    ]


def _both() -> str:
    inputs = {k: v for case in cases() for k, v in case["inputs"].items()}
    report = report_of(inputs)
    expect(
        len(report.predictions) == len(inputs), f"answered: {sorted(report.predictions)}, problems: {report.problems}"
    )
    gap = report.risk.prior + sum(report.risk.contributions.values()) - report.risk.score
    expect(report.risk.crisis or abs(gap) < 1e-6, f"contributions miss the score by {gap:.4f}")
    expect(bool(report.risk.reasons and report.recommendations), "no reasons or no recommendations")
    return f"{report.risk.level}, score {report.risk.score:.2f}, {len(report.recommendations)} suggestions"


def _crisis() -> str:
    risk = report_of({"text": CRISIS}).risk
    expect(risk.level == "high" and risk.crisis, f"level {risk.level}, crisis {risk.crisis}")
    return f"high, score {risk.score:.2f}"


def _resources() -> str:
    first = report_of({"text": CRISIS}).recommendations[0]
    expect(first.kind == "crisis", f"the first recommendation is {first.kind}: {first.title}")
    return first.title


if __name__ == "__main__":
    sys.exit(run(checks()))
