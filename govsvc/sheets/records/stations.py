"""Rows of a station ledger (基层站点) or village list (村居名录) → entries and issues."""

from datetime import date

import numpy as np

from govsvc.domain import indicators
from govsvc.domain.entries import COUNTED, LEFT_OUT, Entries
from govsvc.domain.indicators import STATIONS
from govsvc.domain.roster import TOWNSHIP
from govsvc.sheets.cells import cell_text, place_names, values, vocabulary
from govsvc.sheets.cells.column import Column, positions
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records import blanks, flags
from govsvc.sheets.records.flags import NO, UNKNOWN, YES
from govsvc.sheets.records.sheet_reader import SheetReader, caught
from govsvc.sheets.tables.table import nearest_header


def read_villages(
    reader: SheetReader, file: str, month: date, homes: tuple[str | None, ...]
) -> Entries:
    """The entries of a station ledger or village list, in the order of its rows; a row without a
    village is none.
    """
    table = reader.table
    reader.check_months(month)
    townships = reader.units(_townships(reader, homes), TOWNSHIP, month)
    villages = reader.named("name", "村（社区）名称")
    found = _station_flags(reader, townships, villages, homes) if table.kind == STATIONS else {}
    keys = [
        f"{township}/{place_names.village(village, township, homes)}"
        for township, village in zip(townships, villages)
    ]
    has_village = villages.filled
    reader.duplicates(
        (
            (reader.rows[place], keys[place], table.columns["name"])
            for place in positions(has_village & townships.filled)
        ),
        "村（社区）",
    )
    given = {
        field: reader.field(field).map(cell_text.name).map(lambda word: word or None)
        for field in vocabulary.KEPT[table.kind]
        if field in table.columns and field != "area_code"
    }
    given["area_code"] = (
        _area_codes(reader)
        if "area_code" in table.columns
        else Column.constant(None, len(reader.rows))
    )
    if "merged_into" in given:
        _check_merged(reader, townships, villages, given["merged_into"], homes)
    status = np.where(reader.is_faulty(), LEFT_OUT, COUNTED)
    return reader.entries(file, month, townships, keys, villages, given, found, status, has_village)


def _check_merged(
    reader: SheetReader, townships: Column, villages: Column, merged: Column, homes
) -> None:
    """A warning where a village is merged into one that the sheet does not have."""
    known = {
        place_names.village(village, township, homes)
        for township, village in zip(townships, villages)
    }
    for place in positions(merged.mask(bool)):
        into = merged[place]
        own = [place_names.village(into, township, homes) for township in dict.fromkeys(townships)]
        if not known & {into, *own}:
            reader.warn(
                reader.rows[place],
                reader.table.columns["merged_into"],
                "merged_into_unlisted",
                "不在这张名录中",
                "名录中的村（社区）名称",
            )


def _townships(reader: SheetReader, homes) -> Column:
    """The township of each row: of the column, else of the sheet's name or title where there is one
    sheet a township.
    """
    if "unit" in reader.table.columns:
        return reader.named("unit", "乡镇（街道）").map(
            lambda unit: place_names.township(unit, homes)
        )
    found = next(
        filter(None, map(place_names.township_in, (reader.grid.name, *reader.table.titles))), ""
    )
    if not found and reader.rows:
        reader.sheet_issue(
            "error",
            "column_missing",
            "缺少“乡镇（街道）”列，表名和标题里也没有乡镇名称，本表各行都未计入。",
            "加上“乡镇（街道）”列",
        )
        reader.faulty.update(reader.rows)
    return Column.constant(place_names.township(found, homes), len(reader.rows))


def _station_flags(
    reader: SheetReader, townships: Column, villages: Column, homes
) -> dict[str, np.ndarray]:
    """Flags of each row.

    Without 是否设站 the station's name says it; 名称是否规范 is computed from the name.
    """
    used = reader.table.columns
    stations = reader.field("station_name").map(_station_name)
    has_names = "station_name" in used
    if has_names and not stations.filled.any():
        if "has_station" in used:
            has_names = False
        elif blanks.is_wholly_blank(reader, used["station_name"]):
            has_names = False
            blanks.warn_of_column(reader, used["station_name"], "站点名称；都没有站点的填“无”")
    found: dict[str, np.ndarray] = {}
    if "has_station" not in used and "station_name" not in used:
        reader.sheet_issue(
            "error",
            "column_missing",
            "缺少“是否设站”列，也没有“站点名称”列，站点覆盖率未计入。",
            nearest_header(reader.table, "has_station") + "加上“是否设站”列，填是或否",
        )
    if "has_station" not in used and has_names:
        found["has_station"] = np.where(stations.filled, YES, NO)
    everywhere = np.ones(len(reader.rows), bool)
    for flag in indicators.flags_of(STATIONS):
        if flag.key in used:
            # 是否更名 of a village without a station is blank by right; `has_station` is the first
            # flag
            found[flag.key] = flags.read_column(
                reader, flag, townships, found.get("has_station", everywhere) != NO
            )
    unknown = np.full(len(reader.rows), UNKNOWN)
    has_station = found.get("has_station", unknown)
    is_standard = found.get("is_renamed", found.get("has_standard_name", unknown)).copy()
    if has_names:
        for place in (
            positions((has_station == NO) & stations.filled) if "has_station" in used else ()
        ):
            reader.warn(
                reader.rows[place],
                used["has_station"],
                "name_and_flag_disagree",
                f"表示未设站，但填写了站点名称“{stations[place]}”，按未设站计",
                "已设站的填是；未设站的，站点名称留空",
            )
        for place in positions(has_station == YES):
            is_standard[place] = _judge_name(
                reader, place, stations[place], found, townships[place], villages[place], homes
            )
    found["is_renamed"] = np.where(has_station == NO, NO, found.get("is_renamed", unknown))
    is_standard[has_station == NO] = NO
    return found | {"has_standard_name": is_standard}


def _judge_name(
    reader: SheetReader,
    place: int,
    station: str,
    found: dict[str, np.ndarray],
    township: str,
    village: str,
    homes,
) -> int:
    """Whether the station's name is standard; an error where there is none, a warning where
    是否更名 says another thing.
    """
    row = reader.rows[place]
    told = found["is_renamed"][place] if "is_renamed" in found else UNKNOWN
    if not station:
        reader.error(
            row,
            reader.table.columns["station_name"],
            "station_name_blank",
            "没有填写站点名称，但该村（社区）已设站",
            "站点名称",
        )
        return told
    is_standard = place_names.is_standard(station, village, township, homes)
    if told not in (UNKNOWN, is_standard):
        said, shown = ("已更名", "不规范") if told == YES else ("未更名", "规范")
        reader.warn(
            row,
            reader.table.columns["is_renamed"],
            "name_and_flag_disagree",
            f"表示{said}，但站点名称“{station}”{shown}，按站点名称计",
            f"规范名称为“{place_names.village(village, township, homes)}便民服务站”",
        )
    return int(is_standard)


def _area_codes(reader: SheetReader) -> Column:
    """The area code of each row, None where it lost its digits (a warning: the village counts all
    the same).
    """
    column = reader.table.columns["area_code"]
    found = reader.column(column).map(caught(values.code))
    for place in positions(found.mask(lambda code: isinstance(code, Wrong))):
        wrong = found[place]
        reader.warn(
            reader.rows[place], column, wrong.code, f"{wrong.message}，未采用", wrong.expected
        )
    return found.map(lambda code: code if isinstance(code, str) and code else None)


def _station_name(cell) -> str:
    name = cell_text.words(cell)
    return "" if cell_text.is_dash(name) or name in vocabulary.NO_STATION else name
