"""An import against what is stored: denominators that jump, rows that vanished, names never seen;
and no false alarm.
"""

from dataclasses import replace
from datetime import date

import pytest
from support import WHEN, golden_files, mentions
from test_sheets_layout import CODE, HEADER, YES, book

from govsvc import demo
from govsvc.demo.names import COUNTIES, DEPARTMENTS, TOWNSHIPS
from govsvc.domain.entries import Entries
from govsvc.domain.errors import Issue
from govsvc.importing import pipeline
from govsvc.importing.plan import Plan
from govsvc.importing.validation import check_against_stored
from govsvc.sheets.cells.nearest import Names

SEPTEMBER, OCTOBER, NOVEMBER = "2026年9月", "2026年10月", "2026年11月"
LEDGER = ["乡镇", "村（社区）", "站点名称"]


def plan(store, *tables, **files: bytes) -> Plan:
    """What one workbook of (sheet, rows) tables would change, or several files by name."""
    named = list(files.items()) or [("表.xlsx", book(*tables))]
    planned = pipeline.plan(store, named, home=None if store.settings.home() else "云溪县")
    assert not planned.refused, planned.refused
    return planned


def found(planned: Plan, *codes: str) -> list[Issue]:
    """The issues of some codes; no others but warnings may be there."""
    issues = [issue for file in planned.files for issue in file.issues]
    assert {issue.severity for issue in issues} <= {"warning"}
    return [issue for issue in issues if not codes or issue.code in codes]


def store_it(store, *tables) -> Plan:
    planned = plan(store, *tables)
    pipeline.commit(store, planned, who="", when=WHEN)
    return planned


def items(
    month: str, *numbers, unit="住建局", sheet="事项", header=HEADER, **names: str
) -> tuple[str, list]:
    """A sheet of items by number; 住建局 unless units say otherwise by number in `numbers` as
    (number, unit).
    """
    pairs = [number if isinstance(number, tuple) else (number, unit) for number in numbers]
    return sheet, [
        header,
        *[
            [month, f"{CODE}{n:02}", names.get(f"n{n}", f"事项{n}"), "行政许可", its, *YES]
            for n, its in pairs
        ],
    ]


def ledger(month: str, *villages: tuple[str, str], sheet="台账") -> tuple[str, list]:
    return sheet, [
        [f"站点台账{month}"],
        LEDGER,
        *[[township, village, f"{village}便民服务站"] for township, village in villages],
    ]


def listed(month: str, *villages: tuple[str, str]) -> tuple[str, list]:
    return "名录", [[f"村居名录{month}"], LEDGER[:2], *map(list, villages)]


def bulletin(
    month: str, *rows, header=("县市区", "网上可办事项数", "事项总数")
) -> tuple[str, list]:
    return "通报", [[f"全市通报（{month}）"], list(header), *map(list, rows)]


def codes(planned: Plan) -> list[tuple]:
    return [(issue.cell, issue.code) for issue in found(planned)]


# --- denominators that jump ---------------------------------------------------


@pytest.mark.parametrize(
    ("now", "jumps"), [(100, False), (105, False), (106, True), (95, False), (94, True)]
)
def test_a_countys_denominator(empty_store, now, jumps):
    store_it(empty_store, bulletin(SEPTEMBER, ["云溪县", 90, 100], ["东屏县", 50, 50]))
    planned = plan(empty_store, bulletin(OCTOBER, ["云溪县", 90, now], ["东屏县", 50, 50]))
    assert codes(planned) == ([("C3", "denominator_jump")] if jumps else [])
    for issue in found(planned):
        assert all(
            word in issue.message
            for word in (
                "第3行云溪县“网上可办率”",
                str(now),
                "2026年9月为100",
                f"{abs(now - 100):.1f}%",
            )
        )


def test_one_column_for_several_indicators_is_said_once(empty_store):
    header = (
        "县市区",
        "网上可办事项数",
        "全程网办事项数",
        "事项总数",
        "应进驻事项数",
        "进驻大厅事项数",
    )
    store_it(empty_store, bulletin(SEPTEMBER, ["云溪县", 90, 90, 100, 10, 10], header=header))
    issues = found(
        plan(empty_store, bulletin(OCTOBER, ["云溪县", 90, 90, 110, 20, 10], header=header))
    )
    assert [(issue.cell, issue.code) for issue in issues] == [
        ("D3", "denominator_jump"),
        ("E3", "denominator_jump"),
    ]
    assert "“网上可办率、全程网办率”" in issues[0].message


def test_the_latest_month_before_that_has_a_denominator_counts(empty_store):
    store_it(empty_store, bulletin("2026年7月", ["云溪县", 90, 100]))
    store_it(empty_store, bulletin("2026年8月", ["云溪县", 90, 120]))
    store_it(empty_store, bulletin(SEPTEMBER, ["云溪县", "98%"], header=("县市区", "网上可办率")))
    store_it(empty_store, bulletin(NOVEMBER, ["云溪县", 90, 500]))
    assert codes(plan(empty_store, bulletin(OCTOBER, ["云溪县", 90, 120]))) == []
    (issue,) = found(plan(empty_store, bulletin(OCTOBER, ["云溪县", 90, 100])))
    assert "2026年8月为120，减少16.7%" in issue.message


def test_two_months_in_one_import_are_compared_with_each_other(empty_store):
    planned = plan(
        empty_store,
        九月=book(bulletin(SEPTEMBER, ["云溪县", 90, 100]), items(SEPTEMBER, *range(20))),
        十月=book(bulletin(OCTOBER, ["云溪县", 90, 110]), items(OCTOBER, *range(18))),
    )
    assert [len(file.issues) for file in planned.files] == [0, 2]
    assert {code for _, code in codes(planned)} == {"item_vanished", "denominator_jump"}


@pytest.mark.parametrize(
    ("was", "now", "jumps"),
    [
        (60, 63, False),
        (59, 62, True),
        (60, 57, False),
        (59, 56, True),
        (2, 3, False),
        (2, 5, True),
        (20, 22, False),
    ],
)
def test_a_departments_items(empty_store, was, now, jumps):
    store_it(empty_store, items(SEPTEMBER, *range(was)))
    planned = plan(empty_store, items(OCTOBER, *range(now)))
    assert [issue.cell for issue in found(planned, "unit_denominator_jump")] == (
        ["E2"] if jumps else []
    )
    assert (
        not jumps
        or f"住建局有{now}项，2026年9月为{was}项"
        in found(planned, "unit_denominator_jump")[0].message
    )


def test_rows_with_an_error_and_rows_twice_are_no_jump(empty_store):
    store_it(empty_store, items(SEPTEMBER, *range(20)))
    name, rows = items(OCTOBER, *range(20))
    wrong = [[*row[:5], "大概", *row[6:]] for row in rows[1:6]]
    planned = plan(empty_store, (name, [*rows[:1], *wrong, *rows[6:], *rows[7:12]]))
    assert {issue.code for file in planned.files for issue in file.issues} == {
        "not_yes_no",
        "repeated",
    }


def test_all_together_where_most_departments_are_there(empty_store):
    old = [
        (n, f"{word}局")
        for word, begin in (("民政", 0), ("教育", 10), ("公安", 20))
        for n in range(begin, begin + 10)
    ]
    store_it(empty_store, items(SEPTEMBER, *old))
    one = plan(empty_store, items(OCTOBER, *old[:10]))
    assert codes(one) == []  # the others have not reported yet
    two = found(plan(empty_store, items(OCTOBER, *old[:20])))
    assert [(issue.cell, issue.code) for issue in two] == [(None, "total_denominator_jump")]
    assert mentions(two[0].message, "共20项", "2026年9月为30项", "33.3%", "公安局还没有数据")
    pipeline.commit(empty_store, one, who="", when=WHEN)
    assert (
        codes(plan(empty_store, items(OCTOBER, *old[10:]))) == []
    )  # what is stored of the month counts, too


def test_townships(empty_store):
    villages = [("城关镇", f"东{n}村") for n in range(10)] + [
        ("柳林镇", f"西{n}村") for n in range(10)
    ]
    store_it(empty_store, ledger(SEPTEMBER, *villages))
    planned = plan(empty_store, ledger(OCTOBER, *villages[:-3]))
    assert codes(planned) == [
        ("A13", "unit_denominator_jump"),
        (None, "total_denominator_jump"),
        (None, "village_vanished"),
    ]
    (issue,) = found(planned, "village_vanished")
    assert mentions(issue.message, "柳林镇", "3个", "2026年9月", "西7村、西8村、西9村")


# --- rows that vanished -------------------------------------------------------


def test_items_that_vanished_are_one_warning_a_department(empty_store):
    store_it(empty_store, items(SEPTEMBER, *range(90), (95, "民政局"), (96, "民政局")))
    issues = found(
        plan(empty_store, items(OCTOBER, *range(4, 90), (95, "民政局"))), "item_vanished"
    )
    assert [(issue.cell, issue.code, issue.sheet) for issue in issues] == [
        (None, "item_vanished", "事项")
    ] * 2
    named = f"事项0（{CODE}00）、事项1（{CODE}01）、事项2（{CODE}02）等"
    assert mentions(issues[0].message, "住建局", "4项", "2026年9月", named)
    assert (
        issues[0].value.count("；") == 3
        and f"事项3（{CODE}03）" in issues[0].value
        and "事项96" in issues[1].message
    )


def test_a_long_list_is_said_in_parts(empty_store, monkeypatch):
    monkeypatch.setattr("govsvc.importing.validation.vanished.MOST_LISTED", 2)
    store_it(empty_store, items(SEPTEMBER, *range(9)))
    issues = found(plan(empty_store, items(OCTOBER, *range(4))), "item_vanished")
    assert [issue.value.count("事项") for issue in issues] == [2, 2, 1] and "名单第5—5个" in issues[
        2
    ].message


def test_what_is_there_in_another_way_has_not_vanished(empty_store):
    store_it(empty_store, items(SEPTEMBER, *range(1, 9), (20, "民政局"), (21, "教育局")))
    # 1 with an error, 2 out of scope, 3 with another department, 4 under another name, 民政局 not
    # in the files
    name, rows = items(OCTOBER, *range(1, 9), n4="新名称")
    rows[1][5], rows[2][3], rows[3][4] = "大概", "行政处罚", "教育局"
    planned = plan(empty_store, (name, [*rows, items(OCTOBER, (21, "教育局"))[1][1]]))
    assert {issue.code for file in planned.files for issue in file.issues} == {
        "not_yes_no",
        "out_of_scope",
        "total_denominator_jump",
    }  # 10, and now 8 and no 民政局


def test_an_item_that_moved_to_a_department_whose_rows_stay(empty_store):
    store_it(empty_store, items(SEPTEMBER, *range(9), (20, "民政局")))
    store_it(empty_store, items(OCTOBER, 0, (20, "民政局"), unit="民政局"))
    assert codes(plan(empty_store, items(OCTOBER, *range(1, 9)))) == []


def test_another_kind_of_code_is_the_same_item(empty_store):
    other = [HEADER[0], "业务办理项编码", *HEADER[2:]]
    both = [*HEADER, "业务办理项编码"]
    store_it(empty_store, items(SEPTEMBER, *range(5)))
    name, rows = items(OCTOBER, *range(5), header=other)
    assert (
        codes(
            plan(
                empty_store,
                (
                    name,
                    [
                        [*row[:1], "B" + row[1], *row[2:]] if n else row
                        for n, row in enumerate(rows)
                    ],
                ),
            )
        )
        == []
    )
    name, rows = items(OCTOBER, *range(5), header=both)
    assert (
        codes(
            plan(empty_store, (name, [[*row, f"B{n}"] if n else row for n, row in enumerate(rows)]))
        )
        == []
    )


BODY = "11999923MB0000100Y"


def coded(month: str, *codes_and_names: tuple[str, str], unit="住建局") -> tuple[str, list]:
    return "事项", [
        HEADER,
        *[[month, code, name, "行政许可", unit, *YES] for code, name in codes_and_names],
    ]


def test_a_body_that_was_reorganised_has_other_codes(empty_store):
    old = [(f"{BODY}3{n:012}", f"事项{n}") for n in range(5)]
    store_it(empty_store, coded(SEPTEMBER, *old))
    new = [(f"22999923MB0000100Y3{n:012}", name) for n, (_, name) in enumerate(old)]
    assert (
        codes(plan(empty_store, coded(OCTOBER, *new, unit="住建和交通局"))) == []
    )  # 住建局 is not in the file
    (issue,) = found(plan(empty_store, coded(OCTOBER, *new)))
    assert (issue.cell, issue.code) == (
        None,
        "items_recoded",
    ) and mentions(issue.message, "住建局", "5项", "事项0、事项1、事项2等")
    assert (
        issue.value.startswith(f"事项0（{old[0][0]}→{new[0][0]}）；")
        and issue.value.count("；") == 4
    )
    name, rows = coded(OCTOBER, *old[:4], new[4])
    rows[-1][4] = "交通局"  # of another department: it may be the same, and is not taken for it
    assert ("B6", "item_code_changed") in codes(plan(empty_store, (name, rows)))
    same_body = [(f"{BODY}4{n:012}", name) for n, (_, name) in enumerate(old)]
    assert [code for _, code in codes(plan(empty_store, coded(OCTOBER, *same_body)))] == [
        "item_code_changed"
    ] * 5


def test_many_codes_of_a_department_that_changed_are_one_warning(empty_store):
    old, new = ([(f"{letter}{n}", f"事项{n}") for n in range(21)] for letter in "AB")
    store_it(empty_store, coded(SEPTEMBER, *old))
    (issue,) = found(plan(empty_store, coded(OCTOBER, *new)))
    assert (
        (issue.cell, issue.code) == (None, "item_code_changed")
        and "住建局有21项" in issue.message
        and "事项20（A20→B20）" in issue.value
    )
    assert (
        len(found(plan(empty_store, coded(OCTOBER, *new[:20], old[20])), "item_code_changed")) == 20
    )


def test_a_mistyped_code_is_told_by_the_name_and_one_of_two_names_vanished(empty_store):
    store_it(empty_store, coded(SEPTEMBER, ("A1", "许可"), ("A2", "许可"), ("A3", "备案")))
    planned = plan(empty_store, coded(OCTOBER, ("A1", "许可"), ("B9", "许可"), ("A3", "备案")))
    assert codes(planned) == [("B3", "item_code_changed")] and "A2" in found(planned)[0].expected
    planned = plan(empty_store, coded(OCTOBER, ("A1", "许可"), ("A3", "备案")))
    assert codes(planned) == [(None, "item_vanished")] and "许可（A2）" in found(planned)[0].message


# --- names never seen (of departments and townships: test_roster_import.py) -----


def test_an_unknown_county(empty_store):
    first = store_it(empty_store, bulletin(SEPTEMBER, ["云溪县", 9, 10], ["东屏县", 9, 10]))
    assert codes(first) == []
    issues = found(
        plan(
            empty_store,
            bulletin(
                OCTOBER, ["云西县", 9, 10], ["东屏县", 9, 10], ["经开区", 9, 10], ["云溪", 9, 10]
            ),
        )
    )
    assert [(issue.cell, issue.code) for issue in issues] == [
        (f"A{row}", "county_unknown") for row in (3, 5)
    ]
    assert "最接近的是“云溪县”" in issues[0].message and "如果就是“云溪县”" in issues[0].expected
    assert "最接近" not in issues[1].message


def test_a_county_without_its_last_character_is_the_one_of_before(empty_store):
    store_it(empty_store, bulletin(SEPTEMBER, ["云溪县", 9, 10], ["东屏县", 9, 10]))
    planned = plan(empty_store, bulletin(OCTOBER, ["云溪", 9, 10], ["东屏县", 9, 10]))
    assert {row.county for row in planned.files[0].reported} == {"云溪县", "东屏县"}
    assert found(planned) == [] and "云溪县" in "".join(planned.files[0].notes)


@pytest.mark.parametrize(
    ("village", "near"),
    [
        (("城关镇", "东官村"), "城关镇东关村"),
        (("城关镇", "西关村"), "柳林镇西关村"),
        (("城关", "东关村"), "城关镇东关村"),
        (("城关", "东官村"), "城关镇东关村"),
        (("城关镇", "甲乙村"), None),
    ],
)
def test_a_village_that_is_not_listed(empty_store, village, near):
    store_it(
        empty_store,
        listed(SEPTEMBER, ("城关镇", "东关村"), ("城关镇", "南关社区"), ("柳林镇", "西关村")),
    )
    planned = plan(empty_store, ledger(OCTOBER, ("城关镇", "南关居委会"), village))
    (issue,) = found(planned, "village_not_listed")
    assert issue.cell == "B4" and "第4行" in issue.message and "未计入" in issue.message
    assert (
        (f"“{near}”" in issue.message and near in issue.expected)
        if near
        else "最接近" not in issue.message
    )


def test_the_village_list_of_the_same_import_and_what_stays_of_the_stored_one(empty_store):
    store_it(empty_store, listed(OCTOBER, ("城关镇", "东关村"), ("柳林镇", "西关村")))
    planned = plan(
        empty_store,
        listed(OCTOBER, ("城关镇", "北关村")),
        ledger(OCTOBER, ("城关镇", "北关村"), ("柳林镇", "西关村"), ("城关镇", "东关村")),
    )
    assert [(issue.cell, issue.code) for issue in found(planned, "village_not_listed")] == [
        ("B5", "village_not_listed")
    ]


def test_names_in_a_text_file(empty_store):
    text = "云溪县通报2026年{}月\n县市区,网上可办事项数,事项总数\n{},9,10\n东屏县,8,{}\n"
    pipeline.commit(
        empty_store,
        plan(empty_store, **{"九月.csv": text.format(9, "云溪县", 10).encode("gb18030")}),
        who="",
        when=WHEN,
    )
    assert codes(
        plan(empty_store, **{"十月.csv": text.format(10, "云西县", 11).encode("gb18030")})
    ) == [("A3", "county_unknown"), ("C4", "denominator_jump")]


def test_the_nearest_of_many_names():
    def near(known, name):
        found = Names(known).nearest(name)
        return found and (found.name, found.is_full)

    departments = [*DEPARTMENTS, "财政局", "行政审批和政务服务局"]
    assert near(departments, "住建局") == ("住房和城乡建设局", True) and near(
        departments, "卫健委"
    ) == ("卫生健康局", True)
    assert near(departments, "住房与城乡建设局") == ("住房和城乡建设局", False) and near(
        departments, "公安"
    ) == ("公安局", True)
    assert near(departments, "审批局") == ("行政审批和政务服务局", True) and near(
        departments, "东屏县民政局"
    ) == ("民政局", False)
    assert (
        near(departments, "烟草专卖局") is None
        and near([d for d in departments if d != "民政局"], "民政局") is None
    )
    assert near(["住建局"], "住房和城乡建设局") == ("住建局", False)
    assert near(COUNTIES, "白塔县") == ("白塔区", False) and near(COUNTIES, "开发区") is None
    assert near(TOWNSHIPS, "城关") == ("城关镇", True) and near(TOWNSHIPS, "柳树镇") == (
        "柳林镇",
        False,
    )


# --- no false alarm -----------------------------------------------------------


@pytest.mark.parametrize(
    "numbers",
    [(8, 9, 16, 17), pytest.param(range(24), marks=pytest.mark.full)],
    ids=["around", "all"],
)
def test_the_demonstration_months_one_after_the_other(empty_store, numbers):
    """Only the two items that the demonstration lets be cancelled are gone."""
    issues, months = [], demo.months()
    for file in (months[number] for number in numbers):
        batches = pipeline.batches_of([file])
        check_against_stored(empty_store, [file], batches)
        issues += file.issues
        empty_store.imports.commit(
            batches, expected_version=empty_store.version(), who="", when=WHEN
        )
    assert [(issue.code, issue.message[:10]) for issue in issues] == [
        ("item_vanished", "卫生健康局有1项事项"),
        ("item_vanished", "市场监督管理局有1项"),
    ]


def test_golden_files_into_a_store_that_holds_the_former(empty_store):
    """September has 640 items and other villages, October 3,150: what is said of that is true."""
    for name in (
        "02_items_clerk.xlsx",
        "03_stations_townships.xls",
        "04_city_bulletin.csv",
        "06_city_bulletin_differs.csv",
    ):
        planned = pipeline.plan(
            empty_store, golden_files(name), home=None if empty_store.settings.home() else "云溪县"
        )
        assert found(planned) == []
        pipeline.commit(empty_store, planned, who="", when=WHEN)
    planned = pipeline.plan(empty_store, golden_files("01_clean_month.xlsx"))
    assert {issue.code for issue in found(planned)} == {
        "unit_denominator_jump",
        "total_denominator_jump",
        "item_vanished",
        "village_vanished",
    }
    assert (
        len(found(planned, "unit_denominator_jump")) == 15 + 6
        and len(found(planned, "village_vanished")) == 6
    )


def test_a_month_like_the_one_before_says_nothing(empty_store):
    file = demo.months()[-1]
    for month in (date(2026, 10, 1), date(2026, 11, 1)):
        moved = replace(
            file,
            month=month,
            issues=[],
            targets=[],
            entries=Entries.of(replace(entry, month=month) for entry in file.entries),
            reported=[replace(row, month=month) for row in file.reported],
        )
        batches = pipeline.batches_of([moved])
        check_against_stored(empty_store, [moved], batches)
        assert moved.issues == []
        empty_store.imports.commit(
            batches, expected_version=empty_store.version(), who="", when=WHEN
        )
