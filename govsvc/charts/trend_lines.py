"""The lines of a trend figure: one a county and source, each with its label at the end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from govsvc.charts.template import Palette, escaped
from govsvc.domain.indicators import OWN, SOURCES, Indicator, twin_of, twin_word
from govsvc.domain.months import month_text

#: (county, line): which line of the frame
LineKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class EndLabel:
    """The text at the right end of a line, at the height of its last value."""

    value: float
    text: str
    colour: str
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a line is drawn; `end`: colour of its label, None for a line without one."""

    colour: str
    width: float
    dash: str = "solid"
    end: str | None = None


@dataclass(slots=True)
class _Points:
    """What is drawn of one line, by position: month, percent or None, N / D, size of the marker."""

    xs: list[str]
    ys: list[float | None]
    counts: list[str]
    sizes: list[int]

    def cut(self, position: int) -> None:
        """Breaks the line before a position."""
        self.xs.insert(position, self.xs[position])
        self.ys.insert(position, None)
        self.counts.insert(position, "")
        self.sizes.insert(position, 0)


@dataclass(slots=True)
class TrendLines:
    """Draws the lines of `frame` into `figure`.

    `breaks`: (month, name of the rules) where the rules of the home county's own count change.
    `values`: what was drawn, for the range of the axis; `ends`: the labels.
    """

    frame: pd.DataFrame
    indicator: Indicator
    home: str
    breaks: Sequence[tuple[date, str]]
    palette: Palette
    figure: go.Figure = field(default_factory=go.Figure)
    values: list[float] = field(default_factory=list)
    ends: list[EndLabel] = field(default_factory=list)
    months: list[date] = field(init=False)
    labels: list[str] = field(init=False)
    rows: dict[LineKey, pd.DataFrame] = field(init=False)

    def __post_init__(self) -> None:
        self.months = sorted(set(self.frame["month"]))
        self.labels = [month_text(month) for month in self.months]
        by_line = self.frame.groupby(["county", "line"])
        self.rows = {
            (str(county), str(line)): rows.set_index("month") for (county, line), rows in by_line
        }

    def known(self, line: str) -> "pd.Series[Any]":
        """Month → published value of a line of the home county, only where it is known."""
        rows = self.rows.get((self.home, line))
        return pd.Series(dtype=object) if rows is None else rows["published"].dropna()

    @property
    def twin_name(self) -> str:
        """核减后, or the name of a twin that counts other rows; "" without a twin."""
        twin = twin_of(self.indicator)
        return twin_word(twin) if twin else ""

    # -- one line ------------------------------------------------------------------------

    def add(self, key: LineKey, name: str, stroke: Stroke, label: str = "") -> None:
        """Draws one line of the frame; nothing where no value is known."""
        rows = self.rows[key].reindex(self.months)
        ys = [None if pd.isna(value) else float(value) for value in rows["published"]]
        known = [(position, value) for position, value in enumerate(ys) if value is not None]
        if not known:
            return
        self.values.extend(value for _, value in known)
        last, last_value = known[-1]
        points = self._points(key, rows, ys, last if stroke.end else None)
        trace: dict[str, Any] = {
            "x": points.xs,
            "y": points.ys,
            "mode": "lines+markers",
            "name": escaped(name),
            "connectgaps": False,
            "customdata": points.counts,
            "line": {"color": stroke.colour, "width": stroke.width, "dash": stroke.dash},
            "marker": {"size": points.sizes, "color": stroke.colour, "opacity": 1},
            "hovertemplate": (
                f"{escaped(name)}　%{{x}}<br><b>%{{y:.2f}}%</b>%{{customdata}}<extra></extra>"
            ),
        }
        self.figure.add_scatter(**trace)
        if stroke.end:
            # a line that ends before the last month must not read as its value
            early = "" if last == len(self.months) - 1 else f"（{self.months[last].month}月）"
            self.ends.append(
                EndLabel(
                    last_value, (label or name) + early, stroke.end, key == (self.home, "headline")
                )
            )

    def _points(
        self, key: LineKey, rows: pd.DataFrame, ys: list[float | None], end: int | None
    ) -> _Points:
        """The points of a line, broken where the rules change; a value that no line joins to
        another and the one at `end` get a marker.
        """
        counts = [
            f"<br>{int(n):,} / {int(d):,}{self.indicator.unit}"
            if pd.notna(n) and pd.notna(d)
            else ""
            for n, d in zip(rows["numerator"], rows["denominator"])
        ]
        cuts = self._cuts(key, rows)
        edges = {0, len(ys), *cuts}
        lone = {
            position
            for position, value in enumerate(ys)
            if value is not None
            and (position in edges or ys[position - 1] is None)
            and (position + 1 in edges or ys[position + 1] is None)
        }
        sizes = [9 if position in lone or position == end else 0 for position in range(len(ys))]
        points = _Points(list(self.labels), ys, counts, sizes)
        for position in sorted(cuts, reverse=True):
            points.cut(position)
        return points

    def _cuts(self, key: LineKey, rows: pd.DataFrame) -> list[int]:
        """The positions where the line is broken because the rules that count it change: only
        本县测算 is broken, the bulletin's line goes on.
        """
        county, line = key
        return [
            self.months.index(month)
            for month, _ in self.breaks
            if month in self.months
            and county == self.home
            and (line != "headline" or rows["source"].get(month) == SOURCES[OWN])
        ]

    # -- the lines of the figure ---------------------------------------------------------

    def add_others(self, named: Sequence[str]) -> list[str]:
        """Draws the other counties in grey, those `named` with a label and on top; gives all that
        were drawn.
        """
        others = [
            county for county, line in self.rows if line == "headline" and county != self.home
        ]
        for county in sorted(others, key=lambda county: county in named):
            stroke = (
                Stroke(self.palette.context, 1.75, end=self.palette.muted)
                if county in named
                else Stroke(self.palette.others, 1.25)
            )
            self.add((county, "headline"), county, stroke)
        return others

    def add_targets(self, by_month: Sequence[float | None], target: float | None) -> None:
        """Draws the target of each month as a dashed line, with the last month's as a label."""
        self.values.extend(aim for aim in (*by_month, target) if aim is not None)
        if any(aim is not None for aim in by_month):
            trace: dict[str, Any] = {
                "x": self.labels,
                "y": by_month,
                "mode": "lines",
                "connectgaps": False,
                "hoverinfo": "skip",
                "line": {
                    "color": self.palette.muted,
                    "width": 1.5,
                    "dash": "4px,4px",
                    "shape": "hvh",
                },
            }
            self.figure.add_scatter(**trace)
        if target is not None:
            self.ends.append(EndLabel(target, f"目标{target:.2f}%", self.palette.muted))

    def add_own(self) -> bool:
        """Draws 本县测算 as a dotted line where it differs from the headline; gives whether."""
        own, headline = self.rows.get((self.home, "own")), self.rows.get((self.home, "headline"))
        if own is None or headline is None:
            return False
        differs = own["published"].fillna(-1) != headline["published"].fillna(-1)
        if not (own["published"].notna() & differs).any():
            return False
        value, printed = own["published"].dropna(), headline["published"].dropna()
        ends_apart = printed.empty or (value.index[-1], value.iloc[-1]) != (
            printed.index[-1],
            printed.iloc[-1],
        )
        ink = self.palette.ink
        self.add(
            (self.home, "own"),
            "本县测算",
            Stroke(ink, 1.5, dash="2px,3px", end=ink if ends_apart else None),
            f"本县测算{float(value.iloc[-1]):.2f}%",
        )
        return True

    def add_twin(self) -> None:
        """Draws the 核减后/规范 twin in orange, where the frame has it."""
        values = self.known("twin")
        if self.twin_name and len(values):
            self.add(
                (self.home, "twin"),
                self.twin_name,
                Stroke(self.palette.attend, 2.5, end=self.palette.attend),
                f"{self.twin_name}{float(values.iloc[-1]):.2f}%",
            )

    def add_headline(self) -> None:
        """Draws the home county in ink, on top of all others."""
        values = self.known("headline")
        if len(values):
            self.add(
                (self.home, "headline"),
                self.home,
                Stroke(self.palette.ink, 3, end=self.palette.ink),
                f"{self.home}{float(values.iloc[-1]):.2f}%",
            )
