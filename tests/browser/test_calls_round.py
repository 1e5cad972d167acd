"""The weekly round of a new clerk: draw, call on screen, 不满意 to 销号 by a second call."""

import io
import os
from datetime import timedelta
from pathlib import Path

from call_ledgers import workbook
from openpyxl import load_workbook

from govsvc.domain.feedback import monday
from govsvc.system import clock

from .conftest import settled

HEADER = ["办件编号", "申请人", "申请人类型", "联系电话", "事项名称", "受理部门", "办结时间"]


def case_list(unit: str) -> dict:
    """20 cases that were decided last week."""
    day = monday(clock.now().date()) - timedelta(days=6)
    rows = [
        [f"YX{n:06d}", "顺达公司", "企业法人", 13812345000 + n, "企业设立", unit, f"{day}"]
        for n in range(20)
    ]
    content = workbook({"办件明细": [HEADER, *rows]})
    return {"name": "办件明细.xlsx", "mimeType": "application/octet-stream", "buffer": content}


def picture(page, name: str) -> None:
    """Kept where somebody wants to look at the screens."""
    if folder := os.environ.get("GOVSVC_PICTURES"):
        page.set_viewport_size({"width": 1440, "height": 1900})
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def chosen(page, name: str) -> None:
    """The rating is the pressed one of its row, and the page is drawn."""
    page.locator('button[kind="primary"]', has_text=name).wait_for()
    settled(page)


def opened(page, text: str) -> None:
    page.locator("summary", has_text=text).click()
    settled(page)


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    settled(page)


def test_a_week_is_drawn_called_and_followed_up(county, page):
    address, database, unit = county
    page.goto(f"{address}/feedback")
    settled(page)
    picture(page, "empty")
    opened(page, "抽取要回访的办件")
    page.locator("input[type=file]").first.set_input_files(case_list(unit))
    page.get_by_text("将抽取").wait_for()
    settled(page)
    picture(page, "drawn")
    press(page, "保存抽样")
    page.get_by_text("抽取2件已保存").wait_for()
    settled(page)
    picture(page, "saved")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载回访任务（Excel，含电话）").click()
    task = load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes())).worksheets[0]
    assert task.max_row == 4 and "13812345" in f"{task['E3'].value}"
    opened(page, "逐件回访")
    page.get_by_text("第1号　").wait_for()
    picture(page, "calling")
    page.keyboard.press("4")
    chosen(page, "不满意")
    page.get_by_label("意见建议（电话号码会自动遮盖）").fill("跑了三趟")
    page.keyboard.press("Tab")
    settled(page)
    picture(page, "rated")
    page.locator(".st-key-save_call button").click()
    page.get_by_text("第1号已保存，还有1件").wait_for()
    page.get_by_text("第2号　").wait_for()
    settled(page)
    page.keyboard.press("1")
    chosen(page, "非常满意")
    page.keyboard.press("0")
    page.get_by_text("这一周的办件都回访完了").wait_for()
    page.get_by_role("heading", name="不满意1件").wait_for()
    picture(page, "called")
    opened(page, "交办整改")
    press(page, "交办1条给1个单位")
    page.get_by_text("已交办1条给1个单位").wait_for()
    picture(page, "assigned")
