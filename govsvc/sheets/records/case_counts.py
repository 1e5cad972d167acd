"""Columns that count cases (办件量) of items, what is wrong with them, and their entries."""

from collections.abc import Mapping
from functools import partial

import numpy as np

from govsvc.domain.entries import COUNTED, LEFT_OUT, OUT_OF_SCOPE, Entries
from govsvc.domain.indicators import (
    CASE_COUNTS,
    CASES,
    HALL_ACCEPTED,
    TOTAL_ACCEPTED,
    UNIT_ACCEPTED,
)
from govsvc.domain.indicators.case_counts import (
    DECIDED_IN_TIME,
    DECIDED_LATE,
    PARTS_OF,
    TOTAL_DECIDED,
    completed,
    count_name,
)
from govsvc.sheets.cells import values
from govsvc.sheets.cells.column import Column
from govsvc.sheets.records import blanks, item_identity
from govsvc.sheets.records.entry_table import RowValues, entries_of
from govsvc.sheets.records.item_identity import ItemIdentity
from govsvc.sheets.records.options import SheetContext
from govsvc.sheets.records.sheet_reader import SheetReader

_EXPECTED = "不小于0的整数，没有办件的填0"
_MEASURED = frozenset(one.key for one in CASE_COUNTS if one.is_measured)

#: count → the number of each row, None where it is blank or wrong
Counts = Mapping[str, Column[int | None]]


def beside_items(
    reader: SheetReader,
    context: SheetContext,
    identity: ItemIdentity,
    inside: np.ndarray,
    wanted: np.ndarray,
) -> Entries:
    """The counts of cases of an item list as entries of their own.

    What is wrong with them leaves no item out.
    """
    if not any(count.key in reader.table.columns for count in CASE_COUNTS):
        return Entries()
    faulty = set(reader.faulty)
    counts, is_given = read_counts(reader, identity.units, inside)
    entries = case_entries(reader, context, identity, counts, inside, wanted & is_given)
    reader.faulty = faulty
    if len(entries):
        reader.notes.append(f"另读取{len(entries)}行办件量，作为办件量统计保存。")
    return entries


def read_counts(
    reader: SheetReader, units: Column[str], wanted: np.ndarray
) -> tuple[Counts, np.ndarray]:
    """The counts of the columns that are not wholly blank, and whether the row fills in any.

    Rows that are not `wanted` are not looked at.
    """
    used = {
        count.key: reader.table.columns[count.key]
        for count in CASE_COUNTS
        if count.key in reader.table.columns
    }
    counts: dict[str, Column[int | None]] = {}
    is_given = np.zeros(len(reader.rows), bool)
    blank_columns: list[int] = []
    for key, column in used.items():
        blank = blanks.blank_rows(reader, column) & wanted
        if (blank == wanted).all():
            blank_columns.append(column)
            continue
        in_blocks = blanks.blank_blocks(reader, column, units, blank, wanted, _EXPECTED)
        header = reader.table.header_at(column)
        said = reader.value_errors if key in _MEASURED else reader.errors
        said(blank & ~in_blocks, column, "count_blank", f"没有填写{header}", _EXPECTED)
        counts[key] = _numbers(reader, key, column, wanted)
        is_given |= wanted & ~in_blocks
    if counts:
        for column in blank_columns:
            blanks.warn_of_column(reader, column, _EXPECTED)
    elif used:
        reader.notes.append("办件量各列都没有填，没有读到办件数据。")
    _compare_with_total(reader, counts, wanted)
    return _without_what_exceeds(reader, counts, wanted), is_given


def _numbers(reader: SheetReader, key: str, column: int, wanted: np.ndarray) -> Column[int | None]:
    """The numbers of a column; what is none is an error, which costs the row where more than
    measures read it.
    """
    faulty = set(reader.faulty)
    numbers = reader.parsed(column, partial(values.count, unit="件"), wanted)
    if key in _MEASURED:
        reader.faulty = faulty
    return numbers


def _without_what_exceeds(reader: SheetReader, counts: Counts, wanted: np.ndarray) -> Counts:
    """Without the numbers that are more than what they are a part of, each an error at its cell."""
    kept = dict(counts)
    for part, whole in PARTS_OF.items():
        if part not in counts:
            continue
        wholes = _wholes(counts, whole)
        over = np.array(
            [
                number is not None and most is not None and number > most
                for number, most in zip(counts[part], wholes)
            ],
            bool,
        )
        name = count_name(whole)
        reader.value_errors(
            over & wanted,
            reader.table.columns[part],
            "count_over_total",
            f"大于{name}，这一项未计入",
            f"不大于{name}",
        )
        kept[part] = _without(counts[part], over)
    return _without_what_does_not_add_up(reader, kept, wanted)


def _without_what_does_not_add_up(
    reader: SheetReader, counts: Counts, wanted: np.ndarray
) -> Counts:
    """Without 按时办结 and 超期办结 where both together are not 办结总量: an error at the first."""
    parts = (DECIDED_IN_TIME, DECIDED_LATE)
    if not all(part in counts for part in parts):
        return counts
    rows = zip(*(counts[part] for part in parts), _wholes(counts, TOTAL_DECIDED))
    unlike = np.array(
        [None not in row and row[0] + row[1] != row[2] for row in rows],
        bool,
    )
    names = "与".join(map(count_name, parts))
    reader.value_errors(
        unlike & wanted,
        reader.table.columns[DECIDED_IN_TIME],
        "counts_unlike_total",
        f"加上{count_name(DECIDED_LATE)}不等于{count_name(TOTAL_DECIDED)}，这两项未计入",
        f"{names}之和等于{count_name(TOTAL_DECIDED)}",
    )
    return {**counts, **{part: _without(counts[part], unlike) for part in parts}}


def _without(numbers: Column[int | None], mask: np.ndarray) -> Column[int | None]:
    return Column.of([None if is_so else number for is_so, number in zip(mask, numbers)])


def _wholes(counts: Counts, whole: str) -> list[int | None]:
    """办件总量 or 办结总量 of each row, None where it is unknown."""
    columns = {key: list(column) for key, column in counts.items()}
    rows = zip(*columns.values())
    known = ({k: n for k, n in zip(columns, row) if n is not None} for row in rows)
    return [completed(row).get(whole) for row in known]


def _compare_with_total(reader: SheetReader, counts: Counts, wanted: np.ndarray) -> None:
    """An error where a part is more than the whole."""
    if TOTAL_ACCEPTED not in counts:
        return
    parts = [key for key in (HALL_ACCEPTED, UNIT_ACCEPTED) if key in counts]
    rows = zip(reader.rows, wanted, counts[TOTAL_ACCEPTED], *(counts[key] for key in parts))
    for row, is_wanted, total, *of_parts in rows:
        if total is not None and is_wanted:
            _compare_row(reader, row, total, dict(zip(parts, of_parts)))


def _compare_row(
    reader: SheetReader, row: int, total: int, parts: Mapping[str, int | None]
) -> None:
    used = reader.table.columns
    total_header = reader.table.header_at(used[TOTAL_ACCEPTED])
    numbers = [number for number in parts.values() if number is not None]
    over = [key for key, number in parts.items() if number is not None and number > total]
    if over:
        reader.error(
            row,
            used[over[0]],
            "count_over_total",
            f"大于{total_header}{total}",
            f"不大于{total_header}",
        )
    elif len(numbers) == len(parts) and sum(numbers) > total:
        headers = "与".join(reader.table.header_at(used[key]) for key in parts)
        reader.error(
            row,
            used[TOTAL_ACCEPTED],
            "counts_over_total",
            f"小于{headers}之和{sum(numbers)}",
            f"不小于{headers}之和",
        )


def case_entries(
    reader: SheetReader,
    context: SheetContext,
    identity: ItemIdentity,
    counts: Counts,
    inside: np.ndarray,
    wanted: np.ndarray,
) -> Entries:
    """The `wanted` rows as entries of case counts, out of scope where they are not `inside`."""
    status = np.where(inside, COUNTED, OUT_OF_SCOPE).astype(object)
    status[reader.is_faulty()] = LEFT_OUT
    attributes = item_identity.attributes_of(identity.codes)
    for key, column in counts.items():
        attributes[key] = column.map(lambda number: None if number is None else str(number))
    rows = RowValues(identity.units, identity.keys, identity.names, status, attributes)
    return entries_of(reader, context, rows, wanted, CASES)
