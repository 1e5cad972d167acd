"""Letters on 整改 in a browser: settings once, then 督办单 for all that is overdue, as files."""

import io
import re
import shutil
import zipfile
from datetime import datetime, time, timedelta

import pytest
from docx import Document

from browser.conftest import settled
from govsvc.domain.rectification import Entry
from govsvc.store import Act, open_store
from govsvc.system import clock

OFFICE = "云溪县政务服务管理局"


@pytest.fixture
def app(serve, demonstration_file, tmp_path) -> str:
    """The demonstration, with two matters of one unit that are overdue."""
    database = tmp_path / "govsvc.duckdb"
    shutil.copy(demonstration_file, database)
    store, today = open_store(database), clock.now().date()
    start, due = today - timedelta(days=40), today - timedelta(days=20)
    unit = store.settings.roster().units[0].name
    store.rectification_writes.assign(
        [Entry(0, 0, unit, f"暗访问题{n}", "窗口无人", start, due) for n in (1, 2)],
        Act("甲", datetime.combine(start, time(9))),
        expected_version=store.version(),
    )
    store.close()
    return serve(database)


def test_letters_are_registered_downloaded_and_in_the_story(app, page):
    page.goto(f"{app}/rectification")
    settled(page)
    page.get_by_text("整改设置（").click()
    page.get_by_label("署名单位").fill(OFFICE)
    page.get_by_label("署名单位").press("Tab")
    settled(page)
    page.get_by_role("button", name="保存整改设置").click()
    page.get_by_text("整改设置已保存").wait_for()
    page.get_by_text("交办单、提醒函、督办单", exact=True).first.click()
    page.get_by_role("radio", name="督办单").click()
    page.get_by_text("书面反馈截止").wait_for()  # the form stays open while messages come and go
    page.get_by_role("button", name="编号并登记").click()
    said = page.get_by_text("已登记（督〔")
    said.wait_for()
    number = re.search(r"督〔\d+〕\d+号", said.inner_text())[0]
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="份（Word）").click()
    content = download.value.path().read_bytes()
    if download.value.suggested_filename.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            papers = [archive.read(name) for name in archive.namelist()]
    else:
        papers = [content]
    cells = [
        cell.text
        for paper in papers
        for table in Document(io.BytesIO(paper)).tables
        for row in table.rows
        for cell in row.cells
    ]
    assert OFFICE in cells and "暗访问题1" in cells
    page.goto(f"{app}/rectification?state=逾期")
    settled(page)
    page.get_by_text("已发函件（").click()
    page.get_by_role("cell", name=number).wait_for()
