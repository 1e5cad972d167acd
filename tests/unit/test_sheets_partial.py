"""The four partial sheets of items: recognised whatever they look like, read into what they say of
each item, never taken for an item list.
"""

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from support import mentions

from govsvc import sheets
from govsvc.domain.indicators import EXEMPTIONS, EXPORT, HALL_LEDGER, INSPECTION, ITEMS, KINDS
from govsvc.domain.mappings import Choices, HeaderChoice
from govsvc.domain.rows import FileRead

OCTOBER = date(2026, 10, 1)
CODE = "11999923MB0000100Y470010000000"


def book(*rows, title: str = "", sheet: str = "Sheet1", merges: tuple[str, ...] = ()) -> bytes:
    made = Workbook()
    page = made.active
    page.title = sheet
    for row in ([[title]] if title else []) + list(rows):
        page.append(row)
    for merge in merges:
        page.merge_cells(merge)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(content: bytes, name: str = "表.xlsx", choices: Choices = Choices()) -> FileRead:
    return sheets.read_files([(name, content)], home="云溪县", month=OCTOBER, choices=choices)[0]


def said(file: FileRead) -> list[tuple]:
    """(key, flags, status) of each row."""
    assert not file.refused, file.refused
    return [(entry.key.removeprefix(CODE), entry.flags, entry.status) for entry in file.entries]


def codes(file: FileRead) -> list[str]:
    return [issue.code for issue in file.issues]


# --- 省平台导出清单


def test_an_export_says_what_is_published():
    file = read(
        book(
            ["序号", "实施编码", "事项名称", "实施主体", "事项类型", "发布状态"],
            [1, CODE + "1", "户口登记", "云溪县公安局", "行政确认", "已发布"],
            [2, CODE + "2", "收养登记", "县民政局", "01-行政确认", "未发布"],
            [3, CODE + "3", "某处罚", "公安局", "行政处罚", "已发布"],
            ["合计", None, 3, None, None, None],
            title="云溪县省平台导出清单（2026年10月）",
        )
    )
    assert file.sheets[0].kind == EXPORT and file.month == OCTOBER
    assert said(file) == [
        ("1", {"is_published": True}, "counted"),
        ("2", {"is_published": False}, "counted"),
        ("3", {"is_published": True}, "out_of_scope"),
    ]
    assert [entry.unit for entry in file.entries] == ["公安局", "民政局", "公安局"]
    assert mentions(*file.sheets[0].notes, "1行", "依申请") and file.issues == []
    assert file.entries[0].attributes == {
        "implementation_code": CODE + "1",
        "item_type": "行政确认",
        "state": "已发布",
    }


@pytest.mark.parametrize(
    "name, sheet, title",
    [
        ("2026年10月省平台导出.xlsx", "Sheet1", ""),
        ("表.xlsx", "省平台导出清单", ""),
        ("表.xlsx", "Sheet1", "省级政务服务平台已发布事项清单"),
        ("表.xlsx", "Sheet1", "省政务服务网发布事项目录"),
        ("表.xlsx", "Sheet1", "附件：省一体化平台事项导出"),
    ],
)
def test_an_export_is_known_by_the_name_of_its_title_sheet_or_file(name, sheet, title):
    file = read(
        book(
            ["实施编码", "事项名称", "实施主体"],
            [CODE + "1", "户口登记", "公安局"],
            title=title,
            sheet=sheet,
        ),
        name,
    )
    assert (file.sheets[0].kind, said(file)) == (EXPORT, [("1", {"is_published": True}, "counted")])


def test_an_export_with_other_columns_changes_its_own_field_only():
    file = read(
        book(
            ["实施编码", "事项名称", "实施主体", "是否网办", "网上办理深度", "到现场次数"],
            [CODE + "1", "户口登记", "公安局", "是", "Ⅳ级", 0],
        ),
        "省平台导出.xlsx",
    )
    assert (file.sheets[0].kind, said(file)) == (EXPORT, [("1", {"is_published": True}, "counted")])


@pytest.mark.parametrize(
    "header, cell, is_published",
    [
        ("发布状态", "已下架", False),
        ("事项状态", "暂停", False),
        ("事项状态", "在用", True),
        ("发布状态", "", True),
        ("发布状态", "否", False),
        ("发布状态", "√", True),
        ("是否发布", "否", False),
        ("是否发布", "是", True),
        ("是否发布", "", True),
    ],
)
def test_a_row_of_an_export_may_say_that_it_is_not_published(header, cell, is_published):
    file = read(
        book(
            ["实施编码", "事项名称", "实施主体", header], [CODE + "1", "户口登记", "公安局", cell]
        ),
        "省平台导出.xlsx",
    )
    assert said(file) == [("1", {"is_published": is_published}, "counted")]


def test_a_header_alone_tells_an_export():
    file = read(
        book(
            ["事项编码", "事项名称", "部门", "发布时间"],
            ["A1", "户口登记", "公安局", datetime(2025, 3, 1)],
            ["A2", "落户", "公安局", "2025.3.9"],
            ["A3", "迁移", "公安局", "去年"],
        )
    )
    assert file.sheets[0].kind == EXPORT and [
        entry.attributes.get("published_on") for entry in file.entries
    ] == ["2025-03-01", "2025-03-09", None]
    # a day that only is shown leaves no row out
    assert (
        codes(file) == ["not_a_day"]
        and file.issues[0].severity == "warning"
        and {status for *_, status in said(file)} == {"counted"}
    )


# --- 大厅进驻台账


def test_a_hall_ledger_with_merged_halls_and_two_header_rows():
    file = read(
        book(
            ["单位", "事项", None, "进驻", None],
            ["部门名称", "事项名称", "事项编码", "窗口号", "进驻时间"],
            ["公安局", "户口登记", "A1", "A01", "2023年5月"],
            [None, "落户", "A2", "A02", "2023-05-06"],
            ["民政局", "收养登记", "A3", "B01", None],
            ["注：以实际为准", None, None, None, None],
            title="云溪县政务服务大厅进驻事项台账",
            merges=("A1:E1", "B2:C2", "D2:E2", "A4:A5"),
        )
    )
    assert file.sheets[0].kind == HALL_LEDGER
    assert said(file) == [(key, {"is_in_hall": True}, "counted") for key in ("A1", "A2", "A3")]
    assert [
        (entry.unit, entry.attributes.get("window"), entry.attributes.get("entered_on"))
        for entry in file.entries
    ] == [("公安局", "A01", "2023-05-01"), ("公安局", "A02", "2023-05-06"), ("民政局", "B01", None)]


@pytest.mark.parametrize(
    "header, cell, is_in_hall",
    [
        ("大厅名称", "县政务服务中心", True),
        ("大厅名称", "公安局自设大厅", False),
        ("进驻方式", "部门自设大厅", False),
        ("进驻方式", "分中心", True),
        ("是否进驻大厅", "否", False),
        ("进驻状态", "已撤出", False),
        ("进驻状态", "未进驻", False),
        ("进驻大厅", "县政务服务中心", True),
        ("进驻大厅", "否", False),
    ],
)
def test_what_a_ledger_says_of_where_an_item_is(header, cell, is_in_hall):
    file = read(
        book(
            ["事项编码", "事项名称", "部门", header],
            ["A1", "户口登记", "公安局", cell],
            title="大厅进驻台账",
        )
    )
    assert (file.sheets[0].kind, said(file)) == (
        HALL_LEDGER,
        [("A1", {"is_in_hall": is_in_hall}, "counted")],
    )


# --- 督查问题清单


def test_an_inspection_names_each_problem_with_its_evidence():
    file = read(
        book(
            ["部门", "事项名称", "问题类型", "发现日期", "发现方式", "认定单位", "整改情况"],
            [
                "公安局",
                "户口登记",
                "明进暗不进",
                "2026年10月12日",
                "现场抽查",
                "县纪委监委",
                "整改中",
            ],
            ["公安局", "户口登记", "体外循环", "2026/10/12", "系统比对", "县纪委监委", "未整改"],
            [
                "民政局",
                "收养登记",
                "明进暗不进、体外循环",
                "2026-10-13",
                "暗访",
                "督查室",
                "已销号",
            ],
            ["民政局", "低保", "服务态度差", "2026-10-13", "暗访", "督查室", ""],
            title="关于政务服务大厅的督查通报",
        )
    )
    assert file.sheets[0].kind == INSPECTION
    name_only, off_site = {"is_entered_in_name_only": True}, {"is_handled_off_site": True}
    assert said(file) == [
        ("公安局/户口登记／明进暗不进", name_only, "counted"),
        ("公安局/户口登记／体外循环", off_site, "counted"),
        (
            "民政局/收养登记／明进暗不进、体外循环",
            {"is_entered_in_name_only": False, "is_handled_off_site": False},
            "counted",
        ),
        ("民政局/低保／", {}, "left_out"),
    ]
    assert file.entries[0].attributes == {
        "about": "明进暗不进",
        "found_on": "2026-10-12",
        "found_by": "现场抽查",
        "confirmed_by": "县纪委监委",
        "state": "整改中",
    }
    assert [(issue.code, issue.cell, issue.value) for issue in file.issues] == [
        ("about_unclear", "C6", "服务态度差")
    ]


def test_an_inspection_with_yes_and_no_columns_or_one_problem_in_its_title():
    file = read(
        book(
            ["部门", "事项名称", "是否明进暗不进", "是否体外循环", "发现日期"],
            ["公安局", "户口登记", "√", "", "2026-10-12"],
        )
    )
    assert (file.sheets[0].kind, said(file)) == (
        INSPECTION,
        [("公安局/户口登记／明进暗不进", {"is_entered_in_name_only": True}, "counted")],
    )
    file = read(book(["部门", "事项名称"], ["公安局", "户口登记"], title="体外循环问题台账"))
    assert said(file) == [("公安局/户口登记／体外循环", {"is_handled_off_site": True}, "counted")]
    file = read(book(["部门", "事项名称"], ["公安局", "户口登记"], title="督查发现问题"))
    assert file.issues[0].code == "column_missing"
    assert mentions(file.issues[0].message, "明进暗不进", "体外循环")
    assert [status for *_, status in said(file)] == ["left_out"]


# --- 不进驻、不宜网办清单


def test_exemptions_carry_reason_document_and_validity():
    file = read(
        book(
            ["事项名称", "实施主体", "清单类别", "原因", "依据文号", "有效期"],
            ["涉密审查", "保密局", "不进驻", "涉密", "云政办发〔2025〕3号", "2025.1.1-2026.12.31"],
            ["探矿权", "自然资源局", "不宜网办、不进驻", "须现场核查", "无", "长期"],
            ["收养登记", "民政局", "不宜网办", "须当面核验", None, "2026年6月"],
            ["低保", "民政局", "不宜网办", "须当面核验", "云政发〔2026〕1号", "三年"],
            title="云溪县政务服务事项负面清单",
        )
    )
    assert file.sheets[0].kind == EXEMPTIONS
    assert said(file)[:3] == [
        ("保密局/涉密审查／不进驻", {"is_exempt_hall": True}, "counted"),
        (
            "自然资源局/探矿权／不宜网办、不进驻",
            {"is_exempt_online": True, "is_exempt_hall": True},
            "counted",
        ),
        ("民政局/收养登记／不宜网办", {"is_exempt_online": True}, "counted"),
    ]
    assert [
        {
            field: entry.attributes.get(field)
            for field in ("reason", "document", "valid_from", "valid_until")
        }
        for entry in file.entries
    ][:3] == [
        {
            "reason": "涉密",
            "document": "云政办发〔2025〕3号",
            "valid_from": "2025-01-01",
            "valid_until": "2026-12-31",
        },
        {"reason": "须现场核查", "document": None, "valid_from": None, "valid_until": "长期"},
        {"reason": "须当面核验", "document": None, "valid_from": None, "valid_until": "2026-06-30"},
    ]
    assert [(issue.code, issue.cell) for issue in file.issues] == [
        ("exemption_without_document", "E4"),
        ("exemption_without_document", "E5"),
        ("exemption_out_of_force", "F5"),
        ("not_a_day", "F6"),
    ]
    assert said(file)[3][2] == "left_out"


@pytest.mark.parametrize(
    "header, row, title, flags",
    [
        (
            ["事项名称", "实施主体", "不进驻原因", "批准文号"],
            ["涉密审查", "保密局", "涉密", "云政发〔2025〕3号"],
            "",
            {"is_exempt_hall": True},
        ),
        (
            ["事项名称", "实施主体", "是否不宜网办", "有效期至"],
            ["涉密审查", "保密局", "是", "2027-1-1"],
            "",
            {"is_exempt_online": True},
        ),
        (
            ["事项名称", "实施主体"],
            ["涉密审查", "保密局"],
            "不进驻大厅事项清单",
            {"is_exempt_hall": True},
        ),
        (
            ["事项名称", "实施主体", "理由"],
            ["涉密审查", "保密局", "涉密"],
            "不宜网办事项目录",
            {"is_exempt_online": True},
        ),
    ],
)
def test_an_exemption_list_in_other_forms(header, row, title, flags):
    file = read(book(header, row, title=title))
    assert file.sheets[0].kind == EXEMPTIONS and [entry.flags for entry in file.entries] == [flags]
    assert file.entries[0].attributes.get("reason") == ("涉密" if "涉密" in row else None)


def test_a_list_of_both_kinds_of_exemption_must_say_which_a_row_is():
    file = read(
        book(["事项名称", "实施主体"], ["涉密审查", "保密局"], title="不进驻、不宜网办事项清单")
    )
    assert (
        file.sheets[0].kind == EXEMPTIONS
        and codes(file) == ["column_missing"]
        and [status for *_, status in said(file)] == ["left_out"]
    )


@pytest.mark.parametrize(
    "title, kind",
    [
        ("大厅进驻事项督查问题清单", INSPECTION),
        ("进驻大厅负面清单", EXEMPTIONS),
        ("督查问题清单", INSPECTION),
    ],
)
def test_a_title_with_two_words_is_of_the_narrower_sheet(title, kind):
    assert (
        read(
            book(
                ["事项名称", "实施主体", "问题类型"],
                ["涉密审查", "保密局", "体外循环"],
                title=title,
            )
        )
        .sheets[0]
        .kind
        == kind
    )


# --- rows that are there twice, or name nothing


def test_a_row_that_is_there_twice_counts_once_and_two_that_differ_do_not():
    file = read(
        book(
            ["事项编码", "事项名称", "部门", "进驻状态"],
            ["A1", "户口登记", "公安局", "已进驻"],
            ["A1", "户口登记", "公安局", "已进驻"],
            ["A2", "落户", "公安局", "已进驻"],
            ["A2", "落户", "公安局", "已撤出"],
            [None, None, "公安局", "已进驻"],
            title="进驻台账",
        )
    )
    assert [(key, status) for key, _, status in said(file)] == [
        ("A1", "counted"),
        ("A1", "out_of_scope"),
        ("A2", "left_out"),
        ("A2", "left_out"),
    ]
    assert [(issue.severity, issue.code, issue.cell) for issue in file.issues] == [
        ("warning", "repeated", "A4"),
        ("error", "duplicate", "A6"),
        ("error", "name_blank", "B7"),
    ]
    assert mentions(file.issues[0].message, "第3行") and mentions(file.issues[1].message, "第5行")


def test_an_earlier_version_of_an_item_in_an_export_says_nothing_beside_the_one_in_use():
    """Version 1 was cancelled when version 2 came; of A2 both are cancelled."""
    file = read(
        book(
            ["事项编码", "事项名称", "部门", "版本号", "事项状态"],
            ["A1", "户口登记", "公安局", "1", "取消"],
            ["A1", "户口登记", "公安局", "2", "在用"],
            ["A2", "落户", "公安局", "1", "取消"],
            ["A2", "落户", "公安局", "2", "取消"],
            title="省平台导出清单",
        )
    )
    assert said(file) == [
        ("A1", {"is_published": False}, "out_of_scope"),
        ("A1", {"is_published": True}, "counted"),
        ("A2", {"is_published": False}, "counted"),
        ("A2", {"is_published": False}, "out_of_scope"),
    ]
    assert [(issue.severity, issue.code, issue.cell) for issue in file.issues] == [
        ("warning", "old_version", "A3"),
        ("warning", "repeated", "A6"),
    ]


def test_the_same_item_in_two_halls_files_is_no_error():
    files = [
        (
            f"{name}.xlsx",
            book(
                ["事项编码", "事项名称", "部门", "窗口"],
                ["A1", "户口登记", "公安局", name],
                title="进驻台账",
            ),
        )
        for name in ("中心", "分中心")
    ]
    found = sheets.read_files(files, home="云溪县", month=OCTOBER)
    assert [issue for file in found for issue in file.issues] == [] and [
        len(file.entries) for file in found
    ] == [1, 1]


# --- an item list is no partial sheet

FULL = [
    "实施编码",
    "事项名称",
    "事项类型",
    "实施主体",
    "是否网上可办",
    "是否全程网办",
    "是否在省平台发布",
    "是否进驻大厅",
]
ROW = [CODE + "1", "户口登记", "行政确认", "公安局", "是", "是", "是", "是"]


@pytest.mark.parametrize(
    "title",
    [
        "省平台导出清单",
        "大厅进驻事项台账",
        "督查反馈后核实的事项",
        "负面清单外事项清单",
        "政务服务事项月报",
    ],
)
def test_an_item_list_stays_one_whatever_it_is_called(title):
    file = read(book(FULL, ROW, title=title), f"{title}.xlsx")
    assert file.sheets[0].kind == ITEMS and file.entries[0].flags["is_online"]


@pytest.mark.parametrize(
    "title", ["大厅进驻事项台账", "督查反馈后核实的事项", "负面清单外事项清单"]
)
def test_an_item_list_that_lacks_some_columns_stays_one_and_is_said_to_lack_them(title):
    keep = [0, 1, 2, 3, 4, 5]
    file = read(book([FULL[n] for n in keep], [ROW[n] for n in keep]), f"{title}.xlsx")
    assert file.sheets[0].kind == ITEMS and "column_missing" in codes(file)


@pytest.mark.parametrize(
    "title", ["省平台未发布事项清单", "应进驻未进驻事项清单", "未进驻大厅事项名单"]
)
def test_a_list_of_what_is_missing_is_no_partial_sheet(title):
    assert (
        read(
            book(
                ["实施编码", "事项名称", "实施主体"],
                [CODE + "1", "户口登记", "公安局"],
                title=title,
            )
        ).refused.code
        == "no_known_sheet"
    )


def test_an_item_list_with_columns_of_exemption_and_inspection_stays_one():
    file = read(
        book(
            [*FULL, "不进驻原因", "依据文号", "有效期", "是否明进暗不进", "发现日期"],
            [*ROW, "", "", "", "否", ""],
        )
    )
    assert file.sheets[0].kind == ITEMS and len(file.entries) == 1


@pytest.mark.parametrize("kind", [EXPORT, HALL_LEDGER, INSPECTION, EXEMPTIONS])
def test_a_person_can_say_what_a_sheet_is(kind):
    content = book(
        ["甲", "事项名称", "实施主体", "明细"], ["", "户口登记", "公安局", "体外循环，不进驻"]
    )
    assert read(content).refused
    from govsvc.sheets.formats import reading
    from govsvc.sheets.tables import headers

    grid = reading.read_grids("表.xlsx", content)[0][0]
    print_ = headers.fingerprint(grid, 0, 0)
    columns = {"about": 3} if kind in (INSPECTION, EXEMPTIONS) else {}
    file = read(content, choices=Choices({print_: HeaderChoice(kind, 1, columns)}))
    assert (
        file.sheets[0].kind == kind
        and len(file.entries) == 1
        and list(file.entries[0].flags.values()) == [True]
    )


def test_the_kinds_have_names_that_a_sheet_may_bear():
    assert [KINDS[kind] for kind in (EXPORT, HALL_LEDGER, INSPECTION, EXEMPTIONS)] == [
        "省平台导出清单",
        "大厅进驻台账",
        "督查问题清单",
        "不进驻、不宜网办清单",
    ]
