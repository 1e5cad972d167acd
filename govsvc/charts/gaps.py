"""The distance of each indicator to its target, as tracks."""

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from govsvc.charts.template import Chart, Palette, escaped, template, text_width

#: half the height of a target's mark, in tracks
_MARK = 0.22


@dataclass(frozen=True, slots=True)
class _Track:
    """One indicator: percents, None where unknown; `is_reached`: None without a target."""

    name: str
    value: float | None
    previous: float | None
    target: float | None
    year_target: float | None
    label: str
    is_reached: bool | None

    @property
    def row(self) -> tuple[object, ...]:
        """What it draws, as a line of the table below."""
        return (self.name, self.value, self.previous, self.target, self.year_target, self.label)

    @property
    def title(self) -> str:
        value = "" if self.value is None else f"　{self.value:.2f}%"
        return f"<b>{escaped(self.name)}</b>{value}"

    def colour(self, palette: Palette) -> str:
        if self.is_reached is None:
            return palette.ink
        return palette.better if self.is_reached else palette.attend


def gap_tracks(
    frame: pd.DataFrame,
    *,
    palette: Palette,
    words: tuple[str, str] = ("上月", "本月"),
) -> Chart:
    """One track an indicator: ● this month, ○ last month, ┃ target in force, ┆ that of the year,
    the missing stretch tinted, the label at the end.

    `frame`: name, value, previous, target, year_target (percent or None), label, is_reached (or
    None). `words`: what ○ and ● are.
    """
    figure = go.Figure()
    tracks = [_track(row) for row in frame.to_dict("records")]
    numbers = [
        number
        for track in tracks
        for number in (track.value, track.previous, track.target, track.year_target)
        if number is not None
    ]
    low = max(0.0, math.floor(min(numbers, default=98) * 2 - 0.4) / 2)
    for position, track in enumerate(tracks):
        y = len(tracks) - 1 - position
        _add_stretches(figure, track, y, low, palette)
        _add_points(figure, track, y, palette, words)
        _add_texts(figure, track, y, low, palette)
    span = 100 - low
    figure.update_xaxes(
        range=[low - span * 0.01, 100 + span * 0.012],
        showgrid=True,
        ticksuffix="%",
        tickformat=".1f",
        nticks=6,
    )
    figure.update_yaxes(showticklabels=False, showgrid=False, range=[-0.5, len(tracks) - 0.3])
    widest = max((text_width(track.label, 15) for track in tracks), default=0)
    figure.update_layout(
        template=template(palette),
        height=60 + 80 * len(tracks),
        margin={"r": widest + 20},
    )
    texts = [
        f"{track.name}{'' if track.value is None else f'{track.value:.2f}%'}，{track.label}"
        for track in tracks
    ]
    return Chart(
        figure,
        f"各指标与目标的距离：{'；'.join(texts)}。",
        f"横轴自{low:.4g}%起；色带为差距。",
        ("指标", f"{words[1]}（%）", f"{words[0]}（%）", "目标（%）", "全年目标（%）", "差距"),
        [track.row for track in tracks],
    )


def _track(row: dict[Any, Any]) -> _Track:
    """One row of the frame, without pandas' own marks of what is unknown."""
    value, previous, target, year_target = (
        None if pd.isna(row[column]) else float(row[column])
        for column in ("value", "previous", "target", "year_target")
    )
    return _Track(
        row["name"], value, previous, target, year_target, row["label"], row["is_reached"]
    )


def _add_stretches(figure: go.Figure, track: _Track, y: int, low: float, palette: Palette) -> None:
    """The track itself, what is missing of it, and the marks of the targets."""
    base: dict[str, Any] = {"type": "line", "y0": y, "y1": y, "layer": "below"}
    width = 10
    figure.add_shape(**base, x0=low, x1=100, line={"color": palette.faint, "width": width})
    value, target, year_target = track.value, track.target, track.year_target
    if value is not None and target is not None and value < target:
        figure.add_shape(
            **base,
            x0=value,
            x1=target,
            line={"color": palette.attend, "width": width},
            opacity=0.45,
        )
    mark: dict[str, Any] = {"type": "line", "y0": y - _MARK, "y1": y + _MARK}
    if target is not None:
        figure.add_shape(**mark, x0=target, x1=target, line={"color": palette.ink, "width": 3})
    if year_target is not None:
        figure.add_shape(
            **mark,
            x0=year_target,
            x1=year_target,
            line={"color": palette.ink, "width": 2, "dash": "dot"},
        )


def _add_points(
    figure: go.Figure,
    track: _Track,
    y: int,
    palette: Palette,
    words: tuple[str, str],
) -> None:
    """○ last month, ● this month."""
    before, now = words
    name = escaped(track.name)
    if track.previous is not None:
        figure.add_scatter(
            x=[track.previous],
            y=[y],
            mode="markers",
            cliponaxis=False,
            marker={
                "size": 11,
                "color": palette.paper,
                "line": {"color": palette.muted, "width": 2},
            },
            hovertemplate=f"{name}　{before}<br><b>%{{x:.2f}}%</b><extra></extra>",
        )
    if track.value is not None:
        aim = "" if track.target is None else f"<br>目标{track.target:.2f}%"
        aim += "" if track.year_target is None else f"<br>全年目标{track.year_target:.2f}%"
        figure.add_scatter(
            x=[track.value],
            y=[y],
            mode="markers",
            cliponaxis=False,
            marker={"size": 14, "color": track.colour(palette)},
            hovertemplate=f"{name}　{now}<br><b>%{{x:.2f}}%</b>{aim}<extra></extra>",
        )


def _add_texts(figure: go.Figure, track: _Track, y: int, low: float, palette: Palette) -> None:
    """The name above the track, the label at its end."""
    colour = palette.muted if track.is_reached is None else track.colour(palette)
    figure.add_annotation(
        x=low,
        xanchor="left",
        y=y,
        yshift=21,
        text=track.title,
        showarrow=False,
        font={"size": 15},
    )
    figure.add_annotation(
        x=1,
        xref="paper",
        xanchor="left",
        xshift=10,
        y=y,
        text=f"<b>{escaped(track.label)}</b>",
        showarrow=False,
        font={"size": 15, "color": colour},
    )
