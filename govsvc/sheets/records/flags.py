"""Yes/no columns of a sheet → flags of its rows, with what blank means.

The flags of a column are an array of a number a data row: `YES`, `NO` or `UNKNOWN`.
"""

from collections.abc import Mapping

import numpy as np

from govsvc.domain import indicators
from govsvc.domain.indicators import Flag
from govsvc.sheets.cells import values, vocabulary
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.column import Column
from govsvc.sheets.records import blanks
from govsvc.sheets.records.sheet_reader import SheetReader

UNKNOWN, NO, YES = -1, 0, 1


def read_flags(
    reader: SheetReader, units: Column[str], wanted: np.ndarray
) -> dict[str, np.ndarray]:
    """Flag key → the flags of its column.

    They are unknown where the column, or a unit's block of it, is wholly blank. `units`: department
    or township of each row. Rows that are not `wanted` are not looked at.
    """
    return {
        flag.key: read_column(reader, flag, units, wanted)
        for flag in indicators.flags_of(reader.table.kind)
        if flag.key in reader.table.columns
    }


def read_column(
    reader: SheetReader, flag: Flag, units: Column[str], wanted: np.ndarray
) -> np.ndarray:
    """The flags of one column."""
    column = reader.table.columns[flag.key]
    # that a formula has no value is noted already
    wanted = wanted & ~reader.is_uncomputed(column)
    of_rows = reader.parsed(column, lambda cell: _answer(cell, flag.is_text), wanted)
    cells = [UNKNOWN if answer is None else answer for answer in of_rows.cells]
    answers = np.array(cells, np.int8)[of_rows.codes]
    blank = of_rows.mask(lambda answer: answer == UNKNOWN) & wanted
    answers[~wanted] = UNKNOWN
    if flag.key in vocabulary.deducting_flags():
        answers[blank] = NO
        return answers
    in_blocks = blanks.blank_blocks(reader, column, units, blank, wanted, "是 或 否")
    single = blank & ~in_blocks
    if single.any():
        _, block = units.groups()
        has_yes = (np.bincount(block, answers == YES) > 0)[block]
        # clerks tick what is done
        answers[blank & has_yes] = NO
        reader.errors(
            single & ~has_yes,
            column,
            "flag_blank",
            "没有填写，且同一单位没有填“是”的行，看不出空白是否表示“否”",
            "是 或 否",
        )
    return answers


def _answer(cell: CellValue, is_text: bool) -> int:
    answer = values.yes_no(cell, is_text)
    return UNKNOWN if answer is None else int(answer)


def check_invariants(
    reader: SheetReader, answers: Mapping[str, np.ndarray], columns: Mapping[str, int]
) -> None:
    """An error at the stronger claim where what it requires does not hold.

    `answers`: flag key → its flags; `columns`: flag key → its column.
    """
    by_key = {flag.key: flag for flag in indicators.flags_of(reader.table.kind)}
    for key, flag in by_key.items():
        for required in flag.requires:
            if key in answers and required in answers and key in columns:
                header = by_key[required].header
                reader.errors(
                    (answers[key] == YES) & (answers[required] == NO),
                    columns[key],
                    "contradiction",
                    f"与“{header}”为否相矛盾",
                    f"“{flag.header}”填否，或“{header}”填是",
                )
