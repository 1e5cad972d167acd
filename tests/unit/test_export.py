"""What leaves the house: safe cells, the right table, files that open."""

import csv
import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from govsvc.exports.export import Sheet, file_name, safe, to_book, to_csv, to_xlsx, to_zip

SHEET = Sheet(
    "云溪县未进驻大厅清单（2026年10月）",
    ["序号", "事项名称", "差额"],
    [[1, '=HYPERLINK("http://x")', -5], [2, "名\x00称\u202e", Decimal("-0.06")], [3, None, 7]],
    [("数据月份", "2026年10月"), ("筛选", "部门：公安局"), ("数据版本", "第3版")],
    ["合计", "3项", None],
)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-cmd", "@SUM(A1)", "\t=1", "＝1"])
def test_no_text_starts_a_formula(text):
    assert safe(text)[0] == "'"


@pytest.mark.parametrize("value", [-5, Decimal("-0.06"), "-5", "-0.06", "网上可办", None])
def test_numbers_and_plain_text_stay(value):
    assert safe(value) == value


def test_the_workbook_holds_the_table():
    page = load_workbook(io.BytesIO(to_xlsx(SHEET))).active
    assert page["A1"].value == SHEET.title
    assert page["A2"].value == "　".join(f"{name}：{text}" for name, text in SHEET.facts)
    assert [cell.value for cell in page[3]] == SHEET.columns
    assert [cell.value for cell in page[4]] == [1, '\'=HYPERLINK("http://x")', -5] and page[
        "B4"
    ].data_type == "s"
    assert [cell.value for cell in page[5]] == [2, "名称", -0.06]
    assert [cell.value for cell in page[7]] == ["合计", "3项", None]
    assert page.freeze_panes == "A4" and page.auto_filter.ref == "A3:C6"
    assert page.column_dimensions["B"].width > page.column_dimensions["A"].width


@pytest.mark.parametrize(
    ("text", "number", "shown", "plain"),
    [
        ("99.94%", "0.9994", "0.00%", "99.94%"),
        ("3,148", "3148", "#,##0", "3148"),
        ("+0.0635", "0.0635", "+0.0000;−0.0000;0.0000", "0.0635"),
        ("−0.25", "-0.25", "+0.00;−0.00;0.00", "-0.25"),
        ("并列2", "2", '"并列"#,##0', "并列2"),
        ("县市组第3", "3", '"县市组第"#,##0', "县市组第3"),
        ("29项", "29", '#,##0"项"', "29项"),
        ("↓ 4", "-4", '"↑ "0;"↓ "0;"持平"', "↓ 4"),
        ("持平", "0", '"↑ "0;"↓ "0;"持平"', "持平"),
        ("—", "—", "General", "—"),
        ("11999923MB1", "11999923MB1", "General", "11999923MB1"),
    ],
)
def test_printed_figures_are_numbers_that_print_the_same(text, number, shown, plain):
    sheet = Sheet("晾晒", ["比率", "单位"], [[text, text]], numbers=["比率"])
    row = load_workbook(io.BytesIO(to_xlsx(sheet))).active[4]
    assert [str(cell.value) for cell in row] == [number, text.replace("+", "'+")]
    assert row[0].number_format == shown
    assert next(csv.reader([to_csv(sheet).decode("utf-8-sig").splitlines()[-1]]))[0] == plain


def test_a_long_text_is_seen_whole_and_the_unit_and_the_day_stand_below_the_title():
    facts = [("填报单位", "云溪县"), ("筛选", "全部"), ("日期", "2026年11月6日")]
    page = load_workbook(
        io.BytesIO(
            to_xlsx(Sheet("清单", ["依据", "名称"], [["长" * 90, "短"], ["短", "短"]], facts))
        )
    ).active
    assert (page["A2"].value, page["B2"].value, page["A3"].value) == (
        "填报单位：云溪县",
        "日期：2026年11月6日",
        "筛选：全部",
    )
    assert page["A1"].alignment.horizontal == "center" and page["B6"].border.left.style == "thin"
    assert page.row_dimensions[5].height > 4 * 16 > page.row_dimensions[6].height > 16


def test_the_csv_opens_in_chinese():
    content = to_csv(SHEET)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == [SHEET.title] and rows[2] == list(SHEET.columns)
    assert (
        rows[3] == ["1", '\'=HYPERLINK("http://x")', "-5"]
        and rows[4] == ["2", "名称", "-0.06"]
        and rows[5] == ["3", "", "7"]
    )
    assert rows[6] == ["合计", "3项", ""]


def test_an_empty_list_is_a_file_too():
    page = load_workbook(io.BytesIO(to_xlsx(Sheet("空", ["序号"], [])))).active
    assert page["A3"].value == "序号"


def test_a_file_name_is_one_that_windows_takes():
    assert file_name("云溪县", "未进驻/大厅?", None, suffix=".xlsx") == "云溪县_未进驻 大厅.xlsx"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("CON", "_CON.xlsx"),
        ("com1.局", "_com1.局.xlsx"),
        ("某局. ", "某局.xlsx"),
        ("  ", "_.xlsx"),
        ("甲\n局", "甲 局.xlsx"),
        ("控股", "控股.xlsx"),
    ],
)
def test_a_file_name_is_no_device_and_ends_in_no_dot(name, kept):
    assert file_name(name, suffix=".xlsx") == kept


def test_a_workbook_of_several_lists_has_a_sheet_each():
    book = load_workbook(
        io.BytesIO(to_book([replace(SHEET, tab="未进驻/大厅"), replace(SHEET, tab="体外循环")]))
    )
    assert book.sheetnames == ["未进驻 大厅", "体外循环"] and all(
        page["A1"].value == SHEET.title for page in book
    )


def test_names_in_an_archive_are_told_apart():
    archive = zipfile.ZipFile(io.BytesIO(to_zip({"A局.xlsx": b"1", "a局.xlsx": b"2"})))
    assert (
        archive.namelist() == ["A局.xlsx", "a局（2）.xlsx"]
        and archive.read("a局（2）.xlsx") == b"2"
    )
