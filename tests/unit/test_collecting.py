"""The clerk's month: opening, who has handed in, the list of those to remind, closing, drafts;
through the library and the command line.
"""

from dataclasses import replace
from datetime import date

import pytest
from support import mentions
from test_store import OCTOBER, SEPTEMBER, WHEN, batch, item, own, save, village

from govsvc.__main__ import main
from govsvc.board import Board, sentences
from govsvc.domain import deadlines
from govsvc.domain.errors import GovsvcError, MonthClosed
from govsvc.domain.indicators import ITEMS, STATIONS
from govsvc.domain.rows import LEFT_OUT
from govsvc.importing import preview
from govsvc.security import system_actor
from govsvc.security.audit_log import AuditLog
from govsvc.store import CLOSED, COLLECTING, IN_REVIEW, Act
from govsvc.workflow import collecting

TODAY = date(2026, 11, 5)
BY = {"who": "李四", "when": WHEN}


def september(store):
    save(
        store,
        batch(
            ITEMS,
            *(
                item(str(n), unit, SEPTEMBER)
                for n, unit in enumerate(["公安局", "民政局", "自然资源局"])
            ),
            month=SEPTEMBER,
        ),
        batch(STATIONS, village("东村", SEPTEMBER), month=SEPTEMBER),
    )


def opened(store, month=OCTOBER, **more):
    return collecting.open_month(store, month, **BY, today=TODAY, **more)


def states(store, month=OCTOBER):
    return {
        unit.unit: (unit.state, unit.is_carried, unit.rows)
        for unit in collecting.progress(store, month).units
    }


def test_units_go_from_waiting_to_reported(empty_store):
    september(empty_store)
    opened(empty_store)
    assert states(empty_store) == {
        "公安局": ("waiting", True, 1),
        "民政局": ("waiting", True, 1),
        "自然资源局": ("waiting", True, 1),
        "城关镇": ("waiting", True, 1),
    }
    assert collecting.progress(empty_store, OCTOBER).text == "已报0/3个部门、0/1个乡镇"
    save(empty_store, batch(ITEMS, item("0", "公安局"), item("9", "公安局")))
    collecting.report_no_change(empty_store, OCTOBER, ITEMS, "民政局", **BY)
    found = collecting.progress(empty_store, OCTOBER)
    assert states(empty_store)["公安局"] == ("reported", False, 2) and states(empty_store)[
        "民政局"
    ] == ("nothing_changed", True, 1)
    assert found.text == "已报2/3个部门、0/1个乡镇" and [unit.unit for unit in found.waiting()] == [
        "自然资源局",
        "城关镇",
    ]
    assert (found.units[0].who, found.units[0].file, found.units[0].at) == ("测试", "a.xlsx", WHEN)


def test_the_text_to_remind_names_who_is_late_and_who_has_to_hand_in_again(empty_store):
    september(empty_store)
    opened(empty_store)
    save(empty_store, batch(ITEMS, item("0", "公安局")))
    collecting.send_back(empty_store, OCTOBER, ITEMS, "公安局", why="缺少编码", **BY)
    text = collecting.reminder(collecting.progress(empty_store, OCTOBER), date(2026, 11, 8))
    assert text == (
        "【2026年10月政务服务数据报送提醒】截至目前已报0/3个部门、0/1个乡镇，请于11月8日前报送。\n"
        "未报的部门（2个）：民政局、自然资源局。\n退回待重报的部门（1个）：公安局（缺少编码）。\n"
        "未报的乡镇（街道）（1个）：城关镇。\n没有变化的请回复“本月无变化”。"
    )
    for kind, unit in ((ITEMS, "民政局"), (ITEMS, "自然资源局"), (STATIONS, "城关镇")):
        collecting.report_no_change(empty_store, OCTOBER, kind, unit, **BY)
    save(empty_store, batch(ITEMS, item("0", "公安局")))
    assert collecting.reminder(collecting.progress(empty_store, OCTOBER)) == ""


@pytest.mark.parametrize(
    ("month", "code"),
    [
        (date(2026, 12, 1), "month_in_future"),
        (date(2026, 11, 1), "month_skipped"),
        (date(2026, 8, 1), "month_before_latest"),
        (SEPTEMBER, None),
    ],
)
def test_a_month_that_cannot_be_opened_is_answered_in_a_sentence(empty_store, month, code):
    september(empty_store)
    if code is None:
        opened(empty_store, month)
        code = "month_open"
    before = empty_store.version()
    with pytest.raises(GovsvcError) as refusal:
        opened(empty_store, month)
    assert refusal.value.code == code and refusal.value.step and empty_store.version() == before


def test_a_month_is_skipped_where_it_is_said(empty_store):
    september(empty_store)
    opened(empty_store, date(2026, 11, 1), skip=True)
    assert own(empty_store, date(2026, 11, 1)) == own(empty_store, SEPTEMBER)
    assert collecting.next_month(empty_store) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (
            lambda store: collecting.report_no_change(store, OCTOBER, ITEMS, "公安局", **BY),
            "reported_before",
        ),
        (
            lambda store: collecting.report_no_change(store, OCTOBER, ITEMS, "水利局", **BY),
            "no_such_unit",
        ),
        (
            lambda store: collecting.send_back(store, OCTOBER, ITEMS, "民政局", why="x", **BY),
            "not_reported",
        ),
        (
            lambda store: collecting.send_back(store, OCTOBER, ITEMS, "公安局", why=" ", **BY),
            "reason_needed",
        ),
    ],
)
def test_what_cannot_be_noted_of_a_unit(empty_store, call, code):
    september(empty_store)
    opened(empty_store)
    save(empty_store, batch(ITEMS, item("0", "公安局")))
    before = empty_store.version()
    with pytest.raises(GovsvcError) as refusal:
        call(empty_store)
    assert refusal.value.code == code and empty_store.version() == before


def test_closing_with_units_missing_or_rows_in_error_needs_a_reason(empty_store):
    september(empty_store)
    opened(empty_store)
    save(empty_store, batch(ITEMS, item("0", "公安局"), item("8", "公安局", status=LEFT_OUT)))
    collecting.move_month(empty_store, OCTOBER, IN_REVIEW, **BY)
    with pytest.raises(
        GovsvcError,
        match=(
            "还有2个部门未报（民政局、自然资源局）；还有1个乡镇未报（城关镇）；有1行有误、没有计入"
        ),
    ):
        collecting.move_month(empty_store, OCTOBER, CLOSED, **BY)
    collecting.move_month(empty_store, OCTOBER, COLLECTING, **BY)
    collecting.move_month(empty_store, OCTOBER, CLOSED, reason="上级催要", **BY)
    (edition,) = collecting.editions(empty_store, OCTOBER)
    assert (edition.reason, edition.who) == ("上级催要", "李四")
    with pytest.raises(MonthClosed):
        collecting.report_no_change(empty_store, OCTOBER, ITEMS, "民政局", **BY)


def test_the_overview_says_how_far_an_open_month_is(empty_store):
    september(empty_store)
    opened(empty_store)
    save(empty_store, batch(ITEMS, item("0", "公安局")))
    assert "采集中，已报1/3个部门、0/1个乡镇" in [
        text for text, *_ in sentences.freshness(Board(empty_store), OCTOBER)
    ]
    collecting.move_month(empty_store, OCTOBER, CLOSED, reason="x", **BY)
    assert "已定稿（第1版）" in [
        text for text, *_ in sentences.freshness(Board(empty_store), OCTOBER)
    ]
    assert "已报齐，待定稿（3/3个部门、1/1个乡镇）" in [
        text for text, *_ in sentences.freshness(Board(empty_store), SEPTEMBER)
    ]


def test_the_contact_of_a_unit_is_beside_it(empty_store):
    september(empty_store)
    roster = empty_store.settings.roster()
    roster = roster.with_unit(replace(roster.unit("公安局"), contact="王五", phone="0311-1234567"))
    empty_store.setting_writes.save_roster(
        roster, Act("李四", WHEN), expected_version=empty_store.version()
    )
    opened(empty_store)
    assert [(unit.unit, unit.contact) for unit in collecting.progress(empty_store, OCTOBER).units][
        :2
    ] == [("公安局", "王五 0311-1234567"), ("民政局", "")]


def test_drafts_are_numbered_by_month_and_say_what_was_undone(empty_store):
    september(empty_store)
    opened(empty_store)
    save(empty_store, batch(ITEMS, item("0", "公安局")))
    version = save(empty_store, batch(ITEMS, item("0", "公安局", is_online=False)))
    seen = preview.of_undoing(empty_store, [version])
    assert [(row.what, row.fields) for row in seen.rows] == [
        ("改动", (("是否网上可办", "否", "是"),))
    ] and preview.summary(seen)
    undoing = empty_store.undoing.undo([version], Act("王五", WHEN), expected_version=seen.version)
    found = [
        (draft.name, draft.undone_by, draft.can_undo, draft.who)
        for draft in collecting.drafts(empty_store, OCTOBER)
    ]
    assert found == [
        ("撤销", None, True, "王五"),
        ("第2稿", undoing, False, "测试"),
        ("第1稿", None, True, "测试"),
        ("开月", None, True, "李四"),
    ]
    assert [draft.name for draft in collecting.drafts(empty_store, SEPTEMBER)] == ["第1稿"]


def test_what_undoing_does_to_who_has_handed_in_is_said_before(empty_store):
    def said() -> str:
        (text,) = [
            text
            for text in preview.summary(preview.of_undoing(empty_store, [empty_store.version()]))
            if "报送进度" in text
        ]
        return text

    september(empty_store)
    opened(empty_store)
    collecting.report_no_change(empty_store, OCTOBER, ITEMS, "民政局", **BY)
    assert mentions(said(), "2026年10月", "民政局由零报告改为未报")
    empty_store.undoing.undo(
        [empty_store.version()],
        Act("李四", WHEN),
        expected_version=empty_store.version(),
    )
    assert mentions(said(), "2026年10月", "民政局由未报改为零报告")
    save(empty_store, batch(ITEMS, item("0", "公安局")))
    assert mentions(said(), "2026年10月", "公安局由已报改为未报")


def test_returning_a_report_brings_back_the_rows_of_the_month_before(empty_store):
    september(empty_store)
    opened(empty_store)
    before = own(empty_store), states(empty_store)["公安局"]
    save(
        empty_store,
        batch(ITEMS, item("0", "公安局", is_online=False), item("9", "公安局", is_online=False)),
    )
    assert own(empty_store)["online_rate"] == (2, 4)
    known = collecting.unit_of(collecting.progress(empty_store, OCTOBER), ITEMS, "公安局")
    said = collecting.on_return(empty_store, OCTOBER, known)
    assert mentions(said, "2行", "2026年9月", "1行", "撤销")
    version = collecting.send_back(empty_store, OCTOBER, ITEMS, "公安局", why="漏项", **BY)
    assert own(empty_store) == before[0]
    assert states(empty_store)["公安局"] == ("returned", True, 1)
    assert not empty_store.faults()
    # the undoing puts the uploaded rows in force again, and can itself be undone
    undoing = empty_store.undoing.undo([version], Act("王五", WHEN), expected_version=version)
    assert own(empty_store)["online_rate"] == (2, 4)
    assert states(empty_store)["公安局"] == ("reported", False, 2)
    empty_store.undoing.undo([undoing], Act("王五", WHEN), expected_version=undoing)
    assert own(empty_store) == before[0] and states(empty_store)["公安局"][0] == "returned"
    save(empty_store, batch(ITEMS, item("0", "公安局"), item("9", "公安局")))
    assert states(empty_store)["公安局"] == ("reported", False, 2)


def test_returning_in_a_month_that_was_not_opened_or_has_none_before(empty_store):
    september(empty_store)
    first = collecting.progress(empty_store, SEPTEMBER)
    known = collecting.unit_of(first, ITEMS, "公安局")
    assert "照常计入" in collecting.on_return(empty_store, SEPTEMBER, known)
    collecting.send_back(empty_store, SEPTEMBER, ITEMS, "公安局", why="x", **BY)
    assert states(empty_store, SEPTEMBER)["公安局"] == ("returned", False, 1)
    save(empty_store, batch(ITEMS, *(item(n, "公安局", is_online=False) for n in "089")))
    collecting.send_back(empty_store, OCTOBER, ITEMS, "公安局", why="x", **BY)
    assert states(empty_store)["公安局"] == ("returned", True, 1)
    assert own(empty_store)["online_rate"] == (1, 1)


def test_an_item_that_another_unit_took_over_does_not_come_back_twice(empty_store):
    september(empty_store)
    opened(empty_store)
    save(empty_store, batch(ITEMS, item("8", "公安局")))
    save(empty_store, batch(ITEMS, item("0", "民政局"), item("1", "民政局")))
    version = collecting.send_back(empty_store, OCTOBER, ITEMS, "公安局", why="x", **BY)
    rows = [(row.unit, row.key) for row in empty_store.rows.entries(ITEMS, OCTOBER)]
    assert sorted(rows) == [("民政局", "0"), ("民政局", "1"), ("自然资源局", "2")]
    assert own(empty_store)["online_rate"] == (3, 3) and not empty_store.faults()
    empty_store.undoing.undo([version], Act("王五", WHEN), expected_version=version)
    assert own(empty_store)["online_rate"] == (4, 4) and not empty_store.faults()


def test_a_township_that_is_returned_has_its_stations_of_the_month_before(empty_store):
    september(empty_store)
    opened(empty_store)
    before = own(empty_store)
    save(empty_store, batch(STATIONS, village("东村"), village("西村")))
    assert own(empty_store) != before
    collecting.send_back(empty_store, OCTOBER, STATIONS, "城关镇", why="x", **BY)
    assert own(empty_store) == before and states(empty_store)["城关镇"][1:] == (True, 1)


def test_zero_reports_of_several_units_are_one_write(empty_store):
    september(empty_store)
    opened(empty_store)
    log = AuditLog(empty_store.path)
    store = empty_store.acting(system_actor("李四"), log)
    version = store.version()
    assert (
        collecting.report_all_unchanged(
            store, OCTOBER, {ITEMS: ["公安局", "民政局", "自然资源局"], STATIONS: ["城关镇"]}, **BY
        )
        == version + 1
    )
    assert {state for state, *_ in states(store).values()} == {"nothing_changed"}
    (entry,) = log.entries()
    assert mentions(entry.subject, "公安局、民政局、自然资源局", "4个单位")
    # one that cannot be noted keeps the others back
    with pytest.raises(GovsvcError):
        collecting.report_no_change(store, SEPTEMBER, ITEMS, "民政局", "水利局", **BY)
    assert store.version() == version + 1


def test_the_log_names_the_units_of_what_comes_in_and_of_what_is_returned(empty_store):
    september(empty_store)
    opened(empty_store)
    log = AuditLog(empty_store.path)
    store = empty_store.acting(system_actor("李四"), log)
    save(store, batch(ITEMS, item("0", "公安局"), item("1", "民政局")))
    assert mentions(log.entries()[0].subject, "公安局", "民政局")
    collecting.send_back(store, OCTOBER, ITEMS, "公安局", why="漏项", **BY)
    entry = log.entries()[0]
    assert mentions(entry.subject, "公安局") and mentions(entry.after, "漏项", "2026年9月", "1行")
    names = [f"第{n}局" for n in range(9)]
    save(store, batch(ITEMS, *(item(str(20 + n), unit) for n, unit in enumerate(names))))
    assert mentions(log.entries()[0].subject, "第0局、第1局、第2局", "9个单位")
    save(store, batch(ITEMS, item("40", "教育局", status=LEFT_OUT)))
    assert "教育局" in log.entries()[0].subject


def test_the_deadline_of_a_month_is_kept(empty_store):
    settings = empty_store.settings
    assert deadlines.of_month(settings.all(), OCTOBER) == date(2026, 11, 10)
    assert deadlines.usual(date(2026, 12, 1)) == date(2027, 1, 10)
    empty_store.setting_writes.set_deadline(
        OCTOBER, date(2026, 11, 8), Act("李四", WHEN), expected_version=empty_store.version()
    )
    assert deadlines.of_month(settings.all(), OCTOBER) == date(2026, 11, 8)
    assert deadlines.of_month(settings.all(), SEPTEMBER) == date(2026, 10, 10)


def test_a_month_on_the_command_line(tmp_path, capsys):
    database = ["--database", str(tmp_path / "a.duckdb")]
    header = (
        "实施编码,事项名称,事项类型,实施主体,是否网上可办,是否全程网办,是否在省平台发布,"
        "是否进驻大厅\n"
    )
    for name, rows in (
        (
            "2026年9月事项.csv",
            (
                "1100010000010001,甲,行政许可,公安局,是,是,是,是\n1100010000010002,乙,行政许可,"
                "民政局,是,是,是,是\n"
            ),
        ),
        ("2026年10月公安局.csv", "1100010000010001,甲,行政许可,公安局,否,否,是,是\n"),
    ):
        (tmp_path / name).write_text(header + rows)

    def run(*arguments, code=0):
        assert main([*arguments, *database]) == code, capsys.readouterr()
        out = capsys.readouterr()
        return out.out + out.err

    run("import", str(tmp_path / "2026年9月事项.csv"), "--home", "云溪县")
    assert "以2026年9月为底册" in run("month", "open", "2026-10")
    assert "已经开月" in run("month", "open", "2026-10", code=1)
    run("import", str(tmp_path / "2026年10月公安局.csv"), "--accept", "indicator_moves")
    assert run("month", "status", "2026-10").splitlines()[0] == "2026年10月采集中，已报1/2个部门。"
    reminder = run("month", "status", "2026-10", "--remind")
    assert "未报的部门（1个）：民政局。" in reminder and "请于11月10日前报送" in reminder
    assert "请于11月8日前报送" in run(
        "month", "status", "2026-10", "--remind", "--until", "2026-11-08"
    )
    assert "不能直接定稿" in run("month", "close", "2026-10", code=1)
    first_line = run("rates", "--month", "2026-10").splitlines()[0]
    assert mentions(first_line, "2026年10月", "采集中", "1/2个部门", "数据版本3")
    assert "没有“水利局”" in run("month", "no-change", "2026-10", "民政局", "水利局", code=1)
    assert "零报告" in run("month", "no-change", "2026-10", "民政局")
    assert "民政局由零报告改为未报" in run("undo", "4", "--dry-run")
    assert "还没有开月" in run("month", "status", "2026-12", code=1)
    assert "第1稿" in run("undo") and "改动1行" in run("undo", "3", "--dry-run")
    assert "已定稿（第1版）" in run("month", "close", "2026-10")
    assert "已定稿" in run("undo", "3", code=1)
    assert "已撤销" in run("undo", "3", "--reason", "公安局报错")
    assert "第2版" in run("month", "status", "2026-10")
    run("month", "open", "2026-11")
    assert "零报告" in run("month", "no-change", "2026-11", "民政局", "公安局")
    assert run("month", "status", "2026-11").splitlines()[0].endswith("已报2/2个部门。")
    assert "沿用上月" in run("month", "return", "2026-11", "民政局", "--reason", "漏项")
