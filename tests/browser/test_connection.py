"""The server ends, is away and comes back under an open page; a session ends elsewhere."""

import re

from playwright.sync_api import expect
from running_app import free_port, running
from support import GOLDEN

from govsvc.store import open_store

from .conftest import make_session
from .test_browser import wait_for_title
from .test_paste import LEDGER, opened, paste_into_box, tabs

FILE = GOLDEN / "02_items_clerk.xlsx"


def said(page, sentence: str):
    return page.get_by_role("alert").filter(has_text=sentence)


def test_a_restart_between_preview_and_confirmation_is_said(page, tmp_path):
    database, log, port = tmp_path / "county.duckdb", tmp_path / "log.txt", free_port()
    open_store(database).close()
    make_session(database)
    with running(database, log, port=port) as address:
        page.goto(f"{address}/upload")
        wait_for_title(page, "数据导入")
        page.locator("[data-testid='stFileUploader'] input").set_input_files(FILE)
        wait_for_title(page, "核对识别结果")
        confirm = page.get_by_role("button", name="确认导入")
        expect(confirm).to_be_enabled()
    said(page, "连不上看板服务器").wait_for()
    page.wait_for_timeout(2000)  # Streamlit has tried again, and failed
    assert page.get_by_role("dialog").count() == 0
    with running(database, log, port=port):
        said(page, "连不上看板服务器").wait_for(state="detached", timeout=60_000)
        confirm.click()
        page.get_by_text("文件已失效，请重新选择").wait_for()
        expect(page.get_by_text(FILE.name)).to_have_count(0)
        page.locator("[data-testid='stFileUploader'] input").set_input_files(FILE)
        wait_for_title(page, "核对识别结果")
        expect(page.get_by_text("文件已失效")).to_have_count(0)


def test_a_pasted_table_that_a_restart_lost_is_said(page, tmp_path):
    database, log, port = tmp_path / "county.duckdb", tmp_path / "log.txt", free_port()
    open_store(database).close()
    make_session(database)
    with running(database, log, port=port) as address:
        opened(page, address)
        paste_into_box(page, "2026年9月\n" + tabs(LEDGER))
        wait_for_title(page, "1处错误")
        page.get_by_role("combobox", name=re.compile("本县名称")).fill("云溪县")
        page.keyboard.press("Enter")
        confirm = page.get_by_role("button", name="确认导入")
        expect(confirm).to_be_enabled()
    said(page, "连不上看板服务器").wait_for()
    with running(database, log, port=port):
        said(page, "连不上看板服务器").wait_for(state="detached", timeout=60_000)
        confirm.click()
        said(page, "粘贴录入的表格已失效，请重新粘贴").wait_for()
        paste_into_box(page, "2026年9月\n" + tabs(LEDGER))
        wait_for_title(page, "1处错误")
        expect(page.get_by_text("已失效")).to_have_count(0)


def test_who_is_signed_out_meanwhile_is_led_to_sign_in(page, demonstration):
    """As where the channel is opened again after the session has ended."""
    page.route_web_socket("**", lambda channel: channel.close())
    page.route("**/_stcore/host-config", lambda route: route.fulfill(status=401))
    page.goto(f"{demonstration}/trends?m=2026-09")
    link = said(page, "登录已失效").get_by_role("link", name="重新登录")
    assert link.get_attribute("href") == "./signin?next=%2Ftrends%3Fm%3D2026-09"
