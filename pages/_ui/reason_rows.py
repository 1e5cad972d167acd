"""The rows of one ground, as a table to work through."""

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


def ground_rows(ground: Ground, unit_word: str, measure: str) -> None:
    """The ground's name, what must be known of it, and its rows; columns that no row fills are left
    away.
    """
    ui.section(f"{ground.name}{len(ground.rows)}{measure}" if ground.rows else ground.name)
    if ground.note:
        st.markdown(f":gray[{ui.text(ground.note)}]")
    if not ground.rows:
        return
    frame = pd.DataFrame(
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
            for row in ground.rows
        ],
        columns=[unit_word, "名称", "对照", "本县现计为", "对本县的影响", "说明", "编码"],
        dtype=object,
    )
    frame = frame.drop(
        columns=[name for name in ("编码", "对照", "对本县的影响") if frame[name].isna().all()]
    )
    st.dataframe(
        frame,
        hide_index=True,
        height=min(360, 38 + 35 * len(frame)),
        row_height=35,
        alt=f"{ground.name}，{len(frame)}行",
        column_config={
            name: st.column_config.Column(width=_WIDTHS[name])
            for name in frame.columns
            if name in _WIDTHS
        },
    )
