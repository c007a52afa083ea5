"""What the studies of the data found (made by `python -m benchmarks.text_sources`), in words for the card."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "studies.json"


def studies_section(file: Path = FILE) -> str:
    """A section of the model card; empty where no study was made."""
    if not file.is_file():
        return ""
    found = json.loads(file.read_text(encoding="utf8"))
    return f"{_START.format(rows=found['rows'])}\n{_left_out(found['left out'])}\n{_restyling(found['restyling'])}"


_START = """## Studies of the data

Small models of `state` and `crisis`, each trained on {rows} rows, compared with each other on held-out training rows
(`python -m benchmarks.text_sources`). The answer is one of five: the four states, or crisis.
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
    lines = ["| accuracy on mental_state | with random restyling | without |", "|---|---|---|"]
    lines += [f"| {name} | {own['with']:.2f} | {own['without']:.2f} |" for name, own in found.items()]
    return "\n".join(lines) + "\n"
