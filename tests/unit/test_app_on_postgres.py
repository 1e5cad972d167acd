"""The app's routes on a server's schema, without a browser."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from postgres_server import written
from starlette.requests import Request
from support import WHEN
from test_store_on_postgres import ENDING

from govsvc.admin import backup
from govsvc.admin.backup import troubles
from govsvc.admin.nightly_turn import NightlyTurn, turn_of
from govsvc.domain import database_address
from govsvc.postgres import pool
from govsvc.security import Actor, Right
from govsvc.security.form_tokens import FormTokens
from govsvc.security.roles import ADMINISTRATOR
from govsvc.store import open_store
from pages._server import backup_download, form_submission, health, settings, stray_uploads
from pages._server.nightly_backup import NightlyBackup
from pages._ui.admin import backups


@pytest.fixture
def address(postgres, tmp_path, monkeypatch):
    schema = postgres.new_schema()
    monkeypatch.setenv("GOVSVC_DATABASE", written(schema))
    monkeypatch.setattr(settings, "_FOLDER", tmp_path)
    address = settings.database_address()
    assert address == schema
    yield address
    open_store(address).close()


def asked(route, **path_params):
    scope = {"type": "http", "method": "GET", "headers": [], "path_params": path_params}
    return asyncio.run(route(Request(scope)))


def test_a_backup_with_accounts_in_it_is_not_downloaded(address, monkeypatch):
    made = backup.make(open_store(address), why=backup.BY_HAND, when=WHEN)
    assert made.path.parent == database_address.place(address).parent / "backups"
    chief = Actor("王主任", ADMINISTRATOR, (), "10.0.0.5", "王主任")
    assert chief.may(Right.MANAGE)
    monkeypatch.setattr(backup_download, "actor_of", lambda _: chief)
    answer = asked(backup_download.download, name=made.path.name)
    assert answer.status_code == 404 and b"PGDMP" not in answer.body


def test_health_says_whether_the_server_answers(address, postgres, monkeypatch):
    report = json.loads(asked(health.healthz).body)
    assert report["status"] == "ok" and report["visits"] == "sticky"
    monkeypatch.setenv(
        "GOVSVC_DATABASE", f"postgresql://county:secret-word@127.0.0.1:1/postgres?schema={'a' * 9}"
    )
    answer = asked(health.healthz)
    assert answer.status_code == 503 and b"server_away" in answer.body
    assert b"secret-word" not in answer.body


def test_health_says_where_a_proxy_sends_files_to_the_wrong_server(address, monkeypatch):
    """For ten minutes after one came for a visit that is elsewhere."""
    at = 1000.0
    strays = stray_uploads.StrayUploads(lambda: at)
    monkeypatch.setattr(health, "uploads", strays)
    monkeypatch.setattr(stray_uploads, "exists", lambda: True)
    here = SimpleNamespace(is_active_session=lambda session: session == "here")
    monkeypatch.setattr(stray_uploads, "get_instance", lambda: here)

    def report() -> dict:
        return json.loads(asked(health.healthz).body)

    strays.look("here")
    assert report()["degraded_by"] == []
    strays.look("elsewhere")
    assert (report()["status"], report()["degraded_by"]) == ("degraded", ["visits_not_sticky"])
    at += 601
    assert report()["status"] == "ok"


def test_a_form_that_one_server_shows_another_accepts(address):
    """Once; that of another county not."""
    one, other = FormTokens(form_submission._key), FormTokens(form_submission._key)
    token = one.token("signin", "browser", WHEN)
    assert other.accept(token, "signin", "browser", WHEN)
    assert not other.accept(token, "signin", "browser", WHEN)
    assert not FormTokens().accept(one.token("signin", "browser", WHEN), "signin", "browser", WHEN)


def test_of_two_servers_one_makes_the_nightly_backup(address, postgres, tmp_path):
    """The other one where it ends or its connection does; each in a folder of its own."""
    now, made = WHEN, []

    def server(name: str) -> NightlyBackup:
        one = NightlyBackup(replace(address, folder=tmp_path / name), lambda: now, made.append)
        one._turn = NightlyTurn(address)  # else a process has one
        return one

    def look(one: NightlyBackup) -> bool | None:
        open_store(address).close()  # each process opens it for itself
        one.look()
        return one._turn.is_mine

    one, other = server("甲"), server("乙")
    assert (look(one), look(other), look(one), look(other)) == (True, False, True, False)
    (copy,) = made
    assert copy.why == backup.NIGHTLY and copy.path.parent == tmp_path / "甲" / "backups"
    assert not postgres.psql(ENDING)
    assert look(other) and made[1].path.parent == tmp_path / "乙" / "backups"
    now += timedelta(days=1)
    assert not look(one) and len(made) == 2
    other._turn.release()
    assert look(one) and len(made) == 3 and made[2].same_as
    one._turn.release()


def test_the_page_and_health_say_which_server_makes_it(address, monkeypatch):
    where = {True: "here", False: "elsewhere", None: None}
    for is_mine, word in where.items():
        monkeypatch.setattr(turn_of(settings.database_address()), "is_mine", is_mine)
        assert json.loads(asked(health.healthz).body)["nightly_backup"] == word
        assert ("另一台看板服务器" in backups.place_of_nightly(address)) is (is_mine is False)


def test_a_nightly_backup_that_finds_no_server_is_said_and_tried_again(address, monkeypatch):
    away = replace(address, port=1)
    NightlyBackup(away, lambda: WHEN).look()
    trouble = troubles.last(database_address.place(away))
    assert trouble.sentences.startswith("连不上数据库服务器") and not trouble.is_made
    pool.close_pools(away)
