"""Shared by all tests: the golden workbooks and what they hold, databases in temporary folders."""

import json

import pytest
from support import GOLDEN

from govsvc.store import Store, open_store


@pytest.fixture(scope="session")
def expected() -> dict:
    return json.loads((GOLDEN / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture
def empty_store(tmp_path) -> Store:
    store = open_store(tmp_path / "empty.duckdb")
    yield store
    store.close()
