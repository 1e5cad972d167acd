"""What is downloaded is what is filtered."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook
from support import mentions

from govsvc.assessment.problems import DEDUCTED, LASTING, MISSING, NEW, SOLVED, Problem
from govsvc.documents import unit_packages
from govsvc.domain import indicators
from govsvc.domain.roster import DEPARTMENT, Roster, Unit
from govsvc.domain.rows import ListRow
from govsvc.exports import export, problem_tables

OCTOBER = date(2026, 10, 1)
NOT_IN_HALL, NOT_RENAMED = (
    indicators.list_by_key("not_in_hall"),
    indicators.list_by_key("stations_not_renamed"),
)
FOUND = [
    Problem(
        ListRow(
            "items",
            OCTOBER,
            "公安局",
            "A1",
            "户口登记",
            {"implementation_code": "A1", "item_type": "行政确认"},
        ),
        NEW,
        1,
    ),
    Problem(
        ListRow(
            "items",
            OCTOBER,
            "民政局",
            "B2",
            "收养登记",
            {"implementation_code": "B2", "item_type": "行政确认"},
        ),
        LASTING,
        5,
        since=date(2026, 6, 1),
    ),
]


SOLVED_BY = problem_tables.who_solves(
    Roster(
        [
            Unit("公安局", DEPARTMENT, management="垂直管理"),
            Unit("民政局", DEPARTMENT, management="县属"),
            Unit("医保局", DEPARTMENT, management="双重管理"),
            Unit("新局", DEPARTMENT),
        ]
    )
)


def station(name, overlaid, judged, village="东关村", township="城关镇"):
    return ListRow(
        "stations",
        OCTOBER,
        township,
        f"{township}/{village}",
        village,
        {"station_name": name} if name else {},
        {"has_station": True, "is_renamed": overlaid, "has_standard_name": judged},
    )


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"who": problem_tables.BY_COUNTY}, ["收养登记"]),
        ({"who": problem_tables.BY_HIGHER}, ["户口登记"]),
        ({"who": problem_tables.NOT_SAID}, []),
        ({"state": problem_tables.ONLY_LONG}, ["收养登记"]),
        ({"disagreeing": True}, []),
        ({"state": problem_tables.ONLY_SOLVED}, []),
        ({}, ["户口登记", "收养登记"]),
        ({"units": ["民政局"]}, ["收养登记"]),
        ({"state": problem_tables.ONLY_NEW}, ["户口登记"]),
        ({"state": problem_tables.ONLY_LASTING}, ["收养登记"]),
        ({"search": "收养"}, ["收养登记"]),
        ({"search": " ａ１ "}, ["户口登记"]),
        ({"search": "无此事"}, []),
    ],
)
def test_filters(filters, names):
    assert [
        problem.row.name for problem in problem_tables.narrow(FOUND, solved_by=SOLVED_BY, **filters)
    ] == names


def test_the_file_holds_the_rows_and_says_what_was_filtered():
    shown = problem_tables.narrow(FOUND, units=["民政局"])
    sheet = problem_tables.sheet(
        NOT_IN_HALL,
        OCTOBER,
        shown,
        home="云溪县",
        edition="已定稿第1版",
        filters=problem_tables.filter_text("部门", units=["民政局"]),
    )
    page = load_workbook(io.BytesIO(export.to_xlsx(sheet))).active
    assert mentions(page["A1"].value, "云溪县", "未进驻大厅清单", "2026年10月")
    for part in (
        "数据月份：2026年10月",
        "筛选：部门：民政局",
        "来源：本县测算",
        "版本：已定稿第1版",
    ):
        assert part in page["A3"].value
    assert page["A2"].value == "填报单位：云溪县"
    assert [cell.value for cell in page[4]] == [
        "序号",
        "编码",
        "事项名称",
        "事项类型",
        "部门",
        "变化",
        "连续月数",
        "首次发现",
    ]
    assert [cell.value for cell in page[5]] == [
        1,
        "B2",
        "收养登记",
        "行政确认",
        "民政局",
        "连续5个月未解决",
        5,
        "2026年6月",
    ]
    assert [cell.value for cell in page[6]] == ["合计", "1项", *[None] * 6]


def test_a_station_list_suggests_the_standard_name():
    row = ListRow(
        "stations", OCTOBER, "城关镇", "城关镇/东关村", "东关村", {"station_name": "东关村代办点"}
    )
    sheet = problem_tables.sheet(
        NOT_RENAMED, OCTOBER, [Problem(row, None, 1)], home="云溪县", edition="数据版本1"
    )
    assert sheet.rows[0][:6] == [1, "城关镇", "东关村", "东关村代办点", None, "东关村便民服务站"]


def test_who_can_solve_it_follows_from_whose_the_unit_is():
    assert SOLVED_BY == {
        "公安局": "需上级协调",
        "医保局": "需上级协调",
        "民政局": "县级可解决",
        "新局": "未填管理体制",
    }


def test_a_unit_that_the_roster_lacks_is_not_said_to_be_the_countys():
    stranger = Problem(ListRow("items", OCTOBER, "外局", "C3", "某事", {}), NEW, 1)
    assert problem_tables.narrow(
        [stranger], who=problem_tables.BY_COUNTY, solved_by=SOLVED_BY
    ) == [] and problem_tables.narrow([stranger], who=problem_tables.NOT_SAID, solved_by=SOLVED_BY)


def test_long_is_three_months():
    found = [Problem(FOUND[0].row, LASTING, months) for months in (2, 3, 4)]
    assert [
        problem.months for problem in problem_tables.narrow(found, state=problem_tables.ONLY_LONG)
    ] == [3, 4]
    assert [
        problem.months
        for problem in problem_tables.narrow(found, state=problem_tables.ONLY_LASTING)
    ] == [2, 3, 4]


def test_of_what_left_the_list_solved_and_deducted_are_told_apart():
    gone = [Problem(FOUND[0].row, state, 1) for state in (SOLVED, DEDUCTED, MISSING)]
    assert [
        [problem.state for problem in problem_tables.narrow(gone, state=state)]
        for state in (*problem_tables.OF_GONE, problem_tables.ALL)
    ] == [[SOLVED, DEDUCTED, MISSING], [SOLVED], [DEDUCTED], [SOLVED, DEDUCTED, MISSING]]
    assert not problem_tables.narrow(FOUND, state=problem_tables.ONLY_LEFT)


@pytest.mark.parametrize(
    ("village", "township", "suggested"),
    [
        ("东关村", "城关镇", "东关村便民服务站"),
        ("东关村民委员会", "城关镇", "东关村便民服务站"),
        ("西关居委会", "城关镇", "西关社区便民服务站"),
        ("城关镇东关村委会", "城关镇", "东关村便民服务站"),
        ("新华社区居民委员会", "城关镇", "新华社区便民服务站"),
    ],
)
def test_the_standard_name_is_the_villages_own(village, township, suggested):
    assert (
        problem_tables.suggested_name(station("代办点", False, False, village, township))
        == suggested
    )


@pytest.mark.parametrize(
    ("name", "overlaid", "judged", "disagrees"),
    [
        ("东关村代办点", True, False, True),
        ("东关村便民服务站", False, True, True),
        ("东关村代办点", False, False, False),
        ("东关村便民服务站", True, True, False),
        ("东关村代办点", None, False, False),
        ("", True, False, False),
    ],
)
def test_name_and_flag_that_disagree_are_a_mark_and_a_filter(name, overlaid, judged, disagrees):
    flags = {
        key: value
        for key, value in station(name, overlaid, judged).flags.items()
        if value is not None
    }
    problem = Problem(replace(station(name, overlaid, judged), flags=flags), None, 1)
    assert (problem_tables.narrow([problem], disagreeing=True) == [problem]) is disagrees
    assert (problem_tables.NAME_AND_FLAG in problem_tables.cells(NOT_RENAMED, problem)) is disagrees


def test_the_package_has_one_file_for_each_unit_with_its_rows_alone():
    def sheet(unit, rows):
        return problem_tables.sheet(
            NOT_IN_HALL, OCTOBER, rows, home="云溪县", edition="数据版本1", filters=unit
        )

    found = [*FOUND, Problem(ListRow("items", OCTOBER, "CON", "D4", "某事", {}), NEW, 1)]
    archive = zipfile.ZipFile(io.BytesIO(unit_packages.package(NOT_IN_HALL, OCTOBER, found, sheet)))
    assert archive.namelist() == [
        "公安局_未进驻大厅_2026年10月.xlsx",
        "民政局_未进驻大厅_2026年10月.xlsx",
        "CON_未进驻大厅_2026年10月.xlsx",
    ]
    page = load_workbook(io.BytesIO(archive.read("民政局_未进驻大厅_2026年10月.xlsx"))).active
    assert [row[2].value for row in page.iter_rows(min_row=5, max_row=page.max_row)] == [
        "收养登记",
        None,
    ] and "筛选：民政局" in page["A3"].value
