"""Total rows compared with the rows that they total, wherever they stand; a total of another basis
says nothing.
"""

import pytest
from test_sheets_layout import HEADER, bulletin, issues, item, items, read, read_csv, stations

CODE = "total_unlike_sum"
#: ticks by column F to I: 3, 2, 3, 2
SOME = [item(1), item(2, flags=["是", "否", "是", "否"]), item(3, unit="民政局")]


def total(word: str, *counts, column=2) -> list:
    return [*[None] * column, word, *[None] * (4 - column), *counts]


def warned(file) -> list[str]:
    assert {(severity, code) for _, severity, code in issues(file)} <= {("warning", CODE)}
    return [cell for cell, _, _ in issues(file)]


@pytest.mark.parametrize(
    "rows",
    [
        [*SOME, total("合计", 3, 2, 3, 2)],
        [total("全县合计", 3, 2, 3, 2), *SOME],
        [*SOME[:2], total("小计", 2, 1, 2, 1), SOME[2], total("小计", 1, 1, 1, 1)],
        [
            *SOME[:2],
            total("小计", 2, 1, 2, 1),
            SOME[2],
            total("小计", 1, 1, 1, 1),
            total("总计", 3, 2, 3, 2),
        ],
        [
            total("合计", 3, 2, 3, 2),
            total("小计", 2, 1, 2, 1),
            *SOME[:2],
            total("小计", 1, 1, 1, 1),
            SOME[2],
        ],
        [total("合计", 2, 1, 2, 1), *SOME[:2], total("合计", 1, 1, 1, 1), SOME[2]],
        [
            SOME[0],
            total("本页小计", 1, 1, 1, 1),
            *SOME[1:],
            total("本页小计", 2, 1, 2, 1),
            total("累计", 3, 2, 3, 2),
        ],
        [
            SOME[0],
            SOME[2],
            SOME[1],
            total("住建局小计", 2, 1, 2, 1, column=4),
            total("民政局小计", 1, 1, 1, 1, column=4),
        ],
        [
            *SOME[:2],
            total("住建局小计", 2, 1, 2, 1, column=4),
            SOME[2],
            total("总计", "3项", "２", "共3项", "66.7%"),
        ],
        [*SOME, total("平均", 1, 1, 1, 1)],
        [*SOME, total("上月合计", 9, 9, 9, 9, column=4)],
        [*SOME, total("合计", None, "—", 0.5, "")],
        [*SOME, total("合计", 3, 3, 3, 3)],
        [*SOME, total("合计", 0, 1, 0, 1)],
        [item(1), item(2), total("合计", 1, "100%", 1, 1)],
        [*SOME, ["合计", None, 3, None, None, 3, 2, 3, 2]],
    ],
)
def test_totals_that_are_right_or_of_another_basis(rows):
    assert warned(items(*rows)) == []


def test_a_total_may_count_what_is_out_of_scope_or_not():
    rows = [*SOME, item(4, item_type="行政处罚")]
    for ticks in ((3, 2, 3, 2), (4, 3, 4, 3)):
        file = items(*rows, total("合计", *ticks))
        assert [code for _, _, code in issues(file)] == ["out_of_scope"]


def test_a_total_that_is_not_the_sum_is_a_warning_and_changes_nothing():
    file = items(*SOME, total("全县合计", 3, 2, 4, 3))
    assert (
        warned(file) == ["H5", "I5"] and [entry.status for entry in file.entries] == ["counted"] * 3
    )
    assert (
        "与各行之和3不一致" in file.issues[0].message
        and file.issues[0].value == "4"
        and file.issues[0].expected.startswith("3（")
    )


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        ([total("合计", 3, 2, 3, 1), *SOME], ["I2"]),
        (
            [
                *SOME[:2],
                total("小计", 2, 1, 0, 1),
                SOME[2],
                total("小计", 1, 3, 1, 1),
                total("总计", 3, 2, 3, 2),
            ],
            ["H4", "G6"],
        ),
        ([SOME[0], SOME[2], SOME[1], total("住建局小计", 2, 3, 2, 1, column=4)], ["G5"]),
    ],
)
def test_which_of_several_totals_is_wrong(rows, cells):
    assert warned(items(*rows)) == cells


def test_what_a_wrong_part_should_be():
    file = items(*SOME[:2], total("小计", 2, 4, 2, 1), SOME[2], total("小计", 1, 1, 1, 1))
    assert warned(file) == ["G4"] and "之和1不" in file.issues[0].message
    file = items(total("小计", 2, 4, 2, 1), *SOME[:2], total("小计", 1, 1, 1, 1), SOME[2])
    assert warned(file) == ["G2"] and "之和1不" in file.issues[0].message


def test_a_total_that_counts_the_rows_finds_one_that_is_missing():
    file = items(*SOME, ["合计", None, "共4项", None, None, 3, 2, 3, 2])
    assert warned(file) == ["C5"] and "3行" in file.issues[0].message


def test_a_column_that_cannot_be_read_is_not_compared():
    file = items(*SOME, item(4, flags=["大概", "是", "是", "是"]), total("合计", 9, 2, 3, 2))
    assert issues(file) == [
        ("F5", "error", "not_yes_no"),
        ("G6", "warning", CODE),
        ("H6", "warning", CODE),
        ("I6", "warning", CODE),
    ]


COUNTS = ["县市区", "分组", "网上可办事项数", "全程网办事项数", "事项总数"]
ROWS = [["甲县", "县市组", 9, 8, 10], ["乙区", "城区组", 7, 6, 8], ["丙县", "县市组", 5, 4, 6]]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        (["全市合计", None, 21, 18, 24], []),
        (["全市合计", None, 22, 18, 25], ["C6", "E6"]),
        (["全市合计", None, "21", "１８", "—"], []),
        (["全市平均", None, 7, 6, 8], []),
        (["县市组小计", None, 14, 12, 16], []),
        (["县市组小计", None, 14, 12, 18], ["E6"]),
    ],
)
def test_totals_of_a_bulletin(row, cells):
    assert warned(bulletin(COUNTS, *ROWS, row)) == cells


def test_totals_of_a_ledger_and_of_a_text_file():
    some = [
        ["城关镇", "东关村", "东关村便民服务站", "是"],
        ["城关镇", "西关村", "西关村便民服务站", "是"],
    ]
    assert warned(stations(*some, ["合计", "2个村", None, 2])) == []
    assert warned(stations(*some, ["合计", "3个村", None, 3])) == ["B5", "D5"]
    text = "2026年10月通报\n县市区,网上可办事项数,事项总数\n甲县,9,10\n乙区,8,10\n合计,{},20\n"
    assert warned(read_csv(text.format(17))) == [] and warned(read_csv(text.format(18))) == ["B5"]


def test_each_of_several_tables_has_its_own_totals():
    table = [HEADER, item(1), item(2), total("合计", 2, 2, 2, 2)]
    other = [HEADER[1:], *[item(n)[1:] for n in (3, 4, 5)], total("合计", 3, 3, 4, 3)[1:]]
    assert warned(read(("表", [*table, [], ["住建局2026年10月"], *other]))) == ["G11"]
