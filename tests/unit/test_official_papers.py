"""The layout of GB/T 9704—2012, read back from the files: measures, grid, fonts, indents, foot."""

import io
import zipfile
from datetime import date, datetime

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from govsvc.documents.official import Attachment, Cell, Column, Paper, lines

OFFICE, DAY = "清源县政务服务管理局", date(2026, 11, 5)
LETTER, BLANK = "关于整改事项逾期的提醒函", ""


def paper(spacing: float = 28.95) -> Paper:
    return Paper(Pt(spacing), name=LETTER, author=OFFICE, made_at=datetime(2026, 11, 5, 9))


def read(written: Paper):
    return Document(io.BytesIO(written.content()))


def attributes(node, tag: str) -> dict[str, str]:
    """The attributes of the first element w:tag below the node, without their namespace."""
    found = next(node.iter(qn(f"w:{tag}")))
    return {name.rpartition("}")[2]: value for name, value in found.attrib.items()}


def fonts(paragraph) -> tuple[str, str, float]:
    run = paragraph.runs[0]
    named = attributes(run._r, "rFonts")
    assert named["hint"] == "eastAsia" and named["ascii"] == named["hAnsi"]
    return named["eastAsia"], named["ascii"], run.font.size.pt


def test_page_and_margins_are_those_of_the_standard():
    (section,) = read(paper()).sections
    assert [round(x.mm) for x in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(x.mm, 1) for x in margins] == [37, 35, 28, 26]


@pytest.mark.parametrize(("spacing", "twips"), [(28.95, "579"), (28, "560"), (30, "600")])
def test_line_spacing_is_exact_and_28_95_makes_22_lines(spacing, twips):
    written = paper(spacing)
    written.paragraph("正文")
    document = read(written)
    assert attributes(document.sections[0]._sectPr, "docGrid")["linePitch"] == twips
    found = attributes(document.paragraphs[0]._p, "spacing")
    assert (found["line"], found["lineRule"]) == (twips, "exact")
    text_height = 225 / 25.4 * 72
    assert text_height // spacing == (22 if spacing < 29 else 21)


def test_a_line_has_28_characters_of_16_points():
    written = paper()
    written.paragraph("字" * 28)
    (run,) = read(written).paragraphs[0].runs
    closer = attributes(run._r, "spacing")["val"]
    width = run.font.size.pt + int(closer) / 20
    assert 28 * width <= 156 / 25.4 * 72 < 29 * width


def test_fonts_by_name_and_size():
    written = paper()
    written.title(LETTER)
    written.addressee("市场监督管理局")
    for level, text in enumerate(("一、总体", "（一）进驻", "1. 事项", "（1）细项"), start=1):
        written.heading(text, level)
    written.paragraph("网上可办率99.94%")
    title, _, addressee, *headings, text = read(written).paragraphs
    assert fonts(title) == ("方正小标宋简体", "Times New Roman", 22)
    assert title.alignment == 1  # centred
    assert (
        addressee.text == "市场监督管理局："
        and addressee.paragraph_format.first_line_indent is None
    )
    assert [fonts(x)[0] for x in headings] == ["黑体", "楷体_GB2312", "仿宋_GB2312", "仿宋_GB2312"]
    assert fonts(text) == ("仿宋_GB2312", "Times New Roman", 16)
    for indented in (*headings, text):
        assert attributes(indented._p, "ind")["firstLineChars"] == "200"


def test_page_numbers_stand_outside_in_half_wide_song():
    document = read(paper())
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    for footer, side, alignment in (
        (section.footer, "right", 2),
        (section.even_page_footer, "left", 0),
    ):
        (line,) = footer.paragraphs
        assert line.alignment == alignment
        assert attributes(line._p, "ind")[f"{side}Chars"] == "100"
        assert line.text == "— 1 —" and fonts(line) == ("宋体", "宋体", 14)
        assert next(line._p.iter(qn("w:instrText"))).text == "PAGE"
    # the middle of its line is 7 mm below the text
    below = section.bottom_margin.mm - section.footer_distance.mm - Pt(14).mm / 2
    assert below == pytest.approx(7, abs=0.1)


def test_how_far_a_paper_is_stands_at_the_head_of_every_page():
    written = Paper(
        Pt(28), name=LETTER, author=OFFICE, made_at=datetime(2026, 11, 5, 9), mark="初稿"
    )
    written.attach([Attachment("表", [Column("甲")] * 8, [["1"] * 8])])
    first, across = read(written).sections
    for header in (first.header, first.even_page_header):
        (line,) = header.paragraphs
        assert (line.text, line.alignment, fonts(line)[0]) == ("初稿", 2, "黑体")
    assert across.header.is_linked_to_previous and across.even_page_header.is_linked_to_previous
    assert "PAGE" in first.even_page_footer._element.xml  # numbers stay
    assert read(paper()).sections[0].header.is_linked_to_previous  # nothing, where it is final


def right_of(paragraph) -> float:
    return int(attributes(paragraph._p, "ind")["rightChars"]) / 100


@pytest.mark.parametrize(
    ("office", "day", "of_office", "of_day"),
    [
        (OFFICE, date(2026, 11, 5), 2, 3.5),  # 10 characters; the day has 6.5
        ("清源县局", date(2026, 11, 25), 7, 2),  # the day is longer than the office
    ],
)
def test_signature_without_seal(office, day, of_office, of_day):
    """The day begins two characters after the office; the longer of both is two from the right."""
    written = paper()
    written.signature(office, day, is_sealed=False)
    blank, name, dated = read(written).paragraphs
    assert blank.text == BLANK and (right_of(name), right_of(dated)) == (of_office, of_day)
    begins = right_of(name) + lines.wide(office) - right_of(dated) - lines.wide(dated.text)
    assert begins == 2


def test_signature_with_seal_and_the_day_without_zeros():
    written = paper()
    written.signature(OFFICE, DAY, is_sealed=True)
    *_, name, dated = read(written).paragraphs
    assert dated.text == "2026年11月5日" and right_of(dated) == 4
    assert right_of(name) == 2.25  # its middle is that of the day: 4 + (6.5 - 10) / 2
    assert lines.day_text(date(2027, 1, 9)) == "2027年1月9日"


def test_a_long_office_under_a_seal_does_not_leave_the_page():
    assert min(lines.signature("某" * 24, "2026年11月5日", is_sealed=True)) >= 0


@pytest.mark.parametrize(("is_sealed", "of_day"), [(True, 4.0), (False, 2.0)])
def test_an_office_of_more_than_a_line_leaves_room_for_the_day(is_sealed, of_day):
    assert lines.signature("某" * 72, "2026年11月5日", is_sealed=is_sealed) == (0.0, of_day)


def test_attachments_are_noted_and_begin_on_pages_of_their_own():
    columns = [Column("序号", 1, is_centred=True), *(Column(f"列{n}", 3) for n in range(6))]
    written = paper()
    written.paragraph("正文")
    written.attachment_note(["整改事项清单", "单位名单"])
    narrow = Attachment("单位名单", columns[:2], [["1", "市监局"]])
    written.attach([Attachment("整改事项清单", columns, [["1", *"甲乙丙丁戊己"]]), narrow])
    document = read(written)
    texts = [x.text for x in document.paragraphs]
    assert "附件：1. 整改事项清单" in texts and "2. 单位名单" in texts  # without a full stop
    # two characters in, the names below each other, the end of the text on the same page
    first = texts.index("附件：1. 整改事项清单")
    places = [attributes(x._p, "ind") for x in document.paragraphs[first : first + 2]]
    assert [x["leftChars"] for x in places] == ["650", "650"]
    assert [x["hangingChars"] for x in places] == ["450", "150"]
    assert document.paragraphs[0].paragraph_format.keep_with_next
    assert [texts.index(x) for x in ("附件1", "附件2")] == sorted(
        map(texts.index, ("附件1", "附件2"))
    )
    assert fonts(document.paragraphs[texts.index("附件1")])[0] == "黑体"
    first, wide, upright = document.sections
    assert [round(x.page_width.mm) for x in (first, wide, upright)] == [210, 297, 210]
    margins = (wide.top_margin, wide.bottom_margin, wide.left_margin, wide.right_margin)
    assert [round(x.mm) for x in margins] == [28, 26, 35, 37]
    table = document.tables[0]
    assert len(list(table._tbl.iter(qn("w:tblHeader")))) == 1  # on every page
    assert fonts(table.rows[0].cells[0].paragraphs[0])[0::2] == ("黑体", 12)
    assert fonts(table.rows[1].cells[0].paragraphs[0])[0::2] == ("仿宋_GB2312", 12)


def test_a_table_has_its_title_in_hei_above():
    written = paper()
    written.table([Column("指标"), Column("本期")], [["进驻率", "99.94%"]], "各项指标")
    written.form([[Cell("编号", True), Cell("1", span=3)]], (1, 2, 1, 2))
    document = read(written)
    assert fonts(document.paragraphs[0])[0] == "黑体" and document.paragraphs[0].alignment == 1
    assert [x.text for x in document.tables[1].rows[0].cells] == ["编号", "1", "1", "1"]


def test_a_title_breaks_between_phrases_and_evenly():
    assert lines.broken(["关于", "整改事项逾期的", "提醒函"], 20) == ["关于整改事项逾期的提醒函"]
    assert lines.broken(["甲" * 8, "乙" * 8, "丙" * 8], 20) == ["甲" * 8, "乙" * 8 + "丙" * 8]
    assert lines.broken(["甲" * 9, "乙" * 9, "丙" * 9, "丁" * 9], 20) == [
        "甲" * 9 + "乙" * 9,
        "丙" * 9 + "丁" * 9,
    ]


def test_hostile_text_is_written_as_it_is_or_left_out():
    text = "<b>&amp;\x00\x0b\ud800\u202e=cmd|'/c calc'!A0 ]]>"
    written = paper()
    written.title(text)
    written.table([Column(text)], [[text + "\n第二行"]])
    document = read(written)
    assert document.paragraphs[0].text == "<b>&amp;=cmd|'/c calc'!A0 ]]>"
    assert document.tables[0].rows[1].cells[0].text.endswith("]]>\n第二行")


def test_the_file_says_whose_it_is_and_names_no_program():
    content = paper().content()
    about = Document(io.BytesIO(content)).core_properties
    assert (about.title, about.author, about.created.year) == (LETTER, OFFICE, 2026)
    assert about.last_modified_by == "" and "python" not in about.comments
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not [name for name in archive.namelist() if "thumbnail" in name]
        styles = archive.read("word/styles.xml").decode()
    assert "asciiTheme" not in styles and 'w:eastAsia="zh-CN"' in styles
