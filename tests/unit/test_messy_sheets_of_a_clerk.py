"""Sheets as a county's clerks write them: 同上, groups as headings, a place alone as a header."""

import pytest
from test_sheets_partial import book, read

from govsvc.domain.errors import FileRefused
from govsvc.domain.indicators import INSPECTION, flag_by_key
from govsvc.domain.mappings import Choices, HeaderChoice, of_header
from govsvc.domain.rows import COUNTED, LEFT_OUT
from govsvc.sheets.cells import answers, place_names
from govsvc.sheets.records import corrections

CODES = [f"11659901MB0P63921R4{number:012d}" for number in range(1, 9)]


def test_a_township_as_above_is_the_one_above():
    file = read(
        book(
            ["序号", "乡镇（街道）", "村（社区）", "站点名称"],
            [1, "青川镇", "柳林村", "柳林村便民服务站"],
            [2, "同上", "石桥村", "石桥村便民服务站"],
            [3, "〃", "高坪村", "无"],
            ["小计", "", "3个", ""],
            [4, "白沙乡", "白沙村", "白沙村便民服务站"],
            [5, "同上", "上湾村", "无"],
            title="云溪县2026年10月便民服务站台账",
        )
    )
    townships = ["青川镇"] * 3 + ["白沙乡"] * 2
    assert [entry.unit for entry in file.entries] == townships
    assert any("有3处写的是同上" in note for note in file.sheets[0].notes)


def test_as_above_in_the_first_row_is_no_township():
    file = read(
        book(
            ["乡镇（街道）", "村（社区）", "站点名称"],
            ["同上", "柳林村", "柳林村便民服务站"],
            ["白沙乡", "白沙村", "白沙村便民服务站"],
            title="云溪县2026年10月便民服务站台账",
        )
    )
    assert [entry.unit for entry in file.entries] == ["同上", "白沙乡"]


def bulletin(*headings: str):
    """Two counties below each heading, with printed ranks within it."""
    rows = [["县（市、区）", "网上可办率", "位次"]]
    for number, heading in enumerate(headings):
        rows += [[heading, "", ""], [f"甲{number}县", "98.00%", 2], [f"乙{number}县", "99.00%", 1]]
    return read(book(*rows, title="2026年10月全市政务服务指标通报"))


def test_headings_between_counties_are_their_groups():
    file = bulletin("县市组", "二、城区组")
    assert [row.group for row in file.reported] == ["县市组", "县市组", "城区组", "城区组"]
    assert not [issue for issue in file.issues if issue.code == "rank_unlike_rates"]


def test_headings_of_another_meaning_are_no_groups():
    file = bulletin("一、指标完成情况", "二、其他")
    assert [row.group for row in file.reported] == [None] * 4


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("省平台", "is_published"),
        ("省政务服务网", "is_published"),
        ("大厅", "is_in_hall"),
        ("网上", "is_online"),
        ("全程", "is_fully_online"),
    ],
)
def test_a_place_alone_over_yes_and_no_is_asked_with_its_guess(header, field):
    rows = [[code, f"事项{n}", "行政许可", "民政局", "是"] for n, code in enumerate(CODES)]
    other = "是否进驻大厅" if field != "is_in_hall" else "是否网上可办"
    head = ["实施编码", "事项名称", "事项类型", "实施主体", other]
    table = book([*head, header], *[[*row, "否"] for row in rows], title="2026年10月事项")
    file = read(table)
    assert [column.near for column in file.sheets[0].seen if column.near] == [(field,)]
    assert all(field not in entry.flags for entry in file.entries)
    said = Choices({of_header("items", header): HeaderChoice("items", 1, {field: 0})})
    again = read(table, choices=said)
    assert [entry.flags[field] for entry in again.entries] == [False] * 8


@pytest.mark.parametrize(
    ("last_header", "cell"), [("大厅", "县政务服务中心"), ("省平台", "https://zwfw.example.cn")]
)
def test_nothing_is_asked_where_the_field_is_read_or_the_cells_do_not_fit(last_header, cell):
    head = ["实施编码", "事项名称", "事项类型", "实施主体", "是否进驻大厅", last_header]
    rows = [[code, f"事项{n}", "行政许可", "民政局", "是", cell] for n, code in enumerate(CODES)]
    file = read(book(head, *rows, title="2026年10月事项"))
    assert not [column for column in file.sheets[0].seen if column.near is not None]


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("填报单位：县残联        2026年10月", "残联"),
        ("云溪县供销社政务服务事项清单2026年10月", "供销社"),
        ("残联2026年10月报表", "残联"),
    ],
)
def test_a_department_whose_name_ends_like_no_offices_is_found(line, unit):
    head = ["实施编码", "事项名称", "事项类型", "是否网上可办"]
    rows = [[code, f"事项{n}", "公共服务", "是"] for n, code in enumerate(CODES)]
    file = read(book(head, *rows, title=line))
    assert {entry.unit for entry in file.entries} == {unit}


def test_a_word_that_only_looks_like_such_a_department_is_none():
    assert place_names.departments_in("残联合作项目", ("云溪县",)) == []


@pytest.mark.parametrize("header", ["企业名称", "统一社会信用代码", "法定代表人"])
def test_enterprises_of_a_park_are_not_in_the_hall(header):
    head = ["序号", header, "项目名称", "是否进驻", "进驻时间", "责任单位"]
    rows = [[n, f"甲{n}", f"年产{n}万吨项目", "是", "2025-06-01", "招商局"] for n in range(1, 9)]
    file = read(book(head, *rows, title="云溪县产业园区2026年10月进驻企业名单"))
    assert isinstance(file.refused, FileRefused) and file.refused.code == "not_ours"
    assert f"“{header}”" in file.refused.title


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("进驻综合窗口", answers.YES),
        ("已进驻政务大厅3号窗口", answers.YES),
        ("入驻二楼综合受理窗口", answers.YES),
        ("拟进驻综合窗口", answers.NO),
        ("未进驻综合窗口", answers.NO),
        ("进驻乡镇窗口", answers.ASK),
        ("进驻部门窗口", answers.ASK),
        ("进驻窗口待定", answers.ASK),
    ],
)
def test_where_in_the_hall_an_item_is(cell, answer):
    assert answers.read_flag(flag_by_key("is_in_hall").question, cell).answer == answer


def test_a_finding_in_doubt_is_explained_and_counts_as_said():
    table = book(
        ["事项名称", "被检查单位", "发现的问题", "督查人"],
        ["普通护照签发", "公安局", "明进暗不进", "督查组"],
        ["居住证申领", "公安局", "疑似体外循环，待核实", "督查组"],
        title="2026年10月督查问题清单",
    )
    file = read(table)
    (unclear,) = file.sheets[0].unclear
    assert [entry.status for entry in file.entries] == [COUNTED, LEFT_OUT]
    meanings = corrections.meanings_of(unclear.field, INSPECTION)
    for word, flags in (("体外循环", {"is_handled_off_site": True}), ("未发现明进暗不进", {})):
        assert word in meanings
        said = Choices(values={(unclear.field, unclear.header): {unclear.value: word}})
        entry = read(table, choices=said).entries[1]
        assert entry.status == COUNTED
        assert {key: flag for key, flag in entry.flags.items() if flag} == flags


def test_a_state_of_use_in_doubt_is_explained():
    head = ["实施编码", "事项名称", "事项类型", "实施主体", "事项状态", "是否网上可办"]
    rows = [
        [CODES[0], "居住证申领", "行政许可", "公安局", "在用", "是"],
        [CODES[1], "犬类登记", "行政许可", "公安局", "拟取消", "是"],
    ]
    table = book(head, *rows, title="2026年10月事项")
    (unclear,) = read(table).sheets[0].unclear
    assert set(corrections.meanings_of("status")) == {"在用", "取消"}
    counted = {}
    for word in corrections.meanings_of("status"):
        said = Choices(values={(unclear.field, unclear.header): {unclear.value: word}})
        counted[word] = read(table, choices=said).entries[1].status == COUNTED
    assert counted == {"在用": True, "取消": False}


@pytest.mark.parametrize("cell", ["变更待审", "变更审核中", "修订待审核", "更新待发布"])
def test_of_a_change_that_waits_nobody_knows_what_is_on_the_platform(cell):
    assert answers.read_publication(cell).answer == answers.ASK
    assert answers.read_flag(flag_by_key("is_published").question, cell).answer == answers.ASK


@pytest.mark.parametrize("cell", ["待审核", "审核中", "提交待审"])
def test_what_waits_for_the_first_time_is_not_published(cell):
    assert answers.read_publication(cell).answer == answers.NOT_PUBLISHED


def test_a_bracket_on_signboard_or_former_name_is_no_part_of_the_name():
    table = book(
        ["乡镇（街道）", "村（社区）", "站点名称"],
        ["青川镇", "柳林村", "柳林村便民服务站（待挂牌）"],
        ["青川镇", "石桥村", "石桥村便民服务站（原代办点）"],
        ["青川镇", "高坪村", "高坪村便民服务站（东区）"],
        title="云溪县2026年10月便民服务站台账",
    )
    file = read(table)
    asked = {unclear.value: "站点名称" for unclear in file.sheets[0].unclear}
    assert len(asked) == 2
    (unclear, _) = file.sheets[0].unclear
    again = read(table, choices=Choices(values={(unclear.field, unclear.header): asked}))
    assert [entry.flags["has_standard_name"] for entry in again.entries] == [True, True, False]


def test_exemptions_without_document_or_out_of_force_are_said():
    file = read(
        book(
            ["事项名称", "主管部门", "不进驻原因", "依据文件", "有效期"],
            ["超限运输通行", "交通运输局", "须使用专用系统", "云政办发〔2025〕12号", "长期"],
            ["犬类准养", "公安局", "涉密", "待补", ""],
            ["最低生活保障", "民政局", "须上门核查", "云政办发〔2024〕3号", "2025年12月31日"],
            ["高龄津贴", "民政局", "须上门核查", "云政办发〔2024〕3号", "2026年10月31日"],
            title="云溪县2026年10月不进驻政务服务大厅事项清单",
        )
    )
    assert [(issue.code, issue.cell, issue.severity) for issue in file.issues] == [
        ("exemption_without_document", "D4", "warning"),
        ("exemption_out_of_force", "E5", "warning"),
    ]
    assert [entry.status for entry in file.entries] == [COUNTED] * 4


@pytest.mark.parametrize(
    ("cell", "day"), [("10月14日", "2026-10-14"), ("9月14日", None), ("10月32日", None)]
)
def test_a_day_of_the_sheets_month_needs_no_year(cell, day):
    file = read(
        book(
            ["事项名称", "被检查单位", "发现的问题", "检查时间"],
            ["普通护照签发", "公安局", "明进暗不进", cell],
            title="2026年10月督查问题清单",
        )
    )
    assert file.entries[0].attributes.get("found_on") == day
    assert bool([issue for issue in file.issues if issue.code == "not_a_day"]) == (day is None)
