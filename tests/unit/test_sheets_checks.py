"""Checks within one sheet, on workbooks and text files: blank columns and blocks, codes, names
against flags; and all kinds at once.
"""

import pytest
from test_sheets_layout import HEADER, bulletin, flag, issues, item, items, read, read_csv, stations

DEPTH = [*HEADER[:5], "网上办理深度", *HEADER[7:]]


def depth_row(number: int, depth, unit="住建局") -> list:
    return [*item(number, unit=unit)[:5], depth, "是", "是"]


# --- columns and blocks that are wholly blank ---------------------------------


@pytest.mark.parametrize(
    ("header", "rows", "cells"),
    [
        (
            ["县市区", "网上可办率", "排名"],
            [["甲县", None, None], ["乙县", "—", None]],
            ["B2", "C2"],
        ),
        (
            ["县市区", "网上可办事项数", "事项总数"],
            [["甲县", None, None], ["乙县", None, None]],
            ["B2", "C2"],
        ),
        (
            ["县市区", "网上可办率", "进驻率"],
            [["甲县", "98%", None], ["乙县", "97%", None]],
            ["C2"],
        ),
        (["县市区", "网上可办率", "进驻率"], [["甲县", "98%", None], ["乙县", "97%", "96%"]], []),
    ],
)
def test_a_blank_column_of_a_bulletin(header, rows, cells):
    file = bulletin(header, *rows)
    assert (
        issues(file) == [(cell, "warning", "column_blank") for cell in cells]
        and len(file.reported) >= 2
    )


def test_a_blank_column_of_a_bulletin_as_text():
    file = read_csv("2026年10月通报\n县市区,网上可办率,进驻率\n甲县,98%,\n乙县,97%,\n")
    assert (
        issues(file) == [("C2", "warning", "column_blank")]
        and "“进驻率”整列未填" in file.issues[0].message
    )


@pytest.mark.parametrize(
    ("depths", "cell"),
    [
        ((None, None, "—", None), "F1"),
        (("Ⅳ级", "Ⅲ级", None, None), "F4"),
        (("Ⅳ级", "Ⅲ级", "Ⅰ级", "Ⅰ级"), None),
    ],
)
def test_a_blank_column_or_block_of_depths_is_asked_and_not_counted(depths, cell):
    file = items(
        *[depth_row(n, depth, "住建局" if n < 2 else "民政局") for n, depth in enumerate(depths)],
        header=DEPTH,
    )
    assert issues(file) == ([(cell, "warning", "column_blank")] if cell else [])
    assert [entry.status for entry in file.entries] == ["counted"] * 4
    assert flag(file, "是否网上可办") == [
        None if depth in (None, "—") else depth != "Ⅰ级" for depth in depths
    ]


def test_a_single_blank_depth_is_an_error():
    assert issues(items(depth_row(1, "Ⅳ级"), depth_row(2, None), header=DEPTH)) == [
        ("F3", "error", "depth_blank")
    ]


def test_a_blank_column_of_station_names_says_nothing_of_stations():
    header = ("乡镇", "村（社区）", "站点名称")
    file = stations(["城关镇", "东关村", None], ["城关镇", "西关村", "—"], header=header)
    assert issues(file) == [("C2", "warning", "column_blank")] and flag(file, "是否设站") == [
        None,
        None,
    ]
    file = stations(["城关镇", "东关村", "无"], ["城关镇", "西关村", "无"], header=header)
    assert issues(file) == [] and flag(file, "是否设站") == [False, False]
    file = stations(
        ["城关镇", "东关村", None], ["城关镇", "西关村", "西关村便民服务站"], header=header
    )
    assert issues(file) == [] and flag(file, "是否设站") == [False, True]


def test_a_ledger_without_station_names_is_read():
    file = stations(
        ["城关镇", "东关村", "是"],
        ["城关镇", "西关村", "否"],
        header=("乡镇", "村（社区）", "是否更名"),
    )
    assert (
        issues(file) == [(None, "error", "column_missing")]
        and flag(file, "是否更名") == [True, False]
        and flag(file, "是否设站") == [None, None]
    )


@pytest.mark.parametrize(
    ("third", "units", "cell"),
    [("是", "住建局", None), ("", "住建局", "H2"), ("是", "民政局", "H3")],
)
def test_a_blank_column_or_block_of_yes_and_no(third, units, cell):
    rows = [
        (
            f"2026年10月,A{n},事项{n},行政许可,{'住建局' if n == 3 else units},是,是,"
            f"{third if n == 3 else ''},是"
        )
        for n in (1, 2, 3)
    ]
    file = read_csv("\n".join([",".join(HEADER), *rows]))
    assert issues(file) == (
        [] if cell is None else [("H1" if not third else "H2", "warning", "column_blank")]
    )


# --- codes --------------------------------------------------------------------


def test_codes_that_lost_digits_or_zeros_in_a_text_file():
    file = read_csv(
        "\n".join(
            [
                ",".join([*HEADER, "基本编码"]),
                "2026年10月,3.71E+20,甲,行政许可,住建局,是,是,是,是,1234",
                "2026年10月,A2,乙,行政许可,住建局,是,是,是,是,000000001234",
            ]
        )
    )
    assert issues(file) == [("B2", "error", "code_digits_lost"), ("J2", "error", "code_zeros_lost")]


@pytest.mark.parametrize(
    ("code", "is_lost"),
    [
        ("3.71E+11", True),
        (3.7143002e20, True),
        (371430001201, False),
        ("371430001201", False),
        (None, False),
    ],
)
def test_an_area_code_that_lost_digits_is_not_kept(code, is_lost):
    file = read(
        (
            "名录",
            [
                ["村居名录2026年10月"],
                ["区划代码", "乡镇", "村（社区）"],
                [code, "城关镇", "东关村"],
                ["371430001202", "城关镇", "西关村"],
            ],
        )
    )
    assert issues(file) == ([("A3", "warning", "code_digits_lost")] if is_lost else [])
    assert [entry.status for entry in file.entries] == ["counted"] * 2
    assert file.entries[0].attributes == (
        {} if is_lost or code is None else {"area_code": "371430001201"}
    )


# --- a name that says one thing and a flag another ----------------------------


def test_a_station_that_has_a_name_and_is_said_not_to_be():
    file = stations(
        ["城关镇", "东关村", "否", "东关村便民服务站"],
        ["城关镇", "西关村", "否", None],
        ["城关镇", "北关村", "是", "北关村便民服务站"],
        header=("乡镇", "村（社区）", "是否设站", "站点名称"),
    )
    assert issues(file) == [("C3", "warning", "name_and_flag_disagree")] and flag(
        file, "是否设站"
    ) == [False, False, True]


def test_a_name_that_is_not_standard_and_said_to_be_in_a_text_file():
    file = read_csv(
        "2026年10月\n乡镇,村（社区）,站点名称,是否更名\n城关镇,东关村,东关村代办点,"
        "是\n城关镇,西关村,西关村便民服务站,是\n"
    )
    assert issues(file) == [("D3", "warning", "name_and_flag_disagree")] and flag(
        file, "名称是否规范"
    ) == [False, True]


# --- counts, rates and ranks in a text file -----------------------------------


def test_the_numbers_of_a_bulletin_as_text():
    file = read_csv(
        "2026年10月通报\n县市区,网上可办率（达标数）,网上可办率（总数）,网上可办率,"
        "排名\n甲县,9,10,90%,1\n乙县,12,10,80%,2\n丙县,8,10,85%,3\n"
        "丁县,7,10,70%,4\n"
    )
    assert issues(file) == [
        ("B4", "error", "numerator_over_denominator"),
        ("D5", "error", "rate_unlike_counts"),
        ("E5", "warning", "rank_unlike_rates"),
    ]
