"""A period measure from month to month or week to week: one line in ink, broken where nothing was
held; a small sample is a hollow point; the target is dashed.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from govsvc.charts.template import (
    Chart,
    Palette,
    end_range,
    escaped,
    percent_range,
    spread,
    template,
    text_width,
)

_HEIGHT, _SIZE = 320, 14


@dataclass(frozen=True, slots=True)
class MeasurePoint:
    """`percent`: None where there is a gap. `hover`: what is said below the percent."""

    name: str
    percent: float | None
    hover: str = ""
    is_small: bool = False


def measure_trend(
    points: Sequence[MeasurePoint],
    name: str,
    *,
    targets: Sequence[float | None],
    target_text: str,
    least: int,
    palette: Palette,
) -> Chart:
    """The trend of the measure `name`. `targets`: what was in force at each point; `target_text`:
    of the last, 目标≥95.00%; `least`: the least sample.
    """
    figure = go.Figure()
    known = [point for point in points if point.percent is not None]
    figure.add_scatter(**_line(points, name, palette))
    labels = [(known[-1].percent or 0.0, f"{known[-1].percent:.2f}%", palette.ink)] if known else []
    aims = [aim for aim in targets if aim is not None]
    target = targets[-1] if targets else None
    if aims:
        figure.add_scatter(**_target_line(points, targets, palette))
    if target is not None:
        labels.append((target, target_text, palette.muted))
    values = [point.percent for point in known if point.percent is not None]
    low, high = percent_range([*values, *aims])
    _label_ends(figure, labels, low, high)
    _lay_out(figure, points, labels, low, high, palette)
    notes = [
        f"纵轴自{low:.4g}%起。" if low > 0 else "",
        f"空心点：样本不足{least}，仅供参考。" if any(one.is_small for one in known) else "",
        "断开处未开展或缺件数，不沿用上期。" if len(known) < len(points) else "",
    ]
    rows = [(point.name, point.percent, point.hover.replace("<br>", "，")) for point in points]
    alt = _alt(known, name, target_text if target is not None else "")
    return Chart(figure, alt, "".join(notes), ("期间", f"{name}（%）", "说明"), rows)


def _line(points: Sequence[MeasurePoint], name: str, palette: Palette) -> dict[str, Any]:
    small = [point.is_small for point in points]
    return {
        "x": [point.name for point in points],
        "y": [point.percent for point in points],
        "mode": "lines+markers",
        "name": escaped(name),
        "connectgaps": False,
        "customdata": [point.hover for point in points],
        "line": {"color": palette.ink, "width": 2.5},
        "marker": {
            "size": 8,
            "color": [palette.paper if is_small else palette.ink for is_small in small],
            "line": {"color": palette.ink, "width": 1.75},
            "opacity": 1,
        },
        "hovertemplate": (
            f"{escaped(name)}　%{{x}}<br><b>%{{y:.2f}}%</b><br>%{{customdata}}<extra></extra>"
        ),
    }


def _target_line(
    points: Sequence[MeasurePoint], targets: Sequence[float | None], palette: Palette
) -> dict[str, Any]:
    return {
        "x": [point.name for point in points],
        "y": list(targets),
        "mode": "lines",
        "connectgaps": False,
        "hoverinfo": "skip",
        "line": {"color": palette.muted, "width": 1.5, "dash": "4px,4px", "shape": "hvh"},
    }


def _label_ends(
    figure: go.Figure, labels: Sequence[tuple[float, str, str]], low: float, high: float
) -> None:
    gap = (high - low) * _SIZE * 1.35 / (_HEIGHT - 46)
    heights = spread([value for value, _, _ in labels], gap, low + gap / 2, high - gap / 2)
    for (_, text, colour), y in zip(labels, heights):
        figure.add_annotation(
            x=1.005,
            xref="paper",
            xanchor="left",
            y=y,
            yanchor="middle",
            text=escaped(text),
            showarrow=False,
            font={"color": colour, "size": _SIZE},
        )


def _lay_out(
    figure: go.Figure,
    points: Sequence[MeasurePoint],
    labels: Sequence[tuple[float, str, str]],
    low: float,
    high: float,
    palette: Palette,
) -> None:
    names = [point.name for point in points]
    every = max(1, math.ceil(len(names) / 6))
    ticks = [name for place, name in enumerate(names) if (len(names) - 1 - place) % every == 0]
    figure.update_xaxes(
        type="category",
        categoryorder="array",
        categoryarray=names,
        tickvals=ticks,
        range=end_range(len(names), 0.3, 0.15),
    )
    figure.update_yaxes(
        range=[low, high], ticksuffix="%", tickformat=".2f" if high - low < 1 else ".1f", nticks=6
    )
    widest = max((text_width(text, _SIZE) for _, text, _ in labels), default=0)
    figure.update_layout(
        template=template(palette),
        height=_HEIGHT,
        margin={"r": widest + 14, "t": 6, "b": 8, "l": 8},
    )


def _alt(known: Sequence[MeasurePoint], name: str, target_text: str) -> str:
    if not known:
        return f"{name}没有数据。"
    first, last = known[0], known[-1]
    start = (
        f"由{first.name}的{first.percent:.2f}%到{last.name}的"
        if first.name != last.name
        else f"{last.name}为"
    )
    aim = f"，{target_text}。" if target_text else "。"
    return f"{name}{start}{last.percent:.2f}%{aim}"
