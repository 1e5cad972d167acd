"""Yes/no columns of a sheet → flags of its rows, with what blank means.

The flags of a column are an array of a number a data row: `YES`, `NO` or `UNKNOWN`.
"""

from collections.abc import Mapping

import numpy as np

from govsvc.domain import indicators
from govsvc.domain.indicators import Flag
from govsvc.sheets.cells import values, vocabulary
from govsvc.sheets.cells.column import Column, positions
from govsvc.sheets.records import blanks
from govsvc.sheets.records.sheet_reader import SheetReader

UNKNOWN, NO, YES = -1, 0, 1


def read_flags(reader: SheetReader, units: Column, wanted: np.ndarray) -> dict[str, np.ndarray]:
    """Flag key → the flags of its column.

    They are unknown where the column, or a unit's block of it, is wholly blank.

    `units`: department or township of each row. Rows that are not `wanted` are not looked at.
    """
    return {
        flag.key: read_column(reader, flag, units, wanted)
        for flag in indicators.flags_of(reader.table.kind)
        if flag.key in reader.table.columns
    }


def read_column(reader: SheetReader, flag: Flag, units: Column, wanted: np.ndarray) -> np.ndarray:
    """The flags of one column."""
    column = reader.table.columns[flag.key]
    # that a formula has no value was said
    wanted = wanted & ~reader.is_uncomputed(column)
    answers = reader.parsed(column, lambda cell: _answer(cell, flag.is_text), wanted)
    found = np.array([UNKNOWN if answer is None else answer for answer in answers.cells], np.int8)[
        answers.codes
    ]
    blank = answers.mask(lambda answer: answer == UNKNOWN) & wanted
    found[~wanted] = UNKNOWN
    if flag.key in vocabulary.deducting_flags():
        found[blank] = NO
        return found
    asked = blanks.blank_blocks(reader, column, units, blank, wanted, "是 或 否")
    if (blank & ~asked).any():
        _, block = units.groups()
        says_yes = (np.bincount(block, found == YES) > 0)[block]
        # clerks tick what is done
        found[blank & says_yes] = NO
        for place in positions(blank & ~asked & ~says_yes):
            reader.error(
                reader.rows[place],
                column,
                "flag_blank",
                "没有填写，且同一单位没有填“是”的行，看不出空白是否表示“否”",
                "是 或 否",
            )
    return found


def _answer(cell, is_text: bool) -> int:
    answer = values.yes_no(cell, is_text)
    return UNKNOWN if answer is None else int(answer)


def check_invariants(
    reader: SheetReader, found: Mapping[str, np.ndarray], where: Mapping[str, int]
) -> None:
    """An error at the stronger claim where what it requires does not hold.

    `where`: flag key → its column.
    """
    by_key = {flag.key: flag for flag in indicators.flags_of(reader.table.kind)}
    for key, flag in by_key.items():
        for required in flag.requires:
            if key in found and required in found and key in where:
                for place in positions((found[key] == YES) & (found[required] == NO)):
                    reader.error(
                        reader.rows[place],
                        where[key],
                        "contradiction",
                        f"与“{by_key[required].header}”为否相矛盾",
                        f"“{flag.header}”填否，或“{by_key[required].header}”填是",
                    )
