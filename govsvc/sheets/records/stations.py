"""Rows of a station ledger (基层站点) or village list (村居名录) → entries and issues."""

import re
from dataclasses import dataclass

import numpy as np

from govsvc.domain import indicators, row_keys
from govsvc.domain.entries import COUNTED, LEFT_OUT, Entries
from govsvc.domain.indicators import STATIONS
from govsvc.domain.roster import TOWNSHIP
from govsvc.sheets.cells import answers, cell_text, place_names, values, vocabulary
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.column import Column, positions
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records import blanks, flags, whole_sheet
from govsvc.sheets.records.entry_table import RowValues, entries_of
from govsvc.sheets.records.flags import NO, UNKNOWN, UNREAD, YES
from govsvc.sheets.records.options import Homes, SheetContext
from govsvc.sheets.records.sheet_reader import SheetReader, caught
from govsvc.sheets.tables.table import nearest_header

_TOWNSHIP_CODE = re.compile(r"\d{9}000")


@dataclass(frozen=True)
class _Villages:
    """Township and village of each row, as the sheet calls them but for the roster's names."""

    townships: Column[str]
    names: Column[str]
    homes: Homes

    def short_name(self, index: int) -> str:
        """The village of a row as it is compared."""
        return place_names.village(self.names[index], self.townships[index], self.homes)

    def short_names(self) -> list[str]:
        """The same of all rows."""
        return [
            place_names.village(village, township, self.homes)
            for township, village in zip(self.townships, self.names)
        ]


@dataclass(frozen=True)
class _Stations:
    """The station's name of each row, "" where it has none; whether nobody can tell."""

    names: Column[str]
    is_unclear: np.ndarray


def read_villages(reader: SheetReader, context: SheetContext) -> Entries:
    """The entries of a station ledger or village list, in the order of its rows.

    A row without a village is none.
    """
    columns = reader.table.columns
    if "area_code" in columns:
        _leave_out_townships(reader)
    reader.check_months(context.month)
    townships = reader.roster_names(_townships(reader, context), TOWNSHIP, context.month)
    villages = _Villages(townships, reader.named("name", "村（社区）名称"), context.homes)
    stations = _station_names(reader, villages)
    is_ledger = reader.table.kind == STATIONS
    of_flags = _station_flags(reader, villages, stations) if is_ledger else {}
    short_names = villages.short_names()
    keys = [row_keys.of_village(*names) for names in zip(townships, short_names)]
    has_village = villages.names.filled
    reader.duplicates(
        (
            (reader.rows[index], keys[index], columns["name"])
            for index in positions(has_village & townships.filled)
        ),
        "村（社区）",
    )
    attributes = _attributes(reader)
    if "station_name" in columns:
        attributes["station_name"] = stations.names.map(lambda name: name or None)
    if "merged_into" in attributes:
        _check_merged(reader, villages, set(short_names), attributes["merged_into"])
    status = np.where(reader.is_faulty(), LEFT_OUT, COUNTED)
    rows = RowValues(townships, keys, villages.names, status, attributes, of_flags)
    return entries_of(reader, context, rows, has_village)


def _attributes(reader: SheetReader) -> dict[str, Column[str | None]]:
    """Field → its text in each row, None where there is none."""
    columns = reader.table.columns
    attributes = {
        field: reader.field(field).map(cell_text.name).map(lambda word: word or None)
        for field in vocabulary.KEPT[reader.table.kind]
        if field in columns and field != "area_code"
    }
    attributes["area_code"] = (
        _area_codes(reader) if "area_code" in columns else Column.constant(None, len(reader.rows))
    )
    return attributes


def _check_merged(
    reader: SheetReader, villages: _Villages, known: set[str], merged_into: Column[str | None]
) -> None:
    """A warning where a village is merged into one that the sheet does not have.

    `known`: the villages of the sheet as they are compared.
    """
    townships = list(dict.fromkeys(villages.townships))
    for index in positions(merged_into.filled):
        into = merged_into[index] or ""
        spellings = {place_names.village(into, each, villages.homes) for each in townships}
        if not known & {into, *spellings}:
            reader.warn(
                reader.rows[index],
                reader.table.columns["merged_into"],
                "merged_into_unlisted",
                "不在这张名录中",
                "名录中的村（社区）名称",
            )


def _townships(reader: SheetReader, context: SheetContext) -> Column[str]:
    """The township of each row: of the column, else of what the whole table says."""
    if "unit" not in reader.table.columns:
        of_line = whole_sheet.townships_of(context)
        return whole_sheet.units_of_rows(reader, context, of_line, "乡镇（街道）")
    return reader.named("unit", "乡镇（街道）").map(
        lambda unit: place_names.township(unit, context.homes)
    )


def _station_flags(
    reader: SheetReader, villages: _Villages, stations: _Stations
) -> dict[str, np.ndarray]:
    """Flag key → what each row says of it.

    Without 是否设站 the station's name says it; 名称是否规范 is computed from the name.
    """
    used = reader.table.columns
    has_names, is_unclear = _has_station_names(reader, stations), stations.is_unclear
    of_flags: dict[str, np.ndarray] = {}
    if "has_station" not in used and "station_name" not in used:
        reader.sheet_issue(
            "error",
            "column_missing",
            "缺少“是否设站”列，也没有“站点名称”列，站点覆盖率未计入。",
            nearest_header(reader.table, "has_station") + "加上“是否设站”列，填是或否",
        )
    if "has_station" not in used and has_names:
        of_flags["has_station"] = np.where(is_unclear, UNREAD, stations.names.filled)
    everywhere = np.ones(len(reader.rows), bool)
    for flag in indicators.flags_of(STATIONS):
        if flag.key in used:
            # 是否更名 of a village without a station is blank by right; `has_station` is the first
            # flag
            wanted = of_flags.get("has_station", everywhere) != NO
            of_flags[flag.key] = flags.read_column(reader, flag, villages.townships, wanted)
    unknown = np.full(len(reader.rows), UNKNOWN)
    has_station = of_flags.get("has_station", unknown)
    is_standard = of_flags.get("is_renamed", of_flags.get("has_standard_name", unknown)).copy()
    if has_names:
        _warn_of_stations(reader, stations.names, has_station)
        for index in positions((has_station == YES) & ~is_unclear):
            answer = of_flags["is_renamed"][index] if "is_renamed" in of_flags else UNKNOWN
            is_standard[index] = _judge_name(reader, index, stations.names[index], answer, villages)
        is_standard[is_unclear] = UNREAD
    of_flags["is_renamed"] = np.where(has_station == NO, NO, of_flags.get("is_renamed", unknown))
    is_standard[has_station == NO] = NO
    return flags.with_unread(of_flags | {"has_standard_name": is_standard})


def _station_names(reader: SheetReader, villages: _Villages) -> _Stations:
    """The stations of the rows. What nobody can tell is an error at its cell."""
    column = reader.table.columns.get("station_name")
    if column is None:
        return _Stations(Column.constant("", len(reader.rows)), np.zeros(len(reader.rows), bool))
    cells = reader.printed(column)
    said = reader.said_of(column)
    is_unclear = reader.is_unreadable(column)
    names: list[str] = []
    for index, cell in enumerate(cells):
        word = said.get(cell_text.packed(cell)) if said else None
        reading = _read_station(cell, word, villages, index)
        names.append("" if reading.answer == answers.NONE else cell_text.name(cell))
        if reading.answer == answers.ASK and not is_unclear[index]:
            is_unclear[index] = True
            row = reader.rows[index]
            reader.value_error(
                row,
                column,
                "station_name_unclear",
                reading.why_not(cell_text.raw(cell)),
                "站点名称；没有站点的填“无”",
            )
    return _Stations(Column.of(names), is_unclear)


def _read_station(
    cell: CellValue, word: str | None, villages: _Villages, index: int
) -> answers.Reading:
    """`word`: what a person said that the cell is, None where nobody did."""
    if word:
        is_none = word == vocabulary.NO_STATION
        return answers.Reading(answers.NONE if is_none else answers.NONSTANDARD)
    home = next(filter(None, villages.homes), "")
    place = villages.short_name(index), villages.townships[index], home
    return answers.read_station_name(cell_text.raw(cell), *place)


def _has_station_names(reader: SheetReader, stations: _Stations) -> bool:
    """Whether the names of stations say anything; a warning where their column is wholly blank."""
    column = reader.table.columns.get("station_name")
    if column is None or stations.names.filled.any() or stations.is_unclear.any():
        return column is not None
    if "has_station" in reader.table.columns:
        return False
    if blanks.is_wholly_blank(reader, column):
        blanks.warn_of_column(reader, column, "站点名称；都没有站点的填“无”")
        return False
    return True


def _warn_of_stations(reader: SheetReader, stations: Column[str], has_station: np.ndarray) -> None:
    """A warning where 是否设站 says no and a station is named."""
    column = reader.table.columns.get("has_station")
    if column is None:
        return
    for index in positions((has_station == NO) & stations.filled):
        reader.warn(
            reader.rows[index],
            column,
            "name_and_flag_disagree",
            f"表示未设站，但填写了站点名称“{stations[index]}”，按未设站计",
            "已设站的填是；未设站的，站点名称留空",
        )


def _judge_name(
    reader: SheetReader, index: int, station: str, is_renamed: int, villages: _Villages
) -> int:
    """Whether the station's name is standard.

    An error where there is no name, a warning where 是否更名 (`is_renamed`) says another thing.
    """
    row, columns = reader.rows[index], reader.table.columns
    if not station:
        reader.value_error(
            row,
            columns["station_name"],
            "station_name_blank",
            "没有填写站点名称，但该村（社区）已设站",
            "站点名称",
        )
        return UNREAD
    township, village = villages.townships[index], villages.names[index]
    is_standard = place_names.is_standard(station, village, township, villages.homes)
    if is_renamed not in (UNKNOWN, is_standard):
        claim, shown = ("已更名", "不规范") if is_renamed == YES else ("未更名", "规范")
        reader.warn(
            row,
            columns["is_renamed"],
            "name_and_flag_disagree",
            f"表示{claim}，但站点名称“{station}”{shown}，按站点名称计",
            f"规范名称为“{villages.short_name(index)}便民服务站”",
        )
    return int(is_standard)


def _leave_out_townships(reader: SheetReader) -> None:
    """A row whose area code ends in 000 is a township, none of its villages; a note says so.

    Source: 统计用区划代码, 12 digits, of which the last three number the village.
    """
    codes = reader.column(reader.table.columns["area_code"]).map(cell_text.packed)
    is_township = codes.mask(lambda code: bool(_TOWNSHIP_CODE.fullmatch(code)))
    for index in positions(is_township)[::-1]:
        reader.leave_out(reader.rows[index])
    if is_township.any():
        reader.notes.append(
            f"{int(is_township.sum())}行的区划代码以000结尾，是乡镇（街道），"
            "不是村（社区），未计入。"
        )


def _area_codes(reader: SheetReader) -> Column[str | None]:
    """The area code of each row, None where it lost its digits.

    That is a warning: the village counts all the same.
    """
    column = reader.table.columns["area_code"]
    codes = reader.column(column).map(caught(values.code))
    for index in positions(codes.mask(lambda code: isinstance(code, Wrong))):
        wrong = codes[index]
        if isinstance(wrong, Wrong):
            message = f"{wrong.message}，未采用"
            reader.warn(reader.rows[index], column, wrong.code, message, wrong.expected)
    return codes.map(lambda code: code if isinstance(code, str) and code else None)
