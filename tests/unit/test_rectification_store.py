"""The 整改台账 in the database: assigning, two people at one entry, what the data say of it, what
it survives.
"""

import subprocess
import sys
import zlib
from dataclasses import replace
from datetime import date, datetime

import duckdb
import pytest
from test_store import OCTOBER, WHEN, batch, item, save

from govsvc.domain.errors import GovsvcError, NotAllowed, StaleVersion
from govsvc.domain.indicators import ITEMS
from govsvc.domain.rectification import (
    APPLIED,
    PASSED,
    REBOUNDED,
    REPLIED,
    SIGNED,
    TRANSFERRED,
    Entry,
    State,
    Step,
)
from govsvc.domain.workdays import SpecialDay
from govsvc.security.audit_log import AuditLog
from govsvc.security.roles import REVIEWER, UPLOADER, Actor
from govsvc.store import Act, Original, copies, manifest, open_store
from govsvc.workflow.rectification import Ledger

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
LIST = "not_online"
ACT = Act("甲", WHEN)
DUE = date(2026, 11, 20)


def on(day: date, who: str = "甲") -> Act:
    return Act(who, datetime.combine(day, WHEN.time()))


def of_row(code: str, unit: str = "自然资源局", **more) -> Entry:
    entry = Entry(0, 0, unit, f"事项{code}", "未网上可办", WHEN.date(), DUE)
    codes = {"implementation_code": code}
    return replace(entry, list_key=LIST, kind=ITEMS, month=OCTOBER, key=code, codes=codes, **more)


def month_with(store, month: date, **flags) -> int:
    return save(store, batch(ITEMS, item("1", month=month, **flags), month=month))


def assign(store, *entries: Entry) -> tuple[list[Entry], list[Entry]]:
    return store.rectification_writes.assign(entries, ACT, expected_version=store.version())


def take(store, number: int, step: Step, act: Act = ACT, **more) -> int:
    (stands,) = [one for one in store.rectification.standings() if one.entry.number == number]
    return store.rectification_writes.take({number: stands.last}, step, act, **more)


def close(store, number: int = 1, day: date = date(2026, 11, 12)) -> None:
    take(store, number, Step(SIGNED), on(day))
    take(store, number, Step(APPLIED, "已上线"), on(day))
    take(store, number, Step(PASSED, "已核实"), on(day, "乙"))


def the_state(store, number: int = 1) -> State:
    return store.rectification.standings()[number - 1].state


@pytest.fixture
def listed(empty_store):
    """October, in which item 1 is not online, and an entry of it."""
    month_with(empty_store, OCTOBER, is_online=False)
    assign(empty_store, of_row("1"))
    return empty_store


def test_what_was_assigned_is_read_back(listed):
    (entry,) = listed.rectification.entries()
    assert entry == replace(of_row("1"), number=1, batch=listed.version())
    assert [operation.what for operation in listed.records.operations()][:1] == ["rectify"]


def test_a_row_is_not_assigned_twice(listed):
    new, doubled = assign(listed, of_row("1"), of_row("2"), of_row("2"))
    assert [one.matter for one in new] == ["事项2"]
    assert [one.matter for one in doubled] == ["事项1", "事项2"]
    with pytest.raises(GovsvcError, match="交办过"):
        assign(listed, of_row("1"))
    close(listed)  # what is closed may be assigned anew
    assert len(assign(listed, of_row("1"))[0]) == 1


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (of_row("5", "无名局"), "没有“无名局”"),
        (replace(of_row("5"), first_deadline=date(2026, 11, 4)), "早于交办日期"),
    ],
)
def test_what_is_not_assigned(listed, entry, said):
    version = listed.version()
    with pytest.raises(GovsvcError, match=said):
        assign(listed, of_row("4"), entry)
    assert listed.version() == version and len(listed.rectification.entries()) == 1


def test_of_two_at_one_entry_one_wins_and_the_other_sees_it(listed):
    assign(listed, of_row("2"))
    take(listed, 1, Step(SIGNED))
    with pytest.raises(StaleVersion, match="事项1"):
        listed.rectification_writes.take({1: 0, 2: 0}, Step(SIGNED), ACT)
    assert [the_state(listed, number) for number in (1, 2)] == [State.UNDER_WAY, State.WAITING]
    # another entry is not in the way
    listed.rectification_writes.take({2: 0}, Step(SIGNED), ACT)


def test_who_applied_does_not_close_whoever_he_says_he_is(listed):
    one = listed.acting(Actor("王五", REVIEWER, (), "10.0.0.9", "wangwu"))
    take(one, 1, Step(SIGNED))
    take(one, 1, Step(APPLIED, "已上线"))
    with pytest.raises(NotAllowed, match="本人申请"):
        take(one, 1, Step(PASSED, "已核实"), Act("李四", WHEN))
    take(listed.acting(Actor("李四", REVIEWER, (), "", "lisi")), 1, Step(PASSED, "已核实"))
    assert the_state(listed) == State.CLOSED


def test_closing_against_the_data_needs_a_reason(listed):
    take(listed, 1, Step(SIGNED))
    take(listed, 1, Step(APPLIED, "已上线"))
    with pytest.raises(GovsvcError, match="2026年10月的清单"):
        take(listed, 1, Step(PASSED), on(date(2026, 11, 6), "乙"))
    take(listed, 1, Step(PASSED, "现场核实，平台次日更新"), on(date(2026, 11, 6), "乙"))


def test_the_data_say_when_a_row_has_left_its_list_and_comes_back(listed):
    def listing():
        return listed.rectification.listings(listed.rectification.entries())[1]

    assert listing().is_listed and not listing().has_left
    version = month_with(listed, NOVEMBER)
    assert listing().has_left and the_state(listed) == State.WAITING  # never closes by itself
    listed.undoing.undo([version], ACT, expected_version=listed.version())
    assert not listing().has_left  # the proof is withdrawn
    month_with(listed, NOVEMBER)
    close(listed, day=date(2026, 12, 3))
    log = AuditLog(listed.path)
    acting = listed.acting(Actor("赵六", UPLOADER, (), "", "zhaoliu"), log)
    month_with(acting, DECEMBER, is_online=False)
    (stands,) = listed.rectification.standings()
    assert stands.state == State.REBOUND and stands.deadline == date(2026, 11, 20)
    event = listed.rectification.events()[1][-1]
    assert (event.step.kind, event.who) == (REBOUNDED, "赵六")
    assert "反弹" in log.entries()[0].after and "事项1" in log.entries()[0].subject


def test_what_is_closed_and_never_left_its_list_is_no_rebound(listed):
    close(listed)
    month_with(listed, NOVEMBER, is_online=False)
    listing = listed.rectification.listings(listed.rectification.entries())[1]
    assert the_state(listed) == State.CLOSED and listing.is_listed and not listing.has_come_back


def test_the_ledger_says_what_the_data_say_and_whom_to_remind(listed):
    assign(listed, of_row("2"))  # a row that no month has
    take(listed, 1, Step(SIGNED))
    ledger = Ledger(listed, date(2026, 11, 25))
    assert ledger.reminder().splitlines()[1:] == [
        "自然资源局（2项）：事项1，逾期3个工作日；事项2，逾期3个工作日。"
    ]
    (row,) = listed.rows.list_rows(LIST, OCTOBER, OCTOBER)
    assert ledger.of_row(LIST, row) == "整改中 逾期3个工作日"
    assert ledger.of_row("not_published", row) == "未交办"
    month_with(listed, NOVEMBER)
    (one, _), later = listed.rectification.standings(), Ledger(listed, date(2026, 12, 3))
    assert later.proof(one) == "2026年11月数据已不在清单，建议复核"
    assert [left.entry.number for left in later.left_list()] == [1]
    take(listed, 1, Step(APPLIED, "已上线"), on(date(2026, 12, 3)))
    urged = Ledger(listed, date(2026, 12, 3)).reminder()  # the bureau's turn, not the unit's
    assert "事项2" in urged and "事项1" not in urged
    take(listed, 1, Step(PASSED, "已核实"), on(date(2026, 12, 4), "乙"))
    assert "已撤销或更改" in later.proof(later.standings[1])
    closed = Ledger(listed, date(2026, 12, 4))
    assert closed.closed_in(DECEMBER) == 1 and not closed.not_reached()
    assert Ledger(listed, date(2026, 12, 3)).closed_in(DECEMBER) == 0


def test_closed_without_success_is_a_list_of_its_own(listed):
    close(listed)
    month_with(listed, NOVEMBER, is_online=False)
    ledger = Ledger(listed, date(2026, 12, 4))
    (one,) = ledger.not_reached()
    assert ledger.proof(one) == "已销号，2026年11月仍在清单"
    (row,) = listed.rows.list_rows(LIST, NOVEMBER, NOVEMBER)
    assert ledger.of_row(LIST, row) == "已销号，仍在清单"


def test_a_merged_unit_is_followed_and_a_transferred_entry_is_the_others(listed):
    save(listed, batch(ITEMS, item("7", "公安局")))
    roster = listed.settings.roster().merged("自然资源局", "公安局", OCTOBER)
    listed.setting_writes.save_roster(roster, ACT, expected_version=listed.version())
    assert listed.rectification.standings()[0].unit == "公安局"
    save(listed, batch(ITEMS, item("8", "民政局")))
    take(listed, 1, Step(TRANSFERRED, "职能划转", "民政局"))
    limited = listed.acting(Actor("科员", UPLOADER, ("民政局",), "", "keyuan"))
    take(limited, 1, Step(SIGNED))
    with pytest.raises(NotAllowed):
        other = listed.acting(Actor("科员", UPLOADER, ("公安局",), "", "keyuan"))
        take(other, 1, Step(REPLIED, "在办"))


def test_numbers_of_persons_are_masked(listed):
    take(listed, 1, Step(SIGNED, "联系13812345678"))
    assert "13812345678" not in listed.rectification.events()[1][0].step.text


def test_evidence_is_given_to_those_whose_entry_it_is(listed):
    photo = Original("ab", "现场.jpg", "现场.jpg", zlib.compress(b"\xff\xd8\xff"))
    take(listed, 1, Step(SIGNED), evidence=[photo])
    assert listed.rectification.evidence() == {1: [("ab", "现场.jpg")]}
    own = listed.acting(Actor("科员", UPLOADER, ("自然资源局",), "", "keyuan"))
    assert own.rectification.evidence_file(1, "ab") == photo
    with pytest.raises(NotAllowed):
        other = listed.acting(Actor("科员", UPLOADER, ("公安局",), "", "keyuan"))
        other.rectification.evidence_file(1, "ab")
    assert listed.faults() == []


def test_backups_and_checks_know_of_it(listed):
    take(listed, 1, Step(SIGNED), evidence=[Original("ab", "a", "a", zlib.compress(b"x"))])
    days = [SpecialDay(date(2027, 1, 1), True, "1号")]
    listed.rectification_writes.set_holidays(2027, days, ACT, expected_version=listed.version())
    parts = {part.name: part.row_count for part in listed.totals().parts}
    assert [parts[name] for name in ("rectification_entry", "rectification_event")] == [1, 1]
    assert [parts[name] for name in ("evidence", "special_day")] == [1, 1]
    assert not listed.rectification.calendar().is_workday(date(2027, 1, 1))
    copy = listed.copy(copies.BY_HAND, WHEN)
    restored = open_store(copy.path)
    assert restored.rectification.events() == listed.rectification.events()
    restored.close()
    path = listed.path
    listed.close()
    with duckdb.connect(str(path)) as database:
        database.execute("UPDATE rectification_event SET kind = 'passed'")
    with pytest.raises(GovsvcError, match="整改进展"):
        open_store(path)


def test_a_database_from_before_gets_its_tables(empty_store):
    month_with(empty_store, OCTOBER, is_online=False)
    path = empty_store.path
    empty_store.close()
    with duckdb.connect(str(path)) as database:
        for table in ("rectification_entry", "rectification_event", "evidence", "special_day"):
            database.execute(f"DROP TABLE {table}")
        database.execute("UPDATE state SET schema_version = 4")
    noted = manifest.read(manifest.beside(path))
    manifest.write(manifest.beside(path), replace(noted, schema=4))
    store = open_store(path)
    assert [copy.why for copy in copies.existing(path)] == [copies.UPGRADE]
    assign(store, of_row("1"))
    assert len(store.rectification.entries()) == 1 and store.faults() == []


def test_a_step_is_wholly_there_or_not_after_a_kill(listed):
    path, numbers = listed.path, []
    listed.close()
    code = """
import os, sys
from datetime import datetime
from govsvc.domain.rectification import SIGNED, Step
from govsvc.store import Act, Original, open_store, connection, rectification_rows
store = open_store(sys.argv[1])
real = rectification_rows.write_event
def killed(transaction, event, evidence=()):
    real(transaction, event, evidence)
    os.kill(os.getpid(), 9)
if sys.argv[2] == "inside":
    rectification_rows.write_event = killed
store.rectification_writes.take({1: 0}, Step(SIGNED), Act("甲", datetime(2026, 11, 5)))
os.kill(os.getpid(), 9)
"""
    for where in ("inside", "after"):
        subprocess.run([sys.executable, "-c", code, str(path), where], check=False)
        store = open_store(path)
        numbers.append(len(store.rectification.events().get(1, ())))
        assert store.faults() == []
        store.close()
    assert numbers == [0, 1]


def test_a_ledger_of_the_schema_before_keeps_its_entries(listed):
    """A database of schema 5, whose table has no 配合单位, 整改目标 and 备注."""
    take(listed, 1, Step(SIGNED))
    before, path = listed.rectification.standings(), listed.path
    listed.close()
    wider = ("partners", "goal", "note", "code", "evidence", "file", "moved_to")
    counts = ("returns_before", "extensions_before", "rebounds_before")
    with duckdb.connect(str(path)) as database:
        for column in (*wider, *counts):
            database.execute(f"ALTER TABLE rectification_entry DROP COLUMN {column}")
        database.execute("UPDATE state SET schema_version = 5")
    noted = manifest.read(manifest.beside(path))
    manifest.write(manifest.beside(path), replace(noted, schema=5))
    store = open_store(path)
    assert store.rectification.standings() == before and store.faults() == []
    assign(store, of_row("2", partners="公安局", goal="全部进驻", note="重点"))
    assert store.rectification.entries()[1].partners == "公安局"
