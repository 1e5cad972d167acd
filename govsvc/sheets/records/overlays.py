"""Rows of a partial sheet of items (省平台导出清单, 大厅进驻台账 …) → entries and issues.

Partial sheets are the 省平台导出清单, 大厅进驻台账, 督查问题清单 and 不进驻、不宜网办清单. The
flags of such an entry are what its row says of those that the sheet owns; the sheet never says
anything of others.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from govsvc.domain import indicators, row_keys
from govsvc.domain.entries import COUNTED, LEFT_OUT, OUT_OF_SCOPE, Entries
from govsvc.domain.indicators import (
    AUTHORISATIONS,
    EXPORT,
    INSPECTION,
    Flag,
    PartialSheet,
    Question,
)
from govsvc.domain.months import month_after
from govsvc.sheets.cells import answers, cell_text, vocabulary
from govsvc.sheets.cells.answers import Reading
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.column import Column, positions
from govsvc.sheets.records import item_identity
from govsvc.sheets.records.entry_table import RowValues, entries_of
from govsvc.sheets.records.flags import NO, UNKNOWN, YES, answer_reader, beside_of
from govsvc.sheets.records.item_identity import ItemIdentity
from govsvc.sheets.records.options import SheetContext
from govsvc.sheets.records.overlay_attributes import attributes_of, warn_of_exemptions
from govsvc.sheets.records.sheet_reader import SheetReader
from govsvc.sheets.tables import overlay_kinds


class _Words(NamedTuple):
    """Of a column of states: the reading that denies, and what its cells should hold."""

    denial: str
    expected: str


PUBLICATION = _Words(answers.NOT_PUBLISHED, "发布状态，如 已发布、未发布、已下架")
ENTRY = _Words(answers.NO, "进驻情况，如 已进驻、未进驻")
#: what 是否销号 asks
CLOSED = Question("销号|办结|整改|解决|完成")


def read_partial(reader: SheetReader, context: SheetContext) -> Entries:
    """The entries of a partial sheet, in the order of its rows.

    A row without name and code is none.
    """
    partial = indicators.partial_of(reader.table.kind)
    reader.check_months(context.month)
    units = item_identity.units_of(reader, context)
    codes = item_identity.codes_of(reader)
    names = item_identity.names_of(reader, codes)
    of_flags = _flags(reader, partial)
    attributes = attributes_of(reader, codes, context.month)
    if partial.is_exempting:
        warn_of_exemptions(reader, attributes, context.month)
    _deny(of_flags, _is_out_of_hall(reader, attributes, context.month))
    identity = ItemIdentity.of(units, names, codes)
    keys = identity.keys
    if len(partial.owns) > 1:
        keys = np.array(
            [
                row_keys.of_claim(key, _words_of(partial, of_flags, row))
                for row, key in enumerate(keys)
            ],
            object,
        )
    is_repeated = _repeated(reader, keys, of_flags)
    outside = item_identity.outside_scope(reader, context.rules)
    status = np.where(outside | is_repeated, OUT_OF_SCOPE, COUNTED).astype(object)
    status[reader.is_faulty()] = LEFT_OUT
    rows = RowValues(units, keys, names, status, attributes, of_flags)
    return entries_of(reader, context, rows, identity.is_named)


def _flags(reader: SheetReader, partial: PartialSheet) -> dict[str, np.ndarray]:
    """Flag key → what each row says of it. A row that nobody can read has an error."""
    owned = tuple(one for one in indicators.flags_of(partial.kind) if not one.of_column)
    of_flags = {flag.key: np.full(len(reader.rows), UNKNOWN) for flag in owned}
    if len(owned) == 1:
        of_flags[owned[0].key][:] = YES
    for flag in owned:
        if flag.key in reader.table.columns:
            _answer_by_column(reader, flag, of_flags[flag.key])
    if len(owned) > 1:
        _answer_by_words(reader, partial, of_flags)
    does_not_hold = _ended(reader, partial)
    if partial.kind == INSPECTION:
        does_not_hold |= _denied_findings(reader, partial)
    elif partial.kind == EXPORT:
        does_not_hold |= _denied_states(reader, _read_publication, PUBLICATION)
    elif len(owned) == 1:
        does_not_hold |= _denied_states(reader, answer_reader(owned[0]), ENTRY)
    if partial.kind == AUTHORISATIONS:
        does_not_hold |= reader.field("not_authorised_for").map(_gives_reason).mask(bool)
    _deny(of_flags, does_not_hold)
    for flag in owned:
        if indicators.beside_in_column(flag):
            of_flags |= _beside(reader, flag, of_flags[flag.key])
    return of_flags


def _gives_reason(cell: CellValue) -> bool:
    """Whether a cell of 未授权原因 says why something is not authorised."""
    word = cell_text.packed(cell)
    return bool(word) and not cell_text.is_dash(word) and word not in vocabulary.NO_DOCUMENT


def _beside(reader: SheetReader, flag: Flag, answered: np.ndarray) -> dict[str, np.ndarray]:
    """What the same column says of the flags beside it; no of all where there is no column."""
    if flag.key in reader.table.columns:
        return beside_of(reader, flag, answered, np.ones(len(answered), bool))
    return {
        one.key: np.where(answered == UNKNOWN, UNKNOWN, NO)
        for one in indicators.beside_in_column(flag)
    }


def _deny(of_flags: Mapping[str, np.ndarray], does_not_hold: np.ndarray) -> None:
    """Turns the yes of these rows into a no."""
    for answered in of_flags.values():
        answered[does_not_hold & (answered == YES)] = NO


def _answer_by_column(reader: SheetReader, flag: Flag, answered: np.ndarray) -> None:
    """Sets what a yes/no column says; a blank leaves the answer."""
    column = reader.table.columns[flag.key]
    readings = reader.column(column).map(answer_reader(flag))
    answered[readings.mask(lambda reading: reading.answer == answers.YES)] = YES
    answered[readings.mask(lambda reading: reading.answer == answers.NO)] = NO
    _ask(reader, column, readings, "not_yes_no", "是 或 否")


def _ask(
    reader: SheetReader, column: int, readings: Column[Reading], code: str, expected: str
) -> None:
    """An error at each cell that was not understood: such a row says nothing."""
    is_asked = readings.mask(lambda reading: reading.answer == answers.ASK)
    reader.ask(column, readings, is_asked, code, expected, costs_row=True)


def _denied_states(
    reader: SheetReader, read: Callable[[CellValue], Reading], words: _Words
) -> np.ndarray:
    """Whether a column says that the row does not hold; an error where its state is unclear."""
    denied = np.zeros(len(reader.rows), bool)
    for field in vocabulary.STATES:
        if field in reader.table.columns:
            column = reader.table.columns[field]
            readings = reader.column(column).map(read)
            denied |= readings.mask(lambda reading: reading.answer == words.denial)
            if field == vocabulary.STATES[0]:
                _ask(reader, column, readings, "state_unclear", words.expected)
    return denied


def _read_publication(cell: CellValue) -> Reading:
    return answers.read_publication(cell_text.raw(cell))


def _denied_findings(reader: SheetReader, partial: PartialSheet) -> np.ndarray:
    """Whether the inspection did not confirm what it looked for (未发现, 经核查不属实).

    An error where nobody can tell.
    """
    if "about" not in reader.table.columns:
        return np.zeros(len(reader.rows), bool)
    column = reader.table.columns["about"]
    topics = [word for words in partial.owns.values() for word in words]

    def read(cell: CellValue) -> Reading:
        text = cell_text.raw(cell)
        speaks_of_topic = any(topic in cell_text.packed(cell) for topic in topics)
        reading = answers.read_finding(text, topics)
        # the title says what rows without the topic are about: only a denial counts there
        is_left = not speaks_of_topic and reading.answer == answers.ASK
        return Reading(answers.CONFIRMED) if is_left and answers.is_certain(text) else reading

    readings = reader.column(column).map(read)
    expected = "认定的问题，如 明进暗不进；没有认定的写 不属实"
    _ask(reader, column, readings, "about_unclear", expected)
    return readings.mask(lambda reading: reading.answer == answers.NOT_CONFIRMED)


def _answer_by_words(
    reader: SheetReader, partial: PartialSheet, of_flags: Mapping[str, np.ndarray]
) -> None:
    """Sets what the rows' own words say of several flags, else a title that speaks of one.

    An error where neither says anything.
    """
    named = reader.field("about").map(
        lambda cell: overlay_kinds.flags_named(partial, cell_text.text(cell))
    )
    for flag, answered in of_flags.items():
        answered[_has(named, flag)] = YES
    silent = np.logical_and.reduce([answered == UNKNOWN for answered in of_flags.values()])
    if not silent.any():
        return
    columns = reader.table.columns
    # 不进驻原因 says what its reasons are for
    of_reasons = [reader.table.header("reason")] if "reason" in columns else []
    for line in (*reader.table.titles, *of_reasons, reader.grid.name, reader.grid.file):
        flags = overlay_kinds.flags_named(partial, line)
        if len(flags) == 1:
            of_flags[flags[0]][silent] = YES
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


def _is_out_of_hall(
    reader: SheetReader, attributes: Mapping[str, Column[str | None]], month: date
) -> np.ndarray:
    """Whether the item left the hall by the month's end, or enters it later; a warning says so."""
    end = month_after(month).isoformat()
    none = Column.constant("", len(reader.rows))
    left = attributes.get("left_on", none).mask(lambda day: "" < (day or "") < end)
    to_come = attributes.get("entered_on", none).mask(lambda day: (day or "") >= end)
    for mask, field, what in (
        (left, "left_on", "已退出大厅"),
        (to_come, "entered_on", "本月尚未进驻"),
    ):
        if mask.any():
            message = f"{what}，按未进驻计"
            column = reader.table.columns[field]
            reader.warnings(mask, column, "out_of_hall", message, "本月在大厅的事项")
    return left | to_come


def _has(flags: Column[tuple[str, ...]], flag: str) -> np.ndarray:
    return flags.mask(lambda of_row: flag in of_row)


def _ended(reader: SheetReader, partial: PartialSheet) -> np.ndarray:
    """Whether a column of the row says that it does not hold (any more)."""
    ended = np.zeros(len(reader.rows), bool)
    for field in vocabulary.STATES:
        if field in reader.table.columns:
            states = reader.field(field).map(cell_text.packed)
            ended |= states.mask(lambda word: bool(re.search(partial.ended, word)))
    if partial.is_exempting and "reason" in reader.table.columns:
        ended |= _names_no_reason(reader, partial)
    closed = reader.field("is_closed").map(_is_closed)
    return ended | closed.mask(lambda reading: reading.answer == answers.YES)


def _is_closed(cell: CellValue) -> Reading:
    """What a cell under 是否销号 says."""
    return answers.read_flag(CLOSED, cell_text.raw(cell))


def _names_no_reason(reader: SheetReader, partial: PartialSheet) -> np.ndarray:
    """Whether the reason of an exemption says that there is none: 不涉及, 已进驻."""
    flags = [flag for flag in indicators.flags_of(partial.kind) if flag.question.is_reason]
    denied = np.zeros(len(reader.rows), bool)
    for flag in flags:
        readings = reader.field("reason").map(answer_reader(flag))
        denied |= readings.mask(lambda reading: reading.answer == answers.NO)
    return denied


def _words_of(partial: PartialSheet, of_flags: Mapping[str, np.ndarray], row: int) -> str:
    """明进暗不进, or both joined."""
    return "、".join(
        words[0] for flag, words in partial.owns.items() if of_flags[flag][row] != UNKNOWN
    )


def _repeated(
    reader: SheetReader, keys: Sequence[str] | np.ndarray, of_flags: Mapping[str, np.ndarray]
) -> np.ndarray:
    """Rows that say of an item what a row above says, each with a warning.

    Where two say different things this is an error, and neither counts.
    """
    columns = reader.table.columns
    named_by = (columns[key] for key in (*vocabulary.KEY_CODES, "name") if key in columns)
    column = next(named_by, min(columns.values()))
    repeated = _old_versions(reader, keys, column)
    first: dict[str, int] = {}
    for index, key in enumerate(keys):
        if repeated[index]:
            continue
        before = first.setdefault(key, index)
        if before == index or not key.strip("/"):
            continue
        row, above = reader.rows[index], reader.rows[before]
        if all(answered[index] == answered[before] for answered in of_flags.values()):
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


def _old_versions(reader: SheetReader, keys: Sequence[str] | np.ndarray, column: int) -> np.ndarray:
    """Rows of an export whose item is no longer in use as they have it, and is as another row has
    it: earlier versions, each with a warning.
    """
    if reader.table.kind != EXPORT:
        return np.zeros(len(keys), bool)
    usage = reader.field("status").map(lambda cell: answers.read_usage(cell_text.raw(cell)).answer)
    is_gone = usage.mask(lambda answer: answer == answers.NOT_IN_USE)
    in_use = {
        key: row
        for key, row, answer in zip(keys, reader.rows, usage)
        if answer == answers.IN_USE and key.strip("/")
    }
    is_old = is_gone & np.array([key in in_use for key in keys], bool)
    for index in positions(is_old):
        message = f"是以前的版本，按第{in_use[keys[index]] + 1}行在用的版本计"
        reader.warn(reader.rows[index], column, "old_version", message, "在用的版本")
    return is_old
