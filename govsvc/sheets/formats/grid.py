"""One sheet as rows of cells, whatever file it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

import numpy as np

from govsvc.sheets.cells import limits
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.column import Column
from govsvc.sheets.formats.large_sheets import RowsOfColumns

#: (row, column) from 0
Position = tuple[int, int]


@dataclass
class Grid:
    """One sheet: `rows` of cells from A1 on, "" for blank, all of the same width.

    `merges`: (top, left, bottom, right) from 0. `long_cells`: cells over the limit of characters,
    emptied. `lengths`: of a text file, how many cells each row really has. `uncomputed`: cells
    whose formula has no value, or that hold an error. `hidden_rows`, `hidden_columns`: of an
    .xlsx. `file`: the file's name without its ending, where it may tell what the sheet is.
    """

    name: str
    rows: Sequence[list[CellValue]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    is_hidden: bool = False
    lengths: list[int] | None = None
    long_cells: dict[Position, int] = field(default_factory=dict)
    uncomputed: set[Position] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    file: str = ""
    _columns: dict[int, Column[CellValue]] = field(default_factory=dict, init=False, repr=False)

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.rows[0]) if self.rows else 0

    @cached_property
    def _origins(self) -> dict[Position, Position]:
        """Cell of a merged range → the range's first cell."""
        return {
            (row, column): (top, left)
            for top, left, bottom, right in self.merges
            for row in range(top, min(bottom + 1, len(self.rows)))
            for column in range(left, min(right + 1, self.width))
        }

    def column(self, column: int) -> Column[CellValue]:
        """The cells of a column in all rows as they are."""
        if isinstance(self.rows, RowsOfColumns):
            return self.rows.columns[column]
        if not self._columns:
            cells = list(chain.from_iterable(self.rows))
            self._columns.update(
                (number, Column.of(cells[number :: self.width])) for number in range(self.width)
            )
        return self._columns[column]

    def forget(self) -> None:
        """To be called where rows were changed."""
        self._columns.clear()

    def filled_column(self, column: int, rows: np.ndarray) -> Column[CellValue]:
        """The cells of a column in some rows, merged ones filled."""
        if any(left <= column <= right for _, left, _, right in self.merges):
            return Column.of([self.filled(row, column) for row in rows.tolist()])
        return self.column(column).take(rows)

    def filled(self, row: int, column: int) -> CellValue:
        """The cell's value; in a merged range that of its top-left cell."""
        if self.merges:
            row, column = self._origins.get((row, column), (row, column))
        return self.rows[row][column]

    def set_uncomputed(self, cells: set[Position]) -> None:
        """Notes cells without a value; a row of nothing else is a row, too."""
        if self.is_hidden or not cells:
            return
        self.uncomputed = cells
        bottom = max((row for row, _ in cells if row < limits.MOST_ROWS), default=-1) + 1
        if bottom > len(self.rows):
            blank: list[CellValue] = [""] * self.width
            self.rows = [*self.rows, *(blank.copy() for _ in range(bottom - len(self.rows)))]
            self.forget()


def is_blank(row: list[CellValue]) -> bool:
    """Whether no cell holds anything: many times faster than looking at each."""
    return row.count("") == len(row)


def trimmed(name: str, rows: list[list[CellValue]]) -> Grid:
    """A grid without the empty rows at the end and the empty columns at the right.

    Raises FileRefused over the limits of rows and columns.
    """
    while rows and is_blank(rows[-1]):
        rows.pop()
    width = 0
    for row in rows:
        end = len(row)
        while end > width and row[end - 1] == "":
            end -= 1
        width = max(width, end)
    return _checked(
        name,
        [row if len(row) == width else row[:width] + [""] * (width - len(row)) for row in rows],
        width,
    )


def trimmed_columns(name: str, rows: RowsOfColumns) -> Grid:
    """The same of a large sheet."""
    kept = rows.trimmed()
    return _checked(name, kept, len(kept.columns))


def _checked(name: str, rows: Sequence[list[CellValue]], width: int) -> Grid:
    limits.check_extent(name, len(rows), width)
    grid = Grid(name, rows)
    # emptying a cell makes the columns be taken anew: the long ones are looked for before
    with_long_cells = [
        column
        for column in range(width)
        if grid.column(column).lengths.max(initial=0) > limits.MOST_CHARACTERS
    ]
    if with_long_cells:
        grid.rows = list(rows)  # those of a large sheet have no cells of their own
    for column in with_long_cells:
        _empty_long_cells(grid, column)
    return grid


def _empty_long_cells(grid: Grid, column: int) -> None:
    for number, row in enumerate(grid.rows):
        cell = row[column]
        if isinstance(cell, str) and len(cell) > limits.MOST_CHARACTERS:
            grid.long_cells[number, column] = len(cell)
            row[column] = ""
    grid.forget()
