"""The user of the apps on a server, apart from its administrator: he adds to the 操作日志 alone."""

from dataclasses import replace

import pytest
from postgres_server import written
from support import WHEN, import_golden
from test_cli_on_postgres import said

from govsvc.admin import backup, granting, maintenance
from govsvc.domain.errors import StoreError
from govsvc.postgres import pool
from govsvc.security import COMMAND_LINE, VIEWER, audit_kinds, system_actor
from govsvc.security.accounts import Accounts
from govsvc.security.audit_log import AuditLog
from govsvc.security.sessions import Sessions
from govsvc.store import Act, open_store
from govsvc.store.postgres import ServerConnection

GOOD = "榕树下的第七把椅子42"


@pytest.fixture
def owner(postgres, tmp_path):
    address = replace(postgres.new_schema(), folder=tmp_path)
    yield address
    pool.close_pools(address)


@pytest.fixture
def app(postgres, owner):
    """The address by which an app reaches what its owner has made and granted."""
    role, password = f"app_{owner.schema}", "of the app alone"
    assert not postgres.psql(f"CREATE ROLE {role} LOGIN PASSWORD '{password}';")
    granting.grant(owner, role, COMMAND_LINE, WHEN)
    pool.close_pools(owner)
    address = replace(owner, user=role, password=password)
    yield address
    open_store(address).close()
    open_store(owner).close()
    assert not postgres.psql(f"DROP OWNED BY {role}; DROP ROLE {role};")


def test_the_app_does_all_its_work_with_what_it_was_given(app):
    log = AuditLog(app)
    store = open_store(app).acting(system_actor(), log)
    assert import_golden(store, "02_items_clerk.xlsx") == 1
    store.undoing.undo([1], Act("测试", WHEN), expected_version=1)
    Accounts(app).add("李四", VIEWER, [], system_actor(), WHEN, GOOD)
    token, _ = Sessions(app, log).sign_in("李四", GOOD, "10.0.0.5", WHEN)
    assert Sessions(app, log).account(token, WHEN).name == "李四"
    log.add_visitor_download(WHEN, "10.0.0.6", "清单.xlsx")
    assert backup.make(store, why=backup.BY_HAND, when=WHEN).size
    entries = log.entries()
    assert {entry.kind for entry in entries} > {audit_kinds.SETTING, audit_kinds.BACKED_UP}
    assert maintenance.check(app)["faults"] == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE log_entry SET after = ''",
        "DELETE FROM log_entry",
        "TRUNCATE log_entry",
        "ALTER TABLE log_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER log_is_only_added_to ON log_entry",
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS TRIGGER LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN NULL; END $$",
        "DROP TABLE log_entry",
        "CREATE TABLE log_entry_2 (number BIGINT)",
    ],
)
def test_the_app_cannot_change_the_log(app, change):
    log = AuditLog(app)
    log.add(audit_kinds.SETTING, WHEN, actor="甲", source="本机")
    with (
        pytest.raises(StoreError) as caught,
        pool.pool_of(app, pool.DATA).session() as cursor,
    ):
        cursor.execute(change)
    assert caught.value.code == "server_rights"
    assert log.count() == 2 and log.faults() == []


def test_who_may_not_make_tables_is_told_where_they_are_missing(postgres, owner):
    role = f"early_{owner.schema}"
    made = f"CREATE ROLE {role} LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA {owner.schema} TO {role};"
    assert not postgres.psql(made)
    early = replace(owner, user=role, password="x")
    with pytest.raises(StoreError) as caught:
        ServerConnection(early)
    assert caught.value.code == "server_rights"
    pool.close_pools(early)
    assert not postgres.psql(f"DROP OWNED BY {role}; DROP ROLE {role};")


def test_the_command_grants_and_says_to_whom_it_cannot(app, owner, capsys, monkeypatch, empty_file):
    monkeypatch.setenv("GOVSVC_DATABASE", written(owner))
    code, out, _ = said(capsys, "grant", app.user)
    assert code == 0 and "操作日志只能加" in out and app.user in out
    assert AuditLog(owner).entries(most=1)[0].after == app.user
    for role, sentence in (("nobody_at_all", "没有用户"), (owner.user, "所有者")):
        code, _, err = said(capsys, "grant", role)
        assert code == 1 and sentence in err
    monkeypatch.setenv("GOVSVC_DATABASE", written(app))
    code, _, err = said(capsys, "grant", "postgres")
    assert code == 1 and "Traceback" not in err
    code, _, err = said(capsys, "grant", app.user, "--database", str(empty_file))
    assert code == 1 and "数据在文件里" in err
