"""会议议定事项: a meeting and what it decided, in the database and as the ledger counts them."""

from dataclasses import replace
from datetime import date

import pytest
from test_rectification_store import ACT, DUE, assign, month_with, take
from test_store import OCTOBER, WHEN

from govsvc.domain.errors import GovsvcError
from govsvc.domain.rectification import (
    VOIDED,
    Entry,
    Meeting,
    Step,
)
from govsvc.security.audit_log import AuditLog
from govsvc.security.roles import REVIEWER, Actor
from govsvc.store import open_store

HELD = WHEN.date()  # 2026-11-05
MEETING = Meeting(0, "县政务服务工作推进会", HELD)
OFFICE, POLICE = "自然资源局", "公安局"


def matter(name: str, unit: str = OFFICE, due: date = DUE) -> Entry:
    return Entry(0, 0, unit, name, "月底前办结", HELD, due, source="会议议定事项")


def decide(store, *entries: Entry, meeting: Meeting = MEETING, act=ACT):
    return store.rectification_writes.assign(
        entries, act, expected_version=store.version(), meeting=meeting
    )


def save(store, meeting: Meeting, act=ACT) -> Meeting:
    return store.meeting_writes.save_meeting(meeting, act, expected_version=store.version())


@pytest.fixture
def october(empty_store):
    """A month with two departments."""
    month_with(empty_store, OCTOBER, is_online=False)
    return empty_store


def test_a_new_meeting_is_entered_with_what_it_decides(october):
    decide(october, matter("窗口延时服务"), matter("设备更新"))
    (meeting,) = october.rectification.meetings()
    assert meeting == replace(MEETING, number=1)
    assert october.rectification.meeting_of() == {1: 1, 2: 1}
    decide(october, matter("综窗培训"), meeting=meeting)
    assign(october, matter("不是会议定的"))
    assert october.rectification.meeting_of() == {1: 1, 2: 1, 3: 1}
    assert [one.document for one in october.rectification.entries()] == [
        *["县政务服务工作推进会"] * 3,
        "",
    ]
    assert october.faults() == []


def test_a_correction_is_in_the_log_and_names_its_matters_anew(october):
    log = AuditLog(october.path)
    store = october.acting(Actor("李四", REVIEWER, (), "10.0.0.9", "lisi"), log)
    decide(store, matter("窗口延时服务"))
    assert "窗口延时服务" in log.entries()[0].after and OFFICE in log.entries()[0].after
    save(store, Meeting(1, "县政务服务工作例会", date(2026, 11, 4), "〔2026〕5号"))
    entry = log.entries()[0]
    assert (entry.before, entry.after) == (
        "县政务服务工作推进会，2026-11-05",
        "县政务服务工作例会（〔2026〕5号），2026-11-04",
    )
    assert [one.held_on for one in store.rectification.meetings()] == [date(2026, 11, 4)]
    assert store.rectification.entries()[0].document == "县政务服务工作例会（〔2026〕5号）"
    assert october._session.rows("last_meeting_number") == [(1,)]


def test_the_latest_held_comes_first(october):
    save(october, MEETING)
    save(october, replace(MEETING, held_on=date(2026, 9, 1)))
    save(october, replace(MEETING, held_on=date(2026, 12, 1)))  # that is to come may be entered
    assert [one.number for one in october.rectification.meetings()] == [3, 1, 2]


@pytest.mark.parametrize(
    ("meeting", "entries", "said"),
    [
        (replace(MEETING, name="  "), [matter("一")], "会议名称"),
        (replace(MEETING, name="会" * 61), [matter("一")], "60字"),
        (replace(MEETING, number=7), [matter("一")], "没有编号为7的会议"),
        (replace(MEETING, held_on=date(2026, 11, 6)), [matter("一")], "还没有到"),
        (replace(MEETING, name="早会"), [matter("一")], "已经录入过"),
        (MEETING, [matter("  ")], "还没有写议定事项"),
        (MEETING, [], "没有选择事项"),
        (MEETING, [matter("一", "无名局")], "没有“无名局”"),
        (MEETING, [matter("一", due=date(2026, 11, 4))], "早于交办日期"),
    ],
)
def test_what_is_not_entered_leaves_nothing(october, meeting, entries, said):
    save(october, replace(MEETING, name="早会"))
    version = october.version()
    with pytest.raises(GovsvcError, match=said):
        decide(october, *entries, meeting=meeting)
    assert october.version() == version and len(october.rectification.meetings()) == 1
    assert october.rectification.entries() == [] and october.rectification.meeting_of() == {}


def test_a_meeting_decides_a_matter_of_a_unit_once(october):
    decide(october, matter("一"))
    meeting = replace(MEETING, number=1)
    new, again = decide(october, matter("一"), matter("二"), matter("二"), meeting=meeting)
    assert [one.matter for one in new] == ["二"] and [one.matter for one in again] == ["一", "二"]
    with pytest.raises(GovsvcError, match="已有同样的议定事项"):
        decide(october, matter("一"), meeting=meeting)
    decide(october, matter("一"), meeting=replace(MEETING, name="另一次会"))
    take(october, 1, Step(VOIDED, "错录"))
    decide(october, matter("一"), meeting=meeting)  # what was void may be decided anew


def test_a_meeting_is_not_corrected_into_another(october):
    save(october, MEETING)
    other = save(october, replace(MEETING, name="早会"))
    with pytest.raises(GovsvcError, match="已经录入过"):
        save(october, replace(other, name=MEETING.name))
    with pytest.raises(GovsvcError, match="没有编号为9的会议"):
        save(october, replace(other, number=9, name="晚会"))
    save(october, other)  # as it is


def test_meetings_are_in_the_manifest_and_go_with_clearing(october):
    decide(october, matter("一"), matter("二"))
    parts = {part.name: part.row_count for part in october.totals().parts}
    assert (parts["meeting"], parts["meeting_matter"]) == (1, 2)
    path = october.path
    october.close()
    store = open_store(path)
    store.clear(ACT, expected_version=store.version())
    assert store.rectification.meetings() == [] and store.rectification.meeting_of() == {}


def test_a_matter_without_its_meeting_is_a_fault(october):
    decide(october, matter("一"))
    with october._session.connection.transaction(october.version()) as transaction:
        transaction.rows("clear_meeting")
    assert [(one.code, one.facts) for one in october.faults()] == [
        ("wrong_meetings", {"number": 1})
    ]
