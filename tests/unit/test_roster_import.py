"""The roster through the store and an import: unknown names, other spellings, roster sheets, merged
units followed.
"""

from datetime import date

import pytest
from support import WHEN, mentions
from test_sheets_layout import book
from test_validation import BODY, coded, found, items, ledger, listed, plan, store_it

from govsvc.assessment.problems import DEDUCTED, LASTING
from govsvc.board import Board
from govsvc.documents import template
from govsvc.domain import indicators
from govsvc.domain.errors import GovsvcError, StaleVersion
from govsvc.domain.indicators import ITEMS, STATIONS, UNITS
from govsvc.domain.mappings import Choices
from govsvc.domain.roster import DEPARTMENT, TOWNSHIP, Unit
from govsvc.importing import pipeline, preview
from govsvc.importing.plan import Plan
from govsvc.importing.villages import merge_village
from govsvc.sheets.sandbox.process import Worker
from govsvc.store import CLOSED, REPORTED, RETURNED, Act, open_store
from govsvc.workflow import collecting

SEPTEMBER, OCTOBER, NOVEMBER = "2026年9月", "2026年10月", "2026年11月"
SEP, OCT, NOV = (date(2026, month, 1) for month in (9, 10, 11))
HEADERS = [
    "单位名称",
    "类别",
    "简称",
    "管理体制",
    "分管县领导",
    "联系人",
    "联系电话",
    "并入单位",
    "并入月份",
]
ACT = Act("测试", WHEN)
ONLINE = indicators.LISTS[0]


def answered(store, *tables, **units: str) -> Plan:
    return pipeline.plan(store, [("表.xlsx", book(*tables))], choices=Choices(units=units))


def commit(store, planned) -> int:
    return pipeline.commit(store, planned, who="", when=WHEN)


def save(store, roster) -> int:
    return store.setting_writes.save_roster(roster, ACT, expected_version=store.version())


def offline(table: tuple[str, list]) -> tuple[str, list]:
    """The same items, none of which can be handled online."""
    name, (header, *rows) = table
    return name, [header, *[[*row[:5], "否", "否", *row[7:]] for row in rows]]


def roster_sheet(*rows: list) -> tuple[str, list]:
    return "名录", [HEADERS, *[row + [""] * (len(HEADERS) - len(row)) for row in rows]]


# --- names that are not known -------------------------------------------------


def test_in_the_first_import_all_names_become_units(empty_store):
    planned = store_it(
        empty_store, items(SEPTEMBER, 1, (2, "教育局")), ledger(SEPTEMBER, ("城关镇", "东关村"))
    )
    assert planned.unknown == []
    assert [
        (unit.name, unit.kind, unit.valid_from) for unit in empty_store.settings.roster().units
    ] == [
        ("住建局", DEPARTMENT, SEP),
        ("教育局", DEPARTMENT, SEP),
        ("城关镇", TOWNSHIP, SEP),
    ]


def test_a_part_of_a_department_is_asked_in_the_first_import(empty_store):
    """With the department that it usually belongs to, whether that stands in the file or not."""
    tables = items(
        SEPTEMBER,
        1,
        (2, "公安局"),
        (3, "车管所"),
        (4, "户政大队"),
        (5, "婚姻登记处"),
        (6, "不动产登记中心"),
        (7, "特勤大队"),
        (8, "消防救援大队"),
        (9, "住房公积金管理中心"),
        (10, "公安局交警大队"),
    )
    planned = plan(empty_store, tables)
    assert {unit.text: unit.near and unit.near.name for unit in planned.unknown} == {
        "车管所": "公安局",
        "户政大队": "公安局",
        "公安局交警大队": "公安局",
        "婚姻登记处": "民政局",
        "不动产登记中心": "自然资源和规划局",
        "特勤大队": None,
    }
    assert all(unit.is_part for unit in planned.unknown)
    with pytest.raises(GovsvcError) as refusal:
        commit(empty_store, planned)
    assert mentions(refusal.value.title, "“婚姻登记处”", "“民政局”")
    planned = answered(
        empty_store,
        tables,
        车管所="公安局",
        户政大队="公安局",
        公安局交警大队="公安局",
        婚姻登记处="民政局",
        不动产登记中心="",
        特勤大队="消防救援大队",
    )
    assert planned.unknown == []
    commit(empty_store, planned)
    assert empty_store.counts.units(ITEMS, SEP) == {
        "住建局": 1,
        "公安局": 4,
        "民政局": 1,
        "不动产登记中心": 1,
        "消防救援大队": 2,
        "住房公积金管理中心": 1,
    }


def test_a_part_of_a_department_alone_in_the_first_import_is_asked(empty_store):
    planned = plan(empty_store, items(SEPTEMBER, 1, unit="车辆管理所"))
    assert [(unit.text, unit.near.name) for unit in planned.unknown] == [("车辆管理所", "公安局")]
    with pytest.raises(GovsvcError):
        answered(empty_store, items(SEPTEMBER, 1, unit="车辆管理所"), 车辆管理所="民政局")
    commit(
        empty_store,
        answered(empty_store, items(SEPTEMBER, 1, unit="车辆管理所"), 车辆管理所="公安局"),
    )
    assert empty_store.counts.units(ITEMS, SEP) == {"公安局": 1}
    later = plan(empty_store, items(OCTOBER, 1, (2, "婚姻登记处"), unit="车辆管理所"))
    assert [(unit.text, unit.near.name) for unit in later.unknown] == [("婚姻登记处", "民政局")]


def test_the_first_townships_are_not_asked_where_only_departments_are_known(empty_store):
    store_it(empty_store, items(SEPTEMBER, 1))
    assert store_it(empty_store, ledger(SEPTEMBER, ("城关镇", "东关村"))).unknown == []


def test_an_unknown_name_is_never_made_a_unit_silently(empty_store):
    store_it(empty_store, items(SEPTEMBER, *range(20), unit="住房和城乡建设局"))
    planned = plan(empty_store, items(OCTOBER, *range(20), (30, "烟草专卖局"), unit="县住建局"))
    assert [(unit.text, unit.rows, unit.near and unit.near.name) for unit in planned.unknown] == [
        ("住建局", 20, "住房和城乡建设局"),
        ("烟草专卖局", 1, None),
    ]
    with pytest.raises(GovsvcError) as refusal:
        commit(empty_store, planned)
    assert mentions(
        refusal.value.title, "“住建局”", "20行", "“住房和城乡建设局”", "“烟草专卖局”", "1行"
    )
    assert "--same" in refusal.value.step
    assert (
        list(empty_store.counts.units(ITEMS, OCT)) == []
        and len(empty_store.settings.roster().units) == 1
    )


def test_an_answer_is_remembered(empty_store):
    store_it(empty_store, items(SEPTEMBER, *range(20), unit="住房和城乡建设局"))
    tables = items(OCTOBER, *range(20), (30, "烟草专卖局"), unit="县住建局")
    half = answered(empty_store, tables, 住建局="住房和城乡建设局")
    assert [unit.text for unit in half.unknown] == ["烟草专卖局"]
    planned = answered(empty_store, tables, 县住建局="县住房和城乡建设局", 烟草专卖局="")
    assert planned.unknown == [] and found(planned) == []
    assert any(
        mentions(text, "单位名录", "新增1个", "改动1个")
        for text in preview.summary(preview.preview(empty_store, planned))
    )
    commit(empty_store, planned)
    assert empty_store.counts.units(ITEMS, OCT) == {"住房和城乡建设局": 20, "烟草专卖局": 1}
    assert plan(empty_store, items(NOVEMBER, *range(20), (30, "烟草专卖局"))).unknown == []
    assert empty_store.settings.roster().unit("住房和城乡建设局").aliases == ("住建局",)


def test_an_answer_that_names_no_unit_is_refused(empty_store):
    store_it(empty_store, items(SEPTEMBER, 1))
    with pytest.raises(GovsvcError) as refusal:
        answered(empty_store, items(OCTOBER, 1, unit="城建局"), 城建局="城乡局")
    assert refusal.value.code == "unit_unknown" and "“城乡局”" in refusal.value.title


def test_rows_under_two_names_of_one_unit_are_one_units_rows(empty_store):
    store_it(empty_store, items(SEPTEMBER, 1, unit="住房和城乡建设局"))
    save(empty_store, empty_store.settings.roster().aliased("住房和城乡建设局", "住建局"))
    name, rows = items(OCTOBER, 1, (2, "县住房和城乡建设局"))
    no_code = [[row[0], *row[2:]] for row in rows]
    no_code[2][1] = no_code[1][1]  # the same name twice: without a code the same item
    planned = pipeline.plan(empty_store, [("表.xlsx", book((name, no_code)))])
    assert [issue.code for issue in planned.files[0].issues] == ["duplicate"]
    assert set(planned.batches[0].entries.values("key")) == {f"住房和城乡建设局/{no_code[1][1]}"}


def test_unknown_townships_of_ledger_and_list_are_asked_once(empty_store):
    store_it(empty_store, ledger(SEPTEMBER, ("城关镇", "东关村"), ("柳林镇", "西关村")))
    planned = plan(
        empty_store,
        ledger(OCTOBER, ("城关镇", "东关村"), ("柳树镇", "西关村")),
        listed(OCTOBER, ("柳树镇", "西关村")),
    )
    assert [(unit.text, unit.kind, unit.rows, unit.near.name) for unit in planned.unknown] == [
        ("柳树镇", TOWNSHIP, 2, "柳林镇")
    ]
    planned = answered(empty_store, ledger(OCTOBER, ("柳树镇", "西关村")), 柳树镇="柳林镇")
    assert planned.batches[0].entries.values("key") == ["柳林镇/西关村"]


def test_a_township_that_handles_items_is_the_same_unit(empty_store):
    store_it(
        empty_store,
        items(SEPTEMBER, 1, (2, "城关镇人民政府")),
        ledger(SEPTEMBER, ("城关镇", "东关村")),
    )
    assert [(unit.name, unit.kind) for unit in empty_store.settings.roster().units] == [
        ("住建局", DEPARTMENT),
        ("城关镇", TOWNSHIP),
    ]
    assert empty_store.counts.units(ITEMS, SEP) == {"住建局": 1, "城关镇": 1}


def test_counties_of_a_bulletin_are_no_units(empty_store):
    store_it(empty_store, items(SEPTEMBER, 1))
    planned = plan(
        empty_store,
        (
            "通报",
            [
                ["全市通报（2026年10月）"],
                ["县市区", "网上可办事项数", "事项总数"],
                ["云溪县", 9, 10],
                ["东屏县", 9, 10],
            ],
        ),
    )
    assert (
        planned.unknown == []
        and commit(empty_store, planned)
        and len(empty_store.settings.roster().units) == 1
    )


def test_a_name_whose_rows_all_have_an_error_is_not_asked(empty_store):
    store_it(empty_store, items(SEPTEMBER, 1))
    name, rows = items(OCTOBER, 1, (2, "无此局"))
    rows[2][0] = "2026年13月"
    planned = pipeline.plan(empty_store, [("表.xlsx", book((name, rows)))])
    assert planned.unknown == [] and [issue.code for issue in planned.files[0].issues] == [
        "not_a_month"
    ]


def test_a_database_from_before_the_roster_knows_the_units_of_its_rows(empty_store):
    store_it(empty_store, items(SEPTEMBER, 1), ledger(SEPTEMBER, ("城关镇", "东关村")))
    before = empty_store.settings.roster()
    with empty_store._session.connection.transaction(empty_store.version()) as transaction:
        transaction.rows("clear_unit")
    assert empty_store.settings.roster() == before
    assert [unit.text for unit in plan(empty_store, items(OCTOBER, 1, unit="教育局")).unknown] == [
        "教育局"
    ]


# --- the store ----------------------------------------------------------------


def test_the_roster_is_stored_as_it_is_and_emptied_with_the_rest(empty_store):
    unit = Unit(
        "住建局",
        DEPARTMENT,
        ("建设局", "住建"),
        ("城建局",),
        "双重管理",
        "张三",
        "李四",
        "0999-1",
        SEP,
        OCT,
        "",
    )
    version = save(
        empty_store,
        empty_store.settings.roster().with_unit(unit).with_unit(Unit("城关镇", TOWNSHIP)),
    )
    path = empty_store.path
    empty_store.close()
    store = open_store(path)
    assert store.settings.roster().unit("住建局") == unit and store.version() == version
    store.clear(Act("", WHEN), expected_version=version)
    assert store.settings.roster().units == ()
    store.close()


def test_of_two_who_change_the_roster_the_second_is_told(empty_store):
    version = empty_store.version()
    roster = empty_store.settings.roster().with_unit(Unit("住建局", DEPARTMENT))
    empty_store.setting_writes.save_roster(roster, ACT, expected_version=version)
    with pytest.raises(StaleVersion):
        empty_store.setting_writes.save_roster(
            empty_store.settings.roster().renamed("住建局", "建设局"), ACT, expected_version=version
        )
    assert empty_store.settings.roster() == roster


def test_a_renamed_unit_has_one_history(empty_store):
    store_it(empty_store, offline(items(SEPTEMBER, 1, 2)))
    save(empty_store, empty_store.settings.roster().renamed("住建局", "住房和城乡建设局"))
    planned = store_it(empty_store, offline(items(OCTOBER, 1, unit="住建局")))
    assert [issue.code for issue in found(planned)] == [
        "item_vanished"
    ] and "住房和城乡建设局有1项" in found(planned)[0].message
    assert empty_store.counts.units(ITEMS, SEP) == {
        "住房和城乡建设局": 2
    } and empty_store.counts.units(ITEMS, OCT) == {"住房和城乡建设局": 1}
    now, gone = Board(empty_store).lists.rows(ONLINE, OCT)
    assert [(problem.row.unit, problem.months) for problem in now] == [("住房和城乡建设局", 2)]
    assert [problem.row.unit for problem in gone] == ["住房和城乡建设局"]
    store_it(
        empty_store, items(SEPTEMBER, 1, unit="住房和城乡建设局")
    )  # the rows stored under the old name are replaced
    assert empty_store.counts.units(ITEMS, SEP) == {"住房和城乡建设局": 1}


def test_items_without_codes_stay_the_same_under_another_name_of_their_unit(empty_store):
    def plain(month: str, unit: str) -> tuple[str, list]:
        name, rows = offline(items(month, 1, 2, unit=unit))
        return name, [[row[0], *row[2:]] for row in rows]

    store_it(empty_store, plain(SEPTEMBER, "城管局"))
    save(empty_store, empty_store.settings.roster().renamed("城管局", "城市管理局"))
    assert found(store_it(empty_store, plain(OCTOBER, "城管局"))) == []
    now, gone = Board(empty_store).lists.rows(ONLINE, OCT)
    assert {problem.state for problem in now} == {LASTING} and gone == []


# --- merged units -------------------------------------------------------------


def test_a_merged_department_whose_codes_change(empty_store):
    old = [(f"{BODY}3{n:012}", f"事项{n}") for n in range(200)]
    new = [(f"22999923MB0000200Y3{n:012}", name) for n, (_, name) in enumerate(old)]
    own = [(f"33999923MB0000300Y3{n:012}", f"交通事项{n}") for n in range(20)]
    header, *of_housing = offline(coded(SEPTEMBER, *old))[1]
    store_it(
        empty_store,
        ("事项", [header, *of_housing, *offline(coded(SEPTEMBER, *own, unit="交通局"))[1][1:]]),
    )
    online = indicators.by_key(ONLINE.indicator)
    before = dict(
        Board(empty_store).lists.missing_split(online, SEP)[["unit", "missing"]].values.tolist()
    )
    save(empty_store, empty_store.settings.roster().merged("住建局", "交通局", OCT))
    planned = plan(
        empty_store,
        offline(coded(OCTOBER, *own, *new[:150], unit="交通局")),
        offline(("二", coded(OCTOBER, *new[150:])[1])),
    )
    (issue,) = found(planned)
    assert (
        issue.code == "items_recoded"
        and mentions(issue.message, "交通局", "200项")
        and planned.unknown == []
    )
    assert any("“住建局”已并入“交通局”" in note for note in planned.files[0].sheets[1].notes)
    assert planned.replacements == []
    commit(empty_store, planned)
    board = Board(empty_store)
    now, gone = board.lists.rows(ONLINE, OCT)
    assert (
        gone == []
        and len(now) == 220
        and {(problem.state, problem.months, problem.row.unit) for problem in now}
        == {(LASTING, 2, "交通局")}
    )
    assert sum(problem.is_recoded for problem in now) == 200
    assert before == {"住建局": 200, "交通局": 20}
    assert [
        dict(board.lists.missing_split(online, month)[["unit", "missing"]].values.tolist())
        for month in (SEP, OCT)
    ] == [{"交通局": 220}] * 2
    assert empty_store.counts.units(ITEMS, SEP) == {
        "住建局": 200,
        "交通局": 20,
    }  # the month itself keeps its departments
    assert {unit for _, unit, _, _ in empty_store.counts.unit_counts(SEP)} == {"交通局"}
    save(empty_store, empty_store.settings.roster().restored("住建局"))
    assert set(Board(empty_store).lists.missing_split(online, SEP)["unit"]) == {"住建局", "交通局"}


def test_rows_stored_under_a_merged_unit_are_replaced_with_its_successors(empty_store):
    store_it(empty_store, items(OCTOBER, 1, 2, (3, "交通局")))
    save(empty_store, empty_store.settings.roster().merged("住建局", "交通局", OCT))
    planned = plan(empty_store, items(OCTOBER, 1, 3, unit="交通局"))
    assert [(change.replaced, change.kept) for change in planned.replacements] == [
        ({"交通局": 3}, {})
    ]
    seen = preview.preview(empty_store, planned)
    assert [(unit.unit, unit.gone) for unit in seen.units] == [("交通局", 1)]
    commit(empty_store, planned)
    assert empty_store.counts.units(ITEMS, OCT) == {"交通局": 2}


def test_a_month_before_the_merger_keeps_the_unit(empty_store):
    store_it(empty_store, items(SEPTEMBER, 1, (3, "交通局")))
    save(empty_store, empty_store.settings.roster().merged("住建局", "交通局", OCT))
    store_it(empty_store, items(SEPTEMBER, 1, 2))
    assert empty_store.counts.units(ITEMS, SEP) == {"住建局": 2, "交通局": 1}


def test_the_template_of_a_month_is_by_the_units_of_that_month(empty_store):
    store_it(empty_store, items(SEPTEMBER, 1, (3, "交通局")))
    save(empty_store, empty_store.settings.roster().merged("住建局", "交通局", OCT))
    assert template.units_to_fill(empty_store, OCT) == ["交通局"] and template.units_to_fill(
        empty_store, SEP
    ) == ["交通局", "住建局"]
    assert {entry.unit for entry in template.gather(empty_store, OCT).entries[ITEMS]} == {"交通局"}


def test_a_merged_township_counts_its_listed_villages(empty_store):
    store_it(
        empty_store,
        listed(SEPTEMBER, ("城关镇", "东关村"), ("柳林镇", "西关村"), ("柳林镇", "北关村")),
        ledger(SEPTEMBER, ("城关镇", "东关村"), ("柳林镇", "西关村"), ("柳林镇", "北关村")),
    )
    store_it(
        empty_store,
        ledger(OCTOBER, ("城关镇", "东关村"), ("城关镇", "西关村"), ("城关镇", "北关村")),
    )
    covered = next(indicator for indicator in indicators.INDICATORS if indicator.kind == STATIONS)

    def own(month: date) -> tuple[int, int]:
        value = Board(empty_store).values.own(covered, month)
        return value.numerator, value.denominator

    assert own(OCT) == (1, 3)  # nothing says yet that 柳林镇 is gone
    save(empty_store, empty_store.settings.roster().merged("柳林镇", "城关镇", OCT))
    assert (own(SEP), own(OCT)) == ((3, 3), (3, 3))
    assert (
        found(
            store_it(
                empty_store,
                ledger(NOVEMBER, ("城关镇", "东关村"), ("柳林镇", "西关村"), ("城关镇", "北关村")),
            )
        )
        == []
    )
    assert own(NOV) == (3, 3)
    save(empty_store, empty_store.settings.roster().restored("柳林镇"))
    assert own(OCT) == (1, 3)


def test_townships_with_a_village_of_one_name_each_are_not_merged(empty_store):
    store_it(
        empty_store,
        listed(SEPTEMBER, ("城关镇", "东关村"), ("柳林镇", "东关村")),
        ledger(SEPTEMBER, ("城关镇", "东关村"), ("柳林镇", "东关村")),
    )
    before = empty_store.settings.roster()
    with pytest.raises(GovsvcError) as refusal:
        save(empty_store, before.merged("柳林镇", "城关镇", SEP))
    assert (
        refusal.value.code == "village_twice"
        and "“东关村”" in refusal.value.title
        and empty_store.settings.roster() == before
    )


# --- the months of work -------------------------------------------------------


def test_a_month_opens_under_the_units_of_that_month(empty_store):
    store_it(empty_store, offline(items(SEPTEMBER, 1, 2, (3, "交通局"), (4, "教育局"))))
    store_it(empty_store, offline(items(OCTOBER, 3, unit="交通局")))
    save(
        empty_store,
        empty_store.settings.roster()
        .merged("住建局", "交通局", OCT)
        .renamed("教育局", "教育体育局"),
    )
    empty_store.month_writes.open(OCT, ACT, expected_version=empty_store.version())
    # 交通局 is in with its own list, which takes the place of 住建局's rows too; 教育体育局 keeps
    # those of the month before
    assert empty_store.counts.units(ITEMS, OCT) == {"交通局": 1, "教育体育局": 1}
    empty_store.month_writes.open(NOV, ACT, expected_version=empty_store.version())
    assert [(unit.unit, unit.state) for unit in collecting.progress(empty_store, NOV).units] == [
        ("交通局", "waiting"),
        ("教育体育局", "waiting"),
    ]


def test_rows_carried_over_are_those_of_the_successor(empty_store):
    store_it(empty_store, offline(items(SEPTEMBER, 1, (3, "交通局"))))
    save(empty_store, empty_store.settings.roster().merged("住建局", "交通局", OCT))
    empty_store.month_writes.open(OCT, ACT, expected_version=empty_store.version())
    assert empty_store.counts.units(ITEMS, OCT) == {"交通局": 2}
    store_it(empty_store, offline(items(OCTOBER, 1, 3, unit="交通局")))
    assert empty_store.counts.units(ITEMS, OCT) == {"交通局": 2}
    now, gone = Board(empty_store).lists.rows(ONLINE, OCT)
    assert [problem.months for problem in now] == [2, 2] and gone == []


def test_what_a_renamed_unit_handed_in_is_its_own(empty_store):
    store_it(empty_store, items(OCTOBER, 1, unit="城管局"))
    save(empty_store, empty_store.settings.roster().renamed("城管局", "城市管理局"))
    (unit,) = collecting.progress(empty_store, OCT).units
    assert (unit.unit, unit.state, unit.rows) == ("城市管理局", REPORTED, 1)
    empty_store.month_writes.report(
        OCT,
        {ITEMS: ["城市管理局"]},
        RETURNED,
        ACT,
        expected_version=empty_store.version(),
        note="缺编码",
    )
    assert [(found.unit, found.state) for found in empty_store.months.submissions(OCT)] == [
        ("城市管理局", RETURNED)
    ]
    store_it(empty_store, items(OCTOBER, 1, 2, unit="城管局"))
    assert [(found.unit, found.state) for found in empty_store.months.submissions(OCT)] == [
        ("城市管理局", REPORTED)
    ]
    empty_store.month_writes.report(
        OCT,
        {ITEMS: ["城市管理局"]},
        RETURNED,
        ACT,
        expected_version=empty_store.version(),
        note="缺编码",
    )
    save(empty_store, empty_store.settings.roster().renamed("城市管理局", "城管执法局"))
    store_it(
        empty_store, items(OCTOBER, 1, unit="城管局")
    )  # the return under the name of then is done with
    assert [(found.unit, found.state) for found in empty_store.months.submissions(OCT)] == [
        ("城管执法局", REPORTED)
    ]


def test_a_merged_unit_is_not_waited_for(empty_store):
    store_it(empty_store, items(SEPTEMBER, 1, (3, "交通局"), (4, "教育局")))
    save(empty_store, empty_store.settings.roster().merged("住建局", "交通局", OCT))
    store_it(empty_store, items(OCTOBER, 1, 3, unit="交通局"))
    assert [(unit.unit, unit.state) for unit in collecting.progress(empty_store, OCT).units] == [
        ("交通局", REPORTED),
        ("教育局", "waiting"),
    ]


def test_a_dissolved_unit_is_neither_carried_over_nor_waited_for_and_its_items_are_deducted(
    empty_store,
):
    store_it(empty_store, offline(items(SEPTEMBER, 1, 2, (3, "城管局"), (4, "教育局"))))
    save(empty_store, empty_store.settings.roster().ended("城管局", OCT))
    empty_store.month_writes.open(OCT, ACT, expected_version=empty_store.version())
    assert empty_store.counts.units(ITEMS, OCT) == {"住建局": 2, "教育局": 1}
    assert [unit.unit for unit in collecting.progress(empty_store, OCT).units] == [
        "住建局",
        "教育局",
    ]
    now, gone = Board(empty_store).lists.rows(ONLINE, OCT)
    assert len(now) == 3 and [(problem.row.unit, problem.state) for problem in gone] == [
        ("城管局", DEDUCTED)
    ]


def test_a_unit_that_is_dissolved_in_an_open_month_loses_the_rows_it_only_kept(empty_store):
    store_it(empty_store, offline(items(SEPTEMBER, 1, (3, "城管局"), (4, "教育局"))))
    empty_store.month_writes.open(OCT, ACT, expected_version=empty_store.version())
    store_it(empty_store, offline(items(OCTOBER, 4, unit="教育局")))
    save(empty_store, empty_store.settings.roster().ended("城管局", OCT).ended("教育局", OCT))
    assert empty_store.counts.units(ITEMS, OCT) == {
        "住建局": 1,
        "教育局": 1,
    }  # what was handed in stays
    own = Board(empty_store).values.own(indicators.by_key("online_rate"), OCT)
    assert (own.numerator, own.denominator) == (0, 2) and empty_store.counts.units(ITEMS, SEP) == {
        "住建局": 1,
        "城管局": 1,
        "教育局": 1,
    }


def test_a_unit_that_is_dissolved_is_not_expected_in_a_month_that_was_not_opened(empty_store):
    store_it(empty_store, items(SEPTEMBER, 1, (3, "城管局"), (4, "教育局")))
    save(empty_store, empty_store.settings.roster().ended("城管局", OCT))
    store_it(empty_store, items(OCTOBER, 1))
    assert [(unit.unit, unit.state) for unit in collecting.progress(empty_store, OCT).units] == [
        ("住建局", REPORTED),
        ("教育局", "waiting"),
    ]


def test_a_closed_month_keeps_its_figures_whatever_becomes_of_its_units(empty_store):
    villages = [("城关镇", "东关村"), ("柳林镇", "西关村")]
    store_it(
        empty_store,
        listed(SEPTEMBER, *villages),
        ledger(OCTOBER, ("城关镇", "东关村"), ("城关镇", "西关村")),
        items(OCTOBER, 1, (2, "交通局")),
    )
    empty_store.month_writes.set_state(OCT, CLOSED, ACT, expected_version=empty_store.version())
    before, rows = empty_store.counts.snapshots(), empty_store.rows.entries(STATIONS, OCT)
    save(
        empty_store,
        empty_store.settings.roster()
        .merged("柳林镇", "城关镇", OCT)
        .merged("住建局", "交通局", OCT)
        .renamed("交通局", "交通运输局"),
    )
    assert (
        empty_store.counts.snapshots() == before and empty_store.rows.entries(STATIONS, OCT) == rows
    )
    with pytest.raises(GovsvcError) as refusal:
        merge_village(
            empty_store,
            "城关镇",
            "东关村",
            "西关村",
            OCT,
            who="",
            expected_version=empty_store.version(),
            when=WHEN,
        )
    assert refusal.value.code == "month_closed" and empty_store.counts.snapshots() == before


def test_an_import_that_is_undone_leaves_what_was_learned_of_names(empty_store):
    store_it(empty_store, items(SEPTEMBER, 1))
    version = commit(
        empty_store,
        answered(
            empty_store,
            items(OCTOBER, 1, (2, "烟草局"), unit="县住建"),
            住建="住建局",
            县住建="住建局",
            烟草局="",
        ),
    )
    empty_store.undoing.undo([version], ACT, expected_version=empty_store.version())
    assert empty_store.counts.units(ITEMS, OCT) == {}
    assert plan(empty_store, items(OCTOBER, 1, (2, "烟草局"), unit="县住建")).unknown == []


def test_changes_only_find_rows_stored_under_another_name(empty_store):
    name, rows = items(OCTOBER, 1, 2, unit="城管局")
    store_it(empty_store, (name, [[row[0], *row[2:]] for row in rows]))
    save(empty_store, empty_store.settings.roster().renamed("城管局", "城市管理局"))
    name, rows = offline(items(OCTOBER, 1, unit="城管局"))
    planned = pipeline.plan(
        empty_store,
        [("表.xlsx", book((name, [[row[0], *row[2:]] for row in rows])))],
        is_changes=True,
    )
    commit(empty_store, planned)
    assert empty_store.counts.units(ITEMS, OCT) == {"城市管理局": 2}
    now, _ = Board(empty_store).lists.rows(ONLINE, OCT)
    assert [problem.row.name for problem in now] == ["事项1"]


# --- merged villages ----------------------------------------------------------


def test_a_merged_village_counts_once_from_the_month_it_merged(empty_store):
    villages = [("城关镇", "东关村"), ("城关镇", "西关村"), ("柳林镇", "北关村")]
    store_it(empty_store, listed(SEPTEMBER, *villages), ledger(SEPTEMBER, *villages))
    name, rows = listed(OCTOBER, *villages)
    merged = (
        name,
        [
            rows[0],
            [*rows[1], "并入村（社区）"],
            [*rows[2], "西关村"],
            [*rows[3], ""],
            [*rows[4], "—"],
        ],
    )
    store_it(empty_store, merged)
    with_station = plan(empty_store, ledger(OCTOBER, *villages))
    (issue,) = found(with_station)
    assert (issue.code, issue.cell) == (
        "village_merged",
        "B3",
    ) and mentions(issue.message, "城关镇东关村", "西关村")
    commit(empty_store, with_station)
    board, covered = (
        Board(empty_store),
        next(indicator for indicator in indicators.INDICATORS if indicator.kind == STATIONS),
    )
    values = [board.values.own(covered, month) for month in (SEP, OCT)]
    assert [(value.numerator, value.denominator) for value in values] == [(3, 3), (2, 2)]
    assert found(plan(empty_store, ledger(NOVEMBER, *villages[1:])), "village_vanished") == []


def test_a_merged_village_on_a_list_is_taken_off_and_not_solved(empty_store):
    def renamed_not(month: str, *villages) -> tuple[str, list]:
        name, rows = ledger(month, *villages)
        return name, [*rows[:2], *[[*row[:2], f"{row[1]}代办点"] for row in rows[2:]]]

    villages = [("城关镇", "东关村"), ("城关镇", "西关村")]
    name, rows = listed(OCTOBER, *villages)
    store_it(empty_store, renamed_not(SEPTEMBER, *villages))
    store_it(
        empty_store,
        (name, [rows[0], [*rows[1], "合并至"], [*rows[2], "城关镇西关村"], [*rows[3], ""]]),
        renamed_not(OCTOBER, villages[1]),
    )
    now, gone = Board(empty_store).lists.rows(
        next(found for found in indicators.LISTS if indicators.kind_of_list(found) == STATIONS), OCT
    )
    assert [problem.row.name for problem in now] == ["西关村"] and [
        (problem.row.name, problem.state) for problem in gone
    ] == [("东关村", DEDUCTED)]


def test_a_village_merged_into_one_that_is_not_listed_is_said(empty_store):
    name, rows = listed(OCTOBER, ("城关镇", "东关村"), ("城关镇", "西关村"))
    planned = plan(
        empty_store, (name, [rows[0], [*rows[1], "并入"], [*rows[2], "南关村"], [*rows[3], ""]])
    )
    assert [(issue.cell, issue.code) for issue in found(planned)] == [
        ("C3", "merged_into_unlisted")
    ]


# --- roster sheets ------------------------------------------------------------


def test_a_roster_sheet_is_read_and_holds_for_the_files_beside_it(empty_store):
    store_it(empty_store, items(SEPTEMBER, 1, unit="住房和城乡建设局"))
    planned = plan(
        empty_store,
        roster_sheet(
            [
                "县住房和城乡建设局",
                "部门",
                "住建局、城建局",
                "县属",
                "张三",
                "李四",
                "0999-7654321",
            ],
            ["城管局", "部门", "", "双重", "", "", "", "住建局", "2026年10月"],
            ["城关镇", "乡镇"],
        ),
        items(OCTOBER, 1, (2, "城管局"), unit="城建局"),
    )
    assert planned.unknown == [] and found(planned) == []
    commit(empty_store, planned)
    roster = empty_store.settings.roster()
    assert roster.unit("住房和城乡建设局") == Unit(
        "住房和城乡建设局",
        DEPARTMENT,
        ("住建局", "城建局"),
        (),
        "县属",
        "张三",
        "李四",
        "0999-7654321",
        SEP,
    )
    assert (roster.unit("城管局").merged_from, roster.unit("城管局").management) == (
        OCT,
        "双重管理",
    ) and roster.unit("城关镇").kind == TOWNSHIP
    assert empty_store.counts.units(ITEMS, OCT) == {"住房和城乡建设局": 2}
    assert [
        (batch.kind, batch.month, batch.row_count)
        for batch in empty_store.records.batches()
        if batch.kind == UNITS
    ] == [(UNITS, None, 3)]


def test_a_roster_sheet_says_since_when_and_until_when_a_unit_is_there(empty_store):
    header = ["单位名称", "起用月份", "撤销月份", "并入单位", "并入月份"]
    rows = [
        ["教育局", "2026年9月", "", "", ""],
        ["城管局", "", "2026年10月", "", ""],
        ["民政局", "2026年9月", "2026年9月", "", ""],
        ["水利局", "", "2026年10月", "教育局", "2026年10月"],
    ]
    planned = plan(empty_store, ("名录", [header, *rows]))
    assert [(issue.cell, issue.code) for issue in planned.files[0].issues] == [
        ("C4", "ended_too_early"),
        ("C5", "merged_and_dissolved"),
    ]
    commit(empty_store, planned)
    units = {
        unit.name: (unit.valid_from, unit.dissolved_from)
        for unit in empty_store.settings.roster().units
    }
    assert units == {"教育局": (SEP, None), "城管局": (None, OCT)}


def test_what_a_roster_sheet_merges_is_foreseen_as_it_will_be(empty_store):
    store_it(empty_store, items(OCTOBER, 1, 2, (3, "交通局")))
    planned = plan(
        empty_store,
        roster_sheet(["住建局", "部门", "", "", "", "", "", "交通局", "2026年10月"]),
        items(OCTOBER, 1, 3, unit="交通局"),
    )
    seen = preview.preview(empty_store, planned)
    assert [(unit.unit, unit.gone, unit.same) for unit in seen.units] == [
        ("交通局", 1, 2)
    ] and planned.replacements[0].replaced == {"交通局": 3}
    assert len(seen.roster) == 1


def test_a_roster_sheet_with_faults_says_where(empty_store):
    planned = pipeline.plan(
        empty_store,
        [
            (
                "名录.xlsx",
                book(
                    roster_sheet(
                        ["住建局", "部门", "建设局", "市属"],
                        ["城管局", "部门", "", "县属", "", "", "", "住建局"],
                        ["教育局", "学校"],
                        ["", "部门", "某局"],
                        ["民政局", "部门"],
                        ["民政局", "部门"],
                        ["财政局", "部门", "财局"],
                    )
                ),
            )
        ],
        home="云溪县",
    )
    assert [(issue.cell, issue.code) for issue in planned.files[0].issues] == [
        ("D2", "not_a_management"),
        ("I3", "merge_month_blank"),
        ("B4", "not_a_unit_kind"),
        ("A5", "name_blank"),
        ("A7", "duplicate"),
    ]
    commit(empty_store, planned)
    assert [unit.name for unit in empty_store.settings.roster().units] == ["财政局"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["住建局", "部门", "建设局"], ["城建局", "部门", "建设局"]], "“建设局”已经是"),
        (
            [["住建局", "部门", "", "", "", "", "", "无此局", "2026年10月"]],
            "单位名录里没有“无此局”",
        ),
        (
            [
                ["甲局", "部门", "", "", "", "", "", "乙局", "2026年10月"],
                ["乙局", "部门", "", "", "", "", "", "甲局", "2026年10月"],
            ],
            "合并形成循环",
        ),
    ],
)
def test_a_roster_that_contradicts_itself_is_refused_and_the_other_files_are_read(
    empty_store, rows, words
):
    planned = pipeline.plan(
        empty_store,
        [("名录.xlsx", book(roster_sheet(*rows))), ("事项.xlsx", book(items(OCTOBER, 1)))],
        home="云溪县",
    )
    assert words in planned.files[0].refused.title and [
        batch.kind for batch in planned.batches
    ] == [ITEMS]
    assert planned.roster.units == ()


def test_the_same_roster_again_restores_what_was_changed_on_the_page(empty_store):
    sheet = roster_sheet(["住建局", "部门", "建设局", "县属"])
    store_it(empty_store, sheet)
    save(empty_store, empty_store.settings.roster().with_unit(Unit("住建局", DEPARTMENT)))
    planned = store_it(empty_store, sheet)
    assert planned.already == [] and empty_store.settings.roster().unit("住建局").short_names == (
        "建设局",
    )


# --- each file is read once ----------------------------------------------------


@pytest.fixture
def reads(monkeypatch) -> list[str]:
    """Names of the files whose bytes were read, in order."""
    names: list[str] = []
    read = Worker.read

    def counted(worker, file, *arguments):
        names.append(file)
        return read(worker, file, *arguments)

    monkeypatch.setattr(Worker, "read", counted)
    return names


def test_a_file_is_read_once_whatever_is_learned_from_it(empty_store, reads):
    """An unknown unit answered for, a roster sheet beside a list, and a file that comes again with
    a correction: each was read twice before.
    """
    store_it(empty_store, items(SEPTEMBER, 1))
    reads.clear()
    planned = answered(empty_store, items(OCTOBER, 1, (2, "新局")), 新局="住建局")
    assert planned.unknown == [] and reads == ["表.xlsx"]
    reads.clear()
    tables = roster_sheet(["住建局", "", "城建局"]), items(OCTOBER, 1, (2, "城建局"))
    files = [(f"{number}.xlsx", book(table)) for number, table in enumerate(tables)]
    planned = pipeline.plan(empty_store, files)
    assert planned.unknown == [] and reads == ["0.xlsx", "1.xlsx"]
    assert {entry.unit for file in planned.files for entry in file.entries} == {"住建局"}
    commit(empty_store, planned)
    reads.clear()
    planned = pipeline.plan(
        empty_store, files[1:], choices=Choices(months={("1.xlsx", "事项"): NOV})
    )
    assert planned.months == [NOV] and planned.already == [] and reads == ["1.xlsx"]


def test_two_names_of_one_unit_in_one_table_are_seen_as_twice_the_same(empty_store):
    store_it(empty_store, ledger(SEPTEMBER, ("城关镇", "东关村")))
    planned = plan(
        empty_store,
        roster_sheet(["城关镇", "乡镇", "城厢镇"]),
        ledger(OCTOBER, ("城关镇", "东关村"), ("城厢镇", "东关村")),
    )
    assert [issue.code for file in planned.files for issue in file.issues] == ["duplicate"]
