"""Sheets of case counts: recognised by their columns or their name, read month by month; a blank is
never 0.
"""

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from support import mentions

from govsvc import sheets
from govsvc.domain.indicators import CASES, HALL_LEDGER, ITEMS
from govsvc.domain.rows import FileRead
from govsvc.importing import pipeline

OCTOBER = date(2026, 10, 1)
CODE = "11999923MB0000100Y470010000000"
HEADER = ["实施编码", "事项名称", "实施主体", "大厅受理件数", "部门受理件数"]
_TEXTS = ("90", "80", "7", "6", "5")


def book(*rows, title: str = "", sheet: str = "Sheet1") -> bytes:
    made = Workbook()
    page = made.active
    page.title = sheet
    for row in ([[title]] if title else []) + list(rows):
        page.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(content: bytes, name: str = "表.xlsx", month: date | None = OCTOBER) -> FileRead:
    return sheets.read_files([(name, content)], home="云溪县", month=month)[0]


def row(number: int, *counts, unit: str = "公安局") -> list:
    return [f"{CODE}{number}", f"事项{number}", unit, *counts]


def said(file: FileRead, kind: str = CASES) -> list[tuple]:
    assert not file.refused, file.refused
    return [
        (
            entry.key.removeprefix(CODE),
            {key: text for key, text in entry.attributes.items() if not key.endswith("_code")},
            entry.status,
        )
        for entry in file.entries
        if entry.kind == kind
    ]


def codes(file: FileRead) -> list[str]:
    return [issue.code for issue in file.issues]


def test_counts_of_cases_are_read_as_they_are():
    file = read(
        book(
            [*HEADER, "办件总量", "大厅办结件数", "大厅外办结件数", "系统外办件数"],
            row(1, 0, 27, 27, 0, 0, 2),
            row(2, "1,200件", "０", 1200, 3, 0, 0),
            title="云溪县办件量统计表（2026年10月）",
        )
    )
    assert file.sheets[0].kind == CASES and file.month == OCTOBER and file.issues == []
    assert said(file) == [
        (
            "1",
            {
                "hall_accepted": "0",
                "unit_accepted": "27",
                "total_accepted": "27",
                "hall_decided": "0",
                "decided_elsewhere": "0",
                "outside_system": "2",
            },
            "counted",
        ),
        (
            "2",
            {
                "hall_accepted": "1200",
                "unit_accepted": "0",
                "total_accepted": "1200",
                "hall_decided": "3",
                "decided_elsewhere": "0",
                "outside_system": "0",
            },
            "counted",
        ),
    ]
    assert all(entry.flags == {} and entry.unit == "公安局" for entry in file.entries)


@pytest.mark.parametrize(
    ("headers", "keys"),
    [
        (
            ("大厅办件量", "部门办件量", "总办件量"),
            ("hall_accepted", "unit_accepted", "total_accepted"),
        ),
        (
            ("窗口受理量", "单位自行受理", "办件总数"),
            ("hall_accepted", "unit_accepted", "total_accepted"),
        ),
        (
            ("中心受理件数（件）", "部门受理\n件数", "未进统一系统"),
            ("hall_accepted", "unit_accepted", "outside_system"),
        ),
    ],
)
def test_the_words_of_real_files(headers, keys):
    file = read(book(["实施编码", "事项名称", "实施主体", *headers], row(1, 1, 2, 4)))
    assert said(file) == [("1", dict(zip(keys, "124")), "counted")]


def test_counts_under_two_rows_of_headers():
    """受理 and 办结 say nothing without what stands above them; 网上办结 is no count of ours."""
    groups = ["实施编码", "事项名称", "实施主体", "大厅窗口", "", "网上", "", "部门自行", ""]
    lower = ["", "", "", "受理", "其中：办结", "受理", "办结", "受理", "办结"]
    file = read(book(groups, lower, row(1, 7, 6, 5, 4, 3, 2), title="2026年10月办件量统计表"))
    assert said(file) == [
        (
            "1",
            {
                "hall_accepted": "7",
                "hall_decided": "6",
                "unit_accepted": "3",
                "decided_elsewhere": "2",
                "online_accepted": "5",
            },
            "counted",
        )
    ]


@pytest.mark.parametrize(
    "headers, keys",
    [
        (
            ("受理", "办结", "网上受理", "综窗受理", "超期办结"),
            ("total_accepted", "total_decided", "online_accepted", "one_window_accepted")
            + ("decided_late",),
        ),
        (
            ("受理件数", "办结件数", "网办件", "一窗受理件数", "逾期办结件数"),
            ("total_accepted", "total_decided", "online_accepted", "one_window_accepted")
            + ("decided_late",),
        ),
        (
            ("办件总量", "总办结量", "线上申请件数", "综窗受理量", "按期办结数"),
            ("total_accepted", "total_decided", "online_accepted", "one_window_accepted")
            + ("decided_in_time",),
        ),
        (
            ("办件总量", "发证数量", "同步签发电子证照数", "用证办件数"),
            ("total_accepted", "certificates_issued", "e_certificates_issued")
            + ("e_certificates_used",),
        ),
        (
            ("受理总数", "证照制发数", "电子证照签发数量", "使用电子证照办件数"),
            ("total_accepted", "certificates_issued", "e_certificates_issued")
            + ("e_certificates_used",),
        ),
    ],
)
def test_the_counts_that_measures_read(headers, keys):
    file = read(
        book(["事项名称", "实施主体", *headers], ["甲", "公安局", 90, 80, 7, 6, 5]), "10月.xlsx"
    )
    assert [entry.attributes for entry in file.entries] == [dict(zip(keys, _TEXTS))]
    assert not file.issues


def test_whether_what_is_late_was_decided_is_asked():
    headers = ["事项名称", "实施主体", "受理件数", "办结件数", "超期件数"]
    file = read(book(headers, ["甲", "公安局", 9, 8, 1]), "10月办件量.xlsx")
    (entry,) = file.entries
    assert entry.attributes == {"total_accepted": "9", "total_decided": "8"}
    assert mentions(" ".join(file.sheets[0].notes), "不能确定", "超期件数")


def test_a_part_that_is_more_than_the_whole_costs_only_its_measure():
    headers = ["事项名称", "实施主体", "大厅受理件数", "受理件数", "网上受理件数", "办结件数"]
    headers += ["按时办结件数", "超期办结件数"]
    rows = [["甲", "公安局", 3, 9, 10, 8, 7, 1], ["乙", "公安局", 3, 9, None, 8, 7, 2]]
    file = read(book(headers, *rows), "10月办件量.xlsx")
    assert [(one.code, one.cell) for one in file.issues] == [
        ("count_over_total", "E2"),
        ("count_blank", "E3"),
        ("counts_unlike_total", "G3"),
    ]
    first, second = file.entries
    assert (first.status, second.status) == ("counted", "counted")
    assert "online_accepted" not in first.attributes and "hall_accepted" in first.attributes
    assert not {"decided_in_time", "decided_late"} & second.attributes.keys()


def test_counts_of_two_months_side_by_side_are_asked_and_not_read():
    groups = ["实施编码", "事项名称", "实施主体", "2026年9月", "2026年10月"]
    lower = ["", "", "", "大厅受理", "大厅受理"]
    file = read(book(groups, lower, row(1, 7, 6), title="2026年10月办件量统计表"))
    assert codes(file) == ["columns_rival"] and "hall_accepted" not in str(said(file))
    assert mentions(file.issues[0].message, "D列", "E列", "“7”", "“6”")


@pytest.mark.parametrize(
    ("name", "sheet", "title"),
    [
        ("2026年10月办件汇总.xlsx", "Sheet1", ""),
        ("表.xlsx", "办件量统计", ""),
        ("表.xlsx", "Sheet1", "2026年10月大厅受理情况统计表"),
        ("表.xlsx", "Sheet1", ""),
    ],
)
def test_it_is_known_by_its_name_or_by_its_columns(name, sheet, title):
    assert (
        read(book([*HEADER, "窗口"], [*row(1, 1, 0), "A01"], sheet=sheet, title=title), name)
        .sheets[0]
        .kind
        == CASES
    )


def test_a_hall_ledger_stays_one():
    file = read(
        book(
            ["实施编码", "事项名称", "实施主体", "窗口", "进驻时间"],
            [*row(1), "A01", "2026-01-01"],
            title="进驻台账",
        )
    )
    assert file.sheets[0].kind == HALL_LEDGER


def test_a_blank_is_an_error_and_never_none():
    file = read(book(HEADER, row(1, None, 3), row(2, "—", 1), row(3, 0, 0)))
    assert [(issue.code, issue.cell, issue.severity) for issue in file.issues] == [
        ("count_blank", "D2", "error"),
        ("count_blank", "D3", "error"),
    ]
    assert mentions(file.issues[0].message, "第2行", "大厅受理件数")
    assert mentions(file.issues[0].expected, "整数", "0")
    assert [(key, status) for key, _, status in said(file)] == [
        ("1", "left_out"),
        ("2", "left_out"),
        ("3", "counted"),
    ]


def test_a_column_or_a_departments_block_left_blank_is_asked_and_counts_as_nothing():
    file = read(
        book(
            [*HEADER, "系统外办件数"],
            row(1, 3, 0, None),
            row(2, 1, 1, None),
            row(3, None, None, None, unit="民政局"),
            row(4, None, None, None, unit="民政局"),
        )
    )
    assert codes(file) == ["column_blank"] * 3
    assert said(file) == [
        ("1", {"hall_accepted": "3", "unit_accepted": "0"}, "counted"),
        ("2", {"hall_accepted": "1", "unit_accepted": "1"}, "counted"),
    ]


def test_a_sheet_without_any_number_says_nothing_and_no_fault():
    file = read(book(HEADER, row(1, None, None), row(2, None, None)))
    assert said(file) == [] and file.issues == [] and len(file.sheets[0].notes) == 1


@pytest.mark.parametrize(
    ("counts", "cell", "message"),
    [
        ((-1, 2, 5), "D2", "第2行“大厅受理件数”的“-1”小于0。"),
        ((1.5, 2, 5), "D2", "第2行“大厅受理件数”的“1.5”不是整数。"),
        (("若干", 2, 5), "D2", "第2行“大厅受理件数”的“若干”不是整数。"),
        ((6, 0, 5), "D2", "第2行“大厅受理件数”的“6”大于办件总量5。"),
        ((0, 6, 5), "E2", "第2行“部门受理件数”的“6”大于办件总量5。"),
        ((3, 3, 5), "F2", "第2行“办件总量”的“5”小于大厅受理件数与部门受理件数之和6。"),
    ],
)
def test_a_number_that_cannot_be(counts, cell, message):
    file = read(book([*HEADER, "办件总量"], row(1, *counts), row(2, 1, 1, 2)))
    assert [(issue.cell, issue.message) for issue in file.issues] == [(cell, message)]
    assert [status for _, _, status in said(file)] == ["left_out", "counted"]


def test_an_item_twice_in_a_sheet_or_in_two_files_counts_in_neither():
    file = read(book(HEADER, row(1, 1, 1), row(1, 2, 2), row(2, 1, 1)))
    assert codes(file) == ["duplicate"] and [status for _, _, status in said(file)] == [
        "left_out",
        "left_out",
        "counted",
    ]
    one, two = sheets.read_files(
        [
            ("一.xlsx", book(HEADER, row(1, 1, 1))),
            ("二.xlsx", book(HEADER, row(1, 2, 2), row(2, 1, 1))),
        ],
        home="云溪县",
        month=OCTOBER,
    )
    assert (
        codes(one) == []
        and codes(two) == ["duplicate"]
        and said(one)[0][2] == said(two)[0][2] == "left_out"
    )


@pytest.mark.parametrize(
    "title", ["2026年1—10月办件量统计", "2026年10月办件量统计（累计）", "2026年三季度办件汇总"]
)
def test_numbers_of_several_months_are_refused(title):
    file = read(book(HEADER, row(1, 1, 1), title=title), month=None)
    assert (
        codes(file) == ["cumulative"]
        and "累计数" in file.issues[0].message
        and [status for _, _, status in said(file)] == ["left_out"]
    )


def test_the_columns_inside_an_item_list_are_entries_of_their_own():
    header = [
        "实施编码",
        "事项名称",
        "事项类型",
        "实施主体",
        "是否网上可办",
        "是否全程网办",
        "是否在省平台发布",
        "是否进驻大厅",
        "大厅受理件数",
        "部门受理件数",
    ]
    rows = [
        [f"{CODE}{n}", f"事项{n}", kind, "公安局", "是", "是", "是", "是", *counts]
        for n, kind, counts in (
            (1, "行政许可", (0, 27)),
            (2, "行政许可", (None, 3)),
            (3, "行政处罚", (1, 1)),
        )
    ]
    file = read(book(header, *rows))
    # what is wrong with a count leaves no item out
    assert [(key, status) for key, _, status in said(file, ITEMS)] == [
        ("1", "counted"),
        ("2", "counted"),
        ("3", "out_of_scope"),
    ]
    assert [(key, counts, status) for key, counts, status in said(file) if status == "counted"] == [
        ("1", {"hall_accepted": "0", "unit_accepted": "27"}, "counted")
    ]
    assert [(key, status) for key, _, status in said(file)] == [("1", "counted"), ("2", "left_out")]
    assert (
        "count_blank" in codes(file)
        and file.sheets[0].kind == ITEMS
        and (file.sheets[0].rows, file.sheets[0].left_out) == (3, 1)
    )
    assert "hall_accepted" not in file.entries[0].attributes


def test_an_import_stores_them_beside_the_items_and_an_undo_takes_both(empty_store):
    header = [
        "实施编码",
        "事项名称",
        "事项类型",
        "实施主体",
        "是否网上可办",
        "是否全程网办",
        "是否在省平台发布",
        "是否进驻大厅",
        "大厅受理件数",
        "部门受理件数",
    ]
    row_of = [f"{CODE}1", "事项1", "行政许可", "公安局", "是", "是", "是", "是", 0, 27]
    versions = []
    for month in (8, 9, 10):
        plan = pipeline.plan(
            empty_store,
            [(f"2026年{month}月.xlsx", book(header, row_of, title=f"2026年{month}月"))],
            home="云溪县" if month == 8 else None,
        )
        assert (
            not plan.refused
            and not plan.unknown
            and {batch.kind for batch in plan.batches} == {ITEMS, CASES}
        )
        versions.append(pipeline.commit(empty_store, plan, who="测试", when=datetime(2026, 11, 5)))
    assert [
        found.key
        for found in empty_store.rows.list_rows("suspected_in_name_only", OCTOBER, OCTOBER)
    ] == [f"{CODE}1"]
    from govsvc.store import Act

    empty_store.undoing.undo(
        [versions[1]], Act("测试", datetime(2026, 11, 5)), expected_version=empty_store.version()
    )
    assert (
        empty_store.rows.list_rows("suspected_in_name_only", OCTOBER, OCTOBER) == []
        and empty_store.counts.status_counts(date(2026, 9, 1)) == []
    )


def test_an_import_says_which_rows_name_no_item(empty_store):
    header = [
        "实施编码",
        "事项名称",
        "事项类型",
        "实施主体",
        "是否网上可办",
        "是否全程网办",
        "是否在省平台发布",
        "是否进驻大厅",
    ]
    items = book(header, [f"{CODE}1", "事项1", "行政许可", "公安局", "是", "是", "是", "是"])
    plan = pipeline.plan(
        empty_store,
        [("事项.xlsx", items), ("办件.xlsx", book(HEADER, row(1, 1, 1), row(7, 1, 1)))],
        home="云溪县",
        month=OCTOBER,
    )
    assert [(issue.code, issue.cell) for issue in plan.files[1].issues] == [("item_no_item", "B3")]
