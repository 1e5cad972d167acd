"""The months of one indicator: the home county in ink, its twin in orange, the others in grey, the
target dashed.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

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
from govsvc.charts.trend_lines import TrendLines
from govsvc.domain.indicators import Indicator
from govsvc.domain.months import month_before, month_text


def trend(
    frame: pd.DataFrame,
    indicator: Indicator,
    home: str,
    named: list[str],
    *,
    target: float | None,
    palette: Palette,
    breaks: Sequence[tuple[date, str]] = (),
    targets: Mapping[date, float] | None = None,
) -> Chart:
    """The trend of `indicator`.

    `frame`: a row a month, county and line (headline, own, twin) with published (percent or None),
    numerator, denominator, source. `named`: counties that get their name at the line's end.
    `target`: of the last month, percent or None; `targets`: those in force in each month where they
    are not all this one. `breaks`: (month, name of the rules) where the rules by which the home
    county counts change (口径调整).
    """
    months = sorted(set(frame["month"]))
    # nothing is shown before the first month
    breaks = [(month, name) for month, name in breaks if months and month > months[0]]
    lines = TrendLines(frame, indicator, home, breaks, palette)
    aims = [(targets or {}).get(month) if targets is not None else target for month in months]
    others = lines.add_others(named)
    lines.add_targets(aims, target)
    has_own_line = lines.add_own()
    lines.add_twin()
    lines.add_headline()
    axis = _calendar(months)
    low, high = percent_range(lines.values)
    height, size = 400, 14
    _label_ends(lines, (low, high), height, size)
    _mark_breaks(lines, axis, size)
    _lay_out(lines, axis, (low, high), height, size)
    note = f"纵轴自{low:.4g}%起，以便看清百分位差异。" if low > 0 else ""
    if has_own_line:
        note += "点线为本县测算。"
    if others:
        note += "灰线为其他县（市、区）。"
    for month, name in breaks:
        note += f"{month_text(month)}起按{name}，与以前不可比。"
    columns, rows = _table(lines, aims, has_own_line)
    hint = "指向线条可查看名称" if others else ""
    return Chart(lines.figure, _alt(lines, target), note, columns, rows, hint)


def _alt(lines: TrendLines, target: float | None) -> str:
    """The chart in a sentence: from which value to which the home county moved, and the target."""
    known = lines.known("headline")
    if known.empty:
        return f"{lines.indicator.short}没有数据。"
    first, last = known.index[0], known.index[-1]
    start = (
        f"由{month_text(first)}的{float(known.iloc[0]):.2f}%到{month_text(last)}的"
        if first != last
        else f"{month_text(last)}为"
    )
    aim = f"，目标{target:.2f}%。" if target is not None else "。"
    return f"{lines.home}{lines.indicator.short}{start}{float(known.iloc[-1]):.2f}%{aim}"


def _label_ends(lines: TrendLines, span: tuple[float, float], height: float, size: float) -> None:
    """The labels of the lines right of the plot area, as far apart as their letters need."""
    low, high = span
    gap = (high - low) * size * 1.35 / (height - 46)
    positions = spread([end.value for end in lines.ends], gap, low + gap / 2, high - gap / 2)
    for end, y in zip(lines.ends, positions):
        text = f"<b>{escaped(end.text)}</b>" if end.is_bold else escaped(end.text)
        lines.figure.add_annotation(
            x=1.005,
            xref="paper",
            xanchor="left",
            y=y,
            yanchor="middle",
            text=text,
            showarrow=False,
            font={"color": end.colour, "size": size},
        )


def _mark_breaks(lines: TrendLines, axis: list[date], size: float) -> None:
    """A dotted upright line where the rules change (口径调整)."""
    labels = [month_text(month) for month in axis]
    for month, _ in lines.breaks:
        x = labels.index(month_text(month)) - 0.5
        lines.figure.add_vline(
            x=x,
            line={"color": lines.palette.muted, "width": 1.25, "dash": "1px,3px"},
        )
        lines.figure.add_annotation(
            x=x,
            y=1,
            yref="paper",
            yanchor="top",
            xanchor="left",
            text=" 口径调整",
            showarrow=False,
            font={"color": lines.palette.muted, "size": size},
        )


def _lay_out(
    lines: TrendLines, axis: list[date], span: tuple[float, float], height: float, size: float
) -> None:
    """Axes, height and the margin that the widest label needs."""
    low, high = span
    labels = [month_text(month) for month in axis]
    every = max(1, math.ceil(len(labels) / 6))
    ticks = [
        label for position, label in enumerate(labels) if (len(labels) - 1 - position) % every == 0
    ]
    lines.figure.update_xaxes(
        type="category",
        categoryorder="array",
        categoryarray=labels,
        tickvals=ticks,
        range=end_range(len(labels), 0.3, 0.15),
    )
    lines.figure.update_yaxes(
        range=[low, high], ticksuffix="%", tickformat=".2f" if high - low < 1 else ".1f", nticks=7
    )
    widest = max((text_width(end.text, size) for end in lines.ends), default=0)
    lines.figure.update_layout(
        template=template(lines.palette),
        height=height,
        margin={"r": widest + 14, "t": 6, "b": 8, "l": 8},
    )


def _table(
    lines: TrendLines, aims: Sequence[float | None], has_own_line: bool
) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """(columns, rows) of what is drawn: a row a month, the home county's lines first."""
    names = {"headline": "", "own": "本县测算", "twin": lines.twin_name}
    shown = [
        key
        for key in lines.rows
        if lines.rows[key]["published"].notna().any() and (key[1] != "own" or has_own_line)
    ]
    shown.sort(key=lambda key: key[0] != lines.home)
    has_aims = any(aim is not None for aim in aims)
    columns = (
        "月份",
        *(names[line] or county for county, line in shown),
        *(("目标",) if has_aims else ()),
    )
    rows = [
        (
            label,
            *(_value(lines.rows[key]["published"].get(month)) for key in shown),
            *((aim,) if has_aims else ()),
        )
        for month, label, aim in zip(lines.months, lines.labels, aims)
    ]
    return columns, rows


def _value(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _calendar(months: list[date]) -> list[date]:
    """All months from the first to the last: a month without data keeps its place on the axis."""
    latest_first = months[-1:]
    while latest_first and latest_first[-1] > months[0]:
        latest_first.append(month_before(latest_first[-1]))
    return latest_first[::-1]
