"""From the value of the month before to this month's, step by step."""

import math
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from govsvc.charts.template import Chart, Palette, escaped, template, text_width

#: name, where it begins, length, colour, label
_Bar = tuple[str, float, float, str, str]


def waterfall(
    frame: pd.DataFrame,
    *,
    start: tuple[str, float],
    end: tuple[str, float],
    palette: Palette,
) -> Chart:
    """One bar a cause between two values, from above: blue raises, orange lowers, each with its
    points.

    `frame`: name, points (percentage points), label; `start`, `end`: name and percent.
    """
    rows = [
        (str(row["name"]), float(row["points"]), str(row["label"]))
        for row in frame.to_dict("records")
    ]
    levels = [start[1]]
    for _, points, _ in rows:
        levels.append(levels[-1] + points)
    low, high = _axis(levels)
    steps = [(escaped(name), points, escaped(label)) for name, points, label in rows]
    bars: list[_Bar] = [
        (start[0], low, start[1] - low, palette.context, f"{start[1]:.2f}%"),
        *(
            (
                name,
                level,
                points,
                palette.context if not points else palette.better if points > 0 else palette.attend,
                label,
            )
            for (name, points, label), level in zip(steps, levels)
        ),
        (end[0], low, end[1] - low, palette.ink, f"{end[1]:.2f}%"),
    ]
    figure = go.Figure()
    _add_bars(figure, bars)
    _add_steps(figure, levels, palette)
    _name_bars(figure, bars, palette)
    figure.update_xaxes(range=[low, high], ticksuffix="%", tickformat=".2f", nticks=3, tickangle=0)
    widest = max(text_width(label, 14) for *_, label in bars)
    figure.update_layout(
        template=template(palette),
        height=50 + 38 * len(bars),
        margin={"r": widest + 16},
        showlegend=False,
    )
    texts = "，".join(f"{name}{label}" for name, _, label in rows)
    return Chart(
        figure,
        f"从{start[0]}{start[1]:.2f}%到{end[0]}{end[1]:.2f}%{f'：{texts}' if texts else ''}。",
        f"横轴自{low:.2f}%起。",
    )


def _name_bars(figure: go.Figure, bars: list[_Bar], palette: Palette) -> None:
    """The names left of the bars, the numbers at their ends."""
    for position, (_, base, length, _, label) in enumerate(bars):
        figure.add_annotation(
            x=max(base, base + length),
            y=position,
            text=label,
            xanchor="left",
            xshift=6,
            showarrow=False,
            font={"size": 14},
        )
    figure.update_yaxes(
        tickvals=list(range(len(bars))),
        ticktext=[name for name, *_ in bars],
        range=[len(bars) - 0.4, -0.6],
        showgrid=False,
        ticklabelstandoff=6,
        tickfont={"color": palette.ink, "size": 14},
    )


def _axis(levels: list[float]) -> tuple[float, float]:
    """Where the axis begins and ends, so that every step can be seen."""
    low, high = min(levels), max(levels)
    room = max(high - low, 0.05)
    return max(0.0, math.floor((low - room * 0.35) * 100) / 100), high + room * 0.05


def _add_bars(figure: go.Figure, bars: list[_Bar]) -> None:
    trace: dict[str, Any] = {
        "y": list(range(len(bars))),
        "base": [base for _, base, *_ in bars],
        "x": [length for _, _, length, *_ in bars],
        "orientation": "h",
        "width": 0.6,
        "marker": {"color": [colour for *_, colour, _ in bars]},
        "customdata": [[name, label] for name, *_, label in bars],
        "hovertemplate": "%{customdata[0]}<br><b>%{customdata[1]}</b><extra></extra>",
    }
    figure.add_bar(**trace)


def _add_steps(figure: go.Figure, levels: list[float], palette: Palette) -> None:
    """Thin lines from the end of one bar to the beginning of the next."""
    for position, level in enumerate(levels):
        figure.add_shape(
            type="line",
            x0=level,
            x1=level,
            y0=position + 0.3,
            y1=position + 0.7,
            line={"color": palette.context, "width": 1},
        )
