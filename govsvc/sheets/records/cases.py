"""Rows of a sheet of case counts (办件量统计) → entries and issues."""

import re

import numpy as np

from govsvc.domain import row_keys
from govsvc.domain.entries import Entries
from govsvc.sheets.cells import cell_text
from govsvc.sheets.cells.column import Column, positions
from govsvc.sheets.records import case_counts, item_identity
from govsvc.sheets.records.item_identity import ItemIdentity
from govsvc.sheets.records.options import SheetContext
from govsvc.sheets.records.sheet_reader import SheetReader
from govsvc.sheets.tables import overlay_kinds

#: a title that says that its numbers are of several months
_CUMULATIVE = re.compile(r"累计|(?<!\d)\d{1,2}月?[-—–~～至到]\d{1,2}月|季度|半年|全年")


def read_cases(reader: SheetReader, context: SheetContext) -> Entries:
    """The entries of a sheet of case counts, in the order of its rows.

    A row without name and code is none.
    """
    reader.check_months(context.month)
    if overlay_kinds.counts_by_unit(reader.table.columns):
        return _read_totals(reader, context)
    units = item_identity.units_of(reader, context)
    codes = item_identity.codes_of(reader)
    names = item_identity.names_of(reader, codes)
    _refuse_cumulative(reader)
    inside = ~item_identity.outside_scope(reader, context.rules)
    counts, is_given = case_counts.read_counts(reader, units, inside)
    identity = ItemIdentity.of(units, names, codes)
    columns = reader.table.columns
    reader.duplicates(
        (
            (reader.rows[index], identity.keys[index], columns[identity.key_fields[index]])
            for index in positions(is_given & (identity.key_fields != ""))
        ),
        "事项",
    )
    wanted = identity.is_named & is_given
    return case_counts.case_entries(reader, context, identity, counts, inside, wanted)


def _read_totals(reader: SheetReader, context: SheetContext) -> Entries:
    """A row a department, of all its items together: what period measures add up, and no item has
    cases by it.
    """
    units = item_identity.units_of(reader, context)
    _refuse_cumulative(reader)
    everywhere = np.ones(len(reader.rows), bool)
    counts, is_given = case_counts.read_counts(reader, units, everywhere)
    names = Column.constant(row_keys.ALL_ITEMS, len(reader.rows))
    identity = ItemIdentity.of(units, names, {})
    wanted = is_given & units.filled
    column = reader.table.columns["unit"]
    reader.duplicates(
        ((reader.rows[index], identity.keys[index], column) for index in positions(wanted)),
        "单位",
    )
    reader.notes.append(
        "这张表按单位汇总，没有事项：只计入现场办结率、按时办结率、网上申办率等按期间的指标，"
        "不能用来找疑似和零办件。"
    )
    return case_counts.case_entries(reader, context, identity, counts, everywhere, wanted)


def names_several_months(line: str) -> bool:
    """Whether a title says that its numbers are of several months."""
    return bool(_CUMULATIVE.search(cell_text.packed(line)))


def _refuse_cumulative(reader: SheetReader) -> None:
    """No row counts where a title says that the numbers are of several months."""
    for line in (*reader.table.titles, reader.grid.name):
        if names_several_months(line):
            reader.refuse_rows(
                "cumulative",
                f"“{line}”写的是几个月的累计数，本表各行都未计入："
                "办件量按月相加，累计数会重复计算。",
                "当月的办件量，一个月一张表",
            )
            return
