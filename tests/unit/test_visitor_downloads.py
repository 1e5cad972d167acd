"""Downloads of those who have not signed in: bounded for each address, one entry for an hour."""

import threading
from datetime import datetime, timedelta

import pytest
from support import mentions

from govsvc.domain.errors import GovsvcError
from govsvc.security import audit_kinds
from govsvc.security.audit_log import AuditLog

NINE = datetime(2026, 11, 2, 9, 0)


@pytest.fixture
def log(tmp_path) -> AuditLog:
    return AuditLog(tmp_path / "govsvc.duckdb")


def download(log: AuditLog, minutes: float, source: str = "10.0.0.7", name: str = "甲.xlsx"):
    log.add_visitor_download(NINE + timedelta(minutes=minutes), source, name)


def test_of_one_address_and_minute_no_more_than_twenty(log):
    for second in range(20):
        download(log, second / 60)
    with pytest.raises(GovsvcError) as refused:
        download(log, 20 / 60)
    assert mentions(refused.value.title + refused.value.step, "20个", "一分钟", "登录")
    download(log, 20 / 60, source="10.0.0.8")
    download(log, 1)  # the first one is a minute ago
    with pytest.raises(GovsvcError):
        download(log, 1)
    assert log.visitor_downloads() == 22 and log.count() == 0


def test_many_at_once_are_no_way_past_the_bound(log):
    done, refused = [], []

    def ask():
        try:
            download(AuditLog(log.path.with_name("govsvc.duckdb")), 0)
            done.append(1)
        except GovsvcError:
            refused.append(1)

    threads = [threading.Thread(target=ask) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(done), len(refused)) == (20, 10)


def test_an_hour_of_an_address_is_one_entry(log):
    for minutes, source, name in (
        (1, "10.0.0.7", "甲.xlsx"),
        (2, "10.0.0.7", "甲.xlsx"),
        (3, "10.0.0.8", "乙.csv"),
        (58, "10.0.0.7", "乙.csv"),
    ):
        download(log, minutes, source, name)
    assert log.count() == 0
    download(log, 61, "10.0.0.9")
    download(log, 62, "10.0.0.7")
    entries = log.entries()[::-1]
    assert [
        (entry.at[:16], entry.actor, entry.source, entry.kind, entry.subject) for entry in entries
    ] == [
        ("2026-11-02 09:58", "未登录", "10.0.0.7", audit_kinds.DOWNLOADED, "甲.xlsx、乙.csv"),
        ("2026-11-02 09:03", "未登录", "10.0.0.8", audit_kinds.DOWNLOADED, "乙.csv"),
    ]
    assert mentions(entries[0].after, "09时", "3次") and mentions(entries[1].after, "1次")
    assert log.visitor_downloads() == 2 and log.faults() == [] and log.end().fault == ""


def test_they_go_into_the_log_before_the_next_entry_and_are_not_lost_meanwhile(log):
    for number in range(5):
        download(log, number, name=f"{number}.xlsx")
    after = AuditLog(log.path.with_name("govsvc.duckdb"))  # as after a restart
    after.add(audit_kinds.SIGNED_IN, NINE + timedelta(days=2), actor="王五", source="10.0.0.9")
    assert [(entry.kind, entry.actor) for entry in after.entries()] == [
        (audit_kinds.SIGNED_IN, "王五"),
        (audit_kinds.DOWNLOADED, "未登录"),
    ]
    assert mentions(after.entries()[1].subject, "5个文件") and after.visitor_downloads() == 0
    assert after.faults() == []


def test_one_refused_takes_nothing_from_the_log(log):
    for _ in range(20):
        download(log, 59.5)
    with pytest.raises(GovsvcError):
        download(log, 60.1)
    assert (log.count(), log.visitor_downloads()) == (0, 20)
    download(log, 61)
    assert (log.count(), log.visitor_downloads()) == (1, 1)


def test_numbers_of_persons_in_names_are_masked(log):
    download(log, 0, name="张三13812345678.xlsx")
    assert b"13812345678" not in log.path.read_bytes()
