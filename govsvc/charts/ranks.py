"""Ranks over the bulletins: the home county thick, the others thin, names at the line ends."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from govsvc.charts.template import Chart, Palette, end_range, escaped, spread, template, text_width
from govsvc.domain.months import month_text
from govsvc.domain.rates import Rank, place_prose, rank_text


@dataclass(frozen=True, slots=True)
class _Line:
    """The ranks of one county, None where it has none, whether each is tied, and in which group
    (None where the bulletin has none), by month.
    """

    county: str
    is_home: bool
    ranks: list[int | None]
    tied: list[bool]
    groups: list[str | None]

    @property
    def is_ranked(self) -> bool:
        return any(rank is not None for rank in self.ranks)

    @property
    def last(self) -> int | None:
        return self.ranks[-1] if self.ranks else None

    def text(self, position: int) -> str | None:
        """并列2, 3, 县市组第3, or None."""
        rank = self.ranks[position]
        if rank is None:
            return None
        return rank_text(Rank(rank, self.tied[position], 0, self.groups[position]))

    def prose(self, position: int) -> str:
        """并列第2, 第3, 县市组第3; — where it has no rank."""
        return place_prose(self.ranks[position], self.tied[position], self.groups[position])


#: (height, text, whether it is the home county's) of the label at a line's end
_End = tuple[int, str, bool]


def rank_lines(frame: pd.DataFrame, home: str, *, palette: Palette) -> Chart:
    """Ranks by month. `frame`: month, county, place (None: not ranked), is_tied, group."""
    months = sorted(set(frame["month"]))
    labels = [month_text(month) for month in months]
    # home on top of the others
    counties = sorted(dict.fromkeys(frame["county"]), key=lambda county: county == home)
    lines = [_line(frame, county, home, months) for county in counties]
    figure = go.Figure()
    for line in lines:
        _add_line(figure, line, labels, palette)
        if line.is_home:
            _add_numbers(figure, line, labels)
    worst = max((rank for line in lines for rank in line.ranks if rank is not None), default=1)
    ends = _ends(lines, worst)
    lowest = worst + sum(line.is_ranked and line.last is None for line in lines)
    size, height = 14, 90 + 32 * max(lowest, len(ends))
    gap = (lowest + 1.0 - 0.4) * size * 1.4 / (height - 50)
    positions = spread([rank for rank, _, _ in ends], gap, 0.6, lowest + 0.8)
    _label_ends(figure, ends, positions, palette, size)
    figure.update_yaxes(range=[lowest + 1.0, 0.4], showgrid=False, showticklabels=False)
    _lay_out_months(figure, labels)
    widest = max((text_width(name, size) for _, name, _ in ends), default=0)
    figure.update_layout(
        template=template(palette),
        height=height,
        margin={"r": widest + 16, "l": 26},
    )
    empty = sum(not any(line.text(n) for line in lines) for n in range(len(labels)))
    return Chart(
        figure,
        _alt(lines, home, labels),
        f"空缺的{empty}个月没有通报名次" if empty else "",
        ("月份", *reversed(counties)),
        [(label, *(line.text(n) for line in reversed(lines))) for n, label in enumerate(labels)],
    )


def _line(frame: pd.DataFrame, county: str, home: str, months: list[date]) -> _Line:
    rows = frame[frame["county"] == county].set_index("month").reindex(months)
    return _Line(
        county,
        county == home,
        [None if pd.isna(rank) else int(rank) for rank in rows["place"]],
        [bool(value) if pd.notna(value) else False for value in rows["is_tied"]],
        [None if pd.isna(group) else str(group) for group in rows["group"]]
        if "group" in rows
        else [None] * len(rows),
    )


def _add_line(figure: go.Figure, line: _Line, labels: list[str], palette: Palette) -> None:
    trace: dict[str, Any] = {
        "x": labels,
        "y": line.ranks,
        "mode": "lines+markers",
        "connectgaps": False,
        "name": escaped(line.county),
        "line": {
            "color": palette.ink if line.is_home else palette.others,
            "width": 3.5 if line.is_home else 2,
        },
        "marker": {
            "size": 11 if line.is_home else 7,
            "color": palette.ink if line.is_home else palette.context,
        },
        "customdata": [escaped(line.prose(n)) for n in range(len(labels))],
        "hovertemplate": (
            f"{escaped(line.county)}　%{{x}}<br><b>%{{customdata}}</b><extra></extra>"
        ),
    }
    figure.add_scatter(**trace)


def _add_numbers(figure: go.Figure, line: _Line, labels: list[str]) -> None:
    """The home county's ranks where the line starts and where it steps; its end has a label."""
    if not line.is_ranked:
        return
    if len(labels) > 1 and line.ranks[0] is not None:
        figure.add_annotation(
            x=labels[0],
            xanchor="right",
            xshift=-12,
            y=line.ranks[0],
            text=f"<b>{line.ranks[0]}</b>",
            showarrow=False,
        )
    for label, (before, rank) in zip(labels[1:], pairwise(line.ranks)):
        if rank is not None and rank != before:
            figure.add_annotation(
                x=label,
                y=rank,
                yshift=14,
                text=f"<b>{rank}</b>",
                showarrow=False,
                font={"size": 13},
            )


def _ends(lines: list[_Line], worst: int) -> list[_End]:
    """The labels at the line ends; a county without a rank in the last month is named below the
    `worst` rank.
    """
    ends = [
        (line.last, f"{line.text(-1)} {line.county}", line.is_home)
        for line in lines
        if line.last is not None
    ]
    unranked = [line for line in lines if line.is_ranked and line.last is None]
    return ends + [
        (worst + 1 + n, f"— {line.county}", line.is_home) for n, line in enumerate(unranked)
    ]


def _label_ends(
    figure: go.Figure, ends: list[_End], positions: list[float], palette: Palette, size: float
) -> None:
    """The labels at the heights where they do not touch."""
    for (_, name, is_home), y in zip(ends, positions):
        figure.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            xshift=6,
            y=y,
            yanchor="middle",
            text=f"<b>{escaped(name)}</b>" if is_home else escaped(name),
            showarrow=False,
            font={"size": size, "color": palette.ink if is_home else palette.muted},
        )


def _lay_out_months(figure: go.Figure, labels: list[str]) -> None:
    every = max(1, ceil(len(labels) / 5))
    shown = [label for n, label in enumerate(labels) if (len(labels) - 1 - n) % every == 0]
    figure.update_xaxes(
        type="category",
        categoryorder="array",
        categoryarray=labels,
        side="top",
        range=end_range(len(labels), 0.35, 0.25),
        tickvals=shown,
        ticktext=shown,
    )


def _alt(lines: list[_Line], home: str, labels: list[str]) -> str:
    """The chart in a sentence: the home county's first and last rank."""
    for line in lines:
        known = [
            (label, line.prose(n)) for n, label in enumerate(labels) if line.ranks[n] is not None
        ]
        if line.is_home and known:
            first_and_last = dict.fromkeys((known[0], known[-1]))
            return f"{home}名次：{'，'.join(f'{label}{rank}' for label, rank in first_and_last)}。"
    return f"{home}在这些通报中没有名次。"
