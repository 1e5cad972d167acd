"""操作日志: only added to, chained, from many threads and processes, every change noticed."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from support import WHEN, mentions

from govsvc.domain.errors import GovsvcError
from govsvc.security import audit_kinds
from govsvc.security.audit_chain import START
from govsvc.security.audit_head import HeadFile
from govsvc.security.audit_log import AuditLog

ROOT = Path(__file__).parents[2]


@pytest.fixture
def log(tmp_path) -> AuditLog:
    return AuditLog(tmp_path / "govsvc.duckdb")


def fill(log: AuditLog, count: int = 5) -> None:
    for number in range(count):
        log.add(
            audit_kinds.IMPORTED,
            WHEN + timedelta(minutes=number),
            actor="张三",
            source="10.0.0.5",
            subject=f"第{number}份",
            before="",
            after=f"{number}行",
        )


def tamper(log: AuditLog, statement: str) -> None:
    """As one does it who has the file."""
    with sqlite3.connect(log.path) as connection:
        for name in ("log_no_update", "log_no_delete"):
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)


def test_entries_are_chained_and_read_back(log):
    fill(log)
    entries = log.entries()[::-1]
    assert [entry.number for entry in entries] == [1, 2, 3, 4, 5] and entries[0].previous == START
    assert (
        all(after.previous == before.hash for before, after in zip(entries, entries[1:]))
        and len({entry.hash for entry in entries}) == 5
    )
    assert (
        entries[2].actor,
        entries[2].source,
        entries[2].kind_name,
        entries[2].subject,
        entries[2].after,
    ) == (
        "张三",
        "10.0.0.5",
        "导入",
        "第2份",
        "2行",
    )
    assert log.faults() == []
    assert AuditLog(log.path.with_name("govsvc.duckdb")).entries() == entries[::-1]


def test_only_its_owner_may_read_it(log):
    fill(log, 1)
    for path in (log.path, log.path.with_name("govsvc.audit.head")):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_entries_are_filtered_by_time_person_and_kind(log):
    fill(log)
    log.add(
        audit_kinds.CLOSED,
        WHEN + timedelta(days=1),
        actor="李四",
        source="命令行",
        subject="2026年10月",
    )
    assert (
        [entry.number for entry in log.entries(actor="李四")]
        == [6]
        == [entry.number for entry in log.entries(kind=audit_kinds.CLOSED)]
    )
    assert (
        len(log.entries(since=WHEN + timedelta(minutes=1), until=WHEN + timedelta(minutes=3))) == 2
    )
    assert log.people() == ["张三", "李四"] and len(log.entries(most=2)) == 2


def test_numbers_of_persons_are_masked_and_names_of_accounts_are_not(log):
    entry = log.add(
        audit_kinds.JUDGED,
        WHEN,
        actor="13900001111",
        source="10.0.0.5",
        subject="张三 13812345678",
        before="x" * 494 + " 138-0013-8000",
        after="请拨打(138)0013-8000，编码1111138123456782222222222222222",
    )
    assert entry.actor == "13900001111" and entry.subject == "张三 138****5678"
    assert entry.before == "x" * 494 + " 138**"
    assert entry.after == "请拨打(138)****8000，编码1111138123456782222222222222222"
    changed = log.add(
        audit_kinds.ACCOUNT,
        WHEN,
        actor="13900001111",
        source="",
        subject="13900002222",
        after="见13812345678",
    )
    assert (changed.subject, changed.after) == ("13900002222", "见138****5678")
    assert log.entries() == [changed, entry] and log.faults() == []


def test_there_is_no_kind_but_those_with_a_name(log):
    with pytest.raises(ValueError):
        log.add("whatever", WHEN, actor="张三", source="")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log_entry SET who = '李四' WHERE number = 3",
        "DELETE FROM log_entry WHERE number = 3",
        "DELETE FROM log_entry",
    ],
)
def test_the_file_itself_refuses_to_be_changed(log, statement):
    fill(log)
    with (
        sqlite3.connect(log.path) as connection,
        pytest.raises(sqlite3.IntegrityError, match="only added to"),
    ):
        connection.execute(statement)


@pytest.mark.parametrize(
    "statement, fault",
    [
        ("UPDATE log_entry SET who = '李四' WHERE number = 3", "第3条"),
        ("UPDATE log_entry SET hash = 'x' WHERE number = 4", "第4条"),
        ("DELETE FROM log_entry WHERE number = 2", "缺少第2条"),
        ("DELETE FROM log_entry WHERE number = 1", "缺少第1条"),
        ("DELETE FROM log_entry WHERE number >= 4", "应有5条，只有3条"),
        ("DELETE FROM log_entry", "应有5条，只有0条"),
    ],
)
def test_every_change_and_cut_is_noticed_and_stays_so(log, statement, fault):
    fill(log)
    tamper(log, statement)
    assert fault in log.faults()[0]
    fill(log, 3)
    assert len(log.faults()) == 1
    if (
        "DELETE FROM log_entry WHERE number >= 4" in statement
        or statement == "DELETE FROM log_entry"
    ):
        assert any(
            entry.kind == audit_kinds.BROKEN and "应有5条" in entry.after for entry in log.entries()
        )
        assert "缺少" in log.faults()[0]  # writing on does not heal it


def test_a_cut_that_is_made_good_by_forged_entries_is_noticed(log):
    fill(log)
    head = log.path.with_name("govsvc.audit.head").read_bytes()
    tamper(log, "DELETE FROM log_entry WHERE number >= 4")
    log.path.with_name("govsvc.audit.head").unlink()
    assert mentions(*log.faults(), "核对文件")
    other = AuditLog(log.path.with_name("govsvc.duckdb"))
    other._head = HeadFile(log.path.with_name("other.head"))
    other._head.path.write_text(f"3 {other.entries()[0].hash}\n")
    fill(other, 2)
    log.path.with_name("govsvc.audit.head").write_bytes(head)
    assert mentions(*log.faults(), "第5条", "核对文件")
    fill(log, 1)
    assert any(entry.kind == audit_kinds.BROKEN for entry in log.entries())


def test_a_lost_log_is_noticed_and_the_next_entry_says_so(log):
    fill(log)
    log.path.unlink()
    assert log.faults() == ["操作日志文件缺失。"]
    fill(log, 1)
    assert [(entry.number, entry.kind) for entry in log.entries()] == [
        (7, audit_kinds.IMPORTED),
        (6, audit_kinds.BROKEN),
    ] and "缺少第1条至第5条" in log.faults()[0]


def test_a_lost_head_is_said_in_the_log(log):
    fill(log)
    log.path.with_name("govsvc.audit.head").unlink()
    fill(log, 1)
    assert [entry.kind for entry in log.entries(most=2)] == [
        audit_kinds.IMPORTED,
        audit_kinds.BROKEN,
    ]
    assert mentions(*log.faults(), "第6条", "2026-11-05 09:30", "核对文件")


def test_a_damaged_log_is_a_sentence(log):
    fill(log)
    log.path.write_bytes(b"no database" * 1000)
    assert log.faults() == ["操作日志已损坏：govsvc.audit.sqlite。"]
    with pytest.raises(GovsvcError, match="移到别处"):
        fill(log, 1)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write everywhere"
)
def test_a_folder_that_may_not_be_written_is_a_sentence(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(GovsvcError, match="权限"):
        fill(AuditLog(tmp_path / "a.duckdb"), 1)


def test_threads_add_one_after_the_other(log):
    with ThreadPoolExecutor(8) as pool:
        list(
            pool.map(
                lambda number: log.add(audit_kinds.DOWNLOADED, WHEN, actor=f"{number}", source=""),
                range(80),
            )
        )
    assert len(log.entries()) == 80 and log.faults() == []


_MANY = """
import sys
from datetime import datetime
from pathlib import Path
from govsvc.security import audit_kinds
from govsvc.security.audit_log import AuditLog
log = AuditLog(Path(sys.argv[1]))
for _ in range(25):
    log.add(audit_kinds.DOWNLOADED, datetime(2026, 11, 20), actor=sys.argv[2], source="")
"""


def test_processes_add_one_after_the_other(tmp_path):
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _MANY, tmp_path / "a.duckdb", str(number)], cwd=ROOT
        )
        for number in range(3)
    ]
    log = AuditLog(tmp_path / "a.duckdb")
    assert (
        [process.wait(60) for process in processes] == [0, 0, 0]
        and len(log.entries()) == 75
        and log.faults() == []
    )


def test_threads_with_logs_of_their_own_add_one_after_the_other(tmp_path, monkeypatch):
    wrong, sync = [], os.fsync
    monkeypatch.setattr(os, "fsync", lambda file: (sync(file), time.sleep(0.005)))  # a slow disk

    def write():
        try:
            own = AuditLog(tmp_path / "a.duckdb")
            for _ in range(25):
                own.add(audit_kinds.DOWNLOADED, WHEN, actor="线程", source="")
        except GovsvcError as error:
            wrong.append(error.title)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log = AuditLog(tmp_path / "a.duckdb")
    assert not wrong and len(log.entries()) == 100 and log.faults() == []


_ENDLESS = """
import sys
from datetime import datetime
from pathlib import Path
from govsvc.security import audit_kinds
from govsvc.security.audit_log import AuditLog
log = AuditLog(Path(sys.argv[1]))
while True:
    entry = log.add(audit_kinds.DOWNLOADED, datetime(2026, 11, 5), actor="x" * 400, source="")
    print(entry.number, flush=True)
"""


def killed(folder: Path, times: int) -> None:
    """Kills a writer in the middle again and again.

    What it reported as written is there each time, and the chain holds.
    """
    log = AuditLog(folder / "a.duckdb")
    for number in range(times):
        process = subprocess.Popen(
            [sys.executable, "-c", _ENDLESS, str(folder / "a.duckdb")],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        lines = [process.stdout.readline()]
        reader = threading.Thread(target=lambda into=lines, out=process.stdout: into.extend(out))
        reader.start()
        time.sleep(0.02 + 0.013 * (number % 7))
        process.send_signal(signal.SIGKILL)
        process.wait()
        reader.join()
        acknowledged = int([line for line in lines if line.endswith("\n")][-1])
        assert log.entries(most=1)[0].number >= acknowledged and log.faults() == []
    log.add(audit_kinds.DOWNLOADED, datetime(2026, 11, 5), actor="", source="")
    assert log.faults() == [] and not log.entries(kind=audit_kinds.BROKEN)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_writer_killed_in_the_middle_leaves_a_whole_log(tmp_path):
    killed(tmp_path, 5)


@pytest.mark.full
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_writer_killed_two_hundred_times_leaves_a_whole_log(tmp_path):
    killed(tmp_path, 200)
