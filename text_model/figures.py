"""Draw what was measured as small SVG files: confusion of labels and reliability of confidences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

_CELL, _MARGIN, _SIDE = 46, 120, 260
_INK, _FAINT, _BLUE = "#1f2933", "#cbd2d9", "#2f6f9f"


def draw_figures(folder: Path, tasks: Mapping[str, Sequence[str]], metrics: Mapping[str, Any]) -> list[Path]:
    """A confusion matrix and a reliability diagram for each single-label task, as SVG files in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for task, own in metrics["tasks"].items():
        if "confusion" in own:
            for kind, drawing in (
                ("confusion", confusion(tasks[task], own["confusion"])),
                ("reliability", reliability(own["reliability"])),
            ):
                path = folder / f"{task}_{kind}.svg"
                path.write_text(drawing, encoding="utf8")
                written.append(path)
    return written


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
    low, high = 40, 40 + _SIDE
    most = max((b[2] for b in bins), default=1)
    parts = [
        f'<path d="M{low} {low}V{high}H{high}" fill="none" stroke="{_INK}"/>',
        f'<path d="M{low} {high}L{high} {low}" stroke="{_FAINT}" stroke-dasharray="4 4"/>',
        _text(low + _SIDE / 2, high + 30, "confidence", "middle"),
        f'<g transform="rotate(-90 14 {low + _SIDE / 2})">{_text(14, low + _SIDE / 2, "share right", "middle")}</g>',
    ]
    for confidence, right, count in bins:
        x, y = low + _SIDE * confidence, high - _SIDE * right
        radius = 3 + 9 * (count / most) ** 0.5
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{_BLUE}" fill-opacity="0.75"/>')
    return _svg(high + 20, high + 40, parts)


def _text(x: float, y: float, words: str, anchor: str = "start", ink: str = _INK) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{ink}">{escape(words)}</text>'


def _svg(width: float, height: float, parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    ground = '<rect width="100%" height="100%" fill="#ffffff"/>'
    return "\n".join([f'{head} font-family="sans-serif" font-size="12">', ground, *parts, "</svg>", ""])
