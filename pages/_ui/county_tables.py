"""Tables of the counties of a city, the home county tinted."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from govsvc import charts
from govsvc.exports import export
from pages._ui import style, ui

_COUNTY, _HOME_MARK = "县（市、区）", "　◀ 本县"
#: pixels, of the figures of a bulletin: all stand beside the chart on a screen of 1280
_WIDTHS = {"名次": 56, "公布值": 72, "名次变化": 72, "通报名次": 72, "得分": 58}
#: figures that a phone shows before the others
_LEADING = 2
_GROUP, _DISTANCE = "分组", "距100%（个百分点）"


def ranking_table(counties: pd.DataFrame, home: str) -> None:
    """A bulletin's ranking of one indicator, the home county marked and tinted."""
    _desk_table(
        counties,
        home,
        "各县（市、区）排名表",
        {
            **{
                name: st.column_config.TextColumn(
                    name.partition("（")[0], alignment="right", width=_WIDTHS.get(name, 108)
                )
                for name in _figures(counties)
            },
            _COUNTY: st.column_config.TextColumn(width=118),
            _DISTANCE: st.column_config.ProgressColumn(
                "距100%",
                format="%.2f",
                min_value=0,
                max_value=_longest(counties[_DISTANCE]),
                color="gray",
                width=96,
            ),
        },
    )


def sheet_table(sheet: export.Sheet, home: str) -> None:
    """A table of counties, the home county marked and tinted."""
    counties = pd.DataFrame(
        [["—" if cell is None else str(cell) for cell in row] for row in sheet.rows],
        columns=list(sheet.columns),
    )
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
    ui.grid(
        _marked(counties, is_home).style.apply(
            lambda row: [f"background-color: {_tint()}" if is_home[row.name] else ""] * len(row),
            axis=1,
        ),
        printed=_marked(counties, is_home),
        leading=[_COUNTY, *_figures(counties)[:_LEADING]],
        height="content",
        row_height=36,
        alt=alt,
        column_config={
            **{name: st.column_config.TextColumn(alignment="right") for name in _figures(counties)},
            **config,
        },
    )
