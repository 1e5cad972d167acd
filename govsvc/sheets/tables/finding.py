"""Where a sheet's header stands, what kind of sheet it is, and which column is which field."""

import difflib
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from govsvc.domain import indicators
from govsvc.domain.errors import FileRefused
from govsvc.domain.indicators import (
    BULLETIN,
    ITEMS,
    KINDS,
    PARTIAL_KINDS,
    STATIONS,
    TARGETS,
    UNITS,
    VILLAGES,
)
from govsvc.domain.mappings import HeaderChoice, of_sheet
from govsvc.domain.rows import OVERALL
from govsvc.sheets.cells import limits, values, vocabulary
from govsvc.sheets.cells.column import places
from govsvc.sheets.formats.reading import Grid, is_blank
from govsvc.sheets.tables import bulletin_columns, overlay_kinds
from govsvc.sheets.tables.bulletin_columns import Measure

SEARCHED_ROWS = 30
MOST_HEADER_ROWS = 3
#: how like (0 to 1) a header must be to be suggested
_NEAR = 0.6
_BRACKETS = re.compile(r"\([^()]*\)|【[^】]*】|\[[^\]]*\]")
#: rows above a lower table that may be its titles
_MOST_TITLES = 5
#: a row above a header with more cells than this is no title
_MOST_IN_TITLE = 2
_EDGES = re.compile(r"^[*·、:\d.]+(?=\D)|[*:;。]+$")


@dataclass(slots=True)
class Table:
    """A table that was recognised.

    Rows and columns count from 0. `columns`: field or flag key → column.

    Of several tables in a sheet, `top` is the row where this one and its titles begin, and its grid
    ends with it;
    `heading`: lines above all of them.
    """

    grid: Grid
    kind: str
    first: int
    last: int
    columns: dict[str, int]
    measures: list[Measure] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    top: int = 0
    heading: list[str] = field(default_factory=list)
    choice: HeaderChoice | None = None

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.grid, self.first, self.last)

    def header(self, name: str) -> str:
        """The header of a field as the sheet prints it."""
        return self.header_at(self.columns[name])

    def header_at(self, column: int) -> str:
        texts = header_texts(self.grid, self.first, self.last, column)
        return texts[-1] if texts else ""

    @property
    def titles(self) -> list[str]:
        """Texts above the header."""
        return list(
            dict.fromkeys([*lines_of(self.grid.rows[self.top : self.first]), *self.heading])
        )

    @property
    def all_titles(self) -> list[str]:
        """Texts above and in the header."""
        return [*lines_of(self.grid.rows[self.top : self.last + 1]), *self.heading]


def lines_of(rows: list[list]) -> list[str]:
    """The texts in some rows, in order."""
    return [
        line for line in (values.text(cell) for row in rows for cell in row if cell != "") if line
    ]


def plain(header: str) -> str:
    """A header as it is compared: folded, without spaces, marks and numbering in front."""
    return _EDGES.sub("", values.packed(header))


def bare(header: str) -> str:
    """The same without what stands in brackets."""
    return _EDGES.sub("", _BRACKETS.sub("", plain(header)))


@lru_cache
def lookup(kind: str) -> dict[str, tuple[int, str]]:
    """Plain header → (place among the field's synonyms, field or flag key)."""
    found: dict[str, tuple[int, str]] = {}
    for name, headers in vocabulary.FIELDS[kind].items():
        for place, header in enumerate(headers):
            found.setdefault(plain(header), (place, name))
    for flag in indicators.flags_of(kind):
        for place, header in enumerate((flag.header, *flag.headers)):
            found.setdefault(plain(header), (place, flag.key))
    return found


def header_texts(grid: Grid, first: int, last: int, column: int) -> list[str]:
    """The header's texts in one column from top to bottom, merged cells filled, without repetition."""
    texts = [values.packed(grid.filled(row, column)) for row in range(first, last + 1)]
    return [
        line
        for place, line in enumerate(texts)
        if line and (place == 0 or line != texts[place - 1])
    ]


def spellings(grid: Grid, first: int, last: int) -> dict[int, tuple[str, ...]]:
    """Column → its header in the rows `first` to `last` in every way it is compared, the lowest row
    alone first.
    """
    found = {}
    for column in range(grid.width):
        texts = header_texts(grid, first, last, column)
        if texts:
            found[column] = (
                plain(texts[-1]),
                plain("".join(texts)),
                bare(texts[-1]),
                bare("".join(texts)),
            )
    return found


def match_columns(kind: str, headers: Mapping[int, tuple[str, ...]]) -> dict[str, int]:
    """Field → column for headers as `spellings` gives them."""
    known = lookup(kind)
    best: dict[str, tuple[int, int]] = {}
    responsible = None
    for column, options in headers.items():
        found = next((known[option] for option in options if option in known), None)
        if found and (found[1] not in best or (found[0], column) < best[found[1]]):
            best[found[1]] = (found[0], column)
        if kind == ITEMS and options[0] in vocabulary.RESPONSIBLE:
            responsible = column
    matched = {name: column for name, (_, column) in best.items()}
    if responsible is not None and matched.get("unit") != responsible:
        matched["responsible"] = responsible
    return matched


def nearest_header(table: Table, name: str) -> str:
    """What to say of a column that is not read and whose header comes near to one of a field; ""
    where there is none.
    """
    wanted = [
        header for header, (_, field_name) in lookup(table.kind).items() if field_name == name
    ]
    taken = set(table.columns.values())
    for column in range(table.grid.width):
        printed = table.header_at(column) if column not in taken else ""
        if printed and difflib.get_close_matches(bare(printed), wanted, 1, _NEAR):
            return (
                f"{limits.letters(column)}列的“{printed}”如果就是这一列，"
                f"请把表头改为“{_written(table.kind, name)}”；否则"
            )
    return ""


def _written(kind: str, name: str) -> str:
    if name in vocabulary.FIELDS[kind]:
        return vocabulary.FIELDS[kind][name][0]
    return next(flag.header for flag in indicators.flags_of(kind) if flag.key == name)


#: columns of which a roster has two, and no other sheet that names departments
_OF_ROSTER = {"short_names", "aliases", "management", "leader", "merged_into", "merged_from"}


def is_of_kind(kind: str, found: dict[str, int], measures: list[Measure]) -> bool:
    """Whether the columns are enough to be a sheet of that kind."""
    flags = found.keys() & {flag.key for flag in indicators.flags_of(kind)}
    if kind == ITEMS:
        return bool(
            ("name" in found or found.keys() & set(vocabulary.CODES))
            and (flags or "online_depth" in found)
        )
    if kind == STATIONS:
        return "name" in found and bool(flags or "station_name" in found)
    if kind == VILLAGES:
        return "name" in found and bool(found.keys() & {"unit", "area_code"})
    if kind == UNITS:
        return "name" in found and len(found.keys() & _OF_ROSTER) >= 2
    if kind == TARGETS:
        return "indicator" in found and bool(found.keys() & {"value", "place"})
    if kind in PARTIAL_KINDS:
        return overlay_kinds.names_items(found)
    return "county" in found and bool(measures)


def find_tables(grid: Grid, choices: Mapping[str, HeaderChoice] | None = None) -> list[Table]:
    """The tables of the sheet, side by side and one under the other; none where it holds nothing
    known.

    `choices`: fingerprint of a header → what a person said of it. A table to be left alone has the
    kind "".
    """
    parts = [(part, _stacked(part, heading)) for part, heading in _side_by_side(grid)]
    if not choices:
        return [table for _, found in parts for table in found]
    return [table for part, found in parts for table in _as_said(part, found, choices)]


def _as_said(grid: Grid, found: list[Table], choices: Mapping[str, HeaderChoice]) -> list[Table]:
    """The tables of a part of the sheet as a person said that they are to be read."""

    def said(print_: str) -> HeaderChoice | None:
        return choices.get(of_sheet(print_, grid.name)) or choices.get(print_)

    found = [
        _chosen(table.grid, table.first, table.last, choice, table)
        if (choice := said(table.fingerprint))
        else table
        for table in found
    ]
    for first in range(min(len(grid.rows), SEARCHED_ROWS)):
        for last in range(first, min(len(grid.rows), first + MOST_HEADER_ROWS)):
            choice = said(fingerprint(grid, first, last))
            is_known = any(
                table.choice and table.first <= last and first <= table.last for table in found
            )
            if choice and choice.rows == last - first + 1 and not is_known:
                found = _in_place_of(found, grid, first, last, choice)
    return found


def _in_place_of(
    found: list[Table], grid: Grid, first: int, last: int, choice: HeaderChoice
) -> list[Table]:
    """The tables with the one whose header a person pointed at, instead of the guess near it, or of
    every guess.
    """
    guesses = [table for table in found if not table.choice]
    wrong = [table for table in guesses if abs(table.first - first) <= MOST_HEADER_ROWS] or guesses
    kept = [table for table in found if not any(table is other for other in wrong)]
    end = min(
        (table.top or table.first for table in kept if table.first > last), default=len(grid.rows)
    )
    chosen = _chosen(replace(grid, rows=grid.rows[:end]), first, last, choice)
    chosen.top = max((table.top for table in wrong if table.top <= first), default=0)
    return sorted([*kept, chosen], key=lambda table: table.first)


def fingerprint(grid: Grid, first: int, last: int) -> str:
    """What tells a header from others: its texts as they are compared, from its first column to its
    last.
    """
    texts = [
        "/".join(map(plain, header_texts(grid, first, last, column)))
        for column in range(grid.width)
    ]
    filled = [column for column, text in enumerate(texts) if text]
    words = texts[filled[0] : filled[-1] + 1] if filled else []
    return hashlib.sha256("|".join(words).encode()).hexdigest()[:32] if words else ""


def first_column(grid: Grid, first: int, last: int) -> int:
    """The first column of a header that says something."""
    return next(
        (column for column in range(grid.width) if header_texts(grid, first, last, column)), 0
    )


def _chosen(
    grid: Grid, first: int, last: int, choice: HeaderChoice, guess: Table | None = None
) -> Table:
    """The table as a person said: guessed where nothing was said of a field."""
    is_same = guess is not None and guess.kind == choice.kind
    table = Table(grid, choice.kind, first, last, {}, choice=choice)
    if guess is not None:
        table.top, table.heading = guess.top, guess.heading
    if choice.kind not in KINDS:
        return table
    table.columns = (
        dict(guess.columns) if is_same else match_columns(choice.kind, spellings(grid, first, last))
    )
    if choice.kind == BULLETIN:
        table.measures, table.ignored = bulletin_columns.match(grid, first, last, header_texts)
    start = first_column(grid, first, last)
    measures = {f"{m.indicator}.{m.measure}": m for m in table.measures}
    known = fields_of(choice.kind)
    for name, place in choice.columns.items():
        if name not in known:
            continue
        if "." in name:
            measures.pop(name, None)
            if place is not None and start + place < grid.width:
                indicator, measure = name.rsplit(".", 1)
                measures[name] = Measure(start + place, indicator, measure)
        else:
            table.columns.pop(name, None)
            if place is not None and start + place < grid.width:
                table.columns = {
                    other: column
                    for other, column in table.columns.items()
                    if column != start + place
                }
                table.columns[name] = start + place
    table.measures = list(measures.values())
    return table


def fields_of(kind: str) -> dict[str, str]:
    """Field → its name on screen, of all columns that a sheet of that kind may have."""
    found = {name: headers[0] for name, headers in vocabulary.FIELDS[kind].items()} | {
        flag.key: flag.header for flag in indicators.flags_of(kind)
    }
    if kind == ITEMS:
        found["responsible"] = vocabulary.RESPONSIBLE[0]
    if kind == BULLETIN:
        words = {measure: headers[0] for measure, headers in vocabulary.MEASURES.items()}
        found |= {
            f"{i.key}.{measure}": i.short + (word if measure != "rate" else "")
            for i in indicators.headline_indicators()
            for measure, word in words.items()
        }
        found |= {
            f"{OVERALL}.{measure}": headers[0]
            for measure, headers in vocabulary.OVERALL_HEADERS.items()
        }
    return found


def _side_by_side(grid: Grid) -> list[tuple[Grid, list[str]]]:
    """(part of the sheet, lines above all parts); one part where no empty column parts two tables.

    A part keeps its place: the cells beside it are emptied.
    """
    edges = [
        column for column in range(grid.width) if not any(row[column] != "" for row in grid.rows)
    ]
    if not edges:
        return [(grid, [])]
    spans: list[tuple[int, int]] = []
    for left, right in zip([-1, *edges], [*edges, grid.width]):
        if right - left > 1:
            spans.append((left + 1, right))
    head = replace(grid, rows=grid.rows[:SEARCHED_ROWS])
    found = [(span, find_table(_columns(head, *span))) for span in spans]
    known = [(span, table) for span, table in found if table]
    if len(known) < 2:
        return [(grid, [])]
    # what stands beside a table and is none belongs to the table at its left
    starts = [0, *(span[0] for span, _ in known[1:]), grid.width]
    heading = lines_of(grid.rows[: min(table.first for _, table in known)])
    parts = [_columns(grid, left, right) for left, right in zip(starts, starts[1:])]
    return [
        (part, [] if lines_of(part.rows[: table.first]) else heading)
        for part, (_, table) in zip(parts, known)
    ]


def _columns(grid: Grid, left: int, right: int) -> Grid:
    before = [""] * left
    return replace(
        grid,
        rows=[before + row[left:right] for row in grid.rows],
        merges=[merge for merge in grid.merges if left <= merge[1] < right],
        long_cells={
            place: size for place, size in grid.long_cells.items() if left <= place[1] < right
        },
    )


def _stacked(grid: Grid, heading: list[str]) -> list[Table]:
    """The tables of a part of the sheet from top to bottom, each with the rows down to the next
    one.

    Raises FileRefused where there are too many.
    """
    first = _topmost(grid)
    if first is None:
        return []
    first.heading = heading
    found, through = [first], first.last + 1
    for row in _header_like(grid, first.last + 1):
        upper = found[-1]
        # the second row of a header may look like one itself
        if row <= through:
            continue
        if grid.rows[row] == grid.rows[upper.last]:
            lower = replace(upper, first=row - upper.last + upper.first, last=row)
        else:
            ends = range(row, row + MOST_HEADER_ROWS)
            lower = find_table(grid, range(max(through, row - MOST_HEADER_ROWS + 1), row + 1), ends)
        if lower is None:
            continue
        through = lower.last
        lower.top = _title_row(grid, upper.last + 1, lower.first)
        if not _is_repeated(upper, lower):
            lower.heading = list(dict.fromkeys([*first.titles, *heading]))
            found.append(lower)
            if len(found) > limits.MOST_TABLES:
                raise FileRefused(
                    f"表“{grid.name}”里上下排列的表格超过{limits.MOST_TABLES}个。",
                    "请把不同的表格放到不同的工作表后重新上传。",
                    "too_many_tables",
                )
    for upper, lower in zip(found, found[1:]):
        # the cells are shared, only the end is another
        upper.grid = replace(grid, rows=grid.rows[: lower.top])
    return found


def _topmost(grid: Grid) -> Table | None:
    """The first table: the one with the most columns, or one above it."""
    found = find_table(grid)
    while found is not None and found.first > 1:
        above = find_table(grid, range(found.first - 1), range(found.first - 1))
        # a row between the two headers is one of the upper table
        if above is None or all(
            _filled(grid, row) < 2 for row in range(above.last + 1, found.first)
        ):
            break
        found = above
    return found


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """Headers as they are usually written, of all kinds."""
    known = {
        word for kind in KINDS for headers in vocabulary.FIELDS[kind].values() for word in headers
    }
    known |= {
        word
        for kind in KINDS
        for flag in indicators.flags_of(kind)
        for word in (flag.header, *flag.headers)
    }
    for indicator in indicators.INDICATORS:
        known |= {indicator.name, indicator.short, *indicator.headers}
    return frozenset(known | {plain(word) for word in known})


def _filled(grid: Grid, row: int) -> int:
    return grid.width - grid.rows[row].count("")


def _header_like(grid: Grid, start: int) -> Iterator[int]:
    """Rows that hold two header words; below a blank row or a title one is enough, however it is
    spaced.
    """
    known, counties = known_words(), frozenset(vocabulary.FIELDS[BULLETIN]["county"])
    cells = [grid.column(column) for column in range(grid.width)]
    has_two = sum(~column.is_in(frozenset([""])) for column in cells) >= 2
    is_after_gap = np.concatenate(([False], ~has_two[:-1]))
    is_after_gap[: start + 1] = False
    is_known = np.logical_or.reduce([column.is_in(known) for column in cells])
    for number in places((is_after_gap | is_known) & has_two):
        row = grid.rows[number]
        if number < start:
            continue
        if is_after_gap[number]:
            if any(plain(cell) in known for cell in row if isinstance(cell, str) and cell):
                yield number
        else:
            words = [cell for cell in row if isinstance(cell, str) and cell in known]
            if (
                len(words) > 1
                or words[0] in counties
                and any(map(bulletin_columns.read, map(values.text, row)))
            ):
                yield number


def _title_row(grid: Grid, start: int, first: int) -> int:
    """Where the titles of a lower table begin: single texts right above it, or between it and a
    blank row above them.

    Other rows are the upper table's: none is taken from it unsaid.
    """
    row = below = first
    if row > start and is_blank(grid.rows[row - 1]):
        below = row = row - 1
    while row > start and first - row < _MOST_TITLES and _filled(grid, row - 1) == 1:
        row -= 1
    if row == start or is_blank(grid.rows[row - 1]):
        return row
    if below != first:
        return below
    # right under the upper rows a text that stands further right than the table begins is one of
    # theirs
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
    """Whether the header is the one above once more, as at a page break: no title stands above it
    that is new.
    """
    return (lower.kind, lower.columns, lower.measures) == (
        upper.kind,
        upper.columns,
        upper.measures,
    ) and all(line in upper.titles for line in lines_of(lower.grid.rows[lower.top : lower.first]))


def find_table(
    grid: Grid, begins: range = range(SEARCHED_ROWS), ends: range = range(SEARCHED_ROWS)
) -> Table | None:
    """The table whose header begins and ends in the given rows, None where it is of no known kind."""
    best: tuple[tuple, Table] | None = None
    filled = [
        row
        for row in range(begins.start, min(len(grid.rows), ends.stop))
        if not is_blank(grid.rows[row])
    ]
    for first in (row for row in filled if row in begins):
        for height in range(1, MOST_HEADER_ROWS + 1):
            last = first + height - 1
            if last not in filled:
                break
            if last not in ends:
                continue
            headers = spellings(grid, first, last)
            meant = _partial_meant(grid, first, headers)
            for order, kind in enumerate(KINDS):
                if kind in PARTIAL_KINDS and kind != meant or kind == ITEMS and meant:
                    continue
                found = match_columns(kind, headers)
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


def _partial_meant(grid: Grid, first: int, headers: Mapping[int, tuple[str, ...]]) -> str | None:
    """The kind of partial sheet that a header is meant to be, None where it is another sheet's."""
    as_items = match_columns(ITEMS, headers)
    if not overlay_kinds.names_items(as_items):
        return None
    above = range(max(0, first - _MOST_TITLES), first)
    titles = [
        line
        for row in above
        if _filled(grid, row) <= _MOST_IN_TITLE
        for line in lines_of(grid.rows[row : row + 1])
    ]
    return overlay_kinds.meant(
        as_items, lambda kind: match_columns(kind, headers), titles, grid.name, grid.file
    )


def _grow(table: Table) -> None:
    """A header cell that is merged over more rows makes them all header rows."""
    for merge in table.grid.merges:
        top, left, bottom, _ = merge
        if (
            top <= table.last
            and left < table.grid.width
            and bottom > top
            and table.grid.rows[top][left] != ""
        ):
            if top < table.first <= bottom and table.last - top < MOST_HEADER_ROWS:
                table.first = top
            if top <= table.last < bottom and bottom - table.first < MOST_HEADER_ROWS:
                table.last = bottom
    if table.kind == BULLETIN:
        _read_measures_again(table)


def _read_measures_again(table: Table) -> None:
    """排名 under the only column of 网上可办率 makes it a rank; a row of nothing but such words
    belongs to the header.
    """
    below = lines_of(table.grid.rows[table.last + 1 : table.last + 2])
    if (
        below
        and all(map(bulletin_columns.read, below))
        and table.last + 1 - table.first < MOST_HEADER_ROWS
    ):
        table.last += 1
    measures, ignored = bulletin_columns.match(table.grid, table.first, table.last, header_texts)
    if len(measures) >= len(table.measures):
        table.measures, table.ignored = measures, ignored


def _names_counties(table: Table) -> bool:
    """A table of departments may look like a bulletin: most names must be those of counties."""
    if plain(table.header("county")) != plain(vocabulary.FIELDS[BULLETIN]["county"][-1]):
        return True
    column = table.columns["county"]
    # a row that has nothing else, or says 填表人：, is a note; the header may be repeated
    header = values.packed(table.header("county"))
    rows = [
        row
        for number, row in enumerate(table.grid.rows)
        if number > table.last and _filled(table.grid, number) > 1
    ]
    names = [
        name
        for name in (values.packed(row[column]) for row in rows)
        if name and ":" not in name and name != header
    ]
    return (
        sum(name.endswith(vocabulary.COUNTY_ENDINGS) for name in names) * 2 > len(names)
        or not names
    )


def nearest_kind(grid: Grid) -> tuple[str, list[str]] | None:
    """(kind, headers found) of the row that comes nearest to a known header; None where no column
    is known.
    """
    best: tuple[int, str, list[str]] = (0, "", [])
    for row in range(min(len(grid.rows), SEARCHED_ROWS)):
        headers = spellings(grid, row, row)
        for kind in KINDS:
            found = match_columns(kind, headers)
            if len(found) > best[0]:
                best = (
                    len(found),
                    kind,
                    [values.packed(grid.filled(row, column)) for column in sorted(found.values())],
                )
    return (best[1], best[2]) if best[0] else None
