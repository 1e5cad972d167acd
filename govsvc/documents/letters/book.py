"""A letter as a workbook: the paper on the first sheet, the list on another."""

import io
from collections.abc import Sequence
from math import ceil

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as BookCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from govsvc.documents.letters.pages import SHARES, Page
from govsvc.documents.official import Attachment, measures
from govsvc.documents.official.lines import day_text, wide
from govsvc.domain.safe_text import safe

_SIDE = Side(style="thin", color="000000")
_BOX = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
#: of columns, in half characters: all four of a form, and one share of a list
_FORM_WIDTH, _LIST_WIDTH = 88.0, 122.0
_SIZE, _TITLE = 12, 20
#: points that a line takes, and that a row has beside its lines
_LINE, _PADDING = 18.0, 8.0
#: points that a row may have
_HIGHEST = 405.0


def content(page: Page) -> bytes:
    """The file."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = page.letter.kind.word
    widths = [_FORM_WIDTH * share / sum(SHARES) for share in SHARES]
    _prepare(sheet, widths, is_across=False)
    row = _head(sheet, page)
    if page.form:
        for cells in page.form:
            row = _form_row(sheet, row, cells, widths)
    else:
        _text(sheet, row, page)
    for attachment in page.attachments:
        _list(book.create_sheet(attachment.name), attachment)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _prepare(sheet: Worksheet, widths: Sequence[float], *, is_across: bool) -> None:
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if is_across else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    # the stub does not know that every sheet has one
    sheet.oddFooter.center.text = "— &P —"  # type: ignore[union-attr]


def _put(
    sheet: Worksheet,
    row: int,
    column: int,
    text: str,
    *,
    font: str = measures.FANG_SONG,
    size: int = _SIZE,
    side: str = "left",
    span: int = 1,
    indent: int = 0,
) -> BookCell:
    """Writes the text over `span` columns, as it may stand in a cell."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, BookCell), "no merged cell is written twice"
    cell.value = str(safe(text))
    cell.data_type = "s"
    cell.font = Font(name=font, size=size)
    cell.alignment = Alignment(side, "center", wrap_text=True, indent=indent)
    if span > 1:
        sheet.merge_cells(
            start_row=row, start_column=column, end_row=row, end_column=column + span - 1
        )
    return cell


def _head(sheet: Worksheet, page: Page) -> int:
    """Title and number; gives the next row."""
    _put(
        sheet, 1, 1, "".join(page.title), font=measures.SONG_TITLE, size=_TITLE, side="center",
        span=4,
    )  # fmt: skip
    sheet.row_dimensions[1].height = 40
    number = page.letter.number
    _put(sheet, 2, 1, f"编号：{number}" if page.form else number, side="right", span=4)
    sheet.row_dimensions[2].height = _LINE + _PADDING
    return 3


def _form_row(sheet: Worksheet, row: int, cells: Sequence, widths: Sequence[float]) -> int:
    at, height = 1, 0.0
    for cell in cells:
        font = measures.HEI if cell.is_label else measures.FANG_SONG
        side = "center" if cell.is_label else "left"
        indent = 0 if cell.is_label else 1
        _put(sheet, row, at, cell.text, font=font, side=side, span=cell.span, indent=indent)
        width = sum(widths[at - 1 : at - 1 + cell.span])
        height = max(height, cell.height.pt, _height(cell.text, width))
        at += cell.span
    for column in range(1, 1 + len(widths)):
        sheet.cell(row, column).border = _BOX
    sheet.row_dimensions[row].height = height
    return row + 1


def _text(sheet: Worksheet, row: int, page: Page) -> None:
    """Addressee, text and foot of a 函, a row each."""
    letter = page.letter
    notes = [f"附件：{attachment.name}" for attachment in page.attachments]
    lines = [
        (f"{page.addressee}：", "left", 0),
        *((f"　　{text}", "left", 0) for text in page.paragraphs),
        *((text, "left", 2) for text in notes),
        ("", "left", 0),
        (letter.office, "right", 2),
        (day_text(letter.day), "right", 4),
        (f"（{page.note}）", "left", 2),
    ]
    for place, (text, side, indent) in enumerate(lines, start=row):
        _put(sheet, place, 1, text, side=side, span=4, indent=indent)
        sheet.row_dimensions[place].height = _height(text, _FORM_WIDTH)


def _list(sheet: Worksheet, attachment: Attachment) -> None:
    """The list: 附件, its title, a header that is printed on every page, the rows."""
    columns = attachment.columns
    total = sum(column.share for column in columns)
    widths = [_LIST_WIDTH * column.share / total for column in columns]
    _prepare(sheet, widths, is_across=attachment.is_wide)
    _put(sheet, 1, 1, "附件", font=measures.HEI, span=len(columns))
    _put(
        sheet, 2, 1, attachment.name, font=measures.SONG_TITLE, size=_TITLE, side="center",
        span=len(columns),
    )  # fmt: skip
    sheet.row_dimensions[2].height = 36
    for place, column in enumerate(columns, start=1):
        cell = _put(sheet, 3, place, column.header, font=measures.HEI, side="center")
        cell.border = _BOX
    sheet.row_dimensions[3].height = max(_height(x.header, w) for x, w in zip(columns, widths))
    for row, texts in enumerate(attachment.rows, start=4):
        for place, (column, text) in enumerate(zip(columns, texts), start=1):
            side = "center" if column.is_centred else "left"
            indent = 0 if column.is_centred else 1
            _put(sheet, row, place, text, side=side, indent=indent).border = _BOX
        sheet.row_dimensions[row].height = max(map(_height, texts, widths))
    sheet.freeze_panes = "A4"
    sheet.print_title_rows = "3:3"


def _height(text: str, width: float) -> float:
    """Points that the text needs in a column of so many half characters."""
    most = max(1.0, width / 2 - 2)
    lines = sum(max(1, ceil(wide(line) * _SIZE / 11 / most)) for line in text.split("\n"))
    return min(_PADDING + _LINE * lines, _HIGHEST)
