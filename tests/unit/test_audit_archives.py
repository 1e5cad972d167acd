"""Archives of the 操作日志: full files of it, through which the chain runs on."""

import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from support import WHEN, mentions

from govsvc.domain.errors import GovsvcError
from govsvc.security import audit_archives, audit_kinds
from govsvc.security.audit_log import AuditLog
from govsvc.security.audit_reads import CREATE_ENTRIES

ROOT = Path(__file__).parents[2]
STEM = "govsvc.audit"


@pytest.fixture
def log(tmp_path, monkeypatch) -> AuditLog:
    """Twelve entries in files of five."""
    monkeypatch.setattr(audit_archives, "FULL", 5)
    log = AuditLog(tmp_path / "govsvc.duckdb")
    fill(log, 12)
    return log


def fill(log: AuditLog, count: int) -> None:
    for number in range(count):
        actor = "张三" if number % 2 else "李四"
        when = WHEN + timedelta(days=number)
        log.add(audit_kinds.DOWNLOADED, when, actor=actor, source="", subject=f"第{number}份")


def stored(path: Path) -> list[tuple[int, str, str]]:
    """(number, hash before, hash) of the entries in that file, read without the program."""
    with sqlite3.connect(path) as connection:
        return connection.execute(
            "SELECT number, previous, hash FROM log_entry ORDER BY number"
        ).fetchall()


def files(folder: Path) -> list[Path]:
    return [
        folder / name for name in (f"{STEM}-1-5.sqlite", f"{STEM}-6-10.sqlite", f"{STEM}.sqlite")
    ]


def tamper(path: Path, statement: str) -> None:
    path.chmod(0o600)
    with sqlite3.connect(path) as connection:
        for name in ("log_no_update", "log_no_delete"):
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)


def archive(log: AuditLog, last: int) -> None:
    """Writes an archive of the log's entries up to that number, and takes none out of the log."""
    with sqlite3.connect(log.path) as connection:
        rows = connection.execute("SELECT * FROM log_entry WHERE number <= ?", [last]).fetchall()
    audit_archives.write(log.path, rows, CREATE_ENTRIES)


def test_a_full_file_is_archived_and_the_next_goes_on_with_its_hash(log, tmp_path):
    assert sorted(tmp_path.glob("*.sqlite*")) == sorted(files(tmp_path))
    first, second, present = map(stored, files(tmp_path))
    assert [[number for number, *_ in part] for part in (first, second, present)] == [
        [1, 2, 3, 4, 5],
        [6, 7, 8, 9, 10],
        [11, 12],
    ]
    assert second[0][1] == first[-1][2] and present[0][1] == second[-1][2]
    assert log.faults() == [] and log.end()[0::2] == (12, "")
    assert [stat.S_IMODE(path.stat().st_mode) for path in files(tmp_path)] == [0o400, 0o400, 0o600]


def test_an_archive_refuses_to_be_changed_and_the_space_is_given_back(tmp_path, monkeypatch):
    monkeypatch.setattr(audit_archives, "FULL", 300)
    log = AuditLog(tmp_path / "govsvc.duckdb")
    fill(log, 301)
    (archived,) = log.archives
    archived.path.chmod(0o600)
    with (
        sqlite3.connect(archived.path) as connection,
        pytest.raises(sqlite3.IntegrityError, match="only added to"),
    ):
        connection.execute("DELETE FROM log_entry")
    assert log.path.stat().st_size < archived.path.stat().st_size / 3


def test_entries_are_read_through_all_files(log):
    assert [entry.number for entry in log.entries()] == list(range(12, 0, -1))
    for skip in range(13):
        for most in (1, 4, 7):
            page = log.entries(most=most, skip=skip)
            assert [entry.number for entry in page] == list(range(12, 0, -1))[skip : skip + most]
    assert (log.count(), log.count(actor="张三"), log.people()) == (12, 6, ["张三", "李四"])
    early = {"since": WHEN + timedelta(days=3), "until": WHEN + timedelta(days=6)}
    assert [entry.number for entry in log.entries(**early)] == [6, 5, 4]
    assert [entry.number for entry in log.entries(most=2, skip=1, actor="李四")] == [9, 7]
    assert AuditLog(log.path.with_name("govsvc.duckdb")).count() == 12


@pytest.mark.parametrize(
    "statement, fault",
    [
        ("UPDATE log_entry SET who = '王五' WHERE number = 8", "第8条"),
        ("DELETE FROM log_entry WHERE number = 9", "缺少第9条"),
        ("DELETE FROM log_entry WHERE number = 10", "缺少第10条"),
    ],
)
def test_a_change_in_an_archive_is_noticed(log, tmp_path, statement, fault):
    tamper(files(tmp_path)[1], statement)
    assert mentions(*log.faults(), fault)


@pytest.mark.parametrize(
    "lost, fault", [(0, "缺少第1条至第5条"), (1, "缺少第6条至第10条"), (2, "文件缺失")]
)
def test_a_file_that_is_missing_is_noticed_at_once(log, tmp_path, lost, fault):
    files(tmp_path)[lost].unlink()
    assert mentions(*log.faults(), fault) and fault in log.end().fault
    fill(log, 1)
    assert mentions(*log.faults(), "缺少")


def test_a_damaged_archive_is_named_and_entries_are_still_added(log, tmp_path):
    path = files(tmp_path)[0]
    path.chmod(0o600)
    path.write_bytes(b"no database" * 1000)
    fill(log, 9)
    assert log.end().number == 21
    assert log.faults() == [f"操作日志归档已损坏：{path.name}。"]
    with pytest.raises(GovsvcError, match=path.name):
        log.count()


def test_a_process_killed_before_the_commit_leaves_every_entry_once(tmp_path, monkeypatch):
    log = AuditLog(tmp_path / "govsvc.duckdb")
    fill(log, 7)
    archive(log, 5)  # and no commit
    assert len(list(tmp_path.glob(f"{STEM}-*"))) == 1
    assert log.count() == 7 and log.faults() == [] and log.archives == []
    monkeypatch.setattr(audit_archives, "FULL", 5)
    fill(log, 1)
    assert [path.name for path in tmp_path.glob(f"{STEM}-*")] == [f"{STEM}-1-7.sqlite"]
    assert log.count() == 8 and log.faults() == []


def move_away(log: AuditLog) -> None:
    """What is to be done where the log is damaged; its archives stay."""
    for path in (log.path, log.path.with_name("govsvc.audit.head")):
        path.rename(path.with_name(f"{path.name}.damaged"))


def test_a_log_begun_anew_goes_on_after_the_archives(log, tmp_path):
    known = {"数据": log.head}
    archives = files(tmp_path)[:2]
    earlier = [path.read_bytes() for path in archives]
    move_away(log)
    log.add(audit_kinds.SIGNED_IN, WHEN, actor="张三", source="")
    assert [entry.number for entry in log.entries()] == list(range(12, 0, -1))
    assert [entry.kind for entry in log.entries(most=2)] == [
        audit_kinds.SIGNED_IN,
        audit_kinds.BROKEN,
    ]
    assert mentions(*log.faults(), "第11条", "文件缺失", "归档到第10条")
    assert mentions(log.end(known).fault, "第12条与数据不一致")
    fill(log, 12)
    assert [path.read_bytes() for path in archives] == earlier
    assert log.entries(skip=log.count() - 10)[-1].subject == "第0份"
    assert mentions(*log.faults(), "第11条", "文件缺失") and log.end().fault == ""


def test_a_log_begun_anew_by_a_save_says_what_is_missing_after_the_archives(log):
    known = {"数据": log.head}
    move_away(log)
    log.add(audit_kinds.IMPORTED, WHEN, actor="张三", source="", known=known)
    assert [entry.number for entry in log.entries(most=3)] == [14, 13, 10]
    assert "有12条，只有10条" in log.entries(kind=audit_kinds.BROKEN)[0].after
    assert mentions(*log.faults(), "缺少第11条至第12条") and "缺少第11条" in log.end().fault


def test_an_archive_of_another_log_stays_and_the_new_one_is_named_otherwise(tmp_path, monkeypatch):
    earlier, log = AuditLog(tmp_path / "x" / "govsvc.duckdb"), AuditLog(tmp_path / "govsvc.duckdb")
    earlier.add(audit_kinds.SIGNED_IN, WHEN, actor="张三", source="")
    fill(earlier, 8)
    fill(log, 4)
    for last in (5, 9):
        archive(earlier, last)
        path = files(tmp_path)[0].with_name(f"{STEM}-1-{last}.sqlite")
        (earlier.path.parent / path.name).rename(path)
    others = {path: path.read_bytes() for path in tmp_path.glob(f"{STEM}-*")}
    assert len(others) == 2
    monkeypatch.setattr(audit_archives, "FULL", 5)
    fill(log, 6)
    assert {path: path.read_bytes() for path in others} == others
    written = [path for path in tmp_path.glob(f"{STEM}-*") if path not in others]
    assert [path.name for path in written] == [f"{STEM}-1-6.sqlite"]
    assert mentions(*log.faults(), "第1条不止一条") and "缺少" not in log.end().fault


def test_what_cannot_be_archived_stays_and_the_entry_is_added(tmp_path, monkeypatch, caplog):
    log = AuditLog(tmp_path / "govsvc.duckdb")
    fill(log, 6)
    monkeypatch.setattr(audit_archives, "FULL", 5)

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("govsvc.security.audit_archives.sync", full)
        fill(log, 1)
    assert not list(tmp_path.glob(f"{STEM}-*")) and mentions(caplog.text, "没有归档")
    assert log.count() == 7 and log.faults() == []
    fill(log, 1)
    assert [each.last for each in log.archives] == [7] and log.faults() == []


def test_threads_with_logs_of_their_own_archive_one_after_the_other(tmp_path, monkeypatch):
    monkeypatch.setattr(audit_archives, "FULL", 7)
    wrong = []

    def write():
        try:
            fill(AuditLog(tmp_path / "govsvc.duckdb"), 25)
        except GovsvcError as error:
            wrong.append(error.title)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log = AuditLog(tmp_path / "govsvc.duckdb")
    assert not wrong and log.faults() == []
    assert [entry.number for entry in log.entries()] == list(range(100, 0, -1))
    assert [each.last for each in log.archives] == list(range(7, 100, 7))


_ENDLESS = """
import sys
from datetime import datetime
from pathlib import Path
from govsvc.security import audit_archives, audit_kinds
from govsvc.security.audit_log import AuditLog
audit_archives.FULL = 3
log = AuditLog(Path(sys.argv[1]))
while True:
    entry = log.add(audit_kinds.DOWNLOADED, datetime(2026, 11, 5), actor="", source="")
    print(entry.number, flush=True)
"""


def killed(folder: Path, times: int) -> None:
    """Kills a writer that archives again and again; nothing is lost or doubled."""
    log = AuditLog(folder / "govsvc.duckdb")
    for turn in range(times):
        process = subprocess.Popen(
            [sys.executable, "-c", _ENDLESS, str(folder / "govsvc.duckdb")],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        lines = [process.stdout.readline() for _ in range(3 + turn % 5)]
        process.send_signal(signal.SIGKILL)
        lines += process.communicate()[0].splitlines(keepends=True)
        last = int([line for line in lines if line.endswith("\n")][-1])
        numbers = [entry.number for entry in log.entries()]
        assert numbers == list(range(len(numbers), 0, -1)) and numbers[0] >= last
        assert log.faults() == [] and log.end().fault == ""
    log.add(audit_kinds.DOWNLOADED, WHEN, actor="", source="")
    assert log.faults() == [] and not log.entries(kind=audit_kinds.BROKEN)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_writer_killed_while_it_archives_leaves_a_whole_log(tmp_path):
    killed(tmp_path, 3)


@pytest.mark.full
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_writer_killed_two_hundred_times_while_it_archives_leaves_a_whole_log(tmp_path):
    killed(tmp_path, 200)
