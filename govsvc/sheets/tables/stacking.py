"""Several tables in one sheet: side by side, and one under the other."""

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from govsvc.domain.errors import FileRefused
from govsvc.domain.indicators import BULLETIN
from govsvc.domain.mappings import Choices
from govsvc.sheets.cells import answers, cell_text, limits, vocabulary
from govsvc.sheets.cells.column import positions
from govsvc.sheets.formats.grid import Grid, is_blank
from govsvc.sheets.tables import bulletin_columns
from govsvc.sheets.tables.headers import known_words, lines_of, plain
from govsvc.sheets.tables.table import (
    MOST_HEADER_ROWS,
    MOST_TITLES,
    SEARCHED_ROWS,
    Table,
    filled_cells,
    find_table,
)

#: an item's code, or a body's: no header has one
_CODE = re.compile(r"(?=.*\d)[0-9A-Za-z]{12,}")


def side_by_side(grid: Grid, said: Choices = Choices()) -> list[tuple[Grid, list[str]]]:
    """(part of the sheet, lines above all parts); one part where no empty column parts two tables.

    A part keeps its place: the cells beside it are emptied.
    """
    blank = [column for column in range(grid.width) if not grid.column(column).lengths.any()]
    if not blank:
        return [(grid, [])]
    spans = [
        (left + 1, right)
        for left, right in zip([-1, *blank], [*blank, grid.width])
        if right - left > 1
    ]
    head = replace(grid, rows=grid.rows[:SEARCHED_ROWS])
    tables = [
        (left, table)
        for left, right in spans
        if (table := find_table(_columns(head, left, right), said=said))
    ]
    if len(tables) < 2:
        return [(grid, [])]
    # what stands beside a table and is none belongs to the table at its left
    starts = [0, *(left for left, _ in tables[1:]), grid.width]
    heading = lines_of(grid.rows[: min(table.first for _, table in tables)])
    parts = [_columns(grid, left, right) for left, right in zip(starts, starts[1:])]
    return [
        (part, [] if lines_of(part.rows[: table.first]) else heading)
        for part, (_, table) in zip(parts, tables)
    ]


def _columns(grid: Grid, left: int, right: int) -> Grid:
    """The columns from `left` up to `right`, where they were."""
    return replace(
        grid,
        rows=[[""] * left + row[left:right] for row in grid.rows],
        merges=[merge for merge in grid.merges if left <= merge[1] < right],
        long_cells={
            position: size
            for position, size in grid.long_cells.items()
            if left <= position[1] < right
        },
    )


def stacked(grid: Grid, heading: list[str], said: Choices = Choices()) -> list[Table]:
    """The tables of a part of the sheet from top to bottom, each with the rows down to the next.

    Raises FileRefused where there are too many.
    """
    first = _topmost(grid, said)
    if first is None:
        return []
    first.heading = heading
    tables, header_end = [first], first.last + 1
    for row in _header_like(grid, first.last + 1):
        # the second row of a header may look like one itself
        if row <= header_end:
            continue
        upper = tables[-1]
        lower = _lower(grid, row, header_end, upper, said)
        if lower is None:
            continue
        header_end = lower.last
        lower.top = _title_row(grid, upper.last + 1, lower.first)
        if not _is_repeated(upper, lower):
            lower.heading = list(dict.fromkeys([*first.titles, *heading]))
            tables.append(lower)
            if len(tables) > limits.MOST_TABLES:
                raise FileRefused(
                    f"表“{grid.name}”里上下排列的表格超过{limits.MOST_TABLES}个。",
                    "请把不同的表格放到不同的工作表后重新上传。",
                    "too_many_tables",
                )
    for upper, lower in zip(tables, tables[1:]):
        # the cells are shared, only the end is another
        upper.grid = replace(grid, rows=grid.rows[: lower.top])
    return tables


def _lower(grid: Grid, row: int, header_end: int, upper: Table, said: Choices) -> Table | None:
    """The table whose header holds the row, None where it is none; often the upper one's again."""
    if grid.rows[row] == grid.rows[upper.last]:
        return replace(upper, first=row - upper.last + upper.first, last=row)
    begins = range(max(header_end, row - MOST_HEADER_ROWS + 1), row + 1)
    return find_table(grid, begins, range(row, row + MOST_HEADER_ROWS), said)


def _topmost(grid: Grid, said: Choices) -> Table | None:
    """The first table: the one with the most columns, or one above it."""
    table = find_table(grid, said=said)
    while table is not None and table.first > 1:
        above = find_table(grid, range(table.first - 1), range(table.first - 1), said)
        # a row between the two headers is one of the upper table
        if above is None or all(
            filled_cells(grid, row) < 2 for row in range(above.last + 1, table.first)
        ):
            break
        table = above
    return table


def _header_like(grid: Grid, start: int) -> Iterator[int]:
    """Rows from `start` on that hold two header words, and no code of an item.

    Below a blank row or a title one is enough, however it is spaced.
    """
    known = known_words()
    columns = [grid.column(column) for column in range(grid.width)]
    filled, words_known = np.zeros((2, len(grid.rows)), np.int32)
    has_county = np.zeros(len(grid.rows), bool)
    counties = known.intersection(vocabulary.FIELDS[BULLETIN]["county"])
    for column in columns:
        filled += (column.lengths != 0)[column.codes]
        is_known = column.is_in(known)
        words_known += is_known
        if is_known.any():
            has_county |= column.is_in(counties)
    has_two = filled >= 2
    is_after_gap = np.concatenate((np.zeros(1, bool), ~has_two[:-1]))
    is_after_gap[: start + 1] = False
    # a single known word is none of a header, unless it is that of the counties
    is_known = (words_known >= 2) | has_county
    for number in positions((is_after_gap | is_known) & has_two):
        if number < start:
            continue
        texts = [cell for cell in grid.rows[number] if isinstance(cell, str) and cell]
        # what answers yes or no is a row of the table above, whatever words its other cells hold
        if any(map(_CODE.fullmatch, texts)) or any(map(answers.is_plain, texts)):
            continue
        if is_after_gap[number]:
            if any(plain(text) in known for text in texts):
                yield number
            continue
        words = [text for text in texts if text in known]
        if len(words) > 1 or _is_bulletin_header(grid, number, words[0]):
            yield number


def _is_bulletin_header(grid: Grid, row: int, word: str) -> bool:
    """Whether the only known word is that of counties, and a measure stands beside it."""
    return word in vocabulary.FIELDS[BULLETIN]["county"] and any(
        bulletin_columns.read(cell_text.text(cell)) for cell in grid.rows[row]
    )


def _title_row(grid: Grid, start: int, first: int) -> int:
    """Where the titles of a lower table begin, whose header begins in row `first`.

    They are single texts right above it, or between it and a blank row above them. Other rows from
    `start` on are the upper table's: none is taken from it unsaid.
    """
    row = below_gap = first
    if row > start and is_blank(grid.rows[row - 1]):
        below_gap = row = row - 1
    while row > start and first - row < MOST_TITLES and filled_cells(grid, row - 1) == 1:
        row -= 1
    if row == start or is_blank(grid.rows[row - 1]):
        return row
    if below_gap != first:
        return below_gap
    return _below_data(grid, start, row, first)


def _below_data(grid: Grid, start: int, row: int, first: int) -> int:
    """The first of the single texts in rows `row` to `first` that is none of the upper table's.

    They stand right under its rows, without a gap.
    """
    # a text that stands further right than the table begins is one of the upper table's
    left = grid.rows[first].index(next(cell for cell in grid.rows[first] if cell != ""))
    while row < first and any(cell != "" for cell in grid.rows[row][left + 1 :]):
        row += 1
    # so is what the column said in a row before: the rest of that row was left blank
    before = {line[left] for line in grid.rows[start:row]} - {""}
    for number in range(first - 1, row - 1, -1):
        if grid.rows[number][left] in before:
            return number + 1
    return row


def _is_repeated(upper: Table, lower: Table) -> bool:
    """Whether the header is the one above once more, as at a page break, under no new title."""
    is_same = (lower.kind, lower.columns, lower.measures) == (
        upper.kind,
        upper.columns,
        upper.measures,
    )
    titles = lines_of(lower.grid.rows[lower.top : lower.first])
    return is_same and all(line in upper.titles for line in titles)
