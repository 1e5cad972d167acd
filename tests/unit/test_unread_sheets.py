"""A sheet that is left unread beside those that are read is spoken of where it may hold rows of
ours, and not where it is a note, of another subject, or written by this program.
"""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from test_sheets_layout import HEADER, YES, book, item, read

from govsvc import sheets
from govsvc.__main__ import main
from govsvc.documents import template
from govsvc.domain import own_sheets
from govsvc.domain.mappings import Choices, HeaderChoice
from govsvc.sheets.sandbox import annotate

OTHER_SUBJECTS = sorted((Path(__file__).parents[1] / "cases/other_subjects").iterdir())
STATIONS = [
    ["乡镇", "村（社区）", "是否设站"],
    ["城关镇", "东村", "是"],
    ["城关镇", "西村", "否"],
]
LOST = [["乡镇", "是否设站"], ["河湾镇", "是"], ["河湾镇", "否"]]
BULLETIN = [["县（市、区）", "网上可办率", "全程网办率"], ["云溪县", "99.00%", "88.00%"]]


def unread(file) -> list:
    assert file.refused is None, file.refused
    return [issue for issue in file.issues if issue.code == "sheet_not_read"]


def beside(rows, name="另一张", main=STATIONS):
    return read(("2026年10月站点", main), (name, rows))


@pytest.mark.parametrize(
    "main, rows, said",
    [
        pytest.param(STATIONS, LOST, ["第1行", "“乡镇”“是否设站”", "缺“村（社区）”"], id="same"),
        pytest.param(
            STATIONS,
            [["河湾镇便民服务站"], *LOST],
            ["第2行", "“乡镇”“是否设站”", "缺“村（社区）”"],
            id="titled",
        ),
        pytest.param(
            STATIONS,
            [["便民服务站点台账"], ["村（社区）"], ["南村"], ["北村"]],
            ["第2行", "“村（社区）”", "缺“乡镇”“是否设站”"],
            id="nothing but names",
        ),
        pytest.param(
            BULLETIN,
            [row[1:] for row in BULLETIN],
            ["“网上可办率”“全程网办率”", "缺“县（市、区）”"],
            id="bulletin",
        ),
        pytest.param(
            [HEADER, item()],
            [["单位", *BULLETIN[0][1:]], ["住建局", "99.00%", "88.00%"], ["市监局", "1%", "2%"]],
            ["“单位”“网上可办率”“全程网办率”", "不是县（市、区）"],
            id="bulletin of departments",
        ),
        pytest.param(
            [HEADER, item()],
            [["乡镇（街道）", "是否设站"], ["河湾镇", "是"]],
            ["第1行", "基层站点", "“乡镇（街道）”“是否设站”", "还缺村（社区）"],
            id="another kind",
        ),
        pytest.param(
            STATIONS,
            [HEADER[3:], ["行政许可", "住建局", *YES]],
            ["第1行", "“事项类型”“实施主体”", "还缺事项名称或编码"],
            id="items",
        ),
    ],
)
def test_a_lost_naming_column_is_said(main, rows, said):
    (issue,) = unread(read(("2026年10月", main), ("另一张", rows)))
    assert issue.severity == "warning" and issue.sheet == "另一张" and "另一张" in issue.message
    assert all(part in issue.message for part in said), issue.message
    assert "没有导入" in issue.message and "重新上传" in issue.expected


@pytest.mark.parametrize(
    "rows",
    [
        [["说明"], ["本表由各乡镇填报，乡镇名称和是否设站都要填。"]],
        [["填表说明"], ["一、", "乡镇：填全称"], ["二、", "是否设站：填是或否"]],
        [["云溪县便民服务站台账"], ["填报单位", "云溪县政务服务局"], ["联系人", "张三"]],
        [["序号", "备注"], [1, "东村已搬迁"], [2, "西村待建"]],
        [["单位", "联系人", "联系电话"], ["城关镇", "李四", "0731-1234567"]],
        [["乡镇", "设站数", "合计"], ["城关镇", 1, 2]],
        LOST[:1],
    ],
)
def test_notes_and_lists_beside_are_not(rows):
    assert not unread(beside(rows))


@pytest.mark.parametrize("path", OTHER_SUBJECTS, ids=lambda path: path.stem)
def test_other_subjects_are_not(path):
    pages = load_workbook(path, data_only=True).worksheets
    tables = [(f"另{n}", [list(row) for row in page.values]) for n, page in enumerate(pages)]
    file = read(("2026年10月站点", STATIONS), *tables)
    assert not unread(file)


@pytest.mark.parametrize("kind", ["", "feedback"])
def test_pages_of_our_templates_are_not(kind):
    content = template.feedback.workbook() if kind else template.workbook()
    made = load_workbook(io.BytesIO(content))
    assert own_sheets.EXAMPLES in made.sheetnames
    for name in ("说明", "填写示例"):
        made[name].title = f"{name} (2)"  # as an office program calls a copy
    page = made.create_sheet("2026年10月台账")
    for row in STATIONS:
        page.append(row)
    out = io.BytesIO()
    made.save(out)
    (file,) = sheets.read_files([("模板.xlsx", out.getvalue())], home="云溪县")
    assert not unread(file)


def test_the_list_of_a_marked_workbook_is_not(monkeypatch):
    content = book(("2026年10月站点", STATIONS), ("河湾镇", LOST))
    (file,) = sheets.read_files([("台账.xlsx", content)])
    marked = annotate.mark_workbook("台账.xlsx", content, file.issues)
    (again,) = sheets.read_files([("台账.xlsx", marked.content)])
    assert [issue.sheet for issue in unread(again)] == ["河湾镇"]


@pytest.mark.parametrize("name", ["备用办件", "备用办件 (2)", "Sheet3"])
def test_the_cases_in_reserve_are_not(name):
    header = ["办件编号", "回访日期", "回访结果", "总体评价", "承办单位"]
    calls = [header, ["1", "2026-10-12", "有效回访", "满意", "住建局"]]
    rows = [[own_sheets.RESERVE_TITLE], header[:2] + header[4:], ["2", "", "民政局"]]
    assert not unread(read(("2026年10月回访台账", calls), (name, rows)))


def test_a_sheet_that_a_person_left_out_is_not():
    content = book(("2026年10月站点", STATIONS), ("河湾镇", LOST))
    (file,) = sheets.read_files([("台账.xlsx", content)])
    sheet = next(sheet for sheet in file.sheets if sheet.sheet == "河湾镇")
    fingerprint = sheet.prints[1, 1]
    choices = Choices(headers={fingerprint: HeaderChoice(kind="", columns={})})
    (file,) = sheets.read_files([("台账.xlsx", content)], choices=choices)
    assert not unread(file)


def test_a_hidden_sheet_keeps_its_own_note():
    made = load_workbook(io.BytesIO(book(("2026年10月站点", STATIONS), ("河湾镇", LOST))))
    made["河湾镇"].sheet_state = "hidden"
    out = io.BytesIO()
    made.save(out)
    (file,) = sheets.read_files([("台账.xlsx", out.getvalue())])
    assert not unread(file) and any("隐藏" in note for one in file.sheets for note in one.notes)


def test_the_command_line_says_it(tmp_path, capsys):
    path = tmp_path / "台账.xlsx"
    path.write_bytes(book(("2026年10月站点", STATIONS), ("河湾镇", LOST)))
    database = str(tmp_path / "县.duckdb")
    main(["import", str(path), "--database", database, "--home", "云溪县", "--dry-run"])
    out = capsys.readouterr().out
    assert "提示[sheet_not_read]" in out and "表“河湾镇”未读取" in out and "缺“村（社区）”" in out
