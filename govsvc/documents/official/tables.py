"""Tables of a paper: lists with a header that is repeated, and forms to fill in."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tc
from docx.shared import Length, Mm
from docx.table import Table, _Cell, _Row

from govsvc.documents.official import measures, ooxml
from govsvc.domain.safe_text import without_controls

_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")
_CENTRE, _LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its header, its share of the width, and whether its texts are centred."""

    header: str
    share: float = 1
    is_centred: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a form. `is_label`: its text names what stands beside it. `span`: columns that it
    takes. `height`: of its row, at least.
    """

    text: str
    is_label: bool = False
    span: int = 1
    height: Length = Mm(9)


def add_list(
    document: Document,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    width: Length,
    marked: Sequence[str] = (),
) -> Table:
    """A table of that width: header in 黑体 on every page, rows that are not parted. `marked`: what
    is marked in it as with a pen.
    """
    total = sum(column.share for column in columns)
    widths = [Length(int(width * column.share / total)) for column in columns]
    table = _bordered(document, len(rows) + 1, widths)
    header, *others = table.rows
    header._tr.get_or_add_trPr().append(ooxml.element("tblHeader"))
    for cell, column in zip(header.cells, columns):
        _write(cell, column.header, measures.HEI, is_centred=True)
    patterns: dict[int, CT_Tc] = {}
    for row, texts in zip(others, rows):
        if max(map(len, texts)) <= measures.MOST_WHOLE:
            _keep_whole(row)
        for place, (tc, column, text) in enumerate(zip(row._tr.tc_lst, columns, texts)):
            if place in patterns and _is_plain(text, marked):
                row._tr.replace(tc, _like(patterns[place], text))
                continue
            cell = _Cell(tc, table)
            _write(cell, text, is_centred=column.is_centred, marked=marked)
            if _is_plain(text, marked):
                patterns[place] = tc
    return table


def _is_plain(text: str, marked: Sequence[str]) -> bool:
    """Whether the text is one line of one run."""
    text = without_controls(text)
    return text != "" and "\n" not in text and not any(mark in text for mark in marked)


def _like(pattern: CT_Tc, text: str) -> CT_Tc:
    """A cell that looks like that one: to lay out each anew takes ten times as long."""
    made = deepcopy(pattern)
    (run,) = made.iter(qn("w:r"))
    run.text = without_controls(text)
    return made


def add_form(
    document: Document, rows: Sequence[Sequence[Cell]], shares: Sequence[float], width: Length
) -> Table:
    """A form: each row's cells span as many columns as `shares` has in sum."""
    widths = [Length(int(width * share / sum(shares))) for share in shares]
    table = _bordered(document, len(rows), widths)
    for row, cells in zip(table.rows, rows):
        if max(len(cell.text) for cell in cells) <= 2 * measures.MOST_WHOLE:
            _keep_whole(row)
        row.height = max(cell.height for cell in cells)
        row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
        places, at = row.cells, 0
        for cell in cells:
            place = places[at]
            if cell.span > 1:
                place = place.merge(places[at + cell.span - 1])
            _write(
                place,
                cell.text,
                measures.HEI if cell.is_label else measures.FANG_SONG,
                size=measures.NUMBER_SIZE,
                is_centred=cell.is_label,
            )
            at += cell.span
    return table


def _bordered(document: Document, rows: int, widths: Sequence[Length]) -> Table:
    """An empty table with lines around all cells, whose columns keep their widths."""
    table = document.add_table(rows, len(widths))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    properties = table._tbl.tblPr
    borders = ooxml.element("tblBorders")
    for side in _BORDERS:
        borders.append(ooxml.element(side, val="single", sz=4, space=0, color="000000"))
    layout = properties.find(qn("w:tblLayout"))
    layout.addprevious(borders)
    margins = ooxml.element("tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        margin = measures.CELL_SIDE if side in ("left", "right") else measures.CELL_TOP
        margins.append(ooxml.element(side, w=round(20 * margin.pt), type="dxa"))
    layout.addnext(margins)
    for old in properties.findall(qn("w:tblW")):
        ooxml.set_attributes(old, {"type": "dxa", "w": round(20 * sum(w.pt for w in widths))})
    for column, width in zip(table.columns, widths):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row._tr.tc_lst, widths):
            cell.width = width
    return table


def _keep_whole(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(ooxml.element("cantSplit"))


def _write(
    cell: _Cell,
    text: str,
    font: str = measures.FANG_SONG,
    *,
    size: Length = measures.TABLE_SIZE,
    is_centred: bool = False,
    marked: Sequence[str] = (),
) -> None:
    """Writes the lines of a text, a paragraph each."""
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    spacing = Length(int(measures.TABLE_SPACING * size / measures.TABLE_SIZE))
    for place, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.alignment = _CENTRE if is_centred else _LEFT
        ooxml.set_exact(paragraph, spacing)
        ooxml.add_marked(paragraph, line, marked, font, size)
        ooxml.break_anywhere(paragraph)
