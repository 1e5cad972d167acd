"""Total rows of a sheet compared with the rows that they total."""

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import NamedTuple, TypeVar

from govsvc.domain import indicators
from govsvc.sheets.cells import answers, cell_text, values
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records.flags import answer_reader
from govsvc.sheets.records.sheet_reader import SheetReader, caught

T = TypeVar("T")

#: words of a total row that is no sum of these rows
_NO_SUM = re.compile(r"其中|平均|均值|占比|比例|比率|上月|上年|去年|同期|上期|增减|较")
_PART = re.compile(r"小计")
_TAIL = re.compile(r"(小计|合计|总计)$")
#: 640, 640项, 共36个村
_NUMBER = re.compile(r"共?计?(\d{1,9})[项个条家件行]?(村|社区|村\(社区\)|事项)?")
UP, DOWN = True, False


@dataclass(frozen=True, slots=True)
class _Total:
    """A total row `number` with `above` data rows above it. `words`: its texts, with and without
    小计.

    `is_part`: it says 小计. Then it is the sum of rows on one side of it, `side`; any other may be
    of rows on both.
    """

    number: int
    above: int
    words: tuple[str, ...]
    is_part: bool
    side: bool = UP


class _Sums:
    """One number a data row, added up in every way a total row may mean.

    A total may stand above, between or below its rows: it is right where it is the sum of a run of
    rows that ends or begins at it and, at the other end, at another total or the table's, of all
    rows, or of those of the unit it names.
    """

    def __init__(self, numbers: list[int], edges: Iterable[int], owners: Iterable[str]):
        """`edges`: how many data rows stand above each total row; `owners`: unit of each row."""
        #: sum of the rows above each row, and of all
        self._until = [0, *accumulate(numbers)]
        self._edges = sorted({0, len(numbers), *edges})
        # sums never fall from edge to edge
        self._first = {self._until[edge]: edge for edge in reversed(self._edges)}
        self._last = {self._until[edge]: edge for edge in self._edges}
        self._of_unit: dict[str, int] = {}
        for owner, number in zip(owners, numbers):
            self._of_unit[owner] = self._of_unit.get(owner, 0) + number

    def fits(self, number: int, total: _Total) -> bool:
        """Whether the number of a total row is such a sum."""
        if any(number == self._of_unit.get(word) for word in total.words):
            return True
        above, here = total.above, self._until[total.above]
        ends_here = self._first.get(here - number, above) < above
        begins_here = self._last.get(here + number, above) > above
        if total.is_part:
            return ends_here if total.side == UP else begins_here
        return ends_here or begins_here or number == self._until[-1]

    def expected(self, total: _Total) -> int:
        """The sum that the total most likely means."""
        named = next((self._of_unit[word] for word in total.words if word in self._of_unit), None)
        if named is not None or not total.is_part:
            return self._until[-1] if named is None else named
        edge = bisect_left(self._edges, total.above)
        begin, end = (
            (max(edge - 1, 0), edge)
            if total.side == UP
            else (edge, min(edge + 1, len(self._edges) - 1))
        )
        return self._until[self._edges[end]] - self._until[self._edges[begin]]


class _Unlike(NamedTuple):
    """A total row's cell that is no sum. `counts_rows`: it should be the number of rows."""

    row: int
    column: int
    expected: int
    counts_rows: bool


#: number of each data row → the sums that they give, with and without rows that do not count
_Summing = Callable[[list[int]], list[_Sums]]


def check_totals(reader: SheetReader, outside: Collection[int] = frozenset()) -> None:
    """A warning at each count in a total row that is no sum of the rows it may stand for.

    `outside`: data rows that are not counted; a total may include them or not. A column with a cell
    that cannot be read is not looked at, and neither is a total row that counts rows, or those that
    say no, instead of adding.
    """
    totals = _totals(reader)
    if not totals:
        return
    columns = _SummedColumns(reader, _summing(reader, outside))
    # of 小计 all stand below their rows or all above them
    unlike = min(
        (
            [each for total in totals for each in columns.unlike(replace(total, side=side))]
            for side in (UP, DOWN)
        ),
        key=len,
    )
    for row, column, expected, counts_rows in unlike:
        sum_of, hint = (
            (f"读到的{expected}行", "，看有没有漏行")
            if counts_rows
            else (f"各行之和{expected}", "")
        )
        reader.warn(
            row,
            column,
            "total_unlike_sum",
            f"与{sum_of}不一致，按各行计",
            f"{expected}（请核对合计和各行{hint}）",
        )


def _summing(reader: SheetReader, outside: Collection[int]) -> _Summing:
    owner = "unit" if "unit" in reader.table.columns else "group"
    owners = [cell_text.packed(reader.value(row, owner)) for row in reader.rows]
    edges = [bisect_left(reader.rows, row) for row in reader.totals]
    inside = [row not in outside for row in reader.rows]

    def sums(numbers: list[int]) -> list[_Sums]:
        ways = [numbers]
        if not all(inside):
            ways.append([number * is_inside for number, is_inside in zip(numbers, inside)])
        return [_Sums(way, edges, owners) for way in ways]

    return sums


def _totals(reader: SheetReader) -> list[_Total]:
    """The total rows that are sums: no averages, and none of another period."""
    totals = []
    for row in reader.totals:
        cells = reader.grid.rows[row]
        texts = [cell_text.packed(cell) for cell in cells if isinstance(cell, str) and cell]
        if any(map(_NO_SUM.search, texts)):
            continue
        words = [word for text in texts for word in (text, _TAIL.sub("", text)) if word]
        is_part = any(map(_PART.search, texts))
        above = bisect_left(reader.rows, row)
        totals.append(_Total(row, above, tuple(dict.fromkeys(words)), is_part))
    return totals


class _SummedColumns:
    """The columns that a total row may total.

    These are yes/no columns, counts, and the names, whose total is how many they are.
    """

    def __init__(self, reader: SheetReader, sums: _Summing):
        columns = reader.table.columns
        self._rows, self._grid = sums([1] * len(reader.rows)), reader.grid
        self._names = [columns["name"]] if "name" in columns else []
        self._yes: dict[int, list[_Sums]] = {}
        self._no: dict[int, list[_Sums]] = {}
        self._counts: dict[int, list[_Sums]] = {}
        for flag in indicators.flags_of(reader.table.kind):
            if flag.key in columns and not flag.is_text:
                readings = reader.column(columns[flag.key]).map(answer_reader(flag))
                if not readings.mask(lambda reading: reading.answer == answers.ASK).any():
                    marked = [int(reading.answer == answers.YES) for reading in readings]
                    self._yes[columns[flag.key]] = sums(marked)
                    self._no[columns[flag.key]] = sums([1 - mark for mark in marked])
        for column in dict.fromkeys(
            measure.column
            for measure in reader.table.measures
            if measure.measure in ("numerator", "denominator")
        ):
            numbers = _read(reader, column, values.count)
            if numbers is not None:
                self._counts[column] = sums([number or 0 for number in numbers])

    def unlike(self, total: _Total) -> list[_Unlike]:
        """The cells of a total row that are no sum."""
        numbers = {
            column: number
            for column in (*self._names, *self._yes, *self._counts)
            if (number := _number(self._grid.rows[total.number][column])) is not None
        }

        def unlike(sums_of: Mapping[int, list[_Sums]]) -> list[int]:
            return [
                column
                for column, sums in sums_of.items()
                if column in numbers and not any(way.fits(numbers[column], total) for way in sums)
            ]

        rows = self._rows[0].expected(total)
        # 1 may be 100 %
        ticked = [
            column
            for column in unlike(self._yes)
            if numbers[column] != 1 or not 0 < self._yes[column][0].expected(total) == rows
        ]
        # a total row may count the rows, or those that say no
        is_several = len(ticked) > 1 or sum(column in numbers for column in self._yes) == 1
        for other in (dict.fromkeys(self._yes, self._rows), self._no):
            if is_several and not set(ticked) & set(unlike(other)):
                ticked = []
        counts = self._yes | self._counts
        of_counts = [
            _Unlike(total.number, column, counts[column][0].expected(total), False)
            for column in (*ticked, *unlike(self._counts))
        ]
        of_rows = [
            _Unlike(total.number, column, rows, True)
            for column in unlike(dict.fromkeys(self._names, self._rows))
        ]
        return of_counts + of_rows


def _read(
    reader: SheetReader, column: int, parse: Callable[[CellValue], T | None]
) -> list[T | None] | None:
    """The column's values, None where a cell is wrong."""
    parsed: list[T | None] = []
    for value in reader.column(column).map(caught(parse)):
        if isinstance(value, Wrong):
            return None
        parsed.append(value)
    return parsed


def _number(cell: CellValue) -> int | None:
    """The whole number in a cell of a total row."""
    match = _NUMBER.fullmatch(cell_text.packed(cell).replace(",", ""))
    return int(match[1]) if match else None
