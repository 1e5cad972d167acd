"""What a clerk does on the upload page: a wrong guess corrected once and remembered."""

import io
import re

import pytest
from openpyxl import Workbook
from playwright.sync_api import TimeoutError

from govsvc.store import open_store

from .conftest import settled
from .test_browser import wait_for_title

HEADER = [
    "序号",
    "实施编码",
    "事项名称",
    "事项类型",
    "管事的",
    "网上能办不",
    "网上办理深度",
    "省平台发布",
    "进驻大厅",
]


def odd_month(month: int) -> dict:
    """A month whose header and values two columns of which nobody could guess."""
    book = Workbook()
    book.active.append([f"云溪县2026年{month}月政务服务事项"])
    book.active.append(HEADER)
    for number in range(1, 11):
        book.active.append(
            [
                number,
                f"11659901MB0000000{number:014d}",
                f"事项{number}",
                "行政许可",
                "民政局",
                "是" if number > 2 else "否",
                "全程网办" if number > 3 else 1,
                "是",
                "是",
            ]
        )
    out = io.BytesIO()
    book.save(out)
    return {
        "name": f"事项{month}.xlsx",
        "mimeType": "application/octet-stream",
        "buffer": out.getvalue(),
    }


@pytest.fixture
def upload(page, serve, tmp_path):
    """The upload page of an empty database."""
    database = tmp_path / "county.duckdb"
    open_store(database).close()
    page.goto(f"{serve(database)}/upload")
    wait_for_title(page, "数据导入")
    return page


def read_as(page, row: int, field: str) -> None:
    """Picks a field in the third column of the grid of columns; opens it again where the grid was
    drawn anew meanwhile.
    """
    grid, opened = (
        page.get_by_test_id("stExpander").get_by_test_id("stDataFrame").first,
        page.locator("#portal input").first,
    )
    for _ in range(8):
        # by keys: the grid still moves while the section opens
        grid.click(position={"x": 20, "y": 60})
        for key in ["Control+Home", *["ArrowDown"] * row, "ArrowRight", "ArrowRight", "Enter"]:
            page.keyboard.press(key)
        try:
            opened.wait_for(timeout=2500)
        except TimeoutError:
            page.keyboard.press("Escape")
            continue
        break
    opened.wait_for()
    page.keyboard.type(field)
    page.locator("#portal").get_by_text(field, exact=True).last.wait_for()
    page.keyboard.press("Enter")
    page.get_by_text("改了1列").wait_for()


def choose(page, label: str, option: str) -> None:
    """Opens a list of choices, again where the page was drawn anew meanwhile, and picks one."""
    wanted = page.get_by_role("option", name=re.compile(f"^{option}"))
    for _ in range(8):
        page.get_by_label(label).focus()
        page.keyboard.press("ArrowDown")
        try:
            wanted.wait_for(timeout=2000)
        except TimeoutError:
            continue
        break
    wanted.click()


def answer(page, meaning: str) -> None:
    """Says what a wording means, again where the page was drawn anew meanwhile."""
    wanted = page.get_by_role("radio", name=re.compile(f"^{meaning}"))
    for _ in range(4):
        wanted.click()
        try:
            wanted.wait_for(state="detached", timeout=10_000)
        except TimeoutError:
            continue
        break


def test_a_guess_is_corrected_once_and_remembered(upload):
    page = upload
    page.set_viewport_size({"width": 1440, "height": 1500})
    page.locator("input[type=file]").set_input_files([odd_month(9)])
    wait_for_title(page, "核对识别结果")
    page.get_by_text("查看与更正识别结果（1张表需核对）").click()
    page.get_by_text("没有找到：实施主体").wait_for()
    read_as(page, 4, "实施主体")
    settled(page)
    page.get_by_role("button", name="应用更正").click()
    page.get_by_text("“网上办理深度”的“1”（3处）是指").wait_for()
    settled(page)
    answer(page, "网上可办")
    page.get_by_text("没有发现问题。").wait_for()
    page.get_by_role("button", name=re.compile("确认导入2026年9月$")).click()
    page.get_by_text("已保存").wait_for()
    settled(page)  # the field of the files before goes when the run ends
    # the next month needs no word
    page.locator("input[type=file]").set_input_files([odd_month(10)])
    page.get_by_text("没有发现问题。").wait_for()
    page.get_by_role("button", name=re.compile("确认导入2026年10月$")).click()
    page.get_by_text("已保存").wait_for()
    page.get_by_role("link", name="查看总览").click()
    wait_for_title(page, "指标")
    assert "70.00%" in page.locator("[data-testid='stMetricValue']").all_inner_texts()
