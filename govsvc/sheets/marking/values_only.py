"""A workbook of any format as an .xlsx of the same sheets and cells: values only, no macros."""

from openpyxl.worksheet.worksheet import Worksheet

from govsvc.sheets.formats.reading import read_grids
from govsvc.sheets.marking.issue_sheet import empty_workbook
from govsvc.sheets.marking.rebuilt import fill
from govsvc.sheets.marking.sheet_tools import MOST_CELLS, sheet_title, too_many_cells
from govsvc.sheets.marking.writer import saved


def rewritten(file: str, content: bytes) -> bytes:
    """The .xlsx. Hidden sheets come without cells.

    Raises FileRefused where the file cannot be read or has too many cells.
    """
    grids, _ = read_grids(file, content)
    if sum(len(row) - row.count("") for grid in grids for row in grid.rows) > MOST_CELLS:
        raise too_many_cells()
    book = empty_workbook()
    for grid in grids:
        sheet: Worksheet = book.create_sheet(sheet_title(grid.name, book.sheetnames))
        fill(sheet, grid)
        sheet.sheet_state = "hidden" if grid.is_hidden else "visible"
    return saved(book)
