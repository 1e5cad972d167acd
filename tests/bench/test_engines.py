"""A county of 60 months with 2,000 items each in a file and on a PostgreSQL server, in one run; and
four counties of the server that import at once.
"""

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial

import postgres_server
import pytest

from govsvc.board import Board
from govsvc.domain import indicators
from govsvc.domain.entries import Entries
from govsvc.domain.indicators import ITEMS
from govsvc.domain.rows import Entry, Target
from govsvc.store import Act, Batch, Store, open_store

pytestmark = pytest.mark.full

WHEN = datetime(2026, 11, 5, 9, 30)
ACT = Act("测试", WHEN)
UNITS, OF_UNIT = [f"第{number}局" for number in range(20)], 100
MONTHS = [date(2021 + place // 12, place % 12 + 1, 1) for place in range(10, 70)]
NEXT = date(2026, 11, 1)
#: what was measured when PostgreSQL was chosen: milliseconds in a file and on a server, whole ones
CHOSEN = {
    "导入一个部门": (295, 117),
    "开月": (495, 186),
    "设目标值": (87, 2),
    "撤销导入": (401, 128),
    "一个月的总览": (34, 96),
}
#: how much more than then the server may take of the file's time, and what was rounded away
SLACK, ROUNDED = 1.3, 0.5


def batch(month: date, units: range, turn: int = 0) -> Batch:
    """The items of those units; some have another answer each turn."""
    flags = [flag.key for flag in indicators.FLAGS][:4]
    rows = [
        Entry(
            ITEMS,
            month,
            UNITS[number // OF_UNIT],
            f"1199{number:08d}",
            f"事项{number}",
            {"implementation_code": f"1199{number:08d}", "item_type": "行政许可"},
            {key: (number + turn) % (3 + place) != 0 for place, key in enumerate(flags)},
        )
        for unit in units
        for number in range(unit * OF_UNIT, (unit + 1) * OF_UNIT)
    ]
    return Batch(ITEMS, month, [(f"{turn}.xlsx", str(turn))], entries=Entries.of(rows))


def commit(store: Store, *batches: Batch, home: str | None = None) -> None:
    store.imports.commit(
        batches, expected_version=store.version(), who="测试", when=WHEN, home=home
    )


def build(store: Store) -> Store:
    """60 months; each but the first was opened as a copy of the one before."""
    commit(store, batch(MONTHS[0], range(20)), home="清源县")
    for month in MONTHS[1:]:
        store.month_writes.open(month, ACT, expected_version=store.version())
    return store


def ms(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def measured(store: Store, turn: int) -> dict[str, float]:
    """What each of CHOSEN takes once; the data are afterwards as before, but for a target."""

    def undo() -> None:
        store.undoing.undo([store.version()], ACT, expected_version=store.version())

    def open_next() -> None:
        store.month_writes.open(NEXT, ACT, expected_version=store.version())

    def set_target() -> None:
        target = Target(2026, indicators.INDICATORS[0].key, Decimal(80 + turn))
        store.setting_writes.set_target(target, ACT, expected_version=store.version())

    taken = {
        "导入一个部门": ms(lambda: commit(store, batch(MONTHS[-1], range(3, 4), turn))),
        "撤销导入": ms(undo),
        "开月": ms(open_next),
    }
    undo()
    return taken | {
        "设目标值": ms(set_target),
        "一个月的总览": ms(lambda: Board(store).cards.standings(MONTHS[-1])),
    }


@pytest.fixture(scope="module")
def server() -> Iterator[postgres_server.Server]:
    """One that waits for its disk, as an office's does."""
    programs = postgres_server.programs()
    if not programs:
        pytest.skip("没有 PostgreSQL")
    with postgres_server.running(programs, "fsync=on") as running:
        yield running


def test_a_server_takes_no_more_of_a_files_time_than_when_it_was_chosen(server, tmp_path):
    addresses = tmp_path / "county.duckdb", replace(server.new_schema(), folder=tmp_path)
    file, other = (build(open_store(address)) for address in addresses)
    taken: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for turn in range(1, 6):
        on_file, on_server = measured(file, turn), measured(other, turn)
        for what in CHOSEN:
            taken[what].append((on_file[what], on_server[what]))
    file.close()
    other.close()
    slower = {}
    print()
    for what, pairs in taken.items():
        on_file, on_server = (min(times) for times in zip(*pairs))
        before, ratio = CHOSEN[what][1] / CHOSEN[what][0], on_server / on_file
        print(
            f"{what}：文件 {on_file:.0f} ms，服务器 {on_server:.1f} ms，"
            f"{ratio:.3f} 倍（当时 {before:.3f}）"
        )
        if ratio > SLACK * (CHOSEN[what][1] + ROUNDED) / CHOSEN[what][0]:
            slower[what] = ratio
    assert not slower


def test_four_counties_import_at_once(server, tmp_path):
    stores = [open_store(replace(server.new_schema(), folder=tmp_path)) for _ in range(4)]
    for store in stores:
        commit(store, batch(MONTHS[-1], range(20)), home="清源县")

    def imported(store: Store) -> list[float]:
        turns = [batch(MONTHS[-1], range(3, 4), turn) for turn in range(1, 7)]
        return [ms(partial(commit, store, one)) for one in turns]

    alone = statistics.median(imported(stores[0]))
    with ThreadPoolExecutor(4) as threads:
        at_once = [one for times in threads.map(imported, stores) for one in times]
    for store in stores:
        store.close()
    print(f"\n一个县导入 {alone:.0f} ms；四个县同时，每次 {statistics.median(at_once):.0f} ms")
    assert statistics.median(at_once) < 6 * alone
