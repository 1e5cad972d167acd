"""What all kinds of sheets share: which rows are data, issues at cells, names filled down, duplicates, the month."""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from datetime import date

from govsvc.errors import Issue
from govsvc.months import month_text
from govsvc.sheets import guard, months, values
from govsvc.sheets.layout import MOST_HEADER_ROWS, Table
from govsvc.sheets.reading import is_blank
from govsvc.sheets.values import Wrong

_TOTAL = re.compile(r"(本页|全县|全市|全区|各县|各部门|部门|乡镇|本部门|本单位|总)?(小计|合计|总计|共计|平均|平均值|均值|累计|汇总)([:(].*)?")
_UNIT_TOTAL = re.compile(r".{0,20}(小计|合计|总计|平均值?)")
_NOTE = re.compile(r"(注|备注|说明|附注|附|填报说明|注释)\d?[:.、]"
                   r"|(填表|填报|制表|审核|审批|统计|单位|分管|主管|经办|复核|部门)"
                   r"(人|负责人|领导|单位|日期|时间)[^:]{0,6}:"
                   r"|联系(电话|人|方式):|数据来源:|(负责人|电话|日期):")
#: leading columns that may say 小计
_LEADING = 4
MOST_QUOTED = 60


def address(row: int, column: int) -> str:
    """F5 of row 4 and column 5, both from 0."""
    return f"{guard.letters(column)}{row + 1}"


class SheetReader:
    """One recognised sheet while it is read: its data rows, cell values and the issues found.

    `rows`: numbers (from 0) of the data rows. `faulty`: those with an error.
    """

    def __init__(self, table: Table):
        self.table, self.grid = table, table.grid
        self.issues: list[Issue] = []
        self.faulty: set[int] = set()
        self.notes: list[str] = []
        #: cells whose error was said: that they are blank follows from it
        self._said: set[tuple[int, int]] = set()
        self.totals: list[int] = []
        self.rows = self._data_rows()
        rows = set(self.rows)
        for (row, column), length in self.grid.long_cells.items():
            if row in rows and column in self._used():
                self.error(row, column, "cell_too_long", f"内容有{length}个字符，超过{guard.MOST_CHARACTERS}个的上限",
                           f"不超过{guard.MOST_CHARACTERS}个字符")
        for row, column in sorted(self.grid.uncomputed):
            if row in rows and column in self._used():
                self.error(row, column, "formula_without_value", "公式没有计算结果，或结果是错误值（如 #REF!）",
                           "公式的结果（请用 Excel 或 WPS 打开、改正错误值，保存后重新上传）")
                self._said.add((row, column))
        if self.grid.lengths:
            self._ragged()
        marked = sum(values.has_marks(self.grid.rows[row][column]) for row in self.rows for column in self._used())
        if marked:
            self.notes.append(f"{marked}个单元格里有看不见的字符，已去掉。")

    def _used(self) -> set[int]:
        return {*self.table.columns.values(), *(measure.column for measure in self.table.measures)}

    def _data_rows(self) -> list[int]:
        used = sorted(self._used())
        header_rows = range(self.table.first, self.table.last + 1)
        headers = {column: {values.packed(self.grid.filled(row, column)) for row in header_rows} - {""}
                   for column in range(self.grid.width)}
        titles = {values.packed(line) for line in self.table.titles}
        uncomputed = {row for row, column in self.grid.uncomputed if column in used}
        found, notes_began = [], False
        for number in range(self.table.last + 1, len(self.grid.rows)):
            row = self.grid.rows[number]
            if is_blank(row) and number not in uncomputed:
                continue
            texts = {column: values.packed(cell) for column, cell in enumerate(row) if cell != ""}
            texts = {column: word for column, word in texts.items() if word}
            mine = [column for column in used if column in texts or (number, column) in self.grid.long_cells]
            if number in uncomputed and not self._is_total(texts, used):
                found.append(number)
                continue
            if not texts or not mine:
                # 注： may stand in a column that is not read
                notes_began = notes_began or any(_NOTE.match(word) for word in texts.values())
                continue
            first = next(iter(texts.values()), "")
            if len(texts) <= 3 and _NOTE.match(first):
                notes_began = True
                continue
            if len(texts) == 1 and (notes_began or first in titles or self._is_caption(number, next(iter(texts)))):
                continue
            if self._is_total(texts, used):
                self.totals.append(number)
                continue
            if self._is_header(texts, headers) or _is_numbering(texts):
                continue
            found.append(number)
        return found

    def _is_total(self, texts: dict[int, str], used: list[int]) -> bool:
        unit = self.table.columns.get("unit", self.table.columns.get("county"))
        leading = {column for column in texts if column <= used[0]} | set(used[:_LEADING])
        return any(_TOTAL.fullmatch(word) for column, word in texts.items() if column in leading) or bool(
            unit in texts and _UNIT_TOTAL.fullmatch(texts[unit]))

    def _is_caption(self, row: int, column: int) -> bool:
        """A text alone in its row, merged over half of the sheet."""
        return any(top == row and left == column and (right - left + 1) * 2 > self.grid.width
                   for top, left, _, right in self.grid.merges)

    @staticmethod
    def _is_header(texts: dict[int, str], headers: dict[int, set[str]]) -> bool:
        same = sum(word in headers[column] for column, word in texts.items())
        return same == len(texts) or same >= 2 and same * 10 >= len(texts) * 6

    def _ragged(self) -> None:
        # of two header rows the upper one may be no more than labels, and then counts as a title
        above = self.grid.rows[max(self.table.top, self.table.last + 1 - MOST_HEADER_ROWS):self.table.last + 1]
        ends = [column for column in range(self.grid.width) if any(row[column] != "" for row in above)]
        for row in self.rows:
            beyond = next((c for c in range(max(ends) + 1, self.grid.width) if self.grid.rows[row][c] != ""), None)
            expected = "与表头同样多的列（内容中的逗号要加引号）"
            if beyond is not None:
                self.error(row, beyond, "ragged_row", f"多出列，表头只有{max(ends) + 1}列", expected)
            elif self.grid.lengths[row] <= max(self._used()):
                self.error(row, self.grid.lengths[row] - 1, "ragged_row", f"之后缺列，表头有{max(ends) + 1}列", expected)

    def value(self, row: int, name: str):
        """The raw cell of a field, "" where the sheet has no such column; a cell merged over rows is filled."""
        column = self.table.columns.get(name)
        return "" if column is None else self.at(row, column)

    def at(self, row: int, column: int):
        return self.grid.filled(row, column)

    def text(self, row: int, name: str) -> str:
        return values.text(self.value(row, name))

    def quote(self, row: int, column: int) -> str:
        found = values.text(self.at(row, column))
        return found if len(found) <= MOST_QUOTED else found[:MOST_QUOTED] + "…"

    def error(self, row: int, column: int, code: str, message: str, expected: str) -> None:
        """An error at a cell. The row is left out."""
        self.faulty.add(row)
        if (row, column) not in self._said:
            self._add("error", row, column, code, message, expected)

    def warn(self, row: int, column: int, code: str, message: str, expected: str) -> None:
        self._add("warning", row, column, code, message, expected)

    def _add(self, severity: str, row: int, column: int, code: str, message: str, expected: str) -> None:
        found = self.quote(row, column)
        header = self.table.header_at(column) or address(0, column)[:-1] + "列"
        where = f"第{row + 1}行“{header}”" + (f"的“{found}”" if found else "")
        self.issues.append(Issue(
            self.grid.name, address(row, column), severity, code, f"{where}{message}。", found, expected))

    def sheet_issue(self, severity: str, code: str, message: str, expected: str = "", cell: str | None = None) -> None:
        self.issues.append(Issue(self.grid.name, cell, severity, code, message, "", expected))

    def read(self, row: int, name: str, parse: Callable):
        """`parse` of the cell, None where the column is missing, or the cell is wrong (then an error is noted)."""
        return self.read_at(row, self.table.columns[name], parse) if name in self.table.columns else None

    def read_at(self, row: int, column: int, parse: Callable):
        try:
            return parse(self.at(row, column))
        except Wrong as wrong:
            self.error(row, column, wrong.code, wrong.message, wrong.expected)
            return None

    def named(self, name: str, what: str) -> dict[int, str]:
        """Row → the text of a column that names something.

        It is filled down where most rows are blank; elsewhere a blank is an error.
        """
        found = {row: values.words(self.value(row, name)) for row in self.rows}
        blank = [row for row in self.rows if not found[row] or values.is_dash(found[row])]
        if len(blank) * 2 > len(self.rows) and len(blank) < len(self.rows):
            last = ""
            for row in self.rows:
                last = found[row] = found[row] if row not in set(blank) else last
            blank = [row for row in blank if not found[row]]
        for row in blank:
            found[row] = ""
            self.error(row, self.table.columns[name], f"{name}_blank", f"没有填写{what}", what)
        return found

    def months(self, month: date) -> dict[int, date]:
        """Row → month: the sheet's `month`, after the month column was compared with it."""
        column = self.table.columns.get("month")
        if column is not None:
            read = self._month_cells(month.year)
            blanks = [row for row in self.rows if row in read and read[row] is None]
            for row in blanks if len(blanks) * 2 <= len(self.rows) else ():
                self.error(row, column, "month_blank", "没有填写月份", month_text(month))
            for row, found in read.items():
                if found and found != month:
                    self.error(row, column, "another_month", f"与本表的月份{month_text(month)}不一致",
                               f"{month_text(month)}（一张表只放一个月）")
        return dict.fromkeys(self.rows, month)

    def _month_cells(self, year: int | None) -> dict[int, date | None]:
        column, found = self.table.columns["month"], {}
        for row in self.rows:
            try:
                found[row] = months.cell(self.at(row, column), year)
            except Wrong as wrong:
                self.error(row, column, wrong.code, wrong.message, wrong.expected)
        return found

    def month_of_column(self, year: int | None) -> date | None:
        """The month that most rows of the month column name; the first of them where two are named equally often."""
        if "month" not in self.table.columns:
            return None
        counts: Counter[date] = Counter()
        for row in self.rows:
            try:
                found = months.cell(self.value(row, "month"), year)
            except Wrong:
                continue
            if found:
                counts[found] += 1
        return counts.most_common(1)[0][0] if counts else None

    def duplicates(self, keys: Iterable[tuple[int, Hashable, int]], what: str) -> None:
        """One error at each later row of the same key ((row, key, column) in order); neither row counts."""
        first: dict[Hashable, int] = {}
        for row, key, column in keys:
            if key in first:
                self.faulty.add(first[key])
                self.error(row, column, "duplicate", f"与第{first[key] + 1}行重复，两行都未计入",
                           f"{what}不重复（请核对第{first[key] + 1}行和第{row + 1}行）")
            else:
                first[key] = row


def _is_numbering(texts: dict[int, str]) -> bool:
    """A row of column numbers under the header: 1 2 3 4, or 甲 乙 1 2; a column without header may have none."""
    words = {column: word for column, word in texts.items() if word not in "甲乙丙丁戊栏次序号"}
    if len(words) < 3 or not all(word.isdecimal() for word in words.values()):
        return False
    numbers = [int(word) for word in words.values()]
    is_in_step = len({number - column for number, column in zip(numbers, words)}) == 1
    return numbers[0] <= 3 and (is_in_step or all(b == a + 1 for a, b in zip(numbers, numbers[1:])))
