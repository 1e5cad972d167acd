"""Shared by all tests: the golden workbooks and what they hold, databases in temporary folders."""

import json

import pytest
from support import GOLDEN

from govsvc.security import ADMINISTRATOR, Actor
from govsvc.store import Store, open_store


@pytest.fixture(scope="session")
def expected() -> dict:
    return json.loads((GOLDEN / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture
def acting(monkeypatch):
    """Pages are looked at by an administrator, or by whoever the test says: `acting(role, *units)`."""
    from pages._ui import data

    who = []

    def become(role=ADMINISTRATOR, *units: str) -> None:
        who[:] = [Actor("王五", role, units, "10.0.0.9", "王五")]
        monkeypatch.setattr(data, "asker", lambda: lambda: who[0])

    become()
    return become


@pytest.fixture
def empty_store(tmp_path) -> Store:
    store = open_store(tmp_path / "empty.duckdb")
    yield store
    store.close()
