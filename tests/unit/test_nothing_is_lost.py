"""What may happen to the file: cut and missing logs, damage, a full disk, a folder that cannot be
written, useless sessions.
"""

import os
import random
import shutil
import subprocess
import sys
import threading
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
from support import few

from govsvc.admin.backup import restoring
from govsvc.domain.errors import StoreError
from govsvc.domain.indicators import ITEMS
from govsvc.domain.rows import Entry
from govsvc.store import Act, Batch, connection, copies, disk, manifest, open_store

ROOT = Path(__file__).parents[2]
WHEN = datetime(2026, 11, 5, 9, 30)
MONTHS = [date(2026, month, 1) for month in (7, 8, 9, 10)]
# commits one month after the other and dies; what is committed stays in the log
DYING = """
import os, sys
from datetime import date, datetime
from govsvc.domain.indicators import ITEMS
from govsvc.domain.rows import Entry
from govsvc.store import Batch, connection, open_store
connection.Connection._checkpoint = lambda self: None
store = open_store(sys.argv[1])
for month in (date(2026, number, 1) for number in (7, 8, 9, 10)):
    rows = [
        Entry(ITEMS, month, "公安局", f"{number:031}", f"事项{number}", {}, {"is_online": True})
        for number in range(300)
    ]
    store.imports.commit(
        [Batch(ITEMS, month, [("a.xlsx", "0")], entries=rows)],
        expected_version=store.version(), who="测试", when=datetime(2026, 11, 5),
    )
os._exit(9)
"""


def batch(month: date = MONTHS[-1], count: int = 50, unit: str = "公安局") -> Batch:
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
            for number in range(count)
        ],
    )


def save(store, *batches: Batch) -> int:
    return store.imports.commit(batches, expected_version=store.version(), who="测试", when=WHEN)


@pytest.fixture(scope="module")
def killed(tmp_path_factory) -> Path:
    """A folder with the database of a process that died with all four months in its log."""
    folder = tmp_path_factory.mktemp("killed")
    assert (
        subprocess.run([sys.executable, "-c", DYING, str(folder / "a.duckdb")], cwd=ROOT).returncode
        == 9
    )
    assert (folder / "a.duckdb.wal").stat().st_size > 10_000
    return folder


def again(killed: Path, tmp_path: Path) -> Path:
    shutil.copytree(killed, tmp_path / "again", dirs_exist_ok=True)
    return tmp_path / "again" / "a.duckdb"


def test_all_that_was_said_to_be_saved_is_there_after_a_kill(killed, tmp_path):
    store = open_store(again(killed, tmp_path))
    assert [(month, count) for _, month, _, count in store.counts.status_counts()] == [
        (month, 300) for month in MONTHS
    ]
    store.close()


@pytest.mark.parametrize("times", few([6, 20], 1))
@pytest.mark.parametrize("damage", ["cut", "garbage"])
def test_a_cut_or_damaged_log_is_noticed_and_its_months_are_named(killed, tmp_path, damage, times):
    """Each time: DuckDB itself opens such a file with fewer commits and says nothing."""
    path = again(killed, tmp_path)
    log, chance, said = path.with_name("a.duckdb.wal"), random.Random(6), 0
    whole = log.read_bytes()
    for _ in range(times):
        again(killed, tmp_path)
        place = chance.randrange(len(whole) * 9 // 10)
        log.write_bytes(
            whole[:place]
            + (chance.randbytes(200) + whole[place + 200 :] if damage == "garbage" else b"")
        )
        with pytest.raises(StoreError) as refused:
            open_store(path)
        said += refused.value.code == "incomplete" and "2026年10月" in refused.value.title
        assert (
            refused.value.code in ("incomplete", "unreadable")
            and "--as-it-is" in refused.value.step
        )
    assert damage == "garbage" or said == times  # DuckDB 1.5 refuses a garbled log by itself
    assert path.with_name("a.duckdb.wal.kept").exists()  # as it was before it was opened


def test_what_killed_processes_left_is_cleaned_once_the_database_opens_whole(killed, tmp_path):
    path = again(killed, tmp_path)
    backups, log = copies.folder(path), path.with_name("a.duckdb.wal")
    whole, kept = log.read_bytes(), path.with_name("a.duckdb.wal.kept")
    log.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StoreError):
        open_store(path)
    assert kept.read_bytes() == whole[: len(whole) // 2]
    again(killed, tmp_path)
    backups.mkdir()
    of_a, of_another = "a-20261101-020000-v4.duckdb", "a-b-20261101-020000-v4.duckdb.part"
    for name in (f"{of_a}.part", f"{of_a}.json", f"{of_a}.manifest.json", of_another):
        (backups / name).write_bytes(b"half")
    path.with_name("a.duckdb.restore").write_bytes(b"half")
    store = open_store(path)
    assert [file.name for file in backups.iterdir()] == [of_another]
    assert not kept.exists() and not path.with_name("a.duckdb.restore").exists()
    made = copies.checked(store.copy(copies.NIGHTLY, datetime(2026, 11, 1, 2)))
    store.close()
    open_store(path).close()
    assert [copy.path for copy in copies.existing(path)] == [made.path]


def test_a_restore_keeps_aside_the_log_that_was_kept(killed, tmp_path):
    path = again(killed, tmp_path)
    store = open_store(path)
    made = store.copy(copies.NIGHTLY, datetime(2026, 11, 1, 2))
    store.close()
    again(killed, tmp_path)
    log = path.with_name("a.duckdb.wal")
    half = log.read_bytes()[:5000]
    log.write_bytes(half)
    with pytest.raises(StoreError):
        open_store(path)
    aside = restoring.restore(path, made.path, WHEN).replaced
    assert (aside / "a.duckdb.wal.kept").read_bytes() == half
    assert not path.with_name("a.duckdb.wal.kept").exists()


def test_a_missing_log_is_noticed_and_the_last_good_backup_is_offered(killed, tmp_path):
    path = again(killed, tmp_path)
    store = open_store(path)
    copies.checked(store.copy(copies.NIGHTLY, datetime(2026, 11, 1, 2)))
    store.close()
    for file in killed.glob("a.duckdb*"):
        shutil.copy(file, path.parent)
    path.with_name("a.duckdb.wal").unlink()
    before = manifest.beside(path).read_bytes()
    with pytest.raises(StoreError, match="2026年7月、2026年8月、2026年9月、2026年10月") as refused:
        open_store(path)
    assert (
        "2026-11-01 02:00的第4版" in refused.value.step
        and "restore a-20261101-020000-v4.duckdb" in refused.value.step
    )
    assert manifest.beside(path).read_bytes() == before
    with pytest.raises(StoreError):  # it is not forgotten
        open_store(path)


def test_a_kill_between_commit_and_manifest_is_no_damage(tmp_path):
    path = tmp_path / "a.duckdb"
    store = open_store(path)
    save(store, batch(MONTHS[0]))
    older = manifest.beside(path).read_bytes()
    save(store, batch(MONTHS[1]))
    store.close()
    manifest.beside(path).write_bytes(older)
    store = open_store(path)
    assert store.version() == 2 and manifest.read(manifest.beside(path)).version == 2
    store.close()


def test_a_changed_value_is_noticed_even_where_all_counts_are_right(tmp_path):
    path = tmp_path / "a.duckdb"
    store = open_store(path)
    save(store, batch())
    store.close()
    other = duckdb.connect(str(path))
    other.execute("UPDATE snapshot SET numerator = numerator - 1 WHERE indicator = 'online_rate'")
    other.close()
    with pytest.raises(StoreError, match="2026年10月"):
        open_store(path)


@pytest.mark.parametrize("times", few([8, 20], 1))
def test_damage_anywhere_in_the_file_is_noticed_or_harmless(killed, tmp_path, times):
    path = again(killed, tmp_path)
    store = open_store(path)
    save(store, batch(MONTHS[0], 20, "民政局"))
    whole, seen = path.read_bytes(), store.counts.status_counts()
    store.close()
    chance, noticed = random.Random(4), 0
    for turn in range(times):
        place = chance.randrange(len(whole))
        path.write_bytes(
            whole[:place]
            if turn % 2
            else whole[:place] + chance.randbytes(5000) + whole[place + 5000 :]
        )
        path.with_name("a.duckdb.wal").unlink(missing_ok=True)
        try:
            store = open_store(path)
        except StoreError as refused:
            noticed += 1
            assert refused.code in ("unreadable", "incomplete") and "--as-it-is" in refused.step
        else:
            assert store.counts.status_counts() == seen
            store.close()
    assert noticed >= times * 0.6


def test_a_database_that_is_gone_is_not_made_anew(tmp_path):
    path = tmp_path / "a.duckdb"
    store = open_store(path)
    save(store, batch())
    store.close()
    path.unlink()
    with pytest.raises(StoreError, match="缺失"):
        open_store(path)
    assert not path.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps an open file where it is")
@pytest.mark.parametrize("is_replaced", [False, True])
def test_nothing_is_saved_in_a_file_that_was_taken_away_while_it_is_open(tmp_path, is_replaced):
    path, aside = tmp_path / "a.duckdb", tmp_path / "aside.duckdb"
    store = open_store(path)
    version = save(store, batch())
    noted = manifest.read(manifest.beside(path))
    path.rename(aside)
    if is_replaced:
        shutil.copyfile(aside, path)
    actions = (
        lambda: save(store, batch()),
        lambda: store.copy(copies.BY_HAND, WHEN),
        lambda: open_store(path),
    )
    for action in actions:
        with pytest.raises(StoreError, match=path.name) as refused:
            action()
        assert refused.value.code == "missing" and refused.value.step
    assert manifest.read(manifest.beside(path)) == noted and path.exists() == is_replaced
    aside.replace(path)  # put back, it goes on without a restart
    assert save(open_store(path), batch()) == version + 1
    store.close()
    assert open_store(path).version() == version + 1
    open_store(path).close()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps an open file where it is")
def test_a_file_that_is_removed_in_the_middle_of_a_write_is_not_said_to_be_saved(tmp_path):
    path = tmp_path / "a.duckdb"
    opened = connection.Connection(path)
    with (
        pytest.raises(StoreError, match="缺失"),
        opened.transaction(opened.totals().version),
    ):
        path.unlink()
    opened.close()


def test_a_damaged_manifest_is_said(tmp_path):
    path = tmp_path / "a.duckdb"
    open_store(path).close()
    manifest.beside(path).write_text("{")
    with pytest.raises(StoreError, match="核对清单"):
        open_store(path)


@pytest.mark.parametrize(
    "error",
    [
        duckdb.FatalException("FATAL Error: database has been invalidated"),
        duckdb.InternalException("INTERNAL Error"),
    ],
)
def test_a_useless_session_is_opened_again_without_a_restart(empty_store, monkeypatch, error):
    save(empty_store, batch())
    broken = empty_store._session.connection._root

    def fail(*_):
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(connection, "bound", fail)
        with pytest.raises(StoreError):
            empty_store.version()
    assert empty_store.version() == 1 and empty_store._session.connection._root is not broken


def test_a_session_that_becomes_useless_in_the_middle_of_a_write_is_opened_again(
    empty_store, monkeypatch
):
    save(empty_store, batch())

    def fail(self, *_, **__):
        with monkeypatch.context() as patched:
            patched.setattr(
                connection,
                "bound",
                lambda *_: (_ for _ in ()).throw(duckdb.FatalException("FATAL Error")),
            )
            empty_store.version()  # a read inside the write

    with monkeypatch.context() as patched:
        patched.setattr(connection.FileTransaction, "rows", fail)
        with pytest.raises(StoreError):
            save(empty_store, batch(MONTHS[0]))
    assert empty_store.version() == 1 and save(empty_store, batch(MONTHS[0])) == 2


def test_a_failed_statement_is_never_followed_by_saved(empty_store, monkeypatch):
    """A COMMIT after a failed statement raises nothing and saves nothing."""
    real = connection.FileTransaction.rows

    def swallowing(self, name, /, **parameters):
        if name == "insert_batch":
            with pytest.raises(duckdb.Error):
                self._cursor.execute("INSERT INTO state VALUES (NULL, 1)")
            return []
        return real(self, name, **parameters)

    monkeypatch.setattr(connection.FileTransaction, "rows", swallowing)
    with pytest.raises(StoreError):
        save(empty_store, batch())
    assert empty_store.version() == 0


def test_what_is_read_back_is_compared_for_every_kind_of_write(empty_store, monkeypatch):
    save(empty_store, batch())
    real = connection.totals

    def forgetful(cursor):
        found = real(cursor)
        return (
            found
            if found.version == 1 or cursor.execute("SELECT 1").fetchone() and forgetful.turn.pop()
            else manifest.Manifest(1, 3, ())
        )

    forgetful.turn = [False, True]
    monkeypatch.setattr(connection, "totals", forgetful)
    with pytest.raises(StoreError, match="核对不一致"):
        empty_store.month_writes.set_state(
            MONTHS[-1], "in_review", Act("测试", WHEN), expected_version=1
        )


def test_a_copy_leaves_the_file_locked(empty_store):
    """Closing any other descriptor of the file would release DuckDB's lock, and a second process
    could write into it.
    """
    save(empty_store, batch())
    empty_store.copy(copies.BY_HAND, WHEN)
    code = (
        f"from govsvc.store import open_store\nfrom govsvc.domain.errors import StoreError\n"
        f"try: open_store({str(empty_store.path)!r})\nexcept StoreError as error: print(error.code)"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip()
        == "locked"
    )


def test_a_copy_where_the_system_opens_no_second_descriptor(empty_store):
    """As on Windows: the file is closed for the moment of copying, readers wait."""
    save(empty_store, batch())
    os.close(empty_store._session.connection._eye)
    empty_store._session.connection._eye = None
    wrong, stop = [], threading.Event()

    def read():
        while not stop.is_set():
            if empty_store.counts.status_counts()[0][3] != 50:
                wrong.append(1)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    found = empty_store.copy(copies.BY_HAND, WHEN)
    stop.set()
    for thread in threads:
        thread.join()
    assert not wrong and found.size == found.path.stat().st_size and empty_store.version() == 1


def test_little_free_space_refuses_before_anything_is_written(empty_store, monkeypatch):
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(100, 90, 10))
    with pytest.raises(StoreError, match="磁盘空间不足"):
        save(empty_store, batch())
    with pytest.raises(StoreError, match="磁盘空间不足"):
        empty_store.copy(copies.BY_HAND, WHEN)
    assert empty_store.version() == 0 and not copies.existing(empty_store.path)


# fills the disk (or lowers the limit of a file) to so many free bytes, writes, makes room, writes
# again
FULL = """
import os, resource, shutil, sys
from datetime import date, datetime
from pathlib import Path
from govsvc.admin.backup import restoring
from govsvc.domain.errors import StoreError
from govsvc.domain.indicators import ITEMS
from govsvc.domain.rows import Entry
from govsvc.store import Batch, copies, disk, open_store
disk.LEAST_FREE = 0
path, left, is_limit = Path(sys.argv[1]) / "a.duckdb", int(sys.argv[2]), sys.argv[3] == "limit"
def batch(count):
    month = date(2026, 10, 1)
    rows = [
        Entry(ITEMS, month, "公安局", f"{n:031}", f"事项{n * 7919}",
              {"note": f"{n * 104729}"}, {"is_online": True}, "counted", "a.xlsx", "表", 2)
        for n in range(count)
    ]
    return Batch(ITEMS, month, [("a.xlsx", "0")], entries=rows)
def save(count):
    version, when = store.version(), datetime(2026, 11, 5)
    return store.imports.commit([batch(count)], expected_version=version, who="测试", when=when)
store = open_store(path)
save(2000)
before = store.counts.status_counts()
if is_limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (left, resource.RLIM_INFINITY))
else:
    fill = open(path.with_name("fill"), "wb")
    fill.truncate(0)
    free = shutil.disk_usage(path.parent).free
    fill.write(bytes(max(0, free - left))); fill.flush()
for turn in range(2):
    try:
        save(20_000)
        saved = True
    except StoreError as error:
        saved = False
        assert error.code in ("disk_full", "unreadable"), (error.code, str(error))
    if saved:
        assert store.counts.status_counts()[0][3] == 20_000
        before = store.counts.status_counts()
    assert store.counts.status_counts() == before
try:
    store.copy(copies.BY_HAND, datetime(2026, 11, 5))
except StoreError as error:
    assert error.code == "disk_full", error.code
    assert not list(copies.folder(path).glob("*.part")) and not copies.existing(path)
if is_limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
else:
    fill.truncate(0); fill.close()
assert store.counts.status_counts() == before
save(500)
assert store.counts.status_counts()[0][3] == 500
store.close()
store = open_store(path)
assert store.counts.status_counts()[0][3] == 500
print("held", "saved" if saved else "refused")
"""


@pytest.fixture
def small_disk(tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)], capture_output=True
    ).returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("left", few([1_000_000, 0, 6_000_000, 300_000, 2_000_000, 3_000_000], 1))
def test_a_full_disk_is_said_and_loses_nothing(small_disk, left):
    found = subprocess.run(
        [sys.executable, "-c", FULL, str(small_disk), str(left), "disk"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert "held" in found.stdout, found.stdout + found.stderr


@pytest.mark.parametrize("left", few([100_000, 2_000_000, 1_000_000, 2_600_000], 1))
def test_a_file_that_may_not_grow_is_said_and_loses_nothing(tmp_path, left):
    found = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path), str(left), "limit"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert "held" in found.stdout, found.stdout + found.stderr


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root can become nobody")
def test_a_folder_that_cannot_be_written_is_looked_at_and_said(tmp_path):
    path = tmp_path / "a.duckdb"
    store = open_store(path)
    save(store, batch())
    store.close()
    for folder in (tmp_path, *list(tmp_path.parents)[:-2]):
        folder.chmod(0o755)
    for file in tmp_path.iterdir():
        file.chmod(0o644)
    before = path.read_bytes()
    code = (
        "import os, sys; from govsvc.store import open_store; from govsvc.domain.errors "
        "import StoreError; os.setuid(65534)\n"
        "store = open_store(sys.argv[1]); print(store.version())\n"
        "try:\n"
        "    with store._session.connection.transaction(1): pass\n"
        "except StoreError as error: print(error.code, error.step)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    said = found.stdout.split()
    assert said[:2] == ["1", "read_only"] and "只读" in said[2], found.stdout + found.stderr
    assert path.read_bytes() == before


def test_the_database_reaches_nothing_but_its_own_file(empty_store, tmp_path):
    root = empty_store._session.connection._root
    for query in (
        f"SELECT * FROM read_csv('{tmp_path}/x.csv')",
        f"COPY state TO '{tmp_path}/x.csv'",
        f"ATTACH '{tmp_path}/x.duckdb'",
        "LOAD httpfs",
        "INSTALL httpfs",
        "SET memory_limit = '8GB'",
        "SET enable_external_access = true",
    ):
        with pytest.raises(duckdb.Error):
            root.execute(query)
    found = dict(root.execute("SELECT name, value FROM duckdb_settings()").fetchall())
    assert (
        found["memory_limit"],
        found["max_temp_directory_size"],
        found["lock_configuration"],
    ) == ("488.2 MiB", "3.7 GiB", "true")
    assert found["temp_directory"] == f"{empty_store.path}.tmp"


def test_the_manifest_is_whole_at_every_moment(empty_store, monkeypatch):
    """It takes the place of the one of before when it is on the disk; where it cannot be written
    the data are saved all the same.
    """
    save(empty_store, batch())
    before = manifest.beside(empty_store.path).read_bytes()

    def fails(_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(manifest.os, "fsync", fails)
        assert save(empty_store, batch(count=60)) == 2
    assert manifest.beside(empty_store.path).read_bytes() == before
    empty_store.close()
    again = open_store(empty_store.path)
    assert (
        again.counts.status_counts()[0][3] == 60
        and manifest.read(manifest.beside(again.path)).version == 2
    )
    again.close()
