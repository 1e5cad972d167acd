"""A disk that is full or can only be read: whoever is signed in looks on, nothing is half stored,
/healthz says it, and what can be written again is written without a restart.

On a small file system of its own, which only root can mount.
"""

import json
import os
import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from starlette.requests import Request
from support import WHEN, show

from govsvc.domain.errors import GovsvcError, StoreError
from govsvc.security import VIEWER, audit_kinds, system_actor
from govsvc.security.audit_log import AuditLog
from govsvc.security.sessions import IDLE, Sessions
from govsvc.store import Act, disk, open_store
from govsvc.system import clock
from pages._server import current_actor, health, sign_in
from pages._ui import data

PASSWORD, OTHER = "榕树下的第七把椅子42", "蓝色茶壶-四月十二日"
HERE = "10.0.0.5"
#: how often somebody who works turns a page, and for how long
STEP, WORK = timedelta(minutes=10), timedelta(hours=2)


class Disk:
    """A small disk with the database, its accounts and its log."""

    def __init__(self, folder: Path):
        self.folder, self.database = folder, folder / "govsvc.duckdb"

    def fill(self) -> None:
        free = shutil.disk_usage(self.folder).free
        self.folder.joinpath("filling").write_bytes(bytes(free))

    def make_room(self) -> None:
        self.folder.joinpath("filling").unlink()

    def _remount(self, mode: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{mode}", str(self.folder)], check=True)

    def allow_reading_alone(self) -> None:
        open_store(self.database).close()  # the system wants nothing open to write
        self._remount("ro")

    def allow_writing(self) -> None:
        self._remount("rw")


#: kind of fault → (how it begins, how it ends, the code of a write that it refuses)
FAULTS = {
    "full": (Disk.fill, Disk.make_room, "disk_full"),
    "read_only": (Disk.allow_reading_alone, Disk.allow_writing, "read_only"),
}


@pytest.fixture
def small_disk(tmp_path, october_file, monkeypatch):
    folder = tmp_path / "small"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)], capture_output=True
    )
    if made.returncode:
        pytest.skip("no file system can be mounted here")
    # the small disk is all but full from the beginning
    monkeypatch.setattr(disk, "LEAST_FREE", 8 * 2**20)
    small = Disk(folder)
    monkeypatch.setenv("GOVSVC_DATABASE", str(small.database))
    shutil.copy(october_file, small.database)
    try:
        yield small
        open_store(small.database).close()
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture(params=list(FAULTS))
def fault(request):
    return FAULTS[request.param]


def signed_in(sessions: Sessions, name: str = "李主任", at: datetime = WHEN) -> str:
    """The token of a new account whose owner has his own password."""
    sessions.accounts.add(name, VIEWER, [], system_actor(), at, PASSWORD)
    token, _ = sessions.sign_in(name, PASSWORD, HERE, at)
    return sessions.change_password(token, PASSWORD, OTHER, HERE, at)


def who(sessions: Sessions, token: str, at: datetime) -> str:
    return sessions.actor(token, HERE, at).name


def works(sessions: Sessions, token: str) -> None:
    """Turns a page every few minutes, for longer than a session lasts without that."""
    for number in range(1, WORK // STEP + 1):
        assert who(sessions, token, WHEN + number * STEP) == "李主任", number * STEP


def test_whoever_is_signed_in_stays_signed_in(small_disk, fault):
    begin, _, _ = fault
    sessions = Sessions(small_disk.database)
    token = signed_in(sessions)
    begin(small_disk)
    works(sessions, token)
    assert who(sessions, token, WHEN + WORK + IDLE) == "未登录", "a session left alone ends"


def test_the_uses_of_that_time_count_when_it_is_over(small_disk, fault):
    begin, end, _ = fault
    sessions = Sessions(small_disk.database)
    token = signed_in(sessions)
    begin(small_disk)
    works(sessions, token)
    end(small_disk)
    at = WHEN + WORK + STEP
    signed_in_later = Sessions(small_disk.database)
    signed_in(sessions, "另一个人")
    sessions.sign_in("另一个人", OTHER, HERE, at)  # clears away sessions that have ended
    assert who(signed_in_later, token, at) == "李主任"


def test_a_program_that_starts_then_lets_them_look_on(small_disk, fault):
    begin, _, _ = fault
    token = signed_in(Sessions(small_disk.database))
    begin(small_disk)
    started = Sessions(small_disk.database)
    assert started.accounts.make_first(WHEN) is None
    works(started, token)
    log = AuditLog(small_disk.database)
    assert log.end()[2] == "" and log.entries(most=1)[0].kind == audit_kinds.PASSWORD


def test_what_cannot_be_noted_is_not_done(small_disk, fault):
    begin, _, _ = fault
    sessions = Sessions(small_disk.database)
    signed_in(sessions)
    begin(small_disk)
    with pytest.raises(GovsvcError) as refused:
        sessions.sign_in("李主任", OTHER, HERE, WHEN + STEP)
    assert refused.value.code in ("disk_full", "side_unwritable")


def test_a_browser_can_sign_out(small_disk, fault):
    begin, _, _ = fault
    token = signed_in(current_actor.sessions(small_disk.database), at=clock.now())
    cookie = f"{current_actor.COOKIE}={token}"
    begin(small_disk)
    scope = {"type": "http", "method": "POST", "path": "/signout", "query_string": b""}
    request = Request(scope | {"headers": [(b"cookie", cookie.encode())], "scheme": "http"})
    answer = sign_in._sign_out(request, {})
    assert answer.status_code == 503 and "其他电脑" in answer.body.decode()
    assert f'{current_actor.COOKIE}=""' in "".join(answer.headers.getlist("set-cookie"))


def test_pages_are_shown(small_disk, fault, monkeypatch):
    begin, _, _ = fault
    sessions = Sessions(small_disk.database)
    token = signed_in(sessions)
    monkeypatch.setattr(data, "asker", lambda: lambda: sessions.actor(token, HERE, WHEN + STEP))
    begin(small_disk)
    app = show()
    assert not app.exception and any(metric.value == "98.29%" for metric in app.metric), app


def test_a_write_is_refused_until_it_can_be_written(small_disk, fault):
    begin, end, code = fault
    begin(small_disk)
    store = open_store(small_disk.database)
    before = store.counts.status_counts()
    for _ in range(2):
        with pytest.raises(StoreError) as refused:
            save(store)
        assert refused.value.code == code
    assert store.counts.status_counts() == before and store.version() == 1
    end(small_disk)
    assert save(store) == 2


def save(store) -> int:
    return store.setting_writes.set_fetch_day(
        "city", "2026-11-10", Act("测试", WHEN), expected_version=store.version()
    )


@pytest.mark.parametrize("name, word", [("full", "little_space"), ("read_only", "read_only")])
def test_healthz_is_degraded(small_disk, name, word):
    begin, end, _ = FAULTS[name]
    assert health_report()["status"] == "ok"
    open_store(small_disk.database).close()
    begin(small_disk)
    report = health_report()
    assert (report["status"], report["degraded_by"], report["data_version"]) == (
        "degraded",
        [word],
        1,
    )
    open_store(small_disk.database).close()
    end(small_disk)
    assert health_report()["status"] == "ok"


def health_report() -> dict:
    answer = health._answer()
    assert answer.status_code == 200
    return json.loads(answer.body)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps an open file where it is")
@pytest.mark.parametrize("is_running", [False, True])
def test_healthz_says_that_the_database_is_gone(tmp_path, monkeypatch, is_running):
    path = tmp_path / "gone.duckdb"
    monkeypatch.setenv("GOVSVC_DATABASE", str(path))
    store = open_store(path)
    if not is_running:
        store.close()
    path.unlink()
    answer = health._answer()
    store.close()
    assert (answer.status_code, json.loads(answer.body)["status"]) == (503, "missing")


def test_healthz_is_degraded_without_a_database(tmp_path, monkeypatch):
    monkeypatch.setenv("GOVSVC_DATABASE", str(tmp_path / "gone.duckdb"))
    report = health_report()
    assert (report["status"], report["degraded_by"]) == ("degraded", ["no_database"])
