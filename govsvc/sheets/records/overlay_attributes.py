"""Texts and days of a partial sheet's rows: what an entry keeps of them."""

import re
from collections.abc import Mapping
from datetime import date

import numpy as np

from govsvc.domain import indicators
from govsvc.domain.months import month_text
from govsvc.domain.validity import is_in_force
from govsvc.sheets.cells import cell_text, days, values, vocabulary
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.column import Column
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records import flags
from govsvc.sheets.records.item_identity import Codes, full_type, type_text
from govsvc.sheets.records.sheet_reader import SheetReader, caught

_MONTH_AND_DAY = re.compile(r"(?P<month>\d{1,2})月\d{1,2}日")


def attributes_of(reader: SheetReader, codes: Codes, month: date) -> dict[str, Column[str | None]]:
    """Field → its text in each row, None where there is none. `month`: of the sheet."""
    used = reader.table.columns
    texts: dict[str, Column[str]] = {}
    for field in vocabulary.KEPT[reader.table.kind]:
        if field in used and field not in (*vocabulary.DECIDING_DAYS, *vocabulary.SHOWN_DAYS):
            texts[field] = reader.field(field).map(cell_text.name)
    if "level" in texts:
        texts["level"] = texts["level"].map(lambda word: values.level(word) if word else word)
    if "document" in texts:
        texts["document"] = texts["document"].map(_document)
    if "item_type" in used:
        texts["item_type"] = (
            reader.field("item_type").map(type_text).map(lambda word: full_type(word) or word)
        )
    for flag in indicators.flags_of(reader.table.kind):
        if flag.is_text and flag.key in used:
            reasons = flags.reasons_of(reader, flag)
            texts["reason"] = _either(texts["reason"], reasons) if "reason" in texts else reasons
    texts |= _shown_days(reader, month) | _validity(reader)
    if "left_on" in used:
        texts["left_on"] = reader.parsed(used["left_on"], days.day).map(lambda day: day or "")
    columns: dict[str, Column[str] | Column[str | None]] = {**codes, **texts}
    return {field: column.map(lambda text: text or None) for field, column in columns.items()}


def warn_of_exemptions(
    reader: SheetReader, attributes: Mapping[str, Column[str | None]], month: date
) -> None:
    """A warning at each exemption that is out of force at the month's end, or has no document."""
    used = reader.table.columns
    if "document" in used:
        reader.warnings(
            ~attributes["document"].filled,
            used["document"],
            "exemption_without_document",
            "没有依据文号，仍按豁免处理，列为依据不全",
            "批准的文件及文号",
        )
    bounds = {
        name: attributes[name] for name in ("valid_from", "valid_until") if name in attributes
    }
    column = used.get("valid_until", used.get("valid_from"))
    if not bounds or column is None:
        return
    is_out = [
        not is_in_force({name: of_rows[row] for name, of_rows in bounds.items()}, month)
        for row in range(len(reader.rows))
    ]
    reader.warnings(
        np.array(is_out, bool),
        column,
        "exemption_out_of_force",
        f"{month_text(month)}不在有效期内，不再豁免，重新计入",
        days.EXPECTED_VALIDITY,
    )


def _document(word: str) -> str:
    return "" if cell_text.packed(word) in vocabulary.NO_DOCUMENT else word


def _either(first: Column[str], second: Column[str]) -> Column[str]:
    return Column.of([one or other for one, other in zip(first, second)])


def _day_of_month(cell: CellValue, month: date) -> str:
    """The day; 10月14日 in a sheet of October is of its year. Raises Wrong."""
    named = _MONTH_AND_DAY.fullmatch(cell_text.packed(cell))
    if named and int(named["month"]) == month.month:
        return days.day(f"{month.year}年{named[0]}")
    return days.day(cell)


def _shown_days(reader: SheetReader, month: date) -> dict[str, Column[str]]:
    """Days that decide nothing: a warning at what is none."""
    used = reader.table.columns
    shown: dict[str, Column[str]] = {}
    for field in vocabulary.SHOWN_DAYS:
        if field in used and field in vocabulary.KEPT[reader.table.kind]:
            days_read = reader.field(field).map(caught(lambda cell: _day_of_month(cell, month)))
            is_wrong = days_read.mask(lambda day: isinstance(day, Wrong))
            reader.warnings(is_wrong, used[field], "not_a_day", "不是日期，未采用", days.EXPECTED)
            shown[field] = days_read.map(lambda day: "" if isinstance(day, Wrong) else day)
    return shown


def _validity(reader: SheetReader) -> dict[str, Column[str]]:
    """First and last day of validity; a column of its own decides on the first."""
    used = reader.table.columns
    validity: dict[str, Column[str]] = {}
    if "valid_until" in used:
        spans = reader.parsed(used["valid_until"], days.validity)
        validity["valid_from"] = spans.map(lambda span: span[0] if span else "")
        validity["valid_until"] = spans.map(lambda span: span[1] if span else "")
    if "valid_from" in used:
        starts = reader.parsed(used["valid_from"], days.day).map(lambda day: day or "")
        validity["valid_from"] = (
            _either(starts, validity["valid_from"]) if "valid_from" in validity else starts
        )
    return validity
