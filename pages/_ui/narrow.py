"""Tables on a phone: one to read becomes a card a row, one to work on begins with the columns that
matter, as wide as the screen.

What does not fit is found out from the texts. How wide the screen is says a cookie that the page
sets before it connects (`pages/_server/frontend/screen_width.js`).
"""

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

WIDTH_COOKIE = "screen_width"
#: pixels: screens up to here are narrow; a narrower one than that is taken for that
WIDEST, NARROWEST = 640, 320
#: pixels of a half of a Chinese character, and beside the text of a cell
_HALF, _BESIDE = 8, 16
#: what the page has left and right of a table, what a box on it has, a column of ticks, in pixels
_MARGINS, _BOX, _TICKS = 34, 36, 32
#: a cell of more halves than these is broken into lines
_LINE = 20
#: a column of a table to work on is not narrower than this, in pixels
_LEAST = 60
#: lines of a text in a row of so many pixels; a text of so many halves is in one
_LINES, _TALL_ROW, _SHORT = 3, 68, 10
#: the head of a table, and the most that all of it takes, in pixels
_HEAD, _MOST_HEIGHT = 38, 620
#: column of numbers of the lines, which is no name of a row
_COUNTING = "序号"
_MARKS = re.compile(r"\\(.)|\[([^\]]*)\]\([^)]*\)|:\w+\[|\*\*|\]")


def screen() -> int | None:
    """How wide the screen is, in pixels, if it is narrow."""
    text = st.context.cookies.get(WIDTH_COOKIE, "")
    width = int(text) if text.isdecimal() and len(text) < 6 else WIDEST + 1
    return max(width, NARROWEST) if width <= WIDEST else None


def halves(value: object) -> int:
    """How wide the longest line of a text is on the screen, in halves of a Chinese character;
    Markdown is not counted.
    """
    text = _MARKS.sub(lambda mark: mark[1] or mark[2] or "", str(value))
    return max(map(line_halves, text.split("\n")))


def line_halves(line: str) -> int:
    """How wide a line of text is, on the screen and on paper, in halves of a Chinese character."""
    return 2 * len(line) - len(line.encode("ascii", "ignore"))


def to_read(key: str, cells: pd.DataFrame) -> str:
    """The style of a table on a narrow screen: the table itself where it fits, else each row as a
    card that says what its cells are.
    """
    widths = [max(map(halves, [name, *cells[name]])) for name in cells]
    needed = sum(_BESIDE + _HALF * min(width, _LINE) for width in widths)
    rules = (
        _as_table(widths)
        if needed <= NARROWEST - _MARGINS
        else [*_as_cards([str(name) for name in cells]), *_without_blanks(cells)]
    )
    of_table = "".join(f".st-key-table_{key} {rule}" for rule in rules)
    return f"<style>@media screen and (max-width: {WIDEST}px) {{{of_table}}}</style>"


def _as_table(widths: Sequence[int]) -> list[str]:
    return [
        f":is(td, th):nth-child({number}) * {{white-space: nowrap !important;}}"
        for number, width in enumerate(widths, start=1)
        if width <= _LINE
    ]


def _as_cards(names: Sequence[str]) -> list[str]:
    """The first cell is the head of the card, behind a number of the line where there is one."""
    head = 2 if names[0] == _COUNTING else 1
    labels = [
        f"td:nth-child({number})::before {{content: {_quoted(name)};}}"
        for number, name in enumerate(names, start=1)
        if number > head
    ]
    return [
        "thead {display: none;}",
        "tr {display: flex; flex-wrap: wrap; column-gap: 1rem; padding: .5rem 0;"
        "border-bottom: 1px solid var(--line);}",
        "td {display: flex; gap: .375rem; max-width: 100%; padding: 0 !important;"
        "border: 0 !important; text-align: left !important;}",
        f"td:nth-child({head}) {{flex: 1 1 {70 if head > 1 else 100}%;}}",
        f"td:nth-child({head}) * {{font-weight: 600;}}",
        "td:first-child * {white-space: normal !important;}",
        "td::before {color: var(--muted); font-size: .875rem; flex: none;}",
        *labels,
    ]


def _without_blanks(cells: pd.DataFrame) -> list[str]:
    """Of a cell that says nothing a card has no label."""
    return [
        f"tr:nth-child({row}) td:nth-child({column}) {{display: none;}}"
        for row, texts in enumerate(cells.itertuples(index=False, name=None), start=1)
        for column, text in enumerate(texts, start=1)
        if text == ""
    ]


def _quoted(text: str) -> str:
    """As a string of CSS, also within HTML."""
    return '"' + "".join(c if c.isalnum() else f"\\{ord(c):x} " for c in text) + '"'


def to_work_on(
    rows: pd.DataFrame,
    leading: Sequence[str],
    look: dict[str, Any],
    width: int,
    is_boxed: bool = False,
) -> dict[str, Any]:
    """What `st.dataframe` takes so that the columns `leading` are seen whole on a screen of that
    width, before the others; long texts in them are broken. Of a table to write in the heads have
    a pencil, too.
    """
    order = list(look.get("column_order") or rows.columns)
    leading = [name for name in leading if name in order]
    has_index = not look.get("hide_index", True)
    head = "　　%s" if "num_rows" in look or "disabled" in look else "%s"
    texts = [[head % name, *rows[name]] for name in leading]
    if has_index:
        texts.insert(0, [rows.index.name or "", *rows.index])
    needs = [max(map(halves, column)) for column in texts]
    ticks = _TICKS if "row" in str(look.get("selection_mode")) else 0
    widths = _shared(needs, width - _MARGINS - _BOX * is_boxed - ticks)
    names = ["_index"] * has_index + leading
    given = look.get("column_config") or {}
    config = {
        name: {**(given.get(name) or {}), "width": share} for name, share in zip(names, widths)
    }
    changed: dict[str, Any] = {
        "column_order": [*leading, *(name for name in order if name not in leading)],
        "column_config": {**given, **config},
    }
    if widths != [_pixels(need) for need in needs]:
        tall = _HEAD + _TALL_ROW * len(rows)
        changed |= {"row_height": _TALL_ROW, "height": min(_MOST_HEIGHT, tall)}
    return {**look, **changed}


def _pixels(width: int) -> int:
    """Of a column whose lines have so many halves."""
    return max(_LEAST, _BESIDE + _HALF * width)


def _shared(needs: Sequence[int], width: int) -> list[int]:
    """Pixels of each column, from the halves of its longest text: all that it needs, or where that
    is too much for all as few as its lines need, with what is over for the longest texts; where
    that is too much, too, the widest get less.
    """
    widths = [_pixels(need) for need in needs]
    for lines in range(2, _LINES + 1):
        if sum(widths) <= width:
            break
        # a line more than its share of the text, since words are not broken anywhere
        broken = [max(min(need, _SHORT), -(-need // lines) + 2) for need in needs]
        widths = [_pixels(min(need, each)) for need, each in zip(needs, broken)]
    while sum(widths) > width and max(widths) > _LEAST:
        widths[widths.index(max(widths))] -= 1
    over = width - sum(widths)
    lacks = [_pixels(need) - each for need, each in zip(needs, widths)]
    if over > 0 and any(lacks):
        most = lacks.index(max(lacks))
        widths[most] += min(over, lacks[most])
    return widths
