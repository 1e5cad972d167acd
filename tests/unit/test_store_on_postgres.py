"""The store on a server: its tests that need no file, and the same month on both."""

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import postgres_server
import pytest
from on_postgres import of_the_store
from support import WHEN, golden_files

from govsvc.domain.errors import StaleVersion, StoreError
from govsvc.domain.indicators import INDICATORS, ITEMS, LISTS, STATIONS
from govsvc.importing import pipeline
from govsvc.postgres import pool
from govsvc.security import audit_kinds, system_actor
from govsvc.security.audit_log import AuditLog
from govsvc.store import Act, Store, imports, open_store, queries
from govsvc.store.postgres import ServerConnection
from govsvc.store.session import Session

globals().update(of_the_store("test_store", "test_rule_versions", "test_targets"))

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
#: reads of a place in the table or a hash, which each engine makes for itself, or of the file as it
#: was packed at that commit
OF_ONE_ENGINE = {"overlaid_rows", "rows_of_combinations", "totals", "read_originals"}
WRITES = re.compile(
    "(create|insert|clear|delete|end|undo|turn|copy|update|drop|widen|rename|raise)_"
)
#: reads whose order leaves it open which of several rows comes first
WITH_TIES = {"combination_sizes", "unit_combinations", "read_snapshots", "read_all_snapshots"}
READS = sorted(
    path.stem
    for path in queries.SQL_FOLDER.glob("*.sql")
    if not WRITES.match(path.stem) and path.stem not in OF_ONE_ENGINE
)
#: ends the connections of all stores
ENDING = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'govsvc';"


@pytest.fixture
def empty_store(server_store):
    return server_store


@pytest.fixture
def both(empty_file, tmp_path, server_store):
    """An empty county in a file and on a server."""
    file = open_store(shutil.copy(empty_file, tmp_path / "a.duckdb"))
    yield file, server_store
    file.close()


def answers(store: Store, name: str) -> list:
    """What a read says, for each kind and some indicators and lists; in its order where it has
    one.
    """
    known = [row[0] for row in store._session.rows("row_keys", kind=ITEMS, month=SEPTEMBER)]
    found = []
    for kind, definition, a_list in zip((ITEMS, STATIONS), (INDICATORS[0], INDICATORS[-1]), LISTS):
        given = {
            "kind": kind,
            "indicator": definition.key,
            "list_key": a_list.key,
            "month": SEPTEMBER,
            "base": OCTOBER,
            "since": date(2026, 1, 1),
            "until": date(2026, 12, 1),
            "names": sorted(known)[:3],
            "name": "",
            "numbers": list(range(1, 9)),
            "year": 2026,
            "undone": 1,
            "version": 1,
            "other": 0,
            "event_number": 1,
            "batch_id": 1,
            "sha256": "",
            "file": "",
        }
        keys = [row[1] for row in store._session.rows("row_keys", kind=kind, month=SEPTEMBER)]
        given["keys"] = given["codes"] = sorted(keys)[::7]
        rows = store._session.rows(name, **given)
        is_ordered = "ORDER BY" in queries.sql(name) and name not in WITH_TIES
        found.append(rows if is_ordered else sorted(rows, key=_in_any_order))
    return found


def _in_any_order(row: tuple) -> str:
    return repr([sorted(value.items()) if isinstance(value, dict) else value for value in row])


def assert_alike(file: Store, server: Store) -> None:
    assert not [name for name in READS if answers(server, name) != answers(file, name)]
    parts = [
        [(part.key, part.row_count, part.touched) for part in store.totals().parts]
        for store in (file, server)
    ]
    assert parts[0] == parts[1]
    for kind in (ITEMS, STATIONS):
        for month in (SEPTEMBER, OCTOBER):
            tables = [store.rows.table(kind, month) for store in (file, server)]
            assert list(tables[0]) == list(tables[1])
            assert tables[0].table.schema == tables[1].table.schema
    assert not server.faults()


def test_a_month_out_of_workbooks_is_the_same_on_both(both):
    """Imported, opened anew and undone: each read says the same."""
    names = ("02_items_clerk.xlsx", "03_stations_townships.xls", "04_city_bulletin.csv")
    plan = pipeline.plan(both[0], golden_files(*names), home="云溪县")
    for store in both:
        assert pipeline.commit(store, plan, who="测试", when=WHEN) == 1
    assert len(both[1].rows.entries(ITEMS, SEPTEMBER)) > 20
    for store in both:
        store.month_writes.open(OCTOBER, Act("测试", WHEN), expected_version=1)
    assert_alike(*both)
    for store in both:
        store.undoing.undo([2, 1], Act("测试", WHEN), expected_version=2)
    assert_alike(*both)
    assert not both[1].rows.entries(ITEMS, SEPTEMBER)


def test_of_two_processes_that_saw_the_same_data_one_fails(postgres):
    """Each with connections of its own; the one that waits is told when the other is done."""
    address = postgres.new_schema()
    one, other = (Store(Session(ServerConnection(address))) for _ in range(2))
    one.clear(Act("甲", WHEN), "清源县", expected_version=0)
    assert other.version() == 1 and other.settings.home() == "清源县"
    with pytest.raises(StaleVersion):
        other.clear(Act("乙", WHEN), "云溪县", expected_version=0)
    assert one.settings.home() == "清源县"
    for store in (one, other):
        store.close()


def refusal(address) -> StoreError:
    with pytest.raises(StoreError) as caught:
        ServerConnection(address)
    assert not address.password or address.password not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"schema": "nowhere"}, "server_schema"),
        ({"port": 1}, "server_away"),
        ({"host": "127.0.0.1,127.0.0.2", "port": 1}, "server_away"),
        ({"password": "wrong"}, "server_refuses"),
        ({"password": ""}, "server_refuses"),
        ({"database": "nothing"}, "server_refuses"),
        ({"user": "nobody"}, "server_refuses"),
        ({"sslmode": "verify-full"}, "server_certificate"),
        ({"sslmode": "require"}, "server_certificate"),
    ],
)
def test_what_a_server_refuses_is_a_sentence(postgres, monkeypatch, changes, code):
    """The same where it is asked again at once."""
    monkeypatch.delenv("PGPASSWORD", raising=False)
    wrong = replace(postgres.new_schema(), **changes)
    for _ in range(2):
        assert refusal(wrong).code == code
    pool.close_pools(wrong)


@pytest.fixture
def certificates(postgres):
    """(that of the server, which encrypts meanwhile; one of nobody that it knows)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for one in ("own", "other"):
            asked = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=postgres"
            put = f"-addext subjectAltName=IP:127.0.0.1 -keyout {one}.key -out {one}.crt"
            done = [*asked.split(), *put.split()]
            subprocess.run(done, cwd=folder, check=True, capture_output=True)
        folder.chmod(0o755)
        for path in folder.iterdir():
            path.chmod(0o600 if path.suffix == ".key" else 0o644)
            if os.geteuid() == 0:
                shutil.chown(path, postgres_server.UNPRIVILEGED)
        assert not postgres.psql(
            f"ALTER SYSTEM SET ssl_cert_file = '{folder}/own.crt';"
            f"ALTER SYSTEM SET ssl_key_file = '{folder}/own.key';"
            "ALTER SYSTEM SET ssl = on; SELECT pg_reload_conf();"
        )
        yield folder / "own.crt", folder / "other.crt"
        assert not postgres.psql(
            "ALTER SYSTEM RESET ssl; ALTER SYSTEM RESET ssl_cert_file;"
            "ALTER SYSTEM RESET ssl_key_file; SELECT pg_reload_conf();"
        )


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not here")
def test_a_certificate_that_is_not_trusted_is_a_sentence(postgres, certificates):
    own, other = certificates
    address = replace(postgres.new_schema(), sslmode="verify-full", sslrootcert=str(own))
    ServerConnection(address).close()
    wrong = replace(address, sslrootcert=str(other))
    assert refusal(wrong).code == "server_certificate"
    pool.close_pools(wrong)


def test_a_standby_is_looked_at_and_not_written_to(postgres):
    """Where the address leads to one: the sentence says it."""
    address = postgres.new_schema()
    ServerConnection(address).close()
    role = f"reader_{address.schema}"
    assert not postgres.psql(
        f"CREATE ROLE {role} SUPERUSER LOGIN PASSWORD 'x';"
        f" ALTER ROLE {role} SET default_transaction_read_only = on;"
    )
    store = Store(Session(ServerConnection(replace(address, user=role, password="x"))))
    assert store.version() == 0
    with pytest.raises(StoreError) as caught:
        store.clear(Act("甲", WHEN), "清源县", expected_version=0)
    assert caught.value.code == "server_read_only"
    store.close()
    assert not postgres.psql(f"DROP ROLE {role};")


def test_a_server_that_goes_away_is_a_sentence_and_comes_back(postgres, server_store):
    """A connection that the server ended is not used again; a write that it cut stores nothing."""
    connection = server_store._session.connection
    act = Act("甲", WHEN)
    with pytest.raises(StoreError) as caught, connection.transaction(0) as transaction:
        transaction.rows("insert_setting", key="home", value="清源县")
        assert not postgres.psql(ENDING)
        transaction.rows("read_settings")
    assert caught.value.code == "server_away"
    assert server_store.version() == 0 and server_store.settings.all() == {}
    server_store.clear(act, "清源县", expected_version=0)
    assert server_store.settings.home() == "清源县"


def test_a_connection_lost_at_the_commit_leaves_it_open_whether_it_is_stored(
    postgres, server_store
):
    with (
        pytest.raises(StoreError) as caught,
        server_store._session.connection.transaction(0) as transaction,
    ):
        transaction.rows("insert_setting", key="home", value="清源县")
        assert not postgres.psql(ENDING)
    assert caught.value.code == "server_commit" and server_store.version() == 0


def test_a_server_that_goes_away_in_the_middle_of_an_import_leaves_nothing_half(
    postgres, server_store, monkeypatch
):
    """The 操作日志 says that it was not saved; begun again it is."""
    store = server_store.acting(system_actor(), AuditLog(server_store.address))
    plan = pipeline.plan(store, golden_files("02_items_clerk.xlsx"), home="云溪县")
    settled = imports.settle

    def away(*given) -> None:
        settled(*given)
        assert not postgres.psql(ENDING)

    with monkeypatch.context() as patch, pytest.raises(StoreError) as caught:
        patch.setattr(imports, "settle", away)
        pipeline.commit(store, plan, who="测试", when=WHEN)
    assert caught.value.code == "server_away"
    assert store.version() == 0 and store.settings.home() is None
    assert not any(part.row_count for part in store.totals().parts)
    assert pipeline.commit(store, plan, who="测试", when=WHEN) == 1
    assert [entry.kind for entry in AuditLog(store.address).entries()][-1:] == [
        audit_kinds.IMPORTED
    ]
    assert AuditLog(store.address).faults() == []


@pytest.mark.parametrize(("schema", "code"), [(1000, "newer_schema"), (4, "older_schema")])
def test_a_schema_of_another_program_is_refused(postgres, schema, code):
    address = postgres.new_schema()
    ServerConnection(address).close()
    assert not postgres.psql(f"UPDATE {address.schema}.state SET schema_version = {schema};")
    assert refusal(address).code == code


def test_a_county_finds_no_other(postgres, server_store):
    """Also where a table of its own is missing."""
    server_store.clear(Act("甲", WHEN), "清源县", expected_version=0)
    address = postgres.new_schema()
    other = Store(Session(ServerConnection(address)))
    assert other.settings.all() == {} and other.version() == 0
    assert not postgres.psql(f"DROP TABLE {address.schema}.setting;")
    with pytest.raises(StoreError) as caught:
        other.settings.all()
    assert caught.value.code == "server_schema"
    other.close()
