"""Rows of a target sheet (目标值) → targets and issues."""

import re
from decimal import Decimal

from govsvc.domain import indicators
from govsvc.domain.feedback import PeriodMeasure, measure_definitions
from govsvc.domain.feedback.measure_targets import measure_named
from govsvc.domain.indicators import BULLETIN
from govsvc.domain.rows import Target
from govsvc.sheets.cells import cell_text, month_words, place_names, values
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records.bulletin_values import is_fraction_column, percent
from govsvc.sheets.records.options import Homes
from govsvc.sheets.records.sheet_reader import SheetReader
from govsvc.sheets.tables.bulletin_columns import read as read_header
from govsvc.sheets.tables.concepts import read_heading

_YEAR = re.compile(r"(20\d{2})年?度?")
#: 不低于 and 以上 say what a target is anyhow
_GOAL = re.compile(
    r"(?:≥|>=|不低于|不少于|不小于|达到|达|保持在?|稳定在|力争)*(?P<number>\d+(?:\.\d+)?%?)"
    r"(?:及?以上|或以上|\(含\)以上)?|"
    r"(?:应进必进|应发尽发|全覆盖|应上尽上)\((?P<bracket>\d+(?:\.\d+)?%?)\)"
)
#: of what fewer is better
_MOST = re.compile(
    r"(?:≤|<=|不高于|不超过|不大于|控制在|低于)*(?P<number>\d+(?:\.\d+)?%?)"
    r"(?:及?以下|以内|\(含\)以下)?"
)
_FIRST = re.compile(r"前(\d{1,2}|[一二三四五六七八九十]{1,3})")


def read_targets(reader: SheetReader, year: int | None, homes: Homes) -> list[Target]:
    """The targets in the order of the rows.

    `year`: of the titles or names, where the sheet has no column for it.
    """
    used = reader.table.columns
    texts = dict(zip(reader.rows, reader.named("indicator", "指标名称")))
    keys = {row: _indicator(reader, row, texts[row]) for row in reader.rows}
    is_fraction = is_fraction_column(reader, used["value"]) if "value" in used else False
    targets: list[tuple[int, Target]] = []
    for row in reader.rows:
        period = _period(reader, row, year)
        key = keys[row]
        value, place = _goal(reader, row, is_fraction, key)
        if key and period:
            lead_unit = cell_text.words(reader.value(row, "lead_unit"))
            lead_unit = place_names.without_county(lead_unit, homes)
            targets.append((row, Target(period[0], key, value, place, period[1], lead_unit)))
    reader.duplicates(
        (
            (row, (target.year, target.indicator, target.until), used["indicator"])
            for row, target in targets
        ),
        "指标和年度",
    )
    return [target for row, target in targets if row not in reader.faulty]


def _indicator(reader: SheetReader, row: int, text: str) -> str | None:
    """The key of the indicator or measure that a text names; an error where it names none."""
    key = named_target(text)
    if text and not key:
        reader.error(
            row,
            reader.table.columns["indicator"],
            "indicator_unknown",
            "不是已知的指标",
            "、".join(indicator.short for indicator in indicators.printed_indicators())
            + "，或群众评价、办件的期间指标，如 总体满意率、现场办结率",
        )
    return key


def named_target(text: str) -> str | None:
    """The key of the indicator or measure that a text names, None where it names none."""
    return measure_named(text) or indicator_named(text)


def indicator_named(text: str) -> str | None:
    """The key of the indicator that a text names, None where it names none."""
    match read_header(text):
        case ("rate", (key,)):
            return key
    named, _, measure = read_heading(BULLETIN, text).field.partition(".")
    return named if measure == "rate" else None


def _period(reader: SheetReader, row: int, year: int | None) -> tuple[int, int | None] | None:
    """(year, month of it or None); None with an error where the year cannot be told."""
    used = reader.table.columns
    if "year" in used:
        match = _YEAR.fullmatch(cell_text.packed(reader.value(row, "year")))
        if not match:
            reader.error(row, used["year"], "not_a_year", "不是年度", "年度，如 2026")
            return None
        year = int(match[1])
    until = None
    if "month" in used:
        try:
            month = month_words.cell(reader.value(row, "month"), year)
        except Wrong as wrong:
            reader.error_of(row, used["month"], wrong)
            return None
        if month:
            year, until = month.year, month.month
    if year is None:
        reader.error(
            row,
            used["indicator"],
            "year_not_found",
            "看不出是哪一年的目标",
            "加上“目标年度”列，如 2026",
        )
        return None
    return year, until


def _goal(
    reader: SheetReader, row: int, is_fraction: bool, key: str | None
) -> tuple[Decimal | None, int | None]:
    """(percent, place) to reach, at most one of them; an error where there is neither. A measure
    has no place, and may be one of which fewer is better (不高于0.5%).
    """
    used, measure = reader.table.columns, _measure(key)
    bare = _bare_most if measure and measure.fewer_is_better else _bare
    place = _place(reader, row, "place")
    value = None
    if place is None and "value" in used:
        place = _place(reader, row, "value")
        if place is None and row not in reader.faulty:
            value = reader.read(row, "value", lambda cell: percent(bare(cell), is_fraction))
    if measure and place is not None:
        column = used["place"] if "place" in used else used["value"]
        reader.error(row, column, "target_place", "期间指标没有名次", "目标值，如 95%")
    if row not in reader.faulty and value is None and place is None:
        column = used["value"] if "value" in used else used["place"]
        reader.error(row, column, "target_blank", "没有填写目标值", "目标值，如 99.9%")
    return value, place


def _bare(cell: CellValue) -> CellValue:
    """The number of ≥99.9%, 98%以上, 不低于99%, 应进必进（100%）; other cells as they are."""
    match = _GOAL.fullmatch(cell_text.packed(cell)) if isinstance(cell, str) else None
    return (match["number"] or match["bracket"]) if match else cell


def _bare_most(cell: CellValue) -> CellValue:
    """The number of ≤0.5%, 不高于0.5%, 0.5%以内; other cells as they are."""
    match = _MOST.fullmatch(cell_text.packed(cell)) if isinstance(cell, str) else None
    return match["number"] if match else cell


def _measure(key: str | None) -> PeriodMeasure | None:
    return next((one for one in measure_definitions.MEASURES if one.key == key), None)


def _place(reader: SheetReader, row: int, field: str) -> int | None:
    """3 from 前三, 进入全市前3 or, in a column of places, from 3."""
    if field not in reader.table.columns:
        return None
    match = _FIRST.search(reader.text(row, field))
    if match:
        return values.chinese_number(match[1])
    return reader.read(row, field, values.rank) if field == "place" else None
