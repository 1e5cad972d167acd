"""The app as a process of its own, or some of its routes in this one, for tests that speak with it
over the network.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import uvicorn
from postgres_server import written
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from govsvc.domain.database_address import ServerAddress

ROOT = Path(__file__).parents[1]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def served(*routes: Route, middleware: Sequence[Middleware] = ()) -> Iterator[str]:
    """The address at which a thread serves these routes."""
    server = uvicorn.Server(
        uvicorn.Config(
            Starlette(routes=list(routes), middleware=list(middleware)), port=0, log_level="warning"
        )
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def hanging_up(*answers: bytes) -> Iterator[str]:
    """The address of a program that hangs up after each of these answers, one a connection."""

    def answer() -> None:
        for text in answers:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(text)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=answer)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        thread.join()


@contextmanager
def running(
    database: Path | ServerAddress,
    log: Path,
    *options: str,
    port: int | None = None,
    hosts: str = "",
    is_prepared: bool = True,
) -> Iterator[str]:
    """The address of the app on that database; what it prints is in `log`, beside which it keeps
    what belongs to a server's data and lies here.

    `hosts`: the names that it is served under beside addresses. `is_prepared`: whether it begins
    with what it needs already imported; else as a user starts it.
    """
    port = port or free_port()
    server = (_Prepared if is_prepared else _Started)(
        ["run", "app.py", "--server.port", str(port), "--server.address", "127.0.0.1", *options],
        {
            **os.environ,
            "GOVSVC_DATABASE": written(database),
            "GOVSVC_HOSTS": hosts,
            "GOVSVC_FOLDER": str(log.parent),
        },
        log,
    )
    try:
        _wait(server, port, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.end()


def process_at(base: str) -> int:
    """The number of the process of this machine that listens at that address."""
    port = int(base.rpartition(":")[2])
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    (inode,) = (line[9] for line in lines if line[1].endswith(f":{port:04X}") and line[3] == "0A")
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        with suppress(OSError):
            if os.readlink(link) == f"socket:[{inode}]":
                return int(link.parts[2])
    raise AssertionError(base)


class _Started:
    """An app as a user starts it."""

    def __init__(self, arguments: list[str], environment: dict[str, str], log: Path) -> None:
        with log.open("w") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", *arguments],
                cwd=ROOT,
                env=environment,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def is_running(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        self._process.terminate()
        self._process.wait(15)


class _Prepared:
    """An app out of `prepared_app`."""

    def __init__(self, arguments: list[str], environment: dict[str, str], log: Path) -> None:
        preparing = _preparing()
        asked = {"arguments": arguments, "environment": environment, "log": str(log)}
        preparing.stdin.write(json.dumps(asked) + "\n")
        preparing.stdin.flush()
        self._number = int(preparing.stdout.readline())

    def is_running(self) -> bool:
        try:
            os.kill(self._number, 0)
        except ProcessLookupError:
            return False
        return True

    def end(self) -> None:
        if self.is_running():
            os.kill(self._number, signal.SIGTERM)
        deadline = time.monotonic() + 15
        while self.is_running():
            assert time.monotonic() < deadline, "the app did not end"
            time.sleep(0.05)


@cache
def _preparing() -> subprocess.Popen[str]:
    """One for this process, and ended with it: then its standard input ends."""
    return subprocess.Popen(
        [sys.executable, str(ROOT / "tests" / "prepared_app.py")],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _wait(server: _Started | _Prepared, port: int, log: Path) -> None:
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{port}/_stcore/health", timeout=2
            ) as answer:
                if answer.status == 200:
                    return
        except OSError:
            assert server.is_running(), log.read_text()
            time.sleep(0.1)
    raise AssertionError(log.read_text())
