"""A city's bulletin as a Word file: a table for each indicator, laid out as counties import it."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from docx.shared import Pt

from govsvc.documents.official import Column, Paper
from govsvc.exports.export import Sheet

_NUMERALS = "一二三四五六七八九十"
#: shares of the width: what stands in the first column is the longest
_FIRST, _OTHERS = 1.5, 1


def content(
    title: str,
    opening: str,
    parts: Sequence[tuple[str, str, Sheet]],
    *,
    office: str,
    day: date,
    spacing: Decimal,
    made_at: datetime,
) -> bytes:
    """The file. `parts`: (heading, what is said, table) of each indicator, at most ten; `office`
    signs, `spacing`: of lines, in points.
    """
    paper = Paper(Pt(float(spacing)), name=title, author=office, made_at=made_at)
    paper.title(title)
    paper.paragraph(opening)
    for numeral, (heading, said, table) in zip(_NUMERALS, parts):
        paper.heading(f"{numeral}、{heading}")
        paper.paragraph(said)
        columns = [
            Column(header, _OTHERS if place else _FIRST, is_centred=place > 0)
            for place, header in enumerate(table.columns)
        ]
        paper.table(
            columns,
            [["" if cell is None else str(cell) for cell in row] for row in table.rows],
            table.title,
        )
    paper.signature(office, day, is_sealed=False)
    return paper.content()
