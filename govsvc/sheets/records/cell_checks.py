"""What can be wrong with the cells of any sheet: too long, without a value, in no column."""

import numpy as np

from govsvc.sheets.cells import cell_text, limits
from govsvc.sheets.cells.column import positions
from govsvc.sheets.records.sheet_issues import rows_text
from govsvc.sheets.records.sheet_reader import SheetReader
from govsvc.sheets.tables.table import MOST_HEADER_ROWS


def check_cells(reader: SheetReader) -> None:
    """Errors at cells that cannot be read; notes on hidden rows and invisible characters."""
    _check_long_cells(reader)
    _check_uncomputed(reader)
    _check_garbled(reader)
    if reader.grid.lengths:
        _check_lengths(reader, reader.grid.lengths)
    hidden = sorted(reader.grid.hidden_columns & reader.columns_read)
    if hidden:
        named = "、".join(map(reader.table.column_name, hidden))
        reader.notes.append(f"隐藏的列{named}已照常读取；不要的请删去。")
    hidden_rows = reader.grid.hidden_rows
    if rows := [row for row in reader.rows if row in hidden_rows] if hidden_rows else []:
        reader.notes.append(
            f"有{len(rows)}个隐藏的数据行（{rows_text(rows)}），已照常读取；不要的请删去。"
        )
    with_marks = sum(
        int(_has(reader, column, cell_text.MARKS).sum()) for column in reader.columns_read
    )
    if with_marks:
        reader.notes.append(f"{with_marks}个单元格里有看不见的字符，已去掉。")


def _has(reader: SheetReader, column: int, pattern: str) -> np.ndarray:
    """Per row whether a pattern of characters that no ordinary text has occurs in the cell."""
    cells = reader.grid.column(column)
    return cells.odd_matching(pattern)[cells.codes[reader.row_numbers]]


def _check_long_cells(reader: SheetReader) -> None:
    rows = set(reader.rows) if reader.grid.long_cells else ()
    for (row, column), length in reader.grid.long_cells.items():
        if row in rows and column in reader.columns_read:
            reader.cell_error(
                row,
                column,
                "cell_too_long",
                f"内容有{length}个字符，超过{limits.MOST_CHARACTERS}个的上限",
                f"不超过{limits.MOST_CHARACTERS}个字符",
            )


def _check_uncomputed(reader: SheetReader) -> None:
    rows = set(reader.rows) if reader.grid.uncomputed else ()
    for row, column in sorted(reader.grid.uncomputed):
        if row in rows and column in reader.columns_read:
            reader.cell_error(
                row,
                column,
                "formula_without_value",
                "公式没有计算结果，或结果是错误值（如 #REF!）",
                "公式的结果（请用 Excel 或 WPS 打开、改正错误值，保存后重新上传）",
            )
            reader.settle(row, column)


def _check_garbled(reader: SheetReader) -> None:
    """An error at each cell with characters that were lost on the way (�)."""
    for column in sorted(reader.columns_read):
        for index in positions(_has(reader, column, "\ufffd")):
            reader.cell_error(
                reader.rows[index],
                column,
                "garbled",
                "里有无法识别的字符，内容已不完整",
                "完整的内容（请从原系统重新复制，或重新导出）",
            )


def _check_lengths(reader: SheetReader, lengths: list[int]) -> None:
    """An error where a row of a text file has cells beyond the header, or lacks some.

    `lengths`: how many cells each row has.
    """
    grid, table = reader.grid, reader.table
    # of two header rows the upper one may be no more than labels, and then counts as a title
    header_rows = grid.rows[max(table.top, table.last + 1 - MOST_HEADER_ROWS) : table.last + 1]
    filled = (c for c in range(grid.width) if any(row[c] != "" for row in header_rows))
    width, least = max(filled) + 1, max(reader.columns_read) + 1
    expected = "与表头同样多的列（内容中的逗号要加引号）"
    for row in reader.rows:
        length = lengths[row]
        if length > width:
            beyond = next((c for c in range(width, grid.width) if grid.rows[row][c] != ""), None)
            if beyond is not None:
                reader.error(row, beyond, "ragged_row", f"多出列，表头只有{width}列", expected)
        elif length < least:
            reader.error(row, length - 1, "ragged_row", f"之后缺列，表头有{width}列", expected)
