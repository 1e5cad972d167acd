"""Totals of a week or of the month in a 回访台账, compared with its rows."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from govsvc.domain.feedback import LEVELS, NOT_DIALLED, OVERALL, VALID
from govsvc.sheets.cells import cell_text
from govsvc.sheets.records.sheet_reader import SheetReader

#: what a line of totals says, as 抽取20件
_NUMBER = r"[:：为]?共?(\d{1,6})(?:件|个|户|家|条|通|次)?"
_SAID: Mapping[str, re.Pattern[str]] = {
    "抽取": re.compile(rf"抽[取查](?:办件|涉企件|件)?数?{_NUMBER}"),
    "拨打": re.compile(rf"(?:拨打|(?<!有效)(?<!成功)回访)(?:电话|件)?数?{_NUMBER}"),
    "有效": re.compile(rf"(?:有效回访|成功回访|有效)(?:件)?数?{_NUMBER}"),
}
_TOTAL = re.compile("小计|合计|总计|共计")
_PART = re.compile("小计|本周|周")
_COUNT = re.compile(r"(\d{1,6})(?:件|个|户|家)?")


class Counted(NamedTuple):
    """What a data row counts for: its case, outcome and level."""

    case: str
    outcome: str
    rating: str


def check(reader: SheetReader, rows: Sequence[Counted]) -> None:
    """A warning at each total row that says another number than the rows above it.

    A case that was called again is one, by its last row. A 小计 is of the rows since the one before
    it, any other total of all rows.
    """
    begin = 0
    # a line that stands in a column that is not read is a heading
    headings = [row for row, text in reader.captions if _TOTAL.search(text)]
    for total in sorted({*reader.totals, *headings}):
        texts = [cell_text.packed(cell) for cell in reader.grid.rows[total] if cell != ""]
        until = sum(row < total for row in reader.rows)
        is_part = any(map(_PART.search, texts))
        above = rows[begin:until] if is_part else rows
        begin = until if is_part else begin
        last = list({one.case: one for one in above}.values())
        for name, said, column in _said(reader, total, "，".join(texts)):
            counted = _counted(last)[name]
            if said != counted:
                reader.warn(
                    total,
                    column,
                    "total_unlike_sum",
                    f"写的是{name}{said}件，各行是{counted}件，按各行计",
                    f"{counted}（请核对合计和各行）",
                )


def _counted(rows: Sequence[Counted]) -> dict[str, int]:
    return {
        "抽取": len(rows),
        "拨打": sum(one.outcome != NOT_DIALLED for one in rows),
        "有效": sum(one.outcome == VALID for one in rows),
        **{level.name: sum(one.rating == level.key for one in rows) for level in LEVELS},
    }


def _said(reader: SheetReader, row: int, line: str) -> Iterator[tuple[str, int, int]]:
    """(name of a count, number, column) of what a total row says."""
    cells = reader.grid.rows[row]
    for name, pattern in _SAID.items():
        if said := pattern.search(line):
            holding = (n for n, cell in enumerate(cells) if said[0] in cell_text.packed(cell))
            yield name, int(said[1]), next(holding, min(reader.columns_read))
    overall = reader.table.matched.parts.get(reader.table.columns.get(OVERALL, -1))
    for column, level in overall.columns if overall else ():
        if number := _COUNT.fullmatch(cell_text.packed(cells[column])):
            yield level, int(number[1]), column
