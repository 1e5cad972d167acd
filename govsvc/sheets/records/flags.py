"""Yes/no columns of a sheet → flags of its rows, with what blank means.

The flags of a column are an array of a number a data row: `YES`, `NO`, `UNKNOWN` (nothing is said)
or `UNREAD` (something is said that nobody could read).
"""

import re
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from govsvc.domain import indicators
from govsvc.domain.indicators import Flag, unread
from govsvc.sheets.cells import answers as grammar
from govsvc.sheets.cells import cell_text, vocabulary
from govsvc.sheets.cells.answers import Reading
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.column import Column
from govsvc.sheets.records import blanks
from govsvc.sheets.records.sheet_reader import SheetReader
from govsvc.sheets.tables.headers import lines_of

UNREAD, UNKNOWN, NO, YES = -2, -1, 0, 1
_ANSWERS = {grammar.YES: YES, grammar.NO: NO, grammar.BLANK: UNKNOWN, grammar.ASK: UNREAD}
#: marks that fill a column by themselves
_FULL_AND_EMPTY = (("●", "○"), ("■", "□"), ("◆", "◇"))
_EXPECTED = "是 或 否（也可填 √、×、有、无）"


def answer_reader(flag: Flag, is_inverse: bool = False) -> Callable[[CellValue], Reading]:
    """What reads the cells of a flag's column; `is_inverse`: one that asks for the opposite."""
    beside = indicators.beside_in_column(flag)

    def read(cell: CellValue) -> Reading:
        other = next((one for one in beside if says(one, cell)), None)
        if other:
            return Reading(grammar.NO, f"“{other.answers[0]}”")
        if flag.words and says(flag, cell):
            return Reading(grammar.YES, f"“{flag.answers[0]}”")
        return grammar.read_flag(flag.question, cell_text.raw(cell), is_inverse)

    return read


def expected_of(flag: Flag) -> str:
    """What a column that knows more than yes and no should hold; "" of any other."""
    words = list(indicators.answers_of(flag))
    return f"{'、'.join(words[:-1])} 或 {words[-1]}" if len(words) > 2 else ""


def says(flag: Flag, cell: CellValue) -> bool:
    """Whether the whole cell is one of the words that say yes to the flag."""
    text = grammar.trimmed(grammar.fold(cell_text.raw(cell)))
    return re.fullmatch(flag.words, text) is not None


def beside_of(
    reader: SheetReader, flag: Flag, answers: np.ndarray, wanted: np.ndarray
) -> dict[str, np.ndarray]:
    """Flag key → what the column of `flag` says of each flag beside it, unknown where it says
    nothing of its own, `answers`.
    """
    printed = reader.field(flag.key)
    return {
        one.key: np.where(
            printed.mask(partial(says, one)) & wanted & (answers == NO),
            YES,
            np.where((answers == NO) | (answers == YES), NO, UNKNOWN),
        )
        for one in indicators.beside_in_column(flag)
    }


def read_flags(
    reader: SheetReader, units: Column[str], wanted: np.ndarray
) -> dict[str, np.ndarray]:
    """Flag key → the flags of its column.

    They are unknown where the column, or a unit's block of it, is wholly blank. `units`: department
    or township of each row. Rows that are not `wanted` are not looked at.
    """
    of_flags: dict[str, np.ndarray] = {}
    for flag in indicators.columns_of(reader.table.kind):
        if flag.key in reader.table.columns:
            elsewhere = of_flags.get(flag.matters_where, np.full(len(wanted), UNKNOWN)) == NO
            answers = read_column(reader, flag, units, wanted, may_be_blank=elsewhere)
            of_flags[flag.key] = answers
            of_flags |= beside_of(reader, flag, answers, wanted)
    return of_flags


def read_column(
    reader: SheetReader,
    flag: Flag,
    units: Column[str],
    wanted: np.ndarray,
    may_be_blank: np.ndarray | None = None,
) -> np.ndarray:
    """The flags of one column; nothing is asked of rows that may be blank."""
    column = reader.table.columns[flag.key]
    is_unreadable = reader.is_unreadable(column)
    is_inverse = flag.key in reader.table.matched.inverted
    words = _words_of_marks(reader, column)
    read = answer_reader(flag, is_inverse)
    readings = reader.column(column).map(lambda cell: read(words.get(cell_text.raw(cell), cell)))
    answers = np.array([_ANSWERS[reading.answer] for reading in readings.cells], np.int8)[
        readings.codes
    ]
    is_asked = (answers == UNREAD) & wanted & ~is_unreadable
    expected = expected_of(flag)
    reader.ask(column, readings, is_asked, "not_yes_no", expected or _EXPECTED)
    answers[is_unreadable] = UNREAD
    answers[~wanted] = UNKNOWN
    if may_be_blank is not None:
        wanted = wanted & ~((answers == UNKNOWN) & may_be_blank)
    blank = (answers == UNKNOWN) & wanted
    if flag.key in vocabulary.deducting_flags():
        answers[blank] = NO
        return answers
    in_blocks = blanks.blank_blocks(reader, column, units, blank, wanted, expected or "是 或 否")
    single = blank & ~in_blocks
    if single.any():
        _, block = units.groups()
        marked, left_blank = (NO, YES) if is_inverse else (YES, NO)
        has_mark = (np.bincount(block, answers == marked) > 0)[block]
        # clerks tick what is done
        answers[blank & has_mark] = left_blank
        is_open = single & ~has_mark
        answers[is_open] = UNREAD
        reader.value_errors(
            is_open,
            column,
            "flag_blank",
            "没有填写，且同一单位没有填“是”的行，看不出空白是否表示“否”",
            expected or "是 或 否",
        )
    return answers


def _words_of_marks(reader: SheetReader, column: int) -> dict[str, str]:
    """● → 是 and ○ → 否 where the column holds nothing else and no line around the table speaks of
    the mark; a note says so.
    """
    printed = reader.column(column)
    used = (printed.cells[number] for number in np.unique(printed.codes))
    cells = {text for cell in used if (text := cell_text.raw(cell))}
    for full, empty in _FULL_AND_EMPTY:
        if full in cells <= {full, empty}:
            first, last = reader.table.first, max(reader.rows, default=0)
            beside = lines_of([*reader.grid.rows[:first], *reader.grid.rows[last + 1 :]])
            if any(mark in line for line in beside for mark in (full, empty)):
                return {}
            header = reader.table.header_at(column)
            reader.notes.append(f"“{header}”里的“{full}”按“是”读取，“{empty}”按“否”读取。")
            return {full: "是", empty: "否"}
    return {}


def reasons_of(reader: SheetReader, flag: Flag) -> Column[str]:
    """What the column of a flag gives as reason, "" where a cell merely says yes or no."""
    read = answer_reader(flag)

    def reason(cell: CellValue) -> str:
        is_word = grammar.is_plain(cell_text.raw(cell))
        return cell_text.name(cell) if read(cell).answer == grammar.YES and not is_word else ""

    return reader.field(flag.key).map(reason)


def check_invariants(
    reader: SheetReader, answers: Mapping[str, np.ndarray], columns: Mapping[str, int]
) -> None:
    """An error at the stronger claim where what it requires does not hold: the claim is unread.

    `answers`: flag key → its flags; `columns`: flag key → its column.
    """
    by_key = {flag.key: flag for flag in indicators.flags_of(reader.table.kind)}
    for key, flag in by_key.items():
        for required in flag.requires:
            if key in answers and required in answers and key in columns:
                header = by_key[required].header
                is_contradicted = (answers[key] == YES) & (answers[required] == NO)
                reader.value_errors(
                    is_contradicted,
                    columns[key],
                    "contradiction",
                    f"与“{header}”为否相矛盾",
                    f"“{flag.header}”填否，或“{header}”填是",
                )
                answers[key][is_contradicted] = UNREAD


def with_unread(answers: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The flags as entries keep them: what was unread is unknown, and a mark says so."""
    kept: dict[str, np.ndarray] = {}
    for key, of_rows in answers.items():
        is_unread = of_rows == UNREAD
        kept[key] = np.where(is_unread, UNKNOWN, of_rows)
        if is_unread.any():
            kept[unread(key)] = np.where(is_unread, YES, UNKNOWN)
    return kept
