"""Which rows below a header are data, and which are totals, notes, captions or headers again."""

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from govsvc.domain.indicators import BULLETIN
from govsvc.sheets.cells import cell_text, place_names
from govsvc.sheets.cells.column import Column, positions
from govsvc.sheets.formats.grid import is_blank
from govsvc.sheets.tables.table import Table

_TOTAL = re.compile(
    r"(本页|本周|本月|第?[\d一二三四五六七八九十]{1,3}周|"
    r"全县|全市|全区|各县|各部门|部门|乡镇|本部门|本单位|总)?(小计|合计|总计|共计|平均|"
    r"平均值|均值|累计|汇总)([:(].*)?|其中[:：]?.{0,12}"
)
#: a heading of a section, as it stands in a sheet whose cells are not merged
_SECTION = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|附[件:：、]?\d*[:：]|.+[(（]\d+项[)）]$"
)
#: a heading that names a group of counties in a bulletin
GROUP = re.compile(r".{1,10}(?:组|片区|梯队|类别|类县)(?:[(（].*[)）])?")
_UNIT_TOTAL = re.compile(r".{0,20}(小计|合计|总计|平均值?)")
_NOTE = re.compile(
    r"(注|备注|说明|附注|附|填报说明|注释)\d?[:.、]"
    r"|(填表|填报|制表|审核|审批|统计|单位|分管|主管|经办|复核|部门)"
    r"(人|负责人|领导|单位|日期|时间)[^:]{0,6}:"
    r"|联系(电话|人|方式):|数据来源:|(负责人|电话|日期):"
)
#: what every total, and every note, has (RE2): rows without are not looked at closer
_MAYBE_TOTAL, _MAYBE_NOTE = "[计均汇]|其中", "[:：﹕.．﹒、､﹑⒈-⒛]"
#: whatever else it holds, such a cell is not blank
_NOT_BLANK = r"[\x{4E00}-\x{9FFF}0-9A-Za-z]"
#: a text that is compared as it is written
_PLAIN = r"^[\x{4E00}-\x{9FFF}0-9A-Za-z]+$"
#: leading columns that may say 小计
_LEADING = 4
#: a row with more texts than this is no note
_MOST_IN_NOTE = 3
#: what has more characters is no column number, and how many spaces a header may have
_LONGEST_NUMBER, _SPACES = 8, 8


class DataRows:
    """Of a table the numbers (from 0) of its data rows, `rows`, and of its total rows, `totals`.

    `captions`: (row, text) of the rows of a single text between them.
    """

    def __init__(self, table: Table, used: set[int]):
        self.rows: list[int] = []
        self.totals: list[int] = []
        self.captions: list[tuple[int, str]] = []
        self._table, self._grid, self._used = table, table.grid, sorted(used)
        header_rows = range(table.first, table.last + 1)
        self._headers = {
            column: {cell_text.packed(self._grid.filled(row, column)) for row in header_rows} - {""}
            for column in range(self._grid.width)
        }
        self._titles = {cell_text.packed(line) for line in table.titles}
        self._uncomputed = {row for row, column in self._grid.uncomputed if column in used}
        self._notes_began = False
        start, end = table.last + 1, len(self._grid.rows)
        if end > start:
            odd = self._odd(start, end)
            not_data = {
                row for row in (np.nonzero(odd)[0] + start).tolist() if not self._is_data(row)
            }
            self.rows = [row for row in range(start, end) if row not in not_data]

    def _odd(self, start: int, end: int) -> np.ndarray:
        """Per row whether it may be something else than data.

        Rows that surely are data are not looked at one by one.
        """
        filled, filled_read, short, headers = (np.zeros(end - start, np.int32) for _ in range(4))
        odd = np.zeros(end - start, bool)
        leading = {*range(self._used[0] + 1), *self._used[:_LEADING], self._unit}
        for column in range(self._grid.width):
            cells = self._grid.column(column)
            codes = cells.codes[start:end]
            lengths = cells.lengths
            has_text = _has_text(cells, lengths)
            filled += has_text[codes]
            if column in self._used:
                filled_read += has_text[codes]
            # a row of column numbers: 1 2 3 4, or 甲 乙 1 2
            short += ((lengths < _LONGEST_NUMBER) & (lengths != 0))[codes]
            headers += _is_one_of(self._headers[column], cells, lengths)[codes]
            if column in leading:
                odd |= cells.matches(_MAYBE_TOTAL)[start:end]
        odd |= (filled <= 1) | (filled_read == 0) | (short >= filled)
        odd |= (headers >= 2) | (headers >= filled)
        if (filled <= _MOST_IN_NOTE).any():
            for column in range(self._grid.width):
                odd |= self._grid.column(column).matches(_MAYBE_NOTE)[start:end] & (
                    filled <= _MOST_IN_NOTE
                )
        for row in (*self._uncomputed, *(row for row, _ in self._grid.long_cells)):
            if row >= start:
                odd[row - start] = True
        return odd

    def _is_data(self, number: int) -> bool:
        """Whether a row is data. Adds total rows to `totals`; to be asked from top to bottom."""
        row = self._grid.rows[number]
        if is_blank(row) and number not in self._uncomputed:
            return False
        texts = {column: cell_text.packed(cell) for column, cell in enumerate(row) if cell != ""}
        texts = {column: word for column, word in texts.items() if word}
        if number in self._uncomputed and not self._is_total(texts):
            return True
        if self._is_note(number, texts):
            if len(texts) == 1:
                self.captions.append((number, next(iter(texts.values()))))
            return False
        # what stands above the header may be repeated with it
        if self._titles.issuperset(texts.values()):
            return False
        if self._is_total(texts):
            self.totals.append(number)
            return False
        return not (self._is_header(texts) or _is_numbering(texts))

    def _is_note(self, number: int, texts: dict[int, str]) -> bool:
        """Whether a row is a note or caption, or has nothing in a column that is read.

        Below the first note every row of a single text is one.
        """
        if not texts or not any(
            column in texts or (number, column) in self._grid.long_cells for column in self._used
        ):
            # 注： may stand in a column that is not read
            self._notes_began |= any(_NOTE.match(word) for word in texts.values())
            return True
        if len(texts) <= _MOST_IN_NOTE and _NOTE.match(next(iter(texts.values()))):
            self._notes_began = True
            return True
        if len(texts) != 1:
            return False
        column, word = next(iter(texts.items()))
        return (
            self._notes_began
            or bool(_SECTION.match(word))
            or self._is_caption(number, column)
            or (self._table.kind == BULLETIN and bool(GROUP.fullmatch(word)))
            or (self._unit is None and self._names_unit(word))
        )

    def _names_unit(self, word: str) -> bool:
        """Whether a text alone in its row is the name of a department or township."""
        return word in (*place_names.departments_in(word), *place_names.townships_in(word))

    @property
    def _unit(self) -> int | None:
        """The column that names the unit or county."""
        return self._table.columns.get("unit", self._table.columns.get("county"))

    def _is_total(self, texts: dict[int, str]) -> bool:
        leading = {column for column in texts if column <= self._used[0]} | set(
            self._used[:_LEADING]
        )
        return any(
            _TOTAL.fullmatch(word) for column, word in texts.items() if column in leading
        ) or bool(self._unit in texts and _UNIT_TOTAL.fullmatch(texts[self._unit]))

    def _is_caption(self, row: int, column: int) -> bool:
        """A text alone in its row, merged over half of the sheet."""
        return any(
            top == row and left == column and (right - left + 1) * 2 > self._grid.width
            for top, left, _, right in self._grid.merges
        )

    def _is_header(self, texts: dict[int, str]) -> bool:
        same = sum(word in self._headers[column] for column, word in texts.items())
        return same == len(texts) or same >= 2 and same * 10 >= len(texts) * 6


def _has_text(cells: Column, lengths: np.ndarray) -> np.ndarray:
    """Per different cell whether anything is left of it as text.

    `lengths`: -1 where it is no text.
    """
    has_text = (lengths < 0) | cells.is_ordinary | cells.odd_matching(_NOT_BLANK)
    for number in positions(~has_text):
        has_text[number] = cell_text.packed(cells.cells[number]) != ""
    return has_text


def _is_one_of(headers: set[str], cells: Column, lengths: np.ndarray) -> np.ndarray:
    """Per different cell whether it is one of the headers."""
    is_header: np.ndarray = pc.is_in(
        cells.texts, pa.array(sorted(headers), pa.string()), skip_nulls=True
    ).to_numpy(zero_copy_only=False)
    longest = 2 * max(map(len, headers), default=0) + _SPACES
    is_short = (lengths > 0) & (lengths <= longest)
    # what is plain is compared as it is: thousands of cells are
    for number in positions(is_short & ~cells.cells_matching(_PLAIN, is_short)):
        is_header[number] = cell_text.packed(cells.cells[number]) in headers
    return is_header


def _is_numbering(texts: dict[int, str]) -> bool:
    """A row of column numbers under the header: 1 2 3 4, or 甲 乙 1 2; a column without header may
    have none.
    """
    words = {column: word for column, word in texts.items() if word not in "甲乙丙丁戊栏次序号"}
    if len(words) < 3 or not all(word.isdecimal() for word in words.values()):
        return False
    numbers = [int(word) for word in words.values()]
    is_in_step = len({number - column for number, column in zip(numbers, words)}) == 1
    return numbers[0] <= 3 and (is_in_step or all(b == a + 1 for a, b in zip(numbers, numbers[1:])))
