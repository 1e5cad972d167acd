"""A finished paper against the data: 相符, 不符 and 找不到依据 of each number that names an
indicator.
"""

import io
import re
import shutil
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from command_line import run
from docx import Document
from pptx import Presentation

from govsvc.board import Board
from govsvc.documents import papers
from govsvc.documents.papers.checking import (
    AGREES,
    DIFFERS,
    UNKNOWN,
    check,
    check_file,
    month_named,
)
from govsvc.domain.errors import FileRefused
from govsvc.sheets.formats.paper_blocks import Block
from govsvc.sheets.formats.paper_text import read_text
from govsvc.workflow.rectification import Ledger

OCTOBER = date(2026, 10, 1)
#: what stands in the demonstration's 总结 → what is written instead
PLANTED = {
    "“网上可办率”达到99.94%": "“网上可办率”达到99.49%",
    "（3,096/3,150）": "（3,069/3,150）",
    "（3,090/3,150），位居全市第四": "（3,090/3,150），位居全市第三",
    "“明进暗不进”17项": "“明进暗不进”71项",
    "白沙镇（5个）": "白沙镇（6个）",
}
#: what a sentence of 好差评 counts
RATED = ("主动评价", "系统默认评价", "好评率", "差评")


@pytest.fixture(scope="module")
def board(demonstration_board) -> Board:
    return demonstration_board


@pytest.fixture(scope="module")
def written(board) -> bytes:
    draft = papers.summary(board, OCTOBER, office="甲局", day=date(2026, 11, 5))
    return papers.content(draft, Decimal("28.95"), datetime(2026, 11, 5, 9))


def test_a_file_is_read_in_a_process_of_its_own_and_told_as_a_table(board, written):
    asked = []

    def board_of(month: date) -> Board:
        asked.append(month)
        return board

    found = check_file("总结.docx", written, board_of, date(2026, 9, 1))
    count = len(check(board, OCTOBER, read_text(written).blocks))
    assert asked == [OCTOBER] and (found.month, found.count(AGREES)) == (OCTOBER, count)
    assert found.sentence == f"按2026年10月数据核对：不符0处，找不到依据0处，相符{count}处"
    sheet = found.sheet("云溪县")
    assert len(sheet.rows) == count and len(sheet.rows[0]) == len(sheet.columns)
    for content in (b"no paper", b"PK\x03\x04", b""):
        with pytest.raises(FileRefused):
            check_file("a.docx", content, board_of, OCTOBER)


def test_five_planted_errors_of_other_kinds(board, written, tmp_path):
    """A place among how many, a swapped numerator, a sign, a month, a count as one says it."""
    planted = {
        "位居全市第一（10月通报）": "在全市11个县（市、区）中位居第一（10月通报）",
        "（3,096/3,150）": "（3,906/3,150）",
        "较上月提升0.20个百分点": "较上月下降0.20个百分点",
        "2026年1—10月，收到": "2026年1—9月，收到",
        "“明进暗不进”17项": "“明进暗不进”七十一项",
    }
    document = Document(io.BytesIO(written))
    for paragraph in document.paragraphs:
        for right, wrong in planted.items():
            if right in paragraph.text:
                paragraph.text = paragraph.text.replace(right, wrong)
    document.save(path := tmp_path / "总结.docx")
    found = check(board, OCTOBER, read_text(path.read_bytes()).blocks)
    wrong = [(x.subject, x.said, x.known) for x in found if x.verdict != AGREES]
    assert [one for one in wrong if one[0] not in RATED] == [
        ("全程网办率", "第一", "第1位/共12个"),
        ("省平台发布率", "3,906/3,150", "3,096/3,150"),
        ("进驻率", "0.20个百分点", "提升0.20个百分点"),
        ("明进暗不进", "七十一项", "17项"),
    ]
    # the numbers of the sentence whose month is wrong; its rate is that of September, too
    assert [subject for subject, *_ in wrong if subject in RATED] == list(RATED)


def verdicts(board: Board, *texts: str) -> list[tuple[str, str, str]]:
    return found_in(board, [Block("", text) for text in texts])


def found_in(board: Board, blocks: Sequence[Block]) -> list[tuple[str, str, str]]:
    return [(one.said, one.verdict, one.known) for one in check(board, OCTOBER, blocks)]


def test_the_paper_that_the_program_writes_agrees(board, written):
    text = read_text(written)
    found = check(board, OCTOBER, text.blocks)
    assert {one.verdict for one in found} == {AGREES} and len(found) > 80
    assert month_named(text.paragraphs) == OCTOBER and text.tables == 2
    assert month_named(["2026年12月1日", "第3期", "云溪县2026年10月情况"]) == OCTOBER


def test_five_planted_errors_come_back_and_no_other(board, written, tmp_path):
    document = Document(io.BytesIO(written))
    for paragraph in document.paragraphs:
        for right, wrong in PLANTED.items():
            if right in paragraph.text:
                paragraph.text = paragraph.text.replace(right, wrong)
    document.save(path := tmp_path / "总结.docx")
    found = check(board, OCTOBER, read_text(path.read_bytes()).blocks)
    assert [(x.subject, x.said, x.known, x.what) for x in found if x.verdict != AGREES] == [
        ("网上可办率", "99.49%", "99.94%", "数值（2026年10月市通报）"),
        ("省平台发布率", "3,069/3,150", "3,096/3,150", "分子/分母（2026年10月市通报）"),
        ("进驻率", "第三", "第4", "位次（2026年10月通报）"),
        ("明进暗不进", "71项", "17项", "明进暗不进（本县测算）"),
        ("站点名称未规范", "6个", "5个", "白沙镇站点名称未规范（本县测算）"),
    ]
    assert all(x.verdict == DIFFERS for x in found if x.verdict != AGREES)


def written_as(board: Board, name: str) -> bytes:
    kind = papers.BY_NAME[name]
    ledger = Ledger(board._data.store, date(2026, 11, 5))
    occasion = papers.Occasion(board, OCTOBER, "甲局", date(2026, 11, 5), ledger=ledger)
    return kind.content(kind.draft(occasion), Decimal("28.95"), datetime(2026, 11, 5, 9))


@pytest.mark.parametrize(
    ("name", "least"), [("通报", 430), ("汇报", 70), ("简报", 80), ("汇报PPT", 100)]
)
def test_papers_of_all_kinds_agree(board, name, least):
    """In their tables, too: units, places, counts."""
    text = read_text(written_as(board, name))
    found = check(board, OCTOBER, text.blocks)
    assert [one for one in found if one.verdict == DIFFERS] == []
    assert [one for one in found if one.verdict == UNKNOWN] == []
    assert len(found) >= least and not text.charts


def test_five_planted_errors_in_tables_come_back(board, tmp_path):
    """Of the county, of a unit, a place, what is wanting, what is missing."""
    document = Document(io.BytesIO(written_as(board, "汇报")))
    _replace(document.tables[0], {"98.29%": "98.92%", "29项": "26项", "第3位": "第2位"})
    document.save(path := tmp_path / "汇报.docx")
    found = check(board, OCTOBER, read_text(path.read_bytes()).blocks)
    assert [(x.where, x.subject, x.said, x.known) for x in found if x.verdict != AGREES] == [
        ("表1第2行", "网上可办率", "第2（共12个）", "第3"),
        ("表1第4行", "省平台发布率", "98.92%", "98.29%"),
        ("表1第6行", "进驻率", "26项", "29项"),
    ]
    document = Document(io.BytesIO(written_as(board, "通报")))
    _replace(document.tables[3], {"94.36%": "96.36%", "192/198": "129/198"})
    document.save(path)
    found = check(board, OCTOBER, read_text(path.read_bytes()).blocks)
    assert [(x.where, x.said, x.known, x.what) for x in found if x.verdict != AGREES] == [
        ("表4第15行", "129/198", "192/198", "交通运输局分子/分母（本县测算）"),
        ("表4第16行", "96.36%", "94.36%", "自然资源局数值（本县测算）"),
    ]


def _replace(table, words: dict[str, str]) -> None:
    for cell in table._cells:
        for paragraph in cell.paragraphs:
            if paragraph.text in words:
                paragraph.text = words[paragraph.text]


def test_an_error_in_slides_comes_back(board, tmp_path):
    presentation = Presentation(io.BytesIO(written_as(board, "汇报PPT")))
    title = presentation.slides[3].shapes.title.text_frame
    title.paragraphs[0].runs[0].text = title.text.replace("98.10%", "98.01%")
    presentation.save(path := tmp_path / "汇报.pptx")
    found = check(board, OCTOBER, read_text(path.read_bytes()).blocks)
    assert [(x.where, x.said, x.known) for x in found if x.verdict == DIFFERS] == [
        ("第4页", "98.01%", "98.10%")
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # a row an indicator, bare numbers
        (
            [["指标", "本月（%）", "位次", "较上月"], ["进驻率", "98.1", "并列4", "0.20"]],
            [("98.1%", AGREES), ("并列第4", DIFFERS), ("0.20个百分点", AGREES)],
        ),
        ([["指标", "较上月"], ["进驻率", "↓0.20"]], [("0.20个百分点", DIFFERS)]),
        # a row a unit, a column an indicator; a header of two rows
        (
            [["单位", "网上可办率", "进驻率"], ["自然资源局", "99.37%", "94.63%"]],
            [("99.37%", AGREES), ("94.63%", DIFFERS)],
        ),
        (
            [
                ["单位", "进驻率", "进驻率"],
                ["单位", "数值", "位次"],
                ["自然资源局", "94.36%", "15"],
            ],
            [("94.36%", AGREES), ("第15", AGREES)],
        ),
        # a row a county of the bulletin
        (
            [["县（市、区）", "网上可办率"], ["东屏县", "100.00%"], ["云溪县", "99.49%"]],
            [("100.00%", AGREES), ("99.49%", DIFFERS)],
        ),
        # counts in columns of their own: 659 of 836 are 78.83 %
        (
            [["单位", "应进驻", "已进驻", "占比"], ["甲单位", "836", "659", "88.52%"]],
            [("659/836", DIFFERS)],
        ),
        ([["单位", "应进驻", "已进驻", "占比"], ["甲单位", "836", "659", "78.83%"]], []),
        # what is no number of an indicator
        ([["序号", "事项名称", "时限"], ["1", "甲事项", "12月底"]], []),
    ],
)
def test_tables_of_people(board, rows, expected):
    found = found_in(board, [Block("第1段", "情况如下"), Block("表1", rows=rows)])
    assert [(said, verdict) for said, verdict, _ in found] == expected


def test_the_title_of_a_table_names_what_it_is_about(board):
    blocks = [
        Block("第1段", "表1 进驻率"),
        Block("表1", rows=[["单位", "数值"], ["自然资源局", "94.36%"], ["公安局", "97.58%"]]),
    ]
    assert [one[:2] for one in found_in(board, blocks)] == [
        ("94.36%", AGREES),
        ("97.58%", DIFFERS),
    ]


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
        # units, what people say over a month and from January on
        ("进驻率：自然资源局94.36%（301/319）", [("94.36%", AGREES), ("301/319", AGREES)]),
        ("自然资源局进驻率为94.63%", [("94.63%", DIFFERS)]),
        ("省平台未发布54项，其中公安局（双重管理）6项", [("54项", AGREES), ("6项", DIFFERS)]),
        ("10月有效回访209件，总体满意率98.09%", [("209件", AGREES), ("98.09%", AGREES)]),
        (
            "1—10月有效回访1,797件，总体满意率97.55%（1,735/1,797）",
            [("1,797件", AGREES), ("97.55%", AGREES), ("1,735/1,797", DIFFERS)],
        ),
        ("收到差评4条，好评率99.80%", [("4条", AGREES), ("99.80%", DIFFERS)]),
        # a clause that says what is missing is of that, whatever was named before
        (
            "进驻率98.10%；省平台仍有54个事项未发布，其中公安局5项",
            [("98.10%", AGREES), ("54个", AGREES), ("5项", AGREES)],
        ),
        ("进驻率仍有60项未进驻", [("60项", AGREES)]),
        # as one says it aloud
        (
            "进驻率达到百分之九十八点一，站点覆盖率达到百分之百，全程网办率百分之九十九点四八",
            [
                ("百分之九十八点一", AGREES),
                ("百分之百", AGREES),
                ("百分之九十九点四八", DIFFERS),
            ],
        ),
        # counts as one says them
        ("进驻率仍有六十项未进驻", [("六十项", AGREES)]),
        (
            "省平台发布率方面，仍有五十三个未发布，其中公安局五项",
            [("五十三个", DIFFERS), ("五项", AGREES)],
        ),
        ("进驻率距目标还差二十九项，力争解决", [("二十九项", AGREES)]),
        ("网上可办率仍有两项未网上可办", [("两项", AGREES)]),
        (
            "明进暗不进一十七项，名称未规范三十二个",
            [("一十七项", AGREES), ("三十二个", DIFFERS)],
        ),
        (
            "10月有效回访二百零九件，不满意四件，收到差评五条",
            [("二百零九件", AGREES), ("四件", AGREES), ("五条", DIFFERS)],
        ),
        ("网上可办率较上月提升零点零七个百分点", [("零点零七个百分点", AGREES)]),
        # the same words as no counts
        (
            "进驻率：五项指标、一件事、十件实事、三个部门、第八项、几十项、三四项、一个机制",
            [],
        ),
        # 满意率 of the channel that the text names last
        ("开展电话回访，10月满意率98.09%，满意度98.90%", [("98.09%", AGREES), ("98.90%", DIFFERS)]),
        ("1—10月问卷满意率96.89%（187/192）", [("96.89%", AGREES), ("187/192", DIFFERS)]),
        ("10月收到好差评，满意率99.80%", [("99.80%", DIFFERS)]),
        ("10月满意率98.09%", [("98.09%", AGREES)]),
        ("差评回访率90.00%，回访满意率88.89%", []),
        # among how many, and 第4 of September, too
        ("网上可办率位居全市第3位（共11个）", [("第3位（共11个）", DIFFERS)]),
        ("网上可办率在全市12个县（市、区）中位居第三", [("第三", AGREES)]),
        ("网上可办率在全市11个县（市、区）中排名第三", [("第三", DIFFERS)]),
        ("网上可办率排名第3/12，省平台发布率第4/13", [("第3/12", AGREES), ("第4/13", DIFFERS)]),
        # of one unit
        ("10月不满意4件，人力资源和社会保障局最多（2件）", [("4件", AGREES), ("2件", AGREES)]),
        ("10月回访，教育局不满意3件", [("3件", DIFFERS)]),
        # by its 简称
        ("人社局10月不满意2件，不满意4件", [("2件", AGREES), ("4件", AGREES)]),
        ("进驻率：自然局94.36%，进驻率仍有60项未进驻", [("94.36%", DIFFERS), ("60项", AGREES)]),
        # what the data cannot tell
        ("网上可办率去年为98.10%", [("98.10%", UNKNOWN)]),
        ("本月解决进驻率问题6项", [("6项", UNKNOWN)]),
        ("省平台未发布本月新增3项", [("3项", UNKNOWN)]),
        # another rate is spoken of since
        ("进驻率98.10%，一件事上线率87.50%，环节减少比例61.05%", [("98.10%", AGREES)]),
        ("成建制进驻率79.41%，授权书有效率87.50%，差评整改率80.00%", []),
        ("好评率的占比为99.00%，问卷有效率96.02%", []),
        # what names no indicator
        ("共办理事项836项，满意率99.94%，综合排名第1。", [("99.94%", UNKNOWN)]),
        ("进驻率达到98.10%，综合得分95.2，综合排名第9", [("98.10%", AGREES)]),
        ("网上可办率自第一季度起、第三方评估、第2批", []),
    ],
)
def test_sentences_of_people(board, text, expected):
    assert [(said, verdict) for said, verdict, _ in verdicts(board, text)] == expected


def test_what_was_settled_is_compared_with_the_ledger(board):
    """A count in front of 已办结 or behind it; nobody can tell where none was assigned."""

    def said(text: str, assigned: int) -> list[tuple[str, str, str]]:
        calls = board.feedback.period(OCTOBER, is_cumulative=True).with_texts[:assigned]
        ledger = SimpleNamespace(
            assigned_calls=lambda of: [one for one in of if one in calls],
            closed_calls=lambda of: sum(one in calls for one in of),
        )
        found = check(board, OCTOBER, [Block("", f"1—10月收集意见建议{text}")], ledger)
        return [(one.said, one.verdict, one.known) for one in found]

    whole = ("124条", AGREES, "124条")
    assert said("124条，已办结12条", 12) == [whole, ("12条", AGREES, "12条")]
    assert said("124条，其中十三条已办结", 12) == [whole, ("十三条", DIFFERS, "12条")]
    assert said("124条，已办结12条", 0) == [whole, ("12条", UNKNOWN, "")]
    assert verdicts(board, "1—10月收集意见建议124条，已办结12条")[1][1] == UNKNOWN


def test_a_percent_that_its_own_counts_do_not_make_differs(board):
    """659 of 836 are 78.83 %, whatever the data say."""
    assert verdicts(board, "2024年3月，进驻率达到88.52%（659/836）。")[-1] == (
        "659/836",
        DIFFERS,
        "78.83%",
    )


@pytest.mark.parametrize(
    ("text", "said", "known"),
    [
        ("全县共有836项事项，其中已办理659项，办理比例达到88.52%。", "88.52%", "78.83%"),
        ("全县836项事项中659项可以网办，占88.52%。", "88.52%", "78.83%"),
        ("全县八百三十六项事项中六百五十九项可以网办，占88.52%。", "88.52%", "78.83%"),
        ("已办理659件，占全部836件的88.5%。", "88.5%", "78.83%"),
        ("某项工作完成88.52%（659/836）。", "659/836", "78.83%"),
    ],
)
def test_counts_that_a_sentence_states(board, text, said, known):
    """Whether or not it names an indicator."""
    wrong = [x for x in check(board, OCTOBER, [Block("", text)]) if x.verdict == DIFFERS]
    assert [(x.said, x.known) for x in wrong] == [(said, known)]
    right = text.replace("88.52", "78.83").replace("88.5%", "78.8%")
    assert not [x for x in found_in(board, [Block("", right)]) if x[2] == known]


def test_a_spoken_percent_with_its_counts(board):
    right = "某项工作完成百分之七十八点八三（659/836）。"
    assert verdicts(board, right) == []
    assert verdicts(board, right.replace("八三", "三八"))[-1][1:] == (DIFFERS, "78.83%")


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
    assert re.fullmatch("按2026年10月数据核对：相符\\d+处，不符0处，找不到依据0处\n", printed)
    document = Document()
    document.add_paragraph("截至2026年10月，进驻率达到98.01%。")
    document.save(path)
    printed = run("paper", "--check", path, "--database", database, code=1).stdout
    assert "不符\t第1段\t进驻率\t写作98.01%\t数据为98.10%\t数值（2026年10月市通报）" in printed
    assert "写作 paper 总结" in run("paper", "--database", database, code=1).stderr
