"""A .zip on the upload page: read as its files, its faults in one table, stored, and its marked
workbooks back in a .zip.
"""

import re
import zipfile

from support import GOLDEN, golden_files

from govsvc.sheets.formats.archives import pack
from govsvc.store import open_store

from .conftest import settled
from .test_browser import wait_for_title


def upload(page, address: str, content: bytes):
    page.goto(f"{address}/upload")
    wait_for_title(page, "数据导入")
    page.locator("input[type=file]").set_input_files(
        [{"name": "九月.zip", "mimeType": "application/zip", "buffer": content}]
    )
    wait_for_title(page, "核对识别结果")


def test_a_month_in_one_archive(page, serve, tmp_path):
    database = tmp_path / "county.duckdb"
    open_store(database).close()
    upload(
        page,
        serve(database),
        pack(
            golden_files("02_items_clerk.xlsx", "03_stations_townships.xls", "04_city_bulletin.csv")
        ),
    )
    assert (
        page.get_by_text("九月.zip/02_items_clerk.xlsx").count()
        and page.get_by_text("640行").count()
    )
    page.get_by_role("button", name=re.compile("确认导入2026年9月")).click()
    page.get_by_text("已保存").wait_for()
    settled(page)
    assert page.get_by_text("九月.zip/03_stations_townships.xls").count()


def test_of_a_few_files_each_comes_back_marked(page, without_data):
    upload(
        page,
        without_data,
        pack(golden_files("02_items_clerk.xlsx", "05_items_with_faults.xlsx")),
    )
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("下载标注错误的表格.*05")).click()
    assert download.value.suggested_filename == "05_items_with_faults（已标注）.xlsx"


def test_the_marked_workbooks_of_many_files_come_in_one_archive(page, without_data, tmp_path):
    faulty = (GOLDEN / "05_items_with_faults.xlsx").read_bytes()
    # a comment at the end of a zip changes the file and not its cells
    files = [
        (f"{number}号局.xlsx", faulty[:-2] + bytes([1, 0, 65 + number])) for number in range(4)
    ]
    upload(page, without_data, pack(files))
    assert page.get_by_role("columnheader", name="文件").count()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载4个标注错误的表格（压缩包）").click()
    download.value.save_as(tmp_path / "marked.zip")
    with zipfile.ZipFile(tmp_path / "marked.zip") as archive:
        assert archive.namelist() == [
            f"0{number + 1} {number}号局（已标注）.xlsx" for number in range(4)
        ]
