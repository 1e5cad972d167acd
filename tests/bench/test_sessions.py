"""Many people at once: sessions that speak Streamlit's own protocol, each choosing a month every
five seconds.
"""

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import decade
import pytest
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOT = Path(__file__).parents[2]
#: seconds after which somebody who waits is taken to have failed
PATIENCE = 30
MONTHS = [f"2026-{month:02d}" for month in range(10, 0, -1)]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """(port, process) of the app on a year of months."""
    folder = tmp_path_factory.mktemp("sessions")
    decade.make(folder / "county.duckdb", 12)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "log.txt").open("w") as log:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "streamlit",
                "run",
                "app.py",
                "--server.port",
                str(port),
                "--server.address",
                "127.0.0.1",
            ],
            cwd=ROOT,
            env={**os.environ, "GOVSVC_DATABASE": str(folder / "county.duckdb")},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                break
        except OSError:
            time.sleep(0.1)
    yield port, process
    process.terminate()
    process.wait(15)


def memory(process: subprocess.Popen) -> float:
    """Resident megabytes of the server."""
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no VmRSS")


async def chosen(stream, month: str, page: str = "", patience: float = PATIENCE) -> float:
    """Seconds from choosing the month on that page to the end of the script; fails where the script
    did.
    """
    message = BackMsg()
    message.rerun_script.page_name = page
    message.rerun_script.query_string = f"m={month}"
    started = time.perf_counter()
    await stream.send(message.SerializeToString())
    while True:
        answer = ForwardMsg()
        answer.ParseFromString(await asyncio.wait_for(stream.recv(), patience))
        if (
            answer.WhichOneof("type") == "delta"
            and answer.delta.new_element.WhichOneof("type") == "exception"
        ):
            raise AssertionError(answer.delta.new_element.exception.message)
        if answer.WhichOneof("type") == "script_finished":
            assert answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            return time.perf_counter() - started


async def session(
    port: int,
    number: int,
    clicks: int,
    every: float,
    ready: asyncio.Event,
    opened: list,
    seen: list[float],
    page: str = "",
    patience: float = PATIENCE,
) -> None:
    """Opens the page and waits until all are `ready`; then clicks so often, each time on another
    month.
    """
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    async with websockets.connect(
        address,
        subprotocols=["streamlit"],
        max_size=None,
        origin=f"http://127.0.0.1:{port}",
        open_timeout=patience,
        ping_timeout=patience,
    ) as stream:
        await chosen(stream, MONTHS[number % len(MONTHS)], page, patience)
        opened.append(number)
        await ready.wait()
        await asyncio.sleep(every * (number % 10) / 10)  # people do not click at one time
        for click in range(1, clicks + 1):
            started = time.monotonic()
            month = MONTHS[(number + click) % len(MONTHS)]
            seen.append(await chosen(stream, month, page, patience))
            await asyncio.sleep(max(0.0, every - (time.monotonic() - started)))


async def crowd(
    server, sessions: int, clicks: int, every: float = 5.0
) -> tuple[list[float], float]:
    """(seconds of each click, megabytes by which the server grew as sessions were opened)."""
    port, process = server
    ready, opened, seen = asyncio.Event(), [], []
    before = memory(process)
    tasks = []
    for number in range(sessions):
        tasks.append(asyncio.create_task(session(port, number, clicks, every, ready, opened, seen)))
        await asyncio.sleep(0.1)
    while len(opened) < sessions:
        await asyncio.sleep(0.1)
        for task in tasks:
            if task.done():
                task.result()
    grown = memory(process) - before
    ready.set()
    await asyncio.gather(*tasks)
    return seen, grown


def p95(seen: list[float]) -> float:
    return statistics.quantiles(seen, n=20)[-1]


def test_a_few_sessions_at_once(server):
    seen, _ = asyncio.run(crowd(server, 4, 2, every=1.0))
    print(f"\n4人，各点2次：中位 {statistics.median(seen):.2f} s")
    assert len(seen) == 8 and statistics.median(seen) < 1


@pytest.mark.full
def test_twenty_sessions(server):
    asyncio.run(crowd(server, 4, 2, every=1.0))  # what every session shares is there
    seen, grown = asyncio.run(crowd(server, 20, 6))
    print(
        f"\n20人，每5秒点一次：p95 {p95(seen):.2f} s，中位 {statistics.median(seen):.2f} s；"
        f"每增一人 {grown / 20:.1f} MB"
    )
    assert len(seen) == 120 and p95(seen) < 1 and grown / 20 < 5


@pytest.mark.full
def test_fifty_sessions_and_none_fails(server):
    seen, grown = asyncio.run(crowd(server, 50, 4))
    print(
        f"\n50人，每5秒点一次：p95 {p95(seen):.2f} s，中位 {statistics.median(seen):.2f} s；"
        f"每增一人 {grown / 50:.1f} MB"
    )
    assert len(seen) == 200 and grown / 50 < 5
