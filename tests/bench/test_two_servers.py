"""Two hundred people over two app servers on one PostgreSQL server: sessions that speak Streamlit's
own protocol, each on one of eight pages and choosing a month every ten seconds.
"""

import asyncio
import statistics
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import decade
import postgres_server
import pytest
from running_app import process_at, running
from test_sessions import MONTHS, p95, session

from govsvc.admin import moving
from govsvc.store import open_store

pytestmark = pytest.mark.full

PEOPLE, CLICKS, EVERY = 200, 6, 10.0
#: seconds: how long one waits at most, on whatever machine; what it took is said
PATIENCE = 300
#: what leaders look at
PAGES = ("", "problems", "league", "trends", "ranking", "indicator", "gaps", "collecting")


@pytest.fixture
def servers(tmp_path) -> Iterator[list[str]]:
    """The addresses of two apps on a county of a year of months."""
    programs = postgres_server.programs()
    if not programs:
        pytest.skip("没有 PostgreSQL")
    decade.make(tmp_path / "county.duckdb", 12)
    with postgres_server.running(programs, "fsync=on") as server, ExitStack() as stack:
        address = replace(server.new_schema(), folder=tmp_path)
        moving.move(tmp_path / "county.duckdb", address, decade.WHEN)
        open_store(tmp_path / "county.duckdb").close()
        open_store(address).close()
        for name in ("one", "other"):
            (tmp_path / name).mkdir()
        yield [
            stack.enter_context(running(address, tmp_path / name / "app.log", is_prepared=False))
            for name in ("one", "other")
        ]


def memory(base: str) -> float:
    """Resident megabytes of the app at that address."""
    status = Path(f"/proc/{process_at(base)}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


async def look_at_all(ports: list[int]) -> None:
    """What every session shares is there afterwards: each page with each month."""
    ready = asyncio.Event()
    ready.set()
    for page in PAGES:
        await asyncio.gather(
            *(session(port, 0, len(MONTHS), 0, ready, [], [], page, PATIENCE) for port in ports)
        )


async def crowd(ports: list[int], people: int, clicks: int) -> list[float]:
    """Seconds of each click."""
    await look_at_all(ports)
    ready, opened, seen, tasks = asyncio.Event(), [], [], []
    for number in range(people):
        port = ports[number // len(PAGES) % len(ports)]
        page = PAGES[number % len(PAGES)]
        one = session(port, number, clicks, EVERY, ready, opened, seen, page, PATIENCE)
        tasks.append(asyncio.create_task(one))
        await asyncio.sleep(0.4)
    while len(opened) < people:
        await asyncio.sleep(0.1)
        for task in tasks:
            if task.done():
                task.result()
    ready.set()
    await asyncio.gather(*tasks)
    return seen


def test_two_hundred_people_and_none_fails(servers):
    ports = [int(base.rpartition(":")[2]) for base in servers]
    seen = asyncio.run(crowd(ports, PEOPLE, CLICKS))
    print(
        f"\n{PEOPLE}人，两台，每10秒点一次：中位 {statistics.median(seen):.2f} s，"
        f"p95 {p95(seen):.2f} s；内存 {'、'.join(f'{memory(base):.0f} MB' for base in servers)}"
    )
    assert len(seen) == PEOPLE * CLICKS
