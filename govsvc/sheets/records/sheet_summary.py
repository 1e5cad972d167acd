"""The tables of one sheet, told as one."""

from collections import Counter
from collections.abc import Sequence

from govsvc.domain.rows import SheetRead
from govsvc.sheets.cells.addresses import letters
from govsvc.sheets.records.options import ColumnLetters
from govsvc.sheets.records.sheet_display import summed
from govsvc.sheets.tables.table import Table


def one_each(sheets: Sequence[SheetRead]) -> list[SheetRead]:
    """The tables of one sheet, kind and month as one, with how many they were."""
    groups: dict[tuple[object, ...], list[SheetRead]] = {}
    for sheet in sheets:
        groups.setdefault((sheet.sheet, sheet.kind, sheet.month), []).append(sheet)
    counts = Counter(sheet.sheet for sheet in sheets)
    return [_joined(group, counts[group[0].sheet]) for group in groups.values()]


def _joined(group: Sequence[SheetRead], count: int) -> SheetRead:
    """The first of the tables, with the figures of all. `count`: of all tables of the sheet."""
    first = group[0]
    first.rows = sum(sheet.rows for sheet in group)
    first.left_out = sum(sheet.left_out for sheet in group)
    first.out_of_scope = sum(sheet.out_of_scope for sheet in group)
    first.columns = {
        name: header for sheet in reversed(group) for name, header in sheet.columns.items()
    }
    if len(group) > 1 and first.unit_asked is not None:
        # one answer would hold for all of them
        first.unit_asked = None
        first.notes.append("一张表里有几个表格，分属不同单位：请加上单位一列，或分成几张表再上传。")
    first.others = _with_other_headers(group)
    first.notes = list(dict.fromkeys(note for sheet in group for note in sheet.notes))
    if count > 1:
        part = f"；这里是其中的{len(group)}个。" if len(group) < count else "。"
        first.notes.append(f"本表有{count}个表格，已分别读取{part}")
    return first


def _with_other_headers(group: Sequence[SheetRead]) -> list[SheetRead]:
    """Of the tables of a sheet one for each header but the first's.

    The values to explain are asked once for all that share a header.
    """
    by_header: dict[str, SheetRead] = {}
    for sheet in group:
        first = by_header.setdefault(sheet.fingerprint, sheet)
        if first is not sheet:
            first.unclear = summed([*first.unclear, *sheet.unclear])
    return list(by_header.values())[1:]


def column_letters(tables: Sequence[Table]) -> ColumnLetters:
    """The letters of the columns; none where a sheet's tables have a field in different ones."""
    by_sheet: ColumnLetters = {}
    for table in tables:
        own = {name: letters(column) for name, column in table.all_columns.items()}
        before = by_sheet.setdefault(table.grid.name, own)
        by_sheet[table.grid.name] = {
            name: letter for name, letter in before.items() if own.get(name) == letter
        }
    return by_sheet
