"""Colours of the page, the same in charts and cards; .streamlit/config.toml and ui/style.css repeat the theme's."""

from __future__ import annotations

from dataclasses import dataclass

from core.types import RiskLevel


@dataclass(frozen=True)
class Palette:
    """One theme's colours. `soft` is for marks that should stay in the background."""

    page: str
    surface: str
    line: str
    ink: str
    muted: str
    soft: str
    primary: str
    accent: str
    low: str
    moderate: str
    high: str

    def level(self, level: RiskLevel) -> str:
        """Fill of a risk band; it always stands beside its word."""
        return {"low": self.low, "moderate": self.moderate, "high": self.high}[level]


LIGHT = Palette(
    page="#FAF8F5",
    surface="#FFFFFF",
    line="#E4DFD7",
    ink="#22302E",
    muted="#5E6B69",
    soft="#B9C6C2",
    primary="#2F6F6B",
    accent="#B8623F",
    low="#3E8E7E",
    moderate="#D79A2B",
    high="#B6493F",
)
DARK = Palette(
    page="#14191A",
    surface="#1C2324",
    line="#2C3536",
    ink="#E8ECEA",
    muted="#9AA7A4",
    soft="#4A5856",
    primary="#7CC4BC",
    accent="#E0A078",
    low="#6DB8A6",
    moderate="#E2B457",
    high="#E07A6E",
)

# One colour for each feeling, wherever it appears (after Okabe and Ito, readable with any colour vision).
_ANGER, _DISGUST, _FEAR, _JOY = "#D55E00", "#009E73", "#CC79A7", "#E69F00"
_SADNESS, _CALM, _SURPRISE, _NEUTRAL = "#0072B2", "#56B4E9", "#B7A21A", "#8A9490"
_FAMILIES = {
    _ANGER: "anger annoyance frustrated disapproval overwhelmed stress",
    _DISGUST: "disgust embarrassment",
    _FEAR: "fear nervousness anxious anxiety",
    _JOY: "happiness joy joyful happy amusement excitement excited love admiration pride proud gratitude grateful "
    "optimism hopeful",
    _SADNESS: "sadness sad grief disappointment remorse depression tired",
    _CALM: "calm content relief caring approval",
    _SURPRISE: "surprise realization confusion curiosity desire",
    _NEUTRAL: "neutral",
}
_FEELINGS = {label: colour for colour, labels in _FAMILIES.items() for label in labels.split()}


def feeling_colour(label: str) -> str:
    """The fixed colour of a feeling; grey for one that nobody named yet."""
    return _FEELINGS.get(label, _NEUTRAL)


def palette(theme: str | None) -> Palette:
    """Colours for the theme that the page reports ("light", "dark" or None)."""
    return DARK if theme == "dark" else LIGHT


def ink_on(colour: str) -> str:
    """Black or white, whichever is easier to read on `colour` (WCAG contrast)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#FFFFFF" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else "#000000"
