"""On paper: charts whole, tables that can be read, and nothing that one only clicks."""

import io
import unicodedata

import pytest
from PIL import Image
from pypdf import PdfReader
from support import few

from .conftest import settled

#: points that A4 is wide, upright and across
UPRIGHT, ACROSS = 595, 842
#: points of the smallest letters
LEAST = 7
#: cells of two lines and more that are narrower than three of their letters, as wide as A4
_NARROW = """() => {
  document.documentElement.style.width = "703px";
  const cells = [...document.querySelectorAll("[data-testid='stMain'] :is(td, th)")];
  const found = cells.filter(cell => {
    const text = document.createRange(), size = parseFloat(getComputedStyle(cell).fontSize);
    text.selectNodeContents(cell);
    const { height } = text.getBoundingClientRect();
    return cell.offsetParent && height > 2.4 * size && cell.clientWidth < 3 * size;
  });
  document.documentElement.style.width = "";
  return found.map(cell => cell.innerText);
}"""


@pytest.mark.parametrize(
    ("path", "width", "wanted"),
    [
        # names at the ends of a chart's lines, and a table to read
        ("trends", UPRIGHT, ["云溪县99.94%", "较上年同月"]),
        # a table to work on, wider than the paper
        ("league", UPRIGHT, ["达标/总数", "名次变化提示", "连续3个月末位"]),
        ("league", ACROSS, ["达标/总数", "名次变化提示", "连续3个月末位"]),
        # a table that only administrators write in, with rows below the part on the screen
        ("units", UPRIGHT, ["纳入电子监察", "本月行数:198项", "施敏内线"]),
        # one of which each row is higher than on the screen, and one in part by pages
        ("upload", UPRIGHT, ["导入人时间状态", "水利局更正.xlsx", "此处为前30行"]),
        # a table of 24 columns
        (
            "rectification",
            UPRIGHT,
            ["问题描述状态数据核对整改时限", "交办日期:2026-10-20"],
        ),
        # what is open in a paper, and the paper
        ("papers", UPRIGHT, ["四(三)【请补充:规范窗口服务的打算】", "2026年10月未定稿", "初稿"]),
        # many short columns
        ("feedback?said=好差评", UPRIGHT, ["未交办", "按时联系"]),
        # what the tiles and the cards say last, and what stands at the foot
        (
            "",
            UPRIGHT,
            ["2026年10月,与上月比", "截至10月31日", "新增1减少3", "均属自然资源局"]
            + ["演示数据", "打印日期:20", "第1\u2eda,共2\u2eda"],
        ),
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
    letters: dict[str, float] = {}

    def place(text, outer, inner, _, size):
        ends[text.strip()] = inner[4] * outer[0] + outer[4]
        letters[text.strip()] = size * abs(inner[3] * outer[3])

    # a printed 月 is read as the radical of its shape
    text = unicodedata.normalize(
        "NFKC", "".join("".join(each.extract_text(visitor_text=place).split()) for each in printed)
    )
    assert round(printed[0].mediabox.width) == pytest.approx(width, abs=1)
    assert not [name for name in wanted if name not in text], text
    assert not {text: x for text, x in ends.items() if text and not 0 < x < width - 24}
    assert not {text: size for text, size in letters.items() if text and size < LEAST}
    clicked = {
        "(Excel)",
        "下载CSV",
        "投屏模式",
        "复制链接",
        "保存修改",
        "双击",
        "填写›",
        "选择文件",
        "看详情",
        "›",
        "横条",
    }
    assert not [word for word in (*clicked, "点击查看", "点一行", "点数字") if word in text]
    page.emulate_media(media="print")
    assert page.evaluate(_NARROW) == []


def test_a_heading_is_on_the_sheet_of_its_chart(stranger, demonstration):
    page = stranger.new_page()
    texts = {}
    for path in ("indicator", "ranking", "rectification"):
        page.goto(f"{demonstration}/{path}")
        settled(page)
        for chart in page.get_by_test_id("stPlotlyChart").all():
            chart.locator("svg.main-svg").first.wait_for()
        for width in (UPRIGHT, ACROSS):
            sheets = PdfReader(io.BytesIO(page.pdf(format="A4", landscape=width == ACROSS))).pages
            texts[path, width] = [
                unicodedata.normalize("NFKC", "".join(sheet.extract_text().split()))
                for sheet in sheets
            ]
    for heading, mark, path, width, number in (
        ("走势近13个月", "云溪县99.94%", "indicator", ACROSS, 0),
        ("走势近13个月", "云溪县99.94%", "indicator", UPRIGHT, 0),
        ("为什么变化", "+0.006599.94%", "indicator", ACROSS, 1),
        ("名次走势", "6白塔区", "ranking", UPRIGHT, 0),
    ):
        sheet = texts[path, width][number]
        assert heading in sheet and mark in sheet, (heading, width)
    assert "登录" not in "".join(texts["rectification", UPRIGHT])


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
