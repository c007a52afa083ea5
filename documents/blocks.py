"""The pieces of a document. Content is made of them once; HTML and PDF each know how to show every piece."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from core.types import Recommendation
from documents.drawing import Drawing
from language import ENGLISH

Tone = Literal["plain", "lead", "muted", "own"]


@dataclass(frozen=True)
class Heading:
    """A heading inside the document."""

    words: str


@dataclass(frozen=True)
class Paragraph:
    """Words: "lead" is large, "muted" small, "own" the person's own, whose line breaks count."""

    words: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table with a heading row. `shares` are the columns' parts of the width; `mono` columns hold digests."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    mono: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Figure:
    """A chart with a caption; its words and the table near it say the same."""

    drawing: Drawing
    caption: str = ""


@dataclass(frozen=True)
class Beside:
    """A chart with words at its right."""

    drawing: Drawing
    words: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Help:
    """Crisis resources, set apart from everything else."""

    title: str
    words: str
    resources: tuple[Recommendation, ...]


Block = Heading | Paragraph | Bullets | Table | Figure | Beside | Help


@dataclass(frozen=True)
class Document:
    """A title, the lines under it, and the content in order.

    `slug` is good in a file name; `language` is a code such as "es".
    """

    title: str
    under: tuple[str, ...]
    slug: str
    blocks: tuple[Block, ...] = field(default_factory=tuple)
    language: str = ENGLISH
