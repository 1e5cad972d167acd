"""The demonstration months as the importer reads them. Deterministic: no clock, no file."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from random import Random

from govsvc.demo import plan, power
from govsvc.demo.history import LAST, MONTHS, Item, Station, items, stations
from govsvc.demo.names import COUNTIES, HOME
from govsvc.domain import rates, row_keys
from govsvc.domain.indicators import (
    BULLETIN,
    FLAGS,
    ITEMS,
    KINDS,
    STATIONS,
    TARGETS,
    VILLAGES,
    by_key,
    columns_of,
    quantities_of,
)
from govsvc.domain.months import month_text
from govsvc.domain.rows import OVERALL, Entries, Entry, FileRead, Reported, SheetRead, Target

SEED = 20261032

_HEADERS = {flag.key: flag.header for flag in FLAGS}
#: kind of a sheet → field → header, in the order of the columns, of the first months. A bulletin
#: has three columns an indicator and two of 综合 instead.
_COLUMNS = {
    ITEMS: {
        "month": "统计月份",
        "implementation_code": "实施编码",
        "name": "事项名称",
        "item_type": "事项类型",
        "unit": "实施主体",
        "level": "行使层级",
    }
    | {key: _HEADERS[key] for key in plan.CLEAN_ITEM},
    STATIONS: {
        "month": "统计月份",
        "unit": "乡镇（街道）",
        "name": "村（社区）",
        "has_station": _HEADERS["has_station"],
        "station_name": "站点名称",
        "former_name": "原名称",
        "is_renamed": _HEADERS["is_renamed"],
    },
    BULLETIN: {"month": "统计月份", "county": "县（市、区）"},
    TARGETS: {
        "indicator": "指标名称",
        "year": "目标年度",
        "value": "目标值",
        "lead_unit": "牵头单位",
    },
    VILLAGES: {"month": "统计月份", "unit": "乡镇（街道）", "name": "村（社区）"},
}

#: further columns of items, from a month on
_OF_POWER = {one.key: one.header for one in quantities_of(ITEMS)} | {
    flag.key: flag.header for flag in columns_of(ITEMS) if flag.key in power.ANSWERED
}

Counts = tuple[int, int]


def columns(kind: str, day: date | None) -> dict[str, str]:
    """Field → header of a sheet of that kind and month, in the order of the columns."""
    has_power = kind == ITEMS and day is not None and day >= month_date(power.FIRST)
    return _COLUMNS[kind] | (_OF_POWER if has_power else {})


def month_date(month: int) -> date:
    """The first day of demonstration month `month`, counted from 0."""
    years, months = divmod(plan.FIRST_MONTH - 1 + month, 12)
    return date(plan.FIRST_YEAR + years, months + 1, 1)


def file_name(day: date) -> str:
    """``2026年10月政务服务指标报表.xlsx``"""
    return f"{month_text(day)}政务服务指标报表.xlsx"


def months() -> list[FileRead]:
    """24 files, 2024-11 to 2026-10, of the home county and its city. Every call gives equal values.

    Rows share their `attributes` and `flags` with other rows: they are to be read, not changed.
    The first file carries the village list, the first of each year the year's targets.
    """
    rng = Random(SEED)
    all_items, all_stations = items(rng), stations(rng)
    others = _other_counties(rng)
    shared: _Shared = {}
    return [
        _file(
            month,
            _item_entries(month, all_items, shared),
            _station_entries(month, all_stations),
            others,
        )
        for month in MONTHS
    ]


def _file(month: int, item_entries: list[Entry], station_entries: list[Entry], others) -> FileRead:
    day = month_date(month)
    name = file_name(day)
    result = FileRead(name, sha256(f"演示数据 {SEED} {name}".encode()).hexdigest(), day)
    village_entries = (
        [
            Entry(
                VILLAGES,
                day,
                e.unit,
                e.key,
                e.name,
                {},
                {},
                file=name,
                sheet=KINDS[VILLAGES],
                row=e.row,
            )
            for e in station_entries
        ]
        if month == 0
        else []
    )
    result.entries = Entries.of(item_entries + station_entries + village_entries)
    result.reported = _bulletin(
        month, name, {ITEMS: item_entries, STATIONS: station_entries}, others
    )
    if month == 0 or day.month == 1:
        result.targets = [
            Target(day.year, indicator, value, lead_unit=plan.LEAD_UNIT)
            for indicator, value in zip(plan.HEADLINES, plan.TARGETS[day.year])
        ]
    rows = {
        ITEMS: len(item_entries),
        STATIONS: len(station_entries),
        BULLETIN: len(COUNTIES),
        TARGETS: len(result.targets),
        VILLAGES: len(village_entries),
    }
    for kind, count in rows.items():
        if count:
            has_month = kind != TARGETS
            result.sheets.append(
                SheetRead(
                    KINDS[kind],
                    kind,
                    day if has_month else None,
                    f"{_COLUMNS[kind]['month']}列" if has_month else "",
                    rows=count,
                    header_rows=(1, 1),
                    columns=columns(kind, day),
                )
            )
    return result


#: what items say in the same words → their flags and the quantities beside the attributes
_Shared = dict[tuple[object, ...], tuple[dict[str, bool], dict[str, str]]]


def _item_entries(month: int, all_items: list[Item], shared: _Shared) -> list[Entry]:
    day, sheet, row = month_date(month), KINDS[ITEMS], 1
    file, result = file_name(day), []
    for item in all_items:
        if item.first <= month < item.until:
            row += 1
            states = tuple(state for first, until, state in item.states if first <= month < until)
            flags, quantities = _said_of(item, states, month, shared)
            result.append(
                Entry(
                    ITEMS,
                    day,
                    item.unit,
                    item.key,
                    item.name,
                    item.attributes | quantities if quantities else item.attributes,
                    flags,
                    file=file,
                    sheet=sheet,
                    row=row,
                )
            )
    return result


def _said_of(
    item: Item, states: tuple[str, ...], month: int, shared: _Shared
) -> tuple[dict[str, bool], dict[str, str]]:
    """The flags and the quantities of an item in these states."""
    profile = power.profile(item.key) if month >= power.FIRST else None
    of_power = power.flags(item.unit, item.key, states, month) if profile else {}
    key = (states, profile, *of_power.items())
    if key not in shared:
        flags = dict(plan.CLEAN_ITEM)
        for state in states:
            flags |= plan.STATES[state][1]
        quantities = power.quantities(profile, flags["is_fully_online"]) if profile else {}
        shared[key] = flags | of_power, quantities
    return shared[key]


_STATION_FLAGS = {
    (opened, renamed): {"has_station": opened, "is_renamed": renamed, "has_standard_name": renamed}
    for opened in (False, True)
    for renamed in (False, True)
}
_NO_ATTRIBUTES: dict[str, str] = {}


def _station_entries(month: int, all_stations: list[Station]) -> list[Entry]:
    day, sheet = month_date(month), KINDS[STATIONS]
    file, result = file_name(day), []
    for row, station in enumerate(all_stations, start=2):
        is_open, is_renamed = station.opened <= month, station.renamed <= month
        attributes = station.after if is_renamed else station.before if is_open else _NO_ATTRIBUTES
        result.append(
            Entry(
                STATIONS,
                day,
                station.unit,
                row_keys.of_village(station.unit, station.name),
                station.name,
                attributes,
                _STATION_FLAGS[is_open, is_renamed],
                file=file,
                sheet=sheet,
                row=row,
            )
        )
    return result


def _other_counties(rng: Random) -> dict[tuple[int, str, str], Counts | None]:
    """(month, county, indicator) → (numerator, denominator) of the counties that are not home;
    None: not reported.
    """
    result: dict[tuple[int, str, str], Counts | None] = {}
    for county, lasts in plan.LAST_BULLETIN.items():
        for indicator, (numerator, denominator), rise_pp in zip(
            plan.HEADLINES, lasts, plan.RISE_PP[county]
        ):
            is_growing = by_key(indicator).kind == ITEMS
            months_per_item = rng.randint(2, 6)
            for month in MONTHS:
                before = LAST - month
                total = denominator - (before // months_per_item if is_growing else 0)
                noise = rng.uniform(-1.5, 1.5) if is_growing and before > 2 else 0
                missing = (
                    denominator
                    - numerator
                    + round(rise_pp / 100 * denominator * before / LAST + noise)
                )
                result[month, county, indicator] = total - max(missing, 0), total
    return result | plan.TIED | dict.fromkeys(plan.NOT_REPORTED)


def _bulletin(month: int, file: str, entries: dict[str, list[Entry]], others) -> list[Reported]:
    """What the city prints of the month: numerator, denominator and 得分 of each county, 综合得分
    and 综合排名.
    """
    day = month_date(month)
    home = {}
    for key in plan.HEADLINES:
        indicator = by_key(key)
        rows = entries[indicator.kind]
        met = sum(all(entry.flags[flag] for flag in indicator.met) for entry in rows)
        home[key] = met + plan.BULLETIN_DIFFERS.get((month, key), 0), len(rows)
    values: list[Reported] = []
    overall: list[Reported] = []
    for row, county in enumerate(COUNTIES, start=2):
        scores: list[Decimal | None] = []
        for key, full_score in zip(plan.HEADLINES, plan.FULL_SCORES):
            counts = home[key] if county == HOME else others[month, county, key]
            numerator, denominator = counts or (None, None)
            scores.append(_score(full_score, counts) if counts else None)
            values.append(
                Reported(
                    day,
                    county,
                    key,
                    numerator,
                    denominator,
                    score=scores[-1],
                    file=file,
                    sheet=KINDS[BULLETIN],
                    row=row,
                    full_score=full_score,
                )
            )
        known = [score for score in scores if score is not None]
        overall.append(
            Reported(
                day,
                county,
                OVERALL,
                score=sum(known, Decimal(0)) if len(known) == len(scores) else None,
                file=file,
                sheet=KINDS[BULLETIN],
                row=row,
                full_score=sum(plan.FULL_SCORES, Decimal(0)),
            )
        )
    ranks = rates.ranks({reported.county: reported.score for reported in overall})
    result: list[Reported] = []
    for total in overall:
        rank = ranks[total.county]
        result += [value for value in values if value.county == total.county]
        result.append(replace(total, printed_rank=rank.place if rank else None))
    return result


def _score(full_score: Decimal, counts: Counts) -> Decimal:
    """得分: the share of the 分值 that the rate is, to two decimals."""
    met, total = counts
    return (full_score * met / total).quantize(Decimal("0.01"), ROUND_HALF_UP)
