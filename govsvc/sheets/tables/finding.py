"""The tables of a sheet: as they are recognised, and as a person said that they are to be read."""

import copy
from collections.abc import Mapping
from dataclasses import replace

from govsvc.domain.indicators import BULLETIN, KINDS
from govsvc.domain.mappings import Choices, HeaderChoice, of_sheet
from govsvc.sheets.formats.grid import Grid
from govsvc.sheets.tables import bulletin_columns, headers
from govsvc.sheets.tables.bulletin_columns import Measure
from govsvc.sheets.tables.column_matching import Matched, match_columns
from govsvc.sheets.tables.stacking import side_by_side, stacked
from govsvc.sheets.tables.table import MOST_HEADER_ROWS, SEARCHED_ROWS, Table


def find_tables(grid: Grid, said: Choices = Choices()) -> list[Table]:
    """The tables of the sheet, side by side and one under the other.

    None where it holds nothing known. `said`: what a person said of headers. A table to be left
    alone has the kind "".
    """
    parts = [(part, stacked(part, heading, said)) for part, heading in side_by_side(grid, said)]
    if not said.headers:
        return [table for _, tables in parts for table in tables]
    return [table for part, tables in parts for table in _corrected(part, tables, said.headers)]


def _corrected(grid: Grid, tables: list[Table], choices: Mapping[str, HeaderChoice]) -> list[Table]:
    """The tables of a part of the sheet as a person said that they are to be read."""

    def choice_of(fingerprint: str) -> HeaderChoice | None:
        return choices.get(of_sheet(fingerprint, grid.name)) or choices.get(fingerprint)

    tables = [
        _chosen(table.grid, table.first, table.last, choice, table)
        if (choice := choice_of(table.fingerprint))
        else table
        for table in tables
    ]
    for first in range(min(len(grid.rows), SEARCHED_ROWS)):
        for last in range(first, min(len(grid.rows), first + MOST_HEADER_ROWS)):
            choice = choice_of(headers.fingerprint(grid, first, last))
            if choice and choice.rows == last - first + 1 and not _is_chosen(tables, first, last):
                tables = _in_place_of_guess(tables, grid, first, last, choice)
    return tables


def _is_chosen(tables: list[Table], first: int, last: int) -> bool:
    """Whether rows of the header that a person pointed at are in one that is chosen already."""
    return any(table.choice and table.first <= last and first <= table.last for table in tables)


def _in_place_of_guess(
    tables: list[Table], grid: Grid, first: int, last: int, choice: HeaderChoice
) -> list[Table]:
    """The tables with the one whose header a person pointed at.

    It stands for the guesses near it, or, where none is near, for every guess.
    """
    guesses = [table for table in tables if not table.choice]
    wrong = [table for table in guesses if abs(table.first - first) <= MOST_HEADER_ROWS] or guesses
    others = [table for table in tables if not any(table is guess for guess in wrong)]
    end = min(
        (table.top or table.first for table in others if table.first > last),
        default=len(grid.rows),
    )
    chosen = _chosen(replace(grid, rows=grid.rows[:end]), first, last, choice)
    chosen.top = max((table.top for table in wrong if table.top <= first), default=0)
    return sorted([*others, chosen], key=lambda table: table.first)


def _chosen(
    grid: Grid, first: int, last: int, choice: HeaderChoice, guess: Table | None = None
) -> Table:
    """The table as a person said; guessed where nothing was said of a field."""
    table = Table(grid, choice.kind, first, last, Matched(), choice=choice)
    if guess is not None:
        table.top, table.heading = guess.top, guess.heading
    if choice.kind not in KINDS:
        return table
    if guess is not None and guess.kind == choice.kind:
        table.matched = copy.deepcopy(guess.matched)
    else:
        table.matched = match_columns(choice.kind, headers.levels(grid, first, last))
    if choice.kind == BULLETIN:
        table.measures, table.ignored = bulletin_columns.match(grid, first, last)
    _choose_columns(table, choice)
    return table


def _choose_columns(table: Table, choice: HeaderChoice) -> None:
    """Sets the fields, and a bulletin's measures, of which a person said the column.

    The columns of a choice count from the header's first one; None means that it has none.
    """
    start = headers.first_column(table.grid, table.first, table.last)
    measures = {f"{measure.indicator}.{measure.measure}": measure for measure in table.measures}
    known = headers.fields_of(choice.kind)
    for name, offset in choice.columns.items():
        if name not in known:
            continue
        column = start + offset if offset is not None else table.grid.width
        is_there = column < table.grid.width
        if "." in name:
            measures.pop(name, None)
            if is_there:
                indicator, measure = name.rsplit(".", 1)
                measures[name] = Measure(column, indicator, measure)
            continue
        levels = headers.levels(table.grid, table.first, table.last).get(column, ())
        alone = match_columns(choice.kind, {column: levels} if levels else {})
        table.matched.choose(name, column if is_there else None, name in alone.inverted)
    table.measures = list(measures.values())
