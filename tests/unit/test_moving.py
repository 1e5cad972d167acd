"""A county moves from a file to a server's schema and back, to the last value."""

import shutil
from dataclasses import replace
from datetime import date

import pytest
from support import WHEN, golden_files

from govsvc.admin import moving
from govsvc.admin.access import AccessInDatabase
from govsvc.domain.errors import GovsvcError, NotAllowed
from govsvc.domain.indicators import ITEMS
from govsvc.importing import pipeline
from govsvc.postgres import pool
from govsvc.security import ADMINISTRATOR, UPLOADER, Actor, system_actor
from govsvc.security.accounts import Accounts
from govsvc.security.audit_log import AuditLog
from govsvc.security.case_key import case_key
from govsvc.security.sessions import Sessions
from govsvc.store import copying, open_store
from govsvc.store.connection import FileTransaction
from govsvc.store.postgres import ServerTransaction

SEPTEMBER = date(2026, 9, 1)
GOOD = "榕树下的第七把椅子42"


@pytest.fixture
def county(demonstration_file, tmp_path):
    """A county that has worked for two years, with an account and a log."""
    path = tmp_path / "county.duckdb"
    shutil.copy(demonstration_file, path)
    log = AuditLog(path)
    accounts = Accounts(path, log, AccessInDatabase(path, log))
    accounts.add("王主任", ADMINISTRATOR, [], system_actor(), WHEN, GOOD)
    case_key(path)
    yield path
    open_store(path).close()


@pytest.fixture
def schema(postgres):
    address = postgres.new_schema()
    yield address
    open_store(address).close()


def parts(address) -> list:
    return [(part.key, part.row_count, part.touched) for part in open_store(address).totals().parts]


@pytest.mark.full
def test_two_years_of_a_county_go_to_a_server_and_come_back(county, schema, tmp_path):
    there = moving.move(county, schema, WHEN)
    assert there.rows > 10_000 and there.accounts == 1 and there.entries == 1
    assert parts(schema) == parts(county) and there.version == open_store(county).version()
    assert not open_store(schema).faults() and case_key(schema) == case_key(county)
    assert Sessions(schema).sign_in("王主任", GOOD, "10.0.0.5", WHEN)
    assert AuditLog(schema).faults() == []

    back = tmp_path / "back.duckdb"
    moving.move(schema, back, WHEN)
    assert parts(back) == parts(county)
    assert not open_store(back).faults() and AuditLog(back).faults() == []
    assert Accounts(back).get("王主任") == Accounts(schema).get("王主任")
    open_store(back).close()


@pytest.fixture
def small(empty_file, tmp_path):
    """A county with one month, and nobody's account."""
    path = tmp_path / "small.duckdb"
    shutil.copy(empty_file, path)
    log, store = AuditLog(path), open_store(path)
    plan = pipeline.plan(store, golden_files("02_items_clerk.xlsx"), home="云溪县")
    pipeline.commit(store.acting(system_actor(), log), plan, who="测试", when=WHEN)
    yield path
    store.close()


def test_a_month_goes_to_a_server_and_comes_back(small, schema, tmp_path):
    """To the last value, with the accounts, whoever made them, and the log."""
    Accounts(small).add("王主任", ADMINISTRATOR, [], system_actor(), WHEN, GOOD)
    assert moving.move(small, schema, WHEN) == (open_store(small).totals().rows, 1, 1, 2)
    back = tmp_path / "back.duckdb"
    assert moving.move(schema, back, WHEN).entries == 3
    assert parts(back) == parts(schema) == parts(small)
    rows = [list(open_store(path).rows.entries(ITEMS, SEPTEMBER)) for path in (small, back)]
    assert len(rows[0]) > 20 and rows[0] == rows[1]
    assert not open_store(back).faults() and not open_store(schema).faults()
    assert AuditLog(back).faults() == AuditLog(schema).faults() == []
    assert Accounts(back).get("王主任") == Accounts(small).get("王主任")
    open_store(back).close()


@pytest.mark.parametrize("engine", ["server", "file"])
def test_interrupted_in_the_middle_nothing_is_there_and_begun_again_all_of_it(
    small, schema, tmp_path, monkeypatch, engine
):
    target = schema if engine == "server" else tmp_path / "new.duckdb"
    for kind in (ServerTransaction, FileTransaction):
        original = kind.replace

        def cut(transaction, name, rows, original=original):
            if name == "snapshot":
                raise KeyboardInterrupt
            original(transaction, name, rows)

        monkeypatch.setattr(kind, "replace", cut)
    with pytest.raises(KeyboardInterrupt):
        moving.move(small, target, WHEN)
    assert open_store(target).version() == 0 and not open_store(target).totals().rows
    monkeypatch.undo()
    assert moving.move(small, target, WHEN).rows
    assert parts(target) == parts(small)
    open_store(target).close()


def test_cut_between_data_and_accounts_the_rest_follows(small, schema, monkeypatch):
    monkeypatch.setattr("govsvc.security.side_copy.copy", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        moving.move(small, schema, WHEN)
    monkeypatch.undo()
    assert moving.move(small, schema, WHEN) == (0, 1, 0, 1)
    assert AuditLog(schema).entries() == AuditLog(small).entries()


def test_where_another_county_lies_nothing_is_written(small, schema, tmp_path):
    store = open_store(schema)
    plan = pipeline.plan(store, golden_files("03_stations_townships.xls"), home="清源县")
    pipeline.commit(store, plan, who="测试", when=WHEN)
    before = store.totals()
    with pytest.raises(GovsvcError) as caught:
        moving.move(small, schema, WHEN)
    assert caught.value.code == "target_not_empty" and store.totals() == before


def test_where_accounts_were_made_nothing_is_written(small, schema):
    Accounts(schema).make_first(WHEN)
    with pytest.raises(GovsvcError) as caught:
        moving.move(small, schema, WHEN)
    assert caught.value.code == "target_not_empty" and open_store(schema).version() == 0


def test_a_copy_that_was_changed_is_noticed(postgres, small, schema):
    moving.move(small, schema, WHEN)
    assert not postgres.psql(
        f"UPDATE {schema.schema}.entry_row SET name = name || ' ' WHERE rowid = 1;"
    )
    with pytest.raises(GovsvcError) as caught:
        moving.move(small, schema, WHEN)
    assert caught.value.code == "target_not_empty"


def test_a_server_that_is_away_leaves_the_county_as_it_was(small, schema):
    away = replace(schema, port=1)
    with pytest.raises(GovsvcError) as caught:
        moving.move(small, away, WHEN)
    assert caught.value.code == "server_away" and schema.password not in str(caught.value)
    pool.close_pools(away)
    assert open_store(small).version() == 1


def test_who_is_no_administrator_copies_nothing(small, schema):
    clerk = Actor("李四", UPLOADER, (), "10.0.0.5", "李四")
    for stores in (
        (open_store(small).acting(clerk), open_store(schema)),
        (open_store(small), open_store(schema).acting(clerk)),
    ):
        with pytest.raises(NotAllowed):
            copying.copy(*stores, WHEN)
    assert open_store(schema).version() == 0
