"""The clerk's month under what goes wrong in an office: rules after a closing, openings taken back,
changes before an opening, missing units.
"""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from support import mentions
from test_store import OCTOBER, SEPTEMBER, WHEN, batch, item, own, save, village

from govsvc.assessment.problems import LASTING
from govsvc.board import Board, insights, sentences, tables
from govsvc.domain import indicators
from govsvc.domain.errors import GovsvcError, MonthClosed, StaleVersion
from govsvc.domain.indicators import BULLETIN, ITEMS, STATIONS, TARGETS, Rules
from govsvc.domain.roster import DEPARTMENT, Unit
from govsvc.domain.rows import LEFT_OUT, Reported, Target
from govsvc.importing import pipeline
from govsvc.importing.villages import merge_village
from govsvc.store import CLOSED, COLLECTING, IN_REVIEW, Act, Batch, RuleVersion
from govsvc.workflow import collecting
from govsvc.workflow.collecting import unit_reports

AUGUST, NOVEMBER = date(2026, 8, 1), date(2026, 11, 1)
ACT, BY = Act("李四", WHEN), {"who": "李四", "when": WHEN}
TODAY = date(2026, 11, 5)
NOT_ONLINE = indicators.list_by_key("not_online")
HEADER = (
    "实施编码,事项名称,事项类型,实施主体,是否网上可办,是否全程网办,是否在省平台发布,是否进驻大厅\n"
)


def opened(store, month=OCTOBER):
    return collecting.open_month(store, month, **BY, today=TODAY)


def refused(code, call, *arguments, **more):
    with pytest.raises(GovsvcError) as refusal:
        call(*arguments, **more)
    assert refusal.value.code == code and refusal.value.step
    return refusal.value


def csv(unit: str, *codes: str, yes: str = "是") -> bytes:
    return (
        HEADER + "".join(f"{code},事项{code},行政许可,{unit},{yes},否,是,是\n" for code in codes)
    ).encode()


def september(store, *units: str):
    save(
        store,
        batch(
            ITEMS,
            *(
                item(f"{unit}{n}", unit, SEPTEMBER, is_online=bool(n))
                for unit in units or ("公安局", "民政局")
                for n in range(3)
            ),
            month=SEPTEMBER,
        ),
    )


def progress(store, month=OCTOBER):
    return {
        unit.unit: (unit.state, unit.rows, unit.is_carried)
        for unit in collecting.progress(store, month).units
    }


def test_a_closed_month_says_the_same_of_its_list_whatever_rules_an_earlier_open_month_gets(
    empty_store,
):
    rows = [item(str(n), month=SEPTEMBER, is_online=n > 2) for n in (1, 2, 3)]
    save(
        empty_store,
        batch(
            ITEMS,
            *(replace(row, attributes=row.attributes | {"item_type": "行政许可"}) for row in rows),
            month=SEPTEMBER,
        ),
    )
    opened(empty_store)
    collecting.report_no_change(empty_store, OCTOBER, ITEMS, "自然资源局", **BY)
    collecting.move_month(empty_store, OCTOBER, CLOSED, **BY)

    def overlaid():
        board = Board(collecting.as_published(empty_store, OCTOBER))
        now, gone = board.lists.rows(NOT_ONLINE, OCTOBER)
        return (
            [(p.row.key, p.state, p.months) for p in now],
            gone,
            board.lists.change(NOT_ONLINE, OCTOBER),
            board.cards.standing(indicators.INDICATORS[0], OCTOBER).change_pp,
        )

    before = overlaid()
    assert before[0] == [("1", LASTING, 2), ("2", LASTING, 2)] and before[2] == 0
    rules = RuleVersion("口径", "文件", SEPTEMBER, Rules(types_in_scope=("公共服务",)))
    empty_store.setting_writes.change_rules(rules, ACT, expected_version=empty_store.version())
    assert overlaid() == before and own(empty_store, SEPTEMBER) == {}


def test_rules_that_come_and_go_leave_no_row_behind(empty_store):
    september(empty_store)
    before = (
        own(empty_store, SEPTEMBER),
        empty_store.rows.entries(ITEMS, SEPTEMBER),
        empty_store.counts.list_counts(),
    )
    for levels in ((), ("村（社区）",), ()):
        found = RuleVersion(
            "口径", "文件", SEPTEMBER, Rules(exempt_as={"online_rate": "met"} if levels else {})
        )
        empty_store.setting_writes.change_rules(found, ACT, expected_version=empty_store.version())
    assert (
        own(empty_store, SEPTEMBER),
        empty_store.rows.entries(ITEMS, SEPTEMBER),
        empty_store.counts.list_counts(),
    ) == before


def test_an_opening_that_is_taken_back_and_brought_back_is_an_opening(empty_store):
    september(empty_store)
    version = opened(empty_store)
    for _ in range(2):
        version = empty_store.undoing.undo([version], ACT, expected_version=empty_store.version())
        assert (
            OCTOBER not in empty_store.months.states()
            and empty_store.counts.units(ITEMS, OCTOBER) == {}
        )
        version = empty_store.undoing.undo([version], ACT, expected_version=empty_store.version())
        assert empty_store.months.states()[OCTOBER].base == SEPTEMBER and empty_store.counts.units(
            ITEMS, OCTOBER
        ) == {"公安局": 3, "民政局": 3}
        refused("month_open", opened, empty_store)


def test_an_opening_is_taken_back_also_after_a_review(empty_store):
    september(empty_store)
    version = opened(empty_store)
    collecting.move_month(empty_store, OCTOBER, IN_REVIEW, **BY)
    collecting.move_month(empty_store, OCTOBER, COLLECTING, **BY)
    assert empty_store.undoing.later_writes(version) == []
    undone = empty_store.undoing.undo([version], ACT, expected_version=empty_store.version())
    assert (
        OCTOBER not in empty_store.months.states()
        and empty_store.counts.units(ITEMS, OCTOBER) == {}
    )
    empty_store.undoing.undo([undone], ACT, expected_version=empty_store.version())
    assert empty_store.months.states()[OCTOBER].state == COLLECTING and empty_store.counts.units(
        ITEMS, OCTOBER
    ) == {"公安局": 3, "民政局": 3}


def test_a_month_that_is_reviewed_before_it_is_opened_still_waits_for_the_others(empty_store):
    september(empty_store)
    save(empty_store, batch(ITEMS, item("公安局0", "公安局")))
    collecting.move_month(empty_store, OCTOBER, IN_REVIEW, **BY)
    assert collecting.progress(empty_store, OCTOBER).text == "已报1/2个部门"
    refused("reason_needed", collecting.move_month, empty_store, OCTOBER, CLOSED, **BY)
    opened(empty_store)
    assert (
        empty_store.counts.units(ITEMS, OCTOBER) == {"公安局": 1, "民政局": 3}
        and empty_store.months.states()[OCTOBER].base == SEPTEMBER
    )
    collecting.move_month(empty_store, OCTOBER, CLOSED, reason="催要", **BY)
    assert "已定稿" in refused("month_closed", opened, empty_store).title


def test_changes_only_before_the_opening_are_refused(empty_store):
    first = pipeline.plan(
        empty_store,
        [("2026年9月.csv", csv("公安局", *"123") + csv("民政局", "4").split(b"\n", 1)[1])],
        home="云溪县",
    )
    pipeline.commit(empty_store, first, who="", when=WHEN)
    changes = [("2026年10月.csv", csv("公安局", "1", yes="否"))]
    assert (
        "先到“报送进度”开月"
        in refused("changes_of_nothing", pipeline.plan, empty_store, changes, is_changes=True).step
    )
    opened(empty_store)
    planned = pipeline.plan(empty_store, changes, is_changes=True)
    assert not [issue for file in planned.files for issue in file.issues]
    pipeline.commit(empty_store, planned, who="", when=WHEN)
    assert empty_store.counts.units(ITEMS, OCTOBER) == {"公安局": 3, "民政局": 1} and own(
        empty_store
    )["online_rate"] == (3, 4)


def test_the_same_file_for_the_next_month_or_after_a_return_is_handed_in(empty_store):
    content = csv("公安局", *"123")
    pipeline.commit(
        empty_store,
        pipeline.plan(empty_store, [("2026年9月公安局.csv", content)], home="云溪县"),
        who="",
        when=WHEN,
    )
    opened(empty_store)
    planned = pipeline.plan(empty_store, [("2026年10月公安局.csv", content)])
    assert planned.already == [] and [(b.kind, b.month) for b in planned.batches] == [
        (ITEMS, OCTOBER)
    ]
    pipeline.commit(empty_store, planned, who="", when=WHEN)
    assert progress(empty_store) == {"公安局": ("reported", 3, False)}
    assert pipeline.plan(empty_store, [("2026年10月公安局.csv", content)]).already
    collecting.send_back(empty_store, OCTOBER, ITEMS, "公安局", why="核实", **BY)
    planned = pipeline.plan(empty_store, [("2026年10月公安局.csv", content)])
    assert planned.already == []
    pipeline.commit(empty_store, planned, who="", when=WHEN)
    assert progress(empty_store) == {"公安局": ("reported", 3, False)}


def test_a_returned_report_gives_place_to_the_month_before(empty_store):
    september(empty_store)
    opened(empty_store)
    save(empty_store, batch(ITEMS, item("公安局0", "公安局", is_online=False)))
    collecting.send_back(empty_store, OCTOBER, ITEMS, "公安局", why="核实", **BY)
    collecting.report_no_change(empty_store, OCTOBER, ITEMS, "民政局", **BY)
    collecting.send_back(empty_store, OCTOBER, ITEMS, "民政局", why="核实", **BY)
    assert progress(empty_store) == {
        "公安局": ("returned", 3, True),
        "民政局": ("returned", 3, True),
    }
    collecting.report_no_change(empty_store, OCTOBER, ITEMS, "民政局", **BY)
    assert progress(empty_store)["民政局"] == ("nothing_changed", 3, True)


def test_a_department_of_the_roster_without_rows_is_waited_for(empty_store):
    september(empty_store)
    roster = (
        empty_store.settings.roster()
        .with_unit(Unit("教育局", DEPARTMENT))
        .with_unit(Unit("气象局", DEPARTMENT, valid_from=NOVEMBER))
    )
    empty_store.setting_writes.save_roster(roster, ACT, expected_version=empty_store.version())
    opened(empty_store)
    assert progress(empty_store)["教育局"] == ("waiting", 0, False) and "气象局" not in progress(
        empty_store
    )
    for unit in ("公安局", "民政局"):
        collecting.report_no_change(empty_store, OCTOBER, ITEMS, unit, **BY)
    refused("reason_needed", collecting.move_month, empty_store, OCTOBER, CLOSED, **BY)
    collecting.report_no_change(empty_store, OCTOBER, ITEMS, "教育局", **BY)  # it has no items
    collecting.move_month(empty_store, OCTOBER, CLOSED, **BY)
    assert progress(empty_store)["教育局"][0] == "nothing_changed"


def test_townships_are_waited_for_where_no_ledger_came(empty_store):
    save(
        empty_store,
        batch(ITEMS, item("1", month=SEPTEMBER), month=SEPTEMBER),
        batch(STATIONS, village("东村", SEPTEMBER), month=SEPTEMBER),
    )
    save(empty_store, batch(ITEMS, item("1")))
    assert progress(empty_store)["城关镇"] == ("waiting", 0, False)
    refused("reason_needed", collecting.move_month, empty_store, OCTOBER, CLOSED, **BY)
    collecting.move_month(empty_store, OCTOBER, CLOSED, reason="没有变化", **BY)
    opened(empty_store, NOVEMBER)
    assert empty_store.counts.units(STATIONS, NOVEMBER) == {"城关镇": 1} and own(
        empty_store, NOVEMBER
    )["station_coverage_rate"] == (1, 1)


def test_an_import_is_undone_although_its_target_was_edited_since(empty_store):
    version = save(
        empty_store,
        batch(ITEMS, item("1")),
        Batch(TARGETS, None, [("t.xlsx", "t")], targets=[Target(2026, "online_rate", value=99)]),
    )
    edited = Target(2026, "online_rate", place=3)
    empty_store.setting_writes.set_target(edited, ACT, expected_version=empty_store.version())
    assert empty_store.undoing.later_writes(version) == []
    undone = empty_store.undoing.undo([version], ACT, expected_version=empty_store.version())
    assert empty_store.counts.units(ITEMS, OCTOBER) == {} and empty_store.settings.targets() == [
        edited
    ]
    empty_store.undoing.undo([undone], ACT, expected_version=empty_store.version())
    assert empty_store.counts.units(ITEMS, OCTOBER) == {
        "自然资源局": 1
    } and empty_store.settings.targets() == [edited]


def test_a_month_to_come_is_neither_reviewed_nor_closed_and_a_mistyped_one_blocks_nothing(
    empty_store,
):
    september(empty_store)
    december = date(2026, 12, 1)
    version = save(empty_store, batch(ITEMS, item("1", "公安局", december), month=december))
    for state in (IN_REVIEW, CLOSED):
        refused(
            "month_in_future", collecting.move_month, empty_store, december, state, reason="x", **BY
        )
    later = {"who": "李四", "when": datetime(2027, 1, 5)}
    collecting.move_month(empty_store, december, IN_REVIEW, **later)
    empty_store.undoing.undo([version], ACT, expected_version=empty_store.version())
    assert collecting.next_month(empty_store) == OCTOBER
    opened(empty_store)


def test_rows_of_a_partial_sheet_with_an_error_stand_against_closing(empty_store):
    september(empty_store)
    opened(empty_store)
    for unit in ("公安局", "民政局"):
        collecting.report_no_change(empty_store, OCTOBER, ITEMS, unit, **BY)
    faulty = replace(item("x", "公安局", status=LEFT_OUT), kind=indicators.INSPECTION)
    save(empty_store, batch(indicators.INSPECTION, faulty))
    assert collecting.open_points(collecting.progress(empty_store, OCTOBER)) == [
        "有1行有误、没有计入"
    ]


def test_a_dissolved_unit_that_is_there_again_is_carried_over_again(empty_store):
    september(empty_store)
    opened(empty_store)
    for change in (
        lambda roster: roster.ended("民政局", OCTOBER),
        lambda roster: roster.restored("民政局"),
    ):
        empty_store.setting_writes.save_roster(
            change(empty_store.settings.roster()), ACT, expected_version=empty_store.version()
        )
    assert progress(empty_store) == {
        "公安局": ("waiting", 3, True),
        "民政局": ("waiting", 3, True),
    } and own(empty_store)["online_rate"] == (4, 6)


@pytest.mark.parametrize("act", [collecting.report_no_change, collecting.send_back])
def test_what_came_in_between_is_not_overwritten(empty_store, monkeypatch, act):
    september(empty_store)
    opened(empty_store)
    if act is collecting.send_back:
        collecting.report_no_change(empty_store, OCTOBER, ITEMS, "公安局", **BY)
    looked = collecting.progress

    def and_then_an_upload(store, month):
        found = looked(store, month)
        save(store, batch(ITEMS, item("9", "公安局")))
        return found

    monkeypatch.setattr(unit_reports, "progress", and_then_an_upload)
    with pytest.raises(StaleVersion):
        act(
            empty_store,
            OCTOBER,
            ITEMS,
            "公安局",
            **BY,
            **({"why": "核实"} if act is collecting.send_back else {}),
        )
    assert (
        empty_store.counts.units(ITEMS, OCTOBER)["公安局"] == 1
        and looked(empty_store, OCTOBER).units[0].state == "reported"
    )


def test_blanks_are_no_reason_for_a_correction(empty_store):
    september(empty_store)
    version = empty_store.version()
    collecting.move_month(empty_store, SEPTEMBER, CLOSED, **BY)
    with pytest.raises(MonthClosed):
        empty_store.imports.commit(
            [batch(ITEMS, item("1", month=SEPTEMBER), month=SEPTEMBER)],
            expected_version=empty_store.version(),
            **BY,
            correction="  ",
        )
    with pytest.raises(MonthClosed):
        empty_store.undoing.undo(
            [version], Act("李四", WHEN, reason=" "), expected_version=empty_store.version()
        )
    assert len(empty_store.months.editions()) == 1


def test_villages_are_not_merged_in_a_circle(empty_store):
    listed = [
        replace(village(name, SEPTEMBER), kind=indicators.VILLAGES, flags={})
        for name in ("东村", "西村")
    ]
    save(
        empty_store,
        batch(STATIONS, village("东村", SEPTEMBER), village("西村", SEPTEMBER), month=SEPTEMBER),
        batch(indicators.VILLAGES, *listed, month=SEPTEMBER),
    )

    def merge(name, into):
        return merge_village(
            empty_store, "城关镇", name, into, OCTOBER, **BY, expected_version=empty_store.version()
        )

    refused("village_unknown", merge, "西村", "城关镇南村")
    refused("village_merged", merge, "西村", "城关镇西村")
    merge("西村", "城关镇东村")
    assert "西村已并入城关镇东村" in refused("village_merged", merge, "东村", "城关镇西村").title


def test_the_break_of_a_month_whose_rules_were_replaced_since_does_not_bear_the_new_name(
    empty_store,
):
    for month in (AUGUST, SEPTEMBER, OCTOBER):
        save(
            empty_store,
            batch(
                ITEMS,
                item("1", month=month),
                item("2", month=month, is_online=False, is_exempt_online=True),
                month=month,
            ),
        )
    for name, treatment in (("甲口径", "met"), ("乙口径", "not_met")):
        found = RuleVersion(name, "文件", SEPTEMBER, Rules(exempt_as={"online_rate": treatment}))
        empty_store.setting_writes.change_rules(found, ACT, expected_version=empty_store.version())
        if name == "甲口径":
            collecting.move_month(empty_store, SEPTEMBER, CLOSED, **BY)
    assert Board(empty_store).rules.breaks(indicators.INDICATORS[0], OCTOBER) == [
        (SEPTEMBER, "定稿时的口径"),
        (OCTOBER, "乙口径"),
    ]


def test_a_month_to_come_does_not_keep_the_present_one_from_being_opened(empty_store):
    september(empty_store)
    december = date(2026, 12, 1)
    save(empty_store, batch(ITEMS, item("1", "公安局", december), month=december))
    opened(empty_store)
    assert empty_store.months.states()[OCTOBER].base == SEPTEMBER


def test_rules_of_one_indicator_break_no_other(empty_store):
    september(empty_store)
    opened(empty_store)
    found = RuleVersion("口径", "文件", OCTOBER, Rules(exempt_as={"hall_entry_rate": "met"}))
    empty_store.setting_writes.change_rules(found, ACT, expected_version=empty_store.version())
    board = Board(empty_store)
    hall, online = indicators.by_key("hall_entry_rate"), indicators.by_key("online_rate")
    assert (
        board.cards.standing(hall, OCTOBER).rules_changed,
        board.cards.standing(online, OCTOBER).rules_changed,
    ) == (True, False)
    assert board.rules.breaks(online, OCTOBER) == [] and board.rules.breaks(hall, OCTOBER) == [
        (OCTOBER, "口径")
    ]
    assert (
        board.lists.change(indicators.list_by_key("not_in_hall"), OCTOBER) is None
        and board.lists.change(NOT_ONLINE, OCTOBER) == 0
    )
    assert "口径调整，与上月不比较" in sentences.trend(
        board.cards.standing(hall, OCTOBER)
    ) and "回落" not in sentences.trend(board.cards.standing(hall, OCTOBER))


def test_what_is_on_both_lists_is_told_from_what_has_not_entered(empty_store):
    hollow = {"is_entered_in_name_only": True}
    save(
        empty_store,
        batch(
            ITEMS,
            item("1", **hollow),
            item("2", **hollow, is_handled_off_site=True),
            item("3", **hollow, is_in_hall=False),
            item("4"),
        ),
    )
    text = next(
        finding.text
        for finding in insights.findings(
            Board(empty_store), OCTOBER, Board(empty_store).cards.standings(OCTOBER)
        )
        if "核减后" in finding.text
    )
    assert mentions(text, "本县测算75.00%", "核减后25.00%", "相差50.00", "明进暗不进3项")
    assert mentions(text, "体外循环1项", "1项兼有，只减一次", "1项原未进驻，不再减")


def test_a_rank_of_another_value_is_said_with_its_value(empty_store):
    reported = [
        Reported(SEPTEMBER, county, "online_rate", printed=Decimal(value))
        for county, value in (("云溪县", "99.00"), ("东屏县", "99.50"))
    ]
    empty_store.imports.commit(
        [Batch(BULLETIN, SEPTEMBER, [("b.csv", "b")], reported=reported)],
        expected_version=0,
        **BY,
        home="云溪县",
    )
    save(empty_store, batch(ITEMS, item("1"), item("2", is_online=False)))
    texts = [
        finding.text
        for finding in insights.findings(
            Board(empty_store), OCTOBER, Board(empty_store).cards.standings(OCTOBER)
        )
    ]
    assert any(
        mentions(text, "50.00%（本县测算）", "9月通报99.00%，位居全市第二") for text in texts
    )


def test_what_the_county_can_solve_itself_is_told_from_what_it_must_take_up(empty_store):
    rows = [
        item(f"{unit}{n}", unit, is_online=n > 1)
        for unit in ("公安局", "民政局", "教育局")
        for n in range(4)
    ]
    save(
        empty_store,
        batch(ITEMS, *rows),
        Batch(
            TARGETS,
            None,
            [("t.xlsx", "t")],
            targets=[Target(2026, "online_rate", value=Decimal(100))],
        ),
    )
    roster = empty_store.settings.roster()
    for unit, management in (("公安局", "双重管理"), ("民政局", "县属")):
        roster = roster.with_unit(replace(roster.unit(unit), management=management))
    empty_store.setting_writes.save_roster(roster, ACT, expected_version=empty_store.version())
    text = insights.findings(
        Board(empty_store), OCTOBER, Board(empty_store).cards.standings(OCTOBER)
    )[0].text
    assert mentions(text, "距100.00%目标还差6项", "涉及3个部门"), text
    assert mentions(text, "县级可解决2项", "需上级协调2项"), text


def test_the_overview_says_who_imported_the_month_and_when(empty_store):
    september(empty_store)
    empty_store.imports.commit(
        [batch(ITEMS, item("1"))],
        expected_version=empty_store.version(),
        who="王敏",
        when=datetime(2026, 11, 9),
    )
    said = [
        [text for text, *_ in sentences.freshness(Board(empty_store), month) if "导入" in text][0]
        for month in (SEPTEMBER, OCTOBER)
    ]
    assert said == ["2026年9月数据，测试 11月5日导入", "2026年10月数据，王敏 11月9日导入"]


def test_the_months_stand_beside_the_same_month_of_last_year(empty_store):
    last_year = date(2025, 10, 1)
    for month, online in ((last_year, 3), (SEPTEMBER, 2), (OCTOBER, 4)):
        save(
            empty_store,
            batch(
                ITEMS,
                *(item(str(n), month=month, is_online=n < online) for n in range(4)),
                month=month,
            ),
        )
    online, board = indicators.by_key("online_rate"), Board(empty_store)
    rows = tables.months(board, online, OCTOBER)
    assert [(row.month, row.change_pp, row.year_change_pp) for row in rows] == [
        (OCTOBER, Decimal("50.00"), Decimal("25.00")),
        (SEPTEMBER, None, None),
        (last_year, None, None),
    ]
    sheet = tables.months_sheet(online, rows, None, "云溪县", [])
    assert list(sheet.rows[0]) == [
        "2026年10月",
        "本县测算",
        "4",
        "4",
        "100.00%",
        "+50.00",
        "+25.00",
    ]


def test_the_target_of_a_month_is_that_of_its_node(empty_store):
    targets = [
        Target(2026, "online_rate", value=Decimal(value), until=until)
        for value, until in (("99", 3), ("99.5", 6), ("100", None))
    ]
    save(
        empty_store,
        batch(ITEMS, item("1")),
        Batch(TARGETS, None, [("t.xlsx", "t")], targets=targets),
    )
    months = [date(2025, 12, 1), *(date(2026, month, 1) for month in (3, 4, 7))]
    found = Board(empty_store).cards.targets_by_month(indicators.by_key("online_rate"), months)
    assert found == {months[1]: Decimal(99), months[2]: Decimal("99.5"), months[3]: Decimal(100)}
