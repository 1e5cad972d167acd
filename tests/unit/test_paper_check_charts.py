"""Charts and notes of a finished paper against the data, as texts and tables are."""

import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from docx import Document
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm

from govsvc.board import Board
from govsvc.documents import papers
from govsvc.documents.papers.checking import AGREES, DIFFERS, UNKNOWN, check
from govsvc.sheets.formats.paper_blocks import Block
from govsvc.sheets.formats.paper_charts import PaperChart, Series, printed
from govsvc.sheets.formats.paper_text import read_text
from govsvc.workflow.rectification import Ledger

OCTOBER, DAY = date(2026, 10, 1), date(2026, 11, 5)


@pytest.fixture(scope="module")
def board(demonstration_board) -> Board:
    return demonstration_board


@pytest.fixture(scope="module")
def pack(board) -> bytes:
    kind = papers.BY_NAME["汇报PPT"]
    ledger = Ledger(board._data.store, DAY)
    draft = kind.draft(papers.Occasion(board, OCTOBER, "甲局", DAY, ledger=ledger))
    return kind.content(draft, Decimal("28.95"), datetime(2026, 11, 5, 9))


def saved(presentation) -> bytes:
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def charts_of(presentation) -> list:
    return [x.chart for slide in presentation.slides for x in slide.shapes if x.has_chart]


def test_charts_of_the_programs_own_slides_agree(board, pack):
    text = read_text(pack)
    of_charts = [x for x in check(board, OCTOBER, text.blocks) if "图" in x.where]
    assert text.charts == 0 and sum(x.chart is not None for x in text.blocks) == 9
    # two lines of six months, two of seven units, five questions of 电话回访
    assert [x.verdict for x in of_charts] == [AGREES] * 31


def test_planted_errors_in_charts_come_back_and_no_other(board, pack):
    """Of a month, of a unit, of what people say."""
    presentation = Presentation(io.BytesIO(pack))
    charts = charts_of(presentation)
    for place, wrong in ((1, {"9月": 97.09}), (2, {"公安局": 18}), (8, {"办事效率": 98.9})):
        plot = charts[place].plots[0]
        data = CategoryChartData(number_format=plot.data_labels.number_format)
        data.categories = names = list(plot.categories)
        shown = zip(names, plot.series[0].values)
        data.add_series(plot.series[0].name, [wrong.get(name, value) for name, value in shown])
        charts[place].replace_data(data)
    found = check(board, OCTOBER, read_text(saved(presentation)).blocks)
    assert [(x.where, x.said, x.known) for x in found if x.verdict == DIFFERS] == [
        ("第4页图“进驻率走势（%）”：9月", "97.09%", "97.90%"),
        ("第4页图“未进驻（居前的单位，项）”：公安局", "18项", "8项"),
        ("第9页图“分项满意率，弱项在前”：办事效率", "98.90%", "98.09%"),
    ]


def drawn(title: str, *series: tuple[str, dict[str, str]]) -> Block:
    made = tuple(Series(name, tuple(points.items())) for name, points in series)
    return Block("图1", chart=PaperChart(title, made))


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        # a bar an indicator, a series a month
        (
            drawn("情况（%）", ("9月", {"进驻率": "97.90"}), ("2026年10月", {"进驻率": "98.01"})),
            [("97.90%", AGREES), ("98.01%", DIFFERS)],
        ),
        # a bar a month, a series a county
        (
            drawn("网上可办率", ("云溪县", {"10月": "99.49"}), ("东屏县", {"10月": "100"})),
            [("99.49%", DIFFERS), ("100%", AGREES)],
        ),
        (
            drawn("各单位进驻率", ("系列1", {"自然资源局": "94.63%", "县局": "94.63%"})),
            [("94.63%", DIFFERS), ("94.63%", UNKNOWN)],
        ),
        # the target, the place, the change, what is missing
        (
            drawn("对比", ("目标", {"进驻率": "99.5%"}), ("实际", {"进驻率": "98.1%"})),
            [("99.5%", DIFFERS), ("98.1%", AGREES)],
        ),
        (drawn("全市位次", ("位次", {"进驻率": "5"})), [("第5", DIFFERS)]),
        (drawn("较上月", ("较上月", {"进驻率": "-0.2"})), [("0.2个百分点", DIFFERS)]),
        (drawn("未进驻大厅（项）", ("项", {"公安局": "9"})), [("9项", DIFFERS)]),
        # what is not of this month or of nobody known cannot be told
        (drawn("进驻率", ("市均值", {"10月": "98"})), [("98%", UNKNOWN)]),
        (drawn("进驻率", ("进驻率", {"2025年": "97.1", "10月": "98.1"})),
         [("97.1%", UNKNOWN), ("98.1%", AGREES)]),
        # counts are no percentages, other rates are none of ours
        (drawn("进驻率较高的事项（项）", ("事项", {"公安局": "12"})), []),
        (drawn("进驻率", ("办件", {"公安局": "1200"})), []),
        (drawn("一件事上线率", ("上线率", {"云溪县": "87.5%"})), []),
        (drawn("", ("", {"": "98"})), []),
    ],
)  # fmt: skip
def test_charts_of_people(board, block, expected):
    found = check(board, OCTOBER, [Block("", "完成情况如下"), block])
    assert [(x.said, x.verdict) for x in found] == expected


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        ("0.981", "0.00%", "98.10%"),
        ("98.1", '0.00"%"', "98.10%"),
        ("98.1", r"0.0\%", "98.1%"),
        ("98.100000000000001", "General", "98.1"),
        ("0.9810126582", "", "0.98"),
        ("9.81E1", "0.00_ ", "98.10"),
        ("1234", "#,##0", "1234"),
        ("100.0", "", "100"),
        ("-0.2", "0.00;[红色]-0.00", "-0.20"),
        ("#N/A", "0", ""),
        ("NaN", "0", ""),
        ("1e400", "0", ""),
    ],
)
def test_numbers_are_those_of_the_labels(number, code, shown):
    assert printed(number, code) == shown


def test_notes_are_read_and_slides_counted_as_they_are_shown(board):
    presentation = Presentation()
    for text in ("甲", "乙"):
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        slide.shapes.title.text = text
    slide.notes_slide.notes_text_frame.text = "2026年10月进驻率98.01%"
    order = presentation.slides._sldIdLst
    order.insert(0, order[1])
    found = check(board, OCTOBER, read_text(saved(presentation)).blocks)
    assert [(x.where, x.said, x.verdict) for x in found] == [("第1页备注", "98.01%", DIFFERS)]


def chart_part(**changes: str) -> bytes:
    """A chart as PowerPoint and Word keep it, with texts in it changed."""
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    data = CategoryChartData(number_format="0.00%")
    data.categories = [date(2026, 9, 1), date(2026, 10, 1)]
    data.add_series("进驻率", [0.979, 0.9801])
    box = (Cm(1), Cm(1), Cm(9), Cm(9))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *box, data)
    with zipfile.ZipFile(io.BytesIO(saved(presentation))) as archive:
        (name,) = [x for x in archive.namelist() if re.fullmatch(r"ppt/charts/chart\d+\.xml", x)]
        text = archive.read(name).decode()
    for old, new in changes.items():
        text = text.replace(old, new)
    return text.encode()


def document_with(chart: bytes) -> bytes:
    document = Document()
    document.add_paragraph("截至2026年10月情况如下").add_run("【图】")
    out, made = io.BytesIO(), io.BytesIO()
    document.save(made)
    reference = (
        '<w:drawing><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        'r:id="rIdC"/></w:drawing>'
    )
    relation = (
        '<Relationship Id="rIdC" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/chart" Target="charts/chart1.xml"/></Relationships>'
    )
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == "word/document.xml":
                text = text.replace("<w:t>【图】</w:t>".encode(), reference.encode())
            if name == "word/_rels/document.xml.rels":
                text = text.replace(b"</Relationships>", relation.encode())
            target.writestr(name, text)
        target.writestr("word/charts/chart1.xml", chart)
    return out.getvalue()


def test_charts_of_a_document(board):
    """Days on the axis are months; what keeps no numbers is counted."""
    found = check(board, OCTOBER, read_text(document_with(chart_part())).blocks)
    assert [(x.where, x.said, x.verdict) for x in found] == [
        ("图1：2026年9月", "97.90%", AGREES),
        ("图1：2026年10月", "98.01%", DIFFERS),
    ]
    text = read_text(document_with(chart_part(numCache="cacheOfNothing")))
    assert text.charts == 1 and [x for x in text.blocks if x.chart] == []
