"""Distances and shares as bars: gap to target, missing rows by unit."""

import math

import pandas as pd
import plotly.graph_objects as go

from govsvc.charts.template import Chart, Palette, escaped, template, text_width

MOST_UNITS = 12


def gap_tracks(frame: pd.DataFrame, *, palette: Palette, scale: float = 1.0) -> Chart:
    """One track an indicator: ● this month, ○ last month, | target, the missing stretch tinted, the label at the end.

    `frame`: name, value, previous, target (percent or None), label, is_reached (or None).
    """
    figure = go.Figure()
    numbers = [float(value) for name in ("value", "previous", "target") for value in frame[name] if pd.notna(value)]
    low = max(0.0, math.floor(min(numbers, default=98) * 2 - 0.4) / 2)
    rows = list(frame.itertuples(index=False))
    for position, row in enumerate(rows):
        y = len(rows) - 1 - position
        colour = palette.better if row.is_reached else palette.attend if row.is_reached is False else palette.ink
        figure.add_shape(type="line", x0=low, x1=100, y0=y, y1=y, line={"color": palette.faint, "width": 10 * scale}, layer="below")
        title = f"<b>{escaped(row.name)}</b>"
        if pd.notna(row.value):
            title += f"　{row.value:.2f}%"
            if pd.notna(row.target) and row.value < row.target:
                figure.add_shape(type="line", x0=row.value, x1=row.target, y0=y, y1=y, line={"color": palette.attend, "width": 10 * scale},
                                 layer="below", opacity=0.45)
        if pd.notna(row.target):
            figure.add_shape(type="line", x0=row.target, x1=row.target, y0=y - 0.22, y1=y + 0.22, line={"color": palette.ink, "width": 3 * scale})
        if pd.notna(row.previous):
            figure.add_scatter(x=[row.previous], y=[y], mode="markers", cliponaxis=False,
                               marker={"size": 11 * scale, "color": palette.paper, "line": {"color": palette.muted, "width": 2}},
                               hovertemplate=f"{escaped(row.name)}　上月<br><b>%{{x:.2f}}%</b><extra></extra>")
        if pd.notna(row.value):
            aim = f"<br>目标{row.target:.2f}%" if pd.notna(row.target) else ""
            figure.add_scatter(x=[row.value], y=[y], mode="markers", cliponaxis=False, marker={"size": 14 * scale, "color": colour},
                               hovertemplate=f"{escaped(row.name)}　本月<br><b>%{{x:.2f}}%</b>{aim}<extra></extra>")
        figure.add_annotation(x=low, xanchor="left", y=y, yshift=21 * scale, text=title, showarrow=False, font={"size": 15 * scale})
        figure.add_annotation(x=1, xref="paper", xanchor="left", xshift=10, y=y, text=f"<b>{escaped(row.label)}</b>", showarrow=False,
                              font={"size": 15 * scale, "color": palette.muted if row.is_reached is None else colour})
    span = 100 - low
    figure.update_xaxes(range=[low - span * 0.01, 100 + span * 0.012], showgrid=True, ticksuffix="%", tickformat=".1f", nticks=6)
    figure.update_yaxes(showticklabels=False, showgrid=False, range=[-0.5, len(rows) - 0.3])
    widest = max((text_width(row.label, 15 * scale) for row in rows), default=0)
    figure.update_layout(template=template(palette, scale), height=(60 + 80 * len(rows)) * scale, margin={"r": widest + 20 * scale})
    alt = "各指标与目标的距离：" + "；".join(
        f"{row.name}{'' if pd.isna(row.value) else f'{row.value:.2f}%'}，{row.label}" for row in rows) + "。"
    return Chart(figure, alt, f"横轴自{low:.4g}%起；色带为差距。", ("指标", "本月（%）", "上月（%）", "目标（%）", "差距"),
                 [(row.name, _known(row.value), _known(row.previous), _known(row.target), row.label) for row in rows])


def unit_bars(frame: pd.DataFrame, *, unit_word: str, palette: Palette, scale: float = 1.0) -> Chart:
    """Missing rows by unit, most first: the first three in orange, the cumulative share in grey at the right.

    `frame`: unit, missing, cumulative (share of 1), sorted. Units beyond the twelfth are folded into one bar.
    """
    rows = [(escaped(row.unit), int(row.missing), float(row.cumulative)) for row in frame.itertuples(index=False)]
    if len(rows) > MOST_UNITS:
        rest = rows[MOST_UNITS - 1:]
        rows = [*rows[:MOST_UNITS - 1], (f"其他{len(rest)}个{unit_word}", sum(count for _, count, _ in rest), 1.0)]
    most = max((count for _, count, _ in rows), default=1)
    figure = go.Figure(go.Bar(
        x=[count for _, count, _ in rows], y=[name for name, _, _ in rows], orientation="h", width=0.62,
        marker={"color": [palette.attend if position < 3 else palette.context for position in range(len(rows))]},
        customdata=[f"{share:.0%}" for _, _, share in rows], hovertemplate="%{y}<br><b>%{x}</b>，累计占%{customdata}<extra></extra>"))
    # number and share stand right of the plot area, so that they cannot meet on a narrow screen
    beside = 14 * scale + text_width(str(most), 15 * scale)
    for name, count, share in rows:
        figure.add_annotation(x=count, y=name, xanchor="left", xshift=6, text=f"<b>{count}</b>", showarrow=False, font={"size": 15 * scale})
        figure.add_annotation(x=1, xref="paper", xanchor="left", xshift=beside, y=name, text=f"累计{share:.0%}", showarrow=False,
                              font={"size": 13 * scale, "color": palette.muted})
    figure.update_yaxes(type="category", range=[max(3, len(rows)) - 0.5, -0.5], showgrid=False, ticklabelstandoff=6,
                        tickfont={"color": palette.ink, "size": 14 * scale})
    figure.update_xaxes(showticklabels=False, range=[0, most])
    figure.update_layout(template=template(palette, scale), height=(40 + 34 * max(3, len(rows))) * scale,
                         margin={"r": beside + 70 * scale})
    first = "、".join(f"{row.unit}{int(row.missing)}" for row in frame.head(3).itertuples(index=False))
    share = f"，前3个{unit_word}占{frame['cumulative'].iloc[2]:.0%}" if len(frame) > 3 else ""
    return Chart(figure, f"按{unit_word}：{first}{share}。", "", (unit_word, "数量", "累计占比"),
                 [(row.unit, int(row.missing), f"{row.cumulative:.0%}") for row in frame.itertuples(index=False)])


def _known(value: object) -> object:
    return None if pd.isna(value) else value


def lost_bars(frame: pd.DataFrame, *, word: str, palette: Palette, scale: float = 1.0) -> Chart:
    """Points lost by indicator, most first; the number at each bar's end.

    `frame`: name, lost (points), label, sorted. `word`: what is lost, 丢分 or 比最高分少.
    """
    rows = [(escaped(row.name), float(row.lost), str(row.label)) for row in frame.itertuples(index=False)]
    most = max((lost for _, lost, _ in rows), default=0) or 1
    figure = go.Figure(go.Bar(
        x=[lost for _, lost, _ in rows], y=[name for name, _, _ in rows], orientation="h", width=0.56,
        marker={"color": [palette.attend if lost == most else palette.context for _, lost, _ in rows]},
        customdata=[label for _, _, label in rows], hovertemplate="%{y}<br><b>%{customdata}</b><extra></extra>"))
    for name, lost, label in rows:
        figure.add_annotation(x=lost, y=name, xanchor="left", xshift=6, text=f"<b>{escaped(label)}</b>", showarrow=False, font={"size": 15 * scale})
    figure.update_yaxes(type="category", range=[max(3, len(rows)) - 0.5, -0.5], showgrid=False, ticklabelstandoff=6,
                        tickfont={"color": palette.ink, "size": 14 * scale})
    figure.update_xaxes(showticklabels=False, range=[0, most])
    widest = max((text_width(label, 15 * scale) for _, _, label in rows), default=0)
    figure.update_layout(template=template(palette, scale), height=(40 + 36 * max(3, len(rows))) * scale, margin={"r": widest + 20 * scale})
    said = "，".join(f"{row.name}{row.label}" for row in frame.itertuples(index=False))
    return Chart(figure, f"各指标{word}：{said}。", "", ("指标", f"{word}（分）"), [(row.name, row.label) for row in frame.itertuples(index=False)])
