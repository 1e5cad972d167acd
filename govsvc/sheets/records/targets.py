"""Rows of a target sheet (目标值) → targets and issues."""

import re
from datetime import date

from govsvc.domain import indicators
from govsvc.domain.rows import Target
from govsvc.sheets.cells import cell_text, month_words, place_names, values
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records.bulletin import is_fraction_column, percent
from govsvc.sheets.records.sheet_reader import SheetReader
from govsvc.sheets.tables.bulletin_columns import read as read_header


def read_targets(
    reader: SheetReader, year: int | None, homes: tuple[str | None, ...]
) -> list[Target]:
    """The targets in the order of the rows.

    `year`: of the titles or names, where the sheet has no column for it.
    """
    used = reader.table.columns
    texts = dict(zip(reader.rows, reader.named("indicator", "指标名称")))
    keys = {row: _indicator(reader, row, texts[row]) for row in reader.rows}
    is_fraction = is_fraction_column(reader, used["value"]) if "value" in used else False
    found = []
    for row in reader.rows:
        when = _when(reader, row, year)
        place = _place(reader, row, "place")
        value = None
        if place is None and "value" in used:
            place = _place(reader, row, "value")
            if place is None and row not in reader.faulty:
                value = reader.read(row, "value", lambda cell: percent(cell, is_fraction))
        if row not in reader.faulty and value is None and place is None:
            column = used.get("value", used.get("place"))
            reader.error(row, column, "target_blank", "没有填写目标值", "目标值，如 99.9%")
        if keys[row] and when:
            lead_unit = place_names.without_county(
                cell_text.words(reader.value(row, "lead_unit")), homes
            )
            found.append((row, Target(when[0], keys[row], value, place, when[1], lead_unit)))
    reader.duplicates(
        ((row, (t.year, t.indicator, t.until), used["indicator"]) for row, t in found), "指标和年度"
    )
    return [target for row, target in found if row not in reader.faulty]


def _indicator(reader: SheetReader, row: int, text: str) -> str | None:
    found = read_header(text)
    if found and found[0] == "rate" and len(found[1]) == 1:
        return found[1][0]
    if text:
        names_known = "、".join(i.short for i in indicators.headline_indicators())
        reader.error(
            row,
            reader.table.columns["indicator"],
            "indicator_unknown",
            "不是已知的指标",
            names_known,
        )
    return None


def _when(reader: SheetReader, row: int, year: int | None) -> tuple[int, int | None] | None:
    """(year, month of the node or None); None with an error where the year cannot be found."""
    used = reader.table.columns
    if "year" in used:
        found = re.fullmatch(r"(20\d{2})年?度?", cell_text.packed(reader.value(row, "year")))
        if not found:
            reader.error(row, used["year"], "not_a_year", "不是年度", "年度，如 2026")
            return None
        year = int(found[1])
    until = None
    if "month" in used:
        try:
            found_month: date | None = month_words.cell(reader.value(row, "month"), year)
        except Wrong as wrong:
            reader.error(row, used["month"], wrong.code, wrong.message, wrong.expected)
            return None
        if found_month:
            year, until = found_month.year, found_month.month
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


def _place(reader: SheetReader, row: int, field: str) -> int | None:
    """3 from 前三, 进入全市前3 or, in a column of places, from 3."""
    if field not in reader.table.columns:
        return None
    found = re.search(r"前(\d{1,2}|[一二三四五六七八九十]{1,3})", reader.text(row, field))
    if found:
        return values.chinese_number(found[1])
    return reader.read(row, field, values.rank) if field == "place" else None
