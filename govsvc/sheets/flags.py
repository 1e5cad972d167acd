"""Yes/no columns of a sheet → flags of its rows, with what blank means.

The flags of a column are an array of a number a data row: `YES`, `NO` or `UNKNOWN`.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pyarrow as pa

from govsvc import indicators
from govsvc.entries import map_column
from govsvc.indicators import Flag
from govsvc.sheets import columns, values
from govsvc.sheets.checks import SheetReader, address
from govsvc.sheets.column import Column, places

UNKNOWN, NO, YES = -1, 0, 1


def read_flags(reader: SheetReader, units: Column, wanted: np.ndarray) -> dict[str, np.ndarray]:
    """Flag key → the flags of its column. They are unknown where the column, or a unit's block of it, is wholly blank.

    `units`: department or township of each row. Rows that are not `wanted` are not looked at.
    """
    return {flag.key: read_column(reader, flag, units, wanted) for flag in indicators.flags_of(reader.table.kind)
            if flag.key in reader.table.columns}


def read_column(reader: SheetReader, flag: Flag, units: Column, wanted: np.ndarray) -> np.ndarray:
    """The flags of one column."""
    column = reader.table.columns[flag.key]
    if reader.grid.uncomputed:
        # that a formula has no value was said
        wanted = wanted & ~np.array([(row, column) in reader.grid.uncomputed for row in reader.rows])
    answers = reader.parsed(column, lambda cell: _answer(cell, flag.is_text), wanted)
    found = np.array([UNKNOWN if answer is None else answer for answer in answers.cells], np.int8)[answers.codes]
    blank = answers.mask(lambda answer: answer == UNKNOWN) & wanted
    found[~wanted] = UNKNOWN
    if flag.key in columns.deducting_flags():
        found[blank] = NO
        return found
    if not blank.any():
        return found
    header = reader.table.header_at(column)
    if (blank == wanted).all():
        reader.sheet_issue("warning", "column_blank", f"“{header}”整列未填，该项未计入。", "是 或 否",
                           address(reader.table.last, column))
        return found
    numbers = {unit: number for number, unit in enumerate(dict.fromkeys(units.cells))}
    block = np.array([numbers[unit] for unit in units.cells])[units.codes]
    filled = np.bincount(block[wanted], ~blank[wanted], len(numbers))
    said_yes = np.bincount(block[wanted], found[wanted] == YES, len(numbers))
    # clerks tick what is done
    found[blank & (said_yes > 0)[block]] = NO
    for place in places(blank & ((said_yes == 0) & (filled > 0))[block]):
        reader.error(reader.rows[place], column, "flag_blank", "没有填写，且同一单位没有填“是”的行，看不出空白是否表示“否”", "是 或 否")
    for unit, number in numbers.items():
        if filled[number] == 0 and (rows := np.nonzero(blank & (block == number))[0]).size:
            first, last = reader.rows[rows[0]], reader.rows[rows[-1]]
            reader.sheet_issue("warning", "column_blank", f"{unit or '未填单位'}的“{header}”整块未填（第{first + 1}—{last + 1}行），该项未计入。",
                               "是 或 否", address(first, column))
    return found


def _answer(cell, is_text: bool) -> int:
    answer = values.yes_no(cell, is_text)
    return UNKNOWN if answer is None else int(answer)


def check_invariants(reader: SheetReader, found: Mapping[str, np.ndarray], where: Mapping[str, int]) -> None:
    """An error at the stronger claim where what it requires does not hold. `where`: flag key → its column."""
    by_key = {flag.key: flag for flag in indicators.flags_of(reader.table.kind)}
    for key, flag in by_key.items():
        for required in flag.requires:
            if key in found and required in found and key in where:
                for place in places((found[key] == YES) & (found[required] == NO)):
                    reader.error(reader.rows[place], where[key], "contradiction", f"与“{by_key[required].header}”为否相矛盾",
                                 f"“{flag.header}”填否，或“{by_key[required].header}”填是")


def as_map(found: Mapping[str, np.ndarray], rows: int) -> pa.MapArray:
    """The flags of each row, without the unknown ones."""
    arrays: Iterable[np.ndarray] = found.values() if found else [np.full(rows, UNKNOWN)]
    return map_column(list(found) or [""], [pa.array(flags == YES, mask=flags == UNKNOWN) for flags in arrays])
