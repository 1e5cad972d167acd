"""Where a sheet's header stands, what kind of sheet it is, and which column is which field."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from govsvc import indicators
from govsvc.indicators import BULLETIN, ITEMS, KINDS, STATIONS, TARGETS, VILLAGES
from govsvc.sheets import bulletin_columns, columns, values
from govsvc.sheets.bulletin_columns import Measure
from govsvc.sheets.reading import Grid

SEARCHED_ROWS = 30
MOST_HEADER_ROWS = 3
_BRACKETS = re.compile(r"\([^()]*\)|【[^】]*】|\[[^\]]*\]")
_EDGES = re.compile(r"^[*·、:\d.]+(?=\D)|[*:;。]+$")


@dataclass(slots=True)
class Table:
    """A sheet that was recognised. Rows and columns count from 0. `columns`: field or flag key → column."""

    grid: Grid
    kind: str
    first: int
    last: int
    columns: dict[str, int]
    measures: list[Measure] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    def header(self, name: str) -> str:
        """The header of a field as the sheet prints it."""
        return self.header_at(self.columns[name])

    def header_at(self, column: int) -> str:
        texts = header_texts(self.grid, self.first, self.last, column)
        return texts[-1] if texts else ""

    @property
    def titles(self) -> list[str]:
        """Texts above the header."""
        found = [values.text(cell) for row in self.grid.rows[:self.first] for cell in row]
        return list(dict.fromkeys(line for line in found if line))

    @property
    def all_titles(self) -> list[str]:
        """Texts above and in the header."""
        found = [values.text(cell) for row in self.grid.rows[:self.last + 1] for cell in row]
        return [line for line in found if line]


def plain(header: str) -> str:
    """A header as it is compared: folded, without spaces, marks and numbering in front."""
    return _EDGES.sub("", values.packed(header))


def bare(header: str) -> str:
    """The same without what stands in brackets."""
    return _EDGES.sub("", _BRACKETS.sub("", plain(header)))


@lru_cache(maxsize=8)
def lookup(kind: str) -> dict[str, tuple[int, str]]:
    """Plain header → (place among the field's synonyms, field or flag key)."""
    found: dict[str, tuple[int, str]] = {}
    for name, headers in columns.FIELDS[kind].items():
        for place, header in enumerate(headers):
            found.setdefault(plain(header), (place, name))
    for flag in indicators.flags_of(kind):
        for place, header in enumerate((flag.header, *flag.headers)):
            found.setdefault(plain(header), (place, flag.key))
    return found


def header_texts(grid: Grid, first: int, last: int, column: int) -> list[str]:
    """The header's texts in one column from top to bottom, merged cells filled, without repetition."""
    texts = [values.packed(grid.filled(row, column)) for row in range(first, last + 1)]
    return [line for place, line in enumerate(texts) if line and (place == 0 or line != texts[place - 1])]


def match_columns(kind: str, grid: Grid, first: int, last: int) -> dict[str, int]:
    """Field → column for the header rows `first` to `last`."""
    known = lookup(kind)
    best: dict[str, tuple[int, int]] = {}
    responsible = None
    for column in range(grid.width):
        texts = header_texts(grid, first, last, column)
        if not texts:
            continue
        options = (plain(texts[-1]), plain("".join(texts)), bare(texts[-1]), bare("".join(texts)))
        found = next((known[option] for option in options if option in known), None)
        if found and (found[1] not in best or (found[0], column) < best[found[1]]):
            best[found[1]] = (found[0], column)
        if kind == ITEMS and options[0] in columns.RESPONSIBLE:
            responsible = column
    matched = {name: column for name, (_, column) in best.items()}
    if responsible is not None and matched.get("unit") != responsible:
        matched["responsible"] = responsible
    return matched


def is_of_kind(kind: str, found: dict[str, int], measures: list[Measure]) -> bool:
    """Whether the columns are enough to be a sheet of that kind."""
    flags = found.keys() & {flag.key for flag in indicators.flags_of(kind)}
    if kind == ITEMS:
        return bool(("name" in found or found.keys() & set(columns.CODES)) and (flags or "online_depth" in found))
    if kind == STATIONS:
        return "name" in found and bool(flags or "station_name" in found)
    if kind == VILLAGES:
        return "name" in found and bool(found.keys() & {"unit", "area_code"})
    if kind == TARGETS:
        return "indicator" in found and bool(found.keys() & {"value", "place"})
    return "county" in found and bool(measures)


def find_table(grid: Grid) -> Table | None:
    """The table of the sheet, None where it is of no known kind."""
    best: tuple[tuple, Table] | None = None
    filled = [row for row in range(min(len(grid.rows), SEARCHED_ROWS)) if any(cell != "" for cell in grid.rows[row])]
    for first in filled:
        for height in range(1, MOST_HEADER_ROWS + 1):
            last = first + height - 1
            if last >= len(grid.rows) or last not in filled:
                break
            for order, kind in enumerate(KINDS):
                found = match_columns(kind, grid, first, last)
                measures, ignored = [], []
                if kind == BULLETIN:
                    measures, ignored = bulletin_columns.match(grid, first, last, header_texts)
                if not is_of_kind(kind, found, measures):
                    continue
                score = (len(found) + len(measures), -height, -first, -order)
                if best is None or score > best[0]:
                    best = score, Table(grid, kind, first, last, found, measures, ignored)
    if best is None:
        return None
    table = best[1]
    _grow(table)
    if table.kind == BULLETIN and not _names_counties(table):
        return None
    return table


def _grow(table: Table) -> None:
    """A header cell that is merged over more rows makes them all header rows."""
    for merge in table.grid.merges:
        top, left, bottom, _ = merge
        if top <= table.last and left < table.grid.width and bottom > top and table.grid.rows[top][left] != "":
            if top < table.first <= bottom and table.last - top < MOST_HEADER_ROWS:
                table.first = top
            if top <= table.last < bottom and bottom - table.first < MOST_HEADER_ROWS:
                table.last = bottom


def _names_counties(table: Table) -> bool:
    """A table of departments may look like a bulletin: most names must be those of counties."""
    if plain(table.header("county")) != plain(columns.FIELDS[BULLETIN]["county"][-1]):
        return True
    column = table.columns["county"]
    names = [values.packed(row[column]) for row in table.grid.rows[table.last + 1:] if column < len(row)]
    names = [name for name in names if name]
    return sum(name.endswith(columns.COUNTY_ENDINGS) for name in names) * 2 > len(names) or not names


def nearest_kind(grid: Grid) -> tuple[str, list[str]] | None:
    """(kind, headers found) of the row that comes nearest to a known header; None where no column is known."""
    best: tuple[int, str, list[str]] = (0, "", [])
    for row in range(min(len(grid.rows), SEARCHED_ROWS)):
        for kind in KINDS:
            found = match_columns(kind, grid, row, row)
            if len(found) > best[0]:
                best = len(found), kind, [values.packed(grid.filled(row, column)) for column in sorted(found.values())]
    return (best[1], best[2]) if best[0] else None
