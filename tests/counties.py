"""Counties of a city with a few rows each, for tests."""

import shutil
from datetime import date
from pathlib import Path

from support import WHEN

from govsvc.domain.county_directory import CountyDirectory
from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.indicators import ITEMS, STATIONS
from govsvc.domain.rows import Entry
from govsvc.store import CLOSED, Act, Batch, Store, open_store

OCTOBER = date(2026, 10, 1)
ACT = Act("测试", WHEN)
_YES = {
    "is_online": True,
    "is_fully_online": True,
    "is_published": True,
    "is_in_hall": True,
    "is_exempt_online": False,
}


def item(number: int, unit: str = "公安局", **flags: bool) -> Entry:
    code = f"{number:031d}"
    attributes = {"implementation_code": code, "item_type": "行政许可"}
    return Entry(ITEMS, OCTOBER, unit, code, f"事项{number}", attributes, _YES | flags)


def station(township: str, village: str, *, has: bool = True) -> Entry:
    flags = {"has_station": has, "has_standard_name": has}
    return Entry(STATIONS, OCTOBER, township, f"{township}/{village}", village, {}, flags)


def fill(store: Store, *entries: Entry, closed: bool = True) -> None:
    """October of one county."""
    batches = [
        Batch(kind, OCTOBER, [(f"{kind}.xlsx", "00")], entries=rows)
        for kind in (ITEMS, STATIONS)
        if (rows := [one for one in entries if one.kind == kind])
    ]
    store.imports.commit(batches, expected_version=store.version(), who="测试", when=WHEN)
    if closed:
        store.month_writes.set_state(OCTOBER, CLOSED, ACT, expected_version=store.version())


def fill_city(stores: dict[str, Store]) -> None:
    """清源县: 8 of 10 items online, one of them exempt; two townships. 云溪县: 9 of 10. 临江区:
    as good as 云溪县, another group. 北山县: not closed. 东山县: nothing.
    """
    fill(
        stores["清源县"],
        *(item(number, is_online=number > 2) for number in range(1, 10)),
        item(10, is_online=False, is_exempt_online=True),
        station("城关镇", "东关村"),
        station("城关镇", "西关村", has=False),
        station("柳林镇", "柳林村"),
    )
    for name in ("云溪县", "临江区"):
        fill(
            stores[name],
            *(item(number, is_online=number > 1) for number in range(1, 11)),
            station("东城镇", "东村"),
        )
    fill(stores["北山县"], item(1), closed=False)


#: county → its group
GROUPS = {
    "清源县": "县市组",
    "云溪县": "县市组",
    "临江区": "城区组",
    "北山县": "县市组",
    "东山县": "",
}


def directory(addresses: dict[str, DatabaseAddress]) -> CountyDirectory:
    made = CountyDirectory()
    for name, address in addresses.items():
        made = made.with_county(name, address, GROUPS[name])
    return made


def city_of_files(empty_file: Path, folder: Path) -> Path:
    """The city's own file in the folder, with the files of its counties beside it; all closed."""
    paths = {name: Path(shutil.copy(empty_file, folder / f"{name}.duckdb")) for name in GROUPS}
    stores = {name: open_store(path) for name, path in paths.items()}
    fill_city(stores)
    city = open_store(shutil.copy(empty_file, folder / "city.duckdb"))
    city.setting_writes.rename_home("天河市", ACT, expected_version=0)
    city.setting_writes.set_counties(directory(paths), ACT, expected_version=1)
    for store in (*stores.values(), city):
        store.close()
    return folder / "city.duckdb"
