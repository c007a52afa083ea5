"""Charts as pure functions: plain values in, a plotly figure out. No streamlit here."""

from ui.charts.bars import contribution_bars, probability_bars, waterfall
from ui.charts.gauge import gauge
from ui.charts.template import CONFIG

__all__ = ["CONFIG", "contribution_bars", "gauge", "probability_bars", "waterfall"]
