"""Accounts, sessions, failures, settings and the 操作日志 in tables of a county's schema: the tests
of the files that look at no file, and what only a server can be asked.
"""

import inspect
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from on_postgres import taken_from
from support import WHEN

from govsvc.domain.database_address import ServerAddress
from govsvc.domain.errors import GovsvcError
from govsvc.postgres import pool
from govsvc.security import ADMINISTRATOR, UPLOADER, audit_kinds, system_actor
from govsvc.security.accounts import Accounts
from govsvc.security.audit_log import AuditLog
from govsvc.security.case_key import case_key
from govsvc.security.sessions import Sessions

GOOD, OTHER = "榕树下的第七把椅子42", "蓝色茶壶-四月十二日"
#: what looks into the file, or changes it behind the program's back
OF_A_FILE = {
    "test_no_password_is_in_clear_text_anywhere_and_only_the_owner_reads_the_file",
    "test_a_session_of_a_clock_that_went_back_ends_too",
}


def is_shared(test: Callable) -> bool:
    """Whether a test asks for the accounts or the log alone, and names no path."""
    source, asked = inspect.getsource(test), inspect.signature(test).parameters.keys()
    return (
        test.__name__ not in OF_A_FILE
        and not any(word in source for word in (".path", "sqlite3", "_head"))
        and bool(asked)
        and asked <= {"sessions", "log", "monkeypatch"}
    )


globals().update(taken_from(("test_accounts_and_sessions", "test_audit_log"), is_shared))


@pytest.fixture
def address(postgres):
    address = postgres.new_schema()
    yield address
    pool.close_pools(address)


@pytest.fixture
def log(address) -> AuditLog:
    return AuditLog(address)


@pytest.fixture
def sessions(postgres, address, log) -> Sessions:
    of_two = Sessions(address, log)
    of_two.accounts.add("李四", UPLOADER, ["自然资源局"], system_actor(), WHEN, GOOD)
    of_two.accounts.add("王主任", ADMINISTRATOR, [], system_actor(), WHEN, OTHER)
    assert not postgres.psql(f"UPDATE {address.schema}.account SET must_change = 0;")
    return of_two


def added(log: AuditLog, count: int) -> None:
    for number in range(count):
        log.add(audit_kinds.SETTING, WHEN, actor="甲", source="本机", subject=f"第{number}项")


def test_many_servers_add_to_one_chain(address):
    """Each with a log of its own: no number twice, no link missing."""
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: added(AuditLog(address), 10), range(4)))
    log = AuditLog(address)
    assert log.count() == 40 and log.faults() == [] and log.end().number == 40
    assert [entry.number for entry in log.entries()] == list(range(40, 0, -1))


def test_two_servers_that_start_at_once_make_one_administrator(address):
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda _: Accounts(address).make_first(WHEN), range(4)))
    assert sum(first is not None for first in made) == 1
    assert [account.name for account in Accounts(address).all()] == ["admin"]


def test_entries_can_be_added_and_neither_changed_nor_removed(postgres, address, log):
    added(log, 3)
    table = f"{address.schema}.log_entry"
    for change in (
        f"UPDATE {table} SET after = '' WHERE number = 2;",
        f"DELETE FROM {table} WHERE number = 3;",
        f"TRUNCATE {table};",
    ):
        assert "the log is only added to" in postgres.psql(change)
    assert log.faults() == []


def test_what_the_servers_owner_changed_all_the_same_is_noticed(postgres, address, log):
    added(log, 3)
    table = f"{address.schema}.log_entry"
    freed = f"ALTER TABLE {table} DISABLE TRIGGER ALL;"
    assert not postgres.psql(f"{freed} DELETE FROM {table} WHERE number = 3;")
    assert log.faults() == ["操作日志应有3条，只有2条，末尾的被删去了。"]
    assert not postgres.psql(f"{freed} UPDATE {table} SET who = '乙' WHERE number = 1;")
    assert "第1条" in log.faults()[0] and "被改动过" in log.faults()[0]


def test_a_session_begun_on_one_server_is_known_on_another_and_ends_there(address, sessions):
    token, _ = sessions.sign_in("李四", GOOD, "10.0.0.5", WHEN)
    other = Sessions(address)
    assert other.actor(token, "10.0.0.5", WHEN).name == "李四"
    other.accounts.change("李四", system_actor(), WHEN, is_disabled=True)
    assert sessions.actor(token, "10.0.0.5", WHEN).name != "李四"


def test_a_name_that_no_text_of_the_server_can_hold_is_no_account(sessions):
    with pytest.raises(GovsvcError) as caught:
        sessions.sign_in("李\0四", GOOD, "10.0.0.5", WHEN)
    assert caught.value.code == "wrong_password"


def test_the_key_of_cases_is_one_for_all_servers(address):
    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(case_key, [address] * 4))) == 1


def test_accounts_of_one_county_are_none_of_another(postgres, address, sessions):
    other = postgres.new_schema()
    assert Accounts(other).all() == [] and AuditLog(other).count() == 0
    pool.close_pools(other)


def test_a_schema_that_is_not_there_is_a_sentence(address):
    nowhere: ServerAddress = replace(address, schema="nowhere")
    for use in (Accounts(nowhere).all, AuditLog(nowhere).count):
        with pytest.raises(GovsvcError) as caught:
            use()
        assert caught.value.code == "server_schema"
    pool.close_pools(nowhere)
