"""What stands at the head of every page: how far a paper is."""

from collections.abc import Iterator

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.section import _Header
from docx.text.paragraph import Paragraph

from govsvc.documents.official import measures, ooxml


def mark_pages(document: Document, mark: str) -> None:
    """Writes the mark at the right of each header. What the office has there stays in its place."""
    for header in _headers(document):
        is_empty = not any(one.runs for one in header.paragraphs) and not header.tables
        paragraph = header.paragraphs[0] if is_empty else _first(header)
        paragraph.style = document.styles["Normal"]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        ooxml.set_exact(paragraph, measures.NUMBER_SIZE)
        ooxml.indent(paragraph, firstLine=0, left=0, right=0)
        ooxml.add_run(paragraph, mark, measures.HEI, measures.NUMBER_SIZE)
        if not is_empty:
            ooxml.put_in_frame(paragraph, measures.HEADER)


def _headers(document: Document) -> Iterator[_Header]:
    """Every header that some page has, each once: sections share them."""
    seen = set()
    has_even = document.settings.odd_and_even_pages_header_footer
    for section in document.sections:
        found = [section.header]
        if has_even:
            found.append(section.even_page_header)
        if section.different_first_page_header_footer:
            found.append(section.first_page_header)
        for header in found:
            if header.part not in seen:
                seen.add(header.part)
                yield header


def _first(header: _Header) -> Paragraph:
    """A new paragraph above all that the header has."""
    paragraph = header.add_paragraph()
    header._element.insert(0, paragraph._p)
    return paragraph
