"""Shares as bars: missing rows by unit, points lost by indicator."""

from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from govsvc.charts.template import Chart, Palette, escaped, template, text_width

MOST_UNITS = 12
#: who can solve what a unit has → pattern of its bar: told apart without colour
PATTERNS = {"县级可解决": "", "需上级协调": "/", "未填管理体制": "."}


class _Part(NamedTuple):
    """Part of a unit's bar: the rows that one solver can solve."""

    unit: str
    missing: int
    share: str
    solver: str


def unit_bars(
    frame: pd.DataFrame,
    *,
    unit_word: str,
    palette: Palette,
) -> Chart:
    """Missing rows by unit, most first; orange what the county can solve, hatched what it must take
    up, the cumulative share in grey at the right.

    `frame`: unit, missing, cumulative (share of 1), solved_by (a key of `PATTERNS`), sorted. Units
    beyond the twelfth are folded into one bar a solver: the county's own before the others'.
    """
    rows = [
        _Part(row["unit"], int(row["missing"]), f"{row['cumulative']:.0%}", row["solved_by"])
        for row in frame.to_dict("records")
    ]
    parts = _folded(rows, unit_word)
    order = list(dict.fromkeys(part.unit for part in parts))
    totals = {unit: sum(part.missing for part in parts if part.unit == unit) for unit in order}
    most = max(totals.values(), default=1)
    figure = go.Figure()
    for solver in PATTERNS:
        _add_solver(figure, solver, [p for p in parts if p.solver == solver], palette)
    # number and share stand right of the plot area, so that they cannot meet on a narrow screen
    beside = 14 + text_width(str(most), 15)
    shares = {part.unit: part.share for part in parts}
    for unit in order:
        _add_number(figure, unit, totals[unit], str(totals[unit]))
        figure.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            xshift=beside,
            y=unit,
            text=shares[unit],
            showarrow=False,
            font={"size": 13, "color": palette.muted},
        )
    _name_bars(figure, len(order), palette, categoryorder="array", categoryarray=order)
    figure.update_xaxes(showticklabels=False, range=[0, most])
    figure.update_layout(
        template=template(palette),
        height=40 + 34 * max(3, len(order)),
        barmode="stack",
        showlegend=False,
        margin={"r": beside + 70},
    )
    first = "、".join(f"{row.unit}{row.missing}" for row in rows[:3])
    share = f"，前3个{unit_word}占{rows[2].share}" if len(rows) > 3 else ""
    columns = (unit_word, "数量", "累计占比", "解决层级")
    return Chart(figure, f"按{unit_word}：{first}{share}。", "", columns, [tuple(r) for r in rows])


def _folded(rows: list[_Part], unit_word: str) -> list[_Part]:
    """The parts as they are drawn: names escaped, units beyond the twelfth in one bar."""
    parts = [row._replace(unit=escaped(row.unit), share=f"累计{row.share}") for row in rows]
    if len(parts) <= MOST_UNITS:
        return parts
    rest = parts[MOST_UNITS - 1 :]
    name = f"其他{len(rest)}个{unit_word}"
    return parts[: MOST_UNITS - 1] + [
        _Part(name, sum(part.missing for part in rest if part.solver == solver), "累计100%", solver)
        for solver in PATTERNS
        if any(part.solver == solver for part in rest)
    ]


def _add_solver(figure: go.Figure, solver: str, parts: list[_Part], palette: Palette) -> None:
    """The parts of all bars that one solver can solve."""
    if not parts:
        return
    colours = {
        "县级可解决": palette.attend,
        "需上级协调": palette.context,
        "未填管理体制": palette.faint,
    }
    trace: dict[str, Any] = {
        "x": [part.missing for part in parts],
        "y": [part.unit for part in parts],
        "orientation": "h",
        "width": 0.62,
        "name": solver,
        "marker": {
            "color": colours[solver],
            "pattern": {
                "shape": PATTERNS[solver],
                "fillmode": "overlay",
                "fgcolor": palette.paper,
                "size": 7,
            },
        },
        "customdata": [[part.share, solver] for part in parts],
        "hovertemplate": ("%{y}<br><b>%{x}</b>　%{customdata[1]}，%{customdata[0]}<extra></extra>"),
    }
    figure.add_bar(**trace)


def _add_number(figure: go.Figure, bar: str, length: float, text: str) -> None:
    """The number at the end of a bar."""
    figure.add_annotation(
        x=length,
        y=bar,
        xanchor="left",
        xshift=6,
        text=f"<b>{text}</b>",
        showarrow=False,
        font={"size": 15},
    )


def _name_bars(figure: go.Figure, bars: int, palette: Palette, **order: Any) -> None:
    """The names at the bars; a few bars stay as thin as three would be."""
    figure.update_yaxes(
        type="category",
        **order,
        range=[max(3, bars) - 0.5, -0.5],
        showgrid=False,
        ticklabelstandoff=6,
        tickfont={"color": palette.ink, "size": 14},
    )


def lost_bars(
    frame: pd.DataFrame,
    *,
    word: str,
    palette: Palette,
) -> Chart:
    """Points lost by indicator, most first; the number at each bar's end.

    `frame`: name, lost (points), label, sorted. `word`: what is lost, 丢分 or 比最高分少.
    """
    rows = [
        (str(row["name"]), float(row["lost"]), str(row["label"]))
        for row in frame.to_dict("records")
    ]
    most = max((lost for _, lost, _ in rows), default=0) or 1
    trace: dict[str, Any] = {
        "x": [lost for _, lost, _ in rows],
        "y": [escaped(name) for name, _, _ in rows],
        "orientation": "h",
        "width": 0.56,
        "marker": {
            "color": [palette.attend if lost == most else palette.context for _, lost, _ in rows]
        },
        "customdata": [label for _, _, label in rows],
        "hovertemplate": "%{y}<br><b>%{customdata}</b><extra></extra>",
    }
    figure = go.Figure(go.Bar(**trace))
    for name, lost, label in rows:
        _add_number(figure, escaped(name), lost, escaped(label))
    _name_bars(figure, len(rows), palette)
    figure.update_xaxes(showticklabels=False, range=[0, most])
    widest = max((text_width(label, 15) for _, _, label in rows), default=0)
    figure.update_layout(
        template=template(palette),
        height=40 + 36 * max(3, len(rows)),
        margin={"r": widest + 20},
    )
    texts = "，".join(f"{name}{label}" for name, _, label in rows)
    return Chart(
        figure,
        f"各指标{word}：{texts}。",
        "",
        ("指标", f"{word}（分）"),
        [(name, label) for name, _, label in rows],
    )
