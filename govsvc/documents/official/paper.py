"""One paper, written from its head to its foot."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from docx import Document
from docx.enum.section import WD_ORIENTATION, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.section import Section
from docx.shared import Length, Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from govsvc.documents.official import headers, lines, measures, ooxml, tables
from govsvc.documents.official.base import Base
from govsvc.documents.official.tables import Cell, Column
from govsvc.domain.safe_text import without_controls

_CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
#: the paragraph after the last table needs no line of its own
_LEAST = Pt(1)


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attached list. `name`: its title; `rows`: a text for each column. `groups`: more lists of
    these columns behind it, each with a title. `marked`: what is marked in it as with a pen.
    """

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]] = ()
    groups: Sequence[tuple[str, Sequence[Sequence[str]]]] = ()
    marked: Sequence[str] = ()

    @property
    def is_wide(self) -> bool:
        """Whether it is set across the page."""
        return len(self.columns) > measures.MOST_UPRIGHT_COLUMNS


class Paper:
    """A paper of which nothing is written yet.

    `line_spacing`: exact distance of lines; the standard has none, 28.95 points make its 22 lines.
    `name`, `author`, `made_at`: what the file says of itself. `base`: the office's own document
    that the paper is written into, whose pages stay as they are. `mark`: how far the paper is, at
    the head of every page, "" for nothing.
    """

    def __init__(
        self,
        line_spacing: Length,
        *,
        name: str,
        author: str,
        made_at: datetime,
        base: bytes | None = None,
        mark: str = "",
    ):
        self._spacing, self._base = line_spacing, Base(base) if base else None
        self._mark = mark
        if self._base:
            self._document, self._width = self._base.document, self._base.width
        else:
            self._document, self._width = Document(), measures.TEXT_WIDTH
            ooxml.forget_theme(self._document)
            normal = self._document.styles["Normal"]
            ooxml.set_font(normal.font, measures.FANG_SONG, measures.TEXT_SIZE)
            self._lay_out(self._document.sections[0])
        if not (self._base and self._base.has_footer):
            self._number_pages(self._document.sections[0])
        self._describe(name, author, made_at)

    def _describe(self, name: str, author: str, made_at: datetime) -> None:
        """What the file says of itself; the picture of the empty template is left out."""
        about = self._document.core_properties
        about.title, about.author = without_controls(name)[:200], without_controls(author)[:200]
        about.created = about.modified = made_at
        about.last_modified_by = about.comments = about.keywords = ""
        package = self._document.part.package
        for key, relation in list(package.rels.items()):
            if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
                package.rels.pop(key)

    # -- pages ---------------------------------------------------------------------------

    def _lay_out(self, section: Section, *, is_across: bool = False) -> None:
        """Page, margins and grid; across the page, its left side is the upper one."""
        if is_across:
            section.orientation = WD_ORIENTATION.LANDSCAPE
            section.page_width, section.page_height = measures.PAGE_HEIGHT, measures.PAGE_WIDTH
            section.top_margin, section.bottom_margin = measures.LEFT, measures.RIGHT
            section.left_margin, section.right_margin = measures.BOTTOM, measures.TOP
        else:
            section.orientation = WD_ORIENTATION.PORTRAIT
            section.page_width, section.page_height = measures.PAGE_WIDTH, measures.PAGE_HEIGHT
            section.top_margin, section.bottom_margin = measures.TOP, measures.BOTTOM
            section.left_margin, section.right_margin = measures.LEFT, measures.RIGHT
        section.header_distance = measures.HEADER
        middle = Length(measures.BELOW_TEXT + measures.NUMBER_SIZE // 2)
        section.footer_distance = Length(max(section.bottom_margin - middle, Mm(5)))
        ooxml.set_grid(section._sectPr, self._spacing)
        self._width = measures.TEXT_HEIGHT if is_across else measures.TEXT_WIDTH

    def _number_pages(self, section: Section) -> None:
        """Odd pages at the right, even ones at the left, one character from the edge (7.5); all at
        the right where the office's own document has a header, which even pages would lose.
        """
        settings, sides = self._document.settings, [(section.footer, "right")]
        if not (self._base and self._base.has_header):
            settings.odd_and_even_pages_header_footer = True
        if settings.odd_and_even_pages_header_footer:
            sides.append((section.even_page_footer, "left"))
        for footer, side in sides:
            footer.is_linked_to_previous = False
            paragraph = footer.paragraphs[0]
            paragraph.style = self._document.styles["Normal"]
            paragraph.alignment = _RIGHT if side == "right" else WD_ALIGN_PARAGRAPH.LEFT
            ooxml.set_exact(paragraph, measures.NUMBER_SIZE)
            ooxml.indent(paragraph, measures.NUMBER_SIZE, **{side: 1})
            ooxml.add_page_number(paragraph)

    def _line(self, spacing: Length | None = None) -> Paragraph:
        paragraph = self._document.add_paragraph()
        ooxml.set_exact(paragraph, spacing or self._spacing)
        if self._base:  # its usual paragraph may be indented
            ooxml.indent(paragraph, firstLine=0, left=0, right=0)
        return paragraph

    def _styled(self, part: str, text: str, marked: Sequence[str] = ()) -> Paragraph | None:
        """The text in the office's own style for that part of a paper; None where it has none."""
        style = self._base.style(part) if self._base else None
        if style is None:
            return None
        paragraph = self._document.add_paragraph()
        paragraph.style = style
        ooxml.add_plain(paragraph, text, marked)
        return paragraph

    def blank(self, count: int = 1) -> None:
        """Empty lines."""
        for _ in range(count):
            ooxml.add_run(self._line(), "")

    # -- head ----------------------------------------------------------------------------

    def number(self, text: str) -> None:
        """发文字号, at the right edge of the first line."""
        paragraph = self._line()
        paragraph.alignment = _RIGHT
        ooxml.add_run(paragraph, text)

    def masthead(
        self, name: str, issue: str, office: str, day: date, *, marked: Sequence[str] = ()
    ) -> None:
        """The head of a 简报: its name in red, the issue, above a red line who made it and when.
        The standard has none. `marked`: what is marked in it as with a pen.
        """
        paragraph = self._line(measures.MASTHEAD_SPACING)
        paragraph.alignment = _CENTRE
        run = ooxml.add_run(paragraph, name, measures.SONG_TITLE, measures.MASTHEAD_SIZE)
        run.font.color.rgb = measures.RED
        paragraph = self._line()
        paragraph.alignment = _CENTRE
        ooxml.add_marked(paragraph, issue, marked)
        paragraph = self._line()
        paragraph.paragraph_format.tab_stops.add_tab_stop(self._width, WD_TAB_ALIGNMENT.RIGHT)
        ooxml.add_marked(paragraph, f"{office}\t{lines.day_text(day)}", marked)
        ooxml.underline(paragraph, str(measures.RED))
        self.blank()

    def title(self, *phrases: str, blank: bool = True) -> None:
        """The title in 2号 小标宋 (7.3.1), broken between phrases alone where it needs two lines or
        more. `blank`: whether a blank line follows.
        """
        for line in lines.broken(phrases, measures.TITLE_CHARACTERS):
            if self._styled("title", line):
                continue
            paragraph = self._line(measures.TITLE_SPACING)
            paragraph.alignment = _CENTRE
            ooxml.add_run(paragraph, line, measures.SONG_TITLE, measures.TITLE_SIZE)
        if blank:
            self.blank()

    def addressee(self, text: str) -> None:
        """主送机关: at the left edge, with a colon (7.3.2)."""
        ooxml.add_run(self._line(), f"{text}：")

    # -- text ----------------------------------------------------------------------------

    def paragraph(
        self, text: str, font: str = measures.FANG_SONG, *, marked: Sequence[str] = ()
    ) -> Paragraph:
        """A paragraph of text, its first line two characters in. The right edge is ragged: a line
        before a long figure with its counts would be pulled apart. `marked`: what is marked in it
        as with a pen.
        """
        return self._styled("text", text, marked) or self._indented(text, font, marked)

    def _indented(self, text: str, font: str, marked: Sequence[str] = ()) -> Paragraph:
        paragraph = self._line()
        ooxml.indent(paragraph, firstLine=2)
        ooxml.add_marked(paragraph, text, marked, font)
        return paragraph

    def heading(self, text: str, level: int = 1) -> None:
        """A heading of level 1 (一、 in 黑体) to 4; its text brings the
        number.
        """
        font = measures.LEVEL_FONTS[level - 1]
        paragraph = self._styled(f"heading{level}", text) or self._indented(text, font)
        paragraph.paragraph_format.keep_with_next = True
        ooxml.set_outline(paragraph, level - 1)

    def _keep_last(self, count: int) -> None:
        """The last paragraphs stay with what follows: no page has a signature alone."""
        for paragraph in self._document.paragraphs[-count:]:
            paragraph.paragraph_format.keep_with_next = True

    # -- foot ----------------------------------------------------------------------------

    def attachment_note(self, names: Sequence[str]) -> None:
        """附件：1. … one line below the text, two characters in, without a full stop (7.3.4); one
        alone has no number.
        """
        self.blank()
        self._keep_last(2)
        for place, name in enumerate(names, start=1):
            label = "附件：" if place == 1 else ""
            number = f"{place}. " if len(names) > 1 else ""
            hanging = 3 + len(number) / 2
            paragraph = self._line()
            paragraph.paragraph_format.keep_with_next = place < len(names)
            ooxml.indent(paragraph, left=2 + hanging, hanging=len(label) + len(number) / 2)
            ooxml.add_run(paragraph, f"{label}{number}{name}")

    def signature(self, office: str, day: date, *, is_sealed: bool) -> None:
        """Who signs and the day (7.3.5). With a seal the day stands four characters from the right
        and the office is centred over it; without, the office stands two characters from the right
        and the day begins two characters after it. The end of the text stays with it.
        """
        blanks = 2 if is_sealed else 1
        self.blank(blanks)
        self._keep_last(1 + blanks)
        text = lines.day_text(day)
        places = lines.signature(office, text, is_sealed=is_sealed)
        for line, right in ((office, places[0]), (text, places[1])):
            paragraph = self._line()
            paragraph.alignment = _RIGHT
            paragraph.paragraph_format.keep_together = True
            paragraph.paragraph_format.keep_with_next = line is office
            ooxml.indent(paragraph, right=right)
            ooxml.add_run(paragraph, line)

    def note(self, text: str) -> None:
        """附注, two characters in, in brackets, in the line below the day (7.3.6)."""
        ooxml.indent(paragraph := self._line(), left=2)
        ooxml.add_run(paragraph, f"（{text}）")

    # -- tables --------------------------------------------------------------------------

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        title: str = "",
        *,
        marked: Sequence[str] = (),
        note: str = "",
    ) -> None:
        """A list over the width of the text, its title in 黑体 centred above, a note below."""
        if title:
            paragraph = self._line()
            paragraph.alignment = _CENTRE
            paragraph.paragraph_format.keep_with_next = True
            ooxml.add_run(paragraph, title, measures.HEI)
        elif isinstance(last := self._last(), Paragraph):
            last.paragraph_format.keep_with_next = True
            last.paragraph_format.space_after = measures.ABOVE_TABLE
        tables.add_list(self._document, columns, rows, self._width, marked)
        if note:
            paragraph = self._line(measures.TABLE_SPACING)
            ooxml.add_run(paragraph, note, measures.FANG_SONG, measures.TABLE_SIZE)

    def _last(self) -> Paragraph | Table | None:
        """What was written last."""
        return next(reversed(list(self._document.iter_inner_content())), None)

    def form(self, rows: Sequence[Sequence[Cell]], shares: Sequence[float]) -> None:
        """A form over the width of the text."""
        tables.add_form(self._document, rows, shares, self._width)
        self._line(_LEAST)

    def attach(self, attachments: Sequence[Attachment]) -> None:
        """The attached lists, each on pages of its own: 附件 in 黑体 at the left edge of the first
        line, the title on the third (7.3.7).
        """
        self._end_of_text()
        for place, attachment in enumerate(attachments, start=1):
            section = self._document.add_section(WD_SECTION.NEW_PAGE)
            section.different_first_page_header_footer = False
            self._lay_out(section, is_across=attachment.is_wide)
            label = f"附件{place}" if len(attachments) > 1 else "附件"
            ooxml.add_run(self._line(), label, measures.HEI)
            self.blank()
            self.title(attachment.name)
            groups = [("", attachment.rows)] if attachment.rows or not attachment.groups else []
            for title, rows in (*groups, *attachment.groups):
                self.table(attachment.columns, rows, title, marked=attachment.marked)
                self._line(_LEAST)

    def _end_of_text(self) -> None:
        """What stands behind the paper in the office's own document comes here."""
        if self._base:
            self._base.put_back()

    def content(self) -> bytes:
        """The file (.docx)."""
        self._end_of_text()
        if self._mark:
            headers.mark_pages(self._document, self._mark)
        out = io.BytesIO()
        self._document.save(out)
        return out.getvalue()
