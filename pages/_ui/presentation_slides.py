"""The slides of the briefing as HTML; every text of the data is escaped."""

import re
from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

from govsvc.board.briefing import Slide
from govsvc.board.briefing.model import Bar, Bars, Cell, Fact, Note, Table
from pages._ui import presentation

#: a cell of so many characters stays on one line; one with a phrase of more than so many is broken
#: within the phrase
_SHORT, _LONG = 12, 12
#: so does the name of a bar of so many
_SHORT_NAME = 10
_PHRASES = re.compile("[，、；（）]")
#: a title of so many characters takes two lines in the largest type, in the one below it
_LARGE, _MIDDLE = 50, 60
#: between two characters that stay on one line
_JOINER = "\N{WORD JOINER}"


def slide(
    one: Slide,
    number: int,
    keys: Sequence[str],
    foot: str,
    query: dict[str, str],
    *,
    is_noting: bool,
) -> str:
    """One slide, `number` from 0 among those named `keys`.

    `foot`: HTML of what stands below every slide; `query`: month and edition, for the link to the
    slide's rows; `is_noting`: whether what the meeting decides can be entered.
    """
    note = '<a data-note href="#" title="临时新增议定事项">N 新增议定</a>' if is_noting else ""
    shown = " on" if one.key == presentation.chosen(keys) else ""
    facts = "".join(map(_fact, one.facts))
    parts = "".join(map(_part, one.parts))
    body = (f'<div class="facts">{facts}</div>' if facts else "") + (
        f'<div class="parts">{parts}</div>' if parts else ""
    )
    return (
        f'<section class="slide{shown}" data-slide="{escape(one.key)}" '
        f'data-address="{escape(presentation.slide_address(one.key))}">'
        f'<h1 class="{_size(one.title)}">{_title(one.title)}</h1>'
        f'<div class="body"><div class="fitted">{body}</div></div>'
        f'<footer><span class="whose">{foot}</span>{_detail(one, query)}{note}'
        f'<a class="leave" href="{escape(presentation.left_address())}" target="_self">Esc 退出</a>'
        f"<span>? 按键</span>{_steps(number, keys)}</footer></section>"
    )


def _title(text: str) -> str:
    """Escaped; no line begins with an opening bracket."""
    return escape(text).replace("（", f"{_JOINER}（")


def _size(title: str) -> str:
    return "large" if len(title) <= _LARGE else "middle" if len(title) <= _MIDDLE else "small"


def _detail(one: Slide, query: dict[str, str]) -> str:
    """The link to the page of the slide's rows."""
    if not one.parts:
        return ""
    page = one.page.removesuffix(".py").replace("overview", ".")
    address = f"{page}?{urlencode({**query, **one.query})}"
    return f'<a class="detail" href="{escape(address)}" target="_self">明细 ›</a>'


def _steps(number: int, keys: Sequence[str]) -> str:
    """‹ 3/10 ›, and what is said at the first and at the last."""
    ends = {0: "已是第一页", len(keys) - 1: "已是最后一页，按 Esc 退出"}
    links = []
    for step, key, sign, name in ((-1, "back", "‹", "上一页"), (1, "on", "›", "下一页")):
        to = number + step
        if 0 <= to < len(keys):
            address = escape(presentation.slide_address(keys[to]))
            links.append(
                f'<a data-step="{key}" href="{address}" target="_self" '
                f'aria-label="{name}">{sign}</a>'
            )
        else:
            links.append(f'<span class="no">{sign}</span>')
    count = f'<span class="count">{number + 1}/{len(keys)}</span>'
    end = f'<span class="end">{ends[number]}</span>' if number in ends else ""
    return f'{end}<span class="steps">{links[0]}{count}{links[1]}</span>'


def _fact(fact: Fact) -> str:
    return (
        f'<div class="fact"><b class="{fact.tone}">{escape(fact.value)}</b>'
        f"<span>{escape(fact.label)}</span></div>"
    )


def _part(part: Bars | Table | Note) -> str:
    if isinstance(part, Bars):
        inner = _bars(part)
    elif isinstance(part, Table):
        inner = _table(part)
    else:
        inner = f"<p>{escape(part.text)}</p>"
    caption = f"<h2>{escape(part.caption)}</h2>" if part.caption else ""
    note = "" if isinstance(part, Note) or not part.note else f"<small>{escape(part.note)}</small>"
    kind = type(part).__name__.lower()
    return f'<div class="part {kind}">{caption}{inner}{note}</div>'


def _bars(part: Bars) -> str:
    bars = "".join(_bar(bar, part) for bar in part.bars)
    return f'<div class="rows" style="--rows:{len(part.bars)}">{bars}</div>'


def _bar(bar: Bar, axis: Bars) -> str:
    """Name, bar, label on one line; the bar is drawn in percent of its track."""
    whole = axis.high - axis.low or 1
    left = 100 * (min(bar.start, bar.end) - axis.low) / whole
    width = 100 * abs(bar.end - bar.start) / whole
    mark = f'<i class="{bar.tone}" style="margin-left:{left:.2f}%;width:{width:.2f}%"></i>'
    short = " short" if len(bar.name) <= _SHORT_NAME else ""
    return (
        f'<span class="name{short}">{escape(bar.name)}</span>'
        f'<span class="track">{mark if width else ""}</span>'
        f'<span class="label">{escape(bar.label)}</span>'
    )


def _table(part: Table) -> str:
    head = "".join(
        f'<th class="{_align(part, n)}">{escape(name)}</th>' for n, name in enumerate(part.columns)
    )
    rows = "".join(
        "<tr>" + "".join(_cell(cell, _align(part, n)) for n, cell in enumerate(row)) + "</tr>"
        for row in part.rows
    )
    return (
        f'<div class="grown" style="--rows:{len(part.rows)}"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _align(part: Table, column: int) -> str:
    return "number" if column in part.numbers else ""


def _cell(cell: Cell, align: str) -> str:
    strip = ""
    if cell.place:
        place, of = cell.place
        marks = "".join(f"<i{' class=own' if n == place else ''}></i>" for n in range(1, of + 1))
        strip = f'<span class="strip" aria-hidden="true">{marks}</span>'
    longest = max(map(len, _PHRASES.split(cell.text)))
    short = "short" if len(cell.text) <= _SHORT else "long" if longest > _LONG else ""
    return f'<td class="{align} {cell.tone} {short}">{escape(cell.text)}{strip}</td>'
