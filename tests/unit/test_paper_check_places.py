"""A finished Word paper is checked wherever it says something: headers, footers, notes, text boxes,
tracked changes, content controls, SmartArt. What is deleted or stands there twice is not.
"""

import io
import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from docx import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from govsvc.board import Board
from govsvc.documents import papers
from govsvc.documents.papers.checking import AGREES, DIFFERS, check
from govsvc.sheets.formats.paper_text import read_text

OCTOBER, DAY = date(2026, 10, 1), date(2026, 11, 5)
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    f'xmlns:w="{_MAIN}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    f'xmlns:r="{_RELATION}" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
)


@pytest.fixture(scope="module")
def board(demonstration_board) -> Board:
    return demonstration_board


def xml(text: str):
    return parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {_NAMES}", text))


def run(text: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def para(text: str) -> str:
    return f"<w:p>{run(text)}</w:p>"


def table(text: str) -> str:
    cells = "".join(f"<w:tr><w:tc>{para(a)}</w:tc><w:tc>{para(b)}</w:tc></w:tr>"
                    for a, b in (("指标", "本月"), ("进驻率", text)))  # fmt: skip
    return f"<w:tbl>{cells}</w:tbl>"


def box(content: str) -> str:
    """A text box as Word writes it: once for itself, once for older programs."""
    inner = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inner}'
        f"</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{inner}</v:textbox>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def put(body, text: str) -> None:
    """In front of the first heading of level 1."""
    place = next(one for one in body if "一、总体情况" in "".join(one.itertext()))
    place.addprevious(xml(text))


def add_part(document, kind: str, content: str) -> str:
    """Gives the key by which the document leads to it."""
    blob = f'<?xml version="1.0"?>{content}'.encode()
    where = PackURI(f"/word/{kind}.xml")
    part = Part(where, f"application/vnd.openxmlformats-officedocument.{kind}+xml", blob,
                document.part.package)  # fmt: skip
    return document.part.relate_to(part, f"{_RELATION}/{kind}")


def add_note(document, kind: str, text: str) -> None:
    """The second of two notes, of which the first is the line above all of them."""
    add_part(
        document,
        f"{kind}s",
        f'<w:{kind}s {_NAMES}><w:{kind} w:type="separator" w:id="0">{para("")}</w:{kind}>'
        f'<w:{kind} w:id="7">{para(text)}</w:{kind}></w:{kind}s>',
    )
    put(document.element.body, f'<w:p><w:r><w:{kind}Reference w:id="7"/></w:r></w:p>')


@pytest.fixture(scope="module")
def document(board):
    """The 总结 with something wrong in each place."""
    draft = papers.summary(board, OCTOBER, office="甲局", day=DAY)
    content = papers.content(draft, Decimal("28.95"), datetime(2026, 11, 5, 9))
    document = Document(io.BytesIO(content))
    for section in document.sections:  # the same at the head of all pages
        section.header.is_linked_to_previous = False
        section.header.add_paragraph("网上可办率99.49%")
    document.sections[0].footer.add_paragraph("全程网办率位居全市第二")
    add_note(document, "footnote", "省平台发布率距目标还差32项。")
    add_note(document, "endnote", "“明进暗不进”71项。")
    body = document.element.body
    put(body, box(para("进驻率为98.01%") + table("98.02%")))
    put(body, f"<w:p>{run('站点覆盖率')}<w:ins>{run('99.00%')}</w:ins></w:p>")
    put(body, f"<w:p><w:del>{run('进驻率99.99%', 'delText')}</w:del></w:p>")
    put(body, f"<w:p><w:moveFrom>{run('进驻率99.98%')}</w:moveFrom></w:p>")
    put(body, f"<w:moveTo>{para('进驻率98.03%')}</w:moveTo>")
    put(body, f"<w:sdt><w:sdtContent>{para('进驻率98.04%')}</w:sdtContent></w:sdt>")
    inline = f"<w:sdt><w:sdtContent>{run('98.05%')}</w:sdtContent></w:sdt>"
    put(body, f"<w:p>{run('进驻率')}{inline}</w:p>")
    wrapped = table("98.06%").replace(
        "<w:tc>" + para("98.06%") + "</w:tc>",
        f"<w:sdt><w:sdtContent><w:tc>{para('98.06%')}</w:tc></w:sdtContent></w:sdt>",
    )
    gone = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{para('进驻率98.99%')}</w:tc></w:tr>"
    put(body, wrapped.replace("</w:tbl>", f"{gone}</w:tbl>"))
    drawn = "<dgm:pt><dgm:t><a:p><a:r><a:t>进驻率98.07%</a:t></a:r></a:p></dgm:t></dgm:pt>"
    data = f"<dgm:dataModel {_NAMES}><dgm:ptLst>{drawn}</dgm:ptLst></dgm:dataModel>"
    key = add_part(document, "diagramData", data)
    put(body, f'<w:p><w:r><w:drawing><dgm:relIds r:dm="{key}"/></w:drawing></w:r></w:p>')
    return document


def test_errors_in_all_places_come_back_once_each_and_no_other(board, document):
    document.save(out := io.BytesIO())
    text = read_text(out.getvalue())
    found = [one for one in check(board, OCTOBER, text.blocks) if one.verdict != AGREES]
    assert [(one.where, one.said, one.known) for one in found] == [
        ("文本框1", "98.01%", "98.10%"),
        ("表1第2行", "98.02%", "98.10%"),
        ("第4段", "99.00%", "100.00%"),
        ("第5段", "98.03%", "98.10%"),
        ("第6段", "98.04%", "98.10%"),
        ("第7段", "98.05%", "98.10%"),
        ("表2第2行", "98.06%", "98.10%"),
        ("图示", "98.07%", "98.10%"),
        ("页脚", "第二", "第1"),
        ("页眉", "99.49%", "99.94%"),
        ("脚注1", "32项", "23项"),
        ("尾注1", "71项", "17项"),
    ]
    assert {one.verdict for one in found} == {DIFFERS}


def test_a_text_box_is_no_part_of_the_sentence_that_it_hangs_on(document):
    document.save(out := io.BytesIO())
    texts = [one.text for one in read_text(out.getvalue()).blocks]
    assert texts.count("进驻率为98.01%") == 1  # and not again for older programs
    assert not [text for text in texts if "99.98%" in text or "99.99%" in text]
