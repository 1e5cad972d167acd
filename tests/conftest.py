"""Shared by all tests: the golden workbooks and what they hold, databases in temporary folders."""

import gc
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import argon2
import postgres_server
import prepared_check
import pytest
from streamlit.components.v2 import manifest_scanner
from support import GOLDEN, WHEN, import_golden

from govsvc.admin import backup
from govsvc.board import Board
from govsvc.demo import loading
from govsvc.security import ADMINISTRATOR, Actor, passwords
from govsvc.store import Store, connection, open_store
from govsvc.store.postgres import ServerConnection
from govsvc.store.session import Session

#: what a test starts finds the program compiled, else each process would compile it anew
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

CHEAP_HASHER = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


def pytest_collection_finish():
    """Thousands of tests that were gathered stay until the end: nobody looks through them again for
    what is used no more.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def cheap_hashing(request, monkeypatch):
    """Hashing of passwords takes no time, except in tests marked `dear`."""
    if "dear" in request.keywords:
        yield
        return
    monkeypatch.setattr(passwords, "_hasher", lambda: CHEAP_HASHER)
    passwords._dummy_hash.cache_clear()
    yield
    passwords._dummy_hash.cache_clear()


@pytest.fixture(autouse=True)
def same_umask():
    """Commands that ran in this process leave the next test's files as they would be without."""
    earlier = os.umask(0o022)
    os.umask(earlier)
    yield
    os.umask(earlier)


@pytest.fixture(scope="session", autouse=True)
def one_thread_a_worker(worker_id):
    """Workers of xdist share the cores: a second thread of DuckDB would only wait for the others.
    Their databases of a few rows are written in small blocks as they are, which takes a third of
    the time.

    With `-n 0` the database is written as in the app, by as many threads.
    """
    if worker_id != "master":
        connection.CONFIG |= {
            "threads": "1",
            "default_block_size": "16384",
            "force_compression": "uncompressed",
        }


@pytest.fixture(scope="session", autouse=True)
def packages_scanned_once():
    """Every AppTest looks through all installed packages for components of Streamlit: a tenth of a
    second each time, for what cannot change.
    """
    with pytest.MonkeyPatch.context() as patch:
        scan = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(scope="session", autouse=True)
def checks_of_backups_prepared():
    """The process that checks a backup is not started anew for each. Commands that tests start do
    as they do elsewhere.
    """
    with pytest.MonkeyPatch.context() as patch:
        started = SimpleNamespace(run=prepared_check.run, TimeoutExpired=subprocess.TimeoutExpired)
        patch.setattr(backup, "subprocess", started)
        yield


@pytest.fixture(scope="session")
def expected() -> dict:
    return json.loads((GOLDEN / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def demonstration_file(tmp_path_factory, worker_id) -> Path:
    """A database with the demonstration months, made once a run for all workers, or once for all
    runs that are given the same folder in GOVSVC_MADE_ONCE: copy it.
    """
    folder = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        folder = folder.parent
    folder = Path(os.environ.get("GOVSVC_MADE_ONCE") or folder)
    path = folder / "made_once" / "demonstration.duckdb"
    try:
        path.parent.mkdir()
    except FileExistsError:  # another worker makes it
        deadline = time.monotonic() + 180
        while not path.exists():
            assert time.monotonic() < deadline, "the other worker did not make the demonstration"
            time.sleep(0.1)
    else:
        loading.make_demonstration(path, WHEN)
    return path


@pytest.fixture
def demonstration_store(demonstration_file, tmp_path) -> Store:
    """The demonstration in a database of this test's own."""
    store = open_store(Path(shutil.copy(demonstration_file, tmp_path / "demonstration.duckdb")))
    yield store
    store.close()


@pytest.fixture(scope="module")
def demonstration_board(demonstration_file, tmp_path_factory) -> Iterator[Board]:
    """The demonstration as the pages see it, for tests that only look."""
    path = tmp_path_factory.mktemp("board") / "demonstration.duckdb"
    store = open_store(Path(shutil.copy(demonstration_file, path)))
    yield Board(store)
    store.close()


@pytest.fixture(scope="session")
def golden_file(tmp_path_factory) -> Callable[..., Path]:
    """Gives a database with the golden files of those names, imported together once: copy it."""

    @cache
    def made(*names: str) -> Path:
        path = tmp_path_factory.mktemp("golden") / "golden.duckdb"
        store = open_store(path)
        import_golden(store, *names)
        store.close()
        return path

    return made


@pytest.fixture
def clerk_board(golden_file, tmp_path) -> Iterator[Callable[..., Board]]:
    """Boards of the golden September without a bulletin, and with the one of that name."""
    stores = []

    def made(*bulletins: str) -> Board:
        file = golden_file("02_items_clerk.xlsx", "03_stations_townships.xls", *bulletins)
        stores.append(open_store(Path(shutil.copy(file, tmp_path / "clerk.duckdb"))))
        return Board(stores[-1])

    yield made
    for store in stores:
        store.close()


@pytest.fixture(scope="session")
def october_file(golden_file) -> Path:
    """A database with the golden month of October, imported once: copy it."""
    return golden_file("01_clean_month.xlsx")


@pytest.fixture
def october_store(october_file, tmp_path) -> Store:
    """The golden month of October in a database of this test's own."""
    store = open_store(Path(shutil.copy(october_file, tmp_path / "october.duckdb")))
    yield store
    store.close()


@pytest.fixture
def acting(monkeypatch):
    """Who looks at pages: an administrator, or as the test says by `acting(role, *units)`."""
    from pages._ui import data

    who = []

    def become(role=ADMINISTRATOR, *units: str) -> None:
        who[:] = [Actor("王五", role, units, "10.0.0.9", "王五")]
        monkeypatch.setattr(data, "asker", lambda: lambda: who[0])

    become()
    return become


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory) -> Path:
    """A database without rows, made once: copy it."""
    path = tmp_path_factory.mktemp("empty") / "empty.duckdb"
    open_store(path).close()
    return path


@pytest.fixture
def empty_store(empty_file, tmp_path) -> Store:
    store = open_store(Path(shutil.copy(empty_file, tmp_path / "empty.duckdb")))
    yield store
    store.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgres_server.Server]:
    """A PostgreSQL server of this run."""
    programs = postgres_server.programs()
    if not programs:
        pytest.skip("没有 PostgreSQL：apt-get install postgresql 后再运行这些测试")
    with postgres_server.running(programs) as server:
        yield server


@pytest.fixture
def server_store(postgres) -> Iterator[Store]:
    """An empty county on the server."""
    connection = ServerConnection(postgres.new_schema())
    yield Store(Session(connection))
    connection.close()
