"""The weekly round of a new clerk: draw, call on screen, 不满意 to 销号 by a second call."""

import io
import os
from datetime import timedelta
from pathlib import Path

from call_ledgers import workbook
from openpyxl import load_workbook
from playwright.sync_api import expect

from govsvc.domain.feedback import monday
from govsvc.security import ADMINISTRATOR, system_actor
from govsvc.security.sessions import Sessions
from govsvc.system import clock

from .conftest import COOKIE, keep_password, settled, signed_in
from .test_ledger_upload import choose

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
    _to_the_end(page, address, database)


def _to_the_end(page, address: str, database: Path) -> None:
    """The unit answers; somebody else closes it by a second call of another unit."""
    page.goto(f"{address}/rectification?entry=1")
    for kind, text in (("签收", "收到"), ("反馈", "已联系企业"), ("申请销号", "已补发告知单")):
        take(page, kind, text)
    other = other_administrator(page, database)
    other.goto(f"{address}/rectification?entry=1")
    other.locator(".st-key-step_kind button", has_text="复核通过").wait_for()
    choose(other, "二次回访结果", "认可")
    choose(other, "二次回访人所在单位", "公安局")
    picture(other, "second_call")
    take(other, "复核通过", "")
    other.goto(f"{address}/feedback")
    other.get_by_text("已销号").first.wait_for()
    picture(other, "closed")
    other.context.close()


def take(page, kind: str, text: str) -> None:
    """Takes a step with the entry that the address chooses."""
    settled(page)
    button = page.locator(".st-key-step_kind button", has_text=kind)
    button.wait_for()
    if "Active" not in (button.get_attribute("data-testid") or ""):
        button.click()
        settled(page)
    if text:
        page.get_by_label("情况或理由").fill(text)
        page.keyboard.press("Tab")
        settled(page)
    step = page.locator(".st-key-take_step button", has_text=f"{kind}1项")
    expect(step).to_have_count(1)  # the form of before may still be there while it is drawn anew
    step.click()
    page.get_by_text(f"1项已{kind}。").wait_for()
    settled(page)


def other_administrator(page, database: Path):
    """A page of an administrator who has not applied for anything."""
    sessions, now = Sessions(database), clock.now()
    sessions.accounts.add("赵六", ADMINISTRATOR, [], system_actor(), now)
    keep_password(database, "赵六")
    token = sessions.begin_for("赵六", "本机", now, "测试")
    context = signed_in(page.context.browser)
    context.add_cookies([{**COOKIE, "value": token}])
    other = context.new_page()
    other.set_default_timeout(20_000)
    return other
