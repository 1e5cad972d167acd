"""The workbook comes back marked: each faulty cell filled and commented, a list first, all else as
it was.
"""

import io
import re
import shutil
import subprocess
import time
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image as Picture
from support import golden_files

from govsvc import sheets
from govsvc.domain.errors import Issue
from govsvc.domain.rows import FileRead
from govsvc.sheets import mark_workbook
from govsvc.sheets.cells import limits
from govsvc.sheets.marking.sheet_tools import HEADER_ROW
from govsvc.sheets.sandbox import annotate, process
from govsvc.sheets.sandbox.process import Limits

ERROR, WARNING = "FFFCEEDF", "FFE6F0FA"
LISTED = HEADER_ROW
HEADER = [
    "统计月份",
    "实施编码",
    "事项名称",
    "事项类型",
    "实施主体",
    "是否网上可办",
    "是否全程网办",
    "是否在省平台发布",
    "是否进驻大厅",
]


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rezipped(content: bytes, change=lambda name, part: part, **added: bytes) -> bytes:
    """The zip with each part passed through `change(name, bytes)`; `added`: further parts."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
        for name, part in added.items():
            new.writestr(name, part)
    return out.getvalue()


def opened(content: bytes, **options) -> Workbook:
    return load_workbook(io.BytesIO(content), **options)


def read(name: str, content: bytes) -> FileRead:
    (found,) = sheets.read_files([(name, content)], home="云溪县")
    return found


def issue(
    sheet: str,
    cell: str | None,
    severity: str = "error",
    message: str = "第5行有错。",
    found: str = "某",
    expected: str = "是 或 否",
):
    column, row = re.fullmatch(r"(\D*)(\d*)", cell or "").groups()
    return Issue(
        sheet, int(row or 0) or None, column or None, severity, "made_up", message, found, expected
    )


def rows_of_list(book: Workbook) -> list[tuple]:
    return [
        tuple(cell.value for cell in row[:7])
        for row in book.worksheets[0].iter_rows(min_row=LISTED + 1)
    ]


def ground(cell) -> str | None:
    return cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else None


def part(content: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode("utf-8")


def grown() -> Workbook:
    """A workbook as offices have them: formulas, merges, drop-downs, formats, widths, hidden parts,
    comments.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = "政务 '服务' 事项"
    sheet.append(["2026年10月政务服务事项"])
    sheet.merge_cells("A1:I1")
    sheet.append(HEADER)
    for number in range(1, 6):
        sheet.append(
            [
                "2026年10月",
                f"11999923MB0000100Y470010000000{number}",
                f"住房核发{number}",
                "行政许可",
                "住建局",
                "是",
                "是",
                "是",
                "=F3",
            ]
        )
    sheet["K3"], sheet["K4"], sheet["K5"], sheet["L3"] = (
        0.9833,
        45000.123456789,
        1234567.5,
        "=SUM(K3:K5)",
    )
    sheet["K3"].number_format, sheet["K4"].number_format, sheet["K5"].number_format = (
        "0.00%",
        "yyyy-mm-dd hh:mm",
        "#,##0.0",
    )
    sheet["K6"], sheet["K6"].number_format = -5, "yyyy-mm-dd"
    sheet["C4"].font = Font(color="FFFF0000", bold=True)
    sheet["C5"].comment = Comment("老批注", "张三")
    sheet["C6"].fill = PatternFill("solid", fgColor="FFFFFF00")
    sheet.merge_cells("E3:E7")
    sheet["E4"].value if hasattr(sheet["E4"], "value") else None
    sheet.column_dimensions["B"].width, sheet.column_dimensions["M"].number_format = 41.5, "@"
    sheet.row_dimensions[2].height, sheet.row_dimensions[6].hidden = 33, True
    sheet.column_dimensions["K"].hidden = True
    sheet.freeze_panes = "C3"
    sheet.auto_filter.ref = "A2:I7"
    choice = DataValidation(type="list", formula1='"是,否"', allow_blank=True)
    choice.add("F3:H100")
    sheet.add_data_validation(choice)
    sheet.protection.sheet = True
    sheet.print_title_rows = "2:2"
    book.create_sheet("藏").append(["旧"])
    book["藏"].sheet_state = "veryHidden"
    book.create_sheet("参照")["A1"] = "=F1+1"
    book.defined_names["名"] = DefinedName("名", attr_text="'藏'!$A$1")
    book.active = 2
    return book


def with_values(content: bytes, **values: str) -> bytes:
    """The workbook as Excel saves it: with the values of its formulas."""

    def change(name: str, text: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return text
        for cell, value in values.items():
            kind = "" if re.fullmatch(r"[\d.]+", value) else ' t="str"'
            text, count = re.subn(
                rf'<c r="{cell}"([^>]*)>(<f>[^<]*</f>)<v ?/>'.encode(),
                rf'<c r="{cell}"\1{kind}>\2<v>{value}</v>'.encode(),
                text,
            )
            assert count == 1
        return text

    return rezipped(content, change)


def grown_bytes() -> bytes:
    return with_values(saved(grown()), L3="99.5", **{f"I{row}": "是" for row in range(3, 8)})


ISSUES = [
    issue("政务 '服务' 事项", "F4", "warning"),
    issue("政务 '服务' 事项", "C4"),
    issue("政务 '服务' 事项", "C5"),
    issue("政务 '服务' 事项", "C5", "warning", "另一处"),
    issue("政务 '服务' 事项", "E6"),
    issue("政务 '服务' 事项", "M9"),
    issue("政务 '服务' 事项", None, "error", "整表有错"),
    issue("参照", "B2"),
    issue("政务 '服务' 事项", "I5"),
]


@pytest.fixture(scope="module")
def before() -> bytes:
    return grown_bytes()


@pytest.fixture(scope="module")
def after(before) -> annotate.Marked:
    return mark_workbook("月报.xlsx", before, ISSUES)


# -- golden workbooks --------------------------------------------------------------------


def test_each_fault_of_the_golden_workbook_is_marked():
    ((name, content),) = golden_files("05_items_with_faults.xlsx")
    file = read(name, content)
    assert len(file.issues) == 9
    result = mark_workbook(name, content, file.issues)
    assert result.name == "05_items_with_faults（已标注）.xlsx" and result.notes == ()
    book = opened(result.content)
    for fault in file.issues:
        cell = book[fault.sheet][fault.cell]
        assert ground(cell) == (ERROR if fault.severity == "error" else WARNING)
        assert fault.message in cell.comment.text and fault.expected in cell.comment.text
    clean = [
        cell
        for row in book["政务服务事项"]
        for cell in row
        if cell.coordinate not in {fault.cell for fault in file.issues}
    ]
    assert not any(cell.comment or ground(cell) in (ERROR, WARNING) for cell in clean)
    rows = rows_of_list(book)
    assert [row[0] for row in rows] == list(range(1, 10))
    assert [row[1] for row in rows] == ["错误"] * 8 + ["提示"]
    assert [row[3] for row in rows] == ["F5", "B9", "C12", "G15", "J18", "A24", "E27", "B30", "D21"]
    for row, cells in zip(rows, book.worksheets[0].iter_rows(min_row=LISTED + 1)):
        assert (
            cells[3].hyperlink.location == f"'政务服务事项'!{row[3]}"
            and not cells[3].hyperlink.target
        )
    facts = str(book.worksheets[0]["A2"].value)
    assert name in facts and "错误：8条" in facts and "提示：1条" in facts
    assert (
        book.worksheets[0].freeze_panes == f"A{LISTED + 1}"
        and book.worksheets[0].auto_filter.ref == f"A{LISTED}:G{LISTED + 9}"
    )
    assert book.active.title == book.sheetnames[0] == "错误清单"


@pytest.mark.parametrize(
    "name",
    [
        "01_clean_month.xlsx",
        "02_items_clerk.xlsx",
        "03_stations_townships.xls",
        "04_city_bulletin.csv",
        "05_items_with_faults.xlsx",
    ],
)
def test_the_importer_reads_the_same_from_the_marked_workbook(name):
    ((_, content),) = golden_files(name)
    file = read(name, content)
    made_up = [
        issue(file.sheets[-1].sheet, "B7"),
        issue(file.sheets[0].sheet, "C6", "warning"),
        issue(file.sheets[0].sheet, None),
    ]
    result = mark_workbook(name, content, file.issues or made_up)
    again = read(name, result.content)
    assert again.sheets[0].sheet == "错误清单" and again.sheets[0].kind is None
    assert again.sheets[1:] == file.sheets
    for what in ("entries", "reported", "targets", "issues", "month", "home_hint", "refused"):
        assert getattr(again, what) == getattr(file, what), what


@pytest.mark.parametrize("name", ["03_stations_townships.xls", "04_city_bulletin.csv"])
def test_other_formats_get_a_new_workbook(name):
    ((_, content),) = golden_files(name)
    file = read(name, content)
    faults = [
        issue(file.sheets[0].sheet, "B7"),
        issue(file.sheets[0].sheet, "C6", "warning"),
        issue(file.sheets[0].sheet, None),
    ]
    result = mark_workbook(name, content, faults)
    assert "不是 .xlsx 格式" in result.notes[0] and result.name.endswith("（已标注）.xlsx")
    book = opened(result.content)
    assert book.sheetnames == ["错误清单", *(sheet.sheet for sheet in file.sheets)]
    sheet = book.worksheets[1]
    assert ground(sheet["B7"]) == ERROR and ground(sheet["C6"]) == WARNING
    assert sheet["B7"].comment and sheet["C6"].comment
    assert [row[3] for row in rows_of_list(book)] == [None, "B7", "C6"]


# -- everything else stays ---------------------------------------------------------------


def test_values_formulas_and_formats_stay(before, after):
    faulty = {(fault.sheet, fault.cell) for fault in ISSUES} | {("政务 '服务' 事项", "E3")}
    old, new = opened(before), opened(after.content)
    assert new.sheetnames == ["错误清单", *old.sheetnames]
    for sheet in old.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                same = new[sheet.title][cell.coordinate]
                assert same.value == cell.value and same.number_format == cell.number_format, cell
                for what in ("data_type", "font", "border", "alignment", "protection", "fill"):
                    if what != "fill" or (sheet.title, cell.coordinate) not in faulty:
                        assert repr(getattr(same, what)) == repr(getattr(cell, what)), (cell, what)
    assert new["政务 '服务' 事项"]["L3"].value == "=SUM(K3:K5)"


def test_numbers_stay_to_the_last_digit(after):
    """openpyxl's way through datetime would round the one and turn the other into #VALUE!."""
    assert ">45000.123456789<" in part(after.content, "xl/worksheets/sheet2.xml")
    assert ">-5<" in part(after.content, "xl/worksheets/sheet2.xml")


def test_formulas_keep_their_values(before, after):
    """openpyxl writes formulas without values; the importer, a phone and a previewer would see
    blanks.
    """
    old, new = (
        opened(content, data_only=True)["政务 '服务' 事项"] for content in (before, after.content)
    )
    assert new["L3"].value == old["L3"].value == 99.5
    assert [new[f"I{row}"].value for row in range(3, 8)] == ["是"] * 5
    assert opened(after.content, data_only=True)["参照"]["A1"].value is None


@pytest.mark.parametrize(
    "what",
    [
        lambda s: sorted(str(area) for area in s.merged_cells.ranges),
        lambda s: {
            letter: (d.width, d.hidden, d.min, d.max, d.number_format)
            for letter, d in s.column_dimensions.items()
        },
        lambda s: {
            number: (d.height, d.hidden)
            for number, d in s.row_dimensions.items()
            if d.height or d.hidden
        },
        lambda s: [
            (str(v.sqref), v.type, v.formula1, v.allow_blank)
            for v in s.data_validations.dataValidation
        ],
        lambda s: s.sheet_state,
        lambda s: s.freeze_panes,
        lambda s: s.auto_filter.ref,
        lambda s: s.protection.sheet,
        lambda s: s.print_title_rows,
    ],
    ids=[
        "merges",
        "columns",
        "rows",
        "validations",
        "hidden",
        "panes",
        "filter",
        "protection",
        "titles",
    ],
)
def test_sheets_stay(before, after, what):
    old, new = opened(before), opened(after.content)
    assert any(what(sheet) for sheet in old.worksheets)
    for sheet in old.worksheets:
        assert what(new[sheet.title]) == what(sheet)


def test_names_stay_and_one_sheet_is_selected(before, after):
    book = opened(after.content)
    assert book.defined_names["名"].attr_text == "'藏'!$A$1"
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_view.tabSelected] == [
        "错误清单"
    ]
    assert opened(before).active.title == "参照"


def test_drop_downs_that_refer_to_other_sheets_stay():
    """Excel keeps these in an extension that openpyxl drops."""
    choices = (
        '<extLst><ext uri="{CCE6A557-97bc-4b89-ADB6-D9C93CAAB3DF}" '
        'xmlns:x14="http://schemas.microsoft.com/office/'
        'spreadsheetml/2009/9/main"><x14:dataValidations count="1" '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/'
        'main"><x14:dataValidation type="list" xr:uid="{00}" '
        'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/'
        'revision"><x14:formula1><xm:f>藏!$A$1:$A$2</xm:f></x14:formula1><xm:sqref>F3:F9</xm:'
        "sqref></x14:dataValidation>"
        "</x14:dataValidations></ext></extLst></worksheet>"
    ).encode()
    content = rezipped(
        saved(grown()),
        lambda name, text: text.replace(b"</worksheet>", choices) if "sheet1" in name else text,
    )
    result = mark_workbook("月报.xlsx", content, ISSUES)
    text = part(result.content, "xl/worksheets/sheet2.xml")
    assert (
        "<xm:f>藏!$A$1:$A$2</xm:f>" in text
        and "<xm:sqref>F3:F9</xm:sqref>" in text
        and "revision" not in text
    )
    assert text.count("<extLst>") == 1 and not any("未能保留" in note for note in result.notes)
    opened(result.content)


# -- marks -------------------------------------------------------------------------------


def test_marks_on_the_grown_workbook(after):
    sheet = opened(after.content)["政务 '服务' 事项"]
    assert (
        ground(sheet["C4"]) == ERROR
        and sheet["C4"].font.color.rgb == "FFFF0000"
        and sheet["C4"].font.bold
    )
    assert ground(sheet["F4"]) == WARNING
    assert ground(sheet["C6"]) == "FFFFFF00" and sheet["C6"].comment is None
    assert (
        ground(sheet["E3"]) == ERROR and "第5行有错" in sheet["E3"].comment.text
    )  # E6 lies in a merged range
    both = sheet["C5"].comment
    assert (
        both.text.startswith("老批注\n")
        and both.author == "张三"
        and "第5行有错" in both.text
        and "提示：另一处" in both.text
    )
    assert sheet["A1"].comment is None
    assert (
        ground(sheet["M9"]) == ERROR and sheet["M9"].number_format == "@"
    )  # a code typed there stays text
    assert "老批注" not in "".join(after.notes) and any("原有批注" in note for note in after.notes)


def test_comments_are_large_enough_to_read(after):
    shape = part(after.content, "xl/drawings/commentsDrawing1.vml")
    sizes = [(int(w), int(h)) for w, h in re.findall(r"width:(\d+)px;height:(\d+)px", shape)]
    assert len(sizes) == 6 and all(w >= 300 and h >= 60 for w, h in sizes)


def test_the_list_links_and_orders(after):
    book = opened(after.content)
    rows = rows_of_list(book)
    assert [(row[1], row[2], row[3]) for row in rows] == [
        ("错误", "政务 '服务' 事项", None),
        ("错误", "政务 '服务' 事项", "C4"),
        ("错误", "政务 '服务' 事项", "C5"),
        ("错误", "政务 '服务' 事项", "I5"),
        ("错误", "政务 '服务' 事项", "E6"),
        ("错误", "政务 '服务' 事项", "M9"),
        ("错误", "参照", "B2"),
        ("提示", "政务 '服务' 事项", "F4"),
        ("提示", "政务 '服务' 事项", "C5"),
    ]
    links = [
        row[3].hyperlink.location if row[3].hyperlink else None
        for row in book.worksheets[0].iter_rows(min_row=LISTED + 1)
    ]
    assert links[0] is None and links[1] == "'政务 ''服务'' 事项'!C4" and links[6] == "'参照'!B2"


def test_texts_of_the_list_are_safe():
    content = saved(grown())
    evil = issue(
        "参照", "A1", message="=1+1", found="@cmd|x\x01\u202e", expected="+" + "长" * 40000
    )
    result = mark_workbook("=月报.xlsx", content, [evil])
    sheet = opened(result.content).worksheets[0]
    row = LISTED + 1
    assert [sheet.cell(row, column).value[:2] for column in (5, 6, 7)] == ["'=", "'@", "'+"]
    assert all(sheet.cell(row, column).data_type == "s" for column in (5, 6, 7))
    assert sheet.cell(row, 6).value == "'@cmd|x" and len(sheet.cell(row, 7).value) <= 1000
    assert len(opened(result.content)["参照"]["A1"].comment.text) <= 2000


def test_a_taken_name_gets_a_number():
    book = grown()
    book.create_sheet("错误清单")["A1"] = "别的"
    result = mark_workbook("月报.xlsx", saved(book), ISSUES)
    assert (
        opened(result.content).sheetnames[0] == "错误清单 (2)"
        and opened(result.content)["错误清单"]["A1"].value == "别的"
    )


def test_marking_again_takes_the_old_marks_off(after):
    result = mark_workbook(after.name, after.content, [issue("政务 '服务' 事项", "H7")])
    assert result.name == "月报（已标注）.xlsx"
    book = opened(result.content)
    assert (
        book.sheetnames == ["错误清单", "政务 '服务' 事项", "藏", "参照"]
        and len(rows_of_list(book)) == 1
    )
    sheet = book["政务 '服务' 事项"]
    assert (
        ground(sheet["H7"]) == ERROR and ground(sheet["C4"]) is None and sheet["C4"].comment is None
    )
    assert sheet["C5"].comment.text == "老批注"


def test_more_than_5000_issues_have_no_links():
    book = Workbook()
    book.active.title = "表"
    for number in range(600):
        book.active.append([number] * 10)
    faults = [issue("表", f"{'ABCDEFGHIJ'[n % 10]}{n // 10 + 1}") for n in range(5001)]
    result = mark_workbook("多.xlsx", saved(book), faults)
    first = opened(result.content).worksheets[0]
    assert (
        first.max_row == LISTED + 5001
        and not first._hyperlinks
        and first.cell(LISTED + 1, 4).hyperlink is None
    )
    assert any("没有链接" in note for note in result.notes)
    assert opened(result.content)["表"]["A501"].fill.fill_type == "solid"


@pytest.mark.parametrize("cell", ["", "F", "5", "ZZZZ9", "A0", "A:B2", "XFE1", "A1048577", "甲1"])
def test_an_address_that_is_none_stands_in_the_list_alone(cell):
    result = mark_workbook(
        "月报.xlsx",
        saved(grown()),
        [issue("参照", cell), issue("没有这张表", "A1"), issue("参照", "A1")],
    )
    rows = rows_of_list(opened(result.content))
    assert len(rows) == 3 and not [note for note in result.notes if "不能" in note]


# -- what cannot be kept -----------------------------------------------------------------


def test_what_is_lost_is_said():
    content = rezipped(
        saved(grown()),
        **{
            "xl/vbaProject.bin": b"x",
            "xl/ctrlProps/ctrlProp1.xml": b"<x/>",
            "xl/media/image1.emf": b"x",
            "xl/slicers/slicer1.xml": b"<x/>",
            "xl/externalLinks/externalLink1.xml": b"<x/>",
            "xl/pivotTables/pivotTable1.xml": b"<x/>",
            "xl/charts/chart1.xml": b"<x/>",
            "xl/drawings/drawing9.xml": b"<xdr:wsDr><xdr:sp macro=''></xdr:sp></xdr:wsDr>",
            "xl/cellimages.xml": b"<x/>",
        },
    )
    said = mark_workbook("月报.xlsm", content, ISSUES).notes[0]
    for what in (
        "宏",
        "表单控件",
        "图片",
        "切片器",
        "对其他工作簿的引用",
        "数据透视表",
        "图表",
        "文本框",
        "单元格内的图片",
    ):
        assert what in said
    assert not any(
        "未能保留" in note for note in mark_workbook("月报.xlsx", saved(grown()), ISSUES).notes
    )


def test_pictures_and_charts_that_stay_are_not_called_lost():
    book = grown()
    picture = io.BytesIO()
    Picture.new("RGB", (8, 8), "red").save(picture, "png")
    book["参照"].add_image(Image(picture), "D4")
    chart = BarChart()
    chart.add_data(Reference(book["参照"], min_col=1, min_row=1, max_row=3))
    book["参照"].add_chart(chart, "H4")
    result = mark_workbook("月报.xlsx", saved(book), ISSUES)
    names = zipfile.ZipFile(io.BytesIO(result.content)).namelist()
    assert "xl/media/image1.png" in names and "xl/charts/chart1.xml" in names
    assert not any("未能保留" in note for note in result.notes) and any(
        "图表" in note for note in result.notes
    )


def test_a_value_under_a_merged_cell_is_said():
    content = rezipped(
        saved(grown()),
        lambda name, text: (
            re.sub(
                rb'<c r="E5"[^>]*/>|(?=<c r="F5")',
                b'<c r="E5" t="inlineStr"><is><t>x</t></is></c>',
                text,
                count=1,
            )
            if "sheet1" in name
            else text
        ),
    )
    assert b"<t>x</t>" in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert any("遮住的1个值" in note for note in mark_workbook("月报.xlsx", content, ISSUES).notes)


def with_date(content: bytes) -> bytes:
    """With a date in ISO 8601, which openpyxl writes back as a number without a date's format."""
    cell = b'<row r="2"><c r="A2" t="d"><v>2026-10-05T00:00:00</v></c></row></sheetData>'
    return rezipped(
        content,
        lambda name, text: text.replace(b"</sheetData>", cell) if "sheet3" in name else text,
    )


def test_a_value_that_would_change_makes_a_new_workbook():
    result = mark_workbook("月报.xlsx", with_date(saved(grown())), ISSUES)
    assert "A2 另存后与原来不同" in result.notes[0] and "写在一个新的工作簿里" in result.notes[0]
    cell = opened(result.content)["参照"]["A2"]
    assert cell.is_date and cell.value.isoformat().startswith("2026-10-05")


# -- the other ways ----------------------------------------------------------------------


def test_texts_of_a_csv_stay_texts():
    content = "单位,值,码\n甲,=1+1,00123\n乙,-cmd,11999923MB0000100Y4700100000000\n".encode(
        "gb18030"
    )
    result = mark_workbook("表[1]" + "很长的文件名" * 8 + ".csv", content, [issue("不在", "A1")])
    sheet = opened(result.content).worksheets[1]
    assert (sheet["B2"].value, sheet["B2"].data_type, sheet["B2"].quotePrefix) == (
        "=1+1",
        "s",
        True,
    )
    assert sheet["C2"].value == "00123" and sheet["C2"].number_format == "@"
    assert len(sheet.title) <= 31 and any("表名已改" in note for note in result.notes)


def test_hidden_sheets_and_long_cells_of_a_new_workbook_are_said():
    book = grown()
    book["参照"]["A1"] = "长" * 5000
    result = mark_workbook("月报.xlsx", with_date(saved(book)), [issue("参照", "A1")])
    again = opened(result.content)
    assert again["藏"].sheet_state == "hidden" and any(
        "隐藏的表（藏）" in note for note in result.notes
    )
    assert any("1个单元格超过4000字" in note for note in result.notes)
    assert "A1:I1" in str(again["政务 '服务' 事项"].merged_cells)


def test_above_200000_cells_the_list_alone():
    book = Workbook(write_only=True)
    sheet = book.create_sheet("大表")
    for number in range(20001):
        sheet.append([number] * 10)
    result = mark_workbook("大.xlsx", saved(book), [issue("大表", "B7")])
    assert "单元格超过20万个" in result.notes[0] and opened(result.content).sheetnames == [
        "错误清单"
    ]
    assert rows_of_list(opened(result.content))[0][2:4] == ("大表", "B7")


def test_blank_cells_with_a_format_do_not_count_twice():
    """Many formatted blanks are too much for openpyxl, but not for a new workbook."""
    row = b"".join(f'<c r="{c}9" s="1"/>'.encode() for c in "ABCDEFGHIJ") * 20001
    content = rezipped(
        saved(grown()),
        lambda name, text: (
            text.replace(b"</sheetData>", b'<row r="9">' + row + b"</row></sheetData>")
            if "sheet1" in name
            else text
        ),
    )
    result = mark_workbook("月报.xlsx", content, ISSUES)
    assert "写在一个新的工作簿里" in result.notes[0] and len(opened(result.content).sheetnames) == 4


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"<html><table>"],
    ids=["empty", "zip", "ole", "html"],
)
def test_what_cannot_be_read_gets_the_list_alone(content):
    result = mark_workbook("坏.xlsx", content, [issue("表", "A1")])
    assert opened(result.content).sheetnames == ["错误清单"] and "只给出错误清单" in result.notes[0]


def test_a_far_cell_does_not_end_the_caller():
    row = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    content = rezipped(
        saved(grown()),
        lambda name, text: text.replace(b"</sheetData>", row) if "sheet1" in name else text,
    )
    result = mark_workbook("远.xlsx", content, ISSUES)
    assert "离数据太远" in result.notes[0] and opened(result.content).sheetnames == ["错误清单"]


@pytest.mark.parametrize(
    "part",
    [
        pytest.param(b'<mergeCells><mergeCell ref="A9:XFD1048576"/></mergeCells>', id="merge"),
        pytest.param(
            b'<hyperlinks><hyperlink ref="A9:XFD1048576" location="x"/></hyperlinks>',
            id="link",
            marks=pytest.mark.full,
        ),
    ],
)
def test_what_hangs_openpyxl_makes_a_new_workbook(part):
    content = rezipped(
        saved(grown()),
        lambda name, text: (
            re.sub(rb"(<mergeCells.*?</mergeCells>)", part, text) if "sheet1" in name else text
        ),
    )
    begin, at_most = time.monotonic(), Limits(memory=2**30, seconds=4)
    result = annotate.mark_workbook("挂.xlsx", content, ISSUES, at_most)
    # four seconds of computing, however long these take on a busy machine
    assert time.monotonic() - begin < at_most.seconds * process._MOST_PATIENCE + 5
    book = opened(result.content)
    assert (
        book.sheetnames == ["错误清单", "政务 '服务' 事项", "藏", "参照"]
        and ground(book["参照"]["B2"]) == ERROR
    )
    assert re.search("超过4秒|内容过大", result.notes[0])


def test_entities_are_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
    content = rezipped(saved(grown()), lambda name, text: bomb + text if "sheet1" in name else text)
    assert "不能" in mark_workbook("体.xlsx", content, ISSUES).notes[0]


def test_the_worker_writes_no_file(tmp_path, monkeypatch):
    """openpyxl writes each sheet to a temporary file first; the worker may write none."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert not any(
        "不能" in note for note in mark_workbook("月报.xlsx", saved(grown()), ISSUES).notes
    )
    assert list(tmp_path.iterdir()) == []


def test_names_of_files():
    names = [
        annotate.marked_name(name)
        for name in ("a.xlsx", "夹/b.c.XLS", "c（已标注）.xlsx", "d:e?.csv")
    ]
    assert names == [
        "a（已标注）.xlsx",
        "b.c（已标注）.xlsx",
        "c（已标注）.xlsx",
        "d e （已标注）.xlsx",
    ]
    assert limits.MOST_BYTES  # the same limits as reading


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_libreoffice_opens_it(after, tmp_path):
    (tmp_path / "marked.xlsx").write_bytes(after.content)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(tmp_path / "out"),
            str(tmp_path / "marked.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    book = load_workbook(tmp_path / "out" / "marked.xlsx")
    assert book.sheetnames == ["错误清单", "政务 '服务' 事项", "藏", "参照"]
    assert "第5行有错" in book["政务 '服务' 事项"]["C4"].comment.text
    assert book["政务 '服务' 事项"]["L3"].value == "=SUM(K3:K5)"
