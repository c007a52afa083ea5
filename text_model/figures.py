"""Draw what was measured as small SVG files: confusion of labels, reliability of confidences, precision and recall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np

from text_model.metrics import RECALLS

_CELL, _MARGIN, _SIDE = 46, 120, 260
_LOW, _HIGH = 40, 40 + _SIDE
_INK, _FAINT, _BLUE = "#1f2933", "#cbd2d9", "#2f6f9f"
# Colour and dashes of a line: each tells it apart from the others.
_LINES = ((_BLUE, "none"), ("#b5541c", "7 3"), ("#3d7f4f", "2 3"), ("#7a4d9f", "9 3 2 3"), (_INK, "none"))


def draw_figures(folder: Path, tasks: Mapping[str, Sequence[str]], metrics: Mapping[str, Any]) -> list[Path]:
    """SVG files in `folder`: those that were measured of each task, confusion of a single-label one only."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for task, own in metrics["tasks"].items():
        for kind, drawing in _drawings(tasks.get(task, ()), own).items():
            path = folder / f"{task}_{kind}.svg"
            path.write_text(drawing, encoding="utf8")
            written.append(path)
    return written


def _drawings(labels: Sequence[str], own: Mapping[str, Any]) -> dict[str, str]:
    drawn = {}
    if "confusion" in own:
        drawn["confusion"] = confusion(labels, own["confusion"])
    if "reliability" in own:
        drawn["reliability"] = reliability(own["reliability"])
    if "precision_recall" in own:
        drawn["precision_recall"] = precision_recall(own["precision_recall"])
    return drawn


def confusion(labels: Sequence[str], counts: Sequence[Sequence[int]]) -> str:
    """Rows are the true labels, columns what the model said; shades are shares of a row."""
    size = _MARGIN + _CELL * len(labels) + 10
    parts = []
    for i, label in enumerate(labels):
        y = _MARGIN + _CELL * i
        parts.append(_text(_MARGIN - 8, y + _CELL / 2 + 4, label, "end"))
        x = _MARGIN + _CELL * i + _CELL / 2
        parts.append(f'<g transform="rotate(-45 {x} {_MARGIN - 8})">{_text(x, _MARGIN - 8, label)}</g>')
        for j, count in enumerate(counts[i]):
            share = count / max(1, sum(counts[i]))
            left = _MARGIN + _CELL * j
            fill = f'fill="{_BLUE}" fill-opacity="{share:.2f}"'
            parts.append(f'<rect x="{left}" y="{y}" width="{_CELL}" height="{_CELL}" {fill} stroke="{_FAINT}"/>')
            ink = "#ffffff" if share > 0.55 else _INK
            parts.append(_text(left + _CELL / 2, y + _CELL / 2 + 4, str(count), "middle", ink))
    return _svg(size, size, parts)


def reliability(bins: Sequence[Sequence[float]]) -> str:
    """Confidence across, share of right answers up; honest confidences lie on the diagonal, size is the number."""
    most = max((b[2] for b in bins), default=1)
    parts = _axes("confidence", "share right")
    parts.append(f'<path d="M{_LOW} {_HIGH}L{_HIGH} {_LOW}" stroke="{_FAINT}" stroke-dasharray="4 4"/>')
    for confidence, right, count in bins:
        x, y = _place(confidence, right)
        radius = 3 + 9 * (count / most) ** 0.5
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{_BLUE}" fill-opacity="0.75"/>')
    return _svg(_HIGH + 20, _HIGH + 40, parts)


def precision_recall(curves: Mapping[str, Mapping[str, Any]]) -> str:
    """Recall across, precision up, average precision beside the name; of many labels the extremes and the mean."""
    parts = _axes("recall", "precision")
    for row, ((name, own), (colour, dashes)) in enumerate(zip(_shown(curves).items(), _LINES, strict=False)):
        points = [_place(recall, precision) for recall, precision in zip(RECALLS, own["precision"], strict=True)]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        style = f'fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"'
        x, y = _HIGH + 20, _LOW + 20 + 20 * row
        parts += [f'<polyline points="{line}" {style}/>', f'<path d="M{x} {y - 4}h24" {style}/>']
        parts.append(_text(x + 32, y, f"{name} {own['average_precision']:.2f}"))
    return _svg(_HIGH + 200, _HIGH + 40, parts)


def _shown(curves: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """All of up to four labels; of more the two best, the two worst and the mean of all."""
    if len(curves) <= 4:
        return dict(curves)
    ranked = sorted(curves, key=lambda label: -float(curves[label]["average_precision"]))
    kinds = ("precision", "average_precision")
    mean = {kind: np.mean([own[kind] for own in curves.values()], axis=0) for kind in kinds}
    return {label: curves[label] for label in (*ranked[:2], *ranked[-2:])} | {f"mean of {len(curves)} labels": mean}


def _axes(across: str, up: str) -> list[str]:
    middle = _LOW + _SIDE / 2
    return [
        f'<path d="M{_LOW} {_LOW}V{_HIGH}H{_HIGH}" fill="none" stroke="{_INK}"/>',
        _text(middle, _HIGH + 30, across, "middle"),
        f'<g transform="rotate(-90 14 {middle})">{_text(14, middle, up, "middle")}</g>',
    ]


def _place(across: float, up: float) -> tuple[float, float]:
    """Where the shares `across` and `up` lie between the axes."""
    return _LOW + _SIDE * across, _HIGH - _SIDE * up


def _text(x: float, y: float, words: str, anchor: str = "start", ink: str = _INK) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{ink}">{escape(words)}</text>'


def _svg(width: float, height: float, parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    ground = '<rect width="100%" height="100%" fill="#ffffff"/>'
    return "\n".join([f'{head} font-family="sans-serif" font-size="12">', ground, *parts, "</svg>", ""])
