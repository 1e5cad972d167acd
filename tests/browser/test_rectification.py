"""整改 from 总览 to its end: 17 rows are assigned, their unit replies, one is sent back, applied
for again, reviewed by another person and closed; what the next months prove, and a rebound.
"""

import os
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError, expect

from govsvc.security import UPLOADER, system_actor
from govsvc.security.roles import REVIEWER
from govsvc.security.sessions import Sessions
from govsvc.store import open_store
from govsvc.system import clock

from .conftest import COOKIE, keep_password, make_session, open_from_menu, settled
from .test_two_months_of_a_clerk import ITEMS, confirm, table, upload, wait_for_title

POLICE, CIVIL = "公安局", "民政局"
PHOTO = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0 a photo"}
NO_PHOTO = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": b"MZ a program"}


def before(month: date, count: int) -> date:
    for _ in range(count):
        month = (month - timedelta(days=1)).replace(day=1)
    return month


def sheet(month: date, missing: set[int], without: set[int] = frozenset()) -> dict:
    """20 items of one unit and 2 of another; `missing` have not entered the hall."""
    lines = [
        f"11659901MB0000000{number:014d},事项{number},行政许可,{POLICE if number < 20 else CIVIL},"
        f"是,是,是,{'否' if number in missing else '是'}\n"
        for number in range(22)
        if number not in without
    ]
    return table(f"{month.year}年{month.month}月事项.csv", ITEMS + "".join(lines))


@pytest.fixture
def people(browser, tmp_path):
    """The database, and name → a signed-in browser's page: a clerk of one unit, a reviewer."""
    database = tmp_path / "county.duckdb"
    open_store(database).close()
    make_session(database)
    sessions, now, contexts = Sessions(database), clock.now(), {}
    for name, role, units in (("张三", UPLOADER, [POLICE]), ("李四", REVIEWER, [])):
        sessions.accounts.add(name, role, units, system_actor(), now)
        keep_password(database, name)
        token = sessions.begin_for(name, "本机", now + timedelta(days=1), "测试")
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        context.add_cookies([{**COOKIE, "value": token}])
        contexts[name] = context
    yield database, {name: context.new_page() for name, context in contexts.items()}
    for context in contexts.values():
        context.close()


def picture(page, name: str) -> None:
    """Kept where somebody wants to look at the screens."""
    if folder := os.environ.get("GOVSVC_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def take(page, address: str, kind: str, text: str, *files: dict, entry: int = 1) -> None:
    """One step with one entry, by the page's form."""
    page.goto(f"{address}/rectification?entry={entry}")
    page.get_by_role("heading", name="办理选中的1项").wait_for()
    settled(page)
    page.get_by_test_id("stButtonGroup").get_by_text(kind, exact=True).click()
    page.get_by_role("button", name=f"{kind}1项").wait_for()
    settled(page)
    if files:
        page.locator("input[type=file]").set_input_files(list(files))
        page.get_by_test_id("stFileChipName").wait_for()
        settled(page)
    if text:
        page.get_by_label("情况或理由").fill(text)
        page.keyboard.press("Control+Enter")
        settled(page)
    press(page, f"{kind}1项")


def done(page, kind: str) -> None:
    page.get_by_text(f"1项已{kind}。").wait_for()
    settled(page)


def test_from_the_overview_to_the_end_and_back(page, people, serve):
    database, pages = people
    clerk, reviewer = pages["张三"], pages["李四"]
    this_month = clock.now().date().replace(day=1)
    first, second = before(this_month, 2), before(this_month, 1)
    address = serve(database)
    page.goto(f"{address}/upload")
    wait_for_title(page, "数据导入")
    upload(page, sheet(first, {*range(17), 20, 21}))
    name_county(page)
    confirm(page)
    assign_17(page, address)
    reply(clerk, address)
    review(clerk, reviewer, address)
    the_next_month(page, address, sheet(second, {1, 20, 21}, without={2}))
    come_back(page, address, sheet(this_month, {0, 1, 20, 21}))


def name_county(page) -> None:
    page.get_by_label("本县名称").fill("云溪县")
    page.keyboard.press("Enter")
    settled(page)


def assign_17(page, address: str) -> None:
    """From the tile on 总览; two rows are ticked and unticked, then all of one unit are given."""
    open_from_menu(page, "总览")
    page.get_by_role("link", name=re.compile("未进驻大厅")).first.click()
    wait_for_title(page, "未进驻大厅19项")
    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    for row in (1, 2):
        page.mouse.click(box["x"] + 12, box["y"] + 35 * row + 18)
        settled(page)
    page.get_by_role("button", name="交办2项给1个单位").wait_for()
    picture(page, "1_ticked")
    page.goto(f"{address}/problems?list=未进驻大厅&unit={POLICE}")
    page.get_by_text(re.compile("筛选出.*17")).first.wait_for()
    settled(page)
    page.get_by_text("交办整改", exact=True).click()
    page.get_by_role("button", name="交办17项给1个单位", exact=True).wait_for()
    settled(page)
    assigned = page.get_by_text("已交办17项给1个单位")
    for _ in range(4):  # the form still moves while it opens: a press may go beside the button
        press(page, "交办17项给1个单位")
        try:
            assigned.wait_for(timeout=6000)
        except TimeoutError:
            continue
        break
    assigned.wait_for()
    picture(page, "2_assigned")


def reply(clerk, address: str) -> None:
    """The unit's own clerk signs, and shows a file that is not what its name says."""
    take(clerk, address, "签收", "")
    done(clerk, "签收")
    take(clerk, address, "申请销号", "已进驻窗口", NO_PHOTO)
    clerk.get_by_text("内容与文件名不符").wait_for()
    take(clerk, address, "申请销号", "已进驻窗口", PHOTO)
    done(clerk, "申请销号")
    picture(clerk, "3_applied")
    expect(clerk.get_by_text("复核、退回、延期、转办、作废需要“审核”权限")).to_be_visible()


def review(clerk, reviewer, address: str) -> None:
    """Sent back once; closing against the data needs a reason."""
    take(reviewer, address, "退回", "窗口无人受理")
    done(reviewer, "退回")
    picture(reviewer, "4_sent_back")
    take(clerk, address, "申请销号", "已派专人受理", PHOTO)
    done(clerk, "申请销号")
    take(reviewer, address, "复核通过", "")
    reviewer.get_by_text("月的清单上。").wait_for()
    take(reviewer, address, "复核通过", "现场核实已受理")
    done(reviewer, "复核通过")
    expect(reviewer.get_by_role("heading", level=2)).to_contain_text("月销号1项")
    picture(reviewer, "5_closed")


def the_next_month(page, address: str, file: dict) -> None:
    """It proves fourteen entries; one row is still listed, one is not in the sheet."""
    page.goto(f"{address}/upload")
    wait_for_title(page, "数据导入")
    upload(page, file)
    confirm(page)
    page.goto(f"{address}/rectification")
    page.get_by_text("数据已不在清单，建议复核14项").wait_for()
    page.get_by_text("最新报送未见该事项，不能据此销号1项").wait_for()
    settled(page)
    picture(page, "6_proved")


def come_back(page, address: str, file: dict) -> None:
    page.goto(f"{address}/upload")
    wait_for_title(page, "数据导入")
    upload(page, file)
    confirm(page)
    page.goto(f"{address}/rectification?entry=1")
    page.get_by_text("又在清单上").first.wait_for(state="attached")
    settled(page)
    picture(page, "7_rebound")
    open_from_menu(page, "总览")
    page.get_by_role("link", name=re.compile("整改在办17项，逾期0项")).wait_for()
