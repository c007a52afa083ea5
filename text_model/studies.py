"""What the studies of `benchmarks.text_sources` and `benchmarks.single_tasks` found, in words for the card."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "studies.json"


def keep_study(study: str, name: str, found: Any, file: Path = FILE) -> Any:
    """Write what was `found` under `name` of a study, leaving the rest; returns it."""
    kept = json.loads(file.read_text(encoding="utf8")) if file.is_file() else {}
    kept.setdefault(study, {})[name] = found
    file.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf8")
    return found


def studies_section(file: Path = FILE) -> str:
    """A section of the model card; empty where no study was made."""
    if not file.is_file():
        return ""
    found = json.loads(file.read_text(encoding="utf8"))
    parts = []
    if "sources" in found:
        own = found["sources"]
        parts += [_START.format(rows=own["rows"]), _left_out(own["left out"]), _restyling(own.get("restyling", {}))]
        parts.append(_told_apart(own.get("told apart", {})))
    if "single tasks" in found:
        parts.append(_single(found["single tasks"]))
    return "\n".join(parts)


_START = """## What each source brings

Small models of `state` and `crisis`, each trained on {rows} rows, compared with each other on held-out
training rows (`python -m benchmarks.text_sources`). The answer is one of five: the four states, or crisis.
"""


def _left_out(found: dict[str, Any]) -> str:
    lines = ["| source | rows | trained on it | never saw it (95 % interval) | by label |", "|---|---|---|---|---|"]
    for name, own in found.items():
        low, high = own["interval"]
        labels = ", ".join(f"{label} {value:.2f}" for label, value in own["by label"].items())
        scores = f"{own['trained on it']:.2f} | {own['never saw it']:.2f} ({low:.2f} to {high:.2f})"
        lines.append(f"| {name} | {own['n']} | {scores} | {labels} |")
    return "\n".join(lines) + "\n"


def _restyling(found: dict[str, Any]) -> str:
    if not found:
        return ""
    lines = ["| accuracy on mental_state | with random restyling | without |", "|---|---|---|"]
    lines += [f"| {name} | {own['with']:.2f} | {own['without']:.2f} |" for name, own in found.items()]
    return "\n".join([*lines, "", "On 500 rows, so that differences of .02 say nothing."]) + "\n"


def _told_apart(found: dict[str, Any]) -> str:
    if not found:
        return ""
    lines = [
        "How well a linear classifier names the source of texts of one answer from what the encoder makes of them",
        "(balanced accuracy; topics differ between sources, so chance is not to be had):\n",
        "| answer | sources | chance | MiniLM as it comes | after training |",
        "|---|---|---|---|---|",
    ]
    for answer, own in found.items():
        scores = f"{own['chance']:.2f} | {own['before']:.2f} | {own['after']:.2f}"
        lines.append(f"| {answer} | {', '.join(own['sources'])} | {scores} |")
    return "\n".join(lines) + "\n"


def _single(found: dict[str, Any]) -> str:
    lines = [
        "## Each task alone\n",
        "| macro-F1 | this task alone, each run | for at most | all tasks together | linear model of words beside it |",
        "|---|---|---|---|---|",
    ]
    for task, own in found.items():
        runs, words = ", ".join(f"{value:.3f}" for value in own["alone"]), "yes" if own["words beside"] else "no"
        lines.append(f"| {task} | {runs} | {own['minutes']:g} minutes | {own['together']:.3f} | {words} |")
    return "\n".join(lines) + "\n"
