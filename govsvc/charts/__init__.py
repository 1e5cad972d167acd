"""Tidy frame + definition → plotly figure, its sentence and its note. No chart computes a rate."""

from govsvc.charts.bars import lost_bars, unit_bars
from govsvc.charts.gaps import gap_tracks
from govsvc.charts.heat import heat_ground
from govsvc.charts.measure_trend import MeasurePoint, measure_trend
from govsvc.charts.ranks import rank_lines
from govsvc.charts.template import CONFIG, DARK, LIGHT, Chart, Palette, config, palette, spread
from govsvc.charts.trend import trend
from govsvc.charts.waterfall import waterfall

__all__ = [
    "CONFIG",
    "DARK",
    "LIGHT",
    "Chart",
    "MeasurePoint",
    "Palette",
    "config",
    "gap_tracks",
    "heat_ground",
    "lost_bars",
    "measure_trend",
    "palette",
    "rank_lines",
    "spread",
    "trend",
    "unit_bars",
    "waterfall",
]
