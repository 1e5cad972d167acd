"""Rows of a 回访汇总 → totals of weeks, or of the month, and issues: what does not add up is asked.

A row is of a unit, of a week, or of both.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from govsvc.domain import rates
from govsvc.domain.entries import COUNTED, LEFT_OUT, Entries
from govsvc.domain.feedback import (
    LEVELS,
    TOTAL_COUNTS,
    VALID,
    CallTotals,
    Mismatch,
    mismatches,
    total_count,
    totals_entry,
    totals_key,
)
from govsvc.domain.roster import DEPARTMENT
from govsvc.sheets.cells import cell_text, place_names, values
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records import call_days
from govsvc.sheets.records.options import SheetContext
from govsvc.sheets.records.sheet_reader import SheetReader

_EXPECTED = "不小于0的整数，没有的填0"
_ALL = frozenset({"全县", "本县", "全市", "全区"})
_PART = re.compile("小计|其中|上月|上周|去年|同期|平均")
#: how levels are counted as satisfied in sheets: with and without 基本满意
_SATISFIED = (LEVELS[:3], LEVELS[:2])


def read_totals(reader: SheetReader, context: SheetContext) -> Entries:
    """The totals in the order of the rows."""
    reader.check_months(context.month)
    units, weeks = _units(reader, context), _weeks(reader, context.month)
    entries = []
    for index, row in enumerate(reader.rows):
        counts = _counts(reader, row)
        for one in mismatches(counts):
            _say(reader, row, one)
        totals = CallTotals(
            context.month,
            weeks[index],
            units[index],
            counts,
            _printed(reader, row, counts),
            context.file,
            reader.grid.name,
            row + 1,
        )
        entries.append((row, totals))
    _compare_total_rows(reader, [totals.counts for _, totals in entries])
    _refuse_repeated(reader, [totals for _, totals in entries])
    reader.notes.append(
        "只有汇总数，背后没有逐件记录；同一周导入了回访台账的，以台账逐件计数为准。"
    )
    return Entries.of(
        totals_entry(totals, LEFT_OUT if row in reader.faulty else COUNTED)
        for row, totals in entries
    )


def _units(reader: SheetReader, context: SheetContext) -> list[str]:
    """The unit of each row; "" where the sheet names none: then the row is of the county."""
    if "unit" not in reader.table.columns:
        return [""] * len(reader.rows)
    named = reader.named("unit", "承办单位").map(
        lambda unit: place_names.township(unit, context.homes)
    )
    known = reader.roster_names(named, DEPARTMENT, context.month)
    return ["" if text in _ALL else name for text, name in zip(named, known)]


def _weeks(reader: SheetReader, month: date) -> list[date | None]:
    """The Monday of the week that a cell, else the heading, the sheet's name or the title names;
    None where the totals are of the month.
    """
    weeks = call_days.weeks_of(reader, month, [None] * len(reader.rows))
    column = reader.table.columns.get("week_said")
    if column is None:
        return weeks
    for index, row in enumerate(reader.rows):
        text = cell_text.text(reader.at(row, column))
        week = call_days.week_in(text, month)
        if week is None and text:
            reader.error(row, column, "week_unclear", "看不出是哪一周", "9.21-9.25 或 第39周")
        weeks[index] = week or weeks[index]
    return weeks


def _counts(reader: SheetReader, row: int) -> dict[str, int]:
    """The counts of a row. A blank level is 0 where the others make up 有效数; any other blank is
    an error.
    """
    counts: dict[str, int] = {}
    blank: dict[str, int] = {}
    for one in TOTAL_COUNTS:
        column = reader.table.columns.get(one.field)
        if column is None:
            continue
        try:
            number = values.count(reader.at(row, column), "件个户家条次")
        except Wrong as wrong:
            reader.error_of(row, column, wrong)
            continue
        if number is None:
            blank[one.key] = column
        else:
            counts[one.key] = number
    levels = {one.key for one in LEVELS}
    if VALID in counts and sum(counts.get(key, 0) for key in levels) == counts[VALID]:
        counts |= dict.fromkeys(levels & blank.keys(), 0)
    for key, column in blank.items():
        if key not in counts:
            name = reader.table.header_at(column)
            reader.error(row, column, "count_blank", f"没有填写{name}", _EXPECTED)
    return counts


def _say(reader: SheetReader, row: int, one: Mismatch) -> None:
    column = reader.table.columns.get(total_count(one.key).field, min(reader.columns_read))
    reader.error(row, column, "totals_do_not_add_up", f"是{one.message}", one.expected)


def _printed(reader: SheetReader, row: int, counts: Mapping[str, int]) -> str:
    """满意率 as the sheet prints it; a warning where the counts make another."""
    column = reader.table.columns.get("printed")
    if column is None:
        return ""
    text = cell_text.text(reader.at(row, column))
    try:
        read = values.percent(reader.at(row, column))
    except Wrong as wrong:
        reader.warn(row, column, wrong.code, f"{wrong.message}，未采用", wrong.expected)
        return ""
    if read is None:
        return ""
    number, valid = read[0], counts.get(VALID)
    ways = [
        rates.published(met, valid)
        for levels in _SATISFIED
        if valid and all(one.key in counts for one in levels)
        if (met := sum(counts[one.key] for one in levels)) <= valid
    ]
    said = {number, number * 100} if not read[1] and number <= 1 else {number}
    if ways and not any(_is_like(one, way) for one in said for way in ways if way is not None):
        reader.warn(
            row,
            column,
            "rate_unlike_counts",
            f"与各级件数算出的{ways[0]}%不一致，按件数计",
            f"{ways[0]}%（请核对满意率和各级件数）",
        )
    return text


def _is_like(said: object, counted: object) -> bool:
    """Whether a typed percent is the counted one, rounded to no, one or two decimals."""
    return any(round(Fraction(str(counted)), digits) == Fraction(str(said)) for digits in (0, 1, 2))


def _compare_total_rows(reader: SheetReader, rows: Sequence[Mapping[str, int]]) -> None:
    """A warning at each number of a 合计 that is not the sum of the rows."""
    for total in reader.totals:
        if any(_PART.search(cell_text.packed(cell)) for cell in reader.grid.rows[total]):
            continue
        for one in TOTAL_COUNTS:
            column = reader.table.columns.get(one.field)
            if column is None or not all(one.key in counts for counts in rows):
                continue
            try:
                said = values.count(reader.at(total, column), "件个户家条次")
            except Wrong:
                continue
            counted = sum(counts[one.key] for counts in rows)
            if said is not None and said != counted:
                reader.warn(
                    total,
                    column,
                    "total_unlike_sum",
                    f"与各行之和{counted}不一致，按各行计",
                    f"{counted}（请核对合计和各行）",
                )


def _refuse_repeated(reader: SheetReader, totals: list[CallTotals]) -> None:
    """An error at the later of two rows of one unit and week."""
    fields = ("unit", "week_said", total_count(VALID).field)
    column = next(reader.table.columns[name] for name in fields if name in reader.table.columns)
    reader.duplicates(
        ((one.row - 1, totals_key(one.week, one.unit), column) for one in totals), "单位和周次"
    )
