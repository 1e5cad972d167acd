"""Tables of the counties of a city, the home county tinted: at a desk, and on the meeting room's
screen.
"""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from govsvc import charts
from govsvc.exports import export
from pages._ui import presentation, style, ui

_COUNTY, _HOME_MARK = "县（市、区）", "　◀ 本县"
_GROUP, _DISTANCE = "分组", "距100%（个百分点）"
#: the same in the room, where there is less width
_DISTANCE_IN_ROOM = "距100%"
_PLACES = ".st-key-table_places"
#: pixels: the least and the greatest height of a line that is still read in the room
_MIN_LINE, _MAX_LINE = 30, 50


def ranking_table(counties: pd.DataFrame, home: str) -> None:
    """A bulletin's ranking of one indicator, the home county marked and tinted."""
    if presentation.is_on():
        counties = counties.rename(columns={_DISTANCE: _DISTANCE_IN_ROOM})
        _room_table(counties, home, bars=_DISTANCE_IN_ROOM)
        return
    _desk_table(
        counties,
        home,
        "各县（市、区）排名表",
        {
            _DISTANCE: st.column_config.ProgressColumn(
                format="%.2f", min_value=0, max_value=_longest(counties[_DISTANCE]), color="gray"
            )
        },
    )


def sheet_table(sheet: export.Sheet, home: str) -> None:
    """A table of counties, the home county marked and tinted."""
    counties = pd.DataFrame(
        [["—" if cell is None else str(cell) for cell in row] for row in sheet.rows],
        columns=list(sheet.columns),
    )
    if presentation.is_on():
        _room_table(counties, home)
    else:
        _desk_table(counties, home, f"{sheet.title}表", {})


def _longest(distances: pd.Series) -> float:
    """The length of the longest bar; 1 where there is none."""
    return max([value for value in distances if pd.notna(value)], default=1) or 1


def _tint() -> str:
    """The colour behind the home county's row."""
    return "#E6F0FA" if style.palette() == charts.LIGHT else "#15304B"


def _figures(counties: pd.DataFrame) -> list[str]:
    """The columns of figures, right-aligned."""
    return [name for name in counties.columns if name not in (_COUNTY, _GROUP)]


def _marked(counties: pd.DataFrame, is_home: pd.Series) -> pd.DataFrame:
    """The table with a mark at the name of the home county."""
    names = counties[_COUNTY].where(~is_home, counties[_COUNTY] + _HOME_MARK)
    return counties.assign(**{_COUNTY: names})


def _desk_table(counties: pd.DataFrame, home: str, alt: str, config: Mapping) -> None:
    is_home = counties[_COUNTY] == home
    st.dataframe(
        _marked(counties, is_home).style.apply(
            lambda row: [f"background-color: {_tint()}" if is_home[row.name] else ""] * len(row),
            axis=1,
        ),
        hide_index=True,
        height="content",
        row_height=36,
        alt=alt,
        column_config={
            **{name: st.column_config.TextColumn(alignment="right") for name in _figures(counties)},
            **config,
        },
    )


def _room_table(counties: pd.DataFrame, home: str, bars: str | None = None) -> None:
    """All counties of a city on one screen, in the type of the meeting room, which a dataframe has
    only where it is drawn after the style sheet.

    `bars`: the column whose figures have a bar behind them.
    """
    styles = _line_styles(len(counties))
    if bars:
        styles += _bar_styles(counties, bars)
        counties = counties.assign(
            **{bars: ["—" if pd.isna(value) else f"{value:.2f}" for value in counties[bars]]}
        )
    styles += [
        f"{_PLACES} tbody tr:nth-child({n}) td {{background-color: {_tint()}; font-weight: 600;}}"
        for n, name in enumerate(counties[_COUNTY], start=1)
        if name == home
    ]
    counties = _marked(counties, counties[_COUNTY] == home)
    st.html(f"<style>{chr(10).join(styles)}</style>")
    ui.table(
        "places",
        list(counties.columns),
        [
            [None if pd.isna(cell) else ui.text(cell) for cell in row]
            for row in counties.itertuples(index=False)
        ],
        numbers=_figures(counties),
    )


def _line_styles(row_count: int) -> list[str]:
    """Lines so high that all rows and the header fill the screen."""
    line = max(_MIN_LINE, min(_MAX_LINE, presentation.TALLEST // (row_count + 1)))
    return [
        f"{_PLACES} :is(td, th) {{padding: 0 .4rem !important; height: {line}px; "
        f"line-height: {line - 1}px !important;}}",
        f"{_PLACES} :is(td, th) * {{line-height: {line - 1}px !important; white-space: nowrap;}}",
    ]


def _bar_styles(counties: pd.DataFrame, bars: str) -> list[str]:
    """A bar behind each figure of that column, as long as its share of the longest."""
    longest, column = _longest(counties[bars]), 1 + list(counties.columns).index(bars)
    return [
        f"{_PLACES} tbody tr:nth-child({n}) td:nth-child({column}) "
        f"{{background-image: linear-gradient(90deg, {style.palette().faint} "
        f"{value / longest:.0%}, transparent 0);}}"
        for n, value in enumerate(counties[bars], start=1)
        if pd.notna(value)
    ]
