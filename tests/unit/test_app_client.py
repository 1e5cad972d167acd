"""Calls to the running app: its key, its routes, /healthz, the log and the nightly backup."""

import asyncio
import json
import logging
import os
import shutil
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import datetime, timedelta

import pytest
from running_app import hanging_up, served
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from support import WHEN

import app
from govsvc.__main__ import main
from govsvc.admin import app_client, backup
from govsvc.domain.errors import GovsvcError
from govsvc.store import open_store
from pages._server import admin_route, health, logging_setup
from pages._server.client_address import ClientAddressMiddleware
from pages._server.host_names import HostNamesMiddleware
from pages._server.nightly_backup import NightlyBackup

#: a command without further words or files
BODY = b'{"words": [], "files": []}\n'


@pytest.fixture
def database(tmp_path, monkeypatch, october_file):
    path = tmp_path / "a.duckdb"
    monkeypatch.setenv("GOVSVC_DATABASE", str(path))
    store = open_store(shutil.copy(october_file, path))
    yield path
    store.close()


@pytest.fixture
def address(database):
    """The routes served on a port of this machine."""
    routes = Route("/healthz", health.healthz), admin_route.ROUTE
    with served(*routes, middleware=[Middleware(HostNamesMiddleware)]) as base:
        yield base


def answer(
    address: str, headers: dict[str, str] | None = None, body: bytes | None = None
) -> tuple[int, dict]:
    try:
        with urllib.request.urlopen(
            urllib.request.Request(address, body, headers or {}), timeout=60
        ) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_the_key_can_be_read_by_its_owner_alone(tmp_path):
    old = os.umask(0)
    try:
        key = app_client.write_key(tmp_path / "a.duckdb", "http://127.0.0.1:1")
        again = app_client.write_key(tmp_path / "a.duckdb", "http://127.0.0.1:1")
    finally:
        os.umask(old)
    assert stat.S_IMODE(app_client.key_file(tmp_path / "a.duckdb").stat().st_mode) == 0o600
    assert (
        len(key.secret) > 40
        and key.secret != again.secret
        and app_client.read_key(tmp_path / "a.duckdb") == again
    )


def test_a_second_app_leaves_the_key_of_the_first(tmp_path):
    key = app_client.write_key(tmp_path / "a.duckdb", "http://127.0.0.1:1")
    app_client.key_file(tmp_path / "a.duckdb").write_text(
        json.dumps({"address": key.address, "word": key.secret, "process": key.process + 1})
    )
    app_client.drop_key(tmp_path / "a.duckdb")
    assert app_client.read_key(tmp_path / "a.duckdb")
    app_client.write_key(tmp_path / "a.duckdb", "http://127.0.0.1:1")
    app_client.drop_key(tmp_path / "a.duckdb")
    assert app_client.read_key(tmp_path / "a.duckdb") is None


@pytest.mark.parametrize(
    "words, wanted",
    [
        ({}, 404),
        ({app_client.HEADER: "wrong"}, 404),
        ({app_client.HEADER: "KEY", "X-Forwarded-For": "127.0.0.1"}, 404),
        ({app_client.HEADER: "KEY", "Origin": "http://127.0.0.1:1"}, 404),
        ({app_client.HEADER: "KEY", "Origin": "null"}, 404),
        ({app_client.HEADER: "KEY", "Sec-Fetch-Site": "same-origin"}, 404),
        ({app_client.HEADER: "KEY"}, 200),
    ],
)
def test_only_who_knows_the_key_may_ask_no_proxy_and_no_page(database, address, words, wanted):
    key = app_client.write_key(database, "http://127.0.0.1:1")
    headers = {name: key.secret if word == "KEY" else word for name, word in words.items()}
    assert answer(f"{address}{app_client.PATH}/check", headers, BODY)[0] == wanted


@pytest.mark.parametrize(
    "client, server, is_here",
    [
        ("127.0.0.1", "0.0.0.0", True),
        ("::1", "::", True),
        ("10.0.0.5", "10.0.0.5", True),
        ("10.0.0.7", "10.0.0.5", False),
        ("::ffff:127.0.0.1", "::ffff:127.0.0.1", True),
        ("::ffff:10.0.0.5", "::ffff:10.0.0.5", True),
        ("::ffff:10.0.0.7", "::ffff:10.0.0.5", False),
        ("不是地址", "10.0.0.5", False),
    ],
)
def test_another_machine_may_not_ask_even_with_the_key(client, server, is_here):
    seen = []

    async def app(scope, receive, send):
        seen.append(admin_route.is_of_this_machine(Request(scope)))

    scope = {"type": "http", "client": (client, 40000), "server": (server, 8501), "headers": []}
    asyncio.run(ClientAddressMiddleware(app)(scope, None, None))
    assert seen == [is_here]


def test_an_app_that_listens_at_a_name_is_asked(database, address, monkeypatch):
    """`--server.address` may be a name that is not in GOVSVC_HOSTS."""
    resolve = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *more, **named: resolve("127.0.0.1", *more, **named)
    )
    at_name = address.replace("127.0.0.1", "kanban.county.test")
    with pytest.raises(urllib.error.HTTPError, match="421"):
        urllib.request.urlopen(f"{at_name}/healthz", timeout=10)
    app_client.write_key(database, at_name)
    assert app_client.is_running(database)
    assert app_client.call(database, ["check"]).code == 0


@pytest.mark.parametrize(
    "content", ["[]", "1", '{"address": 1}', "", '{"address": "?", "word": 1, "process": 1}']
)
def test_a_key_that_means_nothing_is_of_no_running_app(tmp_path, content):
    app_client.key_file(tmp_path / "a.duckdb").write_text(content)
    assert not app_client.is_running(tmp_path / "a.duckdb")


@pytest.mark.parametrize(
    "status, content",
    [
        (200, ""),
        (200, '{"code": "not_accepted"}'),
        (302, ""),
        (404, '{"detail": "Not Found"}'),
        (409, "[]"),
        (409, '{"code": "in_use"}'),
    ],
)
def test_another_program_at_the_address_of_the_key_is_no_app(tmp_path, status, content):
    """It is sent no file, either."""
    seen = []

    async def other(request: Request) -> Response:
        seen.append(await request.body())
        return Response(content, status, {"Location": "/elsewhere"})

    with served(Route("/{path:path}", other, methods=["GET", "POST"])) as address:
        app_client.write_key(tmp_path / "a.duckdb", address)
        assert not app_client.is_running(tmp_path / "a.duckdb")
        with pytest.raises(GovsvcError) as refused:
            app_client.call(tmp_path / "a.duckdb", ["import"], [("甲.csv", b"secret")])
    assert refused.value.code == app_client.NO_APP
    assert seen and not any(b"secret" in body for body in seen)


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\n"])
def test_a_program_that_hangs_up_is_no_app(tmp_path, answer):
    with hanging_up(answer) as address:
        app_client.write_key(tmp_path / "a.duckdb", address)
        assert not app_client.is_running(tmp_path / "a.duckdb")


def test_an_app_with_another_key_is_another_app(database, address, tmp_path):
    app_client.write_key(database, address)
    app_client.write_key(tmp_path / "b.duckdb", address)
    assert app_client.is_running(database)
    assert not app_client.is_running(tmp_path / "b.duckdb")


def test_a_database_that_is_held_at_the_start_takes_no_command_key(tmp_path):
    path = tmp_path / "a.duckdb"
    open_store(path).close()
    hold = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print(flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        holder.stdout.readline()
        app._write_command_key(path, 8501)
        holder.communicate(b"\n")
    assert app_client.read_key(path).process == os.getpid()


def test_the_key_of_an_app_that_runs_stays_that_of_a_killed_one_goes(database, address):
    running = app_client.write_key(database, address)
    app._write_command_key(database, 1)
    assert app_client.read_key(database) == running
    for port in (1, 2):
        killed = app_client.write_key(database, "http://127.0.0.1:1")
        app._write_command_key(database, port)
        assert app_client.read_key(database) != killed


def test_without_a_key_nobody_may_ask(database, address):
    assert answer(f"{address}{app_client.PATH}/check", {app_client.HEADER: ""}, BODY)[0] == 404


def test_check_says_what_is_wrong_and_exits_with_one(database, capsys):
    made = backup.make(open_store(database), why=backup.BY_HAND, when=WHEN)
    whole = made.path.read_bytes()
    made.path.write_bytes(whole[:20_000] + bytes(5000) + whole[25_000:])
    assert main(["check", "--database", str(database)]) == 1
    assert made.path.name in capsys.readouterr().err


def test_healthz_says_version_backup_and_disk_and_nothing_else(database, address):
    report = answer(f"{address}/healthz")[1]
    assert (
        report["status"] == "ok"
        and report["data_version"] == 1
        and report["last_backup"] is None
        and report["free_disk_bytes"] > 0
    )
    backup.make(open_store(database), why=backup.BY_HAND, when=WHEN)
    assert answer(f"{address}/healthz")[1]["last_backup"] == WHEN.isoformat()
    assert set(report) == {
        "status",
        "degraded_by",
        "version",
        "data_version",
        "last_backup",
        "nightly_backup",
        "visits",
        "free_disk_bytes",
    }
    open_store(database).close()
    database.write_bytes(b"no database" * 1000)
    status, report = answer(f"{address}/healthz")
    assert status == 503 and report["status"] == "unreadable"


def test_the_log_rotates_and_masks_telephone_and_identity_numbers(tmp_path):
    handler = logging_setup.start(tmp_path / "a.duckdb")
    try:
        try:
            raise ValueError("13812345678 的 110101199003077758")
        except ValueError as error:
            logging.getLogger("govsvc").error("页面出错", exc_info=error)
        text = logging_setup.log_file(tmp_path / "a.duckdb").read_text(encoding="utf-8")
        assert (
            "ValueError" in text
            and "138****5678" in text
            and "13812345678" not in text
            and "19900307" not in text
        )
        for _ in range(40):
            logging.getLogger("govsvc").error("满" * 100_000)
    finally:
        logging_setup.stop(handler)
    files = list(tmp_path.glob("a.log*"))
    assert len(files) == 6 and sum(file.stat().st_size for file in files) < 6 * 2.5 * 2**20


def test_the_nightly_backup_is_made_by_itself_and_again_after_a_failure(database, monkeypatch):
    clock, made = [datetime(2026, 11, 6, 1, 0)], []
    nightly = NightlyBackup(database, lambda: clock[0], made.append, seconds=0.01)
    nightly.start()
    try:
        assert _soon(lambda: len(made) == 1)  # none was there: made up for
        time.sleep(0.1)
        assert len(made) == 1
        with monkeypatch.context() as patched:

            def full(*_, **__):
                raise GovsvcError("磁盘空间不足，数据未保存。")

            patched.setattr(backup, "make", full)
            clock[0] = datetime(2026, 11, 7, 2, 0)
            assert _soon(lambda: nightly._not_before > clock[0])
        clock[0] += timedelta(minutes=31)
        assert _soon(lambda: len(made) == 2) and made[1].is_checked
    finally:
        nightly.stop()


def _soon(is_so, seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.02)
    return is_so()
