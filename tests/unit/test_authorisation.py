"""授权到位率: which words say what, which items count, whose list they are on (O5 of the county's
own figures, worked out by hand).
"""

from dataclasses import replace
from datetime import date, datetime

import pytest

from govsvc import sheets
from govsvc.assessment.counting import count, judge
from govsvc.board import Board
from govsvc.domain import indicators, rates, row_keys
from govsvc.domain.entries import Entries, Entry
from govsvc.domain.errors import Issue
from govsvc.domain.indicators import (
    AUTHORISATIONS,
    CASES,
    INSPECTION,
    ITEMS,
    OWN,
    Rules,
    by_key,
)
from govsvc.domain.rows import FileRead
from govsvc.store import Act, Batch, Store

OCTOBER = date(2026, 10, 1)
WHEN = datetime(2026, 11, 5, 9, 30)
DONE = {"is_online": True, "is_fully_online": True, "is_published": True, "is_in_hall": True}
FULL, PART, NONE, OUT = (
    {
        "is_authorised": full,
        "is_partly_authorised": part,
        "is_exempt_authorisation": out,
    }
    for full, part, out in (
        (True, False, False),
        (False, True, False),
        (False, False, False),
        (False, False, True),
    )
)
ASKED = None
PARTLY_COUNTS = Rules(also_met=("authorisation_rate",))
RATE, VERIFIED = "authorisation_rate", "effective_authorisation_rate"


def read(name: str, *lines: str) -> FileRead:
    (file,) = sheets.read_files([(name, "\n".join(lines).encode())], home="云溪县")
    return file


def items_of(header: str, *cells: str, halls: str = "") -> FileRead:
    """A list with one item a cell; all in the hall but where `halls` says 否."""
    return read(
        "公安局2026年10月.csv",
        f"事项名称,事项类型,实施主体,是否网上可办,是否进驻大厅,{header}",
        *(
            f"事项{number},行政许可,公安局,是,{hall},{cell}"
            for number, (cell, hall) in enumerate(zip(cells, halls or "是" * len(cells)))
        ),
    )


def degrees(file: FileRead) -> list[dict[str, bool] | None]:
    """What the rows say of authorisation, None where nothing."""
    return [
        {key: entry.flags[key] for key in FULL} if "is_authorised" in entry.flags else None
        for entry in file.entries
    ]


def at_cells(file: FileRead) -> list[Issue]:
    """The errors at single cells: these lists lack columns on purpose."""
    return [one for one in file.issues if one.severity == "error" and one.row]


@pytest.mark.parametrize(
    ("says", "cells"),
    [
        (
            FULL,
            "全权授权 全权 充分授权 完全授权 全部授权 审批权 审批决定权 已授权 授权到位 是 √ "
            "受理、审核、决定、制证送达 全权授权首席事务代表",
        ),
        (PART, "部分授权 部分 限额授权 有限授权 受理 初审 受理、初审 仅受理 只受理权 受理审核"),
        (NONE, "未授权 否 × 没有授权 不授权 尚未授权 应授未授 回机关审批"),
        (OUT, "不适用 转报 上报件 决定权在上级 需集体会审 上级审批 由省级审批"),
        (ASKED, "待定 委托乡镇 见备注 1 2"),
    ],
)
def test_each_word_says_one_degree(says, cells):
    words = cells.split()
    assert dict(zip(words, degrees(items_of("授权方式", *words)))) == dict.fromkeys(words, says)


@pytest.mark.parametrize(
    "header",
    [
        "授权情况",
        "是否授权",
        "授权方式",
        "授权到位情况",
        "是否全权授权",
        "窗口授权情况",
        "授权程度",
    ],
)
def test_the_column_is_known_by_its_headers(header):
    assert degrees(items_of(header, "全权授权", "否")) == [FULL, NONE]


@pytest.mark.parametrize(
    "header", ["授权书编号", "授权人", "首席事务代表", "授权日期", "委托授权书"]
)
def test_a_column_that_says_who_or_by_what_is_another(header):
    assert degrees(items_of(header, "是", "否")) == [None, None]


def test_what_nobody_can_read_is_asked_at_its_cell_and_costs_only_this_indicator():
    file = items_of("授权方式", "全权授权", "2")
    (issue,) = at_cells(file)
    assert (issue.code, issue.row, issue.value) == ("not_yes_no", 3, "2")
    assert issue.expected == "全权授权、部分授权、不适用 或 未授权"
    asked = list(file.entries)[1]
    assert asked.status == "counted" and asked.flags["is_authorised.unread"]
    met, _ = judge(ITEMS, "counted", asked.attributes, asked.flags, Rules())
    assert RATE not in met and met["hall_entry_rate"] and met["online_rate"]


def test_a_blank_is_asked_of_items_in_the_hall_alone():
    file = items_of("授权方式", "未授权", "", "/", halls="是否是")
    assert degrees(file) == [NONE, None, None]
    assert [(one.code, one.row) for one in at_cells(file)] == [("flag_blank", 4)]
    ticked = items_of("是否授权", "√", "", halls="是是")
    assert degrees(ticked) == [FULL, NONE]


@pytest.mark.parametrize("beyond", [(), ("A90:B95", "F90:F95", "AA2:AB4")])
def test_one_merged_answer_of_a_department_holds_for_its_rows(tmp_path, beyond):
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    page.append(["统计月份", "事项名称", "事项类型", "实施主体", "是否进驻大厅", "授权情况"])
    for number in range(3):
        page.append(["2026年10月", f"事项{number}", "行政许可", "公安局", "是", "全部授权"])
    for cells in ("F2:F4", *beyond):  # some are merged beyond all rows and columns
        page.merge_cells(cells)
    book.save(tmp_path / "item.xlsx")
    (file,) = sheets.read_files(
        [("item.xlsx", (tmp_path / "item.xlsx").read_bytes())], home="云溪县"
    )
    assert degrees(file) == [FULL, FULL, FULL]
    (warning,) = [one for one in file.issues if one.code == "one_for_all"]
    assert (warning.severity, warning.row, warning.column) == ("warning", 2, "F")
    assert "3项" in warning.message


def test_what_is_passed_on_to_be_decided_cannot_be_authorised():
    file = items_of(
        "办件类型,授权情况", "转报件,是", "上报件,全权授权", "转报件,不适用", "承诺件,是"
    )
    assert [(one.code, one.row) for one in at_cells(file)] == [
        ("passed_on_authorised", 2),
        ("passed_on_authorised", 3),
    ]
    assert degrees(file) == [None, None, OUT, FULL]
    asked = list(file.entries)[0]
    met, _ = judge(ITEMS, "counted", asked.attributes, asked.flags, Rules())
    assert asked.status == "counted" and RATE not in met and met["hall_entry_rate"]


def item(code: str, unit: str = "公安局", flags: dict[str, bool] = FULL, **more: bool) -> Entry:
    return Entry(
        ITEMS,
        OCTOBER,
        unit,
        code,
        f"事项{code}",
        {"implementation_code": code, "item_type": "行政许可", "level": "县本级"},
        DONE | flags | more,
        file="事项.xlsx",
        sheet="表",
        row=2,
    )


def figures() -> Entries:
    """O5: 640 items in the hall to which it applies (602, 20, 18), and such as do not count."""
    rows = [
        *[FULL] * 602,
        *[PART] * 20,
        *[NONE] * 18,
        *[OUT] * 7,
        *[FULL | {"is_in_hall": False}] * 5,
    ]
    return Entries.of(item(str(number), flags=flags) for number, flags in enumerate(rows))


def test_the_rate_of_the_county_and_the_items_to_its_target():
    counts = count(ITEMS, figures(), [], Rules())
    assert counts[RATE] == counts[VERIFIED] == (602, 640)
    assert str(rates.published(*counts[RATE])) == "94.06"
    assert rates.items_to_target(*counts[RATE], 98) == 26
    counts = count(ITEMS, figures(), [], PARTLY_COUNTS)
    assert counts[RATE] == counts[VERIFIED] == (622, 640)
    assert str(rates.published(*counts[RATE])) == "97.19"


@pytest.mark.parametrize(
    ("flags", "lists", "where_part_counts"),
    [
        (FULL, [], []),
        (PART, ["not_authorised", "partly_authorised"], ["partly_authorised"]),
        (NONE, *[["not_authorised", "without_authorisation"]] * 2),
        (OUT, [], []),
        (NONE | {"is_in_hall": False}, ["not_in_hall"], ["not_in_hall"]),
        (FULL | {"is_authorised_in_name_only": True}, *[["authorised_in_name_only"]] * 2),
    ],
)
def test_the_lists_of_an_item(flags, lists, where_part_counts):
    row = item("1", flags=flags)
    for rules, expected in ((Rules(), lists), (PARTLY_COUNTS, where_part_counts)):
        assert judge(ITEMS, row.status, row.attributes, row.flags, rules)[1] == expected


def test_rules_say_so_and_trends_break_where_they_change():
    assert Rules.of(PARTLY_COUNTS.text()) == PARTLY_COUNTS
    assert Rules.of(Rules().text().replace(', "also_met": []', "")) == Rules()
    for key, is_same in ((RATE, False), (VERIFIED, False), ("online_rate", True)):
        indicator = by_key(key)
        alike = Rules().of_indicator(indicator) == PARTLY_COUNTS.of_indicator(indicator)
        assert alike == is_same


def test_what_an_inspection_finds_is_taken_off_the_second_rate_alone():
    rows = [item("1"), item("2", is_authorised_in_name_only=True), item("3", flags=NONE)]
    counts = count(ITEMS, Entries.of(rows), [], Rules())
    assert counts[RATE] == (2, 3) and counts[VERIFIED] == (1, 3)


# -- 授权事项清单, 督查 and cases ------------------------------------------------------------


def test_the_list_of_authorised_items_is_known_and_read():
    file = read(
        "2026年10月公安局进驻事项授权清单.csv",
        "序号,实施编码,事项名称,实施主体,授权方式,未授权原因,首席事务代表",
        "1,11999923MB0000100Y4700100000001,居住证,公安局,全权授权,,王某",
        "2,11999923MB0000100Y4700100000002,犬类登记,公安局,限额授权,无,王某",
        "3,11999923MB0000100Y4700100000003,爆破作业,公安局,,专用章未进驻,王某",
        "4,11999923MB0000100Y4700100000004,户口登记,公安局,,,王某",
        "5,11999923MB0000100Y4700100000005,出国签证,公安局,转报,,王某",
    )
    assert file.sheets[0].kind == AUTHORISATIONS and file.issues == []
    assert degrees(file) == [FULL, PART, NONE, FULL, OUT]


def claim(kind: str, code: str, unit: str = "公安局", **flags: bool) -> Entry:
    """A row of a sheet that speaks of an item."""
    return Entry(
        kind,
        OCTOBER,
        unit,
        row_keys.of_claim(code, "授权不到位") if kind == INSPECTION else code,
        f"事项{code}",
        {"implementation_code": code},
        flags,
        file=f"{kind}.xlsx",
        sheet="表",
        row=5,
    )


def cases(code: str, elsewhere: int, unit: str = "公安局") -> Entry:
    counts = {"hall_accepted": "5", "unit_accepted": "9", "decided_elsewhere": str(elsewhere)}
    return replace(
        claim(CASES, code, unit), attributes={"implementation_code": code} | counts, flags={}
    )


def save(store: Store, *rows: Entry) -> None:
    batches = [
        Batch(kind, OCTOBER, [(f"{kind}.xlsx", "0")], [row for row in rows if row.kind == kind])
        for kind in dict.fromkeys(row.kind for row in rows)
    ]
    store.imports.commit(
        batches, expected_version=store.version(), who="测试", when=WHEN, home="云溪县"
    )


def own(store: Store) -> dict[str, tuple[int, int]]:
    return {
        s.indicator: (s.numerator, s.denominator)
        for s in store.counts.snapshots()
        if s.source == OWN and s.month == OCTOBER
    }


def on(store: Store, list_key: str) -> list[str]:
    return [found.key for found in store.rows.list_rows(list_key, OCTOBER, OCTOBER)]


def test_the_list_speaks_for_its_own_departments_and_over_what_they_claim(empty_store):
    save(
        empty_store,
        item("1"),
        item("2"),
        item("3"),
        item("4", "民政局"),
        item("5", "民政局", NONE),
        claim(AUTHORISATIONS, "1", **FULL),
        claim(AUTHORISATIONS, "2", **PART),
    )
    assert own(empty_store)[RATE] == (2, 5)
    assert on(empty_store, "partly_authorised") == ["2"]
    assert on(empty_store, "without_authorisation") == ["3", "5"]
    assert on(empty_store, "not_authorised") == ["2", "3", "5"]
    # what the department filled in stays, and that it differs is said
    assert on(empty_store, "claims_that_disagree") == ["2", "3"]
    stored = {entry.key: entry.flags for entry in empty_store.rows.entries(ITEMS, OCTOBER)}
    assert stored["2"] == DONE | FULL


def test_a_finding_of_an_inspection_is_beside_what_was_filled_in(empty_store):
    save(
        empty_store,
        item("1"),
        item("2"),
        claim(INSPECTION, "2", is_authorised_in_name_only=True),
    )
    assert (own(empty_store)[RATE], own(empty_store)[VERIFIED]) == ((2, 2), (1, 2))
    assert on(empty_store, "authorised_in_name_only") == ["2"]


def test_full_power_and_cases_decided_elsewhere_are_suspected_until_somebody_confirms(empty_store):
    save(
        empty_store,
        item("1"),
        item("2", flags=PART),
        item("3"),
        item("4", flags=FULL | {"is_in_hall": False}),
        cases("1", 3),
        cases("2", 3),
        cases("3", 0),
        cases("4", 3),
    )
    suspected, confirmed = map(
        indicators.list_by_key, ("suspected_not_authorised", "authorised_in_name_only")
    )
    assert on(empty_store, suspected.key) == ["1"] and own(empty_store)[VERIFIED] == (2, 3)
    (problem,) = Board(empty_store).lists.rows(suspected, OCTOBER)[0]
    assert "大厅外办结3件" in problem.row.grounds
    empty_store.month_writes.judge_suspected(
        confirmed,
        [problem.row],
        True,
        Act("李四", WHEN, reason="现场核实，回机关审批"),
        expected_version=empty_store.version(),
    )
    assert on(empty_store, suspected.key) == [] and on(empty_store, confirmed.key) == ["1"]
    assert (own(empty_store)[RATE], own(empty_store)[VERIFIED]) == ((2, 3), (1, 3))


def test_a_month_without_the_column_has_no_value_and_no_list(empty_store):
    save(empty_store, replace(item("1"), flags=dict(DONE)))
    assert RATE not in own(empty_store) and on(empty_store, "not_authorised") == []


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("授权到位率", RATE),
        ("进必授权率", RATE),
        ("承诺时限压缩比", "limit_reduction"),
        ("即办件占比", "instant_rate"),
        ("一窗受理率", "one_window_rate"),
    ],
)
def test_a_bulletin_that_prints_one_is_read_like_the_others(header, key):
    file = read(
        "2026年10月全市通报.csv",
        f"县（市、区）,网上可办率,{header},平均跑动次数",
        "云溪县,99.94%,94.06%,0.80",
        "东屏县,99.80%,95.00%,0.75",
    )
    printed = {(row.county, row.indicator): str(row.printed) for row in file.reported}
    assert printed["云溪县", key] == "94.06" and printed["东屏县", "online_rate"] == "99.80"
    # a mean is no percent
    assert {indicator for _, indicator in printed} == {"online_rate", key}
