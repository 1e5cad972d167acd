"""On paper: charts whole, tables with all their columns, and nothing that one only clicks."""

import io
import unicodedata

import pytest
from pypdf import PdfReader

from .conftest import settled

#: points that A4 is wide, upright and across
UPRIGHT, ACROSS = 595, 842


@pytest.mark.parametrize(
    ("path", "width", "wanted"),
    [
        # names at the ends of a chart's lines, and a table to read
        ("trends", UPRIGHT, ["云溪县99.94%", "较上年同月"]),
        # a table to work on, wider than the paper
        ("league", UPRIGHT, ["达标/总数", "名次变化提示", "连续3个月末位"]),
        ("league", ACROSS, ["达标/总数", "名次变化提示", "连续3个月末位"]),
    ],
)
def test_a_page_on_paper(page, demonstration, path, width, wanted):
    page.goto(f"{demonstration}/{path}")
    settled(page)
    for chart in page.get_by_test_id("stPlotlyChart").all():
        chart.locator("svg.main-svg").first.wait_for()
    printed = PdfReader(io.BytesIO(page.pdf(format="A4", landscape=width == ACROSS))).pages
    ends: dict[str, float] = {}

    def place(text, outer, inner, *_):
        ends[text.strip()] = inner[4] * outer[0] + outer[4]

    # a printed 月 is read as the radical of its shape
    text = unicodedata.normalize(
        "NFKC", "".join("".join(each.extract_text(visitor_text=place).split()) for each in printed)
    )
    assert round(printed[0].mediabox.width) == pytest.approx(width, abs=1)
    assert not [name for name in wanted if name not in text], text
    assert not {text: x for text, x in ends.items() if text and not 0 < x < width - 24}
    assert not [word for word in ("下载", "投屏模式", "复制链接", "操作日志") if word in text]
