"""Rows of a table to work on as cards, on a screen that is too narrow for its columns."""

import html
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages._ui import printed_table

#: rows that are shown so; the file has all
MOST = 100


def show(frame: pd.DataFrame, leading: Sequence[str]) -> None:
    """All that each row says, what matters first; the first of `leading` is the head of a card."""
    count = len(frame)
    order = [*leading, *(name for name in frame if name not in leading)]
    frame = printed_table.as_text(frame[order].head(MOST))
    cards = "".join(f"<div>{_card(frame, row)}</div>" for row in range(len(frame)))
    said = f"<div>共{count}行，此处为前{MOST}行，下载的表有全部。</div>" if count > MOST else ""
    st.html(f"<div class=row_cards>{cards}{said}</div>")


def rest(frame: pd.DataFrame, row: int, names: Sequence[str]) -> None:
    """What the columns `names` say of one row, below a table that has no room for them."""
    cells = printed_table.as_text(frame[list(names)])
    st.html(f"<div class=row_cards><div>{_labelled(cells, row, names)}</div></div>")


def _card(frame: pd.DataFrame, row: int) -> str:
    head, *others = map(str, frame)
    return f"<b>{html.escape(str(frame[head].iloc[row]))}</b>{_labelled(frame, row, others)}"


def _labelled(frame: pd.DataFrame, row: int, names: Sequence[str]) -> str:
    """A cell that says nothing has no label."""
    cells = [(name, frame[name].iloc[row]) for name in names]
    return "".join(
        f"<span><small>{html.escape(name)}</small>{html.escape(str(cell))}</span>"
        for name, cell in cells
        if cell not in (None, "", "—")
    )
