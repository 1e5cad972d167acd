"""What all kinds of sheets share while they are read: cell values, names, the month."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import numpy as np

from govsvc.domain.months import month_text
from govsvc.domain.roster import Roster
from govsvc.sheets.cells import answers, cell_text, month_words
from govsvc.sheets.cells.answers import Reading
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.column import Column, Stays, positions
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records.sheet_issues import SheetIssues
from govsvc.sheets.tables.headers import plain
from govsvc.sheets.tables.table import Table

T = TypeVar("T")
#: fields whose cells may refer to the row above
_REPEATABLE = ("unit", "item_type", "level")
_DITTO = re.compile(r"同上(?:行|一行)?|同前|[〃″\"”“]|'{2}|′{2}|[,，]{2}")


class SheetReader(SheetIssues):
    """One recognised table while it is read: its cell values beside the issues so far.

    Columns have a value a data row.
    """

    def __init__(
        self,
        table: Table,
        meanings: Mapping[tuple[str, str], Mapping[str, str]] | None = None,
        roster: Roster = Roster(),
    ):
        """`meanings`: (field, header as compared) → cell without spaces → word it stands for.

        A wording that was explained under one header of a field holds under all of them.
        """
        super().__init__(table)
        self.roster = roster
        #: column → cell without spaces → the word it stands for
        self._meanings = {
            column: words
            for name, column in table.columns.items()
            if (words := _words_of(meanings or {}, name, plain(table.header(name))))
        }
        self._columns: dict[int, Column[CellValue]] = {}
        self._repeatable = {table.columns[name] for name in _REPEATABLE if name in table.columns}
        #: (row, column) of a cell that says 同上 → the row that it means
        self._rows_above: dict[tuple[int, int], int] = {}

    def repeat(self, names: Iterable[str]) -> None:
        """The cells of these fields, too, may say 同上: `at` gives what stands above."""
        for column in {self.table.columns[name] for name in names} - self._repeatable:
            above = self._above(column, self.printed(column))
            self._rows_above |= {
                (self.rows[index], column): self.rows[above[index]]
                for index in positions(above != np.arange(len(above)))
            }

    def at(self, row: int, column: int) -> CellValue:
        """The cell; one merged over rows is filled, one that says 同上 is what stands above."""
        return super().at(self._rows_above.get((row, column), row), column)

    # -- cells ---------------------------------------------------------------------------

    def leave_out(self, row: int) -> None:
        """Takes out of the data rows one that turned out to be something else."""
        self.rows = [other for other in self.rows if other != row]
        self.row_numbers = np.array(self.rows, np.int64)
        self._columns.clear()

    def printed(self, column: int) -> Column[CellValue]:
        """The cells of a column in the data rows as the sheet has them.

        Columns that make up one field are read as one.
        """
        parts = self.table.matched.parts.get(column)
        if parts is None:
            return self.grid.filled_column(column, self.row_numbers)
        columns = [self.grid.filled_column(part, self.row_numbers) for part, _ in parts.columns]
        words = [word for _, word in parts.columns]
        together = ticked if any(words) else first_filled
        return Column.of([together(cells, words) for cells in zip(*columns)])

    def said_of(self, column: int) -> Mapping[str, str]:
        """What a person said of values of the column: cell without spaces → the word for it."""
        return self._meanings.get(column, {})

    def column(self, column: int) -> Column[CellValue]:
        """The cells of a column in the data rows, those that a person explained as their words.

        A cell merged over rows is filled.
        """
        if column not in self._columns:
            cells = self.printed(column)
            if column in self._meanings:
                words = self._meanings[column]
                cells = cells.map(lambda cell: words.get(cell_text.packed(cell)) or cell)
            if column in self._repeatable:
                cells = self._as_above(column, cells)
            self._columns[column] = cells
        return self._columns[column]

    def _as_above(self, column: int, cells: Column[CellValue]) -> Column[CellValue]:
        """同上 and 〃 are what stands above."""
        return cells.take(self._above(column, cells))

    def _above(self, column: int, cells: Column[CellValue]) -> np.ndarray:
        """Where each cell's value stands: in its own place, of 同上 and 〃 above; a note says so.
        With nothing above they stay.
        """
        places = np.arange(len(cells))
        is_ditto = cells.mask(lambda cell: bool(_DITTO.fullmatch(cell_text.packed(cell))))
        if not is_ditto.any():
            return places
        says = ~is_ditto & cells.mask(lambda cell: cell != "")
        above = np.maximum.accumulate(np.where(says, places, -1))
        is_known = is_ditto & (above >= 0)
        header = self.table.header_at(column)
        note = f"“{header}”有{int(is_known.sum())}处写的是同上，按上面一行的读取。"
        if is_known.any() and note not in self.notes:
            self.notes.append(note)
        return np.where(is_known, above, places)

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
            cells = self.printed(column).map(cell_text.packed)
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
        parsed: Column[Any] = self.column(column).map(caught(parse), stays)
        cells = parsed.cells
        wrong = [number for number, kind in enumerate(map(type, cells)) if kind is Wrong]
        if not wrong:
            return parsed
        is_wrong = np.isin(parsed.codes, wrong)
        for index in positions(is_wrong if wanted is None else is_wrong & wanted):
            self.error_of(self.rows[index], column, cells[parsed.codes[index]])
        cells = cells.copy()
        for number in wrong:
            cells[number] = None
        return Column(cells, parsed.codes)

    def value(self, row: int, name: str) -> CellValue:
        """The cell of a field, "" where the sheet has no such column.

        A cell merged over rows is filled.
        """
        column = self.table.columns.get(name)
        return "" if column is None else self.at(row, column)

    def text(self, row: int, name: str) -> str:
        """The cell of a field as text."""
        return cell_text.text(self.value(row, name))

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

    def is_unreadable(self, column: int) -> np.ndarray:
        """Whether the column has a formula without a value, or far too long a text."""
        cells = self.grid.uncomputed | self.grid.long_cells.keys()
        if not cells:
            return np.zeros(len(self.rows), bool)
        return np.array([(row, column) in cells for row in self.rows], bool)

    def ask(
        self,
        column: int,
        readings: Column[Reading],
        is_asked: np.ndarray,
        code: str,
        expected: str,
        *,
        costs_row: bool = False,
    ) -> None:
        """An error at each cell that was not understood, with the reason of its reading; it costs
        the cell's value, or its row.
        """
        error = self.error if costs_row else self.value_error
        for index in positions(is_asked):
            why = readings[index].why_not(cell_text.raw(self.column(column)[index]))
            error(self.rows[index], column, code, why, expected)

    # -- names and months ----------------------------------------------------------------

    def named(self, name: str, meaning: str) -> Column[str]:
        """The texts of a column that names something, "" where there is none.

        It is filled down where most rows are blank; elsewhere a blank is an error. `meaning`: what
        the column names, in Chinese.
        """
        names = self.field(name).map(cell_text.name, cell_text.stays_in_name)
        blank = ~names.filled
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
        if "month" not in self.table.columns:
            return None
        months = self.field("month").map(caught(lambda cell: month_words.cell(cell, year)))
        counts = Counter(month for month in months if isinstance(month, date))
        return counts.most_common(1)[0][0] if counts else None


def ticked(cells: Sequence[CellValue], words: Sequence[str]) -> CellValue:
    """What a row says by marks in columns: the words of those that are marked.

    What is neither a mark nor blank stands for itself, so that a person is asked.
    """
    said = []
    for cell, word in zip(cells, words):
        reading = answers.read_mark(cell_text.raw(cell))
        if reading == answers.YES:
            said.append(word)
        elif reading == answers.ASK:
            said.append(cell_text.text(cell))
    return "、".join(said)


def first_filled(cells: Sequence[CellValue], words: Sequence[str]) -> CellValue:
    """The first cell that holds something."""
    return next((cell for cell in cells if cell_text.name(cell)), "")


def _words_of(
    meanings: Mapping[tuple[str, str], Mapping[str, str]], field: str, header: str
) -> dict[str, str]:
    """What cells of a field stand for, as a person said it under any of its headers.

    What was said under this very header comes first. A bare number has another meaning in every
    system: it holds under its own header alone.
    """
    words = {
        cell: word
        for (of_field, _), of_header in meanings.items()
        if of_field == field
        for cell, word in of_header.items()
        if word and not cell.isdecimal()
    }
    return words | dict(meanings.get((field, header), {}))


def caught(parse: Callable[[CellValue], T]) -> Callable[[CellValue], T | Wrong]:
    """`parse` that gives the `Wrong` that it would raise."""

    def parse_or_wrong(cell: CellValue) -> T | Wrong:
        try:
            return parse(cell)
        except Wrong as wrong:
            return wrong

    return parse_or_wrong
