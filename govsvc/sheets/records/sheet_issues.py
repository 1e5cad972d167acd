"""What is wrong with a table while it is read: issues at cells, and rows that are left out."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

import numpy as np

from govsvc.domain import personal_data
from govsvc.domain.errors import Issue
from govsvc.domain.indicators import ITEMS, STATIONS
from govsvc.sheets.cells import addresses, cell_text, vocabulary
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.column import positions
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.tables.data_rows import DataRows
from govsvc.sheets.tables.table import Table

MOST_QUOTED = 60
#: rows that a sentence names
_MOST_ROWS = 5


def rows_text(rows: Sequence[int]) -> str:
    """第5、6行, or 第5、6、7、8、9行等12行; `rows` from 0."""
    named = "、".join(str(row + 1) for row in rows[:_MOST_ROWS])
    return f"第{named}行" + (f"等{len(rows)}行" if len(rows) > _MOST_ROWS else "")


class SheetIssues:
    """The data rows of a table and the issues found in them so far.

    `rows`: numbers (from 0) of the data rows, `totals` those of the total rows, `captions`: (row,
    text) of the headings between them. `faulty`: rows with
    an error. `notes`: what else to say, in Chinese. Masks have a value a data row.
    """

    def __init__(self, table: Table):
        self.table, self.grid = table, table.grid
        self.issues: list[Issue] = []
        self.faulty: set[int] = set()
        self.notes: list[str] = []
        #: cells whose error is noted already: that they are blank follows from it
        self._settled: set[tuple[int, int]] = set()
        #: (letters of the column, cell without spaces) → further cells that an error stands for
        self.alike: Counter[tuple[str, str]] = Counter()
        data_rows = DataRows(table, self.columns_read)
        self.rows, self.totals = data_rows.rows, data_rows.totals
        self.captions = data_rows.captions
        #: where the unit of the whole table was found, and which it may be where it is asked
        self.unit_from = ""
        self.unit_asked: tuple[str, ...] | None = None
        self.row_numbers = np.array(self.rows, np.int64)

    @property
    def columns_read(self) -> set[int]:
        """The columns that are a field, flag or measure."""
        return self.table.matched.used | {measure.column for measure in self.table.measures}

    @property
    def value_columns(self) -> set[int]:
        """Those of them in which a wrong cell costs only what reads its value."""
        if self.table.kind not in (ITEMS, STATIONS):
            return set()
        columns = self.table.columns
        placing = {columns[field] for field in vocabulary.PLACING if field in columns}
        return self.columns_read - placing

    def at(self, row: int, column: int) -> CellValue:
        """The cell; one merged over rows is filled."""
        return self.grid.filled(row, column)

    def quote(self, row: int, column: int) -> str:
        """The cell as a sentence quotes it: shortened, and masked where it is personal."""
        text = cell_text.text(self.at(row, column))
        text = personal_data.mask_cell(self.table.header_at(column), text)
        return text if len(text) <= MOST_QUOTED else text[:MOST_QUOTED] + "…"

    def error(self, row: int, column: int, code: str, message: str, expected: str) -> None:
        """An error at a cell. The row is left out."""
        self.faulty.add(row)
        if (row, column) not in self._settled:
            self._add("error", row, column, code, message, expected)

    def value_error(self, row: int, column: int, code: str, message: str, expected: str) -> None:
        """An error at a cell that costs only what reads its value. The row counts otherwise."""
        if (row, column) not in self._settled:
            self._add("error", row, column, code, message, expected)

    def cell_error(self, row: int, column: int, code: str, message: str, expected: str) -> None:
        """An error at a cell that cannot be read: it costs its value where that is all it costs,
        else the row.
        """
        error = self.value_error if column in self.value_columns else self.error
        error(row, column, code, message, expected)

    def value_errors(
        self, is_wrong: np.ndarray, column: int, code: str, message: str, expected: str
    ) -> None:
        """The same error of a value at a column in all rows of a mask."""
        for index in positions(is_wrong):
            self.value_error(self.rows[index], column, code, message, expected)

    def error_of(self, row: int, column: int, wrong: Wrong) -> None:
        """The error that a value of the cell is."""
        self.error(row, column, wrong.code, wrong.message, wrong.expected)

    def errors(
        self, is_wrong: np.ndarray, column: int, code: str, message: str, expected: str
    ) -> None:
        """The same error at a column in all rows of a mask."""
        for index in positions(is_wrong):
            self.error(self.rows[index], column, code, message, expected)

    def settle(self, row: int, column: int) -> None:
        """No further error is noted at the cell."""
        self._settled.add((row, column))

    def error_of_many(
        self, rows: Sequence[int], column: int, code: str, message: str, expected: str
    ) -> None:
        """An error at the first of these rows, which stands for all. They are left out."""
        self.faulty.update(rows)
        self.error(rows[0], column, code, message, expected)
        cell = cell_text.packed(self.quote(rows[0], column))
        self.alike[addresses.letters(column), cell] += len(rows) - 1

    def warn(self, row: int, column: int, code: str, message: str, expected: str) -> None:
        """A warning at a cell. The row counts."""
        self._add("warning", row, column, code, message, expected)

    def warnings(
        self, is_odd: np.ndarray, column: int, code: str, message: str, expected: str
    ) -> None:
        """The same warning at a column in all rows of a mask."""
        for index in positions(is_odd):
            self.warn(self.rows[index], column, code, message, expected)

    def _add(
        self, severity: str, row: int, column: int, code: str, message: str, expected: str
    ) -> None:
        self.issues.append(
            Issue.at_cell(
                self.grid.name,
                row + 1,
                addresses.letters(column),
                severity,
                code,
                message,
                self.quote(row, column),
                expected,
                self.table.header_at(column),
            )
        )

    def sheet_issue(
        self,
        severity: str,
        code: str,
        message: str,
        expected: str = "",
        at: tuple[int, int] | None = None,
    ) -> None:
        """Something wrong with the whole sheet, or with what begins at a cell.

        `at`: (row, column) of that cell, from 0.
        """
        row, column = (at[0] + 1, addresses.letters(at[1])) if at else (None, None)
        header = self.table.header_at(at[1]) if at else ""
        self.issues.append(
            Issue(
                self.grid.name,
                row,
                column,
                severity,
                code,
                message,
                expected=expected,
                header=header,
            )
        )

    def refuse_rows(self, code: str, message: str, expected: str) -> None:
        """An error of the whole sheet, for which no row of it counts."""
        self.sheet_issue("error", code, message, expected)
        self.faulty.update(self.rows)

    def is_faulty(self) -> np.ndarray:
        """Whether the row has an error."""
        return np.isin(self.row_numbers, list(self.faulty))

    def duplicates(self, keys: Iterable[tuple[int, Hashable, int]], meaning: str) -> None:
        """One error at each later row of the same key; neither row counts.

        `keys`: (row, key, column) in order. `meaning`: what the key is, in Chinese.
        """
        first: dict[Hashable, int] = {}
        for row, key, column in keys:
            if key in first:
                self.faulty.add(first[key])
                self.error(
                    row,
                    column,
                    "duplicate",
                    f"与第{first[key] + 1}行重复，两行都未计入",
                    f"{meaning}不重复（请核对第{first[key] + 1}行和第{row + 1}行）",
                )
            else:
                first[key] = row
