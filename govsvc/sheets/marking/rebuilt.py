"""A new workbook with the old one's values at the same places, for what openpyxl cannot keep."""

from collections.abc import Iterable, Sequence
from datetime import date

from openpyxl.worksheet.worksheet import Worksheet

from govsvc.domain.errors import Issue
from govsvc.sheets.cells import limits
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.formats.grid import Grid
from govsvc.sheets.formats.reading import read_grids
from govsvc.sheets.marking.cells import mark_cells
from govsvc.sheets.marking.issue_sheet import empty_workbook, is_list_grid, write_list
from govsvc.sheets.marking.sheet_tools import ILLEGAL, MOST_CELLS, sheet_title, too_many_cells
from govsvc.sheets.marking.writer import saved

#: whole numbers up to here a float holds exactly
_LARGEST_EXACT = 10**15
#: a longer text in a cell formatted as text Excel would show as ####
_LONGEST_AS_TEXT = 255


def mark(file: str, content: bytes, issues: Sequence[Issue]) -> tuple[bytes, list[str]]:
    """A marked workbook of the file's values, and notes in Chinese.

    Raises FileRefused where the file cannot be read or has too many cells.
    """
    grids = [grid for grid in read_grids(file, content)[0] if not is_list_grid(grid)]
    if sum(len(row) - row.count("") for grid in grids for row in grid.rows) > MOST_CELLS:
        raise too_many_cells()
    book = empty_workbook()
    titles: dict[str, str] = {}
    for grid in grids:
        taken = book.sheetnames
        sheet: Worksheet = book.create_sheet()
        titles[grid.name] = sheet.title = sheet_title(grid.name, taken)
        sheet.sheet_state = "hidden" if grid.is_hidden else "visible"
        fill(sheet, grid)
    notes = [*_notes(grids, titles), *mark_cells(book, issues, titles)]
    write_list(book, file, issues, titles, notes)
    return saved(book), notes


def _notes(grids: Sequence[Grid], titles: dict[str, str]) -> list[str]:
    """What is not as in the file: names of sheets, hidden sheets, long texts."""
    notes = []
    if renamed := [f"“{name}”改为“{title}”" for name, title in titles.items() if name != title]:
        notes.append(f"Excel 不接受的表名已改：{'、'.join(renamed)}。")
    if hidden := [grid.name for grid in grids if grid.is_hidden]:
        notes.append(f"隐藏的表（{'、'.join(hidden)}）没有写入内容。")
    if long := sum(len(grid.long_cells) for grid in grids):
        notes.append(f"{long}个单元格超过{limits.MOST_CHARACTERS}字，没有写入。")
    return notes


def fill(sheet: Worksheet, grid: Grid) -> None:
    """Puts the grid's values and merged cells into the sheet."""
    for number, row in enumerate(grid.rows, start=1):
        for column, value in enumerate(row, start=1):
            if value != "":
                _put_as_is(sheet, number, column, value)
    for top, left, bottom, right in _merges(grid):
        sheet.merge_cells(
            start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
        )


def _merges(grid: Grid) -> Iterable[tuple[int, int, int, int]]:
    """The merged ranges within the grid that overlap no other, up to the limit of cells."""
    left_over = MOST_CELLS
    taken: set[tuple[int, int]] = set()
    for top, left, bottom, right in grid.merges:
        # a merge of whole columns would take in a million cells
        bottom, right = min(bottom, len(grid.rows) - 1), min(right, grid.width - 1)
        left_over -= max(0, bottom - top + 1) * max(0, right - left + 1)
        if left_over < 0:
            return
        cells = {
            (row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)
        }
        if len(cells) > 1 and not cells & taken:
            taken |= cells
            yield top, left, bottom, right


def _put_as_is(sheet: Worksheet, row: int, column: int, value: CellValue) -> None:
    if isinstance(value, float) and value.is_integer() and abs(value) < _LARGEST_EXACT:
        value = int(value)
    if isinstance(value, date) and value.year < 1900:  # Excel knows no such day
        value = value.isoformat()
    if not isinstance(value, str):
        sheet.cell(row, column, value)
        return
    text = ILLEGAL.sub("", value)
    cell = sheet.cell(row, column, text)
    # a text that begins with = or is a long code stays one, also when the cell is edited
    cell.data_type = "s"
    if text.startswith(("=", "+", "-", "@")):
        cell.quotePrefix = True
    if len(text) <= _LONGEST_AS_TEXT:
        cell.number_format = "@"
