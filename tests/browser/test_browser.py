"""What only a browser shows: the month's import from file to overview, links, Chinese everywhere,
nothing cut or overlapping.
"""

import re

import pytest
from openpyxl import load_workbook
from support import GOLDEN, import_golden

from govsvc.store import open_store

from .conftest import settled

# All text that is drawn: icons are ligatures of a font of their own, and what CSS replaces has no
# size.
VISIBLE_TEXT = """() => {
    const app = document.querySelector("[data-testid='stApp']");
    const walker = document.createTreeWalker(app, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement, style = getComputedStyle(element);
        if (["STYLE", "SCRIPT"].includes(element.tagName)) continue;
        if (style.fontFamily.includes("Material") || parseFloat(style.fontSize) === 0) continue;
        if (element.checkVisibility()) found.push(walker.currentNode.textContent);
    }
    const fields = [...document.querySelectorAll("input, textarea")];
    return [...found, ...fields.map(e => e.placeholder + e.value)].join("\\n");
}"""


def wait_for_title(page, text: str) -> None:
    page.get_by_role("heading", name=re.compile(text)).first.wait_for()
    settled(page)


@pytest.mark.smoke
def test_a_month_from_files_to_the_overview(page, serve, tmp_path):
    """Uploads golden 02–04, confirms, and finds the new values on the overview."""
    database = tmp_path / "county.duckdb"
    open_store(database).close()  # an empty one: no demonstration
    address = serve(database)
    page.goto(address)
    wait_for_title(page, "还没有数据")
    page.get_by_role("link", name="去导入数据").click()
    wait_for_title(page, "数据导入")
    page.locator("input[type=file]").set_input_files(
        [
            str(GOLDEN / name)
            for name in ("02_items_clerk.xlsx", "03_stations_townships.xls", "04_city_bulletin.csv")
        ]
    )
    wait_for_title(page, "核对识别结果")
    assert page.get_by_text("640行").count() and page.get_by_text("全市指标").count()
    page.get_by_text("政务服务事项：新增640行，涉及15个部门").wait_for()
    page.get_by_role("button", name=re.compile("确认导入2026年9月")).click()
    page.get_by_text("已保存").wait_for()
    page.get_by_role("link", name="查看总览").click()
    wait_for_title(page, "5项指标")
    values = page.locator("[data-testid='stMetricValue']").all_inner_texts()
    assert values == ["98.59%", "95.16%", "96.56%", "97.20%", "93.75%"]
    assert page.locator("[class*='st-key-card_']").filter(has_text="市通报").count() == 5
    page.get_by_role("link", name=re.compile("站点名称未规范")).click()
    wait_for_title(page, "站点名称未规范31个")
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("下载这31个")).click()
    assert download.value.suggested_filename == "云溪县_站点名称未规范_2026年9月.xlsx"


def test_the_demonstration_is_cleared_and_the_app_starts_empty(page, serve, tmp_path):
    # the first visitor waits while the demonstration is made
    page.set_default_timeout(60_000)
    page.goto(f"{serve(tmp_path / 'govsvc.duckdb')}/overview")
    wait_for_title(page, "5项指标")
    assert page.get_by_text("县名、事项和数字均为虚构").count()
    page.get_by_role("button", name="清空演示数据，开始使用").click()
    page.get_by_role("textbox", name="本县名称").fill("清源县")
    page.get_by_role("button", name="清空，开始使用").click()
    wait_for_title(page, "^数据导入$")
    assert not page.get_by_text("县名、事项和数字均为虚构").count()
    page.get_by_role("link", name="总览").click()
    wait_for_title(page, "还没有数据")


def test_deep_links_open_their_page_on_a_new_server(page, serve, tmp_path, demonstration):
    page.goto(f"{demonstration}/trends?m=2026-03")
    wait_for_title(page, "网上可办率")
    assert page.get_by_text("2026年3月").count()
    assert (
        page.locator("[data-testid='stTopNavLink'], [data-testid='stTopNavSection']").count()
        or page.get_by_role("link", name="总览").count()
    )
    page.goto(f"{demonstration}/overview?m=2026-03")
    wait_for_title(page, "5项指标")
    assert "m=2026-03" in page.url and not page.get_by_role("dialog").count()


def test_back_leads_back(page, demonstration):
    page.goto(demonstration)
    wait_for_title(page, "5项指标")
    page.get_by_role("link", name=re.compile("未进驻大厅")).first.click()
    wait_for_title(page, "未进驻大厅")
    page.go_back()
    wait_for_title(page, "5项指标")


def test_the_cards_are_not_cut_and_stand_in_one_row(page, demonstration):
    page.goto(demonstration)
    wait_for_title(page, "5项指标")
    boxes = [card.bounding_box() for card in page.locator("[class*='st-key-card_']").all()]
    assert len(boxes) == 5 and len({round(box["y"]) for box in boxes}) == 1
    cut = page.evaluate("""() => [...document.querySelectorAll(
        ":is([data-testid='stMetricValue'], [data-testid='stMetricDelta'], " +
        "[data-testid='stMetricLabel']) *")]
        .filter(e => e.scrollWidth > e.clientWidth + 1)
        .filter(e => getComputedStyle(e).overflow !== 'visible').map(e => e.innerText)""")
    assert not cut


def test_a_faulty_file_comes_back_marked(page, without_data, tmp_path):
    page.goto(f"{without_data}/upload")
    wait_for_title(page, "数据导入")
    page.locator("input[type=file]").set_input_files(str(GOLDEN / "05_items_with_faults.xlsx"))
    wait_for_title(page, "8处错误，1处提示")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载标注错误的表格").click()
    assert download.value.suggested_filename == "05_items_with_faults（已标注）.xlsx"
    download.value.save_as(tmp_path / "marked.xlsx")
    book = load_workbook(tmp_path / "marked.xlsx")
    assert (
        book.sheetnames == ["错误清单", "政务服务事项"]
        and "是" in book["政务服务事项"]["F5"].comment.text
    )


def test_a_file_without_a_month_is_asked_for_one(page, without_data):
    page.goto(f"{without_data}/upload")
    wait_for_title(page, "数据导入")
    table = "县（市、区）,网上可办率\n云溪县,98.5%\n东屏县,99%\n"
    page.locator("input[type=file]").set_input_files(
        [
            {"name": "通报.csv", "mimeType": "text/csv", "buffer": table.encode()},
            {
                "name": "2026年9月通报.csv",
                "mimeType": "text/csv",
                "buffer": table.replace("98.5", "98.1").encode(),
            },
        ]
    )
    page.get_by_label("“通报.csv”的数据月份").click()
    page.get_by_role("option").nth(1).click()
    page.get_by_role("button", name=re.compile("确认导入.*、")).wait_for()
    assert not page.get_by_text("看不出表").count()


def test_a_bad_file_is_a_sentence_and_the_app_goes_on(page, without_data):
    page.goto(f"{without_data}/upload")
    wait_for_title(page, "数据导入")
    page.locator("input[type=file]").set_input_files(
        [{"name": "坏.xlsx", "mimeType": "application/zip", "buffer": b"nothing at all"}]
    )
    page.get_by_text(re.compile("坏.xlsx")).first.wait_for()
    settled(page)
    alert = page.get_by_role("alert").inner_text()
    assert re.search("[一-鿿]{6,}", alert) and "Traceback" not in page.content()
    page.goto(without_data)
    wait_for_title(page, "还没有数据")


def test_a_prefilled_template_goes_out_and_comes_back(page, serve, tmp_path):
    """Down by the menu, up again unchanged: the rows of the month before, for the month to come."""
    database = tmp_path / "county.duckdb"
    store = open_store(database)
    import_golden(store, "01_clean_month.xlsx")
    store.close()
    page.goto(f"{serve(database)}/upload")
    wait_for_title(page, "数据导入")
    page.get_by_role("button", name="下载模板").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载预填模板").click()
    assert download.value.suggested_filename == "政务服务指标月报_2026年11月.xlsx"
    download.value.save_as(tmp_path / download.value.suggested_filename)
    page.get_by_label("部门或乡镇").click()
    page.get_by_role("option", name="城关镇").wait_for()
    assert not re.search(
        "[A-Za-z]{3,}", re.sub("xlsx?|csv", "", page.evaluate(VISIBLE_TEXT).split("已导入")[0])
    )
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.locator("input[type=file]").set_input_files(
        [str(tmp_path / download.value.suggested_filename)]
    )
    wait_for_title(page, "核对识别结果")
    page.get_by_role("button", name=re.compile("确认导入2026年11月")).wait_for()
    assert (
        page.get_by_text("未读取：说明、填写示例").count()
        and page.get_by_text("没有发现问题。").count()
    )
