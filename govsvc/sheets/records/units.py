"""Rows of a roster sheet (单位名录) → units and issues."""

from dataclasses import replace
from datetime import date

from govsvc.domain.indicators import ITEMS
from govsvc.domain.months import month_before, month_text
from govsvc.domain.roster import (
    COUNTY,
    DUAL,
    MANAGEMENTS,
    TOWNSHIP,
    UNIT_KINDS,
    VERTICAL,
    Unit,
    kind_of,
    split_names,
)
from govsvc.domain.units import ANSWERED, NO, YES
from govsvc.sheets.cells import answers, cell_text, month_words, place_names
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records.options import Homes
from govsvc.sheets.records.sheet_reader import SheetReader

#: management → words of a cell that mean it
_MANAGEMENT_WORDS = {
    COUNTY: ("县属", "属地", "地方", "本级"),
    DUAL: ("双重", "双管"),
    VERTICAL: ("垂直", "垂管"),
}


def read_units(reader: SheetReader, homes: Homes) -> list[Unit]:
    """The units in the order of the rows, each with what the sheet says of it.

    A column that the sheet lacks, and a blank, leave what the roster has.
    """
    column = reader.table.columns["name"]
    units: list[tuple[int, Unit]] = []
    for row, name in zip(reader.rows, reader.named("name", "单位名称")):
        name = place_names.township(name, homes)
        if name:
            units.append((row, _unit(reader, row, name, homes)))
    reader.duplicates(((row, unit.name, column) for row, unit in units), "单位名称")
    return [unit for row, unit in units if row not in reader.faulty]


def _unit(reader: SheetReader, row: int, name: str, homes: Homes) -> Unit:
    """The unit with its names, people and management, and from when to when it is there."""
    # the county's own former names are kept: a sheet that calls the unit by one of them does not
    # rename it
    unit = reader.roster.resolve(name) or Unit(name, kind_of(ITEMS, name))
    kind = reader.read(row, "unit_kind", _kind)
    management = reader.read(row, "management", _management)
    aliases = split_names(cell_text.name(reader.value(row, "aliases")))
    unit = replace(
        unit,
        kind=kind or unit.kind,
        management=management or unit.management,
        short_names=split_names(cell_text.name(reader.value(row, "short_names")))
        or unit.short_names,
        aliases=tuple(dict.fromkeys((*unit.aliases, *aliases))),
        leader=_person(reader, row, "leader") or unit.leader,
        contact=_person(reader, row, "contact") or unit.contact,
        phone=_person(reader, row, "phone") or unit.phone,
    )
    unit = unit.with_answers({field: reader.read(row, field, _answer) for field in ANSWERED})
    first = reader.read(row, "valid_from", _month)
    dissolved = reader.read(row, "dissolved_from", _month)
    unit = replace(unit, valid_from=first or unit.valid_from)
    return _ended(reader, row, unit, dissolved, homes)


def _person(reader: SheetReader, row: int, field: str) -> str:
    return place_names.without_county(cell_text.name(reader.value(row, field)), ())


def _answer(cell: CellValue) -> str:
    """是 or 否, "" where the cell has none. Raises Wrong."""
    reading = answers.read_mark(cell_text.raw(cell))
    if reading == answers.ASK:
        raise Wrong("not_yes_no", "看不出是“是”还是“否”", "是 或 否；不清楚的留空")
    return {answers.YES: YES, answers.NO: NO}.get(reading, "")


def _month(cell: CellValue) -> date | None:
    return month_words.cell(cell, None)


def _ended(reader: SheetReader, row: int, unit: Unit, dissolved: date | None, homes: Homes) -> Unit:
    """The unit with its last month, where it was merged or dissolved; errors at contradictions."""
    columns = reader.table.columns
    into = place_names.township(cell_text.name(reader.value(row, "merged_into")), homes)
    since = reader.read(row, "merged_from", _month)
    if into and not since and row not in reader.faulty:
        reader.error(
            row,
            columns.get("merged_from", columns["merged_into"]),
            "merge_month_blank",
            "写了并入单位，没有并入月份",
            "并入月份，如 2026年10月",
        )
    if into and dissolved:
        reader.error(
            row,
            columns["dissolved_from"],
            "merged_and_dissolved",
            "既写了并入单位，又写了撤销月份",
            "只写一项：并入别的单位的写并入月份",
        )
    elif into and since:
        return replace(unit, merged_into=into, valid_to=month_before(since))
    elif dissolved and unit.valid_from and dissolved <= unit.valid_from:
        reader.error(
            row,
            columns["dissolved_from"],
            "ended_too_early",
            "撤销月份不晚于起用月份",
            f"{month_text(unit.valid_from)}以后的月份",
        )
    elif dissolved:
        return replace(unit, valid_to=month_before(dissolved))
    return unit


def _kind(cell: CellValue) -> str:
    """The kind of unit, "" where the cell has none. Raises Wrong."""
    word = cell_text.packed(cell)
    if not word or cell_text.is_dash(word):
        return ""
    if "乡" in word or "镇" in word or "街" in word:
        return TOWNSHIP
    for kind, shown in UNIT_KINDS.items():
        if shown in word:
            return kind
    raise Wrong("not_a_unit_kind", "不是单位的类别", "、".join(UNIT_KINDS.values()))


def _management(cell: CellValue) -> str:
    """The management of a unit, "" where the cell has none. Raises Wrong."""
    word = cell_text.packed(cell)
    if not word or cell_text.is_dash(word):
        return ""
    for management in MANAGEMENTS:
        if word in management or any(known in word for known in _MANAGEMENT_WORDS[management]):
            return management
    raise Wrong("not_a_management", "不是管理体制", "、".join(MANAGEMENTS))
