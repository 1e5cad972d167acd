"""材料 from a draft to the file that goes out: a paragraph is edited, new data come, they are told,
the paper is approved and downloaded.
"""

import os
import re
from datetime import date
from pathlib import Path

from command_line import run
from docx import Document
from playwright.sync_api import expect
from support import WHEN

from govsvc.board import Board
from govsvc.documents import papers
from govsvc.documents.papers import Occasion
from govsvc.domain.paper_versions import WRITTEN, PaperOf, Words
from govsvc.domain.rectification import Settings
from govsvc.store import Act, open_store

from .conftest import settled
from .test_commands import command
from .test_two_months_of_a_clerk import ITEMS, wait_for_title

OCTOBER, OFFICE, ACT = date(2026, 10, 1), "云溪县局", Act("张三", WHEN)
OWN = "正在与自然资源局协调解决，争取年底前办结。"


def items(folder: Path, name: str, missing: int) -> Path:
    """Ten items of one unit, so many of which cannot be handled online."""
    rows = "".join(
        f"11659901MB0000000{number:014d},事项{number},行政许可,公安局,"
        f"{'否' if number < missing else '是'},否,是,是\n"
        for number in range(10)
    )
    path = folder / f"2026年10月{name}.csv"
    path.write_text(ITEMS + rows, encoding="utf-8")
    return path


def filled_in(database: Path) -> None:
    """Someone signs, and what the data leave open is written."""
    store = open_store(database)
    store.setting_writes.set_rectification(
        Settings(office=OFFICE), ACT, expected_version=store.version()
    )
    draft = papers.BY_NAME["总结"].draft(Occasion(Board(store), OCTOBER, OFFICE, WHEN.date()))
    said = [Words(one.key, "甲。", one.text) for one in draft.paragraphs if one.gaps]
    paper = PaperOf("summary", "总结", OCTOBER)
    store.paper_writes.save(paper, WRITTEN, said[0].key, said, ["全文"], ACT, seen=0)
    store.close()


def picture(page, name: str) -> None:
    """Kept where somebody wants to look at the screens."""
    if folder := os.environ.get("GOVSVC_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_from_a_draft_to_the_file_that_goes_out(serve, tmp_path, page):
    database = tmp_path / "county.duckdb"
    run("import", items(tmp_path, "事项", 2), "--home", "云溪县", "--database", database)
    filled_in(database)
    address = serve(database)
    page.goto(f"{address}/papers?m=2026-10")
    wait_for_title(page, "2026年10月总结：初稿")
    problem = page.locator(".paper_text p", has_text="仍有2项未网上可办")
    problem.wait_for()
    page.locator("[class*='st-key-edit_problem-online_rate'] button").click()
    field = page.get_by_role("textbox", name=re.compile("这一段印出的文字"))
    expect(field).to_have_value(re.compile("仍有2项未网上可办"))
    picture(page, "papers_edit")
    field.fill(OWN)
    field.press("Control+Enter")
    settled(page)
    page.get_by_role("button", name="保存", exact=True).click()
    page.locator(".paper_text p", has_text=OWN).wait_for()
    expect(problem).to_have_count(0)

    corrected = items(tmp_path, "更正", 1)
    command("import", corrected, "--accept", "indicator_moves", "--database", database)
    page.reload()
    page.get_by_text("数据有变化，现在写：").wait_for()
    settled(page)
    picture(page, "papers_proposal")
    page.get_by_role("button", name="保留人工修改的").click()
    expect(page.get_by_text("数据有变化，现在写：")).to_have_count(0)
    settled(page)

    page.get_by_role("button", name="审核通过").click()
    wait_for_title(page, "2026年10月总结：已审核（王五")
    picture(page, "papers_approved")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载总结").click()
    document = Document(download.value.path())
    texts = [one.text for one in document.paragraphs]
    assert OWN in texts and OFFICE in texts
    assert "初稿" not in document.sections[0].header.paragraphs[0].text
    assert "总结_已审核_2026年10月" in download.value.suggested_filename
