"""A letter as a Word file."""

from datetime import datetime
from decimal import Decimal

from docx.shared import Pt

from govsvc.documents.letters.pages import SHARES, Page
from govsvc.documents.official import Paper


def content(page: Page, spacing: Decimal, made_at: datetime, base: bytes | None = None) -> bytes:
    """The file. `spacing`: of lines, in points; `base`: the office's own document that it is
    written into.
    """
    letter = page.letter
    paper = Paper(
        Pt(float(spacing)),
        name=f"{''.join(page.title)}（{letter.unit}）",
        author=letter.office,
        made_at=made_at,
        base=base,
    )
    if page.form:
        paper.title(*page.title, blank=False)
        paper.number(f"编号：{letter.number}")
        paper.form(page.form, SHARES)
    else:
        paper.number(letter.number)
        paper.blank()
        paper.title(*page.title)
        paper.addressee(page.addressee)
        for text in page.paragraphs:
            paper.paragraph(text)
        if page.attachments:
            paper.attachment_note([attachment.name for attachment in page.attachments])
        paper.signature(letter.office, letter.day, is_sealed=letter.is_sealed)
        paper.note(page.note)
    paper.attach(page.attachments)
    return paper.content()
