"""Rows of a 差评台账 → what became of each 差评, without names and numbers of people.

The key of an entry is the 办件编号 as the ledger has it, else what the row says, until the importer
puts a keyed hash in its place.
"""

from collections.abc import Callable
from datetime import date

from govsvc.domain import personal_data
from govsvc.domain.entries import COUNTED, LEFT_OUT, Entries, Entry
from govsvc.domain.feedback import BAD, LEVELS
from govsvc.domain.indicators import BAD_RATINGS
from govsvc.domain.roster import DEPARTMENT
from govsvc.sheets.cells import cell_text, place_names
from govsvc.sheets.cells.answers import bad_ratings as answers
from govsvc.sheets.cells.answers import ratings as rating_answers
from govsvc.sheets.cells.answers.calls import read_rating
from govsvc.sheets.cells.bad_ratings_vocabulary import (
    CALLED_BACK,
    CONTENT,
    MALICIOUS,
    RESULT,
    VERDICT,
)
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.ratings_vocabulary import RATING
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records import call_days, whole_sheet
from govsvc.sheets.records.options import SheetContext
from govsvc.sheets.records.sheet_reader import SheetReader

_DAYS = ("received_on", "rated_on", "contacted_on", "closed_on")
#: field → (how it is read, what is asked, what it may say)
_ASKED: dict[str, tuple[Callable[[CellValue], str], str, str]] = {
    VERDICT: (answers.read_verdict, "看不出是否属实", "属实、不属实（误评、恶意）"),
    MALICIOUS: (answers.read_malicious, "看不出是否误评或恶意", "是、否"),
    RESULT: (answers.read_result, "看不出是否已整改", "已整改、整改中"),
    CALLED_BACK: (answers.read_called_back, "看不出是否已回访", "是、否"),
    CONTENT: (answers.read_content, "看不出是否认可", "认可、不认可"),
}


def read_bad_ratings(reader: SheetReader, context: SheetContext) -> Entries:
    """The 差评 in the order of the rows."""
    reader.check_months(context.month)
    units = _units(reader, context)
    entries = []
    has_names = "named" in reader.table.columns
    if not has_names:
        reader.notes.append("没有是否匿名列，差评全部按实名计。")
    for index, row in enumerate(reader.rows):
        attributes = _attributes(reader, index, context.month)
        level = attributes.get("level_given", "")
        if level and level not in BAD:
            _error(reader, row, RATING, "not_bad", "不是差评", "不满意、非常不满意")
        day = attributes.get("rated_on") or attributes.get("received_on")
        if not day:
            _error(
                reader,
                row,
                "received_on",
                "day_blank",
                "没有收到日期，也没有评价日期，无法计算时限",
                "日期，如 2026-10-21",
            )
        month = date.fromisoformat(day).replace(day=1) if day else context.month
        name = cell_text.name(reader.value(row, "name"))
        case = cell_text.packed(reader.value(row, "case"))
        key = case or "|".join(["", units[index], name, day or "", attributes.get("text", "")])
        entries.append(
            Entry(
                BAD_RATINGS,
                month,
                units[index],
                key,
                name,
                {key: text for key, text in attributes.items() if text},
                {},
                LEFT_OUT if row in reader.faulty else COUNTED,
                context.file,
                reader.grid.name,
                row + 1,
            )
        )
    if "case" not in reader.table.columns:
        reader.notes.append("没有办件编号列，无法与评价明细里的差评对应。")
    reader.notes.append("姓名、电话不保存，办件编号只保存加密后的摘要。")
    return Entries.of(entries)


def _units(reader: SheetReader, context: SheetContext) -> list[str]:
    named = (
        reader.named("unit", "承办单位")
        if "unit" in reader.table.columns
        else whole_sheet.units_of_rows(
            reader, context, whole_sheet.departments_of(context), "承办单位"
        )
    )
    named = named.map(lambda unit: place_names.township(unit, context.homes))
    return list(reader.roster_names(named, DEPARTMENT, context.month))


def _cell(reader: SheetReader, index: int, name: str) -> CellValue:
    """The cell of a field in that data row, as a person explained it."""
    return reader.field(name)[index]


def _attributes(reader: SheetReader, index: int, month: date) -> dict[str, str]:
    said = {name: _answer(reader, index, name) for name in _ASKED}
    closed_on = _day(reader, index, "closed_on", month)
    is_closed = said[RESULT] == answers.YES or not said[RESULT] and bool(closed_on)
    named = rating_answers.read_yes_no(_cell(reader, index, "named"))
    codes, _ = rating_answers.read_reasons(_cell(reader, index, "reasons"))
    is_struck = said[VERDICT] == answers.NO or said[MALICIOUS] == answers.YES
    if said[RESULT] == answers.YES and not closed_on and not is_struck:
        column = reader.table.columns[RESULT]
        reader.warn(
            reader.rows[index],
            column,
            "closed_without_day",
            "没有办结日期，按未按期整改计",
            "办结日期",
        )
    return {
        "level_given": _level(reader, index),
        "reasons": ",".join(codes),
        "text": personal_data.mask(cell_text.name(_cell(reader, index, "text"))),
        "result": personal_data.mask(cell_text.name(reader.value(reader.rows[index], RESULT))),
        **{name: _day(reader, index, name, month) for name in _DAYS},
        "is_struck": "yes" if is_struck else "",
        "is_closed": "yes" if is_closed else "",
        "is_named": "no" if named == "yes" else "",
        CALLED_BACK: said[CALLED_BACK] or ("yes" if said[CONTENT] else ""),
        CONTENT: said[CONTENT],
    }


def _level(reader: SheetReader, index: int) -> str:
    read = read_rating(_cell(reader, index, RATING))
    if read.level == rating_answers.ASKED or read.outcome:
        why = read.why or "看不出是哪一级评价"
        expected = "、".join(one.name for one in LEVELS)
        _error(reader, reader.rows[index], RATING, "rating_unclear", why, expected)
        return ""
    return read.level


def _answer(reader: SheetReader, index: int, name: str) -> str:
    read, why, expected = _ASKED[name]
    found = read(_cell(reader, index, name))
    if found == answers.ASKED:
        _error(reader, reader.rows[index], name, f"{name}_unclear", why, expected)
        return ""
    return found


def _day(reader: SheetReader, index: int, name: str, month: date) -> str:
    try:
        day = call_days.day_of(_cell(reader, index, name), month)
    except Wrong as wrong:
        _error(reader, reader.rows[index], name, wrong.code, wrong.message, wrong.expected)
        return ""
    return day.isoformat() if day else ""


def _error(reader: SheetReader, row: int, name: str, code: str, why: str, expected: str) -> None:
    column = reader.table.columns.get(name, min(reader.columns_read))
    reader.error(row, column, code, why, expected)
