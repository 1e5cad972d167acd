"""A header that stands twice in a table: the first column counts, and where the second says
otherwise this is told.
"""

from collections.abc import Iterator

from govsvc.sheets.cells import cell_text, limits
from govsvc.sheets.cells.column import Column
from govsvc.sheets.records.sheet_reader import SheetReader, rows_text
from govsvc.sheets.tables.headers import spellings
from govsvc.sheets.tables.table import Table


def check_twice(reader: SheetReader) -> None:
    """A warning for each column that has the header of one that is read, and other values."""
    for column, other in _twins(reader.table):
        first, second = _texts(reader, column), _texts(reader, other)
        unlike = [row for row, mine, its in zip(reader.rows, first, second) if its and its != mine]
        if unlike:
            letters = limits.letters(column), limits.letters(other)
            reader.sheet_issue(
                "warning",
                "header_twice",
                f"“{reader.table.header_at(column)}”有两列（{letters[0]}列和{letters[1]}列），"
                f"{rows_text(unlike)}的内容不同；按{letters[0]}列计，{letters[1]}列未读取。",
                "只留一列，另一列请删去或改表头",
                (reader.table.last, other),
            )


def _twins(table: Table) -> Iterator[tuple[int, int]]:
    """(column that is read, column further right that is not and has the very same header)."""
    headers = {
        column: spelled[1]
        for column, spelled in spellings(table.grid, table.first, table.last).items()
    }
    used = {*table.columns.values(), *(measure.column for measure in table.measures)}
    said = set(table.choice.columns) if table.choice else set()
    for name, column in (
        table.columns | {f"{m.indicator}.{m.measure}": m.column for m in table.measures}
    ).items():
        # of a field that a person placed the other column is known
        for other in headers if name not in said else ():
            if other > column and other not in used and headers[other] == headers.get(column):
                yield column, other


def _texts(reader: SheetReader, column: int) -> Column:
    return reader.column(column).map(cell_text.packed)
