"""The pieces of a document as what reportlab lays out; counts the characters that the font lacks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer
from reportlab.platypus import Paragraph as Para
from reportlab.platypus import Table as Grid

from documents import blocks as b
from documents.canvas import Chart
from documents.drawing import INK, LINE, MUTED, PRIMARY, SOFT
from documents.fonts import SANS, SANS_STRONG, SERIF, writable

MARGIN = 20 * mm
WIDTH = A4[0] - 2 * MARGIN
_ROOM_AFTER_HEADING = 26 * mm


def _style(name: str, size: float, colour: str = INK, font: str = SANS, **more: Any) -> ParagraphStyle:
    leading = more.pop("leading", 1.34 * size)
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=leading, textColor=HexColor(colour), **more)


_STYLES = {
    "title": _style("title", 22, PRIMARY, SERIF, leading=28, spaceAfter=2),
    "heading": _style("heading", 13, INK, SERIF, leading=16, spaceBefore=8, spaceAfter=2),
    "plain": _style("plain", 9.75, spaceAfter=2.5),
    "lead": _style("lead", 18, INK, SERIF, leading=22, spaceAfter=3),
    "muted": _style("muted", 8.5, MUTED, spaceAfter=2),
    "own": _style("own", 10, leftIndent=10, spaceAfter=4),
    "bullet": _style("bullet", 9.5, leftIndent=10, bulletIndent=1, spaceAfter=1),
    "cell": _style("cell", 9.25, leading=12),
    "head": _style("head", 8.25, MUTED, SANS_STRONG, leading=10),
    "mono": _style("mono", 8, INK, "Courier", leading=11),
    "line": _style("line", 10.5, INK, SANS_STRONG),
}
_GRID = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 6),
    ("TOPPADDING", (0, 0), (-1, -1), 2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
]


class Typesetter:
    """Turns pieces into flowables. `missing` grows with each character that could not be written."""

    def __init__(self) -> None:
        self.missing = 0

    def title(self, document: b.Document) -> list[Flowable]:
        """Title, the lines under it, a rule."""
        under = [self.words(line, "muted") for line in document.under]
        return [self.words(document.title, "title"), *under, _rule()]

    def story(self, blocks: Sequence[b.Block]) -> list[Flowable]:
        """All pieces; a heading never stays behind on the page before its chart."""
        made: list[Flowable] = []
        for before, block in zip((None, *blocks), blocks, strict=False):
            pieces = self.block(block)
            if isinstance(before, b.Heading) and isinstance(block, b.Figure):
                pieces = [made.pop(), *pieces]
            made += [KeepTogether(pieces)] if isinstance(block, b.Figure) else pieces
        return made

    def block(self, block: b.Block) -> list[Flowable]:
        """One piece."""
        made: list[Flowable]
        match block:
            case b.Heading(words):
                made = [CondPageBreak(_ROOM_AFTER_HEADING), self.words(words, "heading")]
            case b.Paragraph(words, tone):
                made = [self.words(words, tone)]
            case b.Bullets(items):
                made = [self.words(item, "bullet", bullet=True) for item in items]
            case b.Figure(drawing, caption):
                below = [self.words(caption, "muted")] if caption else []
                made = [Spacer(1, 3), Chart(drawing), Spacer(1, 3), *below]
            case b.Beside():
                made = [self._beside(block)]
            case b.Table():
                made = [self._table(block), Spacer(1, 5)]
            case b.Help():
                made = [Spacer(1, 8), self._help(block), Spacer(1, 6)]
        return made

    def words(self, words: str, style: str, *, bullet: bool = False) -> Para:
        """A paragraph; line breaks of the writer are kept."""
        shown, missing = writable(words)
        self.missing += missing
        return Para(escape(shown).replace("\n", "<br/>"), _STYLES[style], bulletText="•" if bullet else None)

    def _beside(self, block: b.Beside) -> Flowable:
        left = block.drawing.width + 14
        right = [self.words(one.words, one.tone) for one in block.words]
        return Grid(
            [[Chart(block.drawing), right]],
            [left, WIDTH - left],
            style=[*_GRID, ("VALIGN", (0, 0), (-1, -1), "MIDDLE")],
        )

    def _table(self, block: b.Table) -> Flowable:
        head = [self.words(cell, "head") for cell in block.head]
        rows = [
            [self.words(cell, "mono" if i in block.mono else "cell") for i, cell in enumerate(row)]
            for row in block.rows
        ]
        lines = [
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, HexColor(SOFT)),
            ("LINEBELOW", (0, 1), (-1, -1), 0.5, HexColor(LINE)),
        ]
        return Grid([head, *rows], [s * WIDTH for s in block.shares], repeatRows=1, style=[*_GRID, *lines])

    def _help(self, block: b.Help) -> Flowable:
        cards = [self._line(line) for line in block.resources]
        half = (WIDTH - 28) / 2
        pairs = [[cards[i], cards[i + 1] if i + 1 < len(cards) else ""] for i in range(0, len(cards), 2)]
        top = [self.words(block.title, "lead"), self.words(block.words, "plain")]
        inner = Grid(pairs, [half, half], style=_GRID)
        frame = [
            ("BOX", (0, 0), (-1, -1), 1.4, HexColor(PRIMARY)),
            ("ROUNDEDCORNERS", [8, 8, 8, 8]),
            ("LEFTPADDING", (0, 0), (-1, -1), 14),
            ("RIGHTPADDING", (0, 0), (-1, -1), 14),
            ("TOPPADDING", (0, 0), (-1, 0), 10),
            ("BOTTOMPADDING", (0, -1), (-1, -1), 8),
        ]
        return Grid([[top], [inner]], [WIDTH], style=frame)

    def _line(self, line: Any) -> Sequence[Flowable]:
        steps = [self.words(step, "cell") for step in line.steps]
        return [self.words(line.title, "line"), *steps, self.words(line.source, "muted")]


def _rule() -> Flowable:
    return Grid([[""]], [WIDTH], [3], style=[("LINEBELOW", (0, 0), (-1, -1), 0.8, HexColor(LINE))])
