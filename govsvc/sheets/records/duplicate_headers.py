"""A header that stands twice in a table: the first column counts.

Where the second column says otherwise there is a warning.
"""

from collections.abc import Iterator

from govsvc.sheets.cells import addresses, cell_text
from govsvc.sheets.cells.column import Column
from govsvc.sheets.records.sheet_issues import rows_text
from govsvc.sheets.records.sheet_reader import SheetReader
from govsvc.sheets.tables.headers import levels, plain
from govsvc.sheets.tables.table import Table


def check_twice(reader: SheetReader) -> None:
    """A warning for each column that has the header of one that is read, and other values."""
    for column, twin in _twins(reader.table):
        cells = zip(reader.rows, _texts(reader, column), _texts(reader, twin))
        unlike = [row for row, text, other in cells if other and other != text]
        if unlike:
            letter, twin_letter = addresses.letters(column), addresses.letters(twin)
            reader.sheet_issue(
                "warning",
                "header_twice",
                f"“{reader.table.header_at(column)}”有两列（{letter}列和{twin_letter}列），"
                f"{rows_text(unlike)}的内容不同；按{letter}列计，{twin_letter}列未读取。",
                "只留一列，另一列请删去或改表头",
                (reader.table.last, twin),
            )


def _twins(table: Table) -> Iterator[tuple[int, int]]:
    """(column that is read, column further right that is not and has the very same header)."""
    headers = {
        column: plain("".join(texts))
        for column, texts in levels(table.grid, table.first, table.last).items()
    }
    used = set(table.all_columns.values())
    chosen = table.choice.columns if table.choice else {}
    for name, column in table.all_columns.items():
        # of a field that a person chose the column of, the other column is no question
        if name in chosen:
            continue
        for other, header in headers.items():
            if other > column and other not in used and header == headers.get(column):
                yield column, other


def _texts(reader: SheetReader, column: int) -> Column[str]:
    return reader.column(column).map(cell_text.packed)
