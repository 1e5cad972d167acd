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
from govsvc.domain.errors import GovsvcError, MonthClosed
from govsvc.domain.indicators import ITEMS, STATIONS
from govsvc.domain.rows import LEFT_OUT
from govsvc.importing import preview
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
    assert "采集中，已报3/3个部门、1/1个乡镇" in [
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
    run("import", str(tmp_path / "2026年10月公安局.csv"))
    assert run("month", "status", "2026-10").splitlines()[0] == "2026年10月采集中，已报1/2个部门。"
    assert "未报的部门（1个）：民政局。" in run("month", "status", "2026-10", "--remind")
    assert "不能直接定稿" in run("month", "close", "2026-10", code=1)
    first_line = run("rates", "--month", "2026-10").splitlines()[0]
    assert mentions(first_line, "2026年10月", "采集中", "1/2个部门", "数据第3版")
    assert "零报告" in run("month", "no-change", "2026-10", "民政局")
    assert "民政局由零报告改为未报" in run("undo", "4", "--dry-run")
    assert "还没有开月" in run("month", "status", "2026-12", code=1)
    assert "第1稿" in run("undo") and "改动1行" in run("undo", "3", "--dry-run")
    assert "已定稿（第1版）" in run("month", "close", "2026-10")
    assert "已定稿" in run("undo", "3", code=1)
    assert "已撤销" in run("undo", "3", "--reason", "公安局报错")
    assert "第2版" in run("month", "status", "2026-10")
