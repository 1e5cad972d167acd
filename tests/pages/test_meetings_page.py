"""会议议定事项: typed in on 整改 or during 投屏, looked at, and back in the next briefing."""

from datetime import date, datetime

import pytest
from support import mentions, show, words
from test_presentation import drawn, keys
from test_rectification_page import press, the_store

from govsvc.domain.errors import GovsvcError, NotAllowed
from govsvc.domain.rectification import APPLIED, PASSED, SIGNED, Meeting, Step
from govsvc.security import UPLOADER, VIEWER
from govsvc.security.roles import REVIEWER
from govsvc.store import Act
from govsvc.workflow.rectification import meetings
from pages._ui import data, presentation_note

HELD = date(2026, 11, 20)
NAME = "县政务服务工作推进会"


@pytest.fixture(autouse=True)
def november(monkeypatch):
    monkeypatch.setattr(data, "now", lambda: datetime(2026, 11, 20, 9))


def fill(app, **fields):
    """Fills in the fields of the form by their keys."""
    for key, value in fields.items():
        if key == "decided_units":
            app.multiselect(key=key).set_value(value)
        else:
            app.text_input(key=key).set_value(value)
    return app.run()


def units(count: int) -> list[str]:
    return [unit.name for unit in the_store().settings.roster().units][:count]


def note(**said) -> str:
    """What the form of 投屏 sends."""
    usual = {"meeting": 0, "name": NAME, "requirement": "", "days": 5, "day": ""}
    return presentation_note.save(usual | said)


def test_a_meeting_and_its_matter_by_the_form(one):
    app = fill(show("rectification.py"), meeting_name_0=NAME)
    app = press(app, "保存会议")
    assert f"会议已录入：{NAME}" in words(app)
    first, second = units(2)
    app = fill(
        app,
        decided_matter="窗口延时服务",
        decided_requirement="12月起实行",
        decided_units=[first, second],
    )
    app = press(app, "议定，交2个单位")
    assert mentions(words(app), "已议定：窗口延时服务", first, second, "12月11日")
    (meeting,) = the_store().rectification.meetings()
    assert meeting == Meeting(1, NAME, HELD)
    entry = the_store().rectification.entries()[0]
    assert (entry.unit, entry.problem, entry.source) == (first, "12月起实行", "会议议定事项")
    assert (entry.assigned_on, entry.first_deadline) == (HELD, date(2026, 12, 11))
    shown = [table.value for table in app.table]
    assert any(
        list(table["督办事项"]) == ["窗口延时服务"] * 2 for table in shown if "督办事项" in table
    )
    assert app.text_input(key="decided_matter").value == ""
    # the same once more is said, not doubled
    app = fill(app, decided_matter="窗口延时服务", decided_units=[first])
    assert "已有同样的议定事项" in words(press(app, "议定，交1个单位"))


def test_a_meeting_is_corrected_and_filters_the_ledger(one):
    (first,) = units(1)
    note(matter="窗口延时服务", units=first)
    note(matter="叫号机更换", units=first, name="早会")
    app = show("rectification.py", meeting="1")
    assert list(app.dataframe[0].value["涉及事项／站点"]) == ["窗口延时服务"]
    app = press(fill(app, meeting_document_1="〔2026〕5号"), "更正会议")
    assert f"会议已更正：{NAME}（〔2026〕5号）" in words(app)
    assert the_store().rectification.entries()[0].document == f"{NAME}（〔2026〕5号）"
    assert len(show("rectification.py").dataframe[0].value) == 2


def test_the_form_of_the_meeting_room_finds_units_deadlines_and_its_meeting(one):
    first, second = units(2)
    said = note(matter=" 窗口 延时服务 ", units=f"{first}、{second}", days=3)
    assert mentions(said, "窗口 延时服务", first, second, "11月25日")
    number = the_store().rectification.meetings()[0].number
    note(matter="叫号机更换", units=first, meeting=number, days=0, day="2026-12-25")
    note(matter="培训", units=second)  # the name of a meeting that another has entered meanwhile
    assert len(the_store().rectification.meetings()) == 1
    due = [entry.first_deadline for entry in the_store().rectification.entries()]
    assert due[-2:] == [date(2026, 12, 25), date(2026, 11, 27)]
    assert "已有这一项" in note(matter="培训", units=f"{first}、{second}")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"matter": " "}, "还没有写议定事项"),
        ({"units": " 、"}, "还没有写责任单位"),
        ({"units": "无名局"}, "没有“无名局”"),
        ({"days": 0, "day": ""}, "还没有定完成时限"),
        ({"days": 4}, "还没有定完成时限"),
        ({"days": 0, "day": "2026-11-19"}, "早于交办日期"),
        ({"name": ""}, "会议名称"),
    ],
)
def test_what_the_meeting_room_is_told(one, said, sentence):
    (first,) = units(1)
    with pytest.raises(GovsvcError) as refused:
        note(**{"matter": "培训", "units": first} | said)
    assert sentence in refused.value.title
    assert not the_store().rectification.entries() and not the_store().rectification.meetings()


@pytest.mark.parametrize("role", [VIEWER, UPLOADER])
def test_who_may_not_enter_what_a_meeting_decides(one, acting, role):
    (first,) = units(1)
    acting(role)
    assert "meeting_name_0" not in [field.key for field in show("rectification.py").text_input]
    assert "新增议定" not in drawn(show(present="1"))
    with pytest.raises(NotAllowed):
        note(matter="培训", units=first)
    acting(REVIEWER)
    assert "新增议定" in drawn(show(present="1"))
    assert note(matter="培训", units=first)


def test_the_next_briefing_begins_with_it(one, monkeypatch):
    first, second = units(2)
    note(matter="窗口延时服务", units=f"{first}、{second}", days=3)
    assert keys(show(present="1"))[0] == "overall"  # today's meeting looks back on none
    store = the_store()
    for who, kind in (("甲", SIGNED), ("甲", APPLIED), ("乙", PASSED)):
        last = store.rectification.standings()[0].last
        store.rectification_writes.take({1: last}, Step(kind, "已实行"), Act(who, data.now()))
    monkeypatch.setattr(data, "now", lambda: datetime(2026, 12, 1, 9))
    app = show(present="1")
    assert keys(app)[:2] == ["meeting", "overall"] and "ledger" in keys(app)
    slide = drawn(app).split("</section>")[0]
    assert mentions(slide, "11月20日", "议定2项", "已落实1项", "正在办理1项", "其中逾期1项", second)
    assert "逾期4个工作日" in slide and "rectification?m=2026-10&amp;meeting=1" in slide


def test_a_unit_has_what_is_assigned_to_it_on_its_page(one, monkeypatch):
    (first,) = units(1)
    note(matter="窗口延时服务", units=first, days=3)
    monkeypatch.setattr(data, "now", lambda: datetime(2026, 12, 1, 9))
    app = show("league.py", of=first)
    (table,) = [table.value for table in app.table if "时限情况" in table.value]
    assert list(table["时限情况"]) == ["红 逾期4个工作日"] and "entry=1" in table["编号"][0]
    assert any("unit=" in link.proto.query_string for link in app.get("page_link"))
    before = len(the_store().rectification.entries())
    (button,) = [each for each in app.button if each.label.startswith("交办")]
    press(app, button.label)
    made = the_store().rectification.entries()[before:]
    assert made and {entry.unit for entry in made} == {first}
    assert f"在办{len(made) + 1}项，逾期1项" in words(show("league.py", of=first))


def test_the_latest_meeting_before_the_day_is_the_last_one(one):
    store, (first,) = the_store(), units(1)
    for day in (10, 12, 20):
        meeting = Meeting(0, NAME, date(2026, 11, day))
        if day == 12:  # that decided nothing is not looked back on
            store.meeting_writes.save_meeting(
                meeting, Act("甲", data.now()), expected_version=store.version()
            )
            continue
        (unit,) = meetings.units_named(first, store.settings.roster())
        store.rectification_writes.assign(
            meetings.decided(meeting, f"事项{day}", [unit], date(2026, 12, 1)),
            Act("甲", data.now()),
            expected_version=store.version(),
            meeting=meeting,
        )
    line = meetings.last_before(data.ledger())
    assert line and line.meeting.held_on == date(2026, 11, 10)
    assert [each.meeting.held_on.day for each in meetings.of_day(data.ledger())] == [20]
