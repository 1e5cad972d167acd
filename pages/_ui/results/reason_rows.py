"""对账: the rows behind one reason for a difference, as a table to work through."""

import pandas as pd
import streamlit as st

from govsvc.reconciling import Ground, effect_text
from pages._ui import ui

_WIDTHS = {
    "名称": 170,
    "对照": 120,
    "本县现计为": 92,
    "对本县的影响": 104,
    "说明": 250,
    "编码": 290,
}


def reason_rows(reason: Ground, unit_word: str, measure: str) -> None:
    """Name of the reason, a note on it, and its rows without the columns that none of them
    fills.
    """
    ui.section(f"{reason.name}{len(reason.rows)}{measure}" if reason.rows else reason.name)
    if reason.note:
        st.markdown(f":gray[{ui.text(reason.note)}]")
    if not reason.rows:
        return
    rows = pd.DataFrame(
        [
            (
                row.unit,
                row.name,
                row.other or None,
                row.own,
                None if row.effect is None else effect_text(row.effect),
                row.note,
                row.code or None,
            )
            for row in reason.rows
        ],
        columns=[unit_word, "名称", "对照", "本县现计为", "对本县的影响", "说明", "编码"],
        dtype=object,
    )
    rows = rows.drop(
        columns=[name for name in ("编码", "对照", "对本县的影响") if rows[name].isna().all()]
    )
    ui.grid(
        rows,
        leading=["名称", "对照", "本县现计为"],
        height=min(360, 38 + 35 * len(rows)),
        row_height=35,
        alt=f"{reason.name}，{len(rows)}行",
        column_config={
            name: st.column_config.Column(width=_WIDTHS[name])
            for name in rows.columns
            if name in _WIDTHS
        },
    )
