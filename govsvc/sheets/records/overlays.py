"""Rows of a partial sheet of items (省平台导出清单, 大厅进驻台账, 督查问题清单,
不进驻、不宜网办清单) → entries and issues.

The flags of such an entry are what its row says of those that the sheet owns; the sheet never says
anything of others.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from govsvc.domain import indicators
from govsvc.domain.entries import COUNTED, LEFT_OUT, OUT_OF_SCOPE, Entries
from govsvc.domain.indicators import Partial, Rules
from govsvc.sheets.cells import cell_text, days, values, vocabulary
from govsvc.sheets.cells.column import Column, positions
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records import items
from govsvc.sheets.records.flags import NO, UNKNOWN, YES
from govsvc.sheets.records.sheet_reader import SheetReader, caught
from govsvc.sheets.tables import overlay_kinds


def read_partial(
    reader: SheetReader, file: str, month: date, rules: Rules, homes: tuple[str | None, ...]
) -> Entries:
    """The entries of a partial sheet, in the order of its rows; a row without name and code is
    none.
    """
    partial = indicators.partial_of(reader.table.kind)
    reader.check_months(month)
    units = items.units_of(reader, month, homes)
    codes = items.codes_of(reader)
    row_names = names_of(reader, codes)
    found = _flags(reader, partial)
    given = _attributes(reader, codes)
    keys = items.keys_of(codes, units, row_names)[0]
    if len(partial.owns) > 1:
        keys = np.array(
            [f"{key}／{_said(partial, found, place)}" for place, key in enumerate(keys)], object
        )
    is_repeated = _repeated(reader, keys, found)
    types = reader.field("item_type").map(items.type_text).map(items.full_type)
    outside = types.mask(lambda kind: kind is not None and kind not in rules.types_in_scope)
    if outside.any():
        reader.notes.append(f"{int(outside.sum())}行不是依申请事项，不用于核对。")
    status = np.where(outside | is_repeated, OUT_OF_SCOPE, COUNTED).astype(object)
    status[reader.is_faulty()] = LEFT_OUT
    texts = {field: column.map(lambda word: word or None) for field, column in given.items()}
    has_code = np.logical_or.reduce(
        [codes[field].mask(bool) for field in codes] or [np.zeros(len(reader.rows), bool)]
    )
    return reader.entries(
        file, month, units, keys, row_names, texts, found, status, has_code | row_names.mask(bool)
    )


def names_of(reader: SheetReader, codes: Mapping[str, Column]) -> Column:
    """The items' names; an item may be named by its code alone."""
    if "name" not in reader.table.columns:
        return Column.constant("", len(reader.rows))
    found = reader.field("name").map(cell_text.name, cell_text.stays_in_name)
    blank = found.mask(lambda word: not word)
    for code in codes.values():
        blank &= ~code.mask(bool)
    for place in positions(blank):
        reader.error(
            reader.rows[place],
            reader.table.columns["name"],
            "name_blank",
            "没有填写事项名称，也没有编码",
            "事项名称",
        )
    return found


def _flags(reader: SheetReader, partial: Partial) -> dict[str, np.ndarray]:
    """Flag key → what each row says of it."""
    owned = indicators.flags_of(partial.kind)
    found = {flag.key: np.full(len(reader.rows), UNKNOWN) for flag in owned}
    if len(owned) == 1:
        found[owned[0].key][:] = YES
    for flag in owned:
        if flag.key in reader.table.columns:
            answers = reader.parsed(
                reader.table.columns[flag.key],
                lambda cell, flag=flag: values.yes_no(cell, flag.is_text),
            )
            for answer, says in ((True, YES), (False, NO)):
                found[flag.key][answers.mask(lambda cell, answer=answer: cell is answer)] = says
    if len(owned) > 1:
        _by_words(reader, partial, found)
    ended = _ended(reader, partial)
    for says in found.values():
        says[ended & (says == YES)] = NO
    return found


def _by_words(reader: SheetReader, partial: Partial, found: Mapping[str, np.ndarray]) -> None:
    """What the rows' own words say of several flags, else the titles where these speak of one; an
    error where nothing does.
    """
    about = reader.field("about").map(
        lambda cell: overlay_kinds.flags_named(partial, cell_text.text(cell))
    )
    for flag, says in found.items():
        says[about.mask(lambda said, flag=flag: flag in said)] = YES
    silent = np.logical_and.reduce([says == UNKNOWN for says in found.values()])
    if not silent.any():
        return
    for line in (*reader.table.titles, reader.grid.name, reader.grid.file):
        said = overlay_kinds.flags_named(partial, line)
        if len(said) == 1:
            found[said[0]][silent] = YES
            return
    words = " 或 ".join(known[0] for known in partial.owns.values())
    column = reader.table.columns.get("about")
    if column is None:
        reader.sheet_issue(
            "error",
            "column_missing",
            f"看不出各行属于{words}，有{int(silent.sum())}行未计入。",
            f"加上“{vocabulary.FIELDS[partial.kind]['about'][0]}”列，填{words}；或在标题里写明",
        )
        reader.faulty.update(reader.rows[place] for place in positions(silent))
        return
    for place in positions(silent):
        reader.error(reader.rows[place], column, "about_unclear", f"看不出属于{words}", words)


def _ended(reader: SheetReader, partial: Partial) -> np.ndarray:
    """Per row whether its state says that it does not hold."""
    found = np.zeros(len(reader.rows), bool)
    for field in vocabulary.STATES:
        if field in reader.table.columns:
            cells = reader.field(field).map(cell_text.packed)
            found |= cells.mask(lambda word: bool(re.search(partial.ended, word)))
            if partial.absent is False:
                found |= cells.map(caught(values.yes_no)).mask(lambda answer: answer is False)
    closed = reader.field("is_closed").map(caught(values.yes_no))
    return found | closed.mask(lambda answer: answer is True)


def _attributes(reader: SheetReader, codes: Mapping[str, Column]) -> dict[str, Column]:
    """Field → its text in each row, "" where there is none."""
    used = reader.table.columns
    found: dict[str, Column] = dict(codes)
    for field in vocabulary.KEPT[reader.table.kind]:
        if field in used and field not in (*vocabulary.DECIDING_DAYS, *vocabulary.SHOWN_DAYS):
            found[field] = reader.field(field).map(cell_text.name)
    if "level" in found:
        found["level"] = found["level"].map(lambda word: values.level(word) if word else word)
    if "document" in found:
        found["document"] = found["document"].map(
            lambda word: "" if cell_text.packed(word) in vocabulary.NO_DOCUMENT else word
        )
    if "item_type" in used:
        found["item_type"] = (
            reader.field("item_type")
            .map(items.type_text)
            .map(lambda word: items.full_type(word) or word)
        )
    for flag in indicators.flags_of(reader.table.kind):
        if flag.is_text and flag.key in used:
            texts = reader.field(flag.key).map(values.reason)
            found["reason"] = _either(found["reason"], texts) if "reason" in found else texts
    _days(reader, found)
    return found


def _either(first: Column, second: Column) -> Column:
    return Column.of([one or other for one, other in zip(first, second)])


def _days(reader: SheetReader, found: dict[str, Column]) -> None:
    used = reader.table.columns
    for field in vocabulary.SHOWN_DAYS:
        if field in used and field in vocabulary.KEPT[reader.table.kind]:
            read = reader.field(field).map(caught(days.day))
            for place in positions(read.mask(lambda cell: isinstance(cell, Wrong))):
                reader.warn(
                    reader.rows[place], used[field], "not_a_day", "不是日期，未采用", days.EXPECTED
                )
            found[field] = read.map(lambda cell: "" if isinstance(cell, Wrong) else cell)
    if "valid_until" in used:
        spans = reader.parsed(used["valid_until"], days.validity)
        found["valid_from"], found["valid_until"] = (
            spans.map(lambda span, end=end: span[end] if span else "") for end in (0, 1)
        )
    if "valid_from" in used:
        starts = reader.parsed(used["valid_from"], days.day).map(lambda word: word or "")
        found["valid_from"] = (
            _either(starts, found["valid_from"]) if "valid_from" in found else starts
        )


def _said(partial: Partial, found: Mapping[str, np.ndarray], place: int) -> str:
    """明进暗不进, or both joined."""
    return "、".join(
        known[0] for flag, known in partial.owns.items() if found[flag][place] != UNKNOWN
    )


def _repeated(
    reader: SheetReader, keys: Sequence[str], found: Mapping[str, np.ndarray]
) -> np.ndarray:
    """Rows that say of an item what a row above says; where two say different things, an error:
    neither counts.
    """
    repeated, first = np.zeros(len(keys), bool), {}
    table = reader.table
    column = next(
        (
            table.columns[field]
            for field in (*vocabulary.KEY_CODES, "name")
            if field in table.columns
        ),
        min(table.columns.values()),
    )
    for place, key in enumerate(keys):
        before = first.setdefault(key, place)
        if before == place or not key.strip("/"):
            continue
        row, above = reader.rows[place], reader.rows[before]
        if all(says[place] == says[before] for says in found.values()):
            repeated[place] = True
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
