"""The table of who has handed in."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from govsvc.exports import export
from govsvc.workflow.collecting import STATE_NAMES, UnitProgress
from pages._ui import downloads, frame, ui

_WIDTHS = {"状态": 76, "数据": 92, "行数": 64, "时间": 108, "操作人": 84, "联系人": 130}


def units_table(units: Sequence[UnitProgress], word: str, key: str) -> UnitProgress | None:
    """The units, what each handed in; gives the one that was clicked."""
    table = pd.DataFrame(
        [
            (
                unit.unit,
                STATE_NAMES[unit.state],
                "沿用上月" if unit.is_carried and unit.rows else "",
                unit.rows,
                f"{unit.at:%m-%d %H:%M}" if unit.at else "",
                unit.who or "",
                unit.contact,
                unit.file or "",
                unit.note,
            )
            for unit in units
        ],
        columns=[word, "状态", "数据", "行数", "时间", "操作人", "联系人", "文件", "说明"],
        dtype=object,
    )
    shown = ui.only_filled(table, ("数据", "联系人", "文件", "说明"))
    picture = st.dataframe(
        shown,
        hide_index=True,
        height=min(600, 38 + 35 * len(shown)),
        row_height=35,
        alt=f"{len(table)}个{word}的报送情况",
        on_select="rerun",
        selection_mode="single-row",
        key=f"units_{key}",
        column_config={
            name: st.column_config.Column(width=width) for name, width in _WIDTHS.items()
        },
    )
    sheet = export.Sheet(
        f"{word}报送情况",
        list(table),
        [list(row) for row in table.itertuples(index=False)],
        frame.facts(),
    )
    downloads.table(
        "报送情况",
        lambda suffix: frame.file_name(f"{word}报送情况", suffix=suffix),
        lambda: sheet,
        key=f"units_{key}",
    )
    rows = picture.selection.rows
    return units[rows[0]] if rows and rows[0] < len(units) else None
