"""The office's own document as the base of papers: what is kept of it, used and refused."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from support import WHEN

from govsvc import sheets
from govsvc.documents.official import Attachment, Column, Paper
from govsvc.documents.papers import Draft, Gap
from govsvc.documents.papers.kinds import BY_NAME
from govsvc.documents.papers.model import heading, paragraph
from govsvc.domain.errors import FileRefused, GovsvcError
from govsvc.domain.letterheads import MOST_MEGABYTES, PLACE
from govsvc.store import Act, copies, open_store

ACT, MADE, OCTOBER = Act("张三", WHEN), datetime(2026, 11, 5, 9), date(2026, 10, 1)
RELS = "word/_rels/document.xml.rels"
OUTSIDE = (
    '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="file:///c:/a" TargetMode="{mode}"/></Relationships>'
)


def office(*, has_place: bool = True, has_styles: bool = True, has_footer: bool = False) -> bytes:
    """A document with a red head, a 版记, margins and styles of its own."""
    document = Document()
    section = document.sections[0]
    section.top_margin, section.left_margin, section.right_margin = Mm(40), Mm(30), Mm(25)
    document.add_paragraph("云溪县局文件")
    if has_place:
        document.add_paragraph(f" {PLACE} ")
        document.add_paragraph("抄送：县政府办。")
    if has_footer:
        section.footer.paragraphs[0].text = "第 页"
    if has_styles:
        for name, size in (("公文标题", 26), ("公文正文", 15), ("公文一级标题", 17)):
            style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.font.size = Pt(size)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def changed(content: bytes, name: str, old: str, new: str) -> bytes:
    """The document with another text in one of its parts, or with one more part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for part in source.namelist():
            text = source.read(part)
            target.writestr(
                part, text.replace(old.encode(), new.encode()) if part == name else text
            )
        if name not in source.namelist():
            target.writestr(name, new)
    return out.getvalue()


def written(base: bytes | None):
    draft = Draft(
        ("云溪县", "工作总结"),
        OCTOBER,
        (heading("a", "一、总体情况"), paragraph("b", "正文", Gap("成效"), "。")),
        "云溪县局",
        date(2026, 11, 5),
    )
    return Document(io.BytesIO(BY_NAME["总结"].file(draft, Decimal("28.5"), MADE, base)))


def test_the_paper_stands_between_its_head_and_its_foot_in_its_styles():
    document = written(office())
    shown = [(one.text, one.style.name) for one in document.paragraphs if one.text]
    assert shown[:4] == [
        ("云溪县局文件", "Normal"),
        ("云溪县工作总结", "公文标题"),
        ("一、总体情况", "公文一级标题"),
        ("正文【请补充：成效】。", "公文正文"),
    ]
    texts = [text for text, _ in shown]
    assert (
        texts.index("2026年11月5日") + 1 == texts.index("抄送：县政府办。") < texts.index("附件1")
    )
    assert PLACE not in "".join(texts)
    first, attached = document.sections[0], document.sections[-1]
    margins = (first.top_margin, first.left_margin, first.right_margin)
    assert [round(x.mm) for x in margins] == [40, 30, 25]
    assert round(attached.top_margin.mm) != 40  # a list across the page, by the standard
    assert any("PAGE" in (one.text or "") for one in first.footer._element.iter(qn("w:instrText")))


def test_without_styles_and_place_it_is_by_the_standard_behind_its_text():
    document = written(office(has_place=False, has_styles=False, has_footer=True))
    texts = [one.text for one in document.paragraphs if one.text]
    assert texts[:2] == ["云溪县局文件", "云溪县工作总结"]
    title = next(one for one in document.paragraphs if one.text == "云溪县工作总结")
    fonts = next(title.runs[0]._r.iter(qn("w:rFonts")))
    assert fonts.get(qn("w:eastAsia")) == "方正小标宋简体" and title.runs[0].font.size == Pt(22)
    spacing = next(document.paragraphs[2]._p.iter(qn("w:spacing")))
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("570", "exact")
    assert document.sections[0].footer.paragraphs[0].text == "第 页"


def letterhead_with_header(*, has_footer: bool) -> bytes:
    """A document whose pages have a header, the first one another."""
    document = Document(io.BytesIO(office(has_footer=has_footer)))
    section = document.sections[0]
    section.header.paragraphs[0].text = "内部资料"
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "首页"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("has_footer", [True, False])
def test_the_mark_of_a_draft_is_on_every_page_beside_what_the_office_has_there(has_footer):
    """Even pages keep the office's header, too: numbers then stand at the right of all pages."""
    document = written(letterhead_with_header(has_footer=has_footer))
    assert not document.settings.odd_and_even_pages_header_footer
    first, *others = document.sections
    for header, own in ((first.header, "内部资料"), (first.first_page_header, "首页")):
        mark, beside = header.paragraphs
        assert (mark.text, beside.text) == ("初稿", own)
        frame = mark._p.pPr.find(qn("w:framePr"))  # it moves nothing
        assert frame.get(qn("w:xAlign")) == "right" and frame.get(qn("w:vAnchor")) == "page"
    assert others and all(one.header.is_linked_to_previous for one in others)
    has_number = "PAGE" in "".join(x.text for x in first.footer._element.iter(qn("w:instrText")))
    assert has_number != has_footer


def test_without_a_document_nothing_changes():
    assert round(written(None).sections[0].top_margin.mm) == 37


def test_what_stands_behind_the_place_comes_where_nothing_is_attached():
    paper = Paper(Pt(28), name="a", author="b", made_at=MADE, base=office())
    paper.paragraph("正文")
    texts = [one.text for one in Document(io.BytesIO(paper.content())).paragraphs]
    assert texts == ["云溪县局文件", "正文", "抄送：县政府办。"]
    paper = Paper(Pt(28), name="a", author="b", made_at=MADE, base=office())
    paper.attach([Attachment("表", [Column("甲")], [["1"]])])
    texts = [one.text for one in Document(io.BytesIO(paper.content())).paragraphs if one.text]
    assert texts == ["云溪县局文件", "抄送：县政府办。", "附件", "表"]


def test_what_is_taken_from_it_is_said():
    facts = sheets.read_letterhead(office())
    assert facts.has_place and facts.margins == (40, 25, 30, 25)
    assert set(facts.styles) == {"title", "text", "heading1"}
    said = "；".join(facts.sentences)
    for fact in (PLACE, "上40", "标题用“公文标题”", "二级标题、三级标题没有找到样式"):
        assert fact in said
    said = "；".join(sheets.read_letterhead(office(has_place=False, has_styles=False)).sentences)
    assert "接在全文后面" in said and "标题、正文" in said


def outside(kind: str, mode: str = "External") -> bytes:
    relation = OUTSIDE.format(kind=kind, mode=mode)
    return changed(office(), RELS, "</Relationships>", relation)


TYPES, MAIN = "[Content_Types].xml", "word/document.xml"
FIELD = "</w:t><w:instrText> DDEAUTO c:\\a </w:instrText><w:t>"
UNSAFE = {
    "macro": changed(office(), "word/vbaProject.bin", "", "x"),
    "macro by type": changed(office(), TYPES, "document.main", "x.macroEnabled.main"),
    "object": changed(office(), "word/embeddings/a.xlsx", "", "x"),
    "external": outside("image"),
    "chunk": outside("aFChunk", "Internal"),
    "field": changed(office(), MAIN, "云溪县局文件", FIELD),
    "entity": changed(office(), MAIN, "<w:document", '<!DOCTYPE a [<!ENTITY b "c">]><w:document'),
    "no xml": changed(office(), MAIN, "<w:body>", "<w:body><"),
    "workbook": b"PK\x03\x04" + b"x" * 50,
    "old": b"\xd0\xcf\x11\xe0" * 20,
    "text": "公文".encode(),
    "too large": b"PK" + b"x" * (MOST_MEGABYTES * 2**20),
}


@pytest.mark.parametrize("what", UNSAFE)
def test_what_would_run_or_fetch_something_is_refused(what):
    with pytest.raises(FileRefused) as refused:
        sheets.read_letterhead(UNSAFE[what])
    assert refused.value.title.endswith("。") and refused.value.step


def test_links_and_the_template_that_it_was_made_from_do_no_harm():
    assert sheets.read_letterhead(outside("hyperlink")).has_place
    rels = "word/_rels/settings.xml.rels"
    xml = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    made = changed(
        office(), rels, "", xml + OUTSIDE.format(kind="attachedTemplate", mode="External")
    )
    assert sheets.read_letterhead(made).has_place
    paper = Paper(Pt(28), name="a", author="b", made_at=MADE, base=made)
    with zipfile.ZipFile(io.BytesIO(paper.content())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not [name for name, part in parts.items() if b"attachedTemplate" in part]


def test_it_is_kept_with_the_data(empty_store):
    store = empty_store
    assert store.papers.letterhead() is None
    with pytest.raises(GovsvcError, match="没有上传过公文样式"):
        store.paper_writes.remove_letterhead(ACT, expected_version=store.version())
    store.paper_writes.set_letterhead(
        "红头\u202e.docx", office(), ACT, expected_version=store.version()
    )
    kept = store.papers.letterhead()
    assert (kept.file, kept.content[:2], kept.who, kept.at) == ("红头.docx", b"PK", "张三", WHEN)
    copy = open_store(store.copy(copies.BY_HAND, WHEN).path)
    assert copy.papers.letterhead() == kept
    copy.close()
    with pytest.raises(GovsvcError, match="超过2 MB"):
        store.paper_writes.set_letterhead(
            "a.docx", b"P" * (2 * 2**20 + 1), ACT, expected_version=store.version()
        )
    store.paper_writes.remove_letterhead(ACT, expected_version=store.version())
    assert store.papers.letterhead() is None and store.faults() == []
