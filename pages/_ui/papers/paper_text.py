"""The text of a paper as it will be printed, each number linked to where it is seen."""

import html
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from govsvc.documents.official import Column
from govsvc.documents.official.lines import day_text
from govsvc.documents.papers import Draft, Figure, Gap, Paragraph
from govsvc.documents.papers.model import Attached, Chart, Part, Row, Table
from govsvc.domain import indicators
from govsvc.domain.rates import UNKNOWN
from pages._ui import frame

#: title of a page → its address
_ADDRESSES = {title: file.removesuffix(".py") for file, title in frame.PAGES}
#: addresses of pages on which an indicator, and on which a list is picked
_OF_INDICATORS, _OF_LISTS = ("indicator", "ranking", "gaps"), ("problems",)
#: rows of a list that are shown of it
_MOST_ROWS = 30


def head(draft: Draft) -> None:
    """The mark of a draft, the title and whom it goes to."""
    mark = f"<p class=mark>{html.escape(draft.mark)}</p>" if draft.mark else ""
    to = f"<p class=plain>{html.escape(draft.addressee)}：</p>" if draft.addressee else ""
    title = html.escape("".join(draft.title))
    st.html(f"<div class=paper_text>{mark}<p class=title>{title}</p>{to}</div>")


def paragraphs(shown: Sequence[Paragraph]) -> None:
    """Paragraphs, with the tables and charts below them."""
    st.html(f"<div class=paper_text>{''.join(map(_paragraph, shown))}</div>")


def crossed_out(text: str) -> None:
    """A paragraph that is not printed."""
    st.html(f"<div class=paper_text><p class=left_out>{html.escape(text)}</p></div>")


def foot(draft: Draft) -> None:
    """Who signs, the day, and what is attached."""
    office = html.escape(draft.office) or _gap(Gap("署名单位"))
    lists = "".join(map(_attached, draft.attachments))
    st.html(
        f"<div class=paper_text><p class=signature>{office}<br>{day_text(draft.day)}</p>"
        f"{lists}</div>"
    )


def _paragraph(one: Paragraph) -> str:
    kind = f"heading{min(one.level, 3)}" if one.level else "text"
    text = f"<p class={kind}>{_parts(one.parts)}</p>" if one.parts else ""
    return (
        text + (_table(one.table) if one.table else "") + (_chart(one.chart) if one.chart else "")
    )


def _parts(parts: Iterable[Part]) -> str:
    return "".join(map(_part, parts))


def _part(part: Part) -> str:
    if isinstance(part, Figure):
        return _figure(part)
    return _gap(part) if isinstance(part, Gap) else html.escape(part)


def _gap(gap: Gap) -> str:
    return f"<mark>{html.escape(gap.text)}</mark>"


def _figure(figure: Figure) -> str:
    """The number with what it is; linked to where it is seen."""
    facts = (figure.about, figure.what, figure.period, figure.counts, figure.source)
    said = html.escape(" · ".join(filter(None, facts)), quote=True)
    address = _ADDRESSES.get(figure.page)
    if address is None or address == frame.current().path:
        return f'<span class=typed title="{said}">{html.escape(figure.text)}</span>'
    address = _address(address, figure.about, frame.current().month)
    return (
        f'<a href="{html.escape(address, quote=True)}" target="_blank" '
        f'title="{said} · {figure.page}">{html.escape(figure.text)}</a>'
    )


def _cell(part: Part) -> str:
    """A part in a cell: what stands beside a number is below it."""
    if isinstance(part, Figure) and part.beside:
        below = f"<small>{html.escape(part.beside)}</small>"
        return f"{_figure(replace(part, beside=''))}<br>{below}"
    return _part(part)


def link_to(subject: str, label: str, month: date) -> str:
    """In Markdown: a link to where an indicator or a list of that name is seen."""
    is_list = subject in {one.name for one in indicators.problem_lists()}
    address = _OF_LISTS[0] if is_list else _OF_INDICATORS[0]
    return f"[{label}]({_address(address, subject, month)})"


def _address(address: str, subject: str, month: date | None) -> str:
    """Of a page in that month, on which the indicator or list is picked."""
    query = {"m": frame.month_key(month)} if month else {}
    if address in _OF_INDICATORS:
        query["ind"] = subject
    elif address in _OF_LISTS:
        query["list"] = subject
    return f"{address}?{urlencode(query)}"


def _table(table: Table) -> str:
    note = f"<p class=note>{_part(table.note)}</p>" if table.note else ""
    return _named(html.escape(table.name)) + _rows(table.columns, table.rows) + note


def _chart(chart: Chart) -> str:
    """The places of a chart as a table: as a picture it is in the file."""
    columns = (Column(chart.name), Column("数值", is_centred=True))
    rows = [(point.name, point.figure or UNKNOWN) for point in chart.points]
    return _named(f"图：{html.escape(chart.name)}") + _rows(columns, rows)


def _attached(attached: Attached) -> str:
    """The name of an attached list with its first rows."""
    shown, left = "", _MOST_ROWS
    for title, rows in attached.groups:
        if left > 0:
            shown += _named(_parts(title)) + _rows(attached.columns, rows[:left])
        left -= len(rows)
    rest = f"<p class=note>另有{-left}行没有列出，都在下载的文件里。</p>" if left < 0 else ""
    return _named(f"附件：{html.escape(attached.name)}") + shown + rest


def _named(name: str) -> str:
    """A title above a table; `name`: as HTML."""
    return f"<p class=table_name>{name}</p>" if name else ""


def _rows(columns: Sequence[Column], rows: Iterable[Row]) -> str:
    head = "".join(f"<th>{html.escape(column.header)}</th>" for column in columns)
    body = "".join(f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<div class=rows><table><tr>{head}</tr>{body}</table></div>"
