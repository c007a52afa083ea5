"""A drawing as inline SVG. Every word in it is escaped."""

from __future__ import annotations

from markupsafe import Markup, escape

from documents.drawing import Drawing, Label, Shape


def svg(drawing: Drawing) -> Markup:
    """An accessible picture that scales with the page."""
    size = Markup('viewBox="0 0 {:g} {:g}" style="max-width:{:g}pt"').format(
        drawing.width, drawing.height, drawing.width
    )
    parts = Markup("").join(_shape(p) if isinstance(p, Shape) else _label(p) for p in drawing.parts)
    return Markup('<svg xmlns="http://www.w3.org/2000/svg" role="img" {}><title>{}</title>{}</svg>').format(
        size, drawing.says, parts
    )


def _shape(shape: Shape) -> Markup:
    points = " ".join(f"{x:.2f},{y:.2f}" for x, y in shape.points)
    name = "polygon" if shape.fill else "polyline"
    look = f'fill="{escape(shape.fill or "none")}"'
    if shape.stroke:
        look += f' stroke="{escape(shape.stroke)}" stroke-width="{shape.width:g}" stroke-linejoin="round"'
    if shape.opacity < 1.0:
        look += f' opacity="{shape.opacity:g}"'
    if shape.dashed:
        look += ' stroke-dasharray="4 3"'
    return Markup('<{} points="{}" {}/>').format(Markup(name), points, Markup(look))  # noqa: S704 - escaped above


def _label(label: Label) -> Markup:
    x, y = label.at
    weight = Markup(' font-weight="600"') if label.strong else Markup("")
    return Markup('<text x="{:.2f}" y="{:.2f}" font-size="{:g}" fill="{}" text-anchor="{}"{}>{}</text>').format(
        x, y, label.size, label.colour, label.anchor, weight, label.words
    )
