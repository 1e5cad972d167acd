"""The rows of a table of 一件事, with those that look like a heading and are none."""

import re

from govsvc.sheets.cells import cell_text, place_names
from govsvc.sheets.cells.chains_vocabulary import CHAIN
from govsvc.sheets.records.sheet_reader import SheetReader

_SECTION = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．]")


def rows_of(reader: SheetReader) -> list[int]:
    """The data rows; with them rows of a single text that is an item of the thing merged beside it,
    or a thing whose name ends as an office's does (企业开办).
    """
    alone = [row for row, text in reader.captions if _is_data(reader, row, text)]
    return sorted({*reader.rows, *alone})


def _is_data(reader: SheetReader, row: int, text: str) -> bool:
    column = reader.table.columns[CHAIN]
    cells = {
        other
        for other in reader.columns_read
        if cell_text.packed(reader.grid.rows[row][other]) == text
    }
    if cells == {column}:
        is_merged = any(
            top == row and left == column and right > left
            for top, left, _, right in reader.grid.merges
        )
        named = (*place_names.departments_in(text), *place_names.townships_in(text))
        return bool(named) and not is_merged and not _SECTION.match(text)
    return bool(cells) and cell_text.packed(reader.grid.filled(row, column)) not in ("", text)
