"""What all kinds of sheets share: data rows, cell values, issues at cells, names, the month."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import numpy as np

from govsvc.domain.errors import Issue
from govsvc.domain.months import month_text
from govsvc.domain.roster import Roster
from govsvc.sheets.cells import addresses, cell_text, month_words
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.column import Column, Stays, positions
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.tables.data_rows import DataRows
from govsvc.sheets.tables.headers import plain
from govsvc.sheets.tables.table import Table

T = TypeVar("T")

MOST_QUOTED = 60
#: rows that a sentence names
_MOST_ROWS = 5


def rows_text(rows: Sequence[int]) -> str:
    """第5、6行, or 第5、6、7、8、9行等12行; `rows` from 0."""
    named = "、".join(str(row + 1) for row in rows[:_MOST_ROWS])
    return f"第{named}行" + (f"等{len(rows)}行" if len(rows) > _MOST_ROWS else "")


class SheetReader:
    """One recognised table while it is read: its data rows, cell values and the issues so far.

    `rows`: numbers (from 0) of the data rows, `totals` those of the total rows. `faulty`: rows with
    an error. `notes`: what else to say, in Chinese. Masks and columns have a value a data row.
    """

    def __init__(
        self,
        table: Table,
        meanings: Mapping[tuple[str, str], Mapping[str, str]] | None = None,
        roster: Roster = Roster(),
    ):
        """`meanings`: (field, header as compared) → cell without spaces → word it stands for."""
        self.roster = roster
        self.table, self.grid = table, table.grid
        #: column → cell without spaces → the word it stands for
        self._meanings = {
            column: words
            for name, column in table.columns.items()
            if (words := (meanings or {}).get((name, plain(table.header(name)))))
        }
        self.issues: list[Issue] = []
        self.faulty: set[int] = set()
        self.notes: list[str] = []
        #: cells whose error is noted already: that they are blank follows from it
        self._settled: set[tuple[int, int]] = set()
        data_rows = DataRows(table, self.columns_read)
        self.rows, self.totals = data_rows.rows, data_rows.totals
        self.row_numbers = np.array(self.rows, np.int64)
        self._columns: dict[int, Column[CellValue]] = {}

    # -- cells ---------------------------------------------------------------------------

    @property
    def columns_read(self) -> set[int]:
        """The columns that are a field, flag or measure."""
        return {*self.table.columns.values(), *(measure.column for measure in self.table.measures)}

    def leave_out(self, row: int) -> None:
        """Takes out of the data rows one that turned out to be something else."""
        self.rows = [other for other in self.rows if other != row]
        self.row_numbers = np.array(self.rows, np.int64)
        self._columns.clear()

    def column(self, column: int) -> Column[CellValue]:
        """The cells of a column in the data rows; a cell merged over rows is filled."""
        if column not in self._columns:
            cells = self.grid.filled_column(column, self.row_numbers)
            if column in self._meanings:
                words = self._meanings[column]
                cells = cells.map(lambda cell: words.get(cell_text.packed(cell)) or cell)
            self._columns[column] = cells
        return self._columns[column]

    def field(self, name: str) -> Column[CellValue]:
        """The same of a field, "" where the sheet has no such column."""
        if name in self.table.columns:
            return self.column(self.table.columns[name])
        return Column.constant("", len(self.rows))

    def explained(self) -> Iterator[tuple[tuple[str, str], str, str, int]]:
        """The values that a person explained.

        Each as ((field, header as compared), cell, word it stands for, number of rows).
        """
        fields = {column: name for name, column in self.table.columns.items()}
        for column, words in self._meanings.items():
            cells = self.grid.filled_column(column, self.row_numbers).map(cell_text.packed)
            for cell, word in words.items():
                count = int(cells.mask(cell.__eq__).sum())
                if word and count:
                    yield (fields[column], plain(self.table.header_at(column))), cell, word, count

    def parsed(
        self,
        column: int,
        parse: Callable[[CellValue], T],
        wanted: np.ndarray | None = None,
        stays: Stays | None = None,
    ) -> Column[T | None]:
        """`parse` of a column, None where the cell is wrong.

        A wrong cell is an error in the `wanted` rows (default all). `stays` as for `Column.map`.
        """
        parsed = self.column(column).map(caught(parse), stays)
        cells: list[Any] = parsed.cells
        wrong = [number for number, value in enumerate(cells) if isinstance(value, Wrong)]
        if wrong:
            is_wrong = np.isin(parsed.codes, wrong)
            for index in positions(is_wrong if wanted is None else is_wrong & wanted):
                self.error_of(self.rows[index], column, cells[parsed.codes[index]])
            cells = [None if isinstance(value, Wrong) else value for value in cells]
        return Column(cells, parsed.codes)

    def value(self, row: int, name: str) -> CellValue:
        """The cell of a field, "" where the sheet has no such column.

        A cell merged over rows is filled.
        """
        column = self.table.columns.get(name)
        return "" if column is None else self.at(row, column)

    def at(self, row: int, column: int) -> CellValue:
        """The cell; one merged over rows is filled."""
        return self.grid.filled(row, column)

    def text(self, row: int, name: str) -> str:
        """The cell of a field as text."""
        return cell_text.text(self.value(row, name))

    def quote(self, row: int, column: int) -> str:
        """The cell as a sentence quotes it."""
        text = cell_text.text(self.at(row, column))
        return text if len(text) <= MOST_QUOTED else text[:MOST_QUOTED] + "…"

    def read(self, row: int, name: str, parse: Callable[[CellValue], T]) -> T | None:
        """`parse` of the cell of a field.

        None where the column is missing, or the cell is wrong: then an error is noted.
        """
        if name not in self.table.columns:
            return None
        return self.read_at(row, self.table.columns[name], parse)

    def read_at(self, row: int, column: int, parse: Callable[[CellValue], T]) -> T | None:
        """`parse` of the cell, None where it is wrong: then an error is noted."""
        try:
            return parse(self.at(row, column))
        except Wrong as wrong:
            self.error_of(row, column, wrong)
            return None

    def is_uncomputed(self, column: int) -> np.ndarray:
        """Whether the column has a formula without a value."""
        if not self.grid.uncomputed:
            return np.zeros(len(self.rows), bool)
        return np.array([(row, column) in self.grid.uncomputed for row in self.rows], bool)

    # -- issues --------------------------------------------------------------------------

    def error(self, row: int, column: int, code: str, message: str, expected: str) -> None:
        """An error at a cell. The row is left out."""
        self.faulty.add(row)
        if (row, column) not in self._settled:
            self._add("error", row, column, code, message, expected)

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

    # -- names and months ----------------------------------------------------------------

    def named(self, name: str, meaning: str) -> Column[str]:
        """The texts of a column that names something, "" where there is none.

        It is filled down where most rows are blank; elsewhere a blank is an error. `meaning`: what
        the column names, in Chinese.
        """
        names = self.field(name).map(cell_text.name, cell_text.stays_in_name)
        blank = names.mask(lambda word: not word)
        if blank.any() and not blank.all() and blank.sum() * 2 > len(blank):
            above = np.maximum.accumulate(np.where(blank, -1, np.arange(len(blank))))
            names, blank = names.take(np.maximum(above, 0)), above < 0
        if blank.any():
            column = self.table.columns[name]
            self.errors(blank, column, f"{name}_blank", f"没有填写{meaning}", meaning)
        return names

    def roster_names(self, names: Column[str], kind: str, month: date) -> Column[str]:
        """The names of units as the roster has them in that month.

        One that it lacks stays as it is; one that was merged gives a note.
        """
        known = names.map(lambda text: self.roster.named(text, kind, month))
        for text, unit in dict(zip(names.cells, known.cells)).items():
            own = self.roster.resolve(text, kind)
            if own and own.name != unit:
                self.notes.append(f"“{text}”已并入“{unit}”，按“{unit}”读取。")
        return known

    def check_months(self, month: date) -> None:
        """Compares the month column with the sheet's `month`."""
        column = self.table.columns.get("month")
        if column is None:
            return
        months = self.parsed(column, lambda cell: month_words.cell(cell, month.year) or "")
        blank = months.mask(lambda of_row: of_row == "")
        if blank.sum() * 2 <= len(blank):
            self.errors(blank, column, "month_blank", "没有填写月份", month_text(month))
        self.errors(
            months.mask(lambda of_row: bool(of_row) and of_row != month),
            column,
            "another_month",
            f"与本表的月份{month_text(month)}不一致",
            f"{month_text(month)}（一张表只放一个月）",
        )

    def month_of_column(self, year: int | None) -> date | None:
        """The month that most rows of the month column name; of several the first.

        `year`: of months that are written without one.
        """
        months = self.field("month").map(caught(lambda cell: month_words.cell(cell, year)))
        counts = Counter(month for month in months if isinstance(month, date))
        return counts.most_common(1)[0][0] if counts else None

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


def caught(parse: Callable[[CellValue], T]) -> Callable[[CellValue], T | Wrong]:
    """`parse` that gives the `Wrong` that it would raise."""

    def parse_or_wrong(cell: CellValue) -> T | Wrong:
        try:
            return parse(cell)
        except Wrong as wrong:
            return wrong

    return parse_or_wrong
