"""The risk gauge on the page: the very picture of the documents, in the colours of the theme, with names that are text.

A picture stands at once and never flickers; a plotly chart is built anew whenever it changes (streamlit#8782).
"""

from __future__ import annotations

import base64

from core.types import LEVELS, RiskAssessment, RiskLevel
from documents.gauge import Look
from documents.gauge import gauge as draw
from documents.svg import svg
from language import t
from ui.safe_html import Html, tag
from ui.tokens import Palette

NAMES: dict[RiskLevel, str] = {"low": "Low", "moderate": "Moderate", "high": "High"}


def gauge(risk: RiskAssessment | None, thresholds: tuple[float, float], palette: Palette, says: str) -> Html:
    """Draw `risk`; without it, an empty gauge. `says` is the gauge for someone who does not see it."""
    names = [_name(level, here=risk is not None and not risk.undecided and risk.level == level) for level in LEVELS]
    look = Look(palette.ink, palette.surface, {level: palette.level(level) for level in LEVELS}, names=False)
    picture = base64.b64encode(svg(draw(risk, thresholds, "", look)).encode()).decode()
    image = tag("img", "", src=f"data:image/svg+xml;base64,{picture}", aria_hidden="true")
    return tag("div", [image, *names], "at-gauge", role="img", aria_label=says)


def _name(level: RiskLevel, *, here: bool) -> Html:
    return tag("span", t(NAMES[level]), f"at-band at-band-{level}{' at-here' if here else ''}", aria_hidden="true")
