"""汇报PPT: native tables and charts, findings as titles, sizes, fonts of the theme, no rests of the
empty template.
"""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.util import Pt
from test_paper_kinds import texts_of_slides
from test_paper_summary import DAY, HOSTILE, MADE, NOVEMBER, OCTOBER, OFFICE, SEPTEMBER, SPACING

from govsvc.board import Board
from govsvc.board.briefing import feedback, rectification
from govsvc.board.briefing.model import Fact, Slide
from govsvc.documents import papers
from govsvc.documents.papers import meeting_pack
from govsvc.documents.slides import Deck, SlideChart, SlideTable, SlideText, texts
from govsvc.documents.slides.measures import BODY_END, FOOT_TOP
from govsvc.workflow.rectification import Ledger

KIND = papers.BY_NAME["汇报PPT"]


def pack(board: Board, month: date = OCTOBER, ledger: Ledger | None = None) -> bytes:
    draft = KIND.draft(papers.Occasion(board, month, OFFICE, DAY, ledger=ledger))
    return KIND.content(draft, SPACING, MADE)


def slides(content: bytes) -> list:
    return list(Presentation(io.BytesIO(content)).slides)


@pytest.fixture(scope="module")
def content(demonstration_board) -> bytes:
    ledger = Ledger(demonstration_board._data.store, DAY)
    return pack(demonstration_board, ledger=ledger)


def test_twelve_slides_each_with_its_finding(content):
    titles = [slide.shapes.title.text_frame.text for slide in slides(content)]
    assert titles[1:6] == [
        "综合得分99.14，综合排名第1，丢分0.86（2026年10月通报）；丢分最多的是进驻率（丢0.48分）",
        "5项指标中1项达标，4项较上月提升",
        "进驻率98.10%，位居全市第四（10月通报），距99.00%目标还差29项",
        "省平台发布率98.29%，位居全市第四（10月通报），距99.00%目标还差23项",
        "15个部门还有未达标事项，自然资源局最多（31项）；6个乡镇（街道）站点还有问题，白沙镇最多"
        "（5个）",
    ]
    assert len(titles) == 12 and all(titles)
    assert titles[6].startswith("上次会议（10月12日）议定9项") and "整改台账28项" in titles[7]


def test_how_far_they_are_stands_on_every_slide_until_they_are_approved(demonstration_board):
    draft = KIND.draft(papers.Occasion(demonstration_board, OCTOBER, OFFICE, DAY))
    for mark, count in (("初稿", 1), ("", 0)):
        for slide in slides(KIND.content(replace(draft, mark=mark), SPACING, MADE)):
            texts = [one.text_frame.text for one in slide.shapes if one.has_text_frame]
            assert texts.count("初稿") == count


def test_charts_and_tables_are_native(content):
    shapes = [shape for slide in slides(content) for shape in slide.shapes]
    charts = [shape.chart for shape in shapes if shape.has_chart]
    assert len(charts) == 9 and sum(shape.has_table for shape in shapes) == 6
    assert not [shape for shape in shapes if shape.shape_type == 13]  # no picture
    series = charts[1].plots[0].series[0]
    assert list(charts[1].plots[0].categories) == [f"{n}月" for n in range(5, 11)]
    assert series.values[-2:] == (97.9, 98.1)
    assert list(charts[2].plots[0].categories)[:2] == ["自然资源局", "公安局"]
    assert charts[2].plots[0].series[0].values[:2] == (18, 8)
    # each brings its numbers as a sheet, to be edited
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert sum(name.startswith("ppt/embeddings/") for name in archive.namelist()) == 9


def test_nothing_is_small_and_each_slide_says_its_source(content):
    for number, slide in enumerate(slides(content), start=1):
        sizes = [int(size) for size in re.findall(r'\bsz="(\d+)"', slide_xml(content, number))]
        assert sizes and min(sizes) >= 1800
        if number > 1:
            (foot,) = [shape for shape in slide.shapes if shape.name == "来源"]
            assert re.search("^来源：.+；(2026年|截至)", foot.text_frame.text)
            (page,) = [shape for shape in slide.shapes if shape.name == "页码"]
            assert 'type="slidenum"' in slide_xml(content, number) and page.has_text_frame
        for shape in slide.shapes:
            assert shape.width > 0 and shape.left >= 0 and shape.top >= 0
            if shape.name not in ("来源", "页码"):
                assert shape.top + shape.height <= FOOT_TOP
    archive = zipfile.ZipFile(io.BytesIO(content))
    for name in archive.namelist():
        if re.fullmatch(r"ppt/charts/chart\d+\.xml", name):
            sizes = re.findall(r'\bsz="(\d+)"', archive.read(name).decode())
            assert sizes and min(map(int, sizes)) >= 1800


def slide_xml(content: bytes, number: int) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(f"ppt/slides/slide{number}.xml").decode()


def test_the_empty_template_is_not_seen(content):
    archive = zipfile.ZipFile(io.BytesIO(content))
    names = archive.namelist()
    theme = archive.read("ppt/theme/theme1.xml").decode()
    assert '<a:ea typeface="黑体"/>' in theme and '<a:ea typeface="微软雅黑"/>' in theme
    assert "Calibri" not in theme and 'name="政务服务"' in theme
    assert sum(name.startswith("ppt/slideLayouts/slideLayout") for name in names) == 2
    assert not [name for name in names if "thumbnail" in name or "printerSettings" in name]
    file = Presentation(io.BytesIO(content))
    assert round(file.slide_width / file.slide_height, 2) == 1.78
    about = file.core_properties
    assert about.title == "云溪县2026年10月政务服务评价指标调度会汇报"
    assert (about.author, about.last_modified_by, about.created) == (OFFICE, "", MADE)
    # no placeholder is left empty
    empty = [
        shape.name
        for slide in file.slides
        for shape in slide.placeholders
        if not shape.text_frame.text
    ]
    assert empty == []


def test_a_month_without_data_has_its_places(demonstration_board):
    found = slides(pack(demonstration_board, NOVEMBER))
    assert 7 <= len(found) <= 12
    for slide in found[1:]:  # none is empty below its title
        names = {one.name for one in slide.shapes} - {slide.shapes.title.name}
        assert names - {"来源", "页码", "稿别"}, slide.shapes.title.text_frame.text
    text = "".join(x.text_frame.text for one in found for x in one.shapes if x.has_text_frame)
    assert "指标完成情况" in text and "【请补充：2026年11月各项指标数值】。" in text
    assert "均已达标" not in text and "下步措施：5项指标均暂无数据" in text


def test_one_month_is_no_line(clerk_board):
    """A county's first month has its units alone beside the title."""
    found = slides(pack(clerk_board(), SEPTEMBER))
    charts = [x.chart for slide in found for x in slide.shapes if x.has_chart]
    assert charts and not [x for x in charts if "走势" in x.chart_title.text_frame.text]


def test_names_with_anything_in_them():
    """Control marks are in no text, table or chart."""
    name = "\x00\u202e甲\x1b局"
    deck = Deck(name=name, author=name, made_at=MADE)
    deck.cover([name, "汇报"], [SlideText(name)])
    table = SlideTable([(name, True)], [[name], [""]], name, name)
    chart = SlideChart(name, [name, "乙局"], [1, None], "0")
    deck.slide(SlideText(name), [SlideText(name)], [table, chart], name)
    said = "".join(texts_of_slides(deck.content()))
    assert said.count("甲局") == 11 and not re.search("[\x00\x1b\u202e]", said)


def test_the_sheet_behind_a_chart_runs_nothing():
    deck = Deck(name="a", author="b", made_at=MADE)
    chart = SlideChart("=1+1", ["=cmd()", "甲"], [1, 2], "0")
    deck.slide(SlideText("a"), [], [chart], "b")
    archive = zipfile.ZipFile(io.BytesIO(deck.content()))
    (name,) = [name for name in archive.namelist() if name.startswith("ppt/embeddings/")]
    sheet = load_workbook(io.BytesIO(archive.read(name))).active
    cells = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row if cell.value}
    assert cells == {"'=1+1": "s", "'=cmd()": "s", "甲": "s", 1: "n", 2: "n"}


def test_long_names_are_told_apart_and_whole_where_several_stand_in_a_cell():
    """Names of bodies begin alike and differ at their end."""
    names = [
        f"文化旅游体育与广播电视新闻出版{end}" for end in ("局", "服务中心", "综合行政执法大队")
    ]
    shown = [meeting_pack._short(name) for name in names]
    assert shown == [
        "文化旅游体育…新闻出版局",
        "文化旅游体育…版服务中心",
        "文化旅游体育…政执法大队",
    ]
    assert meeting_pack._short("自然资源局") == "自然资源局"
    assert meeting_pack._fewer("甲局、乙局、丙局等") == "甲局、乙局、丙局等"
    assert meeting_pack._fewer("、".join(names)) == f"{names[0]}、{names[1]}等"
    assert len(meeting_pack._fewer("、".join(f"{name}{'长' * 60}" for name in names))) <= 45


def test_what_is_not_known_is_no_fact_of_a_slide(demonstration_board, monkeypatch):
    facts = (Fact("39.29%", "销号率"), Fact("—", "按期销号率，0/0项"))
    ledger = Ledger(demonstration_board._data.store, DAY)
    monkeypatch.setattr(rectification, "standing", lambda _: Slide("a", "整改台账1项", facts))
    said = list(texts_of_slides(pack(demonstration_board, ledger=ledger)))
    assert "销号率39.29%。" in said


def test_ratings_stand_beside_the_calls(demonstration_board, monkeypatch):
    monkeypatch.setattr(feedback, "calls", lambda *_: None)
    draft = KIND.draft(papers.Occasion(demonstration_board, OCTOBER, OFFICE, DAY))
    texts = {one.key: one.text for one in draft.paragraphs}
    assert texts["feedback"] == "【请补充：2026年10月电话回访情况】。"
    assert texts["feedback:ratings"].startswith("2026年10月，收到“好差评”主动评价3,241条")


def test_a_title_keeps_to_its_place():
    deck = Deck(name="a", author="b", made_at=MADE)
    deck.slide(SlideText(f"3个部门还有未达标事项，{HOSTILE * 2}最多（31项）"), [], [], "c")
    (slide,) = slides(deck.content())
    title = slide.shapes.title
    text = title.text_frame.text
    assert texts.lines(text, Pt(18)) <= 3 and 3 * Pt(18) * 1.3 <= title.height
    assert text.startswith("3个部门还有未达标事项，=cmd()") and text.endswith("最多（31项）")


def test_lights_have_their_colours():
    deck = Deck(name="a", author="b", made_at=MADE)
    rows = [["红", "甲"], ["黄", "乙"], ["绿", "丙"]]
    deck.slide(SlideText("a"), [], [SlideTable([("亮灯", True), ("事项", False)], rows)], "b")
    (table,) = [s.table for slide in slides(deck.content()) for s in slide.shapes if s.has_table]
    colours = [
        str(table.cell(row, 0).text_frame.paragraphs[0].runs[0].font.color.rgb) for row in (1, 2, 3)
    ]
    assert colours == ["C00000", "9C6500", "1E6B2E"]


def test_texts_and_rows_that_are_too_many_go_on():
    deck = Deck(name="a", author="b", made_at=MADE)
    rows = [[f"{n}", HOSTILE[:60]] for n in range(30)]
    table = SlideTable([("序号", True), ("内容", False)], rows, note="共30行")
    deck.slide(SlideText("发现"), [], [table], "来源：甲；2026年10月")
    texts = [SlideText("很长的一段话" * 20) for _ in range(8)]
    deck.slide(SlideText("做法"), texts, [], "来源：乙；2026年10月")
    found = slides(deck.content())
    titles = [slide.shapes.title.text_frame.text for slide in found]
    assert set(titles) == {"发现", "发现（续）", "做法", "做法（续）"}
    tables = [s for slide in found for s in slide.shapes if s.has_table]
    numbers = [cell.text for one in tables for cell in list(one.table.iter_cells())[2::2]]
    assert numbers == [str(n) for n in range(30)]
    assert all(one.top + one.height <= BODY_END for one in tables)
    said = list(texts_of_slides(deck.content()))
    assert said.count("很长的一段话" * 20) == 8 and said.count("共30行") == 1
    assert not [text for text in said if re.search("[\x00\u202e]", text)]
