"""A document as one HTML file that needs nothing else: style, fonts and charts are inside."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from core.settings import ROOT
from documents.blocks import Document
from documents.svg import svg
from documents.words import say
from language import speaking

_HERE = Path(__file__).parent
_FONTS = {"Attune Sans": "source-sans-3-latin-wght-normal.woff2", "Attune Serif": "literata-latin-wght-normal.woff2"}


def to_html(document: Document) -> str:
    """Every word is escaped by the template; the page may load nothing from anywhere."""
    fonts = {family: font for family, name in _FONTS.items() if (font := _font(name))}
    with speaking(document.language):
        return _environment().get_template("page.html.j2").render(document=document, fonts=fonts)


@cache
def _environment() -> Environment:
    made = Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    made.filters["svg"] = svg
    made.globals["say"] = say
    made.tests["kind"] = lambda block, name: type(block).__name__ == name
    return made


@cache
def _font(name: str) -> Markup:
    """A font of the page as base64, or nothing: the reader's own font does too."""
    file = ROOT / "static" / "fonts" / name
    return Markup(base64.b64encode(file.read_bytes()).decode() if file.is_file() else "")  # noqa: S704 - base64
