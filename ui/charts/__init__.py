"""Charts as pure functions: plain values in, a plotly figure out. No streamlit here."""

from ui.charts.bars import contribution_bars, probability_bars, waterfall
from ui.charts.history import Point, day_map, signal_over_time
from ui.charts.template import CONFIG

__all__ = [
    "CONFIG",
    "Point",
    "contribution_bars",
    "day_map",
    "probability_bars",
    "signal_over_time",
    "waterfall",
]
