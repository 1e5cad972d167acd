"""Total rows of a sheet compared with the rows that they total."""

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

from govsvc.domain import indicators
from govsvc.sheets.cells import cell_text, values
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records.sheet_reader import SheetReader, caught

#: words of a total row that is no sum of these rows
_NO_SUM = re.compile(r"平均|均值|占比|比例|比率|上月|上年|去年|同期|上期|增减|较")
_PART = re.compile(r"小计")
_TAIL = re.compile(r"(小计|合计|总计)$")
#: 640, 640项, 共36个村
_SAID = re.compile(r"共?计?(\d{1,9})[项个条家件行]?(村|社区|村\(社区\)|事项)?")
UP, DOWN = True, False


@dataclass(frozen=True, slots=True)
class _Total:
    """A total row `number` with `at` data rows above it. `words`: its texts, with and without 小计.

    `is_part`: it says 小计. Then it is the sum of rows on one side of it, `side`; any other may be
    of rows on both.
    """

    number: int
    at: int
    words: tuple[str, ...]
    is_part: bool
    side: bool = UP


class _Sums:
    """One number a data row, added up in every way a total row may mean.

    A total may stand above, between or below its rows: it is right where it is the sum of a run of
    rows that ends or
    begins at it and, at the other end, at another total or the table's, of all rows, or of those of
    the unit it names.
    """

    def __init__(self, numbers: list[int], edges: Iterable[int], owners: Iterable[str]):
        self._until = [0, *accumulate(numbers)]
        self._edges = sorted({0, len(numbers), *edges})
        # sums never fall from edge to edge
        self._first = {self._until[edge]: edge for edge in reversed(self._edges)}
        self._last = {self._until[edge]: edge for edge in self._edges}
        self._of_unit: dict[str, int] = {}
        for owner, number in zip(owners, numbers):
            self._of_unit[owner] = self._of_unit.get(owner, 0) + number

    def fits(self, said: int, total: _Total) -> bool:
        """Whether `said` is such a sum."""
        here, at = self._until[total.at], total.at
        is_above, is_below = (
            self._first.get(here - said, at) < at,
            self._last.get(here + said, at) > at,
        )
        if any(said == self._of_unit.get(word) for word in total.words):
            return True
        if total.is_part:
            return is_above if total.side == UP else is_below
        return is_above or is_below or said == self._until[-1]

    def wanted(self, total: _Total) -> int:
        """The sum that the total most likely means."""
        named = next((self._of_unit[word] for word in total.words if word in self._of_unit), None)
        if named is not None or not total.is_part:
            return self._until[-1] if named is None else named
        place = bisect_left(self._edges, total.at)
        begin, end = (
            (max(place - 1, 0), place)
            if total.side == UP
            else (place, min(place + 1, len(self._edges) - 1))
        )
        return self._until[self._edges[end]] - self._until[self._edges[begin]]


#: a total row's cell that is wrong: row, column, the sum, whether it should be the number of rows
_Wrong = tuple[int, int, int, bool]


def check_totals(reader: SheetReader, outside: Collection[int] = frozenset()) -> None:
    """A warning at each count in a total row that is no sum of the rows it may stand for.

    `outside`: data rows that are not counted; a total may include them or not. A column with a cell
    that cannot be
    read is not looked at, and neither is a total row that counts rows, or those that say no,
    instead of adding.
    """
    totals = _totals(reader)
    if not totals:
        return
    owner = "unit" if "unit" in reader.table.columns else "group"
    owners = [cell_text.packed(reader.value(row, owner)) for row in reader.rows]
    edges = [bisect_left(reader.rows, number) for number in reader.totals]
    inside = [row not in outside for row in reader.rows]

    def sums(numbers: list[int]) -> list[_Sums]:
        ways = (
            [numbers]
            if all(inside)
            else [numbers, [number * is_in for number, is_in in zip(numbers, inside)]]
        )
        return [_Sums(way, edges, owners) for way in ways]

    checked = _Columns(reader, sums)
    found = min(
        (
            [
                wrong
                for total in totals
                for wrong in checked.wrong(
                    _Total(total.number, total.at, total.words, total.is_part, side)
                )
            ]
            for side in (UP, DOWN)
        ),
        key=len,
    )
    for number, column, wanted, counts_rows in found:
        unlike, hint = (
            (f"读到的{wanted}行", "，看有没有漏行") if counts_rows else (f"各行之和{wanted}", "")
        )
        reader.warn(
            number,
            column,
            "total_unlike_sum",
            f"与{unlike}不一致，按各行计",
            f"{wanted}（请核对合计和各行{hint}）",
        )


def _totals(reader: SheetReader) -> list[_Total]:
    found = []
    for number in reader.totals:
        texts = [
            cell_text.packed(cell)
            for cell in reader.grid.rows[number]
            if isinstance(cell, str) and cell
        ]
        if not any(map(_NO_SUM.search, texts)):
            words = tuple(
                dict.fromkeys(
                    word for text in texts for word in (text, _TAIL.sub("", text)) if word
                )
            )
            found.append(
                _Total(
                    number, bisect_left(reader.rows, number), words, any(map(_PART.search, texts))
                )
            )
    return found


class _Columns:
    """The columns that a total row may total: yes/no columns, counts, and the names, whose total is
    how many they are.
    """

    def __init__(self, reader: SheetReader, sums: Callable[[list[int]], list[_Sums]]):
        self._rows, self._grid = sums([1] * len(reader.rows)), reader.grid
        self._names = [reader.table.columns["name"]] if "name" in reader.table.columns else []
        self._yes: dict[int, list[_Sums]] = {}
        self._no: dict[int, list[_Sums]] = {}
        self._counts: dict[int, list[_Sums]] = {}
        for flag in indicators.flags_of(reader.table.kind):
            column = reader.table.columns.get(flag.key)
            answers = (
                None if column is None or flag.is_text else _read(reader, column, values.yes_no)
            )
            if answers is not None:
                self._yes[column] = sums([int(answer is True) for answer in answers])
                self._no[column] = sums([int(answer is not True) for answer in answers])
        for measure in reader.table.measures:
            if (
                measure.measure in ("numerator", "denominator")
                and measure.column not in self._counts
            ):
                numbers = _read(reader, measure.column, values.count)
                if numbers is not None:
                    self._counts[measure.column] = sums([number or 0 for number in numbers])

    def wrong(self, total: _Total) -> list[_Wrong]:
        """The cells of a total row that are no sum."""
        said = {
            column: number
            for column in (*self._names, *self._yes, *self._counts)
            if (number := _said(self._grid.rows[total.number][column])) is not None
        }

        def unlike(ways: Mapping[int, list[_Sums]]) -> list[int]:
            return [
                column
                for column, sums in ways.items()
                if column in said and not any(way.fits(said[column], total) for way in sums)
            ]

        # 1 may be 100 %
        ticked = [
            column
            for column in unlike(self._yes)
            if said[column] != 1
            or not 0 < self._yes[column][0].wanted(total) == self._rows[0].wanted(total)
        ]
        is_several = len(ticked) > 1 or sum(column in said for column in self._yes) == 1
        for other in (dict.fromkeys(self._yes, self._rows), self._no):
            if is_several and not set(ticked) & set(unlike(other)):
                ticked = []
        counts = self._yes | self._counts
        return [
            (total.number, column, counts[column][0].wanted(total), False)
            for column in (*ticked, *unlike(self._counts))
        ] + [
            (total.number, column, self._rows[0].wanted(total), True)
            for column in unlike(dict.fromkeys(self._names, self._rows))
        ]


def _read(reader: SheetReader, column: int, parse: Callable) -> list | None:
    """The column's values, None where a cell is wrong."""
    found = list(reader.column(column).map(caught(parse)))
    return None if any(isinstance(value, Wrong) for value in found) else found


def _said(cell) -> int | None:
    """The whole number in a cell of a total row."""
    found = _SAID.fullmatch(cell_text.packed(cell).replace(",", ""))
    return int(found[1]) if found else None
