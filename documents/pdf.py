"""A document as PDF on A4, with vector charts and numbered pages."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from documents.blocks import Document, Paragraph
from documents.drawing import MUTED
from documents.fonts import SANS, register
from documents.typeset import MARGIN, WIDTH, Typesetter
from documents.words import say
from language import speaking

_TOP, _BOTTOM = 15 * mm, 18 * mm


@dataclass(frozen=True)
class Pdf:
    """The file. `missing` counts the characters that its font lacks; the document says so itself."""

    data: bytes
    pages: int
    missing: int


def to_pdf(document: Document) -> Pdf:
    """Lay the document out."""
    with speaking(document.language):
        return _laid_out(document)


def _laid_out(document: Document) -> Pdf:
    register()
    setter = Typesetter()
    story = [*setter.title(document), *setter.story(document.blocks)]
    if setter.missing:
        story += setter.block(Paragraph(say("signs", count=setter.missing), "muted"))
    out = io.BytesIO()
    template = BaseDocTemplate(out, pagesize=A4, title=document.title, author="Attune", lang=document.language)
    frame = Frame(MARGIN, _BOTTOM, WIDTH, A4[1] - _TOP - _BOTTOM, 0, 0, 0, 0)
    template.addPageTemplates(PageTemplate(frames=[frame]))
    template.build(story, canvasmaker=_Numbered)
    return Pdf(out.getvalue(), template.page, setter.missing)


class _Numbered(Canvas):  # type: ignore[misc]
    """Keeps each page until the last one is known, because "page 1 of 3" needs the 3."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:
        """Called by reportlab at the end of each page."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write the pages with their footers."""
        for number, page in enumerate(self._kept, start=1):
            self.__dict__.update(page)
            self.setFont(SANS, 8.5)
            self.setFillColor(HexColor(MUTED))
            self.drawString(MARGIN, 11 * mm, say("footer"))
            self.drawRightString(A4[0] - MARGIN, 11 * mm, say("page_of", page=number, pages=len(self._kept)))
            super().showPage()
        super().save()
