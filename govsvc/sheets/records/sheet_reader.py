"""What all kinds of sheets share: which rows are data, issues at cells, names filled down,
duplicates, the month.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from govsvc.domain.entries import COMMON, SCHEMA, Entries, Shared, map_column
from govsvc.domain.errors import Issue
from govsvc.domain.months import month_text
from govsvc.domain.roster import Roster
from govsvc.sheets.cells import cell_text, limits, month_words
from govsvc.sheets.cells.column import Column, positions
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.tables.data_rows import DataRows
from govsvc.sheets.tables.headers import plain
from govsvc.sheets.tables.table import MOST_HEADER_ROWS, Table

MOST_QUOTED = 60
#: rows that are named
_MOST_ROWS = 5


def rows_text(rows: Sequence[int]) -> str:
    """第5、6行, or 第5、6、7、8、9行等12行; `rows` from 0."""
    named = "、".join(str(row + 1) for row in rows[:_MOST_ROWS])
    return f"第{named}行" + (f"等{len(rows)}行" if len(rows) > _MOST_ROWS else "")


class SheetReader:
    """One recognised sheet while it is read: its data rows, cell values and the issues found.

    `rows`: numbers (from 0) of the data rows. `faulty`: those with an error.
    """

    def __init__(
        self,
        table: Table,
        meanings: Mapping[tuple[str, str], Mapping[str, str]] | None = None,
        roster: Roster = Roster(),
    ):
        self.roster = roster
        self.table, self.grid = table, table.grid
        #: column → cell without spaces → the word it stands for
        self._meanings = {
            column: mine
            for name, column in table.columns.items()
            if (mine := (meanings or {}).get((name, plain(table.header(name)))))
        }
        self.issues: list[Issue] = []
        self.faulty: set[int] = set()
        self.notes: list[str] = []
        #: cells whose error was said: that they are blank follows from it
        self._said: set[tuple[int, int]] = set()
        found = DataRows(table, self._used())
        self.rows, self.totals = found.rows, found.totals
        self._numbers = np.array(self.rows, np.int64)
        self._columns: dict[int, Column] = {}
        rows = set(self.rows) if self.grid.long_cells or self.grid.uncomputed else ()
        for (row, column), length in self.grid.long_cells.items():
            if row in rows and column in self._used():
                self.error(
                    row,
                    column,
                    "cell_too_long",
                    f"内容有{length}个字符，超过{limits.MOST_CHARACTERS}个的上限",
                    f"不超过{limits.MOST_CHARACTERS}个字符",
                )
        for row, column in sorted(self.grid.uncomputed):
            if row in rows and column in self._used():
                self.error(
                    row,
                    column,
                    "formula_without_value",
                    "公式没有计算结果，或结果是错误值（如 #REF!）",
                    "公式的结果（请用 Excel 或 WPS 打开、改正错误值，保存后重新上传）",
                )
                self._said.add((row, column))
        if self.grid.lengths:
            self._ragged()
        hidden = (
            [row for row in self.rows if row in self.grid.hidden_rows]
            if self.grid.hidden_rows
            else []
        )
        if hidden:
            self.notes.append(
                f"有{len(hidden)}个隐藏的数据行（{rows_text(hidden)}），已照常读取；不要的请删去。"
            )
        marked = sum(
            int(self.grid.column(column).matches(cell_text.MARKS)[self._numbers].sum())
            for column in self._used()
        )
        if marked:
            self.notes.append(f"{marked}个单元格里有看不见的字符，已去掉。")

    def _used(self) -> set[int]:
        return {*self.table.columns.values(), *(measure.column for measure in self.table.measures)}

    def leave_out(self, row: int) -> None:
        """Takes out of the data rows one that turned out to be something else."""
        self.rows = [found for found in self.rows if found != row]
        self._numbers = np.array(self.rows, np.int64)
        self._columns.clear()

    def column(self, column: int) -> Column:
        """The cells of a column in the data rows; a cell merged over rows is filled."""
        if column not in self._columns:
            found = self.grid.filled_column(column, self._numbers)
            if column in self._meanings:
                known = self._meanings[column]
                found = found.map(lambda cell: known.get(cell_text.packed(cell)) or cell)
            self._columns[column] = found
        return self._columns[column]

    def explained(self) -> Iterable[tuple[tuple[str, str], str, str, int]]:
        """((field, header as compared), cell, word it stands for, rows) of each value that a person
        explained.
        """
        fields = {column: name for name, column in self.table.columns.items()}
        for column, known in self._meanings.items():
            found = self.grid.filled_column(column, self._numbers)
            for cell, word in known.items():
                count = int(
                    found.mask(lambda value, cell=cell: cell_text.packed(value) == cell).sum()
                )
                if word and count:
                    yield (fields[column], plain(self.table.header_at(column))), cell, word, count

    def field(self, name: str) -> Column:
        """The same of a field, "" where the sheet has no such column."""
        return (
            self.column(self.table.columns[name])
            if name in self.table.columns
            else Column.constant("", len(self.rows))
        )

    def parsed(
        self,
        column: int,
        parse: Callable,
        wanted: np.ndarray | None = None,
        same: Callable | None = None,
    ) -> Column:
        """`parse` of a column, None where the cell is wrong: then an error is noted in the `wanted`
        rows (default all).
        """
        found = self.column(column).map(caught(parse), same)
        wrong = [place for place, cell in enumerate(found.cells) if isinstance(cell, Wrong)]
        if not wrong:
            return found
        is_wrong = np.isin(found.codes, wrong)
        for place in positions(is_wrong if wanted is None else is_wrong & wanted):
            cell = found[place]
            self.error(self.rows[place], column, cell.code, cell.message, cell.expected)
        return found.map(lambda cell: None if isinstance(cell, Wrong) else cell)

    def _ragged(self) -> None:
        """An error where a row of a text file has cells beyond the header, or ends before the last
        column that is read.
        """
        # of two header rows the upper one may be no more than labels, and then counts as a title
        above = self.grid.rows[
            max(self.table.top, self.table.last + 1 - MOST_HEADER_ROWS) : self.table.last + 1
        ]
        width, least = (
            max(c for c in range(self.grid.width) if any(row[c] != "" for row in above)) + 1,
            max(self._used()) + 1,
        )
        expected = "与表头同样多的列（内容中的逗号要加引号）"
        for row in self.rows:
            length = self.grid.lengths[row]
            if length > width:
                beyond = next(
                    (c for c in range(width, self.grid.width) if self.grid.rows[row][c] != ""), None
                )
                if beyond is not None:
                    self.error(row, beyond, "ragged_row", f"多出列，表头只有{width}列", expected)
            elif length < least:
                self.error(row, length - 1, "ragged_row", f"之后缺列，表头有{width}列", expected)

    def value(self, row: int, name: str):
        """The raw cell of a field, "" where the sheet has no such column; a cell merged over rows
        is filled.
        """
        column = self.table.columns.get(name)
        return "" if column is None else self.at(row, column)

    def at(self, row: int, column: int):
        return self.grid.filled(row, column)

    def text(self, row: int, name: str) -> str:
        return cell_text.text(self.value(row, name))

    def quote(self, row: int, column: int) -> str:
        found = cell_text.text(self.at(row, column))
        return found if len(found) <= MOST_QUOTED else found[:MOST_QUOTED] + "…"

    def error(self, row: int, column: int, code: str, message: str, expected: str) -> None:
        """An error at a cell. The row is left out."""
        self.faulty.add(row)
        if (row, column) not in self._said:
            self._add("error", row, column, code, message, expected)

    def warn(self, row: int, column: int, code: str, message: str, expected: str) -> None:
        self._add("warning", row, column, code, message, expected)

    def _add(
        self, severity: str, row: int, column: int, code: str, message: str, expected: str
    ) -> None:
        self.issues.append(
            Issue.at_cell(
                self.grid.name,
                row + 1,
                limits.letters(column),
                severity,
                code,
                message,
                self.quote(row, column),
                expected,
                self.table.header_at(column),
            )
        )

    def sheet_issue(
        self,
        severity: str,
        code: str,
        message: str,
        expected: str = "",
        at: tuple[int, int] | None = None,
    ) -> None:
        """Something wrong with the whole sheet, or with what begins at the cell `at` (row and column
        from 0).
        """
        row, column = (at[0] + 1, limits.letters(at[1])) if at else (None, None)
        header = self.table.header_at(at[1]) if at else ""
        self.issues.append(
            Issue(
                self.grid.name,
                row,
                column,
                severity,
                code,
                message,
                expected=expected,
                header=header,
            )
        )

    def read(self, row: int, name: str, parse: Callable):
        """`parse` of the cell, None where the column is missing, or the cell is wrong (then an
        error is noted).
        """
        return (
            self.read_at(row, self.table.columns[name], parse)
            if name in self.table.columns
            else None
        )

    def read_at(self, row: int, column: int, parse: Callable):
        try:
            return parse(self.at(row, column))
        except Wrong as wrong:
            self.error(row, column, wrong.code, wrong.message, wrong.expected)
            return None

    def named(self, name: str, what: str) -> Column:
        """The texts of a column that names something, "" where there is none.

        It is filled down where most rows are blank; elsewhere a blank is an error.
        """
        found = self.field(name).map(cell_text.name, cell_text.stays_in_name)
        blank = found.mask(lambda word: not word)
        if blank.any() and not blank.all() and blank.sum() * 2 > len(blank):
            above = np.maximum.accumulate(np.where(blank, -1, np.arange(len(blank))))
            found, blank = found.take(np.maximum(above, 0)), above < 0
        for place in positions(blank):
            self.error(
                self.rows[place], self.table.columns[name], f"{name}_blank", f"没有填写{what}", what
            )
        return found

    def units(self, found: Column, kind: str, month: date) -> Column:
        """The names of units as the roster has them in that month; one that it lacks stays as it
        is.
        """
        named = found.map(lambda text: self.roster.named(text, kind, month))
        for text, unit in dict(zip(found.cells, named.cells)).items():
            known = self.roster.resolve(text, kind)
            if known and known.name != unit:
                self.notes.append(f"“{text}”已并入“{unit}”，按“{unit}”读取。")
        return named

    def check_months(self, month: date) -> None:
        """Compares the month column with the sheet's `month`."""
        column = self.table.columns.get("month")
        if column is None:
            return
        read = self.parsed(column, lambda cell: month_words.cell(cell, month.year) or "")
        blank = read.mask(lambda found: found == "")
        if blank.sum() * 2 <= len(blank):
            for place in positions(blank):
                self.error(
                    self.rows[place], column, "month_blank", "没有填写月份", month_text(month)
                )
        for place in positions(read.mask(lambda found: bool(found) and found != month)):
            self.error(
                self.rows[place],
                column,
                "another_month",
                f"与本表的月份{month_text(month)}不一致",
                f"{month_text(month)}（一张表只放一个月）",
            )

    def month_of_column(self, year: int | None) -> date | None:
        """The month that most rows of the month column name; the first of them where two are named
        equally often.
        """
        found = self.field("month").map(caught(lambda cell: month_words.cell(cell, year)))
        counts = Counter(month for month in found if isinstance(month, date))
        return counts.most_common(1)[0][0] if counts else None

    def is_uncomputed(self, column: int) -> np.ndarray:
        """Per data row whether the column has a formula without a value."""
        if not self.grid.uncomputed:
            return np.zeros(len(self.rows), bool)
        return np.array([(row, column) in self.grid.uncomputed for row in self.rows], bool)

    def is_faulty(self) -> np.ndarray:
        """Per data row whether it has an error."""
        return np.isin(self._numbers, list(self.faulty))

    def entries(
        self,
        file: str,
        month: date,
        units: Column,
        keys: Sequence[str],
        row_names: Column,
        attributes: Mapping[str, Column],
        flags: Mapping[str, np.ndarray],
        status: Sequence[str],
        wanted: np.ndarray,
        key_fields: Column | None = None,
        kind: str | None = None,
    ) -> Entries:
        """The `wanted` rows as entries, in their order; all arguments but `file` and `month` are of
        a value a row.

        `attributes`: None where a row has none. `flags`: 1, 0, or -1 where it is not known.
        `key_fields`: the attribute
        that is the row's key, "" where none is. `kind`: of the entries, by default the sheet's.
        """
        rows = len(self.rows)

        def same(word: str) -> pa.Array:
            return Column.constant(word, rows).words()

        key_fields = key_fields or Column.constant("", rows)
        own: dict[str, pa.Array] = {}
        for field, column in attributes.items():
            if field not in COMMON:
                is_key = key_fields.mask(field.__eq__)
                if not is_key.all():
                    texts = column.strings()
                    own[field] = (
                        pc.if_else(pa.array(is_key), pa.scalar(None, pa.string()), texts)
                        if is_key.any()
                        else texts
                    )
        return Entries(
            pa.table(
                [
                    same(kind or self.table.kind),
                    pa.repeat(pa.scalar(month), rows),
                    units.words(),
                    pa.array(keys, pa.string()),
                    row_names.strings(),
                    map_column(own, rows),
                    _shared(
                        {field: attributes[field] for field in COMMON if field in attributes},
                        key_fields,
                        flags,
                    ),
                    pa.array(status, pa.string()).dictionary_encode(),
                    same(file),
                    same(self.grid.name),
                    pa.array(self._numbers + 1, pa.int32()),
                ],
                schema=SCHEMA,
            )
        ).where(wanted)

    def duplicates(self, keys: Iterable[tuple[int, Hashable, int]], what: str) -> None:
        """One error at each later row of the same key ((row, key, column) in order); neither row
        counts.
        """
        first: dict[Hashable, int] = {}
        for row, key, column in keys:
            if key in first:
                self.faulty.add(first[key])
                self.error(
                    row,
                    column,
                    "duplicate",
                    f"与第{first[key] + 1}行重复，两行都未计入",
                    f"{what}不重复（请核对第{first[key] + 1}行和第{row + 1}行）",
                )
            else:
                first[key] = row


def caught(parse: Callable) -> Callable:
    """`parse` that gives the `Wrong` that it would raise."""

    def tried(cell):
        try:
            return parse(cell)
        except Wrong as wrong:
            return wrong

    return tried


def _shared(
    attributes: Mapping[str, Column], key_fields: Column, flags: Mapping[str, np.ndarray]
) -> pa.Array:
    """What each row has in common with others, as `Shared.text`."""
    code = np.zeros(len(key_fields), np.int64)
    for column in (*attributes.values(), key_fields):
        words, groups = column.groups()
        code = code * len(words) + groups
    for answers in flags.values():
        code = code * 3 + answers + 1
    _, first, inverse = np.unique(code, return_index=True, return_inverse=True)
    texts = [
        Shared(
            {field: column[place] for field, column in attributes.items() if column[place]},
            key_fields[place],
            {key: bool(answers[place]) for key, answers in flags.items() if answers[place] >= 0},
        ).text()
        for place in first
    ]
    return pa.DictionaryArray.from_arrays(
        pa.array(inverse.astype(np.int32)), pa.array(texts, pa.string())
    )
