"""Writing a template workbook: pages to read, sheets to fill in, drop-downs and the list sheet
behind the long ones.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import ceil

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from govsvc.domain.safe_text import columns_wide, without_controls
from govsvc.sheets.cells.vocabulary import TO_CHECK

#: what Excel takes as a list written into the rule itself
MOST_INLINE = 255
#: rows below the filled ones that have drop-downs, too
_SPARE_ROWS = 2000
_GROUND = PatternFill("solid", fgColor="F2F5F8")
_MARK = PatternFill("solid", fgColor="FFE699")
_LINE_HEIGHT = 16
_TOP = Alignment(vertical="top")
_WRAPPED = Alignment(wrap_text=True, vertical="top")


@dataclass(frozen=True, slots=True)
class FillIn:
    """A sheet to fill in: `columns` as (header, width, choices, is required), `rows` of texts, None
    for blank.
    """

    title: str
    columns: Sequence[tuple[str, float, Sequence[str], bool]]
    rows: Sequence[Sequence[str | None]] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A page to read: a title, lines of texts (an empty one parts blocks), widths of the columns.

    The line behind an empty one is a heading.
    """

    name: str
    title: str
    lines: Sequence[Sequence[str]]
    widths: Sequence[float]


def write(pages: Sequence[Reading], sheets: Sequence[FillIn], list_name: str) -> bytes:
    """The workbook as .xlsx.

    Every cell is text and formatted as text, so that codes keep their digits.

    A drop-down whose choices do not fit into the rule takes them from the sheet `list_name`, which
    is last.
    """
    book = Workbook(write_only=True)
    for page in pages:
        _reading(book, page)
    lists: dict[tuple[str, ...], str] = {}
    for sheet in sheets:
        _fill_in(book, sheet, list_name, lists)
    if lists:
        _list_sheet(book, list_name, lists)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(
    page,
    text: str = "",
    *,
    is_bold: bool = False,
    fill: PatternFill | None = None,
    alignment: Alignment | None = None,
    size: float = 11,
) -> Cell:
    cell = WriteOnlyCell(page)
    cell.number_format = "@"
    if is_bold or size != 11:
        cell.font = Font(bold=is_bold, size=size)
    if fill:
        cell.fill = fill
    if alignment:
        cell.alignment = alignment
    return _put(cell, text)


def _put(cell: Cell, text: str) -> Cell:
    cell.value = without_controls(text)
    # = and #N/A stay text
    cell.data_type = "s"
    return cell


def _reading(book: Workbook, page: Reading) -> None:
    sheet = book.create_sheet(page.name)
    _print_wide(sheet)
    for number, width in enumerate(page.widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.sheet_view.showGridLines = False
    sheet.row_dimensions[1].height = 2 * _LINE_HEIGHT
    sheet.append([_cell(sheet, page.title, is_bold=True, size=15)])
    is_heading = False
    for number, line in enumerate(page.lines, start=2):
        # a cell alone runs over those beside it
        needed = (
            [ceil(columns_wide(text) / (width - 2)) for text, width in zip(line, page.widths)]
            if len(line) > 1
            else [1]
        )
        sheet.row_dimensions[number].height = max(needed) * _LINE_HEIGHT + 3
        fill = _GROUND if is_heading else None
        alignment = _WRAPPED if len(line) > 1 else _TOP
        sheet.append(
            [
                _cell(sheet, text, is_bold=is_heading or not column, fill=fill, alignment=alignment)
                for column, text in enumerate(line)
            ]
        )
        is_heading = not line


def _print_wide(sheet) -> None:
    """A4 landscape, as wide as the page, the first row on each."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _fill_in(
    book: Workbook, sheet: FillIn, list_name: str, lists: dict[tuple[str, ...], str]
) -> None:
    page = book.create_sheet(sheet.title)
    page.freeze_panes = "A2"
    _print_wide(page)
    page.row_dimensions[1].height = 2 * _LINE_HEIGHT + 3
    last = max(len(sheet.rows) + 1, 2)
    headers = []
    for number, (header, width, choices, is_required) in enumerate(sheet.columns, start=1):
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = width
        page.column_dimensions[letter].number_format = "@"
        headers.append(
            _cell(
                page,
                header,
                is_bold=is_required,
                fill=_GROUND,
                alignment=Alignment(wrap_text=True, vertical="center"),
            )
        )
        if choices:
            page.data_validations.append(
                _drop_down(
                    header,
                    letter,
                    last + _SPARE_ROWS,
                    _source(tuple(choices), header, list_name, lists),
                )
            )
    if sheet.rows:
        page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{last}"
    page.append(headers)
    # a row is written when it is appended: one cell a column serves all rows
    plain = [_cell(page) for _ in sheet.columns]
    marked = [_cell(page, is_bold=True, fill=_MARK) for _ in sheet.columns]
    for row in sheet.rows:
        page.append(
            [
                None if text is None else _put(mark if text == TO_CHECK else cell, text)
                for text, cell, mark in zip(row, plain, marked)
            ]
        )


def _source(
    choices: tuple[str, ...], header: str, list_name: str, lists: dict[tuple[str, ...], str]
) -> str:
    """The rule's formula: the choices themselves where they fit, else their place on the list sheet
    (noted in `lists`).
    """
    inline = ",".join(choices)
    if len(inline) <= MOST_INLINE and not any(
        mark in choice for choice in choices for mark in ',"'
    ):
        return f'"{inline}"'
    lists.setdefault(choices, header)
    letter = get_column_letter(list(lists).index(choices) + 1)
    return f"'{list_name}'!${letter}$2:${letter}${len(choices) + 1}"


def _drop_down(header: str, letter: str, last: int, formula: str) -> DataValidation:
    """A drop-down that warns of other values and allows them: a new department is none of the old
    ones.
    """
    rule = DataValidation(
        type="list", formula1=formula, allow_blank=True, showErrorMessage=True, errorStyle="warning"
    )
    rule.errorTitle, rule.error = header[:32], "不在下拉选项中。确需填写的请点击“是”。"
    rule.add(f"{letter}2:{letter}{last}")
    return rule


def _list_sheet(book: Workbook, name: str, lists: Mapping[tuple[str, ...], str]) -> None:
    """Writes the sheet behind the long drop-downs. `lists`: choices → the first header that has
    them.
    """
    page = book.create_sheet(name)
    page.freeze_panes = "A2"
    for number in range(1, len(lists) + 1):
        page.column_dimensions[get_column_letter(number)].width = 30
    page.append(
        [_cell(page, f"{header}可选", is_bold=True, fill=_GROUND) for header in lists.values()]
    )
    for row in zip_longest(*lists):
        page.append([None if text is None else _cell(page, text) for text in row])
