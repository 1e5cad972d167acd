"""Rows of a station ledger (基层站点) or village list (村居名录) → entries and issues."""

from datetime import date

from govsvc import indicators
from govsvc.indicators import STATIONS
from govsvc.rows import COUNTED, LEFT_OUT, Entry
from govsvc.sheets import columns, flags, layout, names, values
from govsvc.sheets.checks import SheetReader


def read_villages(reader: SheetReader, file: str, month: date, homes: tuple[str | None, ...]) -> list[Entry]:
    """The entries of a station ledger or village list, in the order of its rows; a row without a village is none."""
    table, kind = reader.table, reader.table.kind
    months = reader.months(month)
    townships = _townships(reader, homes)
    villages = reader.named("name", "村（社区）名称")
    own = {row: names.village(villages[row], townships[row], homes) for row in reader.rows}
    found_flags: dict[int, dict[str, bool]] = {row: {} for row in reader.rows}
    if kind == STATIONS:
        found_flags = _station_flags(reader, townships, villages, homes)
    keys = {row: f"{townships[row]}/{own[row]}" for row in reader.rows}
    reader.duplicates(((row, keys[row], table.columns["name"]) for row in reader.rows
                       if villages[row] and townships[row]), "村（社区）")
    return [Entry(kind, months[row], townships[row], keys[row], villages[row], _attributes(reader, row),
                  found_flags[row], LEFT_OUT if row in reader.faulty else COUNTED, file, reader.grid.name, row + 1)
            for row in reader.rows if villages[row]]


def _townships(reader: SheetReader, homes) -> dict[int, str]:
    """Row → township: of the column, else of the sheet's name or title where there is one sheet a township."""
    if "unit" in reader.table.columns:
        return {row: names.township(unit, homes) for row, unit in reader.named("unit", "乡镇（街道）").items()}
    found = next(filter(None, map(names.township_in, (reader.grid.name, *reader.table.titles))), "")
    if not found and reader.rows:
        reader.sheet_issue("error", "column_missing", "缺少“乡镇（街道）”列，表名和标题里也没有乡镇名称，本表各行都未计入。", "加上“乡镇（街道）”列")
        reader.faulty.update(reader.rows)
    return dict.fromkeys(reader.rows, names.township(found, homes))


def _station_flags(reader: SheetReader, townships, villages, homes) -> dict[int, dict[str, bool]]:
    """Flags of each row. Without 是否设站 the station's name says it; 名称是否规范 is computed from the name."""
    used = reader.table.columns
    names_given = {row: _station_name(reader, row) for row in reader.rows} if "station_name" in used else {}
    by_name = "has_station" not in used
    if by_name and "station_name" not in used:
        reader.sheet_issue("error", "column_missing", "缺少“是否设站”列，也没有“站点名称”列，站点覆盖率未计入。",
                           layout.nearest_header(reader.table, "has_station") + "加上“是否设站”列，填是或否")
    if not by_name and not any(names_given.values()):
        names_given = {}
    found: dict[int, dict[str, bool]] = {row: {} for row in reader.rows}
    if by_name and names_given:
        found = {row: {"has_station": bool(names_given[row])} for row in reader.rows}
    for flag in indicators.flags_of(STATIONS):
        if flag.key in used:
            # 是否更名 of a village without a station is blank by right; `has_station` is the first flag
            rows = [row for row in reader.rows if found[row].get("has_station") is not False]
            flags.read_column(reader, flag, rows, townships, found)
    for row in reader.rows:
        mine = found[row]
        if mine.get("has_station") is False:
            mine |= {"is_renamed": False, "has_standard_name": False}
        elif names_given and mine.get("has_station"):
            _judge_name(reader, row, names_given[row], mine, townships[row], villages[row], homes)
        elif "is_renamed" in mine:
            mine["has_standard_name"] = mine["is_renamed"]
    return found


def _station_name(reader: SheetReader, row: int) -> str:
    name = values.words(reader.value(row, "station_name"))
    return "" if values.is_dash(name) or name in ("无", "未设", "未设站", "暂无") else name


def _judge_name(reader: SheetReader, row: int, station: str, mine: dict[str, bool], township: str, village: str,
                homes) -> None:
    if not station:
        reader.error(row, reader.table.columns["station_name"], "station_name_blank", "没有填写站点名称，但该村（社区）已设站", "站点名称")
        return
    mine["has_standard_name"] = names.is_standard(station, village, township, homes)
    if mine.get("is_renamed", mine["has_standard_name"]) != mine["has_standard_name"]:
        told, shown = ("已更名", "不规范") if mine["is_renamed"] else ("未更名", "规范")
        reader.warn(row, reader.table.columns["is_renamed"], "name_and_flag_disagree",
                    f"表示{told}，但站点名称“{station}”{shown}，按站点名称计",
                    f"规范名称为“{names.village(village, township, homes)}便民服务站”")


def _attributes(reader: SheetReader, row: int) -> dict[str, str]:
    found = {field: values.words(reader.value(row, field)) for field in columns.KEPT[reader.table.kind]}
    return {field: word for field, word in found.items() if word and not values.is_dash(word)}
