"""The commands on a server's schema: as on a file, and in sentences where that cannot be."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from postgres_server import written
from support import GOLDEN, WHEN

from govsvc.__main__ import main
from govsvc.domain import database_address
from govsvc.domain.errors import StoreError
from govsvc.domain.roster import DEPARTMENT, Roster, Unit
from govsvc.domain.units import AT_WINDOW
from govsvc.store import Act, open_store
from govsvc.store.schema import SCHEMA_VERSION as PRESENT

FILES = [str(GOLDEN / name) for name in ("02_items_clerk.xlsx", "04_city_bulletin.csv")]


@pytest.fixture
def address(postgres, tmp_path, monkeypatch):
    """An empty schema; what belongs to it lies in a folder of this test's own."""
    monkeypatch.setattr("govsvc.cli.arguments._FOLDER", tmp_path)
    address = replace(postgres.new_schema(), folder=tmp_path)
    monkeypatch.setenv("GOVSVC_DATABASE", written(address))
    yield address
    open_store(address).close()


def said(capsys, *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_a_month_by_the_command_line_is_that_of_a_file(
    address, capsys, tmp_path, empty_file, monkeypatch
):
    """Imported, read, undone, backed up, checked; without a password on the command line."""
    on_server = [
        said(capsys, "import", *FILES, "--home", "云溪县")[0],
        said(capsys, "rates", "--month", "2026-09", "--json"),
        said(capsys, "problems", "not_fully_online", "--month", "2026-09"),
    ]
    code, out, err = said(capsys, "backup")
    assert (code, err) == (0, "") and "已备份并检查" in out
    (dump,) = (tmp_path / "backups").glob("*.dump")
    assert dump.read_bytes().startswith(b"PGDMP")
    assert "已检查" in said(capsys, "backup", "--list")[1]
    code, out, err = said(capsys, "check")
    assert (code, err) == (0, "") and "1份备份，2条操作日志，没有发现问题" in out
    assert said(capsys, "undo", "1")[0] == 0 and open_store(address).version() == 2
    assert said(capsys, "user", "add", "李四", "--role", "查阅")[0] == 0
    assert "李四" in said(capsys, "user", "list")[1]

    path = Path(shutil.copy(empty_file, tmp_path / "a.duckdb"))
    monkeypatch.setenv("GOVSVC_DATABASE", str(path))
    assert on_server == [
        said(capsys, "import", *FILES, "--home", "云溪县")[0],
        said(capsys, "rates", "--month", "2026-09", "--json"),
        said(capsys, "problems", "not_fully_online", "--month", "2026-09"),
    ]
    open_store(path).close()


def test_a_damaged_backup_is_found(address, capsys, tmp_path):
    said(capsys, "import", *FILES, "--home", "云溪县")
    said(capsys, "backup")
    (dump,) = (tmp_path / "backups").glob("*.dump")
    dump.write_bytes(dump.read_bytes()[:200])
    code, _, err = said(capsys, "check")
    assert code == 1 and "备份" in err and "发现1处问题" in err


def test_what_the_server_refuses_is_one_sentence_without_the_password(
    postgres, address, capsys, monkeypatch
):
    open_store(address).close()
    assert not postgres.psql(f"UPDATE {address.schema}.state SET schema_version = 1000;")
    cases = {
        "连不上数据库服务器": replace(address, port=1),
        "不接受本程序的用户名、密码或证书": replace(address, password="wrong-secret"),
        "没有这个县的数据表": replace(address, schema="nowhere"),
        "新版本": address,
    }
    for sentence, wrong in cases.items():
        monkeypatch.setenv("GOVSVC_DATABASE", written(wrong))
        for words in (("rates", "--month", "2026-09"), ("check",), ("import", FILES[0])):
            code, out, err = said(capsys, *words)
            assert (code, out) == (1, "") and sentence in err, (words, err)
            assert wrong.password not in err and "Traceback" not in err
    assert not postgres.psql(f"UPDATE {address.schema}.state SET schema_version = {PRESENT};")


def test_a_server_of_a_schema_before_is_brought_up(postgres, address):
    """Of schema 8, whose units say nothing of their steps at the window; older ones are refused."""

    def put(store, roster: Roster) -> None:
        act = Act("李四", WHEN)
        store.setting_writes.save_roster(roster, act, expected_version=store.version())
        store.close()

    before = Roster([Unit("公安局", DEPARTMENT, ("县公安局",), is_supervised="是")])
    put(open_store(address), before)
    dropped = ", ".join(f"DROP COLUMN {column}" for column in AT_WINDOW)
    state = f"{address.schema}.state"
    assert not postgres.psql(
        f"ALTER TABLE {address.schema}.unit {dropped}; UPDATE {state} SET schema_version = 8;"
    )
    store = open_store(address)
    assert store.settings.roster() == before and store.faults() == []
    after = before.with_cells("公安局", {"综窗受理": "否"})
    put(store, after)
    store = open_store(address)
    assert store.settings.roster() == after
    store.close()
    assert not postgres.psql(f"UPDATE {state} SET schema_version = 7;")
    with pytest.raises(StoreError, match="过旧"):
        open_store(address)
    assert not postgres.psql(f"UPDATE {state} SET schema_version = {PRESENT};")


def test_an_address_that_is_none_repeats_nothing_of_it(capsys, monkeypatch):
    with pytest.raises(SystemExit):
        main(["rates", "--month", "2026-09", "--database", "postgresql://a:geheim@h/"])
    err = capsys.readouterr().err
    assert "没有数据库名" in err and "geheim" not in err


def test_restoring_a_server_is_said_to_be_the_servers_own(address, capsys):
    code, _, err = said(capsys, "restore", "--last")
    assert code == 1 and "pg_restore" in err


def test_what_lies_on_this_machine_has_a_name_without_the_password(address, tmp_path):
    place = database_address.place(address)
    assert place.parent == tmp_path and address.schema in place.name
    assert address.password not in place.name and not place.exists()


def test_the_copy_by_the_command_line(address, capsys, tmp_path, empty_file, monkeypatch):
    path = Path(shutil.copy(empty_file, tmp_path / "a.duckdb"))
    said(capsys, "import", *FILES, "--home", "云溪县", "--database", str(path))
    open_store(path).close()
    code, out, err = said(capsys, "copy", str(path), written(address))
    assert (code, err) == (0, "") and "两边逐个值核对一致" in out
    code, out, _ = said(capsys, "copy", str(path), written(address))
    assert code == 0 and "没有再复制" in out
    code, _, err = said(capsys, "copy", str(tmp_path / "none.duckdb"), written(address))
    assert code == 1 and "没有这个数据库文件" in err
