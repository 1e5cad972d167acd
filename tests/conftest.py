"""Shared by all tests: the golden workbooks and what they hold, databases in temporary folders."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from govsvc import imports
from govsvc.store import Store, open_store

GOLDEN = Path(__file__).parent / "golden"
WHEN = datetime(2026, 11, 5, 9, 30)


@pytest.fixture(scope="session")
def expected() -> dict:
    return json.loads((GOLDEN / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture
def empty_store(tmp_path) -> Store:
    store = open_store(tmp_path / "empty.duckdb")
    yield store
    store.close()


def golden_files(*names: str) -> list[tuple[str, bytes]]:
    return [(name, (GOLDEN / name).read_bytes()) for name in names]


def import_golden(store: Store, *names: str, home: str | None = "云溪县", **options) -> int:
    plan = imports.plan(store, golden_files(*names), home=home if store.home() is None else None)
    assert not plan.refused
    return imports.commit(store, plan, who="测试", when=WHEN, **options)
