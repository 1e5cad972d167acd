"""From the link that the first start prints to a first import that is read, in three steps."""

import re
import shutil

from support import mentions

from govsvc.store import open_store

from .conftest import printed, settled


def test_three_steps_to_the_samples_and_their_end(browser, serve, tmp_path, demonstration_file):
    database = tmp_path / "county.duckdb"
    shutil.copy(demonstration_file, database)
    address = serve(database, has_session=False)
    link = re.search(r"http\S+/start\?token=\S+", printed[address].read_text(encoding="utf-8"))[0]
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(20_000)

    page.goto(link)  # the first step
    page.get_by_role("link", name="未设密码").wait_for()
    assert "token" not in page.url
    page.get_by_role("button", name="清空演示数据，开始使用").click()  # the second
    page.get_by_role("button", name="用样例文件试一次").click()  # the third
    page.get_by_role("button", name="确认导入2026年9月").wait_for()
    settled(page)
    assert mentions(page.locator("body").inner_text(), "样例数据", "云溪县", "新增60行", "不计入")

    page.get_by_role("button", name="清空样例数据，开始使用").click()
    page.get_by_role("textbox", name="本县名称").fill("清源县")
    page.get_by_role("button", name="清空，开始使用").click()
    page.get_by_role("heading", name="数据导入", exact=True).wait_for()
    page.locator("input[type=file]").wait_for(state="attached")
    settings = open_store(shutil.copy(database, tmp_path / "copy.duckdb")).settings
    assert settings.home() == "清源县" and not settings.trial_files()
    context.close()
