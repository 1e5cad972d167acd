"""Cells and sheets of a 整改台账 as offices write them."""

import io
import random
from datetime import date, datetime

import pytest
from docx import Document
from ledgers import HEADERS, book, ledger_file, row_of
from support import few

from govsvc import sheets
from govsvc.domain.indicators import INSPECTION, RECTIFICATION
from govsvc.domain.mappings import Choices
from govsvc.domain.rectification import State
from govsvc.domain.roster import DEPARTMENT, Roster, Unit
from govsvc.sheets.cells import ledger_words
from govsvc.sheets.cells.values import Wrong

NOVEMBER = date(2026, 11, 5)


def read(name: str, content: bytes, **more):
    (file,) = sheets.read_files([(name, content)], **more)
    return file


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-12-31", date(2026, 12, 31)),
        ("2026年12月31日前", date(2026, 12, 31)),
        ("2026/12/31 00:00:00", date(2026, 12, 31)),
        ("20261231", date(2026, 12, 31)),
        (datetime(2026, 12, 31), date(2026, 12, 31)),
        ("12月底", date(2026, 12, 31)),
        ("12月底前完成", date(2026, 12, 31)),
        ("2026.12", date(2026, 12, 31)),
        (2026.12, date(2026, 12, 31)),
        ("2026年12月", date(2026, 12, 31)),
        ("2027年2月底", date(2027, 2, 28)),
        ("11月20日", date(2026, 11, 20)),
        ("１１月２０日", date(2026, 11, 20)),
        ("1月10日", date(2027, 1, 10)),
        ("11月5日", date(2026, 11, 5)),
        ("11月上旬", date(2026, 11, 10)),
        ("11.20", date(2026, 11, 20)),
        ("年底前", date(2026, 12, 31)),
        ("2026年四季度末", date(2026, 12, 31)),
    ],
)
def test_days_of_deadlines(cell, expected):
    assert ledger_words.due(cell, NOVEMBER, None).day == expected


@pytest.mark.parametrize("cell", ["长期坚持", "持续推进", "常态化"])
def test_what_has_no_end(cell):
    found = ledger_words.due(cell, NOVEMBER, None)
    assert (found.day, found.workdays, found.is_at_once) == (None, None, False)


@pytest.mark.parametrize(
    ("cell", "workdays"), [("15个工作日", 15), ("交办后5个工作日内", 5), ("十个工作日内完成", 10)]
)
def test_deadlines_in_workdays(cell, workdays):
    assert ledger_words.due(cell, NOVEMBER, None).workdays == workdays


def test_what_is_to_be_done_at_once():
    assert ledger_words.due("立行立改", NOVEMBER, None).is_at_once
    assert ledger_words.due("", NOVEMBER, None) is None
    assert ledger_words.due("—", NOVEMBER, None) is None


@pytest.mark.parametrize(
    "cell",
    [
        "会后一周",
        "尽快",
        "2026-02-30",
        "13月底",
        "立行立改，长期坚持",
        "9月至12月",
        2026.1,
        11.2,
        46357,
        "签收后3个工作日",
        "一周内",
        "待定",
        "2026-11-20或12月",
        True,
    ],
)
def test_what_is_no_deadline_is_asked(cell):
    with pytest.raises(Wrong) as wrong:
        ledger_words.due(cell, NOVEMBER, None)
    assert wrong.value.code == "due_unclear"


def test_a_day_without_a_year_needs_one():
    with pytest.raises(Wrong) as wrong:
        ledger_words.due("12月底", None, None)
    assert wrong.value.code == "year_not_found"
    assert ledger_words.due("12月底", None, 2026).day == date(2026, 12, 31)
    assert ledger_words.day("9月1日", 2026) == date(2026, 9, 1)
    with pytest.raises(Wrong):
        ledger_words.day("2026年9月", 2026)


@pytest.mark.parametrize(
    ("cell", "header", "expected"),
    [
        ("已销号", "状态", State.CLOSED),
        ("已落实", "状态", State.CLOSED),
        ("未落实", "状态", State.UNDER_WAY),
        ("办结", "完成情况", State.CLOSED),
        ("正在整改", "状态", State.UNDER_WAY),
        ("是", "是否销号", State.CLOSED),
        ("√", "是否办结", State.CLOSED),
        ("否", "是否销号", State.UNDER_WAY),
        ("待复核", "状态", State.APPLIED),
        ("退回", "状态", State.SENT_BACK),
        ("长期坚持", "状态", State.ONGOING),
        ("作废", "状态", State.VOID),
        ("", "状态", None),
    ],
)
def test_words_of_states(cell, header, expected):
    assert ledger_words.state(cell, header) == expected


@pytest.mark.parametrize(
    "cell", ["已整改", "基本完成", "已与群众沟通，表示理解", "是", "80%", "整改"]
)
def test_what_is_no_state_is_asked(cell):
    with pytest.raises(Wrong):
        ledger_words.state(cell, "状态")


@pytest.mark.parametrize(
    ("cell", "lead", "partners", "unnamed"),
    [
        ("公安局", "公安局", (), ""),
        ("公安局、民政局，人社局", "公安局", ("民政局", "人社局"), ""),
        ("公安局\n民政局", "公安局", ("民政局",), ""),
        ("住房和城乡建设局等5家单位", "住房和城乡建设局", (), "等5家单位"),
        ("公安局、民政局等十个单位", "公安局", ("民政局",), "等十个单位"),
        ("牵头单位：民政局；配合单位：公安局、教育局", "民政局", ("公安局", "教育局"), ""),
        ("公安局、公安局", "公安局", (), ""),
        ("", "", (), ""),
    ],
)
def test_several_units_in_a_cell(cell, lead, partners, unnamed):
    assert ledger_words.units(cell, lambda text: False) == ledger_words.Units(
        lead, partners, unnamed
    )


def test_a_unit_that_is_known_is_not_parted():
    assert (
        ledger_words.units("党政 综合办", lambda text: text == "党政 综合办").lead == "党政 综合办"
    )


def test_a_ledger_of_an_office_is_read():
    rows = [
        ["序号", "问题来源", "存在的问题", "承办单位", "措施", "完成时限", "落实情况", "是否办结"],
        [1, "省督查", "窗口无人", "公安局、民政局", "值守", "12月底", "已安排", "否"],
        [2, None, "材料多", "住建局等5家单位", "精简", "立行立改", "", "是"],
        ["小计", None, "2项", None, None, None, None, None],
        [3, "暗访", "系统慢", "大数据局", "升级", "持续推进", "", ""],
        ["合计", None, "3项", None, None, None, None, None],
        ["注：红色为逾期", None, None, None, None, None, None, None],
    ]
    content = book(rows, "云溪县2026年问题整改台账", merges=["B3:B4"])
    file = read("台账.xlsx", content)
    (sheet,) = file.sheets
    assert (sheet.kind, sheet.rows) == (RECTIFICATION, 3)
    assert {issue.code for issue in file.issues} == {"assigned_on_blank", "closed_on_blank"}
    assert any("颜色" in note for note in sheet.notes)


def test_what_says_as_above_is_read_as_the_row_above():
    ditto = dict.fromkeys(
        ("涉及事项", "问题来源", "责任单位", "交办日期", "整改时限", "状态"), "同上"
    )
    file = read(*ledger_file(row_of(涉及事项="窗口"), row_of(**ditto, 问题描述="未授权")))
    first, second = file.matters
    for name in ("matter", "source", "unit", "assigned_on", "due", "state"):
        assert getattr(second, name) == getattr(first, name)
    assert second.problem == "未授权" and not file.issues
    assert "“整改时限”有1处写的是同上，按上面一行的读取。" in file.sheets[0].notes


def test_a_table_of_a_meeting_is_read():
    headers = [
        "会议名称",
        "召开时间",
        "跟踪督办事项",
        "有关要求",
        "牵头领导",
        "责任单位",
        "完成时限",
        "落实情况",
        "状态",
        "落实时间",
        "亮灯",
    ]
    rows = [
        [
            "第3次调度会",
            "2026年9月1日",
            "电子证照",
            "建成",
            "张三",
            "数据局",
            "9月30日",
            "已建",
            "已落实",
        ],
        [None, None, "一窗受理", "全部", "李四", "审批局等3家单位", "长期坚持", "", "未落实"],
        [None, None, "名称规范", "更名", "李四", "民政局", "30个工作日内", "", "未落实"],
    ]
    rows[0] += ["2026-09-28", "绿"]
    file = read("议定事项.xlsx", book([headers, *rows]))
    assert not file.issues and not file.refused
    first, second, third = file.matters
    assert (first.state, first.closed_on, first.progress) == (
        State.CLOSED,
        date(2026, 9, 28),
        "已建",
    )
    assert (first.due.day, first.source) == (date(2026, 9, 30), "会议议定")
    assert {one.assigned_on for one in file.matters} == {date(2026, 9, 1)}
    assert {one.document for one in file.matters} == {"第3次调度会"}
    assert (second.unit, second.partners) == ("审批局", "等3家单位")
    assert (third.due.workdays, third.problem, third.lead) == (30, "更名", "李四")


@pytest.mark.parametrize("name", ["台账.csv", "台账.html", "台账.docx"])
def test_a_ledger_in_other_formats(name):
    cells = [HEADERS, [row_of().get(header, "") for header in HEADERS]]
    if name.endswith("csv"):
        content = "\n".join(",".join(map(str, line)) for line in cells).encode("gb18030")
    elif name.endswith("html"):
        lines = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in line)}</tr>" for line in cells)
        content = f"<html><body><table>{lines}</table></body></html>".encode()
    else:
        document, out = Document(), io.BytesIO()
        table = document.add_table(len(cells), len(HEADERS))
        for row, line in zip(table.rows, cells):
            for cell, text in zip(row.cells, line):
                cell.text = text
        document.save(out)
        content = out.getvalue()
    (matter,) = read(name, content).matters
    assert (matter.unit, matter.due.day) == ("公安局", date(2026, 11, 30))


def test_lists_of_inspections_stay_what_they_are():
    for headers in (
        ["实施编码", "事项名称", "问题类型", "责任单位", "发现日期", "整改时限", "整改情况"],
        ["事项名称", "责任单位", "是否明进暗不进", "整改时限", "备注"],
    ):
        row = ["1" * 31, "事项", "明进暗不进", "公安局", "2026-10-10", "2026-11-30", ""]
        file = read("督查问题清单_2026年10月.xlsx", book([headers, row[: len(headers)]]))
        assert [sheet.kind for sheet in file.sheets] == [INSPECTION]


def test_a_plan_of_work_is_no_ledger():
    rows = [["任务名称", "责任单位", "完成时限"], ["植树", "林业局", "2026-03-12"]]
    file = read("春季造林.xlsx", book(rows, "春季造林计划"))
    assert file.refused.code == "not_ours" and not file.matters


def test_the_units_of_the_roster_are_known():
    roster = Roster([Unit("公安局", DEPARTMENT, short_names=("公安",))])
    name, content = ledger_file(row_of(责任单位="云溪县公安"))
    file = read(name, content, home="云溪县", choices=Choices(roster=roster))
    assert [one.unit for one in file.matters] == ["公安"]


def _mutated(random_: random.Random, rows: list[list]) -> list[list]:
    """The same table as another office would lay it out: columns in any order, some between that
    nobody knows, totals, blank rows, spaces and full-width letters.
    """
    order = random_.sample(range(len(rows[0])), len(rows[0]))
    mutated = [[row[place] for place in order] for row in rows]
    extra = random_.randrange(len(order) + 1)
    for number, row in enumerate(mutated):
        row.insert(extra, "其他栏" if number == 0 else f"无关{number}")
        for place, cell in enumerate(row):
            if isinstance(cell, str) and cell and random_.random() < 0.2:
                row[place] = random_.choice((f" {cell}", f"{cell}\u3000", f"\u200b{cell}"))
    if random_.random() < 0.5:
        mutated.append([])
    if random_.random() < 0.5:
        mutated.append(["合计", *[None] * (len(order) - 1), f"{len(rows) - 1}项"])
    return mutated


def _truth(random_: random.Random) -> dict:
    day = date(2026, random_.randint(1, 9), random_.randint(1, 28))
    closed = random_.random() < 0.5
    dues = [("2026-12-31", date(2026, 12, 31)), ("12月底", date(2026, 12, 31)), ("长期坚持", None)]
    printed, due = random_.choice(dues)
    return {
        "matter": f"事项{random_.randrange(10**6)}",
        "unit": random_.choice(("公安局", "民政局", "住房和城乡建设局")),
        "partners": "、".join(
            random_.sample(("水利局", "教育局", "司法局"), random_.randint(0, 3))
        ),
        "printed": printed,
        "due": due,
        "day": day,
        "state": State.CLOSED if closed else State.UNDER_WAY,
        "closed": date(2026, 10, random_.randint(1, 28)) if closed else None,
    }


@pytest.mark.parametrize("seed", few(range(12), 4))
def test_any_layout_reads_the_same(seed):
    random_ = random.Random(f"ledger {seed}")
    truths = [_truth(random_) for _ in range(random_.randint(1, 15))]
    headers = ["问题", "责任单位", "整改时限", "交办时间", "状态", "销号时间"]
    words = {State.CLOSED: ("已销号", "办结", "已完成"), State.UNDER_WAY: ("整改中", "未完成")}
    rows = [
        [
            truth["matter"],
            "、".join(filter(None, (truth["unit"], truth["partners"]))),
            truth["printed"],
            random_.choice((truth["day"], f"{truth['day']:%Y.%m.%d}", f"{truth['day']}")),
            random_.choice(words[truth["state"]]),
            truth["closed"],
        ]
        for truth in truths
    ]
    title = random_.choice(("", "云溪县整改台账"))
    file = read("整改台账.xlsx", book(_mutated(random_, [headers, *rows]), title))
    assert not [issue for issue in file.issues if issue.severity == "error"], file.issues
    read_ = [
        (one.matter, one.unit, one.partners, one.due.day, one.assigned_on, one.state, one.closed_on)
        for one in file.matters
    ]
    assert read_ == [
        tuple(truth[k] for k in ("matter", "unit", "partners", "due", "day", "state", "closed"))
        for truth in truths
    ]
