"""Tables on a phone: one to read becomes a card a row, one to work on has the columns that matter
and have room, as wide as the screen; `row_cards` tells the rest.

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
#: pixels of a line, of what is above and below all of a row, and the most lines of a row
_LINE_HEIGHT, _ABOVE, _MOST_LINES = 20, 8, 6
#: days, times and figures are not broken; longer ones (codes) are
_WORD = re.compile(r"(?<![0-9A-Za-z:.,%-])[0-9A-Za-z:.,%-]{1,12}(?![0-9A-Za-z:.,%-])")
#: the head of a table, and the most that all of it takes, in pixels
_HEAD, _MOST_HEIGHT = 38, 620
#: column of numbers of the lines, which is no name of a row
_COUNTING = "序号"
_MARKS = re.compile(r"\\(.)|\[([^\]]*)\]\([^)]*\)|:\w+\[|\*\*|\]")


def screen() -> int | None:
    """How wide the screen is, in pixels, if it is narrow."""
    text = str(st.context.cookies.get(WIDTH_COOKIE, ""))
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
    """What `st.dataframe` takes so that as many of the columns `leading` as have room are seen
    whole on a screen of that width, and further ones where there is room; long texts in them are
    broken, and nothing slides sideways. Of a table to write in the heads have a pencil, too.
    """
    order = list(look.get("column_order") or rows.columns)
    names = [name for name in leading if name in order]
    if not names:
        return look
    ticks = _TICKS if "row" in str(look.get("selection_mode")) else 0
    room = width - _MARGINS - _BOX * is_boxed - ticks
    head = "　　%s" if "num_rows" in look or "disabled" in look else "%s"
    columns = {name: [head % name, *rows[name]] for name in order}
    texts = {name: columns[name] for name in names}
    if has_index := not look.get("hide_index", True):
        texts = {"_index": [rows.index.name or "", *rows.index], **texts}
    shown = _beside(texts, {name: columns[name] for name in order if name not in texts}, room)
    given = look.get("column_config") or {}
    config = {
        name: {**(given.get(name) or {}), "width": share} for name, (_, share) in shown.items()
    }
    changed: dict[str, Any] = {
        "column_order": list(shown)[has_index:],
        "column_config": {**given, **config},
    }
    lines = max(_lines(need, share) for need, share in shown.values())
    if lines > 1:
        row = max(_TALL_ROW, _ABOVE + _LINE_HEIGHT * min(lines, _MOST_LINES))
        changed |= {"row_height": row, "height": min(_MOST_HEIGHT, _HEAD + row * len(rows))}
    return {**look, **changed}


def _beside(
    leading: dict[str, list], others: dict[str, list], room: int
) -> dict[str, tuple[int, int]]:
    """Column → (halves of its longest text, pixels), of those that have room: the leading ones,
    without the last where there is too little, then others that fit as they are. Column → texts.
    """
    names, leasts = list(leading), [_least(column) for column in leading.values()]
    while len(names) > 1 + ("_index" in names) and sum(leasts) > room:
        names, leasts = names[:-1], leasts[:-1]
    needs = [max(map(halves, leading[name])) for name in names]
    widths = _shared(needs, room, leasts)
    shown = {name: (need, width) for name, need, width in zip(names, needs, widths)}
    left = room - sum(widths)
    for name, column in others.items():
        need = max(map(halves, column))
        if _pixels(need) <= left:
            shown[name] = (need, _pixels(need))
            left -= _pixels(need)
    return shown


def left_out(rows: pd.DataFrame, look: dict[str, Any]) -> list[str]:
    """The columns without a place in a table that is laid out for a narrow screen."""
    return [str(name) for name in rows if name not in look.get("column_order", rows.columns)]


def no_wider(rows: pd.DataFrame, look: dict[str, Any]) -> dict[str, Any]:
    """On a wide screen a column has at most the width that it needs: what is over is of use to
    those with long texts.
    """
    config = {
        name: {**column, "width": min(column["width"], _needed([name, *rows[name]]))}
        if name in rows and isinstance((column or {}).get("width"), int)
        else column
        for name, column in (look.get("column_config") or {}).items()
    }
    return {**look, "column_config": config} if config else look


def _needed(texts: Sequence[object]) -> int:
    """Pixels of a column of these texts, each in one line; below a head there is a mark of its
    order.
    """
    return _pixels(max(map(halves, texts)) + 1)


def _least(texts: Sequence[object]) -> int:
    """Pixels below which a head, a day or a time would be cut."""
    head, *cells = map(str, texts)
    words = [len(word) for cell in cells for word in _WORD.findall(cell)]
    return max(_LEAST, _pixels(max([min(halves(head), _LINE), *words])))


def _lines(need: int, width: int) -> int:
    """Of a text of so many halves in a column of so many pixels."""
    room = (width - _BESIDE) // _HALF
    return 1 if need <= room else -(-need // max(room - 1, 1))


def _pixels(width: int) -> int:
    """Of a column whose lines have so many halves."""
    return max(_LEAST, _BESIDE + _HALF * width)


def _shared(needs: Sequence[int], width: int, leasts: Sequence[int] = ()) -> list[int]:
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
    leasts = leasts or [_LEAST] * len(needs)
    widths = [max(pair) for pair in zip(widths, leasts)]
    while sum(widths) > width and any(map(int.__gt__, widths, leasts)):
        spare = [each - least for each, least in zip(widths, leasts)]
        widest = max((each, number) for number, each in enumerate(widths) if spare[number])[1]
        widths[widest] -= 1
    over = width - sum(widths)
    lacks = [_pixels(need) - each for need, each in zip(needs, widths)]
    if over > 0 and any(lacks):
        most = lacks.index(max(lacks))
        widths[most] += min(over, lacks[most])
    return widths
