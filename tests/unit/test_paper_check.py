"""A finished paper against the data: 相符, 不符 and 找不到依据 of each number that names an
indicator.
"""

import io
import shutil
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from command_line import run
from docx import Document

from govsvc.board import Board
from govsvc.documents import papers
from govsvc.documents.papers.checking import AGREES, DIFFERS, UNKNOWN, check, month_named
from govsvc.domain.errors import FileRefused
from govsvc.sheets.formats.docx_text import read_text

OCTOBER = date(2026, 10, 1)
#: what stands in the demonstration's 总结 → what is written instead
PLANTED = {
    "“网上可办率”达到99.94%": "“网上可办率”达到99.49%",
    "（3,096/3,150）": "（3,069/3,150）",
    "（3,090/3,150），位居全市第四": "（3,090/3,150），位居全市第三",
    "“明进暗不进”17项": "“明进暗不进”71项",
    "白沙镇（5个）": "白沙镇（6个）",
}


@pytest.fixture(scope="module")
def board(demonstration_board) -> Board:
    return demonstration_board


@pytest.fixture(scope="module")
def written(board) -> bytes:
    draft = papers.summary(board, OCTOBER, office="甲局", day=date(2026, 11, 5))
    return papers.content(draft, Decimal("28.95"), datetime(2026, 11, 5, 9))


def verdicts(board: Board, *texts: str) -> list[tuple[str, str, str]]:
    return [(one.said, one.verdict, one.known) for one in check(board, OCTOBER, texts)]


def test_the_paper_that_the_program_writes_agrees(board, written):
    text = read_text(written)
    found = check(board, OCTOBER, text.paragraphs)
    assert {one.verdict for one in found} == {AGREES} and len(found) == 98
    assert month_named(text.paragraphs) == OCTOBER and text.tables == 2


def test_five_planted_errors_come_back_and_no_other(board, written, tmp_path):
    document = Document(io.BytesIO(written))
    for paragraph in document.paragraphs:
        for right, wrong in PLANTED.items():
            if right in paragraph.text:
                paragraph.text = paragraph.text.replace(right, wrong)
    document.save(path := tmp_path / "总结.docx")
    found = check(board, OCTOBER, read_text(path.read_bytes()).paragraphs)
    assert [(x.subject, x.said, x.known, x.what) for x in found if x.verdict != AGREES] == [
        ("网上可办率", "99.49%", "99.94%", "数值（2026年10月市通报）"),
        ("省平台发布率", "3,069/3,150", "3,096/3,150", "分子/分母（2026年10月市通报）"),
        ("进驻率", "第三", "第4", "位次（2026年10月通报）"),
        ("明进暗不进", "71项", "17项", "明进暗不进（本县测算）"),
        ("站点名称未规范", "6个", "5个", "白沙镇站点名称未规范（本县测算）"),
    ]
    assert all(x.verdict == DIFFERS for x in found if x.verdict != AGREES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # other words than the program's
        ("我县网上可办率99.94％，全市排名第3。", [("99.94％", AGREES), ("第3", AGREES)]),
        ("进驻政务服务大厅的政务服务事项占比为98.1%，", [("98.1%", AGREES)]),
        ("9月，网上可办率为99.87%，10月为99.94%。", [("99.87%", AGREES), ("99.94%", AGREES)]),
        ("网上可办率较上月下降0.07个百分点", [("0.07个百分点", DIFFERS)]),
        ("进驻率距目标还差28项", [("28项", DIFFERS)]),
        ("省平台未发布事项54项，其中自然资源局8项", [("54项", AGREES), ("8项", DIFFERS)]),
        ("全程网办率位居全市第二", [("第二", DIFFERS)]),
        ("全程网办率位居全市第一（9月通报）", [("第一", AGREES)]),
        ("站点覆盖率位居全市并列第一", [("并列第一", AGREES)]),
        ("核减后进驻率97.33%", [("97.33%", AGREES)]),
        ("东屏县网上可办率为100%，", [("100%", AGREES)]),
        ("网上可办率方面，东屏县为100%，", [("100%", AGREES)]),
        ("力争进驻率达到99%", [("99%", AGREES)]),
        ("力争进驻率达到99.5%", [("99.5%", DIFFERS)]),
        # what the data cannot tell
        ("网上可办率去年为98.10%", [("98.10%", UNKNOWN)]),
        ("本月解决进驻率问题6项", [("6项", UNKNOWN)]),
        ("省平台未发布本月新增3项", [("3项", UNKNOWN)]),
        # what names no indicator
        ("共办理事项836项，满意率99.94%，综合排名第1。", []),
        ("进驻率达到98.10%，综合得分95.2，综合排名第9", [("98.10%", AGREES)]),
        ("网上可办率自第一季度起、第三方评估、第2批", []),
    ],
)
def test_sentences_of_people(board, text, expected):
    assert [(said, verdict) for said, verdict, _ in verdicts(board, text)] == expected


def test_a_percent_that_its_own_counts_do_not_make_differs(board):
    """659 of 836 are 78.83 %, whatever the data say."""
    assert verdicts(board, "2024年3月，进驻率达到88.52%（659/836）。")[-1] == (
        "659/836",
        DIFFERS,
        "78.83%",
    )


def test_what_is_no_word_document_is_refused():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as book:
        book.writestr("a.txt", "无")
    for content in (b"%PDF-1.7", b"", archive.getvalue(), b"PK\x03\x04damaged"):
        with pytest.raises(FileRefused):
            read_text(content)


def test_command(demonstration_file, written, tmp_path):
    database = Path(shutil.copy(demonstration_file, tmp_path / "county.duckdb"))
    (path := tmp_path / "总结.docx").write_bytes(written)
    printed = run("paper", "--check", path, "--database", database).stdout
    assert printed == "按2026年10月数据核对：相符98处，不符0处，找不到依据0处；表格2个未核对\n"
    document = Document()
    document.add_paragraph("截至2026年10月，进驻率达到98.01%。")
    document.save(path)
    printed = run("paper", "--check", path, "--database", database, code=1).stdout
    assert "不符\t第1段\t进驻率\t写作98.01%\t数据为98.10%\t数值（2026年10月市通报）" in printed
    assert "写作 paper 总结" in run("paper", "--database", database, code=1).stderr
