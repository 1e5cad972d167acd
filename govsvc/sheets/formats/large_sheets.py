"""A large sheet as its columns: its rows are never all in memory as cells of their own."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from typing import Any, overload

import numpy as np
import pyarrow as pa

from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.column import Column

#: so many rows are taken at a time: their cells are still at hand when they are told apart
_AT_ONCE = 1000
#: so few rows are handed out as they are
_FEW = 100


class RowsOfColumns(Sequence[list[CellValue]]):
    """The rows of some columns of the same length; a row is put together when it is asked for."""

    def __init__(self, columns: Sequence[Column[CellValue]]):
        self.columns = columns

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    @overload
    def __getitem__(self, row: int) -> list[CellValue]: ...

    @overload
    def __getitem__(self, row: slice) -> Sequence[list[CellValue]]: ...

    def __getitem__(self, row: int | slice) -> list[CellValue] | Sequence[list[CellValue]]:
        if isinstance(row, int):
            return [column[row] for column in self.columns]
        numbers = range(*row.indices(len(self)))
        if len(numbers) <= _FEW:
            return [self[number] for number in numbers]
        return self.part(row)

    def part(self, rows: slice) -> "RowsOfColumns":
        """Some rows only."""
        return RowsOfColumns([column.part(rows) for column in self.columns])

    def __iter__(self) -> Iterator[list[CellValue]]:
        return map(list, zip(*self.columns))

    def trimmed(self) -> "RowsOfColumns":
        """Without the empty rows at the end and the empty columns at the right."""
        ends = [_end(column) for column in self.columns]
        height = max(ends, default=0)
        width = max((number + 1 for number, end in enumerate(ends) if end), default=0)
        rows = RowsOfColumns(self.columns[:width])
        return rows if height == len(rows) else rows.part(slice(height))


def _end(column: Column[CellValue]) -> int:
    """The number of rows up to the last one that holds something."""
    filled = np.nonzero(column.lengths[column.codes])[0]
    return int(filled[-1]) + 1 if len(filled) else 0


class _Cells:
    """The cells of a column as they come: texts as long as there is nothing else."""

    def __init__(self) -> None:
        self._texts: list[pa.StringArray] | None = []
        self._cells: list[CellValue] = []

    def add(self, cells: list[CellValue]) -> None:
        if self._texts is not None:
            try:
                self._texts.append(pa.array(cells, pa.string()))
                return
            except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeError):
                self._cells, self._texts = self._joined().to_pylist(), None
        self._cells += cells

    def column(self) -> Column[CellValue]:
        return Column.of(self._cells) if self._texts is None else Column.of_texts(self._joined())

    def _joined(self) -> Any:
        return pa.concat_arrays(self._texts) if self._texts else pa.array([], pa.string())


def by_columns(rows: Iterable[list[CellValue]], left: int, width: int) -> RowsOfColumns:
    """The rows, all of the same `width`, behind `left` columns in which nothing stands."""
    columns = [_Cells() for _ in range(width)]
    coming, height = iter(rows), 0
    while part := list(islice(coming, _AT_ONCE)):
        height += len(part)
        cells = list(chain.from_iterable(part))
        for number, column in enumerate(columns):
            column.add(cells[number::width])
    empty: Column[CellValue] = Column.constant("", height)
    # what is different is found out beside each other
    with ThreadPoolExecutor(2) as threads:
        return RowsOfColumns([empty] * left + list(threads.map(_Cells.column, columns)))
