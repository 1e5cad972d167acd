"""The table that a header begins: its kind, its header rows, and its columns."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from govsvc.domain import county_names
from govsvc.domain.indicators import (
    BULLETIN,
    CASES,
    INSPECTION,
    ITEMS,
    KINDS,
    PARTIAL_KINDS,
    RECTIFICATION,
)
from govsvc.domain.mappings import Choices, HeaderChoice
from govsvc.sheets.cells import addresses, cell_text, vocabulary
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.formats.grid import Grid, is_blank
from govsvc.sheets.tables import bulletin_columns, headers, overlay_kinds
from govsvc.sheets.tables.bulletin_columns import Measure
from govsvc.sheets.tables.column_matching import Levels, Matched, match_columns
from govsvc.sheets.tables.headers import header_texts, lines_of, plain

#: rows of a sheet in which its first header is looked for
SEARCHED_ROWS = 30
MOST_HEADER_ROWS = 3
#: rows above a table that may be its titles
MOST_TITLES = 5
#: a row above a header with more cells than this is no title
_MOST_IN_TITLE = 2
#: parts of which the headers of all kinds of sheets are made, and seldom a row of data
_HEADER_WORDS = re.compile(
    r"^(?:序号|编号|村|镇|乡镇|社区|部门|单位|事项|名称|备注|组别|分组|年度|月份|简称|问题|窗口)$|"
    r"名称|编码|代码|类型|类别|性质|主体|是否|网办|深度|层级|状态|情况|时限|次数|原因|理由|"
    r"日期|时间|站点|更名|挂牌|乡镇[(（街]|村[(（居委社]|行政村|县[(（市]|县市区|区县|县区|地区|"
    r"率|占比|排名|位次|名次|得分|分值|总数|达标|目标|指标|内容|依据|文号|有效期|"
    r"受理|办结|办件|大厅|进驻|发布|全程|可办|区划|曾用|别名|管理体制|领导|联系|电话|并入"
)
#: what stands in place of a name in a row of totals or of column numbers
_NO_NAME = re.compile(r"\d+|[甲乙丙丁]|.*(?:平均值?|均值|合计|总计|小计|全市|全省|全区)")
#: fields that name a row
_NAMING = {*vocabulary.CODES, "name", "county", "indicator"}
#: what stands in the lower row of a header
_PARTS_COLUMN = re.compile(
    r"是|否|有|无|√|×|可|不可|能|不能|已|未|(?:[ⅠⅡⅢⅣ一二三四1-4]|I{1,3}|IV)级?(?:网办|深度)?|"
    r"(?:20\d{2}年)?\d{1,2}月|本月|上月|本期|上期|当月|(?:上年|去年)?同期|"
    r"(?:同比|环比)?(?:增减|增幅|变化)?|"
    r"(?:非常|很|较|比较|基本|不|非常不|很不)?满意|一般|"
    r"数值|指标值|完成值|得分|分值|排名|位次|名次|占比|比率|达标数|分子|分母|总数|目标值?|\(?%\)?"
)
#: what a bulletin's row of values holds
_VALUE = re.compile(r"[\d.,%‰/]+|(?:并列)?第?\d+名?|[-—/]")
#: a row that says in what the values are given
_UNIT_OF_MEASURE = re.compile(r"(?:计量)?单位|\(?[%‰]\)?|百分比|项|个|件|分|位|名")
_LEAST_WORDS, _LONG_HEADER = 2, 40
_LEAST_COUNTIES = 2
#: how like (0 to 1) a header must be to be suggested
_NEAR = 0.6


@dataclass(slots=True)
class Table:
    """A table that was recognised.

    Rows and columns count from 0. `first`, `last`: its header rows. `matched`: which column is
    which field or flag. `ignored`: headers of a bulletin's measures that belong to no indicator.

    Of several tables in a sheet, `top` is the row where this one and its titles begin, and its grid
    ends with it; `heading`: lines above all of them. `choice`: what a person said of its header.
    `notes`: what to say of its columns, in Chinese.
    """

    grid: Grid
    kind: str
    first: int
    last: int
    matched: Matched
    measures: list[Measure] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    top: int = 0
    heading: list[str] = field(default_factory=list)
    choice: HeaderChoice | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def columns(self) -> dict[str, int]:
        """Field or flag key → column."""
        return self.matched.columns

    @property
    def fingerprint(self) -> str:
        """What tells its header from others."""
        return headers.fingerprint(self.grid, self.first, self.last)

    @property
    def all_columns(self) -> dict[str, int]:
        """Field, or indicator.measure → column."""
        return self.columns | {f"{m.indicator}.{m.measure}": m.column for m in self.measures}

    def header(self, name: str) -> str:
        """The header of a field as the sheet prints it."""
        return self.header_at(self.columns[name])

    def header_at(self, column: int) -> str:
        """The header of a column as the sheet prints it, "" where it has none."""
        texts = header_texts(self.grid, self.first, self.last, column)
        if len(texts) > 1 and column in self.matched.parts:
            # 是 under 是否网办 says nothing by itself
            return texts[-2]
        return texts[-1] if texts else ""

    def column_name(self, column: int) -> str:
        """F列“是否网上可办”."""
        return f"{addresses.letters(column)}列“{self.header_at(column)}”"

    def headers_at(self, column: int) -> list[str]:
        """The header's texts in a column from top to bottom."""
        return header_texts(self.grid, self.first, self.last, column)

    @property
    def titles(self) -> list[str]:
        """Texts above the header."""
        return list(dict.fromkeys([*self.own_titles, *self.heading]))

    @property
    def own_titles(self) -> list[str]:
        """Texts right above the header, without those above all tables of the sheet."""
        return lines_of(self.grid.rows[self.top : self.first])

    @property
    def all_titles(self) -> list[str]:
        """Texts above and in the header."""
        return [*lines_of(self.grid.rows[self.top : self.last + 1]), *self.heading]


def find_table(
    grid: Grid,
    begins: range = range(SEARCHED_ROWS),
    ends: range = range(SEARCHED_ROWS),
    said: Choices = Choices(),
) -> Table | None:
    """The table whose header begins and ends in the given rows, None where no kind is known.

    Of several the one with the most columns known, then the lowest header, then the topmost.
    """
    spans = list(_header_rows(grid, begins, ends))
    likely = [span for span in spans if _is_likely(grid, *span)]
    best = _best(grid, likely, said) or _best(grid, spans, said)
    if best is None:
        return None
    _, table = best
    _grow(table, said)
    if table.kind == BULLETIN and (_heads_counties(table) or not _names_counties(table)):
        return None
    return table


def _is_likely(grid: Grid, first: int, last: int) -> bool:
    """Whether some row reads like a header; one of a single text among others may be a title, and
    says nothing of the rows with it.
    """
    return any(
        _reads_like_header(grid.rows[row]) and (first == last or filled_cells(grid, row) > 1)
        for row in range(first, last + 1)
    )


def _reads_like_header(row: Sequence[CellValue]) -> bool:
    """Whether the row has words that headers are made of: others are looked at only where no such
    row is a header.
    """
    texts = {cell_text.packed(cell) for cell in row if isinstance(cell, str) and cell}
    words = sum(bool(_HEADER_WORDS.search(text)) for text in texts if len(text) <= _LONG_HEADER)
    return words >= min(_LEAST_WORDS, len(texts)) > 0


def _best(
    grid: Grid, spans: Sequence[tuple[int, int]], said: Choices
) -> tuple[tuple[int, int, int, int], Table] | None:
    return max(_candidates(grid, spans, said), key=lambda scored: scored[0], default=None)


def _candidates(
    grid: Grid, spans: Sequence[tuple[int, int]], said: Choices
) -> Iterator[tuple[tuple[int, int, int, int], Table]]:
    """(score, table) for every kind that some rows can be a header of; a higher score is better."""
    for first, last in spans:
        levels = headers.levels(grid, first, last)
        partial = _partial_kind(grid, first, levels, said)
        ledger = _ledger(grid, first, levels, partial, said)
        partial = partial if ledger is None else None
        for order, kind in enumerate(KINDS):
            if kind in PARTIAL_KINDS and kind != partial or kind == ITEMS and (partial or ledger):
                continue
            if kind == RECTIFICATION and ledger is None:
                continue
            matched = match_columns(kind, levels, said) if kind != RECTIFICATION else ledger
            assert matched is not None
            measures, ignored = (
                bulletin_columns.match(grid, first, last) if kind == BULLETIN else ([], [])
            )
            if measures and "county" not in matched.columns:
                counties = _column_of_counties(grid, last, min(m.column for m in measures))
                matched.columns |= {"county": counties} if counties is not None else {}
            if headers.is_of_kind(kind, matched.columns, bool(measures)):
                score = (len(matched.columns) + len(measures), first - last, -first, -order)
                yield score, Table(grid, kind, first, last, matched, measures, ignored)


def _column_of_counties(grid: Grid, last: int, before: int) -> int | None:
    """The first column, left of `before`, of which most cells below the header are counties,
    whatever it is called (指标).
    """
    for column in range(before):
        texts = [text for row in grid.rows[last + 1 :] if (text := cell_text.packed(row[column]))]
        counties = sum(map(county_names.is_full, texts))
        if counties >= _LEAST_COUNTIES and counties * 2 > len(texts):
            return column
    return None


def _header_rows(grid: Grid, begins: range, ends: range) -> Iterator[tuple[int, int]]:
    """(first, last) of the rows without a blank one between that may be a header."""
    filled = {
        row
        for row in range(begins.start, min(len(grid.rows), ends.stop))
        if not is_blank(grid.rows[row])
    }
    for first in begins:
        for last in range(first, first + MOST_HEADER_ROWS):
            if last not in filled:
                break
            if last in ends:
                yield first, last


def _partial_kind(grid: Grid, first: int, levels: Levels, said: Choices) -> str | None:
    """The kind of partial sheet that a header is meant to be, None where it is another sheet's."""
    as_items = match_columns(ITEMS, levels, said).columns
    names = _titles_above(grid, first), grid.name, grid.file
    if not overlay_kinds.names_items(as_items):
        if overlay_kinds.kind_named(*names) != CASES:  # matching columns is dear
            return None
        as_cases = match_columns(CASES, levels, said).columns
        return CASES if overlay_kinds.counts_by_unit(as_cases) else None
    return overlay_kinds.meant(
        as_items, lambda kind: match_columns(kind, levels, said).columns, *names
    )


def _ledger(
    grid: Grid, first: int, levels: Levels, partial: str | None, said: Choices
) -> Matched | None:
    """The columns of a 整改台账, None where the header is none.

    A 督查问题清单 may have deadlines, too: what has codes of items, or is called so, is one.
    """
    matched = match_columns(RECTIFICATION, levels, said)
    if not headers.is_of_kind(RECTIFICATION, matched.columns, has_measures=False):
        return None
    if partial is None:
        return matched
    coded = match_columns(partial, levels, said).columns.keys() & {
        *vocabulary.KEY_CODES,
        *overlay_kinds.partial_owns(partial),
    }
    names = (_titles_above(grid, first), grid.name, grid.file)
    is_ledger = overlay_kinds.is_ledger_named(*names) or (
        partial == INSPECTION and overlay_kinds.kind_named(*names) is None
    )
    return matched if is_ledger and not coded else None


def _titles_above(grid: Grid, first: int) -> list[str]:
    """The texts of the rows right above a header that may be its titles."""
    return [
        line
        for row in range(max(0, first - MOST_TITLES), first)
        if filled_cells(grid, row) <= _MOST_IN_TITLE
        for line in lines_of(grid.rows[row : row + 1])
    ]


def filled_cells(grid: Grid, row: int) -> int:
    """How many cells of the row hold something."""
    return grid.width - grid.rows[row].count("")


def _grow(table: Table, said: Choices) -> None:
    """A header cell that is merged over more rows makes them all header rows."""
    grid, matched_rows = table.grid, (table.first, table.last)
    for top, left, bottom, _ in grid.merges:
        if top > table.last or left >= grid.width or bottom <= top or grid.rows[top][left] == "":
            continue
        if top < table.first <= bottom and table.last - top < MOST_HEADER_ROWS:
            table.first = top
        if table.last < bottom and bottom - table.first < MOST_HEADER_ROWS:
            table.last = bottom
    has_grown = _is_second_row(table)
    table.last += has_grown
    if table.kind == BULLETIN:
        _match_measures_again(table, has_grown)
    elif (table.first, table.last) != matched_rows:
        levels = headers.levels(grid, table.first, table.last)
        again = match_columns(table.kind, levels, said)
        if headers.is_of_kind(table.kind, again.columns, has_measures=False):
            table.matched = again


def _is_second_row(table: Table) -> bool:
    """Whether the row below the header parts its columns (是 and 否, Ⅰ级 to Ⅳ级, 本月 and 排名) and
    has nothing under what names a row; or says in what a bulletin's values are given (%).
    """
    below = table.last + 1
    if below >= len(table.grid.rows) or below - table.first >= MOST_HEADER_ROWS:
        return False
    row = table.grid.rows[below]
    naming = {column for field, column in table.columns.items() if field in _NAMING}
    texts = [cell_text.packed(cell) for cell in row if cell != ""]
    if table.kind == BULLETIN and texts and all(map(_UNIT_OF_MEASURE.fullmatch, texts)):
        return True
    if len(set(texts)) < _LEAST_WORDS or any(row[column] != "" for column in naming):
        return False
    if table.kind == BULLETIN:
        return not any(map(_VALUE.fullmatch, texts))
    return all(map(_PARTS_COLUMN.fullmatch, texts))


def _match_measures_again(table: Table, has_grown: bool) -> None:
    """Matches a bulletin's measures anew after the header grew.

    排名 under the only column of 网上可办率 makes it a rank; a row of nothing but such words
    belongs to the header.
    """
    below = lines_of(table.grid.rows[table.last + 1 : table.last + 2])
    if (
        below
        and all(map(bulletin_columns.read, below))
        and table.last + 1 - table.first < MOST_HEADER_ROWS
    ):
        table.last += 1
    measures, ignored = bulletin_columns.match(table.grid, table.first, table.last)
    if has_grown or len(measures) >= len(table.measures):
        table.measures, table.ignored = measures, ignored


def _heads_counties(table: Table) -> bool:
    """Whether counties stand in the header: the bulletin lies on its side."""
    texts = {text for column in range(table.grid.width) for text in table.headers_at(column)}
    return sum(map(county_names.is_full, texts)) >= _LEAST_COUNTIES


def _names_counties(table: Table) -> bool:
    """Whether the names are those of counties: a table of departments may look like a bulletin."""
    if plain(table.header("county")) != plain(vocabulary.FIELDS[BULLETIN]["county"][-1]):
        return True
    column = table.columns["county"]
    # a row that has nothing else, or says 填表人：, is a note; the header may be repeated
    header = cell_text.packed(table.header("county"))
    below = range(table.last + 1, len(table.grid.rows))
    names = [
        name
        for name in (
            cell_text.packed(table.grid.rows[row][column])
            for row in below
            if filled_cells(table.grid, row) > 1
        )
        if name and ":" not in name and name != header and not _NO_NAME.fullmatch(name)
    ]
    of_counties = sum(name.endswith(county_names.ENDINGS) for name in names)
    return of_counties * 2 > len(names) or not names


def nearest_header(table: Table, name: str) -> str:
    """What to say of a column that is not read and whose header is like one of the field's.

    "" where there is none.
    """
    synonyms = [
        header for header, (_, of_field) in headers.lookup(table.kind).items() if of_field == name
    ]
    taken = set(table.columns.values())
    for column in range(table.grid.width):
        printed = table.header_at(column) if column not in taken else ""
        if printed and difflib.get_close_matches(headers.bare(printed), synonyms, 1, _NEAR):
            return (
                f"{addresses.letters(column)}列的“{printed}”如果就是这一列，"
                f"请把表头改为“{headers.written(table.kind, name)}”；否则"
            )
    return ""


@dataclass(frozen=True, slots=True)
class Nearest:
    """A row (from 0) that comes near to a header of a kind: the fields of its columns and whether
    it has a bulletin's measures; `printed`: the headers that were recognised.
    """

    kind: str
    row: int
    fields: frozenset[str]
    has_measures: bool
    printed: list[str]


def nearest_kind(grid: Grid) -> Nearest | None:
    """The row that comes nearest to a known header; None where no column is known."""
    best: Nearest | None = None
    for row in range(min(len(grid.rows), SEARCHED_ROWS)):
        levels = headers.levels(grid, row, row)
        for kind in KINDS:
            columns = match_columns(kind, levels).columns
            measures = bulletin_columns.match(grid, row, row)[0] if kind == BULLETIN else []
            read = {*columns.values(), *(measure.column for measure in measures)}
            if len(read) > (len(best.printed) if best else 0):
                printed = [cell_text.packed(grid.filled(row, column)) for column in sorted(read)]
                best = Nearest(kind, row, frozenset(columns), bool(measures), printed)
    return best
