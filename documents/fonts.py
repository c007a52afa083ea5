"""The fonts of the PDF: registered once, and asked which characters they have, so that none becomes an empty box."""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from documents.words import say

SANS, SANS_STRONG, SERIF = "AttuneSans", "AttuneSans-Semibold", "AttuneSerif"
_FILES = {SANS: "AttuneSans-Regular.ttf", SANS_STRONG: "AttuneSans-Semibold.ttf", SERIF: "AttuneSerif-Semibold.ttf"}
_FOLDER = Path(__file__).with_name("fonts")
# Joiners and selectors shape the character beside them and have no look of their own.
_SILENT = frozenset("\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f\u00ad")
_SPACES = frozenset("\n\r\t")


@cache
def register() -> frozenset[int]:
    """Make the fonts known to reportlab; returns the code points that text can be set in."""
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(_FOLDER / file)))
    pdfmetrics.registerFontFamily(SANS, normal=SANS, bold=SANS_STRONG, italic=SANS, boldItalic=SANS_STRONG)
    return frozenset(pdfmetrics.getFont(SANS).face.charToGlyph)


def writable(words: str) -> tuple[str, int]:
    """`words` with each run that the font lacks replaced by "[n signs]", and how many characters that were."""
    composed = unicodedata.normalize("NFC", words)
    kept = [c for c in composed if c not in _SILENT]
    pieces, missing = [], 0
    for known, run in groupby(kept, key=_known):
        run_words = "".join(run)
        if known:
            pieces.append("".join(c if c in _SPACES or c.isprintable() else " " for c in run_words))
        else:
            count = sum(not c.isspace() for c in run_words)
            missing += count
            pieces.append(say("one_sign") if count == 1 else say("many_signs", count=count))
    return "".join(pieces), missing


def _known(character: str) -> bool:
    return ord(character) in register() or character.isspace() or unicodedata.category(character) == "Cc"
