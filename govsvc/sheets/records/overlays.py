"""Rows of a partial sheet of items (省平台导出清单, 大厅进驻台账 …) → entries and issues.

Partial sheets are the 省平台导出清单, 大厅进驻台账, 督查问题清单 and 不进驻、不宜网办清单. The
flags of such an entry are what its row says of those that the sheet owns; the sheet never says
anything of others.
"""

import re
from collections.abc import Mapping, Sequence

import numpy as np

from govsvc.domain import indicators
from govsvc.domain.entries import COUNTED, LEFT_OUT, OUT_OF_SCOPE, Entries
from govsvc.domain.indicators import Flag, Partial
from govsvc.sheets.cells import cell_text, values, vocabulary
from govsvc.sheets.cells.column import Column
from govsvc.sheets.records import item_identity
from govsvc.sheets.records.entry_table import RowValues, entries_of
from govsvc.sheets.records.flags import NO, UNKNOWN, YES
from govsvc.sheets.records.item_identity import ItemIdentity
from govsvc.sheets.records.options import SheetContext
from govsvc.sheets.records.overlay_attributes import attributes_of
from govsvc.sheets.records.sheet_reader import SheetReader, caught
from govsvc.sheets.tables import overlay_kinds


def read_partial(reader: SheetReader, context: SheetContext) -> Entries:
    """The entries of a partial sheet, in the order of its rows.

    A row without name and code is none.
    """
    partial = indicators.partial_of(reader.table.kind)
    reader.check_months(context.month)
    units = item_identity.units_of(reader, context)
    codes = item_identity.codes_of(reader)
    names = item_identity.names_of(reader, codes)
    answers = _flags(reader, partial)
    attributes = attributes_of(reader, codes)
    identity = ItemIdentity.of(units, names, codes)
    keys = identity.keys
    if len(partial.owns) > 1:
        keys = np.array(
            [f"{key}／{_words_of(partial, answers, row)}" for row, key in enumerate(keys)], object
        )
    is_repeated = _repeated(reader, keys, answers)
    outside = item_identity.outside_scope(reader, context.rules)
    status = np.where(outside | is_repeated, OUT_OF_SCOPE, COUNTED).astype(object)
    status[reader.is_faulty()] = LEFT_OUT
    rows = RowValues(units, keys, names, status, attributes, answers)
    return entries_of(reader, context, rows, identity.is_named)


def _flags(reader: SheetReader, partial: Partial) -> dict[str, np.ndarray]:
    """Flag key → what each row says of it."""
    owned = indicators.flags_of(partial.kind)
    answers = {flag.key: np.full(len(reader.rows), UNKNOWN) for flag in owned}
    if len(owned) == 1:
        answers[owned[0].key][:] = YES
    for flag in owned:
        if flag.key in reader.table.columns:
            _answer_by_column(reader, flag, answers[flag.key])
    if len(owned) > 1:
        _answer_by_words(reader, partial, answers)
    ended = _ended(reader, partial)
    for of_flag in answers.values():
        of_flag[ended & (of_flag == YES)] = NO
    return answers


def _answer_by_column(reader: SheetReader, flag: Flag, answers: np.ndarray) -> None:
    """Sets what a yes/no column says; a blank leaves the answer."""
    column = reader.table.columns[flag.key]
    of_rows = reader.parsed(column, lambda cell: values.yes_no(cell, flag.is_text))
    answers[of_rows.mask(lambda answer: answer is True)] = YES
    answers[of_rows.mask(lambda answer: answer is False)] = NO


def _answer_by_words(
    reader: SheetReader, partial: Partial, answers: Mapping[str, np.ndarray]
) -> None:
    """Sets what the rows' own words say of several flags, else a title that speaks of one.

    An error where neither says anything.
    """
    named = reader.field("about").map(
        lambda cell: overlay_kinds.flags_named(partial, cell_text.text(cell))
    )
    for flag, of_flag in answers.items():
        of_flag[_has(named, flag)] = YES
    silent = np.logical_and.reduce([of_flag == UNKNOWN for of_flag in answers.values()])
    if not silent.any():
        return
    for line in (*reader.table.titles, reader.grid.name, reader.grid.file):
        flags = overlay_kinds.flags_named(partial, line)
        if len(flags) == 1:
            answers[flags[0]][silent] = YES
            return
    words = " 或 ".join(known[0] for known in partial.owns.values())
    column = reader.table.columns.get("about")
    if column is not None:
        reader.errors(silent, column, "about_unclear", f"看不出属于{words}", words)
        return
    reader.sheet_issue(
        "error",
        "column_missing",
        f"看不出各行属于{words}，有{int(silent.sum())}行未计入。",
        f"加上“{vocabulary.FIELDS[partial.kind]['about'][0]}”列，填{words}；或在标题里写明",
    )
    reader.faulty.update(reader.row_numbers[silent].tolist())


def _has(flags: Column[tuple[str, ...]], flag: str) -> np.ndarray:
    return flags.mask(lambda of_row: flag in of_row)


def _ended(reader: SheetReader, partial: Partial) -> np.ndarray:
    """Whether the row's state says that it does not hold (any more)."""
    ended = np.zeros(len(reader.rows), bool)
    for field in vocabulary.STATES:
        if field in reader.table.columns:
            states = reader.field(field).map(cell_text.packed)
            ended |= states.mask(lambda word: bool(re.search(partial.ended, word)))
            if partial.absent is False:
                ended |= states.map(caught(values.yes_no)).mask(lambda answer: answer is False)
    closed = reader.field("is_closed").map(caught(values.yes_no))
    return ended | closed.mask(lambda answer: answer is True)


def _words_of(partial: Partial, answers: Mapping[str, np.ndarray], row: int) -> str:
    """明进暗不进, or both joined."""
    return "、".join(
        words[0] for flag, words in partial.owns.items() if answers[flag][row] != UNKNOWN
    )


def _repeated(
    reader: SheetReader, keys: Sequence[str] | np.ndarray, answers: Mapping[str, np.ndarray]
) -> np.ndarray:
    """Rows that say of an item what a row above says, each with a warning.

    Where two say different things this is an error, and neither counts.
    """
    repeated = np.zeros(len(keys), bool)
    first: dict[str, int] = {}
    columns = reader.table.columns
    named_by = (columns[key] for key in (*vocabulary.KEY_CODES, "name") if key in columns)
    column = next(named_by, min(columns.values()))
    for index, key in enumerate(keys):
        before = first.setdefault(key, index)
        if before == index or not key.strip("/"):
            continue
        row, above = reader.rows[index], reader.rows[before]
        if all(of_flag[index] == of_flag[before] for of_flag in answers.values()):
            repeated[index] = True
            reader.warn(
                row,
                column,
                "repeated",
                f"与第{above + 1}行重复，只计一次",
                f"事项不重复（请核对第{above + 1}行）",
            )
        else:
            reader.faulty.add(above)
            reader.error(
                row,
                column,
                "duplicate",
                f"与第{above + 1}行说法不同，两行都未计入",
                f"事项不重复（请核对第{above + 1}行和第{row + 1}行）",
            )
    return repeated
