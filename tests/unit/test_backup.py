"""Backups while others read and write, which of them stay, restoring, checking the database."""

import errno
import os
import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from support import WHEN, backed_up, mentions

from govsvc.__main__ import main
from govsvc.admin import backup
from govsvc.admin.backup import restoring, troubles
from govsvc.admin.integrity_sentences import sentence
from govsvc.domain.errors import StoreError
from govsvc.domain.indicators import ITEMS
from govsvc.domain.rows import Entries, Entry
from govsvc.security.audit_log import AuditLog
from govsvc.store import Batch, batch_writes, copies, manifest, open_store
from pages._server import nightly_backup

ROOT = Path(__file__).parents[2]
OCTOBER = date(2026, 10, 1)


def batch(count: int = 50, month: date = OCTOBER, unit: str = "公安局", first: int = 0) -> Batch:
    return Batch(
        ITEMS,
        month,
        [("a.xlsx", "00")],
        entries=[
            Entry(
                ITEMS,
                month,
                unit,
                f"{number:031}",
                f"事项{number}",
                {},
                {"is_online": True},
                "counted",
                "a.xlsx",
                "表",
                2,
            )
            for number in range(first, first + count)
        ],
    )


def save(store, *batches: Batch) -> int:
    return store.imports.commit(batches, expected_version=store.version(), who="测试", when=WHEN)


@pytest.fixture
def store(tmp_path):
    store_of_one = open_store(tmp_path / "a.duckdb")
    save(store_of_one, batch())
    yield store_of_one
    store_of_one.close()


def test_a_backup_is_made_while_others_read_and_write_and_is_whole(store):
    wrong, stop = [], threading.Event()

    def read():
        while not stop.is_set():
            if store.counts.status_counts()[0][3] % 50:
                wrong.append("half")

    def write():
        while not stop.is_set():
            try:
                save(store, batch(50 if store.version() % 2 else 100))
            except StoreError as error:
                wrong.append(error.title)

    threads = [threading.Thread(target=work) for work in (read, read, write)]
    for thread in threads:
        thread.start()
    made = [
        backup.make(store, why=backup.BY_HAND, when=WHEN + timedelta(minutes=turn))
        for turn in range(2)
    ]
    stop.set()
    for thread in threads:
        thread.join()
    assert not wrong and all(copy.is_checked for copy in made)
    assert not backup.faults(made[0].path)
    assert {copy.path for copy in backup.existing(store.path)} <= {copy.path for copy in made}


def test_a_backup_that_is_not_whole_replaces_none(store, monkeypatch):
    good = backup.make(store, why=backup.NIGHTLY, when=WHEN)
    real = copies.make

    def damaging(path, content, *arguments, **options):
        return real(
            path,
            (block[:9000] + bytes(len(block) - 9000) for block in content),
            *arguments,
            **options,
        )

    monkeypatch.setattr("govsvc.store.connection.copies.make", damaging)
    with pytest.raises(StoreError, match="没有通过检查"):
        backup.make(
            store,
            why=backup.BY_HAND,  # a nightly one of the same data copies nothing
            when=WHEN + timedelta(hours=1),
            retention=backup.Retention(1, 1, 1),
        )
    assert [copy.path for copy in backup.existing(store.path)] == [good.path] and good.path.exists()


def test_of_three_years_the_latest_of_each_day_week_and_month_stay(tmp_path):
    start = datetime(2026, 1, 1, 2)
    nightly = [
        copies.Copy(
            tmp_path / str(day), start + timedelta(days=day), 1, 3, 1, 1, "", backup.NIGHTLY, True
        )
        for day in range(1000)
    ]
    dropped = {copy.path for copy in backup.superfluous(nightly, backup.Retention())}
    left = [copy for copy in reversed(nightly) if copy.path not in dropped]
    assert [copy.made_at for copy in left[:14]] == [
        nightly[-1].made_at - timedelta(days=n) for n in range(14)
    ]
    assert (
        14 + 5 + 20 <= len(left) <= 14 + 8 + 24
        and left[-1].made_at.strftime("%Y-%m-%d") == "2026-10-31"
    )
    unchecked = copies.Copy(tmp_path / "x", start, 1, 3, 1, 1, "", backup.NIGHTLY)
    assert backup.superfluous([unchecked, *nightly[-2:]], backup.Retention(1, 1, 1)) == [
        nightly[-2]
    ]


def test_the_nightly_backup_is_due_once_a_night_and_is_made_up_for(store):
    evening, early = datetime(2026, 11, 5, 22), datetime(2026, 11, 6, 1, 59)
    assert backup.is_due(store.path, evening)
    backed_up(store, evening, backup.NIGHTLY)
    backed_up(store, datetime(2026, 11, 6, 2, 1))
    assert not backup.is_due(store.path, early)
    assert backup.is_due(store.path, datetime(2026, 11, 6, 2, 1)) and backup.is_due(
        store.path, datetime(2026, 11, 9, 8)
    )
    assert not backup.is_due(store.path.with_name("none.duckdb"), evening)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps an open file where it is")
def test_a_backup_of_a_database_that_is_gone_is_a_trouble(store):
    night = datetime(2026, 11, 6, 3)
    store.path.unlink()
    assert backup.is_due(store.path, night)
    nightly_backup.NightlyBackup(store.path, lambda: night).look()
    trouble = troubles.last(store.path)
    assert (trouble.when, trouble.why) == (night, "每晚自动") and not trouble.is_made
    assert mentions(trouble.sentences, store.path.name, "缺失")
    with pytest.raises(StoreError, match="缺失"):
        backup.make(store, why=backup.BY_HAND, when=night)
    assert troubles.last(store.path).why == "手动"


def test_a_backup_of_a_clock_that_was_ahead_does_not_stop_the_nightly_ones(store):
    backed_up(store, datetime(2027, 11, 5, 22), backup.NIGHTLY)
    assert backup.is_due(store.path, datetime(2026, 11, 5, 22))


def test_a_clock_that_is_behind_does_not_drop_the_backup_just_made(store):
    for day in (1, 2):
        backed_up(store, datetime(2026, 11, day), backup.NIGHTLY)
    made = backed_up(store, datetime(2020, 1, 1), retention=backup.Retention(1, 1, 1))
    assert made.path.exists() and made in backup.existing(store.path)


def test_a_disk_that_fills_while_a_backup_is_noted_is_said_and_leaves_no_half_of_one(
    store, monkeypatch
):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(copies, "note", full)
    with pytest.raises(StoreError, match="磁盘空间不足"):
        backup.make(store, why=backup.BY_HAND, when=WHEN)
    assert backup.existing(store.path) == []


def test_restoring_brings_back_what_was_and_keeps_what_it_replaces(tmp_path):
    path = tmp_path / "a.duckdb"
    store = open_store(path)
    save(store, batch())
    made = backed_up(store)
    save(store, batch(80))
    store.close()
    restored = restoring.restore(path, made.path, WHEN)
    assert (
        restored.version == 1 and (restored.replaced / "a.duckdb").exists() and made.path.exists()
    )
    store = open_store(path)
    assert store.counts.status_counts() == [(ITEMS, OCTOBER, "counted", 50)] and not store.faults()
    store.close()
    restoring.restore(path, restored.replaced / "a.duckdb", WHEN + timedelta(minutes=1))  # and back
    store = open_store(path)
    assert store.counts.status_counts() == [(ITEMS, OCTOBER, "counted", 80)]
    store.close()


def restorable(tmp_path) -> tuple[Path, copies.Copy]:
    store = open_store(tmp_path / "a.duckdb")
    save(store, batch())
    made = backed_up(store)
    save(store, batch(100))
    store.close()
    return store.path, made


def test_restoring_that_stops_half_way_says_so_and_names_what_is_kept(tmp_path, monkeypatch):
    path, made = restorable(tmp_path)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(manifest, "write_whole", full)
    with pytest.raises(StoreError, match="恢复未完成") as refused:
        restoring.restore(path, made.path, WHEN)
    replaced = copies.folder(path) / f"replaced-{WHEN:%Y%m%d-%H%M%S}"
    assert str(replaced) in refused.value.step and (replaced / path.name).exists()


def test_restoring_wants_an_app_stopped_that_was_started_meanwhile_or_has_not_opened_the_data_yet(
    tmp_path, monkeypatch
):
    path, made = restorable(tmp_path)
    before = path.read_bytes()
    answers = iter([False, True])  # started after the first look
    monkeypatch.setattr("govsvc.admin.app_client.is_running", lambda _: next(answers, True))
    for _ in range(2):
        with pytest.raises(StoreError, match="看板正在运行"):
            restoring.restore(path, made.path, WHEN)
        assert path.read_bytes() == before and not path.with_name(path.name + ".restore").exists()


def test_restoring_wants_the_app_stopped(tmp_path):
    path = tmp_path / "a.duckdb"
    store = open_store(path)
    save(store, batch())
    made = backed_up(store)
    code = (
        "import sys; from pathlib import Path; from datetime import datetime; from "
        "govsvc.admin.backup import restoring; from govsvc.domain.errors import StoreError\n"
        "try: restoring.restore(Path(sys.argv[1]), Path(sys.argv[2]), datetime(2026, 11, "
        "5))\nexcept StoreError as error: print(error.code)"
    )
    process = subprocess.run(
        [sys.executable, "-c", code, str(path), str(made.path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert process.stdout.strip() == "in_use", process.stderr
    store.close()


@pytest.mark.parametrize("harm", ["cut", "garbage", "changed", "newer", "gone"])
def test_restoring_refuses_what_is_damaged_or_newer_and_changes_nothing(tmp_path, harm):
    path = tmp_path / "a.duckdb"
    store = open_store(path)
    save(store, batch())
    made = backed_up(store)
    save(store, batch(80))
    store.close()
    before, whole = path.read_bytes(), made.path.read_bytes()
    if harm in ("cut", "garbage"):
        made.path.write_bytes(
            whole[:9000] if harm == "cut" else whole[:9000] + bytes(len(whole) - 9000)
        )
    elif harm == "gone":
        made.path.unlink()
    else:
        other = duckdb.connect(str(made.path))
        other.execute(
            "UPDATE state SET schema_version = 99"
            if harm == "newer"
            else "UPDATE snapshot SET numerator = 1"
        )
        other.close()
    with pytest.raises(StoreError) as refused:
        restoring.restore(path, made.path, WHEN)
    assert refused.value.code == ("not_found" if harm == "gone" else "backup_damaged") and (
        harm != "newer" or "更新版本" in str(refused.value)
    )
    assert path.read_bytes() == before


def test_a_damaged_database_is_taken_as_it_is_only_when_that_is_asked(tmp_path):
    path = tmp_path / "a.duckdb"
    store = open_store(path)
    save(store, batch())
    older = manifest.beside(path).read_bytes()
    save(store, batch(80))
    store.close()
    manifest.beside(path).write_bytes(older.replace(b'"version": 1', b'"version": 7'))
    with pytest.raises(StoreError, match="应为第7版"):
        open_store(path)
    accepted = restoring.accept(path, WHEN)
    assert accepted.version == 2 and (accepted.replaced / "a.duckdb").exists()
    store = open_store(path)
    assert store.version() == 2
    store.close()


FAULTS = {
    "UPDATE entry_row SET until_version = 1, since_version = 2 WHERE row_number = 5": "有效版本",
    "UPDATE entry_row SET combination_id = 999 WHERE row_number = 5": "找不到它的状态",
    "UPDATE entry_row SET batch_id = 999 WHERE row_number = 5": "找不到它的导入记录",
    "INSERT INTO combination SELECT * FROM combination LIMIT 1": "找不到它的状态",
    (
        "INSERT INTO entry_row SELECT * FROM entry_row WHERE kind = 'items' AND combination_id = "
        "(SELECT min(combination_id) FROM combination WHERE status = 'counted') LIMIT 1"
    ): "重复计入",
    "INSERT INTO snapshot SELECT * FROM snapshot LIMIT 1": "有2份",
    (
        "UPDATE snapshot SET numerator = numerator - 1 WHERE source = 'own' AND indicator = "
        "'online_rate'"
    ): "逐行计数",
    "DELETE FROM entry_row WHERE row_number = 6 AND kind = 'items'": "逐行计数",
    "INSERT INTO edition VALUES (DATE '2026-10-01', 2, 1, '', '{}')": "版次不连续",
    "UPDATE original SET content = 'x'::BLOB": "无法读取",
    "DELETE FROM batch_file": "没有对应的导入记录",
}


@pytest.mark.parametrize("harm", FAULTS)
def test_the_check_of_the_whole_database_finds(tmp_path, october_file, harm):
    path = tmp_path / "a.duckdb"
    store = open_store(shutil.copy(october_file, path))
    assert store.faults() == []
    store.close()
    manifest.beside(path).unlink()
    other = duckdb.connect(str(path))
    other.execute(harm)
    other.close()
    store = open_store(path)
    assert any(FAULTS[harm] in sentence(fault) for fault in store.faults()), store.faults()
    store.close()


def test_the_commands_list_restore_and_accept(tmp_path, capsys):
    path = tmp_path / "a.duckdb"
    store = open_store(path)
    save(store, batch())
    store.close()
    options = ["--database", str(path)]
    assert (
        main(["restore", "--last", *options]) == 1 and "没有检查过的备份" in capsys.readouterr().err
    )
    assert main(["backup", *options]) == 0 and main(["backup", "--list", *options]) == 0
    open_store(path).close()
    name = backup.existing(path)[0].path.name
    assert f"{name}\t第1版" in capsys.readouterr().out
    assert (
        main(["restore", name, *options]) == 0
        and f"已恢复为{name}（第1版）。被替换的数据另存在" in capsys.readouterr().out
    )
    assert (
        main(["restore", "none.duckdb", *options]) == 1
        and "找不到备份文件" in capsys.readouterr().err
    )
    assert (
        main(["restore", "--as-it-is", *options]) == 0
        and "按现状继续使用，现为第1版" in capsys.readouterr().out
    )
    assert (
        main(["check", "--database", str(tmp_path / "none.duckdb")]) == 1
        and "找不到数据库" in capsys.readouterr().err
    )


# -- data that break a rule, in a file that is whole ----------------------------------------


@pytest.fixture
def doubled(tmp_path, monkeypatch) -> Path:
    """A database in which 公安局 and 民政局 both count the item 0, as an older program left it."""
    path = tmp_path / "a.duckdb"
    both = [*batch(3).entries, *batch(1, unit="民政局").entries]
    with monkeypatch.context() as patch:
        patch.setattr(batch_writes, "_refuse_doubled", lambda _: None)
        store = open_store(path)
        save(store, replace(batch(), entries=Entries.of(both)))
        store.close()
    return path


def test_a_backup_of_data_that_break_a_rule_is_made_and_says_so(doubled, capsys):
    path = doubled
    assert main(["backup", "--database", str(path)]) == 0
    printed = capsys.readouterr()
    (made,) = backup.existing(path)
    assert made.is_checked and not backup.faults(made.path)
    (breach,) = made.breaches
    assert mentions(breach, "2026年10月", "重复计入", f"{0:031}", "公安局、民政局")
    assert breach in printed.err and "已备份" in printed.out
    assert breach in AuditLog(path).entries()[0].after
    assert troubles.last(path).is_made and breach in troubles.last(path).sentences
    open_store(path).close()
    # and it can be used
    assert restoring.restore(path, made.path, WHEN).version == 1


def test_the_nightly_backup_of_such_data_is_made_once_a_night(doubled):
    path, night = doubled, datetime(2026, 11, 6, 3)
    nightly_backup.NightlyBackup(path, lambda: night).look()
    assert not backup.is_due(path, night)
    assert [copy.why for copy in backup.existing(path)] == [backup.NIGHTLY]
    open_store(path).close()


def test_a_list_that_comes_again_mends_a_doubled_code_and_the_backup_says_no_more(doubled):
    store = open_store(doubled)
    assert [fault.code for fault in store.faults()] == ["doubled_keys"]
    save(store, batch(3))
    assert not store.faults()
    backed_up(store)
    assert troubles.last(store.path) is None
    store.close()


def test_a_failed_backup_is_known_until_one_is_made(store, monkeypatch):
    monkeypatch.setattr(backup, "examine", lambda _: backup.Examined(["坏了。"]))
    clock = datetime(2026, 11, 6, 2)
    nightly = nightly_backup.NightlyBackup(store.path, lambda: clock)
    nightly.look()
    trouble = troubles.last(store.path)
    assert (trouble.when, trouble.why, trouble.is_made) == (clock, "每晚自动", False)
    assert mentions(trouble.sentences, "坏了", "python -m govsvc check")
    backed_up(store)
    assert troubles.last(store.path) is None


def test_a_nightly_backup_that_cannot_even_open_the_data_is_known_too(tmp_path):
    path = tmp_path / "a.duckdb"
    path.write_bytes(b"no database" * 1000)
    nightly_backup.NightlyBackup(path, lambda: WHEN).look()
    assert not troubles.last(path).is_made and "a.duckdb" in troubles.last(path).sentences
