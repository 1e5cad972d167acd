"""Columns that count cases (办件量) of items: their numbers, what is wrong with them, and the
entries that they make.
"""

from collections.abc import Mapping
from datetime import date
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
from govsvc.sheets.cells import values
from govsvc.sheets.cells.column import Column, positions
from govsvc.sheets.records import blanks
from govsvc.sheets.records.sheet_reader import SheetReader

_EXPECTED = "不小于0的整数，没有办件的填0"


def beside_items(
    reader: SheetReader,
    file: str,
    month: date,
    units: Column,
    keys: np.ndarray,
    names: Column,
    codes: Mapping[str, Column],
    inside: np.ndarray,
    wanted: np.ndarray,
) -> Entries:
    """The counts of cases of an item list as entries of their own; what is wrong with them leaves
    no item out.
    """
    if not any(count.key in reader.table.columns for count in CASE_COUNTS):
        return Entries()
    faulty = set(reader.faulty)
    counts, is_given = numbers(reader, units, inside)
    found = entries(
        reader, file, month, units, keys, names, codes, counts, inside, wanted & is_given
    )
    reader.faulty = faulty
    if len(found):
        reader.notes.append(f"另读取{len(found)}行办件量，作为办件量统计保存。")
    return found


def numbers(
    reader: SheetReader, units: Column, wanted: np.ndarray
) -> tuple[dict[str, Column], np.ndarray]:
    """(count → the number of each row as text, None where it was not asked or is wrong; per row
    whether any column was filled in).
    """
    used = {
        count.key: reader.table.columns[count.key]
        for count in CASE_COUNTS
        if count.key in reader.table.columns
    }
    found: dict[str, Column] = {}
    is_given, blank_columns = np.zeros(len(reader.rows), bool), []
    for key, column in used.items():
        blank = blanks.blank_rows(reader, column) & wanted
        if (blank == wanted).all():
            blank_columns.append(column)
            continue
        asked = blanks.blank_blocks(reader, column, units, blank, wanted, _EXPECTED)
        header = reader.table.header_at(column)
        for place in positions(blank & ~asked):
            reader.error(reader.rows[place], column, "count_blank", f"没有填写{header}", _EXPECTED)
        found[key] = reader.parsed(column, partial(values.count, unit="件"), wanted)
        is_given |= wanted & ~asked
    if found:
        for column in blank_columns:
            blanks.warn_of_column(reader, column, _EXPECTED)
    elif used:
        reader.notes.append("办件量各列都没有填，没有读到办件数据。")
    _compare(reader, found, used, wanted)
    return {
        key: column.map(lambda number: None if number is None else str(number))
        for key, column in found.items()
    }, is_given


def _compare(
    reader: SheetReader, found: Mapping[str, Column], used: Mapping[str, int], wanted: np.ndarray
) -> None:
    """An error where a part is more than the whole."""
    if TOTAL_ACCEPTED not in found:
        return
    total_header = reader.table.header_at(used[TOTAL_ACCEPTED])
    parts = [key for key in (HALL_ACCEPTED, UNIT_ACCEPTED) if key in found]
    rows = zip(*(found[key] for key in (*parts, TOTAL_ACCEPTED)))
    for place, (*given, total) in enumerate(rows):
        if total is None or not wanted[place]:
            continue
        over = next(
            (key for key, number in zip(parts, given) if number is not None and number > total),
            None,
        )
        if over:
            reader.error(
                reader.rows[place],
                used[over],
                "count_over_total",
                f"大于{total_header}{total}",
                f"不大于{total_header}",
            )
        elif None not in given and sum(given) > total:
            said = "与".join(reader.table.header_at(used[key]) for key in parts)
            reader.error(
                reader.rows[place],
                used[TOTAL_ACCEPTED],
                "counts_over_total",
                f"小于{said}之和{sum(given)}",
                f"不小于{said}之和",
            )


def entries(
    reader: SheetReader,
    file: str,
    month: date,
    units: Column,
    keys: np.ndarray,
    names: Column,
    codes: Mapping[str, Column],
    counts: Mapping[str, Column],
    inside: np.ndarray,
    wanted: np.ndarray,
) -> Entries:
    status = np.where(inside, COUNTED, OUT_OF_SCOPE).astype(object)
    status[reader.is_faulty()] = LEFT_OUT
    texts = {
        field: column.map(lambda word: word or None) for field, column in codes.items()
    } | dict(counts)
    return reader.entries(file, month, units, keys, names, texts, {}, status, wanted, kind=CASES)
