"""The app's routes on a server's schema, without a browser."""

import asyncio
from urllib.parse import quote

import pytest
from starlette.requests import Request
from support import WHEN

from govsvc.admin import backup
from govsvc.domain import database_address
from govsvc.security import Actor, Right
from govsvc.security.roles import ADMINISTRATOR
from govsvc.store import open_store
from pages._server import backup_download, health, settings


@pytest.fixture
def address(postgres, tmp_path, monkeypatch):
    schema = postgres.new_schema()
    shown = str(schema).partition("@")[2]
    monkeypatch.setenv(
        "GOVSVC_DATABASE", f"postgresql://{schema.user}:{quote(schema.password)}@{shown}"
    )
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
    assert b'"status":"ok"' in asked(health.healthz).body
    monkeypatch.setenv(
        "GOVSVC_DATABASE", f"postgresql://county:secret-word@127.0.0.1:1/postgres?schema={'a' * 9}"
    )
    answer = asked(health.healthz)
    assert answer.status_code == 503 and b"server_away" in answer.body
    assert b"secret-word" not in answer.body


def test_the_nightly_backup_is_due_until_it_was_made(address):
    place = database_address.place(address)
    assert not backup.existing(place)
    backup.make(open_store(address), why=backup.NIGHTLY, when=WHEN)
    again = backup.make(open_store(address), why=backup.NIGHTLY, when=WHEN)
    assert again.same_as and not backup.is_due(place, WHEN)
