"""Rows of a roster sheet (单位名录) → units and issues."""

from dataclasses import replace

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
from govsvc.sheets.cells import cell_text, month_words, place_names
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records.sheet_reader import SheetReader


def read_units(reader: SheetReader, homes: tuple[str | None, ...]) -> list[Unit]:
    """The units in the order of the rows, each with what the sheet says of it; what the roster has
    of others stays.

    A column that the sheet lacks, and a blank, leave what is known.
    """
    used = reader.table.columns
    found = []
    for row, name in zip(reader.rows, reader.named("name", "单位名称")):
        name = place_names.township(name, homes)
        if name:
            found.append((row, _unit(reader, row, name, homes)))
    reader.duplicates(((row, unit.name, used["name"]) for row, unit in found), "单位名称")
    return [unit for row, unit in found if row not in reader.faulty]


def _unit(reader: SheetReader, row: int, name: str, homes) -> Unit:
    known = reader.roster.resolve(name)
    # the county's own former names are kept: a sheet that calls the unit by one of them does not
    # rename it
    unit = known or Unit(name, kind_of(ITEMS, name))
    kind = reader.read(row, "unit_kind", _kind)
    management = reader.read(row, "management", _management)
    texts = {
        field: place_names.without_county(cell_text.name(reader.value(row, field)), ())
        for field in ("leader", "contact", "phone")
    }
    unit = replace(
        unit,
        kind=kind or unit.kind,
        management=management or unit.management,
        short_names=split_names(cell_text.name(reader.value(row, "short_names")))
        or unit.short_names,
        aliases=tuple(
            dict.fromkeys(
                (*unit.aliases, *split_names(cell_text.name(reader.value(row, "aliases"))))
            )
        ),
        **{field: text for field, text in texts.items() if text},
    )
    first, dissolved = (
        reader.read(row, field, lambda cell: month_words.cell(cell, None))
        for field in ("valid_from", "dissolved_from")
    )
    unit = replace(unit, valid_from=first or unit.valid_from)
    into = place_names.township(cell_text.name(reader.value(row, "merged_into")), homes)
    since = reader.read(row, "merged_from", lambda cell: month_words.cell(cell, None))
    if into and not since and row not in reader.faulty:
        column = reader.table.columns.get("merged_from", reader.table.columns["merged_into"])
        reader.error(
            row,
            column,
            "merge_month_blank",
            "写了并入单位，没有并入月份",
            "并入月份，如 2026年10月",
        )
    if into and dissolved:
        reader.error(
            row,
            reader.table.columns["dissolved_from"],
            "merged_and_dissolved",
            "既写了并入单位，又写了撤销月份",
            "只写一项：并入别的单位的写并入月份",
        )
    elif into and since:
        unit = replace(unit, merged_into=into, valid_to=month_before(since))
    elif dissolved and unit.valid_from and dissolved <= unit.valid_from:
        reader.error(
            row,
            reader.table.columns["dissolved_from"],
            "ended_too_early",
            "撤销月份不晚于起用月份",
            f"{month_text(unit.valid_from)}以后的月份",
        )
    elif dissolved:
        unit = replace(unit, valid_to=month_before(dissolved))
    return unit


def _kind(cell) -> str:
    word = cell_text.packed(cell)
    if not word or cell_text.is_dash(word):
        return ""
    if "乡" in word or "镇" in word or "街" in word:
        return TOWNSHIP
    found = next((kind for kind, shown in UNIT_KINDS.items() if shown in word), None)
    if found is None:
        raise Wrong("not_a_unit_kind", "不是单位的类别", "、".join(UNIT_KINDS.values()))
    return found


def _management(cell) -> str:
    word = cell_text.packed(cell)
    if not word or cell_text.is_dash(word):
        return ""
    ways = {
        COUNTY: ("县属", "属地", "地方", "本级"),
        DUAL: ("双重", "双管"),
        VERTICAL: ("垂直", "垂管"),
    }
    found = next(
        (
            known
            for known in MANAGEMENTS
            if word in known or any(way in word for way in ways[known])
        ),
        None,
    )
    if found is None:
        raise Wrong("not_a_management", "不是管理体制", "、".join(MANAGEMENTS))
    return found
