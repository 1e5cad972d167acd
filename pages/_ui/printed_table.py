"""A table as it is printed in the place of one to work on: the columns for which A4 has room, what
its other columns say below each row, and the first rows.
"""

import html
import math
import re
from collections.abc import Iterable, Sequence

import pandas as pd
import streamlit as st

from govsvc.exports.figures import figure
from pages._ui.narrow import line_halves

#: rows of a table, and of a history, that are printed from the page; the file has all
MOST, MOST_OF_HISTORY = 300, 30
#: what one line of A4 takes between its margins, and the empty part of a cell, both in halves of a
#: Chinese character
_PAPER, _PADDING = 118, 3
#: a text that needs more than so many of them is read in no fewer, a figure or code is never broken
_LEAST = 10
_CODE = re.compile(r"[0-9A-Za-z-]{12,}")


def show(
    frame: pd.DataFrame, *, rest: str = "", first: Sequence[str] = (), most: int = MOST
) -> None:
    """The table on paper; nothing of it is seen on the screen.

    `rest`: where its other rows are, if it is itself a part. `first`: the columns that matter most,
    where not all have room; by default as they stand. `most`: of rows.
    """
    count = len(frame)
    frame = as_text(frame.head(most))
    kept = fitting(frame, first)
    below = _below(frame.drop(columns=kept))
    said = f"共{count}行，此处为前{most}行。需要全部内容的，请下载后打印。" if count > most else ""
    st.html(_table(frame[kept], below, f"{said}{rest}"))


def as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """What is not known as None, and figures with two decimals."""
    frame = frame.astype(object).map(_two_decimals).astype(object)
    return frame.where(frame.notna(), None)


def _two_decimals(cell: object) -> object:
    return f"{cell:,.2f}" if isinstance(cell, float) and not math.isnan(cell) else cell


def _below(frame: pd.DataFrame) -> list[str]:
    """What the columns without a place beside the others say of each row."""
    return [
        "；".join(f"{name}：{cell}" for name, cell in zip(frame, row) if cell not in (None, ""))
        for row in frame.itertuples(index=False, name=None)
    ]


def fitting(frame: pd.DataFrame, first: Sequence[str] = ()) -> list[str]:
    """The columns that can be read beside each other on A4, in their order: those in `first`, then
    as they stand; those without any cell give way.
    """
    names = [str(name) for name in frame]
    empty = {name for name in names if _is_empty(frame[name])}
    places = {name: first.index(name) if name in first else len(first) for name in names}
    order = sorted(names, key=lambda name: (places[name], name in empty))
    room, kept = _PAPER, set(order[:1])
    for name in order:
        room -= _bounds(frame, name)[0]
        if room < 0:
            break
        kept.add(name)
    return [name for name in names if name in kept]


def _table(frame: pd.DataFrame, below: Sequence[str], foot: str) -> str:
    figures = [_holds_figures(frame[name]) for name in frame]

    def line(tag: str, cells: Iterable[object]) -> str:
        return "".join(
            f"<{tag}{' class=figure' if is_figure else ''}>"
            f"{'—' if cell is None else html.escape(str(cell))}</{tag}>"
            for cell, is_figure in zip(cells, figures)
        )

    def across(text: str, kind: str = "") -> str:
        return f"<tr{kind}><td colspan={len(figures)}>{html.escape(text)}</td></tr>" if text else ""

    rows = "".join(
        f"<tr>{line('td', row)}</tr>{across(text, ' class=below')}"
        for row, text in zip(frame.itertuples(index=False, name=None), below)
    )
    columns = "".join(f"<col style='width: {share}%'>" for share in shares(frame))
    return (
        f"<table class=on_paper><colgroup>{columns}</colgroup>"
        f"<thead><tr>{line('th', frame.columns)}</tr></thead>"
        f"<tbody>{rows}{across(foot)}</tbody></table>"
    )


def shares(frame: pd.DataFrame) -> list[float]:
    """How much of the paper's width each column has, in percent: what it needs for its longest
    cell, and where that is too much for all of them, less for the widest.
    """
    bounds = [_bounds(frame, str(name)) for name in frame]
    widths = [need for _, need in bounds]
    for widest in range(_PAPER, 0, -1):
        if sum(widths) <= _PAPER:
            break
        widths = [max(least, min(need, widest * _parts(need))) for least, need in bounds]
    return [round(100 * width / sum(widths), 2) for width in widths]


def _bounds(frame: pd.DataFrame, name: str) -> tuple[int, int]:
    """(least, need): the width below which a column cannot be read, and that of its longest cell in
    one line, its header in two.
    """
    header = -(-line_halves(name) // 2)
    cells = [line_halves(str(cell)) for cell in frame[name].dropna()]
    need = _PADDING + max(header, *cells, 4)
    if _holds_codes(frame[name]):
        need += need // 8  # digits and capitals are a little wider than half a character
    if _holds_figures(frame[name]) or _holds_codes(frame[name]):
        return need, need
    return min(need, _PADDING + _LEAST * _parts(need)), need


def _parts(need: int) -> int:
    """Texts of many lines count as two or three columns."""
    return 1 + (need > 60) + (need > 150)


def _is_empty(cells: pd.Series) -> bool:
    return not any(cell not in (None, "") for cell in cells)


def _holds_figures(cells: pd.Series) -> bool:
    return all(isinstance(cell, (int, float)) or _is_figure(cell) for cell in cells.dropna())


def _holds_codes(cells: pd.Series) -> bool:
    return any(_CODE.fullmatch(str(cell)) for cell in cells.dropna())


def _is_figure(cell: object) -> bool:
    return isinstance(cell, str) and (cell == "—" or figure(cell) is not None)
