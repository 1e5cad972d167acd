"""The cases (办件量) of 一件事 in a month: a sheet of its own, or columns of the list.

They are added up month by month: what is the total of several months is refused, and what may be
either is asked.
"""

import re
from collections.abc import Sequence
from functools import partial

from govsvc.domain.chains import CUMULATIVE, MONTH_CASES, ChainCases, cases_entry, chain_key
from govsvc.domain.entries import COUNTED as STATUS_COUNTED
from govsvc.domain.entries import LEFT_OUT, Entries
from govsvc.sheets.cells import cell_text, values
from govsvc.sheets.cells.chains_vocabulary import BARE_CASES, CHAIN
from govsvc.sheets.records.cases import names_several_months
from govsvc.sheets.records.chain_rows import rows_of
from govsvc.sheets.records.options import SheetContext
from govsvc.sheets.records.sheet_reader import SheetReader

COUNTED = (MONTH_CASES, CUMULATIVE, BARE_CASES)
_MONTH = re.compile(r"(?<!\d)(\d{1,2})月")
_EXPECTED = "当月的办件量，没有办件的填0"
_count = partial(values.count, unit="件")


def read_chain_cases(reader: SheetReader, context: SheetContext) -> Entries:
    """One entry a row of a sheet of cases."""
    reader.check_months(context.month)
    column = reader.table.columns[CHAIN]
    rows: list[tuple[str, tuple[int, ...]]] = []
    for row in rows_of(reader):
        name = cell_text.name(reader.value(row, CHAIN))
        if not name:
            reader.error(row, column, "chain_blank", "没有填写一件事名称", "一件事的名称")
            continue
        rows.append((name, (row,)))
    reader.duplicates(((of[0], chain_key(name), column) for name, of in rows), "一件事")
    field = _field_of_sheet(reader, context)
    if field is None:
        return Entries()
    return _entries(reader, context, rows, field, is_blank_wrong=True)


def beside_list(
    reader: SheetReader, context: SheetContext, things: Sequence[tuple[str, tuple[int, ...]]]
) -> Entries:
    """The cases that a 一件事清单 has beside its things; what is wrong with them leaves no thing
    out.
    """
    columns = reader.table.columns
    used = [name for name in COUNTED if name in columns]
    if not used:
        return Entries()
    faulty = set(reader.faulty)
    if MONTH_CASES not in columns:
        name = used[0]
        is_sum = name == CUMULATIVE
        why = "是累计数" if is_sum else "看不出是本月的还是累计的"
        reader.sheet_issue(
            "error",
            "cumulative" if is_sum else "cases_unclear",
            f"“{reader.table.header(name)}”{why}，没有读取：办件量按月相加，累计数会重复计算。",
            "写明“本月办件量”的列；确是本月的，在“查看与更正识别结果”里选定",
            (reader.table.last, columns[name]),
        )
        return Entries()
    if _is_of_another_month(reader, context, MONTH_CASES):
        return Entries()
    entries = _entries(reader, context, things, MONTH_CASES, is_blank_wrong=False)
    reader.faulty = faulty
    if len(entries):
        reader.notes.append(f"另读取{len(entries)}个一件事的本月办件量。")
    return entries


def _field_of_sheet(reader: SheetReader, context: SheetContext) -> str | None:
    """Which column holds the cases of the month; None, with an error, where none does."""
    columns = reader.table.columns
    lines = (*reader.table.titles, reader.grid.name)
    if MONTH_CASES in columns:
        if not _is_of_another_month(reader, context, MONTH_CASES):
            return MONTH_CASES
        reader.faulty.update(reader.rows)
        return None
    several = next(filter(names_several_months, lines), "")
    if BARE_CASES in columns and CUMULATIVE not in columns and not several:
        return BARE_CASES
    why = f"“{several}”写的是几个月的累计数" if several else "只有累计办件量，没有本月办件量"
    reader.refuse_rows(
        "cumulative",
        f"{why}，本表各行都未计入：办件量按月相加，累计数会重复计算。",
        "当月的办件量，一个月一张表",
    )
    return None


def _is_of_another_month(reader: SheetReader, context: SheetContext, name: str) -> bool:
    """Whether the header (9月办件量) names another month than the sheet's: then no row counts."""
    header = cell_text.packed("".join(reader.table.headers_at(reader.table.columns[name])))
    named = {int(month) for month in _MONTH.findall(header)}
    if not named or named == {context.month.month}:
        return False
    reader.sheet_issue(
        "error",
        "another_month",
        f"“{header}”不是{context.month.month}月的办件量，没有读取。",
        f"{context.month.month}月办件量",
        (reader.table.last, reader.table.columns[name]),
    )
    return True


def _entries(
    reader: SheetReader,
    context: SheetContext,
    things: Sequence[tuple[str, tuple[int, ...]]],
    field: str,
    is_blank_wrong: bool,
) -> Entries:
    entries = []
    column = reader.table.columns[field]
    for name, rows in things:
        row = next((row for row in rows if cell_text.packed(reader.value(row, field))), rows[0])
        before = set(reader.faulty)
        cases = reader.read(row, field, _count)
        cumulative = reader.read(row, CUMULATIVE, _count)
        if cases is None and row not in reader.faulty and is_blank_wrong:
            reader.error(row, column, "count_blank", "没有填写办件量", _EXPECTED)
        if cases is not None and cumulative is not None and cumulative < cases:
            message = f"累计{cumulative}件，少于本月{cases}件"
            total = reader.table.columns[CUMULATIVE]
            reader.error(row, total, "cumulative_under_month", message, "不少于本月办件量")
        if cases is None:
            continue
        is_faulty = bool(reader.faulty & set(rows)) if is_blank_wrong else reader.faulty != before
        entries.append(
            cases_entry(
                ChainCases(
                    context.month,
                    name,
                    cases,
                    cumulative,
                    LEFT_OUT if is_faulty else STATUS_COUNTED,
                    context.file,
                    reader.grid.name,
                    row + 1,
                )
            )
        )
    return Entries.of(entries)
