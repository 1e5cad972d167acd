"""On paper: charts whole, tables with all their columns, and nothing that one only clicks."""

import io
import unicodedata

import pytest
from PIL import Image
from pypdf import PdfReader
from support import few

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
        # a table that only administrators write in, with rows below the part on the screen
        ("units", UPRIGHT, ["起用月份本月行数", "施敏内线"]),
        # one of which each row is higher than on the screen, and one in part by pages
        ("upload", UPRIGHT, ["导入人时间状态", "水利局更正.xlsx", "1政务服务事项"]),
        ("audit", UPRIGHT, ["来源地址类别内容原来现在"]),
        # nine columns of figures under long names
        ("authorisation", UPRIGHT, ["授权到位率(核实后)", "96.26%"]),
        ("collecting", UPRIGHT, ["联系人文件", "文件指纹", "退役军人事务局"]),
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
    clicked = {"(Excel)", "下载CSV", "投屏模式", "复制链接", "保存修改", "双击"}
    assert not [word for word in clicked if word in text]


@pytest.mark.parametrize("path", few(["trends", "league", "overview", "gaps"], 2))
def test_paper_is_light_in_the_dark_theme(page, demonstration, path):
    page.emulate_media(color_scheme="dark")
    page.goto(f"{demonstration}/{path}")
    settled(page)
    for chart in page.get_by_test_id("stPlotlyChart").all():
        chart.locator("svg.main-svg").first.wait_for()
    page.emulate_media(color_scheme="dark", media="print")
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("L")
    brightness = picture.histogram()
    assert sum(brightness[:128]) < 0.12 * sum(brightness)  # ink
    assert sum(brightness[225:]) > 0.8 * sum(brightness)
    for chart in page.locator(".js-plotly-plot").all():
        box = chart.bounding_box()
        part = picture.crop(
            (box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"])
        ).histogram()
        assert sum(part[225:]) > 0.6 * sum(part) and sum(part[:110]) > 0.001 * sum(part)
