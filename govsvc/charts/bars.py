"""Distances and shares as bars: gap to target, missing rows by unit."""

import math

import pandas as pd
import plotly.graph_objects as go

from govsvc.charts.template import Chart, Palette, escaped, template, text_width

MOST_UNITS = 12


def gap_tracks(
    frame: pd.DataFrame, *, palette: Palette, scale: float = 1.0, tallest: float = math.inf
) -> Chart:
    """One track an indicator: ● this month, ○ last month, ┃ target in force, ┆ that of the year,
    the missing stretch tinted, the label at the end.

    `frame`: name, value, previous, target, year_target (percent or None), label, is_reached (or
    None).
    """
    figure = go.Figure()
    numbers = [
        float(value)
        for name in ("value", "previous", "target", "year_target")
        for value in frame[name]
        if pd.notna(value)
    ]
    low = max(0.0, math.floor(min(numbers, default=98) * 2 - 0.4) / 2)
    rows = list(frame.itertuples(index=False))
    for position, row in enumerate(rows):
        y = len(rows) - 1 - position
        colour = (
            palette.better
            if row.is_reached
            else palette.attend
            if row.is_reached is False
            else palette.ink
        )
        figure.add_shape(
            type="line",
            x0=low,
            x1=100,
            y0=y,
            y1=y,
            line={"color": palette.faint, "width": 10 * scale},
            layer="below",
        )
        title = f"<b>{escaped(row.name)}</b>"
        if pd.notna(row.value):
            title += f"　{row.value:.2f}%"
            if pd.notna(row.target) and row.value < row.target:
                figure.add_shape(
                    type="line",
                    x0=row.value,
                    x1=row.target,
                    y0=y,
                    y1=y,
                    line={"color": palette.attend, "width": 10 * scale},
                    layer="below",
                    opacity=0.45,
                )
        if pd.notna(row.target):
            figure.add_shape(
                type="line",
                x0=row.target,
                x1=row.target,
                y0=y - 0.22,
                y1=y + 0.22,
                line={"color": palette.ink, "width": 3 * scale},
            )
        if pd.notna(row.year_target):
            figure.add_shape(
                type="line",
                x0=row.year_target,
                x1=row.year_target,
                y0=y - 0.22,
                y1=y + 0.22,
                line={"color": palette.ink, "width": 2 * scale, "dash": "dot"},
            )
        if pd.notna(row.previous):
            figure.add_scatter(
                x=[row.previous],
                y=[y],
                mode="markers",
                cliponaxis=False,
                marker={
                    "size": 11 * scale,
                    "color": palette.paper,
                    "line": {"color": palette.muted, "width": 2},
                },
                hovertemplate=f"{escaped(row.name)}　上月<br><b>%{{x:.2f}}%</b><extra></extra>",
            )
        if pd.notna(row.value):
            aim = f"<br>目标{row.target:.2f}%" if pd.notna(row.target) else ""
            aim += f"<br>全年目标{row.year_target:.2f}%" if pd.notna(row.year_target) else ""
            figure.add_scatter(
                x=[row.value],
                y=[y],
                mode="markers",
                cliponaxis=False,
                marker={"size": 14 * scale, "color": colour},
                hovertemplate=f"{escaped(row.name)}　本月<br><b>%{{x:.2f}}%</b>{aim}<extra></extra>",
            )
        figure.add_annotation(
            x=low,
            xanchor="left",
            y=y,
            yshift=21 * scale,
            text=title,
            showarrow=False,
            font={"size": 15 * scale},
        )
        figure.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            xshift=10,
            y=y,
            text=f"<b>{escaped(row.label)}</b>",
            showarrow=False,
            font={"size": 15 * scale, "color": palette.muted if row.is_reached is None else colour},
        )
    span = 100 - low
    figure.update_xaxes(
        range=[low - span * 0.01, 100 + span * 0.012],
        showgrid=True,
        ticksuffix="%",
        tickformat=".1f",
        nticks=6,
    )
    figure.update_yaxes(showticklabels=False, showgrid=False, range=[-0.5, len(rows) - 0.3])
    widest = max((text_width(row.label, 15 * scale) for row in rows), default=0)
    figure.update_layout(
        template=template(palette, scale),
        height=min((60 + 80 * len(rows)) * scale, tallest),
        margin={"r": widest + 20 * scale},
    )
    alt = (
        "各指标与目标的距离："
        + "；".join(
            f"{row.name}{'' if pd.isna(row.value) else f'{row.value:.2f}%'}，{row.label}"
            for row in rows
        )
        + "。"
    )
    return Chart(
        figure,
        alt,
        f"横轴自{low:.4g}%起；色带为差距。",
        ("指标", "本月（%）", "上月（%）", "目标（%）", "全年目标（%）", "差距"),
        [
            (
                row.name,
                _known(row.value),
                _known(row.previous),
                _known(row.target),
                _known(row.year_target),
                row.label,
            )
            for row in rows
        ],
    )


#: who can solve what a unit has → pattern of its bar: told apart without colour
PATTERNS = {"县级可解决": "", "需上级协调": "/", "未填管理体制": "."}


def unit_bars(
    frame: pd.DataFrame,
    *,
    unit_word: str,
    palette: Palette,
    scale: float = 1.0,
    tallest: float = math.inf,
) -> Chart:
    """Missing rows by unit, most first; orange what the county can solve, hatched what it must take
    up, the cumulative share in grey at the right.

    `frame`: unit, missing, cumulative (share of 1), solved_by (a key of `PATTERNS`), sorted. Units
    beyond the twelfth are folded into one bar a solver: the county's own before the others'.
    """
    rows = [
        (escaped(row.unit), int(row.missing), f"累计{row.cumulative:.0%}", row.solved_by)
        for row in frame.itertuples(index=False)
    ]
    if len(rows) > MOST_UNITS:
        rest = rows[MOST_UNITS - 1 :]
        names = f"其他{len(rest)}个{unit_word}"
        rows = rows[: MOST_UNITS - 1] + [
            (names, sum(count for _, count, _, by in rest if by == who), "累计100%", who)
            for who in PATTERNS
            if any(by == who for *_, by in rest)
        ]
    order = list(dict.fromkeys(name for name, *_ in rows))
    totals = {name: sum(count for found, count, _, _ in rows if found == name) for name in order}
    shares = {name: share for name, _, share, _ in rows}
    most = max(totals.values(), default=1)
    colours = {
        "县级可解决": palette.attend,
        "需上级协调": palette.context,
        "未填管理体制": palette.faint,
    }
    figure = go.Figure()
    for who, shape in PATTERNS.items():
        mine = [(name, count, share) for name, count, share, by in rows if by == who]
        if mine:
            figure.add_bar(
                x=[count for _, count, _ in mine],
                y=[name for name, *_ in mine],
                orientation="h",
                width=0.62,
                name=who,
                marker={
                    "color": colours[who],
                    "pattern": {
                        "shape": shape,
                        "fillmode": "overlay",
                        "fgcolor": palette.paper,
                        "size": 7 * scale,
                    },
                },
                customdata=[[share, who] for *_, share in mine],
                hovertemplate="%{y}<br><b>%{x}</b>　%{customdata[1]}，%{customdata[0]}<extra></extra>",
            )
    # number and share stand right of the plot area, so that they cannot meet on a narrow screen
    beside = 14 * scale + text_width(str(most), 15 * scale)
    for name in order:
        figure.add_annotation(
            x=totals[name],
            y=name,
            xanchor="left",
            xshift=6,
            text=f"<b>{totals[name]}</b>",
            showarrow=False,
            font={"size": 15 * scale},
        )
        figure.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            xshift=beside,
            y=name,
            text=shares[name],
            showarrow=False,
            font={"size": 13 * scale, "color": palette.muted},
        )
    figure.update_yaxes(
        type="category",
        categoryorder="array",
        categoryarray=order,
        range=[max(3, len(order)) - 0.5, -0.5],
        showgrid=False,
        ticklabelstandoff=6,
        tickfont={"color": palette.ink, "size": 14 * scale},
    )
    figure.update_xaxes(showticklabels=False, range=[0, most])
    figure.update_layout(
        template=template(palette, scale),
        height=min((40 + 34 * max(3, len(order))) * scale, tallest),
        barmode="stack",
        showlegend=False,
        margin={"r": beside + 70 * scale},
    )
    first = "、".join(
        f"{row.unit}{int(row.missing)}" for row in frame.head(3).itertuples(index=False)
    )
    share = f"，前3个{unit_word}占{frame['cumulative'].iloc[2]:.0%}" if len(frame) > 3 else ""
    return Chart(
        figure,
        f"按{unit_word}：{first}{share}。",
        "",
        (unit_word, "数量", "累计占比", "谁能解决"),
        [
            (row.unit, int(row.missing), f"{row.cumulative:.0%}", row.solved_by)
            for row in frame.itertuples(index=False)
        ],
    )


def lost_bars(
    frame: pd.DataFrame,
    *,
    word: str,
    palette: Palette,
    scale: float = 1.0,
    tallest: float = math.inf,
) -> Chart:
    """Points lost by indicator, most first; the number at each bar's end.

    `frame`: name, lost (points), label, sorted. `word`: what is lost, 丢分 or 比最高分少.
    """
    rows = [
        (escaped(row.name), float(row.lost), str(row.label))
        for row in frame.itertuples(index=False)
    ]
    most = max((lost for _, lost, _ in rows), default=0) or 1
    figure = go.Figure(
        go.Bar(
            x=[lost for _, lost, _ in rows],
            y=[name for name, _, _ in rows],
            orientation="h",
            width=0.56,
            marker={
                "color": [
                    palette.attend if lost == most else palette.context for _, lost, _ in rows
                ]
            },
            customdata=[label for _, _, label in rows],
            hovertemplate="%{y}<br><b>%{customdata}</b><extra></extra>",
        )
    )
    for name, lost, label in rows:
        figure.add_annotation(
            x=lost,
            y=name,
            xanchor="left",
            xshift=6,
            text=f"<b>{escaped(label)}</b>",
            showarrow=False,
            font={"size": 15 * scale},
        )
    figure.update_yaxes(
        type="category",
        range=[max(3, len(rows)) - 0.5, -0.5],
        showgrid=False,
        ticklabelstandoff=6,
        tickfont={"color": palette.ink, "size": 14 * scale},
    )
    figure.update_xaxes(showticklabels=False, range=[0, most])
    widest = max((text_width(label, 15 * scale) for _, _, label in rows), default=0)
    figure.update_layout(
        template=template(palette, scale),
        height=min((40 + 36 * max(3, len(rows))) * scale, tallest),
        margin={"r": widest + 20 * scale},
    )
    said = "，".join(f"{row.name}{row.label}" for row in frame.itertuples(index=False))
    return Chart(
        figure,
        f"各指标{word}：{said}。",
        "",
        ("指标", f"{word}（分）"),
        [(row.name, row.label) for row in frame.itertuples(index=False)],
    )


def _known(value: object) -> object:
    return None if pd.isna(value) else value
