"""粘贴录入 in a browser: a real paste from the clipboard into the box, corrections in the grid, and
the import.
"""

import re

import pytest
from openpyxl import load_workbook
from support import GOLDEN

from govsvc.store import open_store

from .conftest import open_from_menu, settled
from .test_browser import VISIBLE_TEXT, wait_for_title

COPY = """([text, html]) => navigator.clipboard.write([new ClipboardItem({
    "text/plain": new Blob([text], {type: "text/plain"}),
    ...(html ? {"text/html": new Blob([html], {type: "text/html"})} : {})})])"""
LEDGER = [
    ["乡镇（街道）", "村（社区）", "站点名称", "是否设站"],
    ["城关镇", "东关村", "东关村便民服务站", "是"],
    ["城关镇", "西关村", "西关村便民服务站", "大概"],
    ["河东镇", "桥头村", "桥头村便民服务站", "是"],
]


@pytest.fixture
def upload(page, without_data):
    """The upload page on an empty database, with the paste box open; nothing is imported."""
    return opened(page, without_data)


def opened(page, address: str):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.goto(f"{address}/upload")
    wait_for_title(page, "数据导入")
    page.get_by_role("radio", name="粘贴录入").click()
    page.get_by_role("textbox", name="粘贴框").wait_for()
    settled(page)
    return page


def paste(page, text: str, html: str = "") -> None:
    page.evaluate(COPY, [text, html])
    page.keyboard.press("Control+V")


def paste_into_box(page, text: str, html: str = "") -> None:
    page.get_by_role("textbox", name="粘贴框").click()
    paste(page, text, html)
    page.get_by_text("粘贴的表格").first.wait_for()
    settled(page)


def cell(page, column: str, row: int, first: int = 1):
    """A cell of the grid by its address: the canvas has a table for screen readers."""
    return page.get_by_test_id(f"glide-cell-{ord(column) - 64}-{row - first}")


def select(page, column: str, row: int) -> None:
    """Selects a cell with the keys: the columns are as wide as their texts."""
    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    page.mouse.click(box["x"] + 120, box["y"] + 50)
    page.keyboard.press("Control+Home")
    for _ in range(ord(column) - 64):  # the row numbers are a column, too
        page.keyboard.press("ArrowRight")
    for _ in range(row - 1):
        page.keyboard.press("ArrowDown")


def write(page, text: str) -> None:
    """Into the selected cell."""
    page.keyboard.press("Enter")
    field = page.locator("#portal textarea, #portal input").first
    field.fill(text)
    page.keyboard.press("Enter")


def tabs(rows) -> str:
    return "\n".join("\t".join(row) for row in rows)


def test_a_table_of_excel_is_pasted_corrected_and_imported(page, serve, tmp_path):
    database = tmp_path / "county.duckdb"
    open_store(database).close()
    upload = opened(page, serve(database))
    rows = [
        ["" if value is None else str(value) for value in row]
        for row in load_workbook(GOLDEN / "05_items_with_faults.xlsx").active.iter_rows(
            values_only=True
        )
    ]
    html = "".join("<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>" for row in rows)
    paste_into_box(upload, tabs(rows), f"<table>{html}</table>")
    wait_for_title(upload, "8处错误，1处提示")
    assert (
        cell(upload, "B", 2).inner_text() == "11999923MB0000100Y4700100000000"
        and cell(upload, "F", 5).inner_text() == "大概可以"
    )
    assert upload.get_by_role("cell", name="F5", exact=True).count() == 1
    english = set(re.findall(r"[A-Za-z]{3,}", upload.evaluate(VISIBLE_TEXT))) - {
        "Excel",
        "CSV",
        "xlsx",
        "xls",
        "csv",
        "WPS",
        "Word",
        "PDF",
    }
    assert not english
    select(upload, "F", 5)
    write(upload, "是")
    wait_for_title(upload, "7处错误，1处提示")
    upload.get_by_role("combobox", name=re.compile("本县名称")).fill("云溪县")
    upload.keyboard.press("Enter")
    upload.get_by_role("button", name=re.compile("确认导入2026年10月")).click()
    upload.get_by_text("已保存").wait_for()
    assert upload.get_by_text("粘贴的表格.csv").count()
    upload.get_by_role("radio", name="粘贴录入").click()
    upload.get_by_role("textbox", name="粘贴框").wait_for()


def test_merged_cells_of_word_and_a_title(upload):
    html = """<table>
<tr><td rowspan=2>县（市、区）</td><td colspan=2>网上可办率</td></tr>
<tr><td>比率</td><td>排名</td></tr>
    <tr><td>云溪县</td><td>98.50</td><td>2</td></tr>
    <tr><td>东屏县</td><td>大概</td><td>1</td></tr></table>"""
    paste_into_box(upload, "县（市、区）\t网上可办率\n比率\t排名", html)
    upload.get_by_text("看不出表").wait_for()
    assert [cell(upload, letter, 2).inner_text() for letter in "ABC"] == [
        "县（市、区）",
        "比率",
        "排名",
    ]
    assert cell(upload, "B", 3).inner_text() == "98.50"
    upload.get_by_label("标题").fill("全市通报（2026年9月）")
    upload.keyboard.press("Enter")
    wait_for_title(upload, "1处错误")
    # the title is row 1 of the file, and the grid counts from 2
    assert (
        cell(upload, "B", 5, first=2).inner_text() == "大概"
        and upload.get_by_role("cell", name="B5", exact=True).count() == 1
    )


def test_words_of_a_chat_are_parted_and_the_month_is_given(upload):
    paste_into_box(upload, "\n".join("  ".join(row) for row in LEDGER))
    upload.get_by_label("数据月份（").click()
    upload.get_by_role("option").nth(1).click()
    wait_for_title(upload, "1处错误")
    assert (
        cell(upload, "B", 3).inner_text() == "西关村"
        and upload.get_by_role("cell", name="D3", exact=True).count() == 1
    )


def test_rows_pasted_into_the_grid_find_room(upload):
    upload.get_by_role("button", name="不粘贴，直接填写空表").click()
    upload.get_by_text("粘贴的表格").first.wait_for()
    settled(upload)
    select(upload, "A", 1)
    paste(
        upload,
        tabs(
            [
                ["2026年9月站点台账"],
                *LEDGER,
                *(
                    ["河东镇", f"甲{number}村", f"甲{number}村便民服务站", "是"]
                    for number in range(60)
                ),
            ]
        ),
    )
    upload.get_by_text("63行").first.wait_for()
    settled(upload)
    select(upload, "B", 20)
    upload.keyboard.press("Control+End")
    cell(upload, "F", 75).wait_for(state="attached")
    upload.get_by_role("button", name="重新粘贴").click()
    upload.get_by_role("textbox", name="粘贴框").wait_for()


def test_more_columns_than_the_grid_has_are_said(upload):
    upload.get_by_role("button", name="不粘贴，直接填写空表").click()
    upload.get_by_text("粘贴的表格").first.wait_for()
    settled(upload)
    select(upload, "A", 1)
    paste(upload, "\t".join(f"第{number}列" for number in range(14)))
    upload.get_by_text("超出右侧的列无法粘入").wait_for()


def test_a_cleared_cell_is_blank(upload):
    paste_into_box(upload, "2026年9月\n" + tabs(LEDGER))
    wait_for_title(upload, "1处错误")
    select(upload, "D", 4)
    upload.keyboard.press("Delete")
    wait_for_title(upload, "核对识别结果，1处提示")
    assert cell(upload, "D", 4).inner_text() == "" and not upload.get_by_text("None").count()


def test_what_was_corrected_is_there_after_another_page(upload):
    paste_into_box(upload, "2026年9月\n" + tabs(LEDGER))
    wait_for_title(upload, "1处错误")
    select(upload, "D", 4)
    write(upload, "是")
    upload.get_by_text("没有发现问题。").wait_for()
    open_from_menu(upload, "问题清单")
    wait_for_title(upload, "还没有数据")
    open_from_menu(upload, "数据导入")
    upload.get_by_text("没有发现问题。").wait_for()
    settled(upload)
    assert cell(upload, "D", 4).inner_text() == "是" and cell(upload, "A", 6).inner_text() == ""


def test_what_is_no_table_is_a_sentence(upload):
    upload.get_by_role("textbox", name="粘贴框").click()
    paste(upload, "   ")
    upload.get_by_text("没有粘贴到文字。").wait_for()
    paste_into_box(upload, "今天下午开会")
    upload.get_by_role("alert").get_by_text(re.compile("[一-鿿]{6,}")).first.wait_for()
