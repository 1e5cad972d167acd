"""Cells of tables that the data leave open, filled in by a person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from govsvc.documents.papers.editing.typed import Origin, typed_figure
from govsvc.documents.papers.model import Gap, Paragraph, Part, Row, Table, text_of
from govsvc.domain.paper_versions import Words

#: between the parts of the key of a cell: paragraph, first cell of its row, header
_BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class OpenCell:
    """A cell that the data leave open. `row`, `column`: what it is called by; `about`: what is
    wanting in it.
    """

    key: str
    row: str
    column: str
    about: str


def is_of_cell(key: str) -> bool:
    """Whether words are kept under the key of a cell."""
    return _BETWEEN in key


def open_cells(paragraph: Paragraph | None) -> list[OpenCell]:
    """The cells of the paragraph's table that the data leave open."""
    return list(_open_cells(paragraph)) if paragraph else []


def _open_cells(paragraph: Paragraph) -> Iterator[OpenCell]:
    if paragraph.table is None:
        return
    for row in paragraph.table.rows:
        for column, cell in zip(paragraph.table.columns, row):
            if isinstance(cell, Gap):
                name = text_of(row[0])
                key = _BETWEEN.join((paragraph.key, name, column.header))
                yield OpenCell(key, name, column.header, cell.about)


def with_cells(paragraph: Paragraph, words: Mapping[str, Words], origin: Origin) -> Paragraph:
    """The paragraph, in the table of which the open cells say what a person wrote."""
    filled = {one.key: words[one.key].text for one in open_cells(paragraph) if one.key in words}
    if not filled or paragraph.table is None:
        return paragraph
    table = paragraph.table
    rows = tuple(_row(paragraph.key, table, row, filled, origin) for row in table.rows)
    return replace(paragraph, table=replace(table, rows=rows))


def _row(key: str, table: Table, row: Row, filled: Mapping[str, str], origin: Origin) -> Row:
    """The row with what a person wrote in its open cells; a text with digits is a number of his."""
    cells: list[Part] = []
    for column, cell in zip(table.columns, row):
        text = filled.get(_BETWEEN.join((key, text_of(row[0]), column.header)), "")
        if not isinstance(cell, Gap) or not text:
            cells.append(cell)
        elif any(map(str.isdigit, text)):
            cells.append(typed_figure(text, origin))
        else:
            cells.append(text)
    return tuple(cells)
