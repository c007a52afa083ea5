"""Bars on paper: what moved a result, and how often something was found."""

from __future__ import annotations

from collections.abc import Mapping

from documents.drawing import ACCENT, LINE, PRIMARY, Drawing, Label, box, rule

_ROW, _BAR, _NUMBER = 18.0, 9.0, 34.0


def contribution_bars(parts: Mapping[str, float], width: float, says: str) -> Drawing:
    """How far each input moved the score, in points of 100: right raised it, left lowered it."""
    drawing = Drawing(width, _ROW * len(parts) + 4, says)
    names = 0.28 * width
    lowest, highest = min(0.0, *parts.values()), max(0.0, *parts.values())
    per_unit = (width - names - 2 * _NUMBER) / max(0.1, highest - lowest)
    middle = names + _NUMBER - lowest * per_unit
    drawing.add(rule((middle, 0), (middle, drawing.height), LINE, 1.2))
    for row, (name, value) in enumerate(parts.items()):
        y = row * _ROW + 6
        length = value * per_unit
        drawing.add(Label((0, y + 8), name, 9.5))
        drawing.add(box((middle, y), (length, _BAR), ACCENT if value > 0 else PRIMARY))
        beside = middle + length + (5 if value >= 0 else -5)
        drawing.add(Label((beside, y + 8), signed(100 * value), 9.5, anchor="start" if value >= 0 else "end"))
    return drawing


def share_bars(shares: Mapping[str, float], width: float, says: str) -> Drawing:
    """Shares from 0 to 1, each with its percentage."""
    drawing = Drawing(width, _ROW * len(shares) + 2, says)
    names = 0.28 * width
    longest = max(shares.values(), default=1.0) or 1.0
    for row, (name, value) in enumerate(shares.items()):
        y = row * _ROW + 6
        length = (width - names - _NUMBER) * value / longest
        drawing.add(Label((0, y + 8), name, 9.5), box((names, y), (length, _BAR), PRIMARY))
        drawing.add(Label((names + length + 5, y + 8), f"{100 * value:.0f} %", 9.5))
    return drawing


def signed(points: float) -> str:
    """Whole points with a true sign."""
    rounded = round(points)
    return "0" if rounded == 0 else f"{'+' if rounded > 0 else '−'}{abs(rounded)}"
