"""Repeated trials: five of each here, two hundred with `pytest -m full`."""

import random
import signal
import subprocess
import sys
import threading
import time
from datetime import date, datetime
from pathlib import Path

import pytest

from govsvc.domain.errors import StaleVersion
from govsvc.domain.indicators import ITEMS
from govsvc.domain.rows import Entry
from govsvc.importing import pipeline
from govsvc.store import Batch, open_store

ROOT = Path(__file__).parents[2]
OCTOBER = date(2026, 10, 1)
WHEN = datetime(2026, 11, 5, 9, 30)
TIMES = [pytest.param(5, id="5"), pytest.param(200, id="200", marks=pytest.mark.full)]
COUNTS = (1500, 2100)  # rows of an even and of an odd data version
# replaces the month again and again, and says each time that it is saved
IMPORTING = """
import sys
from datetime import date, datetime
from govsvc.domain.entries import Entries
from govsvc.domain.indicators import ITEMS
from govsvc.domain.rows import Entry
from govsvc.store import Batch, open_store
store, counts = open_store(sys.argv[1]), eval(sys.argv[2])
month, when = date(2026, 10, 1), datetime(2026, 11, 5)
def row(n, count):
    note, flags = {"note": f"{n * 7919 + count}"}, {"is_online": bool(n % 3)}
    return Entry(ITEMS, month, "公安局", f"{n:031}", f"事项{n}", note, flags)
rows = [Entries.of(row(n, count) for n in range(count)) for count in counts]
print("ready", flush=True)
while True:
    version = store.version()
    batch = Batch(ITEMS, month, [("a.xlsx", "0")], rows[(version + 1) % 2])
    store.imports.commit([batch], expected_version=version, who="测试", when=when)
    print(version + 1, flush=True)
"""


@pytest.mark.parametrize("times", TIMES)
def test_after_a_kill_at_any_moment_of_an_import_all_is_as_it_was_said(tmp_path, times):
    path, chance, longest = tmp_path / "a.duckdb", random.Random(times), 0.5
    open_store(path).close()
    in_the_middle = before = 0
    for _ in range(times):
        child = subprocess.Popen(
            [sys.executable, "-c", IMPORTING, str(path), str(COUNTS)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0, longest))
        child.send_signal(signal.SIGKILL)
        said = [int(line) for line in child.stdout.read().split()]
        child.wait()
        store = open_store(path)
        version = store.version()
        last = said[-1] if said else before
        assert last <= version <= last + 1
        in_the_middle += version > last
        before = version
        found = store.counts.status_counts()
        assert found == ([(ITEMS, OCTOBER, "counted", COUNTS[version % 2])] if version else [])
        assert store.faults() == []
        store.close()
    print(f"{times} kills, {in_the_middle} between commit and word; {version} commits")


def item_list(names: range, unit: str) -> bytes:
    rows = "".join(f"{n:031},事项{n},行政许可,{unit},是,是,是,是\n" for n in names)
    return (
        "2026年10月政务服务事项\n实施编码,事项名称,事项类型,实施主体,是否网办,是否全程网办,"
        f"是否进驻政务大厅,是否在省平台发布\n{rows}"
    ).encode()


@pytest.mark.parametrize("times", TIMES)
def test_of_two_who_confirm_the_same_month_one_wins_and_the_other_sees_the_new_difference(
    empty_store, times
):
    first = pipeline.plan(empty_store, [("始.csv", item_list(range(5), "公安局"))], home="云溪县")
    assert not first.refused, first.refused[0].refused
    pipeline.commit(empty_store, first, who="始", when=WHEN)
    for turn in range(times):
        files = [
            ("甲.csv", item_list(range(5 + turn, 20 + turn), "公安局")),
            ("乙.csv", item_list(range(30 + turn, 70 + turn), "公安局")),
        ]
        plans = [pipeline.plan(empty_store, [file]) for file in files]
        outcomes: dict[int, str] = {}
        barrier = threading.Barrier(2)

        def confirm(number: int, plan=plans, outcome=outcomes, start=barrier) -> None:
            start.wait()
            try:
                pipeline.commit(empty_store, plan[number], who=str(number), when=WHEN)
                outcome[number] = "saved"
            except StaleVersion:
                outcome[number] = "told"

        threads = [threading.Thread(target=confirm, args=(number,)) for number in (0, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes.values()) == ["saved", "told"]
        won = next(number for number, outcome in outcomes.items() if outcome == "saved")
        size = {0: 15, 1: 40}
        assert [entry.file for entry in empty_store.rows.entries(ITEMS, OCTOBER)] == [
            files[won][0]
        ] * size[won]
        again = pipeline.plan(empty_store, [files[1 - won]])
        assert (
            again.replacements[0].replaced == {"公安局": size[won]}
            and again.replacements[0].incoming["公安局"] == size[1 - won]
        )
    assert empty_store.faults() == []


@pytest.mark.parametrize("times", [5, pytest.param(200, marks=pytest.mark.full)])
def test_readers_during_replacements_see_wholly_old_or_wholly_new(empty_store, times):
    def save(count: int) -> None:
        rows = [
            Entry(
                ITEMS,
                OCTOBER,
                "公安局",
                f"{n:031}",
                f"事项{n}",
                {},
                {"is_online": True},
                "counted",
                "a.xlsx",
                "表",
                2,
            )
            for n in range(count)
        ]
        empty_store.imports.commit(
            [Batch(ITEMS, OCTOBER, [("a.xlsx", "0")], entries=rows)],
            expected_version=empty_store.version(),
            who="测试",
            when=WHEN,
        )

    save(100)
    seen, wrong, stop = set(), [], threading.Event()

    def read() -> None:
        while not stop.is_set():
            rows = len(empty_store.rows.entries(ITEMS, OCTOBER))
            counted = next(
                s.denominator
                for s in empty_store.counts.snapshots()
                if s.indicator == "online_rate"
            )
            seen.add(rows)
            if rows not in (100, 150) or counted not in (100, 150):
                wrong.append((rows, counted))

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for turn in range(times):
        save(150 if turn % 2 else 100)
    stop.set()
    for thread in threads:
        thread.join()
    assert not wrong and seen == {100, 150}
