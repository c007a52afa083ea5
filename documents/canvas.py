"""A drawing as a vector picture in the PDF."""

from __future__ import annotations

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from documents.drawing import Drawing, Label, Shape
from documents.fonts import SANS, SANS_STRONG, writable


class Chart(Flowable):  # type: ignore[misc]
    """Draws itself where the layout puts it."""

    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        self.drawing = drawing
        self.width, self.height = drawing.width, drawing.height

    def draw(self) -> None:
        """Called by reportlab with the canvas moved to the lower left corner."""
        for part in self.drawing.parts:
            self.canv.saveState()
            if isinstance(part, Shape):
                _shape(self.canv, part, self.height)
            else:
                _label(self.canv, part, self.height)
            self.canv.restoreState()


def _shape(canvas: Canvas, shape: Shape, height: float) -> None:
    path = canvas.beginPath()
    (x, y), *rest = shape.points
    path.moveTo(x, height - y)
    for x, y in rest:
        path.lineTo(x, height - y)
    if shape.fill:
        path.close()
        canvas.setFillColor(HexColor(shape.fill))
        canvas.setFillAlpha(shape.opacity)
    if shape.stroke:
        canvas.setStrokeColor(HexColor(shape.stroke))
        canvas.setStrokeAlpha(shape.opacity)
        canvas.setLineWidth(shape.width)
        canvas.setLineJoin(1)
    if shape.dashed:
        canvas.setDash(4, 3)
    canvas.drawPath(path, stroke=int(shape.stroke is not None), fill=int(shape.fill is not None))


def _label(canvas: Canvas, label: Label, height: float) -> None:
    canvas.setFont(SANS_STRONG if label.strong else SANS, label.size)
    canvas.setFillColor(HexColor(label.colour))
    draw = {"start": canvas.drawString, "middle": canvas.drawCentredString, "end": canvas.drawRightString}
    x, y = label.at
    draw[label.anchor](x, height - y, writable(label.words)[0])
