"""Rows of a sheet of case counts (办件量统计) → entries and issues."""

import re
from datetime import date

import numpy as np

from govsvc.domain.entries import Entries
from govsvc.domain.indicators import Rules
from govsvc.sheets.cells import cell_text
from govsvc.sheets.cells.column import positions
from govsvc.sheets.records import case_counts, items, overlays
from govsvc.sheets.records.sheet_reader import SheetReader

#: a title that says that its numbers are of several months
_CUMULATIVE = re.compile(r"累计|(?<!\d)\d{1,2}月?[-—–~～至到]\d{1,2}月|季度|半年|全年")


def read_cases(
    reader: SheetReader, file: str, month: date, rules: Rules, homes: tuple[str | None, ...]
) -> Entries:
    """The entries of a sheet of case counts, in the order of its rows; a row without name and code
    is none.
    """
    reader.check_months(month)
    units = items.units_of(reader, month, homes)
    codes = items.codes_of(reader)
    names = overlays.names_of(reader, codes)
    _refuse_cumulative(reader)
    types = reader.field("item_type").map(items.type_text).map(items.full_type)
    outside = types.mask(lambda kind: kind is not None and kind not in rules.types_in_scope)
    if outside.any():
        reader.notes.append(f"{int(outside.sum())}行不是依申请事项，不用于核对。")
    counts, is_given = case_counts.numbers(reader, units, ~outside)
    keys, fields = items.keys_of(codes, units, names)
    named = np.logical_or.reduce(
        [codes[field].mask(bool) for field in codes] or [np.zeros(len(reader.rows), bool)]
    ) | names.mask(bool)
    used = reader.table.columns
    reader.duplicates(
        (
            (reader.rows[place], keys[place], used[fields[place]])
            for place in positions(is_given & (fields != ""))
        ),
        "事项",
    )
    return case_counts.entries(
        reader, file, month, units, keys, names, codes, counts, ~outside, named & is_given
    )


def _refuse_cumulative(reader: SheetReader) -> None:
    line = next(
        (
            line
            for line in (*reader.table.titles, reader.grid.name)
            if _CUMULATIVE.search(cell_text.packed(line))
        ),
        None,
    )
    if line is not None:
        reader.sheet_issue(
            "error",
            "cumulative",
            f"“{line}”写的是几个月的累计数，本表各行都未计入：办件量按月相加，累计数会重复计算。",
            "当月的办件量，一个月一张表",
        )
        reader.faulty.update(reader.rows)
