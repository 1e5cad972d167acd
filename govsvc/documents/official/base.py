"""The office's own document as the base of a paper: what stands in it stays, and its styles are
used.
"""

import io

from docx import Document
from docx.document import Document as DocumentObject
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.rel import _Relationship
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import _Footer, _Header
from docx.shared import Length
from docx.styles.style import ParagraphStyle

from govsvc.domain.letterheads import PLACE, STYLES


class Base:
    """A copy of the document, of which what stands behind its place for the paper is put aside."""

    def __init__(self, content: bytes):
        self.document: DocumentObject = Document(io.BytesIO(content))
        self._forget_template()
        self._behind = self._cut()

    def _forget_template(self) -> None:
        """The document does not look for the template that it was once made from."""
        settings = self.document.settings.element
        for one in settings.findall(qn("w:attachedTemplate")):
            settings.remove(one)
        for part in [one.target_part for one in self.document.part.rels.values() if _is_own(one)]:
            for key, relation in list(part.rels.items()):
                if relation.reltype.endswith("/attachedTemplate"):
                    part.rels.pop(key)

    def _cut(self) -> list[BaseOxmlElement]:
        """Takes the place for the paper out, and what stands behind it, which it gives."""
        body = self.document.element.body
        elements = [one for one in body if one.tag != qn("w:sectPr")]
        places = [
            number
            for number, one in enumerate(elements)
            if one.tag == qn("w:p") and _text(one).strip() == PLACE
        ]
        if not places:
            return []
        place, *behind = elements[places[0] :]
        for one in (place, *behind):
            body.remove(one)
        if place.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            for run in place.findall(qn("w:r")):
                place.remove(run)
            return [place, *behind]
        return behind

    def put_back(self) -> None:
        """What stood behind the place for the paper follows what is written by now."""
        section = self.document.sections[-1]._sectPr
        for one in self._behind:
            section.addprevious(one)
        self._behind = []

    def style(self, part: str) -> ParagraphStyle | None:
        """The document's own style for a part of a paper, None where it has none."""
        names = {one.name: one for one in self.document.styles if isinstance(one, ParagraphStyle)}
        return next((names[name] for name in STYLES.get(part, ()) if name in names), None)

    @property
    def width(self) -> Length:
        """Of the text."""
        last = self.document.sections[-1]
        page, left, right = last.page_width, last.left_margin, last.right_margin
        return Length((page or 0) - (left or 0) - (right or 0))

    @property
    def has_footer(self) -> bool:
        """Whether something stands at the foot of its pages."""
        return any(
            _has_text(footer)
            for section in self.document.sections
            for footer in (section.footer, section.first_page_footer, section.even_page_footer)
        )

    @property
    def has_header(self) -> bool:
        """Whether something stands at the head of its pages."""
        return any(_has_text(section.header) for section in self.document.sections)


def _is_own(relation: _Relationship) -> bool:
    """Whether it leads to the settings of the document."""
    return not relation.is_external and relation.reltype == RELATIONSHIP_TYPE.SETTINGS


def _has_text(part: _Header | _Footer) -> bool:
    """Whether a header or footer of its own has anything."""
    if part.is_linked_to_previous:
        return False
    return bool(part.tables) or any(one.text.strip() or one.runs for one in part.paragraphs)


def _text(paragraph: BaseOxmlElement) -> str:
    return "".join(one.text or "" for one in paragraph.iter(qn("w:t")))
