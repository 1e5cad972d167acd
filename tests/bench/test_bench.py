"""Speed and memory against a yardstick in the same run; `pytest tests/bench -s` prints what was
seen.
"""

import time
from collections.abc import Callable

from openpyxl import load_workbook
from support import GOLDEN, WHEN, golden_files, import_golden, show

from govsvc.board import Board
from govsvc.demo import loading
from govsvc.importing import pipeline
from govsvc.store import open_store


def seconds(call: Callable[[], object], turns: int = 3) -> float:
    """The best of some turns."""
    best = float("inf")
    for _ in range(turns):
        started = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - started)
    return best


def yardstick() -> None:
    """openpyxl reads the golden month, read-only: 3,150 items and what comes with them."""
    book = load_workbook(GOLDEN / "01_clean_month.xlsx", read_only=True, data_only=True)
    for page in book:
        for _ in page.iter_rows(values_only=True):
            pass


def test_a_month_is_read_checked_and_planned_in_a_few_yardsticks(empty_store):
    read = seconds(
        lambda: pipeline.plan(empty_store, golden_files("01_clean_month.xlsx"), home="云溪县")
    )
    unit = seconds(yardstick)
    print(
        f"\n读取并核对一个月（含启动读取进程） {read:.2f} s，是 openpyxl 只读一遍的 "
        f"{read / unit:.1f} 倍"
    )
    assert read < 8 * unit


def test_a_month_is_stored_in_less_than_it_takes_to_read(empty_store):
    unit = seconds(yardstick)
    started = time.perf_counter()
    import_golden(empty_store, "01_clean_month.xlsx")
    whole = time.perf_counter() - started
    print(f"\n读取、核对并保存一个月 {whole:.2f} s，{whole / unit:.1f} 倍")
    assert whole < 12 * unit


def test_the_demonstration_is_there_within_seconds(tmp_path):
    unit = seconds(yardstick)
    store = open_store(tmp_path / "demo.duckdb")
    started = time.perf_counter()
    loading.load_demonstration(store, WHEN)
    whole = time.perf_counter() - started
    board = seconds(
        lambda: [Board(store).cards.standings(month) for month in Board(store).months()[:1]]
    )
    store.close()
    print(
        f"\n首次启动装入24个月演示数据 {whole:.2f} s，{whole / unit:.1f} 倍；总览的计算 "
        f"{board * 1000:.0f} ms"
    )
    assert whole < 40 * unit and board < unit


def test_a_page_of_24_months_is_drawn_in_less_than_a_yardstick(tmp_path, monkeypatch, acting):
    path = tmp_path / "demo.duckdb"
    loading.load_demonstration(open_store(path), WHEN)
    monkeypatch.setenv("GOVSVC_DATABASE", str(path))
    app = show()
    unit = seconds(yardstick)
    drawn = seconds(app.run)
    print(f"\n总览重画 {drawn * 1000:.0f} ms，{drawn / unit:.2f} 倍")
    open_store(path).close()
    assert drawn < 2 * unit
